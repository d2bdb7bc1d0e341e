# Shows: sys.exit with a tuple prints it; exit in a nested call passes except Exception.
import sys


class Code:
    def __str__(self):
        return "text of the code"


try:
    try:
        sys.exit(Code())
    except Exception:
        print("never")
except SystemExit as error:
    print(error.code)


def deep(n):
    if n == 0:
        raise SystemExit((1, "two"))
    deep(n - 1)


deep(5)
