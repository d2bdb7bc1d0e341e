# Shows: float() of texts and objects, and what it refuses.


class Half:
    def __float__(self):
        return 0.5


class Indexed:
    def __index__(self):
        return 7


class Wrong:
    def __float__(self):
        return 1


class Sub(float):
    pass


class GivesSub:
    def __float__(self):
        return Sub(2.5)


def attempt(*args):
    try:
        print(repr(float(*args)))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


attempt()
for text in (
    " 1.5\n", "1_000.5", "-.5", "5.", "1e5", "1E-5", "+inf", "-Infinity", "NaN", "\u0661.\u0662",
    b"2.5", bytearray(b"3"), True, 10**20, Half(), Indexed(), Sub(1.5), "1e400", "-1e400", "1e-400",
):
    attempt(text)
for text in (
    "", " ", "1.5.5", "1,5", "1__0", "_1", "1e", "e5", "0x10", "infinit", "1 2", b"abc", None, [],
    1j,
    Wrong(), 10**400, "--1", "1\x00", object,
):
    attempt(text)
attempt(1, 2)
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    attempt(GivesSub())
    print(caught[0].category.__name__, caught[0].message)
