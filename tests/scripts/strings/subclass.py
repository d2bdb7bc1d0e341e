# Shows: a subclass of str, its own methods, and which operations give a plain str.


class Tag(str):
    def __new__(cls, text, kind="plain"):
        self = super().__new__(cls, text)
        self.kind = kind
        return self

    def __str__(self):
        return "str:" + self.upper()

    def __repr__(self):
        return f"Tag({super().__repr__()})"

    def __format__(self, spec):
        return f"<{spec}>"


tag = Tag("weft", kind="loom")
print(
    tag, [tag], f"{tag}", f"{tag:>9}", f"{tag!s}", f"{tag!r}", "%s %r" % (tag, tag),
    "{0} {0!s:6}|".format(tag)
)
print(tag.kind, tag.__dict__, len(tag), tag == "weft", hash(tag) == hash("weft"), {tag: 1}["weft"])
for made in (
    tag + "x", tag * 2, tag[:], tag.upper(), tag.strip(), tag.replace("z", "y"), tag.format(),
    "".join([tag]), str(tag), tag.__getnewargs__()
):
    print(type(made).__name__, repr(made))
print(
    isinstance(tag, str), type(tag).__mro__[1].__name__, tag in ["weft"], "ef" in tag,
    sorted([Tag("b"), "a"])
)


class NotText:
    def __str__(self):
        return 5


class NotRepr:
    def __repr__(self):
        return None


for wrong in (
    lambda: str(NotText()), lambda: repr(NotRepr()), lambda: f"{NotText()}",
    lambda: "%s" % NotRepr(), lambda: print(NotText())
):
    try:
        print(wrong())
    except TypeError as error:
        print(error)
