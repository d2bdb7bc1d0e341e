# Shows: abs, divmod, pow, round, hex, oct, bin, ascii, repr, format, chr, ord, hash on odd arguments.


class Number:
    def __index__(self): return 255
    def __abs__(self): return "abs"
    def __divmod__(self, other): return "divmod"
    def __rdivmod__(self, other): return "rdivmod"
    def __pow__(self, other, modulus=None): return f"pow {modulus}"
    def __round__(self, *digits): return digits
    def __format__(self, spec): return f"format {spec!r}"
    def __repr__(self): return "é\n"


n = Number()
print(
    abs(n), divmod(n, 1), divmod(1, n), pow(n, 2), pow(n, 2, 3), round(n), round(n, 2),
    round(n, None), format(n), format(n, "x"), repr(n), ascii(n), hex(n), oct(n), bin(n), chr(n)
)
print(
    abs(-5), abs(-2.5), abs(3 - 4j), abs(True), hex(-255), oct(8), bin(-5), hex(2**100), bin(0),
    oct(-0), hex(True)
)
print(
    divmod(7.5, 2), divmod(-7, 2), divmod(2**100, 3**20), pow(2, -1), pow(2, 10, 7), pow(0, 0),
    round(2.5), round(-2.5), round(12345, -2)
)
print(
    ascii("é日😀\n"), ascii(["é"]), repr("é"), repr([1, "a"]), repr(None), repr(int), repr(len),
    repr(...), repr(print), repr(NotImplemented), repr(object)[:8]
)
for action in (
    lambda: abs("a"), lambda: abs(), lambda: divmod(1, 0), lambda: divmod(1),
    lambda: divmod("a", 1), lambda: divmod(1, "a"), lambda: pow(1), lambda: pow("a", 1),
    lambda: pow(1, 2, "a"), lambda: round("a"), lambda: hex(1.5), lambda: hex("a"),
    lambda: oct(None), lambda: bin(2.0), lambda: chr(1.5), lambda: ord(5), lambda: hash([]),
    lambda: format(1, 2), lambda: format(), lambda: ascii(), lambda: repr(1, 2),
    lambda: round(1, "a"), lambda: abs(None), lambda: hash(), lambda: round(n, 1, 2),
    lambda: pow(2, 3, 4, 5), lambda: chr(), lambda: divmod([], 1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
