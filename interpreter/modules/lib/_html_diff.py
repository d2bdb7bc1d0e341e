"""Differences side by side, as a page of HTML."""

import re

from difflib import IS_CHARACTER_JUNK, ndiff

_runs = re.compile(r'\++|-+|\^+')


class _Pairs:
    """Takes the lines of ndiff() in pairs. A change is between '\\0', its kind, and '\\1'."""

    def __init__(self, lines):
        self.source = lines
        self.lines = []
        self.numbers = [0, 0]

    def make(self, side, kind, lines=None):
        """The number of the next line, and its text with marks."""
        lines = self.lines if lines is None else lines
        self.numbers[side] += 1
        text = lines.pop(0)[2:]
        if kind == '?':
            marks = lines.pop(0)[2:]
            for run in reversed(list(_runs.finditer(marks))):
                start, end = run.span()
                text = f'{text[:start]}\0{run[0][0]}{text[start:end]}\1{text[end:]}'
        elif kind is not None:
            text = f'\0{kind}{text or " "}\1'
        return self.numbers[side], text

    def singles(self):
        """What stands left and right, each None where it comes later; whether it differs."""
        # Lines of one side for which the other side has had none yet.
        pending = 0
        while True:
            while len(self.lines) < 4:
                self.lines.append(next(self.source, 'X'))
            kinds = ''.join([line[0] for line in self.lines])
            left = right = None
            blanks = 0
            if kinds.startswith('X'):
                blanks = pending
            elif kinds.startswith('-?+?'):
                yield self.make(0, '?'), self.make(1, '?'), True
                continue
            elif kinds.startswith('--++'):
                pending -= 1
                yield self.make(0, '-'), None, True
                continue
            elif kinds.startswith(('--?+', '--+', '- ')):
                left = self.make(0, '-')
                blanks, pending = pending - 1, 0
            elif kinds.startswith('-+?'):
                yield self.make(0, None), self.make(1, '?'), True
                continue
            elif kinds.startswith('-?+'):
                yield self.make(0, '?'), self.make(1, None), True
                continue
            elif kinds.startswith('-'):
                pending -= 1
                yield self.make(0, '-'), None, True
                continue
            elif kinds.startswith('+--'):
                pending += 1
                yield None, self.make(1, '+'), True
                continue
            elif kinds.startswith(('+ ', '+-')):
                right = self.make(1, '+')
                blanks, pending = pending + 1, 0
            elif kinds.startswith('+'):
                pending += 1
                yield None, self.make(1, '+'), True
                continue
            else:
                yield self.make(0, None, self.lines[:]), self.make(1, None), False
                continue
            for _ in range(-blanks):
                yield None, ('', '\n'), True
            for _ in range(blanks):
                yield ('', '\n'), None, True
            if kinds.startswith('X'):
                return
            yield left, right, True

    def __iter__(self):
        waiting = [], []
        for left, right, differs in self.singles():
            for side, line in zip(waiting, (left, right)):
                if line is not None:
                    side.append((line, differs))
            while waiting[0] and waiting[1]:
                (left, one), (right, other) = waiting[0].pop(0), waiting[1].pop(0)
                yield left, right, one or other


def _mdiff(fromlines, tolines, context=None, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """Pairs of lines and whether they differ; with a context, three times None between parts."""
    pairs = iter(_Pairs(ndiff(fromlines, tolines, linejunk, charjunk)))
    if context is None:
        yield from pairs
        return
    while True:
        before, skipped = [], 0
        for pair in pairs:
            before.append(pair)
            if pair[2]:
                break
            if len(before) > context:
                del before[0]
                skipped += 1
        else:
            return
        if skipped:
            yield None, None, None
        yield from before
        left = context
        while left:
            try:
                pair = next(pairs)
            except StopIteration:
                return
            left = context if pair[2] else left - 1
            yield pair


_STYLES = {
    'table.diff': 'font-family:Courier; border:medium;', '.diff_header': 'background-color:#e0e0e0',
    'td.diff_header': 'text-align:right', '.diff_next': 'background-color:#c0c0c0',
    '.diff_add': 'background-color:#aaffaa', '.diff_chg': 'background-color:#ffff77',
    '.diff_sub': 'background-color:#ffaaaa'}


def _indented(columns, *lines):
    return ''.join([f'\n{" " * columns}{line}' for line in lines])



def _legend_table(name, heading, rows):
    return (f'<td> <table border="" summary="{name}">'
            + _indented(22, heading, *rows) + _indented(18, '</table></td>'))


class HtmlDiff:
    """Makes tables, and pages, of what differs between lines."""

    _default_prefix = 0
    _styles = _indented(8, *[f'{name} {{{value}}}' for name, value in _STYLES.items()])
    _legend = (
        _indented(4, '<table class="diff" summary="Legends">')
        + _indented(8, '<tr> <th colspan="2"> Legends </th> </tr>', '<tr> ')
        + _legend_table('Colors', '<tr><th> Colors </th> </tr>', [
            '<tr><td class="diff_add">&nbsp;Added&nbsp;</td></tr>',
            '<tr><td class="diff_chg">Changed</td> </tr>',
            '<tr><td class="diff_sub">Deleted</td> </tr>'])
        + _indented(13, '')
        + _legend_table('Links', '<tr><th colspan="2"> Links </th> </tr>', [
            f'<tr><td>{text}</td> </tr>' for text in ('(f)irst change', '(n)ext change', '(t)op')])
        + ' </tr>' + _indented(4, '</table>'))
    _table_template = (
        _indented(4, '<table class="diff" id="difflib_chg_%(prefix)s_top"')
        + _indented(11, 'cellspacing="0" cellpadding="0" rules="groups" >')
        + 2 * _indented(8, ' '.join(3 * ['<colgroup></colgroup>']))
        + _indented(8, '%(header_row)s', '<tbody>') + '\n%(data_rows)s        </tbody>'
        + _indented(4, '</table>'))
    _file_template = (
        '\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
        + _indented(10, '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">')
        + '\n\n<html>\n\n<head>' + _indented(4, '<meta http-equiv="Content-Type"')
        + _indented(10, 'content="text/html; charset=%(charset)s" />')
        + _indented(4, '<title></title>', '<style type="text/css">%(styles)s', '</style>')
        + '\n</head>\n\n<body>' + _indented(4, '%(table)s%(legend)s') + '\n</body>\n\n</html>')

    def __init__(self, tabsize=8, wrapcolumn=None, linejunk=None, charjunk=IS_CHARACTER_JUNK):
        self._tabsize = tabsize
        self._wrapcolumn = wrapcolumn
        self._linejunk = linejunk
        self._charjunk = charjunk

    def make_file(self, fromlines, tolines, fromdesc='', todesc='', context=False, numlines=5, *,
                  charset='utf-8'):
        """A page with a table and a legend."""
        table = self.make_table(fromlines, tolines, fromdesc, todesc, context=context,
                                numlines=numlines)
        page = self._file_template % {'styles': self._styles, 'legend': self._legend,
                                      'table': table, 'charset': charset}
        return page.encode(charset, 'xmlcharrefreplace').decode(charset)

    def _expand(self, line):
        """A line without line end, whose tabs are as many tabs as they have columns."""
        spaces = line.replace(' ', '\0').expandtabs(self._tabsize).replace(' ', '\t')
        return spaces.replace('\0', ' ').rstrip('\n')

    def _split_line(self, number, text):
        """The parts of a line that is too long; what goes on has the number '>'."""
        longest = self._wrapcolumn
        while number and len(text) > longest and len(text) - 3 * text.count('\0') > longest:
            index = shown = 0
            mark = ''
            while shown < longest and index < len(text):
                if text[index] == '\0':
                    mark = text[index + 1]
                    index += 2
                elif text[index] == '\1':
                    mark = ''
                    index += 1
                else:
                    index += 1
                    shown += 1
            yield number, text[:index] + ('\1' if mark else '')
            text = (f'\0{mark}' if mark else '') + text[index:]
            number = '>'
        yield number, text

    def _wrapped(self, pairs):
        for left, right, differs in pairs:
            if differs is None:
                yield left, right, differs
                continue
            sides = list(self._split_line(*left)), list(self._split_line(*right))
            for index in range(max(map(len, sides))):
                parts = [side[index] if index < len(side) else ('', ' ') for side in sides]
                yield *parts, differs

    def _format_line(self, prefix, number, text):
        identity = f' id="{prefix}{number}"' if isinstance(number, int) else ''
        text = text.replace('&', '&amp;').replace('>', '&gt;').replace('<', '&lt;')
        text = text.replace(' ', '&nbsp;').rstrip()
        return (f'<td class="diff_header"{identity}>{number}</td>'
                f'<td nowrap="nowrap">{text}</td>')

    def _links(self, flags, prefix, numlines):
        """For each row: its name, and the link to the next change."""
        names, links = [''] * len(flags), [''] * len(flags)
        changes = last = 0
        for index, flag in enumerate(flags):
            if flag and not (index and flags[index - 1]):
                last = index
                # The link leads some rows above the change.
                names[max(0, index - numlines)] = f' id="difflib_chg_{prefix}_{changes}"'
                changes += 1
                links[last] = f'<a href="#difflib_chg_{prefix}_{changes}">n</a>'
        if not flags[0]:
            links[0] = f'<a href="#difflib_chg_{prefix}_0">f</a>'
        links[last] = f'<a href="#difflib_chg_{prefix}_top">t</a>'
        return names, links

    def make_table(self, fromlines, tolines, fromdesc='', todesc='', context=False, numlines=5):
        """A table with both texts side by side; with a context, only what is near changes."""
        number = HtmlDiff._default_prefix
        HtmlDiff._default_prefix += 1
        prefixes = f'from{number}_', f'to{number}_'
        pairs = _mdiff(list(map(self._expand, fromlines)), list(map(self._expand, tolines)),
                       numlines if context else None, self._linejunk, self._charjunk)
        if self._wrapcolumn:
            pairs = self._wrapped(pairs)
        rows = []
        for *sides, differs in pairs:
            cells = [differs is not None and self._format_line(prefix, *side)
                     for prefix, side in zip(prefixes, sides)]
            rows.append((*cells, differs))
        if not rows:
            text = 'No Differences Found' if context else 'Empty File'
            rows = [(*2 * [f'<td></td><td>&nbsp;{text}&nbsp;</td>'], False)]
        names, links = self._links([row[2] for row in rows], prefixes[1], numlines)
        lines = []
        for index, (left, right, differs) in enumerate(rows):
            if differs is not None:
                lines.append(
                    f'            <tr><td class="diff_next"{names[index]}>{links[index]}</td>{left}'
                    f'<td class="diff_next">{links[index]}</td>{right}</tr>\n')
            elif index > 0:
                lines.append('        </tbody>        \n        <tbody>\n')
        header = ''
        if fromdesc or todesc:
            cells = [f'<th class="diff_next"><br /></th>'
                     f'<th colspan="2" class="diff_header">{text}</th>'
                     for text in (fromdesc, todesc)]
            header = f'<thead><tr>{"".join(cells)}</tr></thead>'
        table = self._table_template % {'data_rows': ''.join(lines), 'header_row': header,
                                        'prefix': prefixes[1]}
        for mark, kind in ('+', 'add'), ('-', 'sub'), ('^', 'chg'):
            table = table.replace(f'\0{mark}', f'<span class="diff_{kind}">')
        return table.replace('\1', '</span>').replace('\t', '&nbsp;')


HtmlDiff.__module__ = 'difflib'
