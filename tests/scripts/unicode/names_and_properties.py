# Shows: the module unicodedata, for Unicode 15.1.
import unicodedata as u

print(u.unidata_version)
for character in "aÉß½٣Ⅷ日😀\u0301\u200b\n\xa0�€👩":
    print(
        f"U+{ord(character):04X}", u.name(character, "no name"), u.category(character),
        u.bidirectional(character), u.combining(character), u.east_asian_width(character),
        u.mirrored(character), repr(u.decomposition(character)), u.decimal(character, None),
        u.digit(character, None), u.numeric(character, None)
    )
print(
    u.lookup("BULLET"), u.lookup("greek small letter alpha"), "\N{GREEK SMALL LETTER BETA}",
    u.lookup("HANGUL SYLLABLE GAG"), u.name("각"), u.name("日"), u.name("\U00020000")
)
for form in "NFC", "NFD", "NFKC", "NFKD":
    print(
        form, [ascii(u.normalize(form, text)) for text in ("é", "e\u0301", "ﬁ", "Å", "각", "①")],
        u.is_normalized(form, "é")
    )
for action in (
    lambda: u.name("\n"), lambda: u.name("ab"), lambda: u.lookup("NO SUCH"), lambda: u.decimal("a"),
    lambda: u.digit("½"), lambda: u.numeric("x"), lambda: u.normalize("NFX", "a"),
    lambda: u.category(5), lambda: u.name(), lambda: u.category("")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(
    len("é"), len("e\u0301"), "é" == "e\u0301", u.normalize("NFC", "e\u0301") == "é",
    sorted(["é", "e\u0301", "f", "e", "z"]), "ﬀ".upper(), "İ".lower().encode(), len("👩‍👩‍👧"),
    "👍🏽"[0]
)
