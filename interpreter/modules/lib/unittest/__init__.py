"""Tests: cases, suites of them, what finds and what runs them."""

from unittest.result import TestResult
from unittest.case import (
    FunctionTestCase, SkipTest, TestCase, addModuleCleanup, doModuleCleanups, enterModuleContext,
    expectedFailure, skip, skipIf, skipUnless)
from unittest.suite import BaseTestSuite, TestSuite
from unittest.loader import TestLoader, defaultTestLoader
from unittest.main import TestProgram, main
from unittest.runner import TextTestResult, TextTestRunner
from unittest.signals import installHandler, registerResult, removeHandler, removeResult

__all__ = [
    'TestResult', 'TestCase', 'IsolatedAsyncioTestCase', 'TestSuite', 'TextTestRunner',
    'TestLoader', 'FunctionTestCase', 'main', 'defaultTestLoader', 'SkipTest', 'skip', 'skipIf',
    'skipUnless', 'expectedFailure', 'TextTestResult', 'installHandler', 'registerResult',
    'removeResult', 'removeHandler', 'addModuleCleanup', 'doModuleCleanups', 'enterModuleContext',
]

__unittest = True


def __dir__():
    return globals().keys() | {'IsolatedAsyncioTestCase'}


def __getattr__(name):
    # Most tests need no event loop.
    if name != 'IsolatedAsyncioTestCase':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    global IsolatedAsyncioTestCase
    from unittest.async_case import IsolatedAsyncioTestCase
    return IsolatedAsyncioTestCase
