# Shows: int() of texts, numbers and objects, in every base, and what it refuses.


def attempt(*args, **kwargs):
    try:
        print(int(*args, **kwargs))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Truncated:
    def __trunc__(self):
        return 7


class Indexed:
    def __index__(self):
        return 42


class Wrong:
    def __int__(self):
        return "no int"


attempt()
attempt("  -12_345\n")
attempt("\u0661\u0662\u0663")
attempt("0x1F", 16)
attempt("1F", base=16)
attempt("0b101", 0)
attempt("0o17", 0)
attempt("z", 36)
attempt(b"77", 8)
attempt(bytearray(b"12"))
attempt(3.99)
attempt(-3.99)
attempt(1e20)
attempt(True)
attempt(Indexed())
attempt("")
attempt("1__2")
attempt("0x")
attempt("12", 1)
attempt("12", 37)
attempt("9", 8)
attempt("010", 0)
attempt(12, 10)
attempt(base=10)
attempt(float("nan"))
attempt(float("inf"))
attempt(None)
attempt([])
attempt(Wrong())
attempt("1.5")
attempt("1", "2")
attempt(1j)
