"""Collections of tests, and what is done once for a class or a module."""

import sys

from unittest import case, util

__unittest = True


def _call_if_exists(parent, attr):
    getattr(parent, attr, lambda: None)()


class BaseTestSuite:
    """Tests that are run one after the other."""

    # Whether tests are let go once they were run.
    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._removed_tests = 0
        self.addTests(tests)

    def __repr__(self):
        return f'<{util.strclass(type(self))} tests={list(self)}>'

    def __eq__(self, other):
        if not isinstance(other, type(self)):
            return NotImplemented
        return list(self) == list(other)

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return self._removed_tests + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f'{test!r} is not callable')
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError('TestCases and TestSuites must be instantiated before passing them to '
                            'addTest()')
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError('tests must be an iterable of tests, not a string')
        for test in tests:
            self.addTest(test)

    def run(self, result):
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        return result

    def _removeTestAtIndex(self, index):
        try:
            test = self._tests[index]
        except TypeError:
            # A subclass keeps its tests in another way.
            return
        if hasattr(test, 'countTestCases'):
            self._removed_tests += test.countTestCases()
        self._tests[index] = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Runs the tests, whose errors are raised."""
        for test in self:
            test.debug()


class TestSuite(BaseTestSuite):
    """Tests, before and after which classes and modules are set up and torn down."""

    def run(self, result, debug=False):
        is_outermost = getattr(result, '_testRunEntered', False) is False
        if is_outermost:
            result._testRunEntered = True
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            if _isnotsuite(test):
                self._tearDownPreviousClass(test, result)
                self._handleModuleFixture(test, result)
                self._handleClassSetUp(test, result)
                result._previousTestClass = type(test)
                if (getattr(type(test), '_classSetupFailed', False)
                        or getattr(result, '_moduleSetUpFailed', False)):
                    continue
            if debug:
                test.debug()
            else:
                test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        if is_outermost:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def debug(self):
        self.run(_DebugResult(), True)

    def _attempt(self, function, result, name, parent):
        """Calls a function; tells whether it raised nothing."""
        try:
            function()
        except Exception as error:
            if isinstance(result, _DebugResult):
                raise
            self._createClassOrModuleLevelException(result, error, name, parent)
            return False
        return True

    def _tell_cleanups(self, kind, result, name):
        """Does the cleanups of a class, and tells what they raised."""
        kind.doClassCleanups()
        for details in kind.tearDown_exceptions:
            if isinstance(result, _DebugResult):
                raise details[1]
            self._createClassOrModuleLevelException(result, details[1], name, util.strclass(kind),
                                                    info=details)

    def _handleClassSetUp(self, test, result):
        kind = type(test)
        if (kind == getattr(result, '_previousTestClass', None) or result._moduleSetUpFailed
                or getattr(kind, '__unittest_skip__', False)):
            return
        _set_failed(kind, False)
        set_up = getattr(kind, 'setUpClass', None)
        if set_up is None:
            return
        _call_if_exists(result, '_setupStdout')
        try:
            if not self._attempt(set_up, result, 'setUpClass', util.strclass(kind)):
                _set_failed(kind, True)
                if getattr(kind, 'doClassCleanups', None) is not None:
                    self._tell_cleanups(kind, result, 'setUpClass')
        finally:
            _call_if_exists(result, '_restoreStdout')

    def _get_previous_module(self, result):
        before = getattr(result, '_previousTestClass', None)
        return None if before is None else before.__module__

    def _handleModuleFixture(self, test, result):
        name = type(test).__module__
        if name == self._get_previous_module(result):
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False
        set_up = getattr(sys.modules.get(name), 'setUpModule', None)
        if set_up is None:
            return
        _call_if_exists(result, '_setupStdout')
        try:
            if not self._attempt(set_up, result, 'setUpModule', name):
                result._moduleSetUpFailed = True
                try:
                    case.doModuleCleanups()
                except Exception as error:
                    self._createClassOrModuleLevelException(result, error, 'setUpModule', name)
        finally:
            _call_if_exists(result, '_restoreStdout')

    def _createClassOrModuleLevelException(self, result, exc, method_name, parent, info=None):
        self._addClassOrModuleLevelException(result, exc, f'{method_name} ({parent})', info)

    def _addClassOrModuleLevelException(self, result, exception, errorName, info=None):
        error = _ErrorHolder(errorName)
        if isinstance(exception, case.SkipTest) and getattr(result, 'addSkip', None) is not None:
            result.addSkip(error, str(exception))
        else:
            result.addError(error, info or sys.exc_info())

    def _handleModuleTearDown(self, result):
        name = self._get_previous_module(result)
        if name is None or result._moduleSetUpFailed or name not in sys.modules:
            return
        _call_if_exists(result, '_setupStdout')
        try:
            tear_down = getattr(sys.modules[name], 'tearDownModule', None)
            if tear_down is not None:
                self._attempt(tear_down, result, 'tearDownModule', name)
            self._attempt(case.doModuleCleanups, result, 'tearDownModule', name)
        finally:
            _call_if_exists(result, '_restoreStdout')

    def _tearDownPreviousClass(self, test, result):
        before = getattr(result, '_previousTestClass', None)
        if (before is None or type(test) == before or getattr(before, '_classSetupFailed', False)
                or getattr(result, '_moduleSetUpFailed', False)
                or getattr(before, '__unittest_skip__', False)):
            return
        tear_down = getattr(before, 'tearDownClass', None)
        _call_if_exists(result, '_setupStdout')
        try:
            if tear_down is not None:
                self._attempt(tear_down, result, 'tearDownClass', util.strclass(before))
            if getattr(before, 'doClassCleanups', None) is not None:
                self._tell_cleanups(before, result, 'tearDownClass')
        finally:
            _call_if_exists(result, '_restoreStdout')


def _set_failed(kind, failed):
    try:
        kind._classSetupFailed = failed
    except TypeError:
        # The class of a test may be one that cannot be changed.
        pass


class _ErrorHolder:
    """Stands for a test where a class or a module failed."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return f'<ErrorHolder description={self.description!r}>'

    def __str__(self):
        return self.id()

    def run(self, result):
        pass

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


def _isnotsuite(test):
    try:
        iter(test)
    except TypeError:
        return True
    return False


class _DebugResult:
    """Keeps nothing: errors are raised."""

    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False
