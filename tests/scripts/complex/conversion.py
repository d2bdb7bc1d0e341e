# Shows: complex() of texts and objects, and the format mini-language for complex numbers.


class Point:
    def __complex__(self):
        return 1 + 2j


class Wrong:
    def __complex__(self):
        return 1.0


class Real:
    def __float__(self):
        return 2.5


def attempt(*args, **kwargs):
    try:
        print(complex(*args, **kwargs))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


for argument in (
    "1+2j", " -1.5e3j ", "(3-4j)", "j", "-j", "1", "inf+nanj", "1_0j", Point(), Real(), 5, True
):
    attempt(argument)
attempt()
attempt(1, 2)
attempt(1.5, -2.5)
attempt(imag=3)
attempt(real=1, imag=1)
attempt(1j, 1j)
for argument in ("", "1 + 2j", "1+2", "j1", "1+2jj", "((1))", None, [], b"1", Wrong()):
    attempt(argument)
attempt("1", 2)
attempt(1, "2")
attempt(1, 2, 3)

number = 3.14159 - 2.5j
for spec in (
    "", ".2f", "10.1f", "<20.2f", "^24", "+.1f", "e", ".3g", ",", "08.1f", "=10", "d", "%", "s"
):
    try:
        print(f"{spec!r:8} [{format(number, spec)}]")
    except Exception as error:
        print(f"{spec!r:8} {type(error).__name__}: {error}")
