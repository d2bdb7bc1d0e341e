"""The command that finds tests and runs them."""

import argparse
import os
import sys

from unittest import loader, runner
from unittest.signals import installHandler

__unittest = True

_NO_TESTS_EXITCODE = 5

# What is given as an argument, and what it does.
_MAIN_EXAMPLES = (
    ('test_module', 'run tests from test_module'),
    ('module.TestClass', 'run tests from module.TestClass'),
    ('module.Class.test_method', 'run specified test method'),
    ('path/to/test_file.py', 'run tests from test_file.py'))
_MODULE_EXAMPLES = (
    ('', 'run default set of tests'), ('MyTestSuite', "run suite 'MyTestSuite'"),
    ('MyTestCase.testSomething', 'run MyTestCase.testSomething'),
    ('MyTestCase', f"run all 'test*' test methods\n{' ' * 39}in MyTestCase"))


def _examples(rows, column):
    lines = [f'  %(prog)s {given:<{column}} - {does}\n' for given, does in rows]
    return 'Examples:\n' + ''.join(lines)


MAIN_EXAMPLES = _examples(_MAIN_EXAMPLES, 25)
MODULE_EXAMPLES = _examples(_MODULE_EXAMPLES, 26)


def _convert_name(name):
    """The name of the module that a path in this folder stands for."""
    if not (os.path.isfile(name) and name.lower().endswith('.py')):
        return name
    if os.path.isabs(name):
        relative = os.path.relpath(name, os.getcwd())
        if os.path.isabs(relative) or relative.startswith(os.pardir):
            return name
        name = relative
    return os.path.normpath(name)[:-3].replace('\\', '.').replace('/', '.')


def _convert_names(names):
    return [_convert_name(name) for name in names]


def _convert_select_pattern(pattern):
    return pattern if '*' in pattern else f'*{pattern}*'


class TestProgram:
    """Runs the tests that the arguments of the program name, or those of a module."""

    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None
    _discovery_parser = None

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False, durations=None):
        self.module = module
        if isinstance(module, str):
            self.module = __import__(module)
            for part in module.split('.')[1:]:
                self.module = getattr(self.module, part)
        argv = sys.argv if argv is None else argv
        self.exit = exit
        self.failfast = failfast
        self.catchbreak = catchbreak
        self.verbosity = verbosity
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.durations = durations
        # Warnings are shown unless the command says what to do with them.
        self.warnings = 'default' if warnings is None and not sys.warnoptions else warnings
        self.defaultTest = defaultTest
        self.testRunner = testRunner
        self.testLoader = testLoader
        self.progName = os.path.basename(argv[0])
        self.parseArgs(argv)
        self.runTests()

    def _print_help(self, *args, **kwargs):
        print(self._main_parser.format_help())
        examples = MAIN_EXAMPLES if self.module is None else MODULE_EXAMPLES
        print(examples % {'prog': self.progName})
        if self.module is None:
            self._discovery_parser.print_help()

    def parseArgs(self, argv):
        self._initArgParsers()
        if self.module is None and len(argv) > 1 and argv[1].lower() == 'discover':
            self._do_discovery(argv[2:])
            return
        self._main_parser.parse_args(argv[1:], self)
        if self.module is None and not self.tests:
            # All those in this folder.
            self._do_discovery([])
            return
        if self.tests:
            self.testNames = _convert_names(self.tests)
        elif self.defaultTest is None:
            self.testNames = None
        elif isinstance(self.defaultTest, str):
            self.testNames = self.defaultTest,
        else:
            self.testNames = list(self.defaultTest)
        self.createTests()

    def createTests(self, from_discovery=False, Loader=None):
        if self.testNamePatterns:
            self.testLoader.testNamePatterns = self.testNamePatterns
        if from_discovery:
            loader = self.testLoader if Loader is None else Loader()
            self.test = loader.discover(self.start, self.pattern, self.top)
        elif self.testNames is None:
            self.test = self.testLoader.loadTestsFromModule(self.module)
        else:
            self.test = self.testLoader.loadTestsFromNames(self.testNames, self.module)

    def _initArgParsers(self):
        parent = self._getParentArgParser()
        self._main_parser = self._getMainArgParser(parent)
        self._discovery_parser = self._getDiscoveryArgParser(parent)

    def _getParentArgParser(self):
        parser = argparse.ArgumentParser(add_help=False)
        for flags, value, help in (('-v', '--verbose'), 2, 'Verbose output'), \
                (('-q', '--quiet'), 0, 'Quiet output'):
            parser.add_argument(*flags, dest='verbosity', action='store_const', const=value,
                                help=help)
        parser.add_argument('--locals', dest='tb_locals', action='store_true',
                            help='Show local variables in tracebacks')
        parser.add_argument('--durations', dest='durations', type=int, default=None, metavar='N',
                            help='Show the N slowest test cases (N=0 for all)')
        for flag, name, help in (
                ('failfast', 'failfast', 'Stop on first fail or error'),
                ('catch', 'catchbreak', 'Catch Ctrl-C and display results so far'),
                ('buffer', 'buffer', 'Buffer stdout and stderr during tests')):
            if getattr(self, name) is None:
                parser.add_argument(f'-{flag[0]}', f'--{flag}', dest=name, action='store_true',
                                    help=help)
                setattr(self, name, False)
        if self.testNamePatterns is None:
            parser.add_argument('-k', dest='testNamePatterns', action='append',
                                type=_convert_select_pattern,
                                help='Only run tests which match the given substring')
            self.testNamePatterns = []
        return parser

    def _getMainArgParser(self, parent):
        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = self.progName
        parser.print_help = self._print_help
        parser.add_argument('tests', nargs='*', help='a list of any number of test modules, '
                                                     'classes and test methods.')
        return parser

    def _getDiscoveryArgParser(self, parent):
        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = f'{self.progName} discover'
        parser.epilog = ('For test discovery all test modules must be importable from the top '
                         'level directory of the project.')
        parser.add_argument('-s', '--start-directory', dest='start',
                            help="Directory to start discovery ('.' default)")
        parser.add_argument('-p', '--pattern', dest='pattern',
                            help="Pattern to match tests ('test*.py' default)")
        parser.add_argument('-t', '--top-level-directory', dest='top',
                            help='Top level directory of project (defaults to start directory)')
        for name in 'start', 'pattern', 'top':
            parser.add_argument(name, nargs='?', default=argparse.SUPPRESS,
                                help=argparse.SUPPRESS)
        return parser

    def _do_discovery(self, argv, Loader=None):
        self.start = '.'
        self.pattern = 'test*.py'
        self.top = None
        if argv is not None:
            if self._discovery_parser is None:
                self._initArgParsers()
            self._discovery_parser.parse_args(argv, self)
        self.createTests(from_discovery=True, Loader=Loader)

    def _make_runner(self, kind):
        settings = {'verbosity': self.verbosity, 'failfast': self.failfast,
                    'buffer': self.buffer, 'warnings': self.warnings}
        more = {'tb_locals': self.tb_locals, 'durations': self.durations}
        # Classes of other packages know of fewer settings.
        for given in {**settings, **more}, settings, {}:
            try:
                return kind(**given)
            except TypeError:
                if not given:
                    raise

    def runTests(self):
        if self.catchbreak:
            installHandler()
        if self.testRunner is None:
            self.testRunner = runner.TextTestRunner
        chosen = self.testRunner
        if isinstance(chosen, type):
            chosen = self._make_runner(chosen)
        self.result = chosen.run(self.test)
        if self.exit:
            if self.result.testsRun == 0 and not self.result.skipped:
                sys.exit(_NO_TESTS_EXITCODE)
            sys.exit(0 if self.result.wasSuccessful() else 1)


main = TestProgram
