"""From a tree of operations to the code that the matching engine runs."""

import _sre
import re._parser as _parser
from ._constants import *

if _sre.MAGIC != MAGIC:
    raise ImportError('the matching engine expects other code')

MAXCODE = (1 << _sre.CODESIZE * 8) - 1
_CODEBITS = _sre.CODESIZE * 8

# Operations that match one character.
_UNIT_CODES = frozenset((LITERAL, NOT_LITERAL, ANY, IN))

# For each kind of repetition: the code before and after what is repeated, and
# the code that serves when that is one character.
_REPEATING_CODES = {
    MAX_REPEAT: (REPEAT, MAX_UNTIL, REPEAT_ONE),
    MIN_REPEAT: (REPEAT, MIN_UNTIL, MIN_REPEAT_ONE),
    POSSESSIVE_REPEAT: (POSSESSIVE_REPEAT, SUCCESS, POSSESSIVE_REPEAT_ONE),
}


class _Case:
    """How characters are compared under a set of flags.

    `iscased` and `tolower` are None unless the compiler itself has to know
    what case does; under LOCALE only the engine can know.
    """

    iscased = tolower = None
    extra = None
    exact = False
    literals = None
    set_code = IN
    group_code = GROUPREF

    def __init__(self, flags):
        if not flags & SRE_FLAG_IGNORECASE:
            self.exact = True
        elif flags & SRE_FLAG_LOCALE:
            self.literals = OP_LOCALE_IGNORE
            self.set_code = IN_LOC_IGNORE
            self.group_code = GROUPREF_LOC_IGNORE
        elif flags & SRE_FLAG_UNICODE:
            from ._casefix import _EXTRA_CASES
            self.iscased = _sre.unicode_iscased
            self.tolower = _sre.unicode_tolower
            self.extra = _EXTRA_CASES
            self.literals = OP_UNICODE_IGNORE
            self.set_code = IN_UNI_IGNORE
            self.group_code = GROUPREF_UNI_IGNORE
        else:
            self.iscased = _sre.ascii_iscased
            self.tolower = _sre.ascii_tolower
            self.literals = OP_IGNORE
            self.set_code = IN_IGNORE
            self.group_code = GROUPREF_IGNORE


_cases = {}


def _case(flags):
    key = flags & (SRE_FLAG_IGNORECASE | SRE_FLAG_LOCALE | SRE_FLAG_UNICODE)
    case = _cases.get(key)
    if case is None:
        case = _cases[key] = _Case(key)
    return case


def _combine_flags(flags, add_flags, del_flags):
    if add_flags & _parser.TYPE_FLAGS:
        flags &= ~_parser.TYPE_FLAGS
    return (flags | add_flags) & ~del_flags


def _hole(code):
    """Leave room for a distance and return where."""
    code.append(0)
    return len(code) - 1


def _fill(code, hole, beyond=0):
    """Enter the distance from the hole to the end of the code."""
    code[hole] = len(code) - hole + beyond


def _compile(code, pattern, flags):
    """Append the code for a tree."""
    case = _case(flags)
    for op, av in pattern:
        if op is LITERAL or op is NOT_LITERAL:
            if case.exact:
                code += op, av
            else:
                _compile_literal(code, op, av, case)
        elif op is IN:
            members, cased = _optimize_charset(
                av, case.iscased, case.tolower, case.extra)
            if not cased and case.iscased:
                code.append(IN)
            else:
                code.append(case.set_code)
            hole = _hole(code)
            _compile_charset(members, flags, code)
            _fill(code, hole)
        elif op is ANY:
            code.append(ANY_ALL if flags & SRE_FLAG_DOTALL else ANY)
        elif op is SUBPATTERN:
            group, add_flags, del_flags, inner = av
            if group:
                code += MARK, (group - 1) * 2
            _compile(code, inner, _combine_flags(flags, add_flags, del_flags))
            if group:
                code += MARK, (group - 1) * 2 + 1
        elif op in _REPEATING_CODES:
            least, most, inner = av
            before, after, single = _REPEATING_CODES[op]
            simple = _simple(inner)
            code.append(single if simple else before)
            hole = _hole(code)
            code += least, most
            _compile(code, inner, flags)
            if simple:
                code.append(SUCCESS)
                _fill(code, hole)
            else:
                _fill(code, hole)
                code.append(after)
        elif op is BRANCH:
            code.append(op)
            ends = []
            for branch in av[1]:
                hole = _hole(code)
                _compile(code, branch, flags)
                code.append(JUMP)
                ends.append(_hole(code))
                _fill(code, hole)
            code.append(FAILURE)
            for hole in ends:
                _fill(code, hole)
        elif op is AT:
            if flags & SRE_FLAG_MULTILINE:
                av = AT_MULTILINE.get(av, av)
            if flags & SRE_FLAG_LOCALE:
                av = AT_LOCALE.get(av, av)
            elif flags & SRE_FLAG_UNICODE:
                av = AT_UNICODE.get(av, av)
            code += op, av
        elif op is GROUPREF:
            code += case.group_code, av - 1
        elif op is ASSERT or op is ASSERT_NOT:
            code.append(op)
            hole = _hole(code)
            code.append(_lookbehind_width(av[1]) if av[0] < 0 else 0)
            _compile(code, av[1], flags)
            code.append(SUCCESS)
            _fill(code, hole)
        elif op is GROUPREF_EXISTS:
            group, yes, no = av
            code += op, group - 1
            hole = _hole(code)
            _compile(code, yes, flags)
            if no:
                code.append(JUMP)
                end = _hole(code)
                _fill(code, hole, 1)
                _compile(code, no, flags)
                _fill(code, end)
            else:
                _fill(code, hole, 1)
        elif op is ATOMIC_GROUP:
            code.append(op)
            hole = _hole(code)
            _compile(code, av, flags)
            code.append(SUCCESS)
            _fill(code, hole)
        elif op is CATEGORY:
            code += op, _category(av, flags)
        elif op is SUCCESS or op is FAILURE:
            code.append(op)
        else:
            raise PatternError(f'internal: unsupported operand type {op!r}')


def _compile_literal(code, op, character, case):
    """Append the code for a character whose case may not matter."""
    if case.iscased is None:
        code += case.literals[op], character
        return
    if not case.iscased(character):
        code += op, character
        return
    lower = case.tolower(character)
    if not case.extra or lower not in case.extra:
        code += case.literals[op], lower
        return
    code.append(IN_UNI_IGNORE)
    hole = _hole(code)
    if op is NOT_LITERAL:
        code.append(NEGATE)
    for same in (lower, *case.extra[lower]):
        code += LITERAL, same
    code.append(FAILURE)
    _fill(code, hole)


def _lookbehind_width(tree):
    least, most = tree.getwidth()
    if least > MAXCODE:
        raise error('looks too much behind')
    if least != most:
        raise PatternError('look-behind requires fixed-width pattern')
    return least


def _category(category, flags):
    if flags & SRE_FLAG_LOCALE:
        return CH_LOCALE[category]
    if flags & SRE_FLAG_UNICODE:
        return CH_UNICODE[category]
    return category


def _compile_charset(charset, flags, code):
    """Append the code for the members of a set."""
    for op, av in charset:
        code.append(op)
        if op is LITERAL:
            code.append(av)
        elif op is RANGE or op is RANGE_UNI_IGNORE:
            code += av
        elif op is CATEGORY:
            code.append(_category(av, flags))
        elif op is CHARSET or op is BIGCHARSET:
            code += av
        elif op is not NEGATE:
            raise PatternError(f'internal: unsupported set operator {op!r}')
    code.append(FAILURE)


def _optimize_charset(charset, iscased=None, fixup=None, fixes=None):
    """Bring a set into a form that is compact and fast to search.

    Returns the new list of members, and whether case can matter for any of
    them. Characters are folded by `fixup` and then stand for those that `fixes`
    gives for them, too.
    """
    front = []     # the negation
    rest = []      # what a map of characters cannot hold
    marked = bytearray(256)
    cased = False
    for op, av in charset:
        if op is NEGATE:
            front.append((op, av))
            continue
        if op is LITERAL:
            low = high = av
        elif op is RANGE:
            low, high = av
        else:
            rest.append((op, av))
            continue
        if len(marked) == 256 and _leaves_latin1(low, high, fixup, fixes):
            marked += bytes(0xff00)
        if high < 0x10000:
            _mark(marked, low, high, fixup, fixes)
            if fixup and not cased:
                cased = any(map(iscased, range(low, high + 1)))
            continue
        # Of a range, the part that the map can hold is in it nevertheless.
        _mark(marked, low, min(high, 0xffff), fixup, fixes)
        if fixup:
            # Beyond the map, characters match if their lowercase forms are
            # equal or one is the other's uppercase, as these codes compare.
            cased = True
            if op is RANGE:
                op = RANGE_UNI_IGNORE
        rest.append((op, av))

    runs = _find_runs(marked)
    if runs is not None:
        members = front + [
            (LITERAL, start) if end - start == 1 else (RANGE, (start, end - 1))
            for start, end in runs] + rest
        if cased or len(members) < len(charset):
            return members, cased
        return charset, cased
    if len(marked) == 256:
        front.append((CHARSET, _mk_bitmap(marked)))
    else:
        front.append((BIGCHARSET, _chunks(bytes(marked))))
    return front + rest, cased


def _mark(marked, low, high, fixup, fixes):
    """Mark the characters of a range, as far as the map reaches."""
    if fixup is None:
        if high >= low:
            marked[low:high + 1] = b'\1' * (high + 1 - low)
        return
    size = len(marked)
    for character in map(fixup, range(low, high + 1)):
        if character >= size:
            return
        marked[character] = 1
        if fixes and character in fixes:
            for same in fixes[character]:
                marked[same] = 1


def _leaves_latin1(low, high, fixup, fixes):
    """Tell whether a range needs more than the small map."""
    if fixup is None:
        return high > 255
    for character in map(fixup, range(low, high + 1)):
        if character > 255:
            return True
        if fixes and character in fixes and max(fixes[character]) > 255:
            return True
    return False


def _find_runs(marked):
    """Return at most two runs of marked characters, None if there are more."""
    runs = []
    end = 0
    while (start := marked.find(1, end)) >= 0:
        if len(runs) == 2:
            return None
        end = marked.find(0, start)
        if end < 0:
            runs.append((start, len(marked)))
            break
        runs.append((start, end))
    return runs


def _mk_bitmap(bits):
    """Return the words whose bits are the bytes given, lowest first."""
    digits = bits.translate(b'0' + b'1' * 255)[::-1]
    return [int(digits[end - _CODEBITS:end], 2)
            for end in range(len(digits), 0, -_CODEBITS)]


def _chunks(marked):
    """Return the large map: chunks of 256 bits, each only once.

    First the number of chunks, then for each high byte of a character the
    number of its chunk, four to a word, then the chunks.
    """
    numbers = {}
    index = bytearray(256)
    for page in range(256):
        chunk = marked[page * 256:page * 256 + 256]
        index[page] = numbers.setdefault(chunk, len(numbers))
    return [len(numbers), *_bytes_to_codes(index),
            *_mk_bitmap(b''.join(numbers))]


def _bytes_to_codes(data):
    import sys
    size = _sre.CODESIZE
    return [int.from_bytes(data[start:start + size], sys.byteorder)
            for start in range(0, len(data), size)]


def _simple(tree):
    """Tell whether a tree matches one character and captures nothing."""
    while len(tree) == 1:
        op, av = tree[0]
        if op is not SUBPATTERN:
            return op in _UNIT_CODES
        if av[0] is not None:
            break
        tree = av[3]
    return False


def _generate_overlap_table(prefix):
    """For each place, how much of the start ends there once more."""
    table = [0]
    matched = 0
    for item in prefix[1:]:
        while matched and item != prefix[matched]:
            matched = table[matched - 1]
        if item == prefix[matched]:
            matched += 1
        table.append(matched)
    return table[:len(prefix)]


def _get_iscased(flags):
    if not flags & SRE_FLAG_IGNORECASE:
        return None
    if flags & SRE_FLAG_UNICODE:
        return _sre.unicode_iscased
    return _sre.ascii_iscased


def _by_locale(flags):
    return flags & SRE_FLAG_IGNORECASE and flags & SRE_FLAG_LOCALE


def _get_literal_prefix(pattern, flags):
    """Find the characters with which every match begins.

    Returns them, the number that stand before the first group (None if no
    group begins among them), and whether they are the whole pattern.
    """
    prefix = []
    skip = None
    iscased = _get_iscased(flags)
    for op, av in pattern.data:
        if op is LITERAL:
            if iscased and iscased(av):
                break
            prefix.append(av)
        elif op is SUBPATTERN:
            group, add_flags, del_flags, inner = av
            inner_flags = _combine_flags(flags, add_flags, del_flags)
            if _by_locale(inner_flags):
                break
            inner_prefix, inner_skip, complete = _get_literal_prefix(
                inner, inner_flags)
            if skip is None:
                if group is not None:
                    skip = len(prefix)
                elif inner_skip is not None:
                    skip = len(prefix) + inner_skip
            prefix += inner_prefix
            if not complete:
                break
        else:
            break
    else:
        return prefix, skip, True
    return prefix, skip, False


def _get_charset_prefix(pattern, flags):
    """Find the set of characters with which a match can begin, or None."""
    while pattern.data:
        op, av = pattern.data[0]
        if op is not SUBPATTERN:
            break
        group, add_flags, del_flags, pattern = av
        flags = _combine_flags(flags, add_flags, del_flags)
        if _by_locale(flags):
            return None
    else:
        return None

    iscased = _get_iscased(flags)
    if op is LITERAL:
        charset = [(op, av)]
    elif op is BRANCH:
        charset = []
        for branch in av[1]:
            if not branch or branch.data[0][0] is not LITERAL:
                return None
            charset.append(branch.data[0])
    elif op is IN:
        charset = av
    else:
        return None
    if iscased:
        for op, av in charset:
            if op is LITERAL and iscased(av):
                return None
            if op is RANGE and (av[1] > 0xffff or
                                any(map(iscased, range(av[0], av[1] + 1)))):
                return None
    return charset


def _compile_info(code, pattern, flags):
    """Append the block that helps the search to find a place to begin."""
    least, most = pattern.getwidth()
    most = min(most, MAXCODE)
    if least == 0:
        code += INFO, 4, 0, least, most
        return
    prefix, skip, complete, charset = [], None, False, None
    if not _by_locale(flags):
        prefix, skip, complete = _get_literal_prefix(pattern, flags)
        if not prefix:
            charset = _get_charset_prefix(pattern, flags)
    mask = 0
    if prefix:
        mask = SRE_INFO_PREFIX
        if skip is None and complete:
            mask |= SRE_INFO_LITERAL
    elif charset:
        mask = SRE_INFO_CHARSET
    code.append(INFO)
    hole = _hole(code)
    code += mask, min(least, MAXCODE), most
    if prefix:
        code += len(prefix), len(prefix) if skip is None else skip
        code += prefix
        code += _generate_overlap_table(prefix)
    elif charset:
        _compile_charset(_optimize_charset(charset)[0], flags, code)
    _fill(code, hole)


def isstring(obj):
    return isinstance(obj, (str, bytes))


def _code(tree, flags):
    flags |= tree.state.flags
    code = []
    _compile_info(code, tree, flags)
    _compile(code, tree.data, flags)
    code.append(SUCCESS)
    return code


def dis(code):
    """Print the code."""
    from ._listing import print_code
    print_code(code)


def compile(p, flags=0):
    """Make a Pattern from a text or a tree."""
    pattern = None
    if isstring(p):
        pattern = p
        p = _parser.parse(p, flags)
    code = _code(p, flags)
    if flags & SRE_FLAG_DEBUG:
        print()
        dis(code)
    state = p.state
    names = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    return _sre.compile(pattern, flags | state.flags, code, state.groups - 1,
                        state.groupdict, tuple(names))
