"""Finding tests: in classes, in modules, by names and in folders."""

import functools
import os
import re
import sys
import traceback
import types
from fnmatch import fnmatch, fnmatchcase

from unittest import case, suite, util

__unittest = True

VALID_MODULE_NAME = re.compile(r'[_a-z]\w*\.py$', re.IGNORECASE)


class _FailedTest(case.TestCase):
    """Stands for tests that cannot be loaded: it raises what prevented that."""

    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattr__(name)

        def testFailure():
            raise self._exception

        return testFailure


def _make_failed_import_test(name, suiteClass):
    message = f'Failed to import test module: {name}\n{traceback.format_exc()}'
    return _make_failed_test(name, ImportError(message), suiteClass, message)


def _make_failed_load_tests(name, exception, suiteClass):
    return _make_failed_test(name, exception, suiteClass,
                             f'Failed to call load_tests:\n{traceback.format_exc()}')


def _make_failed_test(methodname, exception, suiteClass, message):
    return suiteClass((_FailedTest(methodname, exception),)), message


def _make_skipped_test(methodname, exception, suiteClass):
    @case.skip(str(exception))
    def testSkipped(self):
        pass

    kind = type('ModuleSkipped', (case.TestCase,), {methodname: testSkipped})
    return suiteClass((kind(methodname),))


def _splitext(path):
    return os.path.splitext(path)[0]


def _is_case_class(obj):
    return (isinstance(obj, type) and issubclass(obj, case.TestCase)
            and obj not in (case.TestCase, case.FunctionTestCase))


class TestLoader:
    """Makes suites of what it finds."""

    testMethodPrefix = 'test'
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        super().__init__()
        self.errors = []
        # Packages whose load_tests may be discovering what is in them.
        self._loading_packages = set()

    def _failed(self, failed):
        test, message = failed
        self.errors.append(message)
        return test

    def loadTestsFromTestCase(self, testCaseClass):
        """The tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError('Test cases should not be derived from TestSuite. Maybe you meant to '
                            'derive from TestCase?')
        names = []
        if testCaseClass not in (case.TestCase, case.FunctionTestCase):
            names = self.getTestCaseNames(testCaseClass)
            if not names and hasattr(testCaseClass, 'runTest'):
                names = ['runTest']
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """The tests of the classes of a module, or what its load_tests makes of them."""
        found = [getattr(module, name) for name in dir(module)]
        tests = self.suiteClass([self.loadTestsFromTestCase(kind) for kind in found
                                 if _is_case_class(kind)])
        load_tests = getattr(module, 'load_tests', None)
        if load_tests is None:
            return tests
        try:
            return load_tests(self, tests, pattern)
        except Exception as error:
            return self._failed(_make_failed_load_tests(module.__name__, error, self.suiteClass))

    def loadTestsFromName(self, name, module=None):
        """The tests that a dotted name stands for."""
        parts = name.split('.')
        failed = None
        if module is None:
            # As much of the name as there is a module for.
            rest = parts[:]
            while True:
                try:
                    module = __import__('.'.join(rest))
                    break
                except ImportError:
                    failed = _make_failed_import_test(rest.pop(), self.suiteClass)
                    if not rest:
                        return self._failed(failed)
            parts = parts[1:]
        parent, obj = None, module
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as error:
                if failed is None or getattr(obj, '__path__', None) is None:
                    failed = _make_failed_test(
                        part, error, self.suiteClass,
                        f'Failed to access attribute:\n{traceback.format_exc()}')
                return self._failed(failed)
        return self._tests_of(obj, parent, parts)

    def _tests_of(self, obj, parent, parts):
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if _is_case_class(obj):
            return self.loadTestsFromTestCase(obj)
        if (isinstance(obj, types.FunctionType) and isinstance(parent, type)
                and issubclass(parent, case.TestCase)):
            test = parent(parts[-1])
            # A static method is none, but a function to be called.
            if not isinstance(getattr(test, parts[-1]), types.FunctionType):
                return self.suiteClass([test])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if not callable(obj):
            raise TypeError(f"don't know how to make test from: {obj}")
        test = obj()
        if isinstance(test, suite.TestSuite):
            return test
        if isinstance(test, case.TestCase):
            return self.suiteClass([test])
        raise TypeError(f'calling {obj} returned {test}, not a test')

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """The names of the tests of a class, sorted."""
        prefix = f'{testCaseClass.__module__}.{testCaseClass.__qualname__}.'
        patterns = self.testNamePatterns
        names = [name for name in dir(testCaseClass)
                 if name.startswith(self.testMethodPrefix)
                 and callable(getattr(testCaseClass, name))
                 and (patterns is None
                      or any(fnmatchcase(prefix + name, pattern) for pattern in patterns))]
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def discover(self, start_dir, pattern='test*.py', top_level_dir=None):
        """The tests in the modules of a folder, or of a package, that match a pattern."""
        before = self._top_level_dir
        is_implicit = False
        if top_level_dir is None:
            is_implicit = before is None
            top_level_dir = start_dir if is_implicit else before
        top_level_dir = os.path.abspath(top_level_dir)
        if top_level_dir not in sys.path:
            sys.path.insert(0, top_level_dir)
        self._top_level_dir = top_level_dir
        is_importable = True
        if os.path.isdir(os.path.abspath(start_dir)):
            start_dir = os.path.abspath(start_dir)
            if start_dir != top_level_dir:
                is_importable = os.path.isfile(os.path.join(start_dir, '__init__.py'))
        else:
            try:
                __import__(start_dir)
            except ImportError:
                is_importable = False
            else:
                name, start_dir = start_dir, self._folder_of(sys.modules[start_dir])
                if is_implicit:
                    package = name.split('.')[0]
                    self._top_level_dir = self._get_directory_containing_module(package)
                    sys.path.remove(top_level_dir)
        if not is_importable:
            raise ImportError(f'Start directory is not importable: {start_dir!r}')
        tests = list(self._find_tests(start_dir, pattern))
        self._top_level_dir = before
        return self.suiteClass(tests)

    def _folder_of(self, module):
        try:
            return os.path.abspath(os.path.dirname(module.__file__))
        except AttributeError:
            if module.__name__ in sys.builtin_module_names:
                raise TypeError('Can not use builtin modules as dotted module names') from None
            raise TypeError(f"don't know how to discover from {module!r}") from None

    def _get_directory_containing_module(self, module_name):
        path = os.path.abspath(sys.modules[module_name].__file__)
        folder, name = os.path.split(path)
        return os.path.dirname(folder) if name.lower().startswith('__init__.py') else folder

    def _get_name_from_path(self, path):
        if path == self._top_level_dir:
            return '.'
        relative = os.path.relpath(_splitext(os.path.normpath(path)), self._top_level_dir)
        assert not os.path.isabs(relative), 'Path must be within the project'
        assert not relative.startswith('..'), 'Path must be within the project'
        return relative.replace(os.path.sep, '.')

    def _get_module_from_name(self, name):
        __import__(name)
        return sys.modules[name]

    def _match_path(self, path, full_path, pattern):
        # Subclasses may look at the folder, too.
        return fnmatch(path, pattern)

    def _find_tests(self, start_dir, pattern):
        """The suites of a folder and those below."""
        name = self._get_name_from_path(start_dir)
        if name != '.' and name not in self._loading_packages:
            tests, goes_on = self._find_test_path(start_dir, pattern)
            if tests is not None:
                yield tests
            if not goes_on:
                return
        for entry in sorted(os.listdir(start_dir)):
            path = os.path.join(start_dir, entry)
            tests, goes_on = self._find_test_path(path, pattern)
            if tests is not None:
                yield tests
            if goes_on:
                name = self._get_name_from_path(path)
                self._loading_packages.add(name)
                try:
                    yield from self._find_tests(path, pattern)
                finally:
                    self._loading_packages.discard(name)

    def _find_test_path(self, full_path, pattern):
        """The tests of a file or a package, and whether to look into what is in it."""
        name = os.path.basename(full_path)
        if os.path.isfile(full_path):
            if not VALID_MODULE_NAME.match(name) or not self._match_path(name, full_path, pattern):
                return None, False
            module, failed = self._import(full_path)
            if failed is not None:
                return failed, False
            self._check_place(module, full_path)
            return self.loadTestsFromModule(module, pattern=pattern), False
        if not os.path.isfile(os.path.join(full_path, '__init__.py')):
            return None, False
        package, failed = self._import(full_path)
        if failed is not None:
            return failed, False
        name = self._get_name_from_path(full_path)
        self._loading_packages.add(name)
        try:
            tests = self.loadTestsFromModule(package, pattern=pattern)
            return tests, getattr(package, 'load_tests', None) is None
        finally:
            self._loading_packages.discard(name)

    def _import(self, full_path):
        """The module of a path; or else tests that tell why there is none."""
        name = self._get_name_from_path(full_path)
        try:
            return self._get_module_from_name(name), None
        except case.SkipTest as error:
            return None, _make_skipped_test(name, error, self.suiteClass)
        except:
            return None, self._failed(_make_failed_import_test(name, self.suiteClass))

    def _check_place(self, module, full_path):
        found = os.path.abspath(getattr(module, '__file__', full_path))
        found = _splitext(os.path.realpath(found))
        if found.lower() != _splitext(os.path.realpath(full_path)).lower():
            name = _splitext(os.path.basename(full_path))
            raise ImportError(f'{name!r} module incorrectly imported from '
                              f'{os.path.dirname(found)!r}. Expected '
                              f'{os.path.dirname(full_path)!r}. Is this module globally installed?')


defaultTestLoader = TestLoader()
