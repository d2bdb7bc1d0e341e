# Shows: strs of one, two and four bytes per character behave alike.
samples = ["ascii text", "latin é text", "wide 日本 text", "astral 😀 text", "mixed aé日😀"]
for text in samples:
    print(
        len(text), text[-4:], text[::-1], text.upper(), text.find("t"), text.replace("t", "日"),
        text.split(), text.encode("utf-8")[-6:], max(text),
        hash(text) == hash(str(text.encode(), "utf-8"))
    )
joined = "".join(samples)
print(
    len(joined), joined[5:30], joined.count("e"), "日" in joined, joined.index("😀"),
    joined.rindex("é"), sorted(set(joined))[:6], sorted(set(joined))[-3:]
)
print(
    "é" + "日" + "😀" + "a", ("é日😀a" * 2)[1:7], "日本"[0:1] == "日", ("a日")[0] == "a", ("😀a")[1:] == "a",
    "aé".translate({233: "e"}), "日".center(5, "é"), "%s|%5s|%-3s|" % ("日", "é", "😀"),
    f"{'日本':>6}|{'😀':^5}|"
)
print(
    "abc" < "abd" < "é" < "日" < "😀", sorted(["日", "a", "😀", "é", "Z"]), "a\u0000b" < "a\u0001",
    "\ud800" < "\ue000" < "\U00010000"
)
lone = "a\ud800b"
print(
    len(lone), ascii(lone), ascii(lone[1]), ascii(lone.upper()), lone == "a" + chr(0xD800) + "b",
    ascii("\ud83d\ude00"), len("\ud83d\ude00"), "\ud83d\ude00" == "😀"
)
try:
    print(lone)
except UnicodeEncodeError as error:
    print(error)
for text, part in (("日本日", "日"), ("aéa", "é"), ("😀x😀", "😀"), ("abc", "日"), ("日", "日本")):
    print(
        text.find(part), text.rfind(part), text.count(part), text.split(part), text.partition(part),
        text.startswith(part), part in text
    )
grown = ""
for code in (97, 233, 0x65E5, 0x1F600):
    grown += chr(code)
print(
    grown, [ord(character) for character in grown],
    [len(character.encode()) for character in grown], grown.isalpha(), grown.isprintable(),
    grown.casefold()
)
