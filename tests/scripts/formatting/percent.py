# Shows: the % operator of str: conversions, flags, width, precision, mappings, and its errors.


def attempt(text, value):
    try:
        print(repr(text), "->", repr(text % value))
    except Exception as error:
        print(repr(text), "->", f"{type(error).__name__}: {error}")


for text in (
    "%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%i", "%u", "%x", "%#x", "%X", "%#o", "%o", "%c",
    "%s", "%r", "%a", "%5s", "%.1s", "%e", "%.2f", "%g", "%%", "%10.4f|", "%-10.2e|", "%ld"
):
    attempt(text, 66) if text != "%%" else attempt(text, ())
for text in ("%d", "%s", "%f", "%.0f", "%+.3g", "%#.0f", "%F", "%E", "%c"):
    attempt(text, 3.7)
attempt("%s %s", ("a", 1))
attempt("%(a)s %(b)05.1f %%", {"a": 1, "b": 2.25})
attempt("%*d|%-*d|%.*f", (5, 1, 4, 2, 3, 3.14159))
attempt("%s", (1,))
attempt("%s", [1, 2])
attempt("%s", {"a": 1})
attempt("%c", "é")
attempt("%.3d %.3x", (5, 255))
attempt("%x", -255)
attempt("%r %a", ("é", "é"))
attempt("%d", True)
attempt("%5.1s|", "abc")
attempt("%s", None)
for text, value in (
    ("%d", "a"), ("%d", None), ("%x", 1.5), ("%f", "1"), ("%c", "ab"), ("%c", -1), ("%c", 1.5),
    ("%", 1), ("%q", 1), ("%d %d", 1),
    ("%d", (1, 2)), ("no", 1), ("no", (1,)), ("no", {}), ("no", []), ("%(a)s", 1), ("%(a)s", {}),
    ("%(a", {"a": 1}), ("%*d", ("a", 1)), ("%s %s", [1, 2]), ("%5", 1), ("%é", 1), ("%.", 1),
    ("%1000000000000d", 1), ("%o", "a"), ("%d", float("nan")),
):
    attempt(text, value)
