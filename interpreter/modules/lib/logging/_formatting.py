"""Records of what was logged, and how they become text."""

import io
import os
import re
import sys
import threading
import time
import traceback

_start_time = time.time_ns()

# Programs change the settings in the package itself.
_package = sys.modules[__package__]


class LogRecord:
    """Something that was logged: its text and arguments, where and when that was."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None,
                 **kwargs):
        now = time.time_ns()
        settings = _package
        self.name = name
        self.msg = msg
        if args and len(args) == 1 and args[0] and _is_mapping(args[0]):
            # Its values are what names in the text stand for.
            args = args[0]
        self.args = args
        self.levelname = settings.getLevelName(level)
        self.levelno = level
        self.pathname = pathname
        try:
            self.filename = os.path.basename(pathname)
            self.module = os.path.splitext(self.filename)[0]
        except (TypeError, ValueError, AttributeError):
            self.filename = pathname
            self.module = 'Unknown module'
        self.exc_info = exc_info
        # The text of the traceback, once a formatter has made it.
        self.exc_text = None
        self.stack_info = sinfo
        self.lineno = lineno
        self.funcName = func
        self.created = now / 1e9
        self.msecs = now % 1_000_000_000 // 1_000_000 + 0.0
        if self.msecs == 999.0 and int(self.created) != now // 1_000_000_000:
            # The seconds were rounded up.
            self.msecs = 0.0
        self.relativeCreated = (now - _start_time) / 1e6
        self.thread = self.threadName = self.processName = self.process = self.taskName = None
        if settings.logThreads:
            self.thread = threading.get_ident()
            self.threadName = threading.current_thread().name
        if settings.logMultiprocessing:
            self.processName = _process_name()
        if settings.logProcesses:
            self.process = os.getpid()
        if settings.logAsyncioTasks:
            self.taskName = _task_name()

    def __repr__(self):
        return (f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, '
                f'"{self.msg}">')

    def getMessage(self):
        """Returns the text with the arguments in it."""
        text = str(self.msg)
        return text % self.args if self.args else text


def _is_mapping(value):
    if isinstance(value, dict):
        return True
    from collections.abc import Mapping
    return isinstance(value, Mapping)


def _process_name():
    package = sys.modules.get('multiprocessing')
    if package is not None:
        try:
            return package.current_process().name
        except Exception:
            # It may be in the midst of its import.
            pass
    return 'MainProcess'


def _task_name():
    package = sys.modules.get('asyncio')
    if package:
        try:
            return package.current_task().get_name()
        except Exception:
            # No loop runs, or no task.
            pass
    return None


# Styles: the three ways to write a format.


class PercentStyle:
    """Formats as the operator % has them."""

    default_format = '%(message)s'
    asctime_format = '%(asctime)s'
    asctime_search = '%(asctime)'
    validation_pattern = re.compile(
        r'%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]', re.I)

    def __init__(self, fmt, *, defaults=None):
        self._fmt = fmt or self.default_format
        self._defaults = defaults

    def usesTime(self):
        return self.asctime_search in self._fmt

    def validate(self):
        if not self.validation_pattern.search(self._fmt):
            raise ValueError(f"Invalid format '{self._fmt}' for '{self.default_format[0]}' style")

    def _values(self, record):
        values = record.__dict__
        return self._defaults | values if self._defaults else values

    def _format(self, record):
        return self._fmt % self._values(record)

    def format(self, record):
        try:
            return self._format(record)
        except KeyError as error:
            raise ValueError(f'Formatting field not found in record: {error}')


class StrFormatStyle(PercentStyle):
    """Formats as str.format() has them."""

    default_format = '{message}'
    asctime_format = '{asctime}'
    asctime_search = '{asctime'
    fmt_spec = re.compile(
        r'^(.?[<>=^])?[+ -]?#?0?(\d+|{\w+})?[,_]?(\.(\d+|{\w+}))?[bcdefgnosx%]?$', re.I)
    field_spec = re.compile(r'^(\d+|\w+)(\.\w+|\[[^]]+\])*$')

    def _format(self, record):
        return self._fmt.format(**self._values(record))

    def validate(self):
        from _string import formatter_parser
        found = False
        try:
            for _, field, spec, conversion in formatter_parser(self._fmt):
                if field:
                    if not self.field_spec.match(field):
                        raise ValueError(f'invalid field name/expression: {field!r}')
                    found = True
                if conversion and conversion not in 'rsa':
                    raise ValueError(f'invalid conversion: {conversion!r}')
                if spec and not self.fmt_spec.match(spec):
                    raise ValueError(f'bad specifier: {spec!r}')
        except ValueError as error:
            raise ValueError(f'invalid format: {error}')
        if not found:
            raise ValueError('invalid format: no fields')


class StringTemplateStyle(PercentStyle):
    """Formats as string.Template has them."""

    default_format = '${message}'
    asctime_format = '${asctime}'
    asctime_search = '${asctime}'

    def __init__(self, *args, **kwargs):
        from string import Template
        super().__init__(*args, **kwargs)
        self._tpl = Template(self._fmt)

    def usesTime(self):
        return '$asctime' in self._fmt or self.asctime_search in self._fmt

    def validate(self):
        found = False
        for match in self._tpl.pattern.finditer(self._fmt):
            if match['named'] or match['braced']:
                found = True
            elif match[0] == '$':
                raise ValueError("invalid format: bare '$' not allowed")
        if not found:
            raise ValueError('invalid format: no fields')

    def _format(self, record):
        return self._tpl.substitute(**self._values(record))


BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'

_STYLES = {
    '%': (PercentStyle, BASIC_FORMAT),
    '{': (StrFormatStyle, '{levelname}:{name}:{message}'),
    '$': (StringTemplateStyle, '${levelname}:${name}:${message}'),
}


def _check_style(style):
    if style not in _STYLES:
        raise ValueError(f'Style must be one of: {",".join(_STYLES)}')


class Formatter:
    """Makes text of a record."""

    # How a time in seconds becomes one with fields.
    converter = time.localtime
    default_time_format = '%Y-%m-%d %H:%M:%S'
    default_msec_format = '%s,%03d'

    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        _check_style(style)
        self._style = _STYLES[style][0](fmt, defaults=defaults)
        if validate:
            self._style.validate()
        self._fmt = self._style._fmt
        self.datefmt = datefmt

    def formatTime(self, record, datefmt=None):
        """Returns the time of a record as text."""
        fields = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, fields)
        text = time.strftime(self.default_time_format, fields)
        return self.default_msec_format % (text, record.msecs) if self.default_msec_format else text

    def formatException(self, ei):
        """Returns an exception with its traceback as text."""
        with io.StringIO() as file:
            traceback.print_exception(ei[0], ei[1], ei[2], limit=None, file=file)
            return file.getvalue().removesuffix('\n')

    def usesTime(self):
        """Tells whether the format has the time in it."""
        return self._style.usesTime()

    def formatMessage(self, record):
        return self._style.format(record)

    def formatStack(self, stack_info):
        """Returns the stack as text; it is one already."""
        return stack_info

    def format(self, record):
        """Returns a record as text: what the format says, then exception and stack."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            # Other formatters need not do it again.
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            text = _with_line(text, record.exc_text)
        if record.stack_info:
            text = _with_line(text, self.formatStack(record.stack_info))
        return text


def _with_line(text, more):
    return text + more if text.endswith('\n') else f'{text}\n{more}'


class BufferingFormatter:
    """Makes one text of several records."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or _package._defaultFormatter

    def formatHeader(self, records):
        """Returns what stands in front."""
        return ''

    def formatFooter(self, records):
        """Returns what stands at the end."""
        return ''

    def format(self, records):
        if not records:
            return ''
        parts = [self.formatHeader(records), *map(self.linefmt.format, records),
                 self.formatFooter(records)]
        return ''.join(parts)


# Where other processes and programs look for them.
for _kind in (LogRecord, PercentStyle, StrFormatStyle, StringTemplateStyle, Formatter,
              BufferingFormatter):
    _kind.__module__ = __package__
del _kind
