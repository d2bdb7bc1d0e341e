"""Splitting source text into tokens, and joining tokens into text."""

from builtins import open as _builtin_open
from collections import namedtuple as _namedtuple
from token import *
from token import EXACT_TOKEN_TYPES, __all__ as _token_names

__all__ = _token_names + ["tokenize", "generate_tokens", "detect_encoding",
                          "untokenize", "TokenInfo", "open", "TokenError"]

_BOM = b'\xef\xbb\xbf'

tabsize = 8


def __getattr__(name):
    if name == 'cookie_re':
        import re
        value = re.compile(r'^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)', re.ASCII)
    elif name == 'blank_re':
        import re
        value = re.compile(br'^[ \t\f]*(?:[#\r\n]|$)', re.ASCII)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


class TokenInfo(_namedtuple('TokenInfo', 'type string start end line')):
    def __repr__(self):
        return (f'TokenInfo(type={self.type} ({tok_name[self.type]}), string={self.string!r}, '
                f'start={self.start!r}, end={self.end!r}, line={self.line!r})')

    @property
    def exact_type(self):
        """The type, with operators told apart."""
        if self.type == OP:
            return EXACT_TOKEN_TYPES.get(self.string, OP)
        return self.type


class TokenError(Exception):
    pass


# From tokens to text

class Untokenizer:
    """Rebuilds the source text of a stream of tokens."""

    def __init__(self):
        self.tokens = []
        self.prev_row = 1
        self.prev_col = 0
        self.prev_type = None
        self.encoding = None

    def add_whitespace(self, start):
        """Append the blanks that lead to a token's start."""
        row, col = start
        if (row, col) < (self.prev_row, self.prev_col):
            raise ValueError(f"start ({row},{col}) precedes previous end "
                             f"({self.prev_row},{self.prev_col})")
        if row > self.prev_row:
            self.tokens.append("\\\n" * (row - self.prev_row))
            self.prev_col = 0
        if col > self.prev_col:
            self.tokens.append(" " * (col - self.prev_col))

    def escape_brackets(self, token):
        """Double the braces of an f-string's literal part."""
        result = []
        in_name_escape = False
        for char in token:
            if char == "}":
                if in_name_escape:
                    in_name_escape = False
                else:
                    result.append(char)
            elif char == "{":
                # The brace of \N{...} stays as it is.
                before = "".join(result[:-1])
                backslashes = len(before) - len(before.rstrip("\\"))
                if backslashes % 2 and result[-1] == "N":
                    in_name_escape = True
                else:
                    result.append(char)
            result.append(char)
        return "".join(result)

    def untokenize(self, iterable):
        """Return the text of tokens, placed where their positions say."""
        tokens = iter(iterable)
        indents = []
        at_line_start = False
        for token in tokens:
            if len(token) == 2:
                self.compat(token, tokens)
                break
            kind, text, start, end, _ = token
            if kind == ENDMARKER:
                break
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                self.prev_row, self.prev_col = end
                continue
            if kind == NEWLINE or kind == NL:
                at_line_start = True
            elif at_line_start and indents:
                if start[1] >= len(indents[-1]):
                    self.tokens.append(indents[-1])
                    self.prev_col = len(indents[-1])
                at_line_start = False
            elif kind == FSTRING_MIDDLE:
                if '{' in text or '}' in text:
                    text = self.escape_brackets(text)
                    last = text.splitlines()[-1]
                    end = end[0], end[1] + last.count("{{") + last.count("}}")
            elif self._touching_strings(kind):
                self.tokens.append(" ")
            self.add_whitespace(start)
            self.tokens.append(text)
            self.prev_row, self.prev_col = end
            if kind == NEWLINE or kind == NL:
                self.prev_row += 1
                self.prev_col = 0
            self.prev_type = kind
        return "".join(self.tokens)

    def _touching_strings(self, kind):
        return (kind in (STRING, FSTRING_START)
                and self.prev_type in (STRING, FSTRING_END))

    def compat(self, token, iterable):
        """Append the text of tokens without positions."""
        indents = []
        output = self.tokens
        at_line_start = token[0] in (NEWLINE, NL)
        after_string = False
        fstring_depth = 0
        while token is not None:
            kind, text = token[:2]
            token = next(iterable, None)
            if kind == ENCODING:
                self.encoding = text
                continue
            if kind == NAME or kind == NUMBER:
                text += ' '
            elif kind == STRING and after_string:
                text = ' ' + text
            after_string = kind == STRING
            if kind == FSTRING_START:
                fstring_depth += 1
            elif kind == FSTRING_END:
                fstring_depth -= 1
            if kind == INDENT:
                indents.append(text)
                continue
            if kind == DEDENT:
                indents.pop()
                continue
            if kind == NEWLINE or kind == NL:
                at_line_start = True
            elif at_line_start and indents:
                output.append(indents[-1])
                at_line_start = False
            elif kind == FSTRING_MIDDLE:
                text = self.escape_brackets(text)
            # Two braces in a row would read as an escaped one.
            if text in ('{', '}') and output and output[-1] == text and fstring_depth:
                text = ' ' + text
            if self._touching_strings(kind):
                output.append(" ")
            output.append(text)
            self.prev_type = kind


def untokenize(iterable):
    """Return source text for tokens: full ones, or (type, string) pairs.

    With an ENCODING token the result is bytes in that encoding.
    """
    builder = Untokenizer()
    text = builder.untokenize(iterable)
    return text if builder.encoding is None else text.encode(builder.encoding)


# The encoding of a source file

def _get_normal_name(orig_enc):
    name = orig_enc[:12].lower().replace("_", "-")
    for normal, spellings in (("utf-8", ("utf-8",)),
                              ("iso-8859-1", ("latin-1", "iso-8859-1", "iso-latin-1"))):
        for spelling in spellings:
            if name == spelling or name.startswith(spelling + "-"):
                return normal
    return orig_enc


def detect_encoding(readline):
    """Return the encoding of a source file and the lines read to find it."""
    filename = getattr(getattr(readline, '__self__', None), 'name', None)

    def fail(message, detail=''):
        if filename is not None:
            message += f' for {filename!r}'
        raise SyntaxError(message + detail)

    def read():
        try:
            return readline()
        except StopIteration:
            return b''

    def cookie(line):
        try:
            text = line.decode('utf-8')
        except UnicodeDecodeError:
            fail("invalid or missing encoding declaration")
        # Most files declare nothing: they need no regular expression.
        if 'coding' not in text:
            return None
        pattern = globals().get('cookie_re') or __getattr__('cookie_re')
        match = pattern.match(text)
        if match is None:
            return None
        encoding = _get_normal_name(match[1])
        from codecs import lookup
        try:
            lookup(encoding)
        except LookupError:
            fail("unknown encoding", ": " + encoding)
        if not has_bom:
            return encoding
        if encoding != 'utf-8':
            fail("encoding problem", ": utf-8")
        return 'utf-8-sig'

    first = read()
    has_bom = first.startswith(_BOM)
    if has_bom:
        first = first[3:]
    default = 'utf-8-sig' if has_bom else 'utf-8'
    if not first:
        return default, []
    encoding = cookie(first)
    if encoding:
        return encoding, [first]
    content = first.lstrip(b' \t\f')
    # Only a comment or a blank line may come before the declaration.
    if content and content[:1] not in b'#\r\n':
        return default, [first]
    second = read()
    if not second:
        return default, [first]
    return cookie(second) or default, [first, second]


def open(filename):
    """Open a source file for reading in the encoding that it declares."""
    from io import TextIOWrapper
    buffer = _builtin_open(filename, 'rb')
    try:
        encoding, _ = detect_encoding(buffer.readline)
        buffer.seek(0)
        text = TextIOWrapper(buffer, encoding, line_buffering=True)
        text.mode = 'r'
        return text
    except:
        buffer.close()
        raise


# From text to tokens

def tokenize(readline):
    """Yield the tokens of a source file, given by a bytes readline().

    The first one tells the encoding.
    """
    encoding, consumed = detect_encoding(readline)
    if encoding == 'utf-8-sig':
        encoding = 'utf-8'
    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), '')
    from itertools import chain
    lines = chain(consumed, iter(readline, b''))
    yield from _generate_tokens_from_c_tokenizer(lines.__next__, encoding, extra_tokens=True)


def generate_tokens(readline):
    """Yield the tokens of source text, given by a str readline()."""
    return _generate_tokens_from_c_tokenizer(readline, extra_tokens=True)


def _generate_tokens_from_c_tokenizer(source, encoding=None, extra_tokens=False):
    from _tokenize import TokenizerIter
    options = {} if encoding is None else {'encoding': encoding}
    tokens = TokenizerIter(source, extra_tokens=extra_tokens, **options)
    make = TokenInfo._make
    try:
        for token in tokens:
            yield make(token)
    except SyntaxError as error:
        if type(error) is not SyntaxError:
            raise error from None
        message = error.msg
        if 'unterminated triple-quoted string literal' in message:
            message = 'EOF in multi-line string'
        raise TokenError(message, (error.lineno, error.offset)) from None


def main():
    import argparse
    import sys

    def complain(text):
        sys.stderr.write(f"{text}\n")

    def fail(message, filename=None, location=None):
        if location:
            complain("%s:%d:%d: error: %s" % (filename, *location, message))
        elif filename:
            complain(f"{filename}: error: {message}")
        else:
            complain(f"error: {message}")
        sys.exit(1)

    parser = argparse.ArgumentParser(prog='python -m tokenize')
    parser.add_argument('filename', nargs='?', metavar='filename.py',
                        help='the file to tokenize; defaults to stdin')
    parser.add_argument('-e', '--exact', action='store_true',
                        help='display token names using the exact type')
    args = parser.parse_args()
    filename = args.filename or "<stdin>"
    try:
        if args.filename:
            with _builtin_open(filename, 'rb') as file:
                tokens = list(tokenize(file.readline))
        else:
            tokens = generate_tokens(sys.stdin.readline)
        for token in tokens:
            kind = token.exact_type if args.exact else token.type
            place = "%d,%d-%d,%d:" % (token.start + token.end)
            print(f"{place:<20}{tok_name[kind]:<15}{token.string!r:<15}")
    except IndentationError as error:
        fail(error.args[0], filename, error.args[1][1:3])
    except TokenError as error:
        fail(error.args[0], filename, error.args[1])
    except SyntaxError as error:
        fail(error, filename)
    except OSError as error:
        fail(error)
    except KeyboardInterrupt:
        print("interrupted\n")
    except Exception as error:
        complain(f"unexpected error: {error}")
        raise


if __name__ == "__main__":
    main()
