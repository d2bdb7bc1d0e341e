"""Prints compiled code, as re.DEBUG asks for."""

import _sre
from ._constants import *

_ALONE = frozenset((SUCCESS, FAILURE, ANY, ANY_ALL, MAX_UNTIL, MIN_UNTIL, NEGATE))
_CHARACTER = frozenset((
    LITERAL, LITERAL_IGNORE, LITERAL_UNI_IGNORE, LITERAL_LOC_IGNORE,
    NOT_LITERAL, NOT_LITERAL_IGNORE, NOT_LITERAL_UNI_IGNORE,
    NOT_LITERAL_LOC_IGNORE))
_NUMBER = frozenset((
    MARK, GROUPREF, GROUPREF_IGNORE, GROUPREF_UNI_IGNORE, GROUPREF_LOC_IGNORE))
# Operations that enclose code: how many words stand before it, the distance
# to its end being the first.
_ENCLOSING = {
    IN: 1, IN_IGNORE: 1, IN_UNI_IGNORE: 1, IN_LOC_IGNORE: 1, ATOMIC_GROUP: 1,
    ASSERT: 2, ASSERT_NOT: 2, REPEAT: 3, REPEAT_ONE: 3, MIN_REPEAT_ONE: 3,
    POSSESSIVE_REPEAT: 3, POSSESSIVE_REPEAT_ONE: 3}


def _words(code):
    return '[%s]' % ', '.join(
        ['%#0*x' % (_sre.CODESIZE * 2 + 2, word) for word in code])


def _count(number):
    return 'MAXREPEAT' if number == MAXREPEAT else number


class _Listing:

    def __init__(self, code):
        self.code = code
        self.width = len(str(len(code) - 1))
        self.targets = set()
        self.level = 0

    def line(self, start, *words, target=None):
        """Print an operation; remember the place it refers to."""
        if target is not None:
            self.targets.add(target)
            words += f'(to {target})',
        mark = ':' if start in self.targets else '.'
        margin = '  ' * (self.level - 1)
        print(f'{start:{self.width}}{mark} {margin}', end='')
        print(*words)

    def detail(self, *words):
        print(' ' * (self.width + 2 * self.level), end='')
        print(*words)

    def block(self, start, end):
        """Print the operations between two places."""
        self.level += 1
        while start < end:
            start = self.operation(start)
        self.level -= 1

    def operation(self, start):
        """Print an operation and return the place of the next."""
        code = self.code
        op = OPCODES[code[start]]
        at = start + 1
        if op in _ALONE:
            self.line(start, op)
            return at
        first = code[at]
        if op in _CHARACTER:
            self.line(start, op, f'{first:#02x} ({chr(first)!r})')
        elif op is AT:
            self.line(start, op, ATCODES[first].name.removeprefix('AT_'))
        elif op is CATEGORY:
            self.line(start, op, CHCODES[first].name.removeprefix('CATEGORY_'))
        elif op in _NUMBER:
            self.line(start, op, first)
        elif op is JUMP:
            self.line(start, op, first, target=at + first)
        elif op is RANGE or op is RANGE_UNI_IGNORE:
            last = code[at + 1]
            self.line(start, op, f'{first:#02x} {last:#02x} '
                                 f'({chr(first)!r}-{chr(last)!r})')
            return at + 2
        elif op is CHARSET:
            size = 256 // (_sre.CODESIZE * 8)
            self.line(start, op, _words(code[at:at + size]))
            return at + size
        elif op is BIGCHARSET:
            return self.big_charset(start, op, first)
        elif op in _ENCLOSING:
            words = _ENCLOSING[op]
            end = at + first
            self.line(start, op, first, *map(_count, code[at + 1:at + words]),
                      target=end)
            self.block(at + words, end)
            return end
        elif op is GROUPREF_EXISTS:
            distance = code[at + 1]
            self.line(start, op, first, distance, target=at + distance)
            return at + 2
        elif op is BRANCH:
            return self.branches(start, op)
        elif op is INFO:
            return self.info(start, op)
        else:
            raise ValueError(op)
        return at + 1

    def big_charset(self, start, op, chunks):
        import sys
        code = self.code
        at = start + 2
        end = at + 256 // _sre.CODESIZE
        index = b''.join([word.to_bytes(_sre.CODESIZE, sys.byteorder)
                          for word in code[at:end]])
        self.line(start, op, chunks, list(index))
        size = 256 // (_sre.CODESIZE * 8)
        self.level += 1
        for chunk in range(chunks):
            self.detail(_words(code[end:end + size]))
            end += size
        self.level -= 1
        return end

    def branches(self, start, op):
        at = start + 1
        distance = self.code[at]
        self.line(start, op, distance, target=at + distance)
        while distance:
            self.block(at + 1, at + distance)
            at += distance
            distance = self.code[at]
            if distance:
                self.line(at, 'branch', distance, target=at + distance)
            else:
                self.line(at, FAILURE)
        return at + 1

    def info(self, start, op):
        code = self.code
        distance, flags, least, most = code[start + 1:start + 5]
        end = start + 1 + distance
        self.line(start, op, distance, bin(flags), least, _count(most),
                  target=end)
        at = start + 5
        if flags & SRE_INFO_PREFIX:
            length, skip = code[at:at + 2]
            at += 2
            prefix = code[at:at + length]
            self.detail('  prefix_skip', skip)
            self.detail('  prefix',
                        '[%s]' % ', '.join(['%#02x' % c for c in prefix]),
                        '(%r)' % ''.join(map(chr, prefix)))
            at += length
            self.detail('  overlap', code[at:at + length])
            at += length
        if flags & SRE_INFO_CHARSET:
            self.level += 1
            self.detail('in')
            self.block(at, end)
            self.level -= 1
        return end


def print_code(code):
    _Listing(code).block(0, len(code))
