"""Concurrency by executors: see concurrent.futures."""
