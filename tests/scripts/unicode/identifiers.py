# Shows: identifiers in many scripts; they are compared in NFKC.
größe = 1
名前 = "name"
café = "composed"
ﬁne = "ligature"
µ = "micro"
ℌ = "black letter"
x٣ = "arabic digit"
ª = "ordinal"
print(größe, 名前, café, fine, μ, H, x3 if "x3" in globals() else "digits stay", a)
print([name for name in globals() if not name.startswith("__")])


class Überklasse:
    ñ = 5

    def méthode(self, ärgument=1):
        return ärgument


print(Überklasse.ñ, Überklasse().méthode(ärgument=3), getattr(Überklasse, "ñ"), Überklasse.__name__)
print(
    "größe".isidentifier(), "1a".isidentifier(), "a-b".isidentifier(), "日本".isidentifier(),
    "😀".isidentifier(), "a\u0301".isidentifier(), "℘".isidentifier(), "·a".isidentifier(),
    "a·".isidentifier()
)
for source in (
    "😀 = 1", "a😀 = 1", "€ = 1", "x = “text”", "a b = 1", "x = 1 – 2", "½ = 1", "\u200bx = 1",
    "x = 1\u00a0", "ａ = 1; print(a)", "ｘ２ = 2; print(x2)", "print(１)"
):
    try:
        exec(source)
        print(ascii(source), "is fine")
    except SyntaxError as error:
        print(ascii(source), "->", error.msg)
try:
    exec("ſ = 5\nprint(s)")
    exec("ﬁ")
except NameError as error:
    print(error)
