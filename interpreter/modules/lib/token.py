"""The numbers and names of the token types."""

__all__ = ['tok_name', 'ISTERMINAL', 'ISNONTERMINAL', 'ISEOF']

# Operators follow the first seven types, in the order of their numbers.
_OPERATORS = """
    LPAR ( RPAR ) LSQB [ RSQB ] COLON : COMMA , SEMI ; PLUS + MINUS - STAR *
    SLASH / VBAR | AMPER & LESS < GREATER > EQUAL = DOT . PERCENT % LBRACE {
    RBRACE } EQEQUAL == NOTEQUAL != LESSEQUAL <= GREATEREQUAL >= TILDE ~
    CIRCUMFLEX ^ LEFTSHIFT << RIGHTSHIFT >> DOUBLESTAR ** PLUSEQUAL +=
    MINEQUAL -= STAREQUAL *= SLASHEQUAL /= PERCENTEQUAL %= AMPEREQUAL &=
    VBAREQUAL |= CIRCUMFLEXEQUAL ^= LEFTSHIFTEQUAL <<= RIGHTSHIFTEQUAL >>=
    DOUBLESTAREQUAL **= DOUBLESLASH // DOUBLESLASHEQUAL //= AT @ ATEQUAL @=
    RARROW -> ELLIPSIS ... COLONEQUAL := EXCLAMATION !
""".split()

_NAMES = [
    *"ENDMARKER NAME NUMBER STRING NEWLINE INDENT DEDENT".split(),
    *_OPERATORS[::2],
    *"""OP TYPE_IGNORE TYPE_COMMENT SOFT_KEYWORD FSTRING_START FSTRING_MIDDLE
        FSTRING_END COMMENT NL ERRORTOKEN ENCODING N_TOKENS""".split(),
]

NT_OFFSET = 256
tok_name = dict(enumerate(_NAMES))
tok_name[NT_OFFSET] = 'NT_OFFSET'
globals().update({name: number for number, name in enumerate(_NAMES)})
__all__.extend(tok_name.values())

EXACT_TOKEN_TYPES = dict(sorted(
    [(text, globals()[name]) for name, text in zip(_OPERATORS[::2], _OPERATORS[1::2])]))


def ISTERMINAL(x):
    return x < NT_OFFSET


def ISNONTERMINAL(x):
    return x >= NT_OFFSET


def ISEOF(x):
    return x == ENDMARKER
