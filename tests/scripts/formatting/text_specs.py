# Shows: the format mini-language for strs, and for objects that have no own format.


def attempt(value, spec):
    try:
        print(f"{spec!r:10} [{format(value, spec)}]")
    except Exception as error:
        print(f"{spec!r:10} {type(error).__name__}: {error}")


for spec in (
    "", "s", "8", "<8", ">8", "^8", "^9", "*^9", ".2", "6.2", ">6.2s", "08", "é>8", "😀^8", ".0",
    ".100", "0<8", "1", "\n>7"
):
    attempt("weft", spec)
for spec in (
    "d", "=8", "+", " ", ",", "_", "#", "z", "x", "8d", ".", "s8", "<<<8", "99999999999999999999"
):
    attempt("weft", spec)


class Plain:
    def __str__(self):
        return "plain"


class Loud:
    def __format__(self, spec):
        return spec.upper() or "EMPTY"


class Wrong:
    def __format__(self, spec):
        return 1


attempt(Plain(), "")
attempt(Plain(), ">8")
attempt(Loud(), "abc")
attempt(Loud(), "")
attempt(Wrong(), "")
attempt(None, "")
attempt(None, ">5")
attempt([1], "5")
attempt((1,), "s")
attempt({}, "d")
attempt(b"ab", ">3")
attempt(print, "x")
attempt("a", 5)
attempt(Plain, "9")
print(format("a"), format(5), format(Plain()), "{:^{w}}".format("mid", w=9), f"{'x':>{2 + 3}}")
