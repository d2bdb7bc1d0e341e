"""Addresses of resources, and what they lead to."""
