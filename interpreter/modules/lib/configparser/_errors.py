"""What can be wrong with a configuration."""

MAX_INTERPOLATION_DEPTH = 10


class Error(Exception):
    """What all the others are."""

    def __init__(self, msg=''):
        self.message = msg
        super().__init__(msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    """There is no such section."""

    def __init__(self, section):
        super().__init__(f'No section: {section!r}')
        self.section = section
        self.args = section,


def _already_exists(kind, what, source, lineno):
    if source is None:
        return f'{kind.capitalize()} {what} already exists'
    line = '' if lineno is None else f' [line {lineno:2d}]'
    return f'While reading from {source!r}{line}: {kind} {what} already exists'


class DuplicateSectionError(Error):
    """A section is there twice."""

    def __init__(self, section, source=None, lineno=None):
        super().__init__(_already_exists('section', repr(section), source, lineno))
        self.section = section
        self.source = source
        self.lineno = lineno
        self.args = section, source, lineno


class DuplicateOptionError(Error):
    """An option is there twice in one section."""

    def __init__(self, section, option, source=None, lineno=None):
        what = f'{option!r} in section {section!r}'
        super().__init__(_already_exists('option', what, source, lineno))
        self.section = section
        self.option = option
        self.source = source
        self.lineno = lineno
        self.args = section, option, source, lineno


class NoOptionError(Error):
    """There is no such option."""

    def __init__(self, option, section):
        super().__init__(f'No option {option!r} in section: {section!r}')
        self.option = option
        self.section = section
        self.args = option, section


class InterpolationError(Error):
    """A value refers to others in a wrong way."""

    def __init__(self, option, section, msg):
        super().__init__(msg)
        self.option = option
        self.section = section
        self.args = option, section, msg


class InterpolationMissingOptionError(InterpolationError):
    """A value refers to one that is not there."""

    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section, (
            f'Bad value substitution: option {option!r} in section {section!r} contains an '
            f'interpolation key {reference!r} which is not a valid option name. Raw value: '
            f'{rawval!r}'))
        self.reference = reference
        self.args = option, section, rawval, reference


class InterpolationSyntaxError(InterpolationError):
    """A reference is not written as it should be."""


class InterpolationDepthError(InterpolationError):
    """Values refer to each other without end."""

    def __init__(self, option, section, rawval):
        super().__init__(option, section, (
            f'Recursion limit exceeded in value substitution: option {option!r} in section '
            f'{section!r} contains an interpolation key which cannot be substituted in '
            f'{MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}'))
        self.args = option, section, rawval


class ParsingError(Error):
    """Some lines make no sense."""

    def __init__(self, source, *args):
        super().__init__(f'Source contains parsing errors: {source!r}')
        self.source = source
        self.errors = []
        self.args = source,
        if args:
            self.append(*args)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f'\n\t[line {lineno:2d}]: {line!r}'

    def combine(self, others):
        """Adds the lines of other errors."""
        for other in others:
            for error in other.errors:
                self.append(*error)
        return self

    @staticmethod
    def _raise_all(exceptions):
        first, *others = [*exceptions] or [None]
        if first is not None:
            raise first.combine(others)


class _LineError(ParsingError):
    """A line stands where it cannot stand."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, f'{self._what}\nfile: {filename!r}, line: {lineno}\n{line!r}')
        self.source = filename
        self.lineno = lineno
        self.line = line
        self.args = filename, lineno, line


class MissingSectionHeaderError(_LineError):
    """An option stands before the first section."""

    _what = 'File contains no section headers.'


class MultilineContinuationError(_LineError):
    """An option without a value goes on."""

    _what = 'Key without value continued with an indented line.'


for _error in list(vars().values()):
    if isinstance(_error, type):
        _error.__module__ = 'configparser'
del _error
