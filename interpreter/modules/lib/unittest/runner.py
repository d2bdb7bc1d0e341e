"""Running tests, with a report in text."""

import sys
import time
import warnings

from unittest import result
from unittest.case import _SubTest
from unittest.signals import registerResult

__unittest = True


class _WritelnDecorator:
    """A stream that can write lines."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, attr):
        if attr in ('stream', '__getstate__'):
            raise AttributeError(attr)
        return getattr(self.stream, attr)

    def writeln(self, arg=None):
        if arg:
            self.write(arg)
        self.write('\n')


class TextTestResult(result.TestResult):
    """Tells of each test as it goes: by a letter, or by a line."""

    separator1 = '=' * 70
    separator2 = '-' * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        self.descriptions = descriptions
        self._newline = True
        self.durations = durations

    def getDescription(self, test):
        """A test, and the first line of its docstring."""
        first_line = test.shortDescription()
        return f'{test}\n{first_line}' if self.descriptions and first_line else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(f'{self.getDescription(test)} ... ')
            self.stream.flush()
            self._newline = False

    def _write_status(self, test, status):
        is_subtest = isinstance(test, _SubTest)
        if is_subtest or self._newline:
            if not self._newline:
                self.stream.writeln()
            indent = '  ' if is_subtest else ''
            self.stream.write(f'{indent}{self.getDescription(test)} ... ')
        self.stream.writeln(status)
        self.stream.flush()
        self._newline = True

    def _tell(self, test, status, letter):
        if self.showAll:
            self._write_status(test, status)
        elif self.dots:
            self.stream.write(letter)
            self.stream.flush()

    def _tell_line(self, status, letter):
        if self.showAll:
            self.stream.writeln(status)
        elif self.dots:
            self.stream.write(letter)
        if self.showAll or self.dots:
            self.stream.flush()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            is_failure = issubclass(err[0], subtest.failureException)
            self._tell(subtest, *(('FAIL', 'F') if is_failure else ('ERROR', 'E')))
        super().addSubTest(test, subtest, err)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._tell(test, 'ok', '.')

    def addError(self, test, err):
        super().addError(test, err)
        self._tell(test, 'ERROR', 'E')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell(test, 'FAIL', 'F')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell(test, f'skipped {reason!r}', 's')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._tell_line('expected failure', 'x')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._tell_line('unexpected success', 'u')

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.writeln()
            self.stream.flush()
        self.printErrorList('ERROR', self.errors)
        self.printErrorList('FAIL', self.failures)
        unexpected = getattr(self, 'unexpectedSuccesses', ())
        if unexpected:
            self.stream.writeln(self.separator1)
            for test in unexpected:
                self.stream.writeln(f'UNEXPECTED SUCCESS: {self.getDescription(test)}')
            self.stream.flush()

    def printErrorList(self, flavour, errors):
        for test, error in errors:
            self.stream.writeln(self.separator1)
            self.stream.writeln(f'{flavour}: {self.getDescription(test)}')
            self.stream.writeln(self.separator2)
            self.stream.writeln(str(error))
            self.stream.flush()


class TextTestRunner:
    """Runs a suite and prints what came of it."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False,
                 resultclass=None, warnings=None, *, tb_locals=False, durations=None):
        self.stream = _WritelnDecorator(sys.stderr if stream is None else stream)
        self.descriptions = descriptions
        self.verbosity = verbosity
        self.failfast = failfast
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.durations = durations
        self.warnings = warnings
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        settings = self.stream, self.descriptions, self.verbosity
        try:
            return self.resultclass(*settings, durations=self.durations)
        except TypeError:
            # Classes of other packages may not know of durations.
            return self.resultclass(*settings)

    def _printDurations(self, result):
        if not result.collectedDurations:
            return
        slowest = sorted(result.collectedDurations, key=lambda entry: entry[1], reverse=True)
        if self.durations > 0:
            slowest = slowest[:self.durations]
        self.stream.writeln('Slowest test durations')
        if hasattr(result, 'separator2'):
            self.stream.writeln(result.separator2)
        shown = [entry for entry in slowest if self.verbosity >= 2 or entry[1] >= 0.001]
        for test, elapsed in shown:
            self.stream.writeln(f'{f"{elapsed:.3f}s":<10} {test}')
        if len(shown) < len(slowest):
            self.stream.writeln(
                '\n(durations < 0.001s were hidden; use -v to show these durations)')
        else:
            self.stream.writeln('')

    def run(self, test):
        """Runs a suite or a case: the result."""
        result = self._makeResult()
        registerResult(result)
        result.failfast = self.failfast
        result.buffer = self.buffer
        result.tb_locals = self.tb_locals
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
            start = time.perf_counter()
            getattr(result, 'startTestRun', _nothing)()
            try:
                test(result)
            finally:
                getattr(result, 'stopTestRun', _nothing)()
            taken = time.perf_counter() - start
        result.printErrors()
        if self.durations is not None:
            self._printDurations(result)
        if hasattr(result, 'separator2'):
            self.stream.writeln(result.separator2)
        count = result.testsRun
        self.stream.writeln(f'Ran {count} test{"" if count == 1 else "s"} in {taken:.3f}s')
        self.stream.writeln()
        self._summarize(result)
        self.stream.flush()
        return result

    def _summarize(self, result):
        try:
            lists = {'skipped': result.skipped, 'expected failures': result.expectedFailures,
                     'unexpected successes': result.unexpectedSuccesses}
        except AttributeError:
            lists = {}
        if not result.wasSuccessful():
            self.stream.write('FAILED')
            lists = {'failures': result.failures, 'errors': result.errors, **lists}
        elif result.testsRun == 0 and not lists.get('skipped'):
            self.stream.write('NO TESTS RAN')
        else:
            self.stream.write('OK')
        counts = [f'{name}={len(tests)}' for name, tests in lists.items() if len(tests)]
        if counts:
            self.stream.writeln(f' ({", ".join(counts)})')
        else:
            self.stream.write('\n')


def _nothing():
    pass
