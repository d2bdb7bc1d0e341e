# Shows: str.format: automatic and numbered fields, names, attributes, subscripts, conversions, nesting.


class Box:
    size = 3

    def __format__(self, spec):
        return f"Box({spec})"

    def __repr__(self):
        return "Box!"


def attempt(text, *args, **kwargs):
    try:
        print(repr(text), "->", text.format(*args, **kwargs))
    except Exception as error:
        print(repr(text), "->", f"{type(error).__name__}: {error}")


attempt("{} {}", 1, "two")
attempt("{1} {0} {1}", 1, "two")
attempt("{name} {0}", 5, name="n")
attempt("{{}} {{{0}}}", 5)
attempt("{0.size} {0!r} {0!s} {0:x{{y}} {0}", Box())
attempt("{0.size} {0!r} {0!s} {0:>5}", Box())
attempt("{0[1]} {0[-1]} {1[key]} {1[two words]}", [10, 20], {"key": "v", "-1": 2, "two words": 3})
attempt("{0[1]} {1[key]} {1[two words]} {1[0]}", [10, 20], {"key": "v", "two words": 3, 0: "zero"})
attempt("{:{}} {:{width}.{precision}f}", "a", 5, 3.14159, width=8, precision=2)
attempt("{!r:>8} {!a}", "é", "é")
attempt("{0:{1}}{2}", 1, ">3", 9)
attempt("{0:,} {0:_} {1:%} {2:e}", 1234567, 0.5, 12.0)
attempt("no fields")
attempt("{a.b}", a=1)
for text in (
    "{", "}", "{0", "{}{0}", "{0}{}", "{1}", "{x}", "{0!x}", "{0!}", "{0!rr}", "{0[}", "{0[]}",
    "{0.}", "{0[1}", "{:{:{}}}", "{0:d}", "{0 }", "{0[0]x}", "{!", "{0!s"
):
    attempt(text, "text")
attempt("{0[a]}", [1])
attempt("{0[9]}", [1])
print("{x} {y}".format_map({"x": 1, "y": 2}))


class Default(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{x} {y.real}".format_map(Default(y=3)))
