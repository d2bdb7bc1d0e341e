# Shows: what asks for more memory than there is raises MemoryError, and the script goes on.
import array
import itertools
import resource

resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))


def growing():
    items = []
    while True:
        items.append(1)


def generating():
    def endless():
        while True:
            yield 1

    return list(endless())


def inside_with():
    import contextlib
    with contextlib.suppress(MemoryError):
        return [0] * 10**13
    return "suppressed"


def again():
    try:
        return "x" * 10**15
    except MemoryError:
        try:
            return bytes(10**15)
        finally:
            print("finally")


cases = {
    "list of a range": lambda: list(range(10**12)),
    "comprehension": lambda: [number for number in range(10**12)],
    "append": growing,
    "generator": generating,
    "repeated array": lambda: array.array("i", [0]) * 10**14,
    "join": lambda: ("x" * 10**6).join([""] * 10**7),
    "translate": lambda: ("a" * 10**6).translate({97: "b" * 10**7}),
    "tee": lambda: itertools.tee([], 10**12),
    "with": inside_with,
    "twice": again,
    "shift": lambda: 1 << 10**12,
    "a shift too far": lambda: 1 << 10**30,
    "read": lambda: open("/dev/zero", "rb").read(10**13),
}
for name, case in cases.items():
    try:
        print(name, type(case()).__name__)
    except (MemoryError, OverflowError) as error:
        print(name, type(error).__name__, error)
print("goes on", sum(range(100)))
