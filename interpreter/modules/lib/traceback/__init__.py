"""Extracting, formatting and printing stack traces and exceptions."""

import linecache
import sys

__all__ = ['extract_stack', 'extract_tb', 'format_exception',
           'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception',
           'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException',
           'walk_stack', 'walk_tb']

# Passed as a limit to ask for what the interpreter itself would print.
BUILTIN_EXCEPTION_LIMIT = object()

# How often one frame is shown before its repetitions are counted instead.
_RECURSIVE_CUTOFF = 3

_cause_message = ("\nThe above exception was the direct cause "
                  "of the following exception:\n\n")
_context_message = ("\nDuring handling of the above exception, "
                    "another exception occurred:\n\n")


class _Sentinel:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Sentinel()


class _NoColors:
    MAGENTA = RED = BOLD_MAGENTA = BOLD_RED = RESET = ""


def _palette(colorize):
    if not colorize:
        return _NoColors
    from _colorize import ANSIColors
    return ANSIColors


# Tracebacks

def print_list(extracted_list, file=None):
    """Write a list of frame entries to a file as a formatted trace."""
    if file is None:
        file = sys.stderr
    for item in format_list(extracted_list):
        print(item, file=file, end="")


def format_list(extracted_list):
    """Return one printable string for each frame entry of a list."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Write the entries of a traceback to a file (sys.stderr)."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """Return one printable string for each entry of a traceback."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """Return a StackSummary of a traceback's entries."""
    return StackSummary._extract_from_extended_frame_gen(
        _walk_tb_with_full_positions(tb), limit=limit)


# Exceptions

def _parse_value_tb(exc, value, tb):
    if (value is _sentinel) is not (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _sentinel:
        return value, tb
    if exc is None:
        return None, None
    if isinstance(exc, BaseException):
        return exc, exc.__traceback__
    raise TypeError(f'Exception expected for value, {type(exc).__name__} found')


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None,
                    file=None, chain=True, **kwargs):
    """Write an exception with its traceback to a file (sys.stderr)."""
    value, tb = _parse_value_tb(exc, value, tb)
    summary = TracebackException(type(value), value, tb, limit=limit, compact=True)
    summary.print(file=file, chain=chain, colorize=kwargs.get("colorize", False))


def _print_exception_bltin(exc, /):
    import _colorize
    file = sys.__stderr__ if sys.stderr is None else sys.stderr
    return print_exception(exc, limit=BUILTIN_EXCEPTION_LIMIT, file=file,
                           colorize=_colorize.can_colorize())


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None,
                     chain=True, **kwargs):
    """Return the lines that print_exception() would write."""
    value, tb = _parse_value_tb(exc, value, tb)
    summary = TracebackException(type(value), value, tb, limit=limit, compact=True)
    return list(summary.format(chain=chain, colorize=kwargs.get("colorize", False)))


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """Return the lines for an exception without its traceback."""
    if value is _sentinel:
        value = exc
    summary = TracebackException(type(value), value, None, compact=True)
    return list(summary.format_exception_only(
        show_group=show_group, colorize=kwargs.get("colorize", False)))


def _format_final_exc_line(etype, value, *, insert_final_newline=True, colorize=False):
    text = _safe_string(value, 'exception')
    color = _palette(colorize)
    line = f"{color.BOLD_MAGENTA}{etype}{color.RESET}"
    if value is not None and text:
        line += f": {color.MAGENTA}{text}{color.RESET}"
    return line + "\n" if insert_final_newline else line


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f'<{what} {func.__name__}() failed>'


def print_exc(limit=None, file=None, chain=True):
    """Write the exception being handled to a file (sys.stderr)."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """Return the text that print_exc() would write."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Write the last uncaught exception of an interactive session."""
    if hasattr(sys, "last_exc"):
        print_exception(sys.last_exc, limit, file, chain)
    elif hasattr(sys, "last_type"):
        print_exception(sys.last_type, sys.last_value, sys.last_traceback,
                        limit, file, chain)
    else:
        raise ValueError("no last exception")


# Stacks

def print_stack(f=None, limit=None, file=None):
    """Write the stack of a frame (the caller's) to a file."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """Return one printable string for each frame of a stack."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """Return a StackSummary of a stack, the oldest frame first."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Drop the local variables of every frame of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass  # The frame still runs.
        tb = tb.tb_next


def walk_stack(f):
    """Yield each frame and its line, from a frame (the caller's) outwards."""
    if f is None:
        # This generator is driven by another one inside StackSummary.extract.
        f = sys._getframe().f_back.f_back.f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Yield each frame and its line, following a traceback inwards."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _walk_tb_with_full_positions(tb):
    while tb is not None:
        line, *rest = _get_code_position(tb.tb_frame.f_code, tb.tb_lasti)
        yield tb.tb_frame, (tb.tb_lineno if line is None else line, *rest)
        tb = tb.tb_next


def _get_code_position(code, instruction_index):
    if instruction_index < 0:
        return (None, None, None, None)
    wanted = instruction_index // 2
    for index, position in enumerate(code.co_positions()):
        if index == wanted:
            return position
    raise StopIteration


def _dedent(text):
    lines = text.split("\n")
    margin = None
    for index, line in enumerate(lines):
        content = line.lstrip(" \t")
        if not content:
            lines[index] = ""
            continue
        indent = line[:len(line) - len(content)]
        if margin is None:
            margin = indent
        while not indent.startswith(margin):
            margin = margin[:-1]
    if margin:
        lines = [line.removeprefix(margin) for line in lines]
    return "\n".join(lines)


def _indent(text, prefix):
    return "".join([prefix + line for line in text.splitlines(True)])


class FrameSummary:
    """What a trace shows of one frame."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno',
                 'name', '_lines', '_lines_dedented', 'locals')

    def __init__(self, filename, lineno, name, *, lookup_line=True,
                 locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._lines = line
        self._lines_dedented = None
        if lookup_line:
            self._set_lines()
        self.locals = None
        if locals:
            self.locals = {key: _safe_string(value, 'local', func=repr)
                           for key, value in locals.items()}

    def _entry(self):
        return (self.filename, self.lineno, self.name, self.line)

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename
                    and self.lineno == other.lineno
                    and self.name == other.name
                    and self.locals == other.locals)
        if isinstance(other, tuple):
            return self._entry() == other
        return NotImplemented

    def __getitem__(self, pos):
        return self._entry()[pos]

    def __iter__(self):
        return iter(self._entry())

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    def _set_lines(self):
        if self._lines is not None or self.lineno is None or self.end_lineno is None:
            return
        self._lines = "".join([
            linecache.getline(self.filename, number).rstrip() + "\n"
            for number in range(self.lineno, self.end_lineno + 1)]) or "\n"

    @property
    def _original_lines(self):
        self._set_lines()
        return self._lines

    @property
    def _dedented_lines(self):
        self._set_lines()
        if self._lines_dedented is None and self._lines is not None:
            self._lines_dedented = _dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        """The first source line without surrounding blanks, or None."""
        self._set_lines()
        if self._lines is None:
            return None
        return self._lines.partition("\n")[0].strip()


class StackSummary(list):
    """The FrameSummary objects of a stack or a traceback."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True,
                capture_locals=False):
        """Build a summary from an iterable of (frame, line number)."""
        def with_positions():
            for frame, lineno in frame_gen:
                yield frame, (lineno, None, None, None)

        return klass._extract_from_extended_frame_gen(
            with_positions(), limit=limit, lookup_lines=lookup_lines,
            capture_locals=capture_locals)

    @classmethod
    def _extract_from_extended_frame_gen(klass, frame_gen, *, limit=None,
                                         lookup_lines=True, capture_locals=False):
        keep_last = limit is BUILTIN_EXCEPTION_LIMIT
        if limit is None or keep_last:
            limit = getattr(sys, 'tracebacklimit', None)
            if limit is not None and limit < 0:
                limit = 0
        result = klass()
        filenames = set()
        if limit is not None:
            if keep_last or limit < 0:
                frames = list(frame_gen)
                frame_gen = frames[max(0, len(frames) - abs(limit)):]
            else:
                frame_gen = _first(frame_gen, limit)
        for frame, (lineno, end_lineno, colno, end_colno) in frame_gen:
            code = frame.f_code
            filename = code.co_filename
            filenames.add(filename)
            linecache.lazycache(filename, frame.f_globals)
            result.append(FrameSummary(
                filename, lineno, code.co_name, lookup_line=False,
                locals=frame.f_locals if capture_locals else None,
                end_lineno=end_lineno, colno=colno, end_colno=end_colno))
        for filename in filenames:
            linecache.checkcache(filename)
        if lookup_lines:
            for summary in result:
                summary._set_lines()
        return result

    @classmethod
    def from_list(klass, a_list):
        """Build a summary from FrameSummary objects or 4-tuples."""
        result = StackSummary()
        for entry in a_list:
            if not isinstance(entry, FrameSummary):
                filename, lineno, name, line = entry
                entry = FrameSummary(filename, lineno, name, line=line)
            result.append(entry)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """Return the text of one frame, or None to leave it out."""
        colorize = kwargs.get("colorize", False)
        color = _palette(colorize)
        on, off = color.MAGENTA, color.RESET
        filename = frame_summary.filename
        if filename.startswith("<stdin>-"):
            filename = '<stdin>'
        text = (f'  File {on}"{filename}"{off}, line {on}{frame_summary.lineno}{off}, '
                f'in {on}{frame_summary.name}{off}\n')
        source = frame_summary._dedented_lines
        if source and source.strip():
            if frame_summary.colno is None or frame_summary.end_colno is None:
                line = frame_summary.line
                text += (_indent(line, '    ') if line else '') + "\n"
            else:
                from . import _carets
                marked = _carets.render(frame_summary, color, self._should_show_carets)
                text += _indent(_dedent(marked), '    ')
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                text += f'    {name} = {value}\n'
        return text

    def _should_show_carets(self, start_offset, end_offset, all_lines, anchors):
        from ._carets import worth_marking
        return worth_marking(start_offset, end_offset, all_lines, anchors)

    def format(self, **kwargs):
        """Return a list of printable strings, one for each shown frame."""
        colorize = kwargs.get("colorize", False)
        result = []
        previous = None
        count = 0

        def close_run():
            extra = count - _RECURSIVE_CUTOFF
            if extra > 0:
                plural = "s" if extra > 1 else ""
                result.append(f'  [Previous line repeated {extra} more time{plural}]\n')

        for summary in self:
            text = self.format_frame_summary(summary, colorize=colorize)
            if text is None:
                continue
            place = (summary.filename, summary.lineno, summary.name)
            if place != previous or None in place:
                close_run()
                previous = place
                count = 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        close_run()
        return result


def _first(iterable, count):
    from itertools import islice
    return islice(iterable, count)


def _levenshtein_distance(a, b, max_cost):
    from ._suggest import levenshtein_distance
    return levenshtein_distance(a, b, max_cost)


class _ExceptionPrintContext:
    """The margin that nested exception groups add to what they print."""

    def __init__(self):
        self.seen = set()
        self.exception_group_depth = 0
        self.need_close = False

    def indent(self):
        return ' ' * (2 * self.exception_group_depth)

    def emit(self, text_gen, margin_char=None):
        prefix = self.indent()
        if self.exception_group_depth:
            prefix += (margin_char or '|') + ' '
        for text in [text_gen] if isinstance(text_gen, str) else text_gen:
            yield _indent(text, prefix)


class TracebackException:
    """Everything needed to print an exception later, without holding it."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None,
                 lookup_lines=True, capture_locals=False, compact=False,
                 max_group_width=15, max_group_depth=10, save_exc_type=True,
                 _seen=None):
        is_outermost = _seen is None
        if is_outermost:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract_from_extended_frame_gen(
            _walk_tb_with_full_positions(exc_traceback), limit=limit,
            lookup_lines=lookup_lines, capture_locals=capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safe_string(exc_value, 'exception')
        try:
            self.__notes__ = getattr(exc_value, '__notes__', None)
        except Exception as error:
            reason = _safe_string(error, '__notes__', repr)
            self.__notes__ = [f'Ignored error getting __notes__: {reason}']
        self._is_syntax_error = False
        self._have_exc_type = exc_type is not None
        self.exc_type_qualname = exc_type.__qualname__ if self._have_exc_type else None
        self.exc_type_module = exc_type.__module__ if self._have_exc_type else None
        if exc_type:
            self._describe(exc_type, exc_value, exc_traceback)
        if lookup_lines:
            self._load_lines()
        self.__suppress_context__ = (
            False if exc_value is None else exc_value.__suppress_context__)
        if is_outermost:
            self._collect_related(exc_value, compact, dict(
                limit=limit, lookup_lines=lookup_lines,
                capture_locals=capture_locals, max_group_width=max_group_width,
                max_group_depth=max_group_depth, _seen=_seen))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Create a summary of an exception object."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def _describe(self, exc_type, value, tb):
        if issubclass(exc_type, SyntaxError):
            self.filename = value.filename
            self.lineno = None if value.lineno is None else str(value.lineno)
            self.end_lineno = None if value.end_lineno is None else str(value.end_lineno)
            self.text = value.text
            self.offset = value.offset
            self.end_offset = value.end_offset
            self.msg = value.msg
            self._is_syntax_error = True
            return
        if issubclass(exc_type, ImportError):
            wrong_name = getattr(value, "name_from", None)
        elif issubclass(exc_type, (NameError, AttributeError)):
            wrong_name = getattr(value, "name", None)
        else:
            return
        if wrong_name is None:
            return
        from ._suggest import compute_suggestion
        suggestion = compute_suggestion(value, tb, wrong_name)
        if suggestion:
            self._str += f". Did you mean: '{suggestion}'?"
        if issubclass(exc_type, NameError) and wrong_name in sys.stdlib_module_names:
            start = " Or did" if suggestion else ". Did"
            self._str += f"{start} you forget to import '{wrong_name}'?"

    def _collect_related(self, value, compact, options):
        # A stack of pending work instead of recursion: chains can be long.
        seen = options["_seen"]

        def summarize(exc):
            return TracebackException(type(exc), exc, exc.__traceback__, **options)

        pending = [(self, value)]
        while pending:
            summary, exc = pending.pop()
            cause = context = exceptions = None
            if exc and exc.__cause__ is not None and id(exc.__cause__) not in seen:
                cause = summarize(exc.__cause__)
            hidden = compact and (cause is not None or exc is None
                                  or exc.__suppress_context__)
            if (exc and not hidden and exc.__context__ is not None
                    and id(exc.__context__) not in seen):
                context = summarize(exc.__context__)
            if exc and isinstance(exc, BaseExceptionGroup):
                exceptions = [summarize(member) for member in exc.exceptions]
            summary.__cause__ = cause
            summary.__context__ = context
            summary.exceptions = exceptions
            if cause:
                pending.append((cause, exc.__cause__))
            if context:
                pending.append((context, exc.__context__))
            if exceptions:
                pending.extend(zip(exceptions, exc.exceptions))

    @property
    def exc_type(self):
        import warnings
        warnings.warn('Deprecated in 3.13. Use exc_type_str instead.',
                      DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        """The name of the exception's type as a trace shows it."""
        if not self._have_exc_type:
            return None
        module = self.exc_type_module
        if module in ("__main__", "builtins"):
            return self.exc_type_qualname
        if not isinstance(module, str):
            module = "<unknown>"
        return f"{module}.{self.exc_type_qualname}"

    def _load_lines(self):
        for frame in self.stack:
            frame.line

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Yield the lines for the exception without its stack."""
        colorize = kwargs.get("colorize", False)
        indent = 3 * _depth * ' '
        if not self._have_exc_type:
            yield indent + _format_final_exc_line(None, self._str, colorize=colorize)
            return
        name = self.exc_type_str
        if self._is_syntax_error:
            for line in self._format_syntax_error(name, colorize=colorize):
                yield indent + line
        else:
            text = _format_final_exc_line(name, self._str, insert_final_newline=False,
                                          colorize=colorize)
            if _depth > 0:
                for line in text.split("\n"):
                    yield indent + line + "\n"
            else:
                yield text + "\n"
        yield from self._format_notes(indent)
        if self.exceptions and show_group:
            for member in self.exceptions:
                yield from member.format_exception_only(
                    show_group=show_group, _depth=_depth + 1, colorize=colorize)

    def _format_notes(self, indent):
        notes = self.__notes__
        if notes is None:
            return
        from _collections_abc import Sequence
        if isinstance(notes, Sequence) and not isinstance(notes, (str, bytes)):
            for note in notes:
                for line in _safe_string(note, 'note').split('\n'):
                    yield indent + line + '\n'
        else:
            yield indent + _safe_string(notes, '__notes__', func=repr) + '\n'

    def _format_syntax_error(self, stype, **kwargs):
        color = _palette(kwargs.get("colorize", False))
        on, off = color.MAGENTA, color.RESET
        suffix = ''
        if self.lineno is not None:
            yield (f'  File {on}"{self.filename or "<string>"}"{off}, '
                   f'line {on}{self.lineno}{off}\n')
        elif self.filename is not None:
            suffix = f' ({self.filename})'
        if self.text is not None:
            yield from self._format_syntax_source(color)
        message = self.msg or "<no detail available>"
        yield f'{color.BOLD_MAGENTA}{stype}{off}: {on}{message}{off}{suffix}\n'

    def _format_syntax_source(self, color):
        line = self.text.rstrip('\n')
        shown = line.lstrip(' \n\f')
        if self.offset is None:
            yield f'    {shown}\n'
            return
        removed = len(line) - len(shown)
        past_end = len(line) + 1
        offset = self.offset
        if self.lineno != self.end_lineno:
            end_offset = past_end
        elif self.end_offset is None or self.end_offset == 0:
            end_offset = offset
        else:
            end_offset = self.end_offset
        if self.text and offset > len(self.text):
            offset = past_end
        if self.text and end_offset > len(self.text):
            end_offset = past_end
        if offset >= end_offset or end_offset < 0:
            end_offset = offset + 1
        start = offset - 1 - removed
        end = end_offset - 1 - removed
        if start < 0:
            yield f'    {shown}\n'
            return
        red, off = color.BOLD_RED, color.RESET
        # Whitespace is kept as it is, so that a tab moves the caret too.
        space = ''.join([char if char.isspace() else ' ' for char in shown[:start]])
        yield f'    {shown[:start]}{red}{shown[start:end]}{off}{shown[end:]}\n'
        yield f'    {space}{red}{"^" * (end - start)}{off}\n'

    def _links(self, chain):
        # The exceptions to print, each with the message that leads to it.
        if not chain:
            return [(None, self)]
        links = []
        exc = self
        while exc:
            if exc.__cause__ is not None:
                message, following = _cause_message, exc.__cause__
            elif exc.__context__ is not None and not exc.__suppress_context__:
                message, following = _context_message, exc.__context__
            else:
                message = following = None
            links.append((message, exc))
            exc = following
        links.reverse()
        return links

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Yield the printable lines of the exception with its stack."""
        colorize = kwargs.get("colorize", False)
        if _ctx is None:
            _ctx = _ExceptionPrintContext()
        for message, exc in self._links(chain):
            if message is not None:
                yield from _ctx.emit(message)
            if exc.exceptions is not None:
                yield from self._format_group(exc, chain, _ctx, colorize)
                continue
            if exc.stack:
                yield from _ctx.emit('Traceback (most recent call last):\n')
                yield from _ctx.emit(exc.stack.format(colorize=colorize))
            yield from _ctx.emit(exc.format_exception_only(colorize=colorize))

    def _format_group(self, exc, chain, _ctx, colorize):
        if _ctx.exception_group_depth > self.max_group_depth:
            yield from _ctx.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            return
        is_toplevel = _ctx.exception_group_depth == 0
        if is_toplevel:
            _ctx.exception_group_depth = 1
        if exc.stack:
            yield from _ctx.emit('Exception Group Traceback (most recent call last):\n',
                                 margin_char='+' if is_toplevel else None)
            yield from _ctx.emit(exc.stack.format(colorize=colorize))
        yield from _ctx.emit(exc.format_exception_only(colorize=colorize))

        total = len(exc.exceptions)
        width = self.max_group_width
        rows = total if total <= width else width + 1
        _ctx.need_close = False
        for index in range(rows):
            is_last = index == rows - 1
            if is_last:
                # The last member may draw the closing line itself.
                _ctx.need_close = True
            cut = index >= width
            title = '...' if cut else str(index + 1)
            corner = '  ' if index else '+-'
            yield f'{_ctx.indent()}{corner}+---------------- {title} ----------------\n'
            _ctx.exception_group_depth += 1
            if cut:
                rest = total - width
                yield from _ctx.emit(f"and {rest} more exception{'s' if rest > 1 else ''}\n")
            else:
                yield from exc.exceptions[index].format(chain=chain, _ctx=_ctx)
            if is_last and _ctx.need_close:
                yield _ctx.indent() + "+------------------------------------\n"
                _ctx.need_close = False
            _ctx.exception_group_depth -= 1
        if is_toplevel:
            _ctx.exception_group_depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Write the formatted exception to a file (sys.stderr)."""
        if file is None:
            file = sys.stderr
        for line in self.format(chain=chain, colorize=kwargs.get("colorize", False)):
            print(line, file=file, end="")
