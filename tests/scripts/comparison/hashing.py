# Shows: which objects have a hash, that equal ones have equal ones, and how classes lose theirs.
import sys


class Plain:
    pass


class WithEq:
    def __eq__(self, other): return True


class WithBoth:
    def __eq__(self, other): return True
    def __hash__(self): return 5


class Inherits(WithEq):
    pass


class Restores(WithEq):
    __hash__ = object.__hash__


class Child(WithBoth):
    def __eq__(self, other): return False


print([cls.__hash__ is None for cls in (Plain, WithEq, WithBoth, Inherits, Restores, Child)])
for value in (
    Plain(), WithEq(), WithBoth(), Inherits(), Restores(), Child(), [], {}, set(), bytearray(),
    (1, []), frozenset([1]), slice(1), slice([]), range(2), None, ..., NotImplemented, len, int, 1j,
    b"", memoryview(b"a"), memoryview(bytearray(b"a"))
):
    try:
        hash(value)
        print(type(value).__name__, "has a hash")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Returns:
    def __init__(self, value): self.value = value
    def __hash__(self): return self.value


for value in (5, -1, 2**61, 2**64 + 3, True, -(2**70), "x", 1.5, None):
    try:
        print(value, hash(Returns(value)))
    except TypeError as error:
        print(error)
print(
    hash(1) == hash(1.0), hash("a") == hash("a"), hash((1, 2)) == hash((1.0, 2.0)),
    hash(b"a") == hash("a"), hash(frozenset("ab")) == hash(frozenset("ba")),
    hash(range(3)) == hash(range(0, 3, 1)), hash(-1) == hash(-2), hash(True)
)
print(
    hash(None) == hash(None), hash(0.1), hash(10**18), hash(-10**25), hash(1e17),
    hash(float(2**61 - 1)), hash(complex(1, 2)), hash((1, 2, 3)), hash(()), hash(((),)),
    hash(frozenset()), hash(frozenset([1, 2]))
)
print(
    sys.hash_info.width, sys.hash_info.modulus, sys.hash_info.inf, sys.hash_info.imag,
    sys.hash_info.algorithm, hash("") , hash(b"")
)
print(hash("weft"), hash("é日😀"), hash(b"weft"), hash(("weft", 1)), "with the seed 0")
