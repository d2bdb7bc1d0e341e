"""What is different between sequences, of lines above all."""

import re as _re
from collections import Counter as _Counter
from collections import namedtuple as _namedtuple
from heapq import nlargest as _nlargest
from types import GenericAlias as _GenericAlias

__all__ = [
    'get_close_matches', 'ndiff', 'restore', 'SequenceMatcher', 'Differ', 'IS_CHARACTER_JUNK',
    'IS_LINE_JUNK', 'context_diff', 'unified_diff', 'diff_bytes', 'HtmlDiff', 'Match',
]

Match = _namedtuple('Match', 'a b size')


def _calculate_ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Finds what two sequences have in common: the longest run, and so on to both sides of it."""

    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, isjunk=None, a='', b='', autojunk=True):
        self.isjunk = isjunk
        self.a = self.b = None
        self.autojunk = autojunk
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Sets the first sequence. The second is the one to keep, of which more is known."""
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        if b is not self.b:
            self.b = b
            self.matching_blocks = self.opcodes = self.fullbcount = None
            self._find_places()

    def _find_places(self):
        """Notes where the elements of the second sequence are, without junk and the popular."""
        places = self.b2j = {}
        for index, element in enumerate(self.b):
            places.setdefault(element, []).append(index)
        self.bjunk = {each for each in places if self.isjunk(each)} if self.isjunk else set()
        for element in self.bjunk:
            del places[element]
        self.bpopular = set()
        length = len(self.b)
        if self.autojunk and length >= 200:
            many = length // 100 + 1
            self.bpopular = {each for each, found in places.items() if len(found) > many}
            for element in self.bpopular:
                del places[element]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest run that both have, the first of several; with the junk beside it."""
        a, b = self.a, self.b
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        start_a, start_b, size = alo, blo, 0
        # How long the run is that ends at an index of b, for the element of a before this one.
        lengths = {}
        nowhere = []
        for i in range(alo, ahi):
            before, lengths = lengths, {}
            for j in self.b2j.get(a[i], nowhere):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                length = lengths[j] = before.get(j - 1, 0) + 1
                if length > size:
                    start_a, start_b, size = i - length + 1, j - length + 1, length
        # The popular elements count beside a run; junk where what is beside it is no more.
        for takes_junk in False, True:
            while (start_a > alo and start_b > blo
                   and (b[start_b - 1] in self.bjunk) is takes_junk
                   and a[start_a - 1] == b[start_b - 1]):
                start_a, start_b, size = start_a - 1, start_b - 1, size + 1
            while (start_a + size < ahi and start_b + size < bhi
                   and (b[start_b + size] in self.bjunk) is takes_junk
                   and a[start_a + size] == b[start_b + size]):
                size += 1
        return Match(start_a, start_b, size)

    def get_matching_blocks(self):
        """The runs that both have, in order, and an empty one at the end."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        end_a, end_b = len(self.a), len(self.b)
        found, rest = [], [(0, end_a, 0, end_b)]
        while rest:
            alo, ahi, blo, bhi = rest.pop()
            i, j, size = match = self.find_longest_match(alo, ahi, blo, bhi)
            if size:
                found.append(match)
                if alo < i and blo < j:
                    rest.append((alo, i, blo, j))
                if i + size < ahi and j + size < bhi:
                    rest.append((i + size, ahi, j + size, bhi))
        blocks = []
        for i, j, size in sorted(found):
            if blocks and blocks[-1][0] + blocks[-1][2] == i and blocks[-1][1] + blocks[-1][2] == j:
                i, j, size = *blocks[-1][:2], blocks[-1][2] + size
                blocks.pop()
            blocks.append((i, j, size))
        blocks.append((end_a, end_b, 0))
        self.matching_blocks = [Match(*block) for block in blocks]
        return self.matching_blocks

    def get_opcodes(self):
        """How the first becomes the second: tags, each with the ranges in both."""
        if self.opcodes is None:
            self.opcodes = []
            i = j = 0
            for start_a, start_b, size in self.get_matching_blocks():
                if i < start_a or j < start_b:
                    tag = 'delete' if j == start_b else 'insert' if i == start_a else 'replace'
                    self.opcodes.append((tag, i, start_a, j, start_b))
                i, j = start_a + size, start_b + size
                if size:
                    self.opcodes.append(('equal', start_a, i, start_b, j))
        return self.opcodes

    def get_grouped_opcodes(self, n=3):
        """The opcodes in groups, with up to n equal elements around what differs."""
        codes = self.get_opcodes() or [('equal', 0, 1, 0, 1)]
        group, last = [], len(codes) - 1
        for index, (tag, i1, i2, j1, j2) in enumerate(codes):
            if tag == 'equal':
                if index == 0:
                    i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
                if index == last:
                    i2, j2 = min(i2, i1 + n), min(j2, j1 + n)
                if i2 - i1 > 2 * n:
                    group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                    yield group
                    group = []
                    i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == 'equal'):
            yield group

    def ratio(self):
        """How alike the sequences are, from 0 to 1."""
        matches = sum(block.size for block in self.get_matching_blocks())
        return _calculate_ratio(matches, len(self.a) + len(self.b))

    def quick_ratio(self):
        """No less than the ratio, by how often elements occur."""
        if self.fullbcount is None:
            self.fullbcount = dict(_Counter(self.b))
        left, matches = {}, 0
        for element in self.a:
            count = left.get(element, self.fullbcount.get(element, 0))
            left[element] = count - 1
            matches += count > 0
        return _calculate_ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """No less than the ratio, by lengths alone."""
        lengths = len(self.a), len(self.b)
        return _calculate_ratio(min(lengths), sum(lengths))

    def _is_above(self, limit, reaches=False):
        """The ratio, if it is above a limit, or reaches it; else None."""
        for measure in self.real_quick_ratio, self.quick_ratio, self.ratio:
            value = measure()
            if not (value >= limit if reaches else value > limit):
                return None
        return value


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The words that are most like one, the best first."""
    if not n > 0:
        raise ValueError(f'n must be > 0: {n!r}')
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f'cutoff must be in [0.0, 1.0]: {cutoff!r}')
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    found = []
    for candidate in possibilities:
        matcher.set_seq1(candidate)
        ratio = matcher._is_above(cutoff, reaches=True)
        if ratio is not None:
            found.append((ratio, candidate))
    return [candidate for _, candidate in _nlargest(n, found)]


def _keep_original_ws(s, tag_s):
    """The marks below a line, with its own white space where there are none."""
    return ''.join([char if mark == ' ' and char.isspace() else mark
                    for char, mark in zip(s, tag_s)])


# What stands below the characters of the first line and of the second one.
_MARKS = {'replace': '^^', 'delete': '- ', 'insert': ' +', 'equal': '  '}


class Differ:
    """Compares lines, and what is within those that are alike."""

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """Lines of both, after '- ', '+ ', '  ' or, for marks within a line, '? '."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == 'replace':
                yield from self._fancy_replace(a, alo, ahi, b, blo, bhi)
            elif tag == 'insert':
                yield from self._dump('+', b, blo, bhi)
            else:
                yield from self._dump('-' if tag == 'delete' else ' ', a, alo, ahi)

    def _dump(self, tag, x, lo, hi):
        for index in range(lo, hi):
            yield f'{tag} {x[index]}'

    def _plain_replace(self, a, alo, ahi, b, blo, bhi):
        """Lines that are not alike: the fewer first."""
        assert alo < ahi and blo < bhi
        halves = [self._dump('-', a, alo, ahi), self._dump('+', b, blo, bhi)]
        for half in halves if bhi - blo >= ahi - alo else halves[::-1]:
            yield from half

    def _most_alike(self, matcher, a, alo, ahi, b, blo, bhi):
        """The indices of the two lines that are most alike, and whether they are equal."""
        best, found, equal = 0.74, None, None
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    equal = equal or (i, j)
                    continue
                matcher.set_seq1(a[i])
                ratio = matcher._is_above(best)
                if ratio is not None:
                    best, found = ratio, (i, j)
        return (found, False) if best >= 0.75 else (equal, True)

    def _fancy_replace(self, a, alo, ahi, b, blo, bhi):
        """Lines in the place of others: around the two that are most alike."""
        matcher = SequenceMatcher(self.charjunk)
        found, are_equal = self._most_alike(matcher, a, alo, ahi, b, blo, bhi)
        if found is None:
            yield from self._plain_replace(a, alo, ahi, b, blo, bhi)
            return
        i, j = found
        yield from self._fancy_helper(a, alo, i, b, blo, j)
        if are_equal:
            yield f'  {a[i]}'
        else:
            matcher.set_seqs(a[i], b[j])
            marks = ['', '']
            for tag, i1, i2, j1, j2 in matcher.get_opcodes():
                first, second = _MARKS[tag]
                marks[0] += first * (i2 - i1)
                marks[1] += second * (j2 - j1)
            yield from self._qformat(a[i], b[j], *marks)
        yield from self._fancy_helper(a, i + 1, ahi, b, j + 1, bhi)

    def _fancy_helper(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            yield from self._fancy_replace(a, alo, ahi, b, blo, bhi)
        elif alo < ahi:
            yield from self._dump('-', a, alo, ahi)
        else:
            yield from self._dump('+', b, blo, bhi)

    def _qformat(self, aline, bline, atags, btags):
        for tag, line, marks in ('-', aline, atags), ('+', bline, btags):
            yield f'{tag} {line}'
            marks = _keep_original_ws(line, marks).rstrip()
            if marks:
                yield f'? {marks}\n'


def IS_LINE_JUNK(line, pat=_re.compile(r'\s*(?:#\s*)?$').match):
    """Whether a line is empty, or has nothing but the mark of a comment."""
    return pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=' \t'):
    """Whether a character is a blank."""
    return ch in ws


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """Differ.compare() of two lists of lines."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The lines of the first (1) or the second (2) list that ndiff() compared."""
    try:
        starts = '  ', {1: '- ', 2: '+ '}[int(which)]
    except KeyError:
        raise ValueError(f'unknown delta choice (must be 1 or 2): {which!r}') from None
    for line in delta:
        if line[:2] in starts:
            yield line[2:]


def _format_range_unified(start, stop):
    length = stop - start
    if length == 1:
        return f'{start + 1}'
    return f'{start + 1 if length else start},{length}'


def _format_range_context(start, stop):
    length = stop - start
    first = start + 1 if length else start
    return f'{first}' if length <= 1 else f'{first},{first + length - 1}'


def _header(marks, files, dates, lineterm):
    for mark, file, date in zip(marks, files, dates):
        date = f'\t{date}' if date else ''
        yield f'{mark} {file}{date}{lineterm}'


def unified_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """What differs between lines, with n lines around it, as diff -u has it."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    header = _header(('---', '+++'), (fromfile, tofile), (fromfiledate, tofiledate), lineterm)
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        yield from header
        first, last = group[0], group[-1]
        ranges = (_format_range_unified(first[1], last[2]),
                  _format_range_unified(first[3], last[4]))
        yield f'@@ -{ranges[0]} +{ranges[1]} @@{lineterm}'
        for tag, i1, i2, j1, j2 in group:
            if tag == 'equal':
                yield from (f' {line}' for line in a[i1:i2])
                continue
            yield from (f'-{line}' for line in a[i1:i2])
            yield from (f'+{line}' for line in b[j1:j2])


_CONTEXT_MARKS = {'insert': '+ ', 'delete': '- ', 'replace': '! ', 'equal': '  '}


def context_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """What differs between lines, with n lines around it, as diff -c has it."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    header = _header(('***', '---'), (fromfile, tofile), (fromfiledate, tofiledate), lineterm)
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        yield from header
        yield f'***************{lineterm}'
        for lines, place, mark, absent in (a, 1, '***', 'insert'), (b, 3, '---', 'delete'):
            shown = _format_range_context(group[0][place], group[-1][place + 1])
            yield f'{mark} {shown} {mark}*{lineterm}' if place == 1 \
                else f'{mark} {shown} {mark}-{lineterm}'
            # Lines are shown only where some of them differ.
            if any(tag not in ('equal', absent) for tag, *_ in group):
                for tag, *ranges in group:
                    if tag != absent:
                        start, end = ranges[place - 1:place + 1]
                        yield from (_CONTEXT_MARKS[tag] + line for line in lines[start:end])


def _check_types(a, b, *args):
    for lines in a, b:
        if lines and not isinstance(lines[0], str):
            raise TypeError(f'lines to compare must be str, not {type(lines[0]).__name__} '
                            f'({lines[0]!r})')
    for arg in args:
        if not isinstance(arg, str):
            raise TypeError(f'all arguments must be str, not: {arg!r}')


def diff_bytes(dfunc, a, b, fromfile=b'', tofile=b'', fromfiledate=b'', tofiledate=b'', n=3,
               lineterm=b'\n'):
    """unified_diff() or context_diff() of lines in bytes."""
    def decode(data):
        try:
            return data.decode('ascii', 'surrogateescape')
        except AttributeError as error:
            raise TypeError(f'all arguments must be bytes, not {type(data).__name__} '
                            f'({data!r})') from error

    a, b = list(map(decode, a)), list(map(decode, b))
    names = [decode(each) for each in (fromfile, tofile, fromfiledate, tofiledate)]
    for line in dfunc(a, b, *names, n, decode(lineterm)):
        yield line.encode('ascii', 'surrogateescape')


def __getattr__(name):
    if name not in ('HtmlDiff', '_mdiff'):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    import _html_diff
    globals().update(HtmlDiff=_html_diff.HtmlDiff, _mdiff=_html_diff._mdiff)
    return globals()[name]
