# Shows: escapes in literals, raw and continued ones, and how repr chooses quotes and escapes.
print("tab\there", "nul\0len", len("\0"), "\x41\u00e9\U0001F600\N{BULLET}\101\7".encode())
print(r"raw \n \x41", R'\'', len(r"\\"), 'it''s', "a\
b", """three "quotes" and 'single'
lines""")
for text in (
    "plain", "it's", 'say "hi"', "it's \"both\"", "\\", "\n\r\t", "\x00\x1f\x7f\x80\xa0\xad", "é日😀",
    "\u200b\u2028\ue000\ud800\U000e0001", ""
):
    print(repr(text), ascii(text), len(text))
print([""], ["'"], ['"'], {"k'": "v\n"}, ("\\",))
print(
    str(), str("x"), str(1.5), str(None), str(b"ab"), str(b"ab", "ascii"),
    str(b"\xff", errors="replace", encoding="utf-8"), str(object=5)
)
for wrong in (
    lambda: str(b"\xff", "utf-8"),
    lambda: str(1, "utf-8"),
    lambda: str("a", "utf-8"),
    lambda: str(b"a", "nonsense"),
    lambda: str(1, 2, 3, 4),
    lambda: eval(r'"\x4"'),
    lambda: eval(r'"\N{no such name}"'),
    lambda: eval(r'"\u12"'),
    lambda: eval(r'"\U00110000"'),
    lambda: eval("'abc"),
):
    try:
        print(wrong())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
