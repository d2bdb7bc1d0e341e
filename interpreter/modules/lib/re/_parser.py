"""From the text of a pattern to a tree of operations.

A tree is a SubPattern: a list of (operation, argument) pairs, in which an
argument may hold further trees.
"""

from ._constants import *

SPECIAL_CHARS = '.\\[{()*+?^$|'
REPEAT_CHARS = '*+?{'

DIGITS = frozenset('0123456789')
OCTDIGITS = frozenset('01234567')
HEXDIGITS = frozenset('0123456789abcdefABCDEF')
ASCIILETTERS = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
WHITESPACE = frozenset(' \t\n\r\v\f')

_REPEATCODES = frozenset((MIN_REPEAT, MAX_REPEAT, POSSESSIVE_REPEAT))
_UNITCODES = frozenset((ANY, RANGE, IN, LITERAL, NOT_LITERAL, CATEGORY))

ESCAPES = {
    '\\' + letter: (LITERAL, ord(character))
    for letter, character in zip('abfnrtv\\', '\a\b\f\n\r\t\v\\')
}

CATEGORIES = {
    r'\A': (AT, AT_BEGINNING_STRING),
    r'\b': (AT, AT_BOUNDARY),
    r'\B': (AT, AT_NON_BOUNDARY),
    r'\d': (IN, [(CATEGORY, CATEGORY_DIGIT)]),
    r'\D': (IN, [(CATEGORY, CATEGORY_NOT_DIGIT)]),
    r'\s': (IN, [(CATEGORY, CATEGORY_SPACE)]),
    r'\S': (IN, [(CATEGORY, CATEGORY_NOT_SPACE)]),
    r'\w': (IN, [(CATEGORY, CATEGORY_WORD)]),
    r'\W': (IN, [(CATEGORY, CATEGORY_NOT_WORD)]),
    r'\Z': (AT, AT_END_STRING),
}

FLAGS = {
    'i': SRE_FLAG_IGNORECASE,
    'L': SRE_FLAG_LOCALE,
    'm': SRE_FLAG_MULTILINE,
    's': SRE_FLAG_DOTALL,
    'x': SRE_FLAG_VERBOSE,
    'a': SRE_FLAG_ASCII,
    'u': SRE_FLAG_UNICODE,
}

# Of these a pattern has exactly one at a time.
TYPE_FLAGS = SRE_FLAG_ASCII | SRE_FLAG_LOCALE | SRE_FLAG_UNICODE
# These cannot be switched within a pattern.
GLOBAL_FLAGS = SRE_FLAG_DEBUG

# As wide as a pattern gets; larger than any repeat count or code word.
MAXWIDTH = 1 << 64


class State:
    """What is known of the pattern as a whole while it is parsed."""

    def __init__(self):
        self.flags = 0
        self.groupdict = {}
        # The width of each group, None while it is open; group 0 never closes.
        self.groupwidths = [None]
        # How many groups there were when the outermost lookbehind began.
        self.lookbehindgroups = None
        # Where a group was first asked about in a condition.
        self.grouprefpos = {}

    @property
    def groups(self):
        return len(self.groupwidths)

    def opengroup(self, name=None):
        number = len(self.groupwidths)
        self.groupwidths.append(None)
        if number >= MAXGROUPS:
            raise error('too many groups')
        if name is not None:
            earlier = self.groupdict.setdefault(name, number)
            if earlier != number:
                raise error(f'redefinition of group name {name!r} as group '
                            f'{number}; was group {earlier}')
        return number

    def closegroup(self, gid, p):
        self.groupwidths[gid] = p.getwidth()

    def checkgroup(self, gid):
        return gid < len(self.groupwidths) and self.groupwidths[gid] is not None

    def checklookbehindgroup(self, gid, source):
        limit = self.lookbehindgroups
        if limit is not None:
            if not self.checkgroup(gid):
                raise source.error('cannot refer to an open group')
            if gid >= limit:
                raise source.error('cannot refer to group defined in the same '
                                   'lookbehind subpattern')


class SubPattern:
    """A sequence of operations."""

    def __init__(self, state, data=None):
        self.state = state
        self.data = [] if data is None else data
        self.width = None

    def __repr__(self):
        return repr(self.data)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        found = self.data[index]
        return SubPattern(self.state, found) if isinstance(index, slice) else found

    def __setitem__(self, index, code):
        self.data[index] = code

    def __delitem__(self, index):
        del self.data[index]

    def insert(self, index, code):
        self.data.insert(index, code)

    def append(self, code):
        self.data.append(code)

    def dump(self, level=0):
        """Print the tree."""
        margin = '  ' * level
        for op, av in self.data:
            if op is IN:
                print(f'{margin}{op}')
                for member, value in av:
                    print(f'{margin}  {member} {value}')
            elif op is BRANCH:
                print(f'{margin}{op}')
                for number, branch in enumerate(av[1]):
                    if number:
                        print(f'{margin}OR')
                    branch.dump(level + 1)
            elif op is GROUPREF_EXISTS:
                group, yes, no = av
                print(f'{margin}{op} {group}')
                yes.dump(level + 1)
                if no:
                    print(f'{margin}ELSE')
                    no.dump(level + 1)
            else:
                parts = av if isinstance(av, (tuple, list)) else (av,)
                trees = [part for part in parts if isinstance(part, SubPattern)]
                words = [f' {part}' for part in parts
                         if not isinstance(part, SubPattern)]
                print(f"{margin}{op}{''.join(words)}")
                for tree in trees:
                    tree.dump(level + 1)

    def getwidth(self):
        """Return the least and the greatest number of characters matched."""
        if self.width is not None:
            return self.width
        least = most = 0
        for op, av in self.data:
            if op in _UNITCODES:
                low = high = 1
            elif op is SUBPATTERN:
                low, high = av[3].getwidth()
            elif op in _REPEATCODES:
                low, high = av[2].getwidth()
                low *= av[0]
                high = MAXWIDTH if av[1] == MAXREPEAT and high else high * av[1]
            elif op is BRANCH:
                low, high = MAXWIDTH, 0
                for branch in av[1]:
                    branch_low, branch_high = branch.getwidth()
                    low = min(low, branch_low)
                    high = max(high, branch_high)
            elif op is GROUPREF:
                low, high = self.state.groupwidths[av]
            elif op is GROUPREF_EXISTS:
                low, high = av[1].getwidth()
                if av[2] is None:
                    low = 0
                else:
                    no_low, no_high = av[2].getwidth()
                    low = min(low, no_low)
                    high = max(high, no_high)
            elif op is ATOMIC_GROUP:
                low, high = av.getwidth()
            elif op is SUCCESS:
                break
            else:
                continue
            least += low
            most += high
        self.width = min(least, MAXWIDTH), min(most, MAXWIDTH)
        return self.width


class Tokenizer:
    """Hands out the characters of a pattern, each backslash with its next."""

    def __init__(self, string):
        self.istext = isinstance(string, str)
        self.string = string
        self.decoded_string = string if self.istext else str(string, 'latin1')
        self.index = 0
        self._advance()

    def _advance(self):
        text = self.decoded_string
        index = self.index
        if index >= len(text):
            self.next = None
            return
        token = text[index]
        if token == '\\':
            token = text[index:index + 2]
            if len(token) < 2:
                raise error('bad escape (end of pattern)',
                            self.string, len(text) - 1)
        self.index = index + len(token)
        self.next = token

    def match(self, char):
        if char == self.next:
            self._advance()
            return True
        return False

    def get(self):
        token = self.next
        self._advance()
        return token

    def getwhile(self, n, charset):
        """Take up to n tokens that are in the set."""
        taken = ''
        while n > 0 and self.next in charset:
            taken += self.next
            self._advance()
            n -= 1
        return taken

    def getuntil(self, terminator, name):
        """Take what stands before the terminator, and the terminator."""
        taken = ''
        while True:
            token = self.get()
            if token is None:
                if not taken:
                    raise self.error('missing ' + name)
                raise self.error(
                    f'missing {terminator}, unterminated name', len(taken))
            if token == terminator:
                if not taken:
                    raise self.error('missing ' + name, 1)
                return taken
            taken += token

    def tell(self):
        return self.index - len(self.next or '')

    pos = property(tell)

    def seek(self, index):
        self.index = index
        self._advance()

    def error(self, msg, offset=0):
        """Make an error at `offset` characters before the next token."""
        if not self.istext:
            msg = msg.encode('ascii', 'backslashreplace').decode('ascii')
        return error(msg, self.string, self.tell() - offset)

    def checkgroupname(self, name, offset):
        if not self.istext and not name.isascii():
            shown = ascii(name)
        elif not name.isidentifier():
            shown = repr(name)
        else:
            return
        raise self.error(f'bad character in group name {shown}',
                         len(name) + offset)


def _warn(message):
    """Warn of a pattern, at the place that asked to compile it."""
    import sys
    import warnings
    level = 2
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get('__package__') == __package__:
        frame = frame.f_back
        level += 1
    warnings.warn(message, FutureWarning, stacklevel=level)


_HEX_LENGTHS = {'x': 2, 'u': 4, 'U': 8}


def _coded_escape(source, escape):
    """Read an escape that gives a character's number or name.

    Returns None if the escape is of another kind.
    """
    kind = escape[1]
    if not (kind == 'x' or source.istext and kind in 'uUN'):
        return None
    if kind == 'N':
        import unicodedata
        if not source.match('{'):
            raise source.error('missing {')
        name = source.getuntil('}', 'character name')
        try:
            return LITERAL, ord(unicodedata.lookup(name))
        except (KeyError, TypeError):
            raise source.error(f'undefined character name {name!r}',
                               len(name) + len(r'\N{}')) from None
    length = _HEX_LENGTHS[kind]
    digits = source.getwhile(length, HEXDIGITS)
    escape += digits
    if len(digits) != length:
        raise source.error('incomplete escape ' + escape, len(escape))
    number = int(digits, 16)
    if number > 0x10ffff:
        raise source.error('bad escape ' + escape, len(escape))
    return LITERAL, number


def _octal(source, escape):
    number = int(escape[1:], 8)
    if number > 0o377:
        raise source.error(f'octal escape value {escape} outside of '
                           'range 0-0o377', len(escape))
    return number


def _plain_escape(source, escape):
    """Read an escaped character that stands for itself."""
    if escape[1] in ASCIILETTERS or escape[1] in DIGITS:
        raise source.error('bad escape ' + escape, len(escape))
    return LITERAL, ord(escape[1])


def _class_escape(source, escape):
    """Read an escape within a character set."""
    code = ESCAPES.get(escape)
    if code:
        return code
    code = CATEGORIES.get(escape)
    if code and code[0] is IN:
        return code
    code = _coded_escape(source, escape)
    if code:
        return code
    if escape[1] in OCTDIGITS:
        escape += source.getwhile(2, OCTDIGITS)
        return LITERAL, _octal(source, escape)
    return _plain_escape(source, escape)


def _escape(source, escape, state):
    """Read an escape outside of a character set."""
    code = CATEGORIES.get(escape) or ESCAPES.get(escape)
    if code:
        return code
    code = _coded_escape(source, escape)
    if code:
        return code
    digit = escape[1]
    if digit == '0':
        escape += source.getwhile(2, OCTDIGITS)
        return LITERAL, int(escape[1:], 8)
    if digit not in DIGITS:
        return _plain_escape(source, escape)
    # Three octal digits are a character, everything else is a group.
    if source.next in DIGITS:
        escape += source.get()
        if (digit in OCTDIGITS and escape[2] in OCTDIGITS
                and source.next in OCTDIGITS):
            escape += source.get()
            return LITERAL, _octal(source, escape)
    group = int(escape[1:])
    if group >= state.groups:
        raise source.error(f'invalid group reference {group}', len(escape) - 1)
    if not state.checkgroup(group):
        raise source.error('cannot refer to an open group', len(escape))
    state.checklookbehindgroup(group, source)
    return GROUPREF, group


def _uniq(items):
    return list(dict.fromkeys(items))


def _parse_sub(source, state, verbose, nested):
    """Parse alternatives, up to a closing parenthesis or the end."""
    branches = [_parse(source, state, verbose, nested + 1, not nested)]
    while source.next == '|':
        source._advance()
        if not nested:
            # The first alternative may have set the flag for all.
            verbose = state.flags & SRE_FLAG_VERBOSE
        branches.append(_parse(source, state, verbose, nested + 1))
    if len(branches) == 1:
        return branches[0]

    tree = SubPattern(state)
    # Operations with which all alternatives begin come first, once.
    shared = 0
    for steps in zip(*[branch.data for branch in branches]):
        first = steps[0]
        if any([step != first for step in steps]):
            break
        tree.append(first)
        shared += 1
    if shared:
        for branch in branches:
            del branch.data[:shared]

    # Alternatives of one character each are a character set.
    members = []
    for branch in branches:
        if len(branch.data) != 1:
            break
        op, av = step = branch.data[0]
        if op is LITERAL:
            members.append(step)
        elif op is IN and av[0][0] is not NEGATE:
            members += av
        else:
            break
    else:
        tree.append((IN, _uniq(members)))
        return tree

    tree.append((BRANCH, (None, branches)))
    return tree


def _parse(source, state, verbose, nested, first=False):
    """Parse a sequence, up to a bar, a closing parenthesis or the end."""
    tree = SubPattern(state)
    data = tree.data
    splice = False
    while (this := source.next) is not None and this not in '|)':
        source._advance()
        if verbose and (this in WHITESPACE or this == '#'):
            if this == '#':
                while source.get() not in (None, '\n'):
                    pass
        elif this[0] == '\\':
            data.append(_escape(source, this, state))
        elif this not in SPECIAL_CHARS:
            data.append((LITERAL, ord(this)))
        elif this == '.':
            data.append((ANY, None))
        elif this in REPEAT_CHARS:
            here = source.tell()
            counts = _parse_counts(source, this, here)
            if counts is None:
                data.append((LITERAL, ord(this)))
            else:
                _repeat_last(source, tree, counts, here - len(this))
        elif this == '[':
            data.append(_parse_set(source))
        elif this == '^':
            data.append((AT, AT_BEGINNING))
        elif this == '$':
            data.append((AT, AT_END))
        else:
            start = source.tell() - 1
            kind, argument = _parse_opening(source, state, start)
            if kind is None:
                # Complete in itself, or a comment.
                if argument is not None:
                    data.append(argument)
                continue
            if kind is FLAGS:
                if not first or data:
                    raise source.error(
                        'global flags not at the start of the expression',
                        source.tell() - start)
                verbose = state.flags & SRE_FLAG_VERBOSE
                continue
            if kind is SUBPATTERN:
                group, add_flags, del_flags = argument
                inner_verbose = ((verbose or add_flags & SRE_FLAG_VERBOSE)
                                 and not del_flags & SRE_FLAG_VERBOSE)
                inner = _parse_sub(source, state, inner_verbose, nested + 1)
                step = SUBPATTERN, (group, add_flags, del_flags, inner)
                if group is None and not add_flags and not del_flags:
                    splice = True
            elif kind is ATOMIC_GROUP:
                inner = _parse_sub(source, state, verbose, nested + 1)
                step = ATOMIC_GROUP, inner
            elif kind is GROUPREF_EXISTS:
                inner = _parse(source, state, verbose, nested + 1)
                otherwise = None
                if source.match('|'):
                    otherwise = _parse(source, state, verbose, nested + 1)
                    if source.next == '|':
                        raise source.error('conditional backref with more '
                                           'than two branches')
                step = GROUPREF_EXISTS, (argument, inner, otherwise)
            else:
                outermost = argument < 0 and state.lookbehindgroups is None
                if outermost:
                    state.lookbehindgroups = state.groups
                inner = _parse_sub(source, state, verbose, nested + 1)
                if outermost:
                    state.lookbehindgroups = None
                step = kind, (argument, inner)
                if kind is ASSERT_NOT and not inner:
                    # Nothing matches everywhere.
                    step = FAILURE, ()
            if not source.match(')'):
                raise source.error('missing ), unterminated subpattern',
                                   source.tell() - start)
            if kind is SUBPATTERN and group is not None:
                state.closegroup(group, inner)
            data.append(step)

    if splice:
        # Groups that only enclose give way to what they enclose.
        for index in range(len(data) - 1, -1, -1):
            op, av = data[index]
            if op is SUBPATTERN and _is_transparent(av):
                data[index:index + 1] = av[3].data
    return tree


def _is_transparent(av):
    """Tell whether a subpattern neither captures nor changes flags."""
    return av[0] is None and not av[1] and not av[2]


def _parse_counts(source, this, here):
    """Return how often to repeat, or None if the brace is only a brace."""
    if this == '?':
        return 0, 1
    if this == '*':
        return 0, MAXREPEAT
    if this == '+':
        return 1, MAXREPEAT
    if source.next == '}':
        return None
    low = high = _take_digits(source)
    if source.match(','):
        high = _take_digits(source)
    if not source.match('}'):
        source.seek(here)
        return None
    least, most = 0, MAXREPEAT
    if low:
        least = int(low)
        if least >= MAXREPEAT:
            raise OverflowError('the repetition number is too large')
    if high:
        most = int(high)
        if most >= MAXREPEAT:
            raise OverflowError('the repetition number is too large')
        if most < least:
            raise source.error('min repeat greater than max repeat',
                               source.tell() - here)
    return least, most


def _take_digits(source):
    digits = ''
    while source.next in DIGITS:
        digits += source.get()
    return digits


def _repeat_last(source, tree, counts, start):
    """Put a repetition in the place of the last operation."""
    item = tree[-1:]
    if not item or item.data[0][0] is AT:
        raise source.error('nothing to repeat', source.tell() - start)
    op, av = item.data[0]
    if op in _REPEATCODES:
        raise source.error('multiple repeat', source.tell() - start)
    if op is SUBPATTERN and _is_transparent(av):
        item = av[3]
    if source.match('?'):
        op = MIN_REPEAT
    elif source.match('+'):
        op = POSSESSIVE_REPEAT
    else:
        op = MAX_REPEAT
    tree[-1] = op, (*counts, item)


_DOUBLED = {'-': 'difference', '&': 'intersection',
            '~': 'symmetric difference', '|': 'union'}


def _parse_set(source):
    """Parse a character set, after its opening bracket."""
    here = source.tell() - 1
    if source.next == '[':
        _warn(f'Possible nested set at position {source.tell()}')
    negate = source.match('^')
    members = []
    while True:
        this = _set_token(source, here)
        if this == ']' and members:
            break
        if this[0] == '\\':
            low = _class_escape(source, this)
        else:
            if members and this == source.next and this in _DOUBLED:
                _warn(f'Possible set {_DOUBLED[this]} at position '
                      f'{source.tell() - 1}')
            low = LITERAL, ord(this)
        if not source.match('-'):
            members.append(low[1][0] if low[0] is IN else low)
            continue
        that = _set_token(source, here)
        if that == ']':
            members.append(low[1][0] if low[0] is IN else low)
            members.append((LITERAL, ord('-')))
            break
        if that[0] == '\\':
            high = _class_escape(source, that)
        else:
            if that == '-':
                _warn('Possible set difference at position '
                      f'{source.tell() - 2}')
            high = LITERAL, ord(that)
        if low[0] is IN or high[0] is IN or high[1] < low[1]:
            raise source.error(f'bad character range {this}-{that}',
                               len(this) + 1 + len(that))
        members.append((RANGE, (low[1], high[1])))

    members = _uniq(members)
    if len(members) == 1 and members[0][0] is LITERAL:
        return (NOT_LITERAL, members[0][1]) if negate else members[0]
    if negate:
        members.insert(0, (NEGATE, None))
    return IN, members


def _set_token(source, here):
    token = source.get()
    if token is None:
        raise source.error('unterminated character set', source.tell() - here)
    return token


def _parse_opening(source, state, start):
    """Parse what follows an opening parenthesis, up to the enclosed pattern.

    Returns what encloses the pattern and its arguments. Without a pattern to
    enclose, returns None and the operation, if there is one, or FLAGS and None
    if flags were set for the whole pattern.
    """
    if not source.match('?'):
        return SUBPATTERN, (state.opengroup(), 0, 0)
    char = source.get()
    if char is None:
        raise source.error('unexpected end of pattern')
    if char == ':':
        return SUBPATTERN, (None, 0, 0)
    if char == 'P':
        return _parse_named(source, state)
    if char == '=':
        return ASSERT, 1
    if char == '!':
        return ASSERT_NOT, 1
    if char == '<':
        char = source.get()
        if char is None:
            raise source.error('unexpected end of pattern')
        if char not in '=!':
            raise source.error('unknown extension ?<' + char, len(char) + 2)
        return (ASSERT if char == '=' else ASSERT_NOT), -1
    if char == '>':
        return ATOMIC_GROUP, None
    if char == '(':
        return GROUPREF_EXISTS, _parse_condition(source, state)
    if char == '#':
        while (token := source.get()) != ')':
            if token is None:
                raise source.error('missing ), unterminated comment',
                                   source.tell() - start)
        return None, None
    if char in FLAGS or char == '-':
        flags = _parse_flags(source, state, char)
        if flags is None:
            return FLAGS, None
        return SUBPATTERN, (None, *flags)
    raise source.error('unknown extension ?' + char, len(char) + 1)


def _parse_named(source, state):
    """Parse the name of a new group, or a reference by name."""
    if source.match('<'):
        name = source.getuntil('>', 'group name')
        source.checkgroupname(name, 1)
        try:
            return SUBPATTERN, (state.opengroup(name), 0, 0)
        except error as problem:
            raise source.error(problem.msg, len(name) + 1) from None
    if source.match('='):
        name = source.getuntil(')', 'group name')
        source.checkgroupname(name, 1)
        group = _named_group(source, state, name)
        if not state.checkgroup(group):
            raise source.error('cannot refer to an open group', len(name) + 1)
        state.checklookbehindgroup(group, source)
        return None, (GROUPREF, group)
    char = source.get()
    if char is None:
        raise source.error('unexpected end of pattern')
    raise source.error('unknown extension ?P' + char, len(char) + 2)


def _named_group(source, state, name):
    group = state.groupdict.get(name)
    if group is None:
        raise source.error(f'unknown group name {name!r}', len(name) + 1)
    return group


def _is_number(name):
    return name.isdecimal() and name.isascii()


def _parse_condition(source, state):
    """Parse the number or name of the group that a condition asks about."""
    name = source.getuntil(')', 'group name')
    if _is_number(name):
        group = int(name)
        if not group:
            raise source.error('bad group number', len(name) + 1)
        if group >= MAXGROUPS:
            raise source.error(f'invalid group reference {group}',
                               len(name) + 1)
        # The group may still come; parse() checks that it has.
        state.grouprefpos.setdefault(group, source.tell() - len(name) - 1)
    else:
        source.checkgroupname(name, 1)
        group = _named_group(source, state, name)
    state.checklookbehindgroup(group, source)
    return group


def _parse_flags(source, state, char):
    """Parse inline flags; return those to add and those to remove.

    Returns None if they hold for the whole pattern.
    """
    add_flags = del_flags = 0
    if char != '-':
        while True:
            flag = FLAGS[char]
            if char == ('L' if source.istext else 'u'):
                kind = 'str' if source.istext else 'bytes'
                raise source.error(f"bad inline flags: cannot use '{char}' "
                                   f'flag with a {kind} pattern')
            add_flags |= flag
            if flag & TYPE_FLAGS and add_flags & TYPE_FLAGS != flag:
                raise source.error("bad inline flags: flags 'a', 'u' and 'L' "
                                   'are incompatible')
            char = _flag_token(source, ')-:', 'missing -, : or )')
            if char in ')-:':
                break
    if char == ')':
        state.flags |= add_flags
        return None
    if char == '-':
        char = _flag_token(source, '', 'missing flag')
        while char != ':':
            flag = FLAGS[char]
            if flag & TYPE_FLAGS:
                raise source.error("bad inline flags: cannot turn off flags "
                                   "'a', 'u' and 'L'")
            del_flags |= flag
            char = _flag_token(source, ':', 'missing :')
    if add_flags & del_flags:
        raise source.error('bad inline flags: flag turned on and off', 1)
    return add_flags, del_flags


def _flag_token(source, stops, problem):
    """Take a flag's letter or one of the stops."""
    char = source.get()
    if char is None:
        raise source.error(problem)
    if char not in FLAGS and char not in stops:
        raise source.error('unknown flag' if char.isalpha() else problem,
                           len(char))
    return char


def fix_flags(src, flags):
    """Check the flags against the type of the pattern and complete them."""
    if isinstance(src, str):
        if flags & SRE_FLAG_LOCALE:
            raise ValueError('cannot use LOCALE flag with a str pattern')
        if not flags & SRE_FLAG_ASCII:
            flags |= SRE_FLAG_UNICODE
        elif flags & SRE_FLAG_UNICODE:
            raise ValueError('ASCII and UNICODE flags are incompatible')
    elif flags & SRE_FLAG_UNICODE:
        raise ValueError('cannot use UNICODE flag with a bytes pattern')
    elif flags & SRE_FLAG_LOCALE and flags & SRE_FLAG_ASCII:
        raise ValueError('ASCII and LOCALE flags are incompatible')
    return flags


def parse(str, flags=0, state=None):
    """Parse a whole pattern."""
    source = Tokenizer(str)
    if state is None:
        state = State()
    state.flags = flags
    state.str = str
    tree = _parse_sub(source, state, flags & SRE_FLAG_VERBOSE, 0)
    state.flags = fix_flags(str, state.flags)
    if source.next is not None:
        raise source.error('unbalanced parenthesis')
    for group, position in state.grouprefpos.items():
        if group >= state.groups:
            raise error(f'invalid group reference {group}', str, position)
    if flags & SRE_FLAG_DEBUG:
        tree.dump()
    return tree


def parse_template(source, pattern):
    """Parse a replacement template.

    Returns a list in which texts and group numbers alternate; it begins and
    ends with a text.
    """
    tokens = Tokenizer(source)
    parts = ['']
    while (this := tokens.get()) is not None:
        group = None
        if this[0] == '\\':
            letter = this[1]
            if letter == 'g':
                if not tokens.match('<'):
                    raise tokens.error('missing <')
                name = tokens.getuntil('>', 'group name')
                group = _template_group(tokens, name, pattern.groupindex)
                offset = len(name) + 1
            elif letter == '0':
                this += tokens.getwhile(2, OCTDIGITS)
                this = chr(int(this[1:], 8) & 0xff)
            elif letter in DIGITS:
                if tokens.next in DIGITS:
                    this += tokens.get()
                if (len(this) == 3 and letter in OCTDIGITS
                        and this[2] in OCTDIGITS and tokens.next in OCTDIGITS):
                    this = chr(_octal(tokens, this + tokens.get()))
                else:
                    group = int(this[1:])
                    offset = len(this) - 1
            elif this in ESCAPES:
                this = chr(ESCAPES[this][1])
            elif letter in ASCIILETTERS:
                raise tokens.error('bad escape ' + this, len(this))
        if group is None:
            parts[-1] += this
        elif group > pattern.groups:
            raise tokens.error(f'invalid group reference {group}', offset)
        else:
            parts += group, ''
    if not tokens.istext:
        parts[::2] = [part.encode('latin-1') for part in parts[::2]]
    return parts


def _template_group(tokens, name, groupindex):
    if not _is_number(name):
        tokens.checkgroupname(name, 1)
        try:
            return groupindex[name]
        except KeyError:
            raise IndexError(f'unknown group name {name!r}') from None
    group = int(name)
    if group >= MAXGROUPS:
        raise tokens.error(f'invalid group reference {group}', len(name) + 1)
    return group
