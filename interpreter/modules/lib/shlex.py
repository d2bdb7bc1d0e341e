"""Texts parted as shells part them."""

import os as _os
import re as _re
import sys as _sys
from collections import deque as _deque
from io import StringIO as _StringIO

__all__ = ['shlex', 'split', 'quote', 'join']

_LATIN_LETTERS = 'ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ'


class shlex:
    """Reads the tokens of a text or a file."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if isinstance(instream, str):
            instream = _StringIO(instream)
        self.instream = _sys.stdin if instream is None else instream
        self.infile = None if instream is None else infile
        self.posix = posix
        self.eof = None if posix else ''
        self.commenters = '#'
        self.wordchars = 'abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'
        if posix:
            self.wordchars += _LATIN_LETTERS
        self.whitespace = ' \t\r\n'
        self.whitespace_split = False
        self.quotes = '\'"'
        self.escape = '\\'
        self.escapedquotes = '"'
        # ' ' between tokens, 'a' in a word, 'c' in punctuation, a quote or an escape in one,
        # None at the end.
        self.state = ' '
        self.pushback = _deque()
        self.lineno = 1
        self.debug = 0
        self.token = ''
        self.filestack = _deque()
        self.source = None
        if punctuation_chars is True:
            punctuation_chars = '();<>|&'
        self._punctuation_chars = punctuation_chars or ''
        if self._punctuation_chars:
            self._pushback_chars = _deque()
            # What names of files and patterns have.
            self.wordchars = (self.wordchars + '~-./*?=').translate(
                dict.fromkeys(map(ord, self._punctuation_chars)))

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def _report(self, level, text):
        if self.debug >= level:
            print(f'shlex: {text}')

    def push_token(self, tok):
        """Has a token read next."""
        self._report(1, f'pushing token {tok!r}')
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Reads another text or file before going on with this one."""
        if isinstance(newstream, str):
            newstream = _StringIO(newstream)
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.instream, self.lineno = newfile, newstream, 1
        if newfile is None:
            self._report(1, f'pushing to stream {self.instream}')
        else:
            self._report(1, f'pushing to file {self.infile}')

    def pop_source(self):
        """Goes back to what was read before."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        self._report(1, f'popping to {self.instream}, line {self.lineno}')
        self.state = ' '

    def get_token(self):
        """The next token."""
        if self.pushback:
            token = self.pushback.popleft()
            self._report(1, f'popping token {token!r}')
            return token
        token = self.read_token()
        while self.source is not None and token == self.source:
            found = self.sourcehook(self.read_token())
            if found:
                file, stream = found
                self.push_source(stream, file)
            token = self.get_token()
        while token == self.eof:
            if not self.filestack:
                return self.eof
            self.pop_source()
            token = self.get_token()
        if self.debug:
            self._report(1, f'token={"EOF" if token == self.eof else repr(token)}')
        return token

    def _next_char(self):
        if self._punctuation_chars and self._pushback_chars:
            char = self._pushback_chars.pop()
        else:
            char = self.instream.read(1)
        if char == '\n':
            self.lineno += 1
        if self.debug >= 3:
            self._report(3, f'in state {self.state!r} I see character: {char!r}')
        return char

    def _skip_comment(self):
        self.instream.readline()
        self.lineno += 1

    def read_token(self):
        """The next token of the text, whatever was pushed back."""
        # Whether there were quotes: then an empty token is one. What an escape goes back to.
        self._quoted, self._escaped = False, ' '
        while not self._take(self._next_char()):
            pass
        token, self.token = self.token, ''
        if self.posix and not self._quoted and token == '':
            token = None
        if self.debug >= 2:
            self._report(2, f'raw token={repr(token) if token else "EOF"}')
        return token

    def _take(self, char):
        """Takes a character; whether the token is complete."""
        state = self.state
        if state is None:
            self.token = ''
            return True
        if state == ' ':
            return self._begin(char)
        if state in self.quotes:
            return self._take_quoted(char)
        if state in self.escape:
            self._take_escaped(char)
            return False
        return self._go_on(char)

    def _has_token(self):
        return bool(self.token or self.posix and self._quoted)

    def _begin(self, char):
        if not char:
            self.state = None
            return True
        if char in self.whitespace:
            self._report(2, 'I see whitespace in whitespace state')
            return self._has_token()
        if char in self.commenters:
            self._skip_comment()
        elif self.posix and char in self.escape:
            self._escaped = 'a'
            self.state = char
        elif char in self.wordchars:
            self.token, self.state = char, 'a'
        elif char in self._punctuation_chars:
            self.token, self.state = char, 'c'
        elif char in self.quotes:
            if not self.posix:
                self.token = char
            self.state = char
        else:
            self.token = char
            if not self.whitespace_split:
                return True
            self.state = 'a'
        return False

    def _take_quoted(self, char):
        self._quoted = True
        if not char:
            self._report(2, 'I see EOF in quotes state')
            raise ValueError('No closing quotation')
        if char == self.state:
            if not self.posix:
                self.token += char
                self.state = ' '
                return True
            self.state = 'a'
        elif self.posix and char in self.escape and self.state in self.escapedquotes:
            self._escaped = self.state
            self.state = char
        else:
            self.token += char
        return False

    def _take_escaped(self, char):
        if not char:
            self._report(2, 'I see EOF in escape state')
            raise ValueError('No escaped character')
        # Within quotes, only the quote and the escape itself are escaped.
        if self._escaped in self.quotes and char not in (self.state, self._escaped):
            self.token += self.state
        self.token += char
        self.state = self._escaped

    def _go_on(self, char):
        if not char:
            self.state = None
            return True
        if char in self.whitespace:
            self._report(2, 'I see whitespace in word state')
            self.state = ' '
            return self._has_token()
        if char in self.commenters:
            self._skip_comment()
            if not self.posix:
                return False
            self.state = ' '
            return self._has_token()
        if self.state == 'c':
            if char in self._punctuation_chars:
                self.token += char
                return False
            self._pushback_chars.append(char)
            self.state = ' '
            return True
        if self.posix and char in self.quotes:
            self.state = char
        elif self.posix and char in self.escape:
            self._escaped = 'a'
            self.state = char
        elif (char in self.wordchars or char in self.quotes
              or self.whitespace_split and char not in self._punctuation_chars):
            self.token += char
        else:
            if self._punctuation_chars:
                self._pushback_chars.append(char)
            else:
                self.pushback.appendleft(char)
            self._report(2, 'I see punctuation in word state')
            self.state = ' '
            return self._has_token()
        return False

    def sourcehook(self, newfile):
        """The name and the file that a token behind the word for sources means."""
        if newfile[0] == '"':
            newfile = newfile[1:-1]
        if isinstance(self.infile, str) and not _os.path.isabs(newfile):
            newfile = _os.path.join(_os.path.dirname(self.infile), newfile)
        return newfile, open(newfile, 'r')

    def error_leader(self, infile=None, lineno=None):
        """What a message about the current line begins with."""
        infile = self.infile if infile is None else infile
        return f'"{infile}", line {self.lineno if lineno is None else lineno}: '

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token


def split(s, comments=False, posix=True):
    """The words of a command."""
    if s is None:
        raise ValueError('s argument must not be None')
    lexer = shlex(s, posix=posix)
    lexer.whitespace_split = True
    if not comments:
        lexer.commenters = ''
    return list(lexer)


def join(split_command):
    """The command that words make."""
    return ' '.join(map(quote, split_command))


_find_unsafe = _re.compile(r'[^\w@%+=:,./-]', _re.ASCII).search


def quote(s):
    """A text as one word of a command."""
    if not s:
        return "''"
    if _find_unsafe(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"
