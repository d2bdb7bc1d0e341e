"""Cases: tests, with what they can assert."""

import collections
import contextlib
import functools
import re
import sys
import time
import traceback
import types
import warnings

from unittest import result
from unittest.util import (
    _common_shorten_repr, _count_diff_all_purpose, _count_diff_hashable, safe_repr, strclass)

__unittest = True

_subtest_msg_sentinel = object()
DIFF_OMITTED = '\nDiff is %s characters long. Set self.maxDiff to None to see it.'


class SkipTest(Exception):
    """Raised by a test that is not to be run after all."""


class _ShouldStop(Exception):
    """The test is to end."""


class _UnexpectedSuccess(Exception):
    """A test that was to fail did not."""


class _Outcome:
    """How a test has gone so far."""

    def __init__(self, result=None):
        self.expecting_failure = False
        self.result = result
        self.result_supports_subtests = hasattr(result, 'addSubTest')
        self.success = True
        self.expectedFailure = None

    @contextlib.contextmanager
    def testPartExecutor(self, test_case, subTest=False):
        """A block in which a part of a test runs."""
        before = self.success
        self.success = True
        try:
            yield
        except KeyboardInterrupt:
            raise
        except SkipTest as error:
            self.success = False
            _addSkip(self.result, test_case, str(error))
        except _ShouldStop:
            pass
        except:
            details = sys.exc_info()
            if self.expecting_failure:
                self.expectedFailure = details
            else:
                self.success = False
                if subTest:
                    self.result.addSubTest(test_case.test_case, test_case, details)
                else:
                    _addError(self.result, test_case, details)
            # The traceback would keep this frame.
            details = None
        else:
            if subTest and self.success:
                self.result.addSubTest(test_case.test_case, test_case, None)
        finally:
            self.success = self.success and before


def _addSkip(result, test_case, reason):
    add = getattr(result, 'addSkip', None)
    if add is not None:
        add(test_case, reason)
        return
    warnings.warn('TestResult has no addSkip method, skips not reported', RuntimeWarning, 2)
    result.addSuccess(test_case)


def _addError(result, test, exc_info):
    if result is not None and exc_info is not None:
        is_failure = issubclass(exc_info[0], test.failureException)
        (result.addFailure if is_failure else result.addError)(test, exc_info)


def _id(obj):
    return obj


def _enter_context(cm, addcleanup):
    cls = type(cm)
    try:
        enter, leave = cls.__enter__, cls.__exit__
    except AttributeError:
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the "
                        'context manager protocol') from None
    entered = enter(cm)
    addcleanup(leave, cm, None, None, None)
    return entered


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Has a function called after tearDownModule."""
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    """Enters a context, which is left after tearDownModule."""
    return _enter_context(cm, addModuleCleanup)


def doModuleCleanups():
    """Calls what was added by addModuleCleanup, the last first."""
    errors = []
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]


def skip(reason):
    """Decorates a test or a class that is not to be run."""
    if isinstance(reason, types.FunctionType):
        return _skipped(reason, '')
    return lambda test_item: _skipped(test_item, reason)


def _skipped(test_item, reason):
    if not isinstance(test_item, type):
        @functools.wraps(test_item)
        def skip_wrapper(*args, **kwargs):
            raise SkipTest(reason)

        test_item = skip_wrapper
    test_item.__unittest_skip__ = True
    test_item.__unittest_skip_why__ = reason
    return test_item


def skipIf(condition, reason):
    """Decorates a test or a class that is not to be run under a condition."""
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    """Decorates a test or a class that is to be run under a condition only."""
    return _id if condition else skip(reason)


def expectedFailure(test_item):
    """Decorates a test that is to fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


def _is_subtype(expected, basetype):
    if isinstance(expected, tuple):
        return all(_is_subtype(each, basetype) for each in expected)
    return isinstance(expected, type) and issubclass(expected, basetype)


class _BaseTestCaseContext:
    """A block about which something is asserted."""

    def __init__(self, test_case):
        self.test_case = test_case

    def _raiseFailure(self, standardMsg):
        raise self.test_case.failureException(
            self.test_case._formatMessage(self.msg, standardMsg))


class _AssertRaisesBaseContext(_BaseTestCaseContext):

    def __init__(self, expected, test_case, expected_regex=None):
        super().__init__(test_case)
        self.expected = expected
        self.expected_regex = None if expected_regex is None else re.compile(expected_regex)
        self.obj_name = None
        self.msg = None

    def handle(self, name, args, kwargs):
        """The block itself, or what comes of calling a function in it."""
        try:
            if not _is_subtype(self.expected, self._base_type):
                raise TypeError(f'{name}() arg 1 must be {self._base_type_str}')
            if not args:
                self.msg = kwargs.pop('msg', None)
                if kwargs:
                    raise TypeError(f'{next(iter(kwargs))!r} is an invalid keyword argument for '
                                    'this function')
                return self
            function, *args = args
            self.obj_name = getattr(function, '__name__', None) or str(function)
            with self:
                function(*args, **kwargs)
        finally:
            # The traceback in the exception would keep this frame.
            self = None

    @property
    def _name(self):
        return getattr(self.expected, '__name__', None) or str(self.expected)

    def _fail_because(self, what):
        by = f' by {self.obj_name}' if self.obj_name else ''
        self._raiseFailure(f'{self._name} not {what}{by}')

    def _fail_to_match(self, text):
        self._raiseFailure(f'"{self.expected_regex.pattern}" does not match "{text}"')


class _AssertRaisesContext(_AssertRaisesBaseContext):
    """A block that is to raise."""

    _base_type = BaseException
    _base_type_str = 'an exception type or tuple of exception types'

    __class_getitem__ = classmethod(types.GenericAlias)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._fail_because('raised')
        traceback.clear_frames(tb)
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        if self.expected_regex is not None and not self.expected_regex.search(str(exc_value)):
            self._fail_to_match(str(exc_value))
        return True


class _AssertWarnsContext(_AssertRaisesBaseContext):
    """A block that is to warn."""

    _base_type = Warning
    _base_type_str = 'a warning type or tuple of warning types'

    def __enter__(self):
        # What a module has warned of once, it would not warn of again.
        for module in list(sys.modules.values()):
            if getattr(module, '__warningregistry__', None):
                module.__warningregistry__ = {}
        self.warnings_manager = warnings.catch_warnings(record=True)
        self.warnings = self.warnings_manager.__enter__()
        warnings.simplefilter('always', self.expected)
        return self

    def _matching(self):
        return [each for each in self.warnings if isinstance(each.message, self.expected)]

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        matching = self._matching()
        for each in matching:
            if self.expected_regex is None or self.expected_regex.search(str(each.message)):
                self.warning = each.message
                self.filename = each.filename
                self.lineno = each.lineno
                return
        if matching:
            self._fail_to_match(str(matching[0].message))
        self._fail_because('triggered')


class _AssertNotWarnsContext(_AssertWarnsContext):
    """A block that is not to warn."""

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is None and self._matching():
            self._raiseFailure(f'{self._name} triggered')


class _OrderedChainMap(collections.ChainMap):
    """Goes through its keys from the innermost mapping on."""

    def __iter__(self):
        return iter(dict.fromkeys(key for mapping in self.maps for key in mapping))


def _skip_reason(test, method):
    """Why a test is not to be run; None where it is."""
    kind = type(test)
    if not (getattr(kind, '__unittest_skip__', False)
            or getattr(method, '__unittest_skip__', False)):
        return None
    return (getattr(kind, '__unittest_skip_why__', '')
            or getattr(method, '__unittest_skip_why__', ''))


class TestCase:
    """A test: a method of a subclass, between setUp and tearDown."""

    failureException = AssertionError
    # Whether a message of one's own stands beside the usual one, and how long a difference is.
    longMessage = True
    maxDiff = 640
    # Texts that are longer are not compared line by line.
    _diffThreshold = 2 ** 16

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed = False
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName='runTest'):
        self._testMethodName = methodName
        self._outcome = None
        self._testMethodDoc = 'No test'
        try:
            method = getattr(self, methodName)
        except AttributeError:
            if methodName != 'runTest':
                raise ValueError(f'no such test method in {type(self)}: {methodName}')
        else:
            self._testMethodDoc = method.__doc__
        self._cleanups = []
        self._subtest = None
        # Names: the methods may be replaced in subclasses.
        self._type_equality_funcs = {
            dict: 'assertDictEqual', list: 'assertListEqual', tuple: 'assertTupleEqual',
            set: 'assertSetEqual', frozenset: 'assertSetEqual', str: 'assertMultiLineEqual'}

    def addTypeEqualityFunc(self, typeobj, function):
        """Has assertEqual call a function for objects of a type."""
        self._type_equality_funcs[typeobj] = function

    def addCleanup(self, function, /, *args, **kwargs):
        """Has a function called after tearDown, also where setUp fails."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enters a context, which is left after the test."""
        return _enter_context(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Has a function called after tearDownClass."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """Enters a context, which is left after tearDownClass."""
        return _enter_context(cm, cls.addClassCleanup)

    def setUp(self):
        """Called before the test."""

    def tearDown(self):
        """Called after the test."""

    @classmethod
    def setUpClass(cls):
        """Called before the tests of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the tests of the class."""

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return result.TestResult()

    def shortDescription(self):
        """The first line of the test's docstring."""
        doc = self._testMethodDoc
        return doc.strip().split('\n')[0].strip() if doc else None

    def id(self):
        return f'{strclass(type(self))}.{self._testMethodName}'

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return f'{self._testMethodName} ({strclass(type(self))}.{self._testMethodName})'

    def __repr__(self):
        return f'<{strclass(type(self))} testMethod={self._testMethodName}>'

    @contextlib.contextmanager
    def subTest(self, msg=_subtest_msg_sentinel, **params):
        """A part of a test; where it fails, the test goes on."""
        outcome = self._outcome
        if outcome is None or not outcome.result_supports_subtests:
            yield
            return
        parent = self._subtest
        if parent is None:
            params = _OrderedChainMap(params)
        else:
            params = parent.params.new_child(params)
        self._subtest = _SubTest(self, msg, params)
        try:
            with outcome.testPartExecutor(self._subtest, subTest=True):
                yield
            if not outcome.success:
                if outcome.result is not None and outcome.result.failfast:
                    raise _ShouldStop
            elif outcome.expectedFailure:
                # What was expected has come.
                raise _ShouldStop
        finally:
            self._subtest = parent

    def _addExpectedFailure(self, result, exc_info):
        if hasattr(result, 'addExpectedFailure'):
            result.addExpectedFailure(self, exc_info)
            return
        warnings.warn('TestResult has no addExpectedFailure method, reporting as passes',
                      RuntimeWarning)
        result.addSuccess(self)

    def _addUnexpectedSuccess(self, result):
        if hasattr(result, 'addUnexpectedSuccess'):
            result.addUnexpectedSuccess(self)
            return
        warnings.warn('TestResult has no addUnexpectedSuccess method, reporting as failure',
                      RuntimeWarning)
        try:
            raise _UnexpectedSuccess from None
        except _UnexpectedSuccess:
            result.addFailure(self, sys.exc_info())

    def _addDuration(self, result, elapsed):
        if hasattr(result, 'addDuration'):
            result.addDuration(self, elapsed)
        else:
            warnings.warn('TestResult has no addDuration method', RuntimeWarning)

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        if method() is not None:
            warnings.warn('It is deprecated to return a value that is not None from a test case '
                          f'({method})', DeprecationWarning, stacklevel=4)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def run(self, result=None):
        """Runs the test, and tells a result what came of it."""
        stop = None
        if result is None:
            result = self.defaultTestResult()
            stop = getattr(result, 'stopTestRun', None)
            getattr(result, 'startTestRun', lambda: None)()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            reason = _skip_reason(self, method)
            if reason is not None:
                _addSkip(result, self, reason)
                return result
            outcome = _Outcome(result)
            try:
                self._outcome = outcome
                self._run_parts(outcome, method)
                return result
            finally:
                # Tracebacks would keep what they lead through.
                outcome.expectedFailure = None
                outcome = None
                self._outcome = None
        finally:
            result.stopTest(self)
            if stop is not None:
                stop()

    def _run_parts(self, outcome, method):
        fails = (getattr(self, '__unittest_expecting_failure__', False)
                 or getattr(method, '__unittest_expecting_failure__', False))
        start = time.perf_counter()
        with outcome.testPartExecutor(self):
            self._callSetUp()
        if outcome.success:
            outcome.expecting_failure = fails
            with outcome.testPartExecutor(self):
                self._callTestMethod(method)
            outcome.expecting_failure = False
            with outcome.testPartExecutor(self):
                self._callTearDown()
        self.doCleanups()
        result = outcome.result
        self._addDuration(result, time.perf_counter() - start)
        if not outcome.success:
            return
        if not fails:
            result.addSuccess(self)
        elif outcome.expectedFailure:
            self._addExpectedFailure(result, outcome.expectedFailure)
        else:
            self._addUnexpectedSuccess(result)

    def doCleanups(self):
        """Calls what was added by addCleanup, the last first."""
        outcome = self._outcome or _Outcome()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with outcome.testPartExecutor(self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Calls what was added by addClassCleanup, the last first."""
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Runs the test; its errors are raised."""
        method = getattr(self, self._testMethodName)
        reason = _skip_reason(self, method)
        if reason is not None:
            raise SkipTest(reason)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    def skipTest(self, reason):
        """Ends the test, which does not count."""
        raise SkipTest(reason)

    # What can be asserted.

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        try:
            return f'{standardMsg} : {msg}'
        except UnicodeDecodeError:
            return f'{safe_repr(standardMsg)} : {safe_repr(msg)}'

    def _fail(self, msg, standardMsg):
        self.fail(self._formatMessage(msg, standardMsg))

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, f'{safe_repr(expr)} is not false')

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, f'{safe_repr(expr)} is not true')

    def assertRaises(self, expected_exception, *args, **kwargs):
        """A block, or a call, that is to raise."""
        context = _AssertRaisesContext(expected_exception, self)
        try:
            return context.handle('assertRaises', args, kwargs)
        finally:
            context = None

    def assertWarns(self, expected_warning, *args, **kwargs):
        """A block, or a call, that is to warn."""
        context = _AssertWarnsContext(expected_warning, self)
        return context.handle('assertWarns', args, kwargs)

    def _assertNotWarns(self, expected_warning, *args, **kwargs):
        context = _AssertNotWarnsContext(expected_warning, self)
        return context.handle('_assertNotWarns', args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        context = _AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle('assertRaisesRegex', args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        context = _AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle('assertWarnsRegex', args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """A block in which a logger is to be used."""
        from unittest._log import _AssertLogsContext
        return _AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """A block in which a logger is not to be used."""
        from unittest._log import _AssertLogsContext
        return _AssertLogsContext(self, logger, level, no_logs=True)

    def _getAssertEqualityFunc(self, first, second):
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                return getattr(self, function) if isinstance(function, str) else function
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._fail(msg, '%s != %s' % _common_shorten_repr(first, second))

    def assertEqual(self, first, second, msg=None):
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, f'{safe_repr(first)} == {safe_repr(second)}')

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """The difference is 0, rounded to places (7), or no more than delta."""
        if first == second:
            return
        difference, is_close, within = self._closeness(first, second, places, delta)
        if not is_close:
            self._fail(msg, f'{safe_repr(first)} != {safe_repr(second)} within {within} '
                            f'({safe_repr(difference)} difference)')

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        difference, is_close, within = self._closeness(first, second, places, delta)
        if first == second or is_close:
            told = '' if delta is None else f' ({safe_repr(difference)} difference)'
            self._fail(msg, f'{safe_repr(first)} == {safe_repr(second)} within {within}{told}')

    def _closeness(self, first, second, places, delta):
        if delta is not None and places is not None:
            raise TypeError('specify delta or places not both')
        difference = abs(first - second)
        if delta is not None:
            return difference, difference <= delta, f'{safe_repr(delta)} delta'
        places = 7 if places is None else places
        return difference, round(difference, places) == 0, f'{places!r} places'

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """Two sequences have equal items; they may be of other types unless one is given."""
        kind = 'sequence'
        if seq_type is not None:
            kind = seq_type.__name__
            for place, sequence in ('First', seq1), ('Second', seq2):
                if not isinstance(sequence, seq_type):
                    raise self.failureException(
                        f'{place} sequence is not a {kind}: {safe_repr(sequence)}')
        text = None
        lengths = []
        for place, sequence in ('First', seq1), ('Second', seq2):
            try:
                lengths.append(len(sequence))
            except (TypeError, NotImplementedError):
                text = f'{place} {kind} has no length.    Non-sequence?'
                break
        if text is None:
            if seq1 == seq2:
                return
            text = self._sequence_difference(seq1, seq2, *lengths, kind, seq_type)
            if text is None:
                return
        self._fail(msg, self._truncateMessage(text, '\n' + _difference_of_objects(seq1, seq2)))

    def _sequence_difference(self, seq1, seq2, len1, len2, kind, seq_type):
        """In what two sequences differ; None if in their types alone."""
        text = f'{kind.capitalize()}s differ: %s != %s\n' % _common_shorten_repr(seq1, seq2)
        for index in range(min(len1, len2)):
            items = []
            for place, sequence in ('first', seq1), ('second', seq2):
                try:
                    items.append(sequence[index])
                except (TypeError, IndexError, NotImplementedError):
                    text += f'\nUnable to index element {index} of {place} {kind}\n'
                    break
            if len(items) < 2:
                break
            if items[0] != items[1]:
                text += (f'\nFirst differing element {index}:\n%s\n%s\n'
                         % _common_shorten_repr(*items))
                break
        else:
            if len1 == len2 and seq_type is None and type(seq1) != type(seq2):
                return None
        if len1 != len2:
            place, sequence, start = ('First', seq1, len2) if len1 > len2 else (
                'Second', seq2, len1)
            text += f'\n{place} {kind} contains {abs(len1 - len2)} additional elements.\n'
            try:
                text += f'First extra element {start}:\n{safe_repr(sequence[start])}\n'
            except (TypeError, IndexError, NotImplementedError):
                text += f'Unable to index element {start} of {place.lower()} {kind}\n'
        return text

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """Two sets have the same items; anything with a method difference is a set."""
        lines = []
        for one, other, place, this, that in (
                (set1, set2, 'first', 'first', 'second'), (set2, set1, 'second', 'second', 'first')):
            try:
                difference = one.difference(other)
            except TypeError as error:
                self.fail(f'invalid type when attempting set difference: {error}')
            except AttributeError as error:
                self.fail(f'{place} argument does not support set difference: {error}')
            if difference:
                lines.append(f'Items in the {this} set but not the {that}:')
                lines += map(repr, difference)
        if lines:
            self._fail(msg, '\n'.join(lines))

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, f'{safe_repr(member)} not found in {safe_repr(container)}')

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, f'{safe_repr(member)} unexpectedly found in {safe_repr(container)}')

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._fail(msg, f'{safe_repr(expr1)} is not {safe_repr(expr2)}')

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._fail(msg, f'unexpectedly identical: {safe_repr(expr1)}')

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, 'First argument is not a dictionary')
        self.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
        if d1 != d2:
            text = '%s != %s' % _common_shorten_repr(d1, d2)
            self._fail(msg, self._truncateMessage(text, '\n' + _difference_of_objects(d1, d2)))

    def assertCountEqual(self, first, second, msg=None):
        """Two iterables give the same items, each as often, in any order."""
        first, second = list(first), list(second)
        try:
            if collections.Counter(first) == collections.Counter(second):
                return
            differences = _count_diff_hashable(first, second)
        except TypeError:
            differences = _count_diff_all_purpose(first, second)
        if differences:
            lines = ['First has %d, Second has %d:  %r' % each for each in differences]
            text = self._truncateMessage('Element counts were not equal:\n', '\n'.join(lines))
            self._fail(msg, text)

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, 'First argument is not a string')
        self.assertIsInstance(second, str, 'Second argument is not a string')
        if first == second:
            return
        if max(len(first), len(second)) > self._diffThreshold:
            # That would take too long.
            self._baseAssertEqual(first, second, msg)
        text = '%s != %s' % _common_shorten_repr(first, second)
        if first and second and not (first[-1] == second[-1] == '\n'):
            first, second = first + '\n', second + '\n'
        elif not first and second[-1] != '\n':
            second += '\n'
        elif not second and first[-1] != '\n':
            first += '\n'
        import difflib
        lines = difflib.ndiff(first.splitlines(keepends=True), second.splitlines(keepends=True))
        self._fail(msg, self._truncateMessage(text, '\n' + ''.join(lines)))

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, f'{safe_repr(a)} not less than {safe_repr(b)}')

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, f'{safe_repr(a)} not less than or equal to {safe_repr(b)}')

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, f'{safe_repr(a)} not greater than {safe_repr(b)}')

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, f'{safe_repr(a)} not greater than or equal to {safe_repr(b)}')

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._fail(msg, f'{safe_repr(obj)} is not None')

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._fail(msg, 'unexpectedly None')

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._fail(msg, f'{safe_repr(obj)} is not an instance of {cls!r}')

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._fail(msg, f'{safe_repr(obj)} is an instance of {cls!r}')

    def assertRegex(self, text, expected_regex, msg=None):
        """A pattern is found in a text."""
        if isinstance(expected_regex, (str, bytes)):
            assert expected_regex, 'expected_regex must not be empty.'
            expected_regex = re.compile(expected_regex)
        if not expected_regex.search(text):
            self._fail(msg, f"Regex didn't match: {expected_regex.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        if isinstance(unexpected_regex, (str, bytes)):
            unexpected_regex = re.compile(unexpected_regex)
        match = unexpected_regex.search(text)
        if match:
            self._fail(msg, f'Regex matched: {match[0]!r} matches {unexpected_regex.pattern!r} in '
                            f'{text!r}')


def _difference_of_objects(first, second):
    """The lines of two objects as they are printed, compared."""
    import difflib
    import pprint
    return '\n'.join(difflib.ndiff(pprint.pformat(first).splitlines(),
                                   pprint.pformat(second).splitlines()))


class FunctionTestCase(TestCase):
    """A test that is a function."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._setUpFunc = setUp
        self._tearDownFunc = tearDown
        self._testFunc = testFunc
        self._description = description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _parts(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self):
        return hash((type(self), *self._parts()))

    def __str__(self):
        return f'{strclass(type(self))} ({self._testFunc.__name__})'

    def __repr__(self):
        return f'<{strclass(type(self))} tec={self._testFunc}>'

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split('\n')[0].strip() or None


class _SubTest(TestCase):
    """A part of a test, with the parameters that tell it from others."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self._message = message
        self.test_case = test_case
        self.params = params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError('subtests cannot be run directly')

    def _subDescription(self):
        parts = []
        if self._message is not _subtest_msg_sentinel:
            parts.append(f'[{self._message}]')
        if self.params:
            shown = ', '.join([f'{name}={value!r}' for name, value in self.params.items()])
            parts.append(f'({shown})')
        return ' '.join(parts) or '(<subtest>)'

    def id(self):
        return f'{self.test_case.id()} {self._subDescription()}'

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f'{self.test_case} {self._subDescription()}'
