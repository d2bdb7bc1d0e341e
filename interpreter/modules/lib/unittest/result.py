"""What came of tests."""

import io
import sys
import traceback
from functools import wraps

from unittest import util

__unittest = True

STDOUT_LINE = '\nStdout:\n%s'
STDERR_LINE = '\nStderr:\n%s'


def failfast(method):
    """Has a run end after what the method tells of, if that is wanted."""
    @wraps(method)
    def inner(self, *args, **kw):
        if getattr(self, 'failfast', False):
            self.stop()
        return method(self, *args, **kw)

    return inner


def _with_line_end(text):
    return text if text.endswith('\n') else text + '\n'


class TestResult:
    """Collects what tests tell of themselves."""

    _previousTestClass = None
    _testRunEntered = False
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.testsRun = 0
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.collectedDurations = []
        self.shouldStop = False
        self.buffer = False
        self.tb_locals = False
        self._stdout_buffer = self._stderr_buffer = None
        self._original_stdout = sys.stdout
        self._original_stderr = sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        """For results that print."""

    def startTest(self, test):
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def _setupStdout(self):
        if self.buffer:
            if self._stderr_buffer is None:
                self._stderr_buffer = io.StringIO()
                self._stdout_buffer = io.StringIO()
            sys.stdout = self._stdout_buffer
            sys.stderr = self._stderr_buffer

    def startTestRun(self):
        """Called before the first test."""

    def stopTest(self, test):
        self._restoreStdout()
        self._mirrorOutput = False

    def _kept_output(self):
        """What was printed meanwhile, with headings."""
        for stream, heading in (sys.stdout, STDOUT_LINE), (sys.stderr, STDERR_LINE):
            if text := stream.getvalue():
                yield heading % _with_line_end(text)

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._mirrorOutput:
            targets = {STDOUT_LINE[:7]: self._original_stdout, STDERR_LINE[:7]: self._original_stderr}
            for text in list(self._kept_output()):
                targets[text[:7]].write(text)
        sys.stdout = self._original_stdout
        sys.stderr = self._original_stderr
        for kept in self._stdout_buffer, self._stderr_buffer:
            kept.seek(0)
            kept.truncate()

    def stopTestRun(self):
        """Called after the last test."""

    @failfast
    def addError(self, test, err):
        self.errors.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    @failfast
    def addFailure(self, test, err):
        self.failures.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSubTest(self, test, subtest, err):
        if err is None:
            return
        if getattr(self, 'failfast', False):
            self.stop()
        kept = self.failures if issubclass(err[0], test.failureException) else self.errors
        kept.append((subtest, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSuccess(self, test):
        """There is nothing to keep."""

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def addDuration(self, test, elapsed):
        # Subclasses may have an __init__ that does not call this one.
        if hasattr(self, 'collectedDurations'):
            self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        return not (self.failures or self.errors or getattr(self, 'unexpectedSuccesses', ()))

    def stop(self):
        """Has the run end."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        exctype, value, tb = err
        tb = self._clean_tracebacks(exctype, value, tb, test)
        shown = traceback.TracebackException(exctype, value, tb, capture_locals=self.tb_locals,
                                             compact=True)
        lines = list(shown.format())
        if self.buffer:
            lines += self._kept_output()
        return ''.join(lines)

    def _clean_tracebacks(self, exctype, value, tb, test):
        """Takes the frames of this package out of an error, and of those behind it."""
        def clean(exctype, tb):
            while tb and self._is_relevant_tb_level(tb):
                tb = tb.tb_next
            if exctype is test.failureException:
                self._remove_unittest_tb_frames(tb)
            return tb

        result = clean(exctype, tb)
        seen = {id(value)}
        rest = [value]
        while rest:
            error = rest.pop()
            if error is None:
                continue
            for other in error.__cause__, error.__context__:
                if other is not None and id(other) not in seen:
                    seen.add(id(other))
                    other.__traceback__ = clean(type(other), other.__traceback__)
                    rest.append(other)
        return result

    def _is_relevant_tb_level(self, tb):
        return '__unittest' in tb.tb_frame.f_globals

    def _remove_unittest_tb_frames(self, tb):
        """Cuts a traceback where the assertion begins."""
        before = None
        while tb and not self._is_relevant_tb_level(tb):
            before, tb = tb, tb.tb_next
        if before is not None:
            before.tb_next = None

    def __repr__(self):
        return (f'<{util.strclass(type(self))} run={self.testsRun} errors={len(self.errors)} '
                f'failures={len(self.failures)}>')
