"""The numbers that the parser, the compiler and the matching engine share."""

from _sre import MAXGROUPS, MAXREPEAT

# The engine refuses code whose numbering it does not know.
MAGIC = 20230612


class PatternError(Exception):
    """A pattern or a replacement template that is not well formed.

    `msg` is the bare message; `pattern`, `pos`, `lineno` and `colno` say
    where, and are None when the place is not known.
    """

    __module__ = 're'

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        text = msg
        if pattern is not None and pos is not None:
            newline = '\n' if isinstance(pattern, str) else b'\n'
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            text = f'{msg} at position {pos}'
            if newline in pattern:
                text += f' (line {self.lineno}, column {self.colno})'
        super().__init__(text)


error = PatternError


class _NamedIntConstant(int):
    """An integer that shows its name; pickling or copying makes no sense."""

    def __new__(cls, value, name):
        self = int.__new__(cls, value)
        self.name = name
        return self

    def __repr__(self):
        return self.name

    __reduce__ = None


def _number(names, prefix=''):
    """Define each name in this module as the number of its position."""
    scope = globals()
    constants = []
    for position, word in enumerate(names.split()):
        name = prefix + word
        constant = scope[name] = _NamedIntConstant(position, name)
        constants.append(constant)
    return constants


MAXREPEAT = _NamedIntConstant(MAXREPEAT, 'MAXREPEAT')

OPCODES = _number('''
    FAILURE SUCCESS
    ANY ANY_ALL ASSERT ASSERT_NOT AT BRANCH CATEGORY CHARSET BIGCHARSET
    GROUPREF GROUPREF_EXISTS IN INFO JUMP LITERAL MARK MAX_UNTIL MIN_UNTIL
    NOT_LITERAL NEGATE RANGE REPEAT REPEAT_ONE SUBPATTERN MIN_REPEAT_ONE
    ATOMIC_GROUP POSSESSIVE_REPEAT POSSESSIVE_REPEAT_ONE
    GROUPREF_IGNORE IN_IGNORE LITERAL_IGNORE NOT_LITERAL_IGNORE
    GROUPREF_LOC_IGNORE IN_LOC_IGNORE LITERAL_LOC_IGNORE NOT_LITERAL_LOC_IGNORE
    GROUPREF_UNI_IGNORE IN_UNI_IGNORE LITERAL_UNI_IGNORE NOT_LITERAL_UNI_IGNORE
    RANGE_UNI_IGNORE
    MIN_REPEAT MAX_REPEAT
''')
# The last two stand only in parse trees; the engine never sees them.
del OPCODES[-2:]

ATCODES = _number('''
    BEGINNING BEGINNING_LINE BEGINNING_STRING BOUNDARY NON_BOUNDARY
    END END_LINE END_STRING
    LOC_BOUNDARY LOC_NON_BOUNDARY UNI_BOUNDARY UNI_NON_BOUNDARY
''', 'AT_')

CHCODES = _number('''
    DIGIT NOT_DIGIT SPACE NOT_SPACE WORD NOT_WORD LINEBREAK NOT_LINEBREAK
    LOC_WORD LOC_NOT_WORD
    UNI_DIGIT UNI_NOT_DIGIT UNI_SPACE UNI_NOT_SPACE UNI_WORD UNI_NOT_WORD
    UNI_LINEBREAK UNI_NOT_LINEBREAK
''', 'CATEGORY_')

# How an operation changes when case is ignored: by ASCII rules, by the
# locale's, by Unicode's.
OP_IGNORE = {LITERAL: LITERAL_IGNORE, NOT_LITERAL: NOT_LITERAL_IGNORE}
OP_LOCALE_IGNORE = {
    LITERAL: LITERAL_LOC_IGNORE, NOT_LITERAL: NOT_LITERAL_LOC_IGNORE}
OP_UNICODE_IGNORE = {
    LITERAL: LITERAL_UNI_IGNORE, NOT_LITERAL: NOT_LITERAL_UNI_IGNORE}

# How a position changes under MULTILINE, LOCALE and UNICODE.
AT_MULTILINE = {AT_BEGINNING: AT_BEGINNING_LINE, AT_END: AT_END_LINE}
AT_LOCALE = {
    AT_BOUNDARY: AT_LOC_BOUNDARY, AT_NON_BOUNDARY: AT_LOC_NON_BOUNDARY}
AT_UNICODE = {
    AT_BOUNDARY: AT_UNI_BOUNDARY, AT_NON_BOUNDARY: AT_UNI_NON_BOUNDARY}

# How a category changes: a locale has its own word characters only, Unicode
# its own of all eight.
CH_LOCALE = {code: code for code in CHCODES[:8]}
CH_LOCALE[CATEGORY_WORD] = CATEGORY_LOC_WORD
CH_LOCALE[CATEGORY_NOT_WORD] = CATEGORY_LOC_NOT_WORD
CH_UNICODE = dict(zip(CHCODES[:8], CHCODES[10:]))

SRE_FLAG_IGNORECASE = 2
SRE_FLAG_LOCALE = 4
SRE_FLAG_MULTILINE = 8
SRE_FLAG_DOTALL = 16
SRE_FLAG_UNICODE = 32
SRE_FLAG_VERBOSE = 64
SRE_FLAG_DEBUG = 128
SRE_FLAG_ASCII = 256

# What the block at the start of compiled code tells the search.
SRE_INFO_PREFIX = 1   # a literal prefix follows
SRE_INFO_LITERAL = 2  # the prefix is the whole pattern
SRE_INFO_CHARSET = 4  # a set of possible first characters follows
