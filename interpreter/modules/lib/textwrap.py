"""Breaking text into lines, and changing the indentation of lines."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

# Not all that Unicode has: a non-breaking space is to stay one.
_whitespace = "\t\n\x0b\x0c\r "


class _Pattern:
    """A pattern of a class that is compiled at its first use."""

    def __init__(self, text):
        self.text = text

    def __set_name__(self, owner, name):
        self.owner, self.name = owner, name

    def __get__(self, instance, owner=None):
        import re
        compiled = re.compile(self.text, re.VERBOSE)
        setattr(self.owner, self.name, compiled)
        return compiled


class TextWrapper:
    """Breaks text into lines. All options are attributes that may be changed.

    width: how long lines may be.
    initial_indent, subsequent_indent: what the first and other lines begin with.
    expand_tabs, tabsize: whether tabs become spaces, and how far they go.
    replace_whitespace: whether each whitespace character becomes a space.
    fix_sentence_endings: whether two spaces stand after a sentence.
    break_long_words, break_on_hyphens: where lines may be broken in words.
    drop_whitespace: whether lines lose whitespace at their ends.
    max_lines, placeholder: how many lines there may be, and what stands for
    the rest.
    """

    unicode_whitespace_trans = dict.fromkeys(map(ord, _whitespace), ord(" "))

    # Splitting by it gives the pieces between which lines may be broken:
    # whitespace; dashes between words; words, or their parts up to a hyphen
    # that has two letters before it and one after it.
    wordsep_re = _Pattern(r"""
        ( [\t\n\x0b\x0c\r\ ]+
        | (?<=[\w!"'&.,?]) -{2,} (?=\w)
        | [^\t\n\x0b\x0c\r\ ]+?
          (?: - (?: (?<=[^\d\W]{2}-) | (?<=[^\d\W]-[^\d\W]-) )
                (?= [^\d\W] -? [^\d\W] )
            | (?= [\t\n\x0b\x0c\r\ ] | \Z )
            | (?<=[\w!"'&.,?]) (?= -{2,} \w )
          )
        )""")
    wordsep_simple_re = _Pattern(r"([\t\n\x0b\x0c\r\ ]+)")
    sentence_end_re = _Pattern(r"""[a-z] [.!?] ["']? \Z""")

    def __init__(self, width=70, initial_indent="", subsequent_indent="",
                 expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *,
                 max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    # Derived classes may override the methods with an underscore, too.

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(self.unicode_whitespace_trans)
        return text

    def _split(self, text):
        """The pieces between which lines may be broken."""
        pattern = (self.wordsep_re if self.break_on_hyphens is True
                   else self.wordsep_simple_re)
        return [piece for piece in pattern.split(text) if piece]

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        ends_sentence = self.sentence_end_re.search
        for index in range(1, len(chunks)):
            if chunks[index] == " " and ends_sentence(chunks[index - 1]):
                chunks[index] = "  "

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """Put the next piece, which no line can hold, or a part into the line."""
        if not self.break_long_words:
            if not cur_line:
                cur_line.append(reversed_chunks.pop())
            return
        end = room = 1 if width < 1 else width - cur_len
        chunk = reversed_chunks[-1]
        if self.break_on_hyphens and len(chunk) > room:
            hyphen = chunk.rfind("-", 0, room)
            if hyphen > 0 and chunk[:hyphen].strip("-"):
                end = hyphen + 1
        cur_line.append(chunk[:end])
        reversed_chunks[-1] = chunk[end:]

    def _indent_of(self, lines):
        return self.subsequent_indent if lines else self.initial_indent

    def _fill_line(self, chunks, width):
        """Take as many pieces as a line can hold; return them."""
        line, length = [], 0
        while chunks and length + len(chunks[-1]) <= width:
            length += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            self._handle_long_word(chunks, line, length, width)
        if self.drop_whitespace and line and not line[-1].strip():
            line.pop()
        return line

    def _is_last(self, lines, chunks, line, width):
        """Whether the line, which is the last one allowed, holds all the rest."""
        if chunks and not (self.drop_whitespace and len(chunks) == 1
                           and not chunks[0].strip()):
            return False
        return sum(map(len, line)) <= width

    def _truncate(self, lines, line, indent, width):
        """Add the line with the placeholder at its end."""
        length = sum(map(len, line))
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                lines.append(indent + "".join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            # Perhaps the line before has room for it.
            previous = lines[-1].rstrip()
            if len(previous) + len(self.placeholder) <= self.width:
                lines[-1] = previous + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def _wrap_chunks(self, chunks):
        """The lines that the pieces make."""
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self._indent_of(self.max_lines > 1)
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks.reverse()  # The next one is at the end, where pop() is fast.
        while chunks:
            indent = self._indent_of(lines)
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not chunks[-1].strip():
                chunks.pop()
            line = self._fill_line(chunks, width)
            if not line:
                continue
            if (self.max_lines is None or len(lines) + 1 < self.max_lines
                    or self._is_last(lines, chunks, line, width)):
                lines.append(indent + "".join(line))
            else:
                self._truncate(lines, line, indent, width)
                break
        return lines

    def wrap(self, text):
        """The lines of a paragraph, without line ends."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """A paragraph broken into lines."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph. The options are TextWrapper's."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph broken into lines. The options are TextWrapper's."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """A text in one line, with the end replaced by "[...]" if it is too long."""
    wrapper = TextWrapper(width=width, max_lines=1, **kwargs)
    return wrapper.fill(" ".join(text.split()))


def dedent(text):
    """Remove the whitespace with which all lines begin.

    Lines of nothing but whitespace do not count, and become empty.
    """
    if not isinstance(text, str):
        raise TypeError("expected string or bytes-like object, got "
                        f"{type(text).__name__!r}")
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    full = [line for line in lines if line]
    if not full:
        return "\n".join(lines)
    # What the least and the greatest line share, all lines share.
    least, greatest = min(full), max(full)
    margin = 0
    for own, other in zip(least, greatest):
        if own != other or own not in " \t":
            break
        margin += 1
    return "\n".join([line[margin:] for line in lines])


def indent(text, prefix, predicate=None):
    """Put a prefix before the lines for which the predicate is true.

    By default these are the lines that are not blank.
    """
    indented = []
    for line in text.splitlines(True):
        if not line.isspace() if predicate is None else predicate(line):
            indented.append(prefix)
        indented.append(line)
    return "".join(indented)
