# Reversing, replacing, counting and encoding text beyond ASCII.
texts = ["", "é", "aé", "éa", "abc", "héllo wörld " * 3, "日本語 text", "a😀b\ud800c\U0010ffff", "e\u0301x", "ÿ\x80\xff\u0100"]
for text in texts:
    print(ascii(text[::-1]), ascii(text[-2::-1]), ascii(text[:-3:-1]), ascii(text[1::-1]), ascii(text[::-2]))
    assert text[::-1] == "".join(reversed(text)) == "".join(list(text)[::-1])
    for codec in ("ascii", "latin-1", "cp1252", "utf-16-le", "utf-8"):
        for errors in ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape"):
            try:
                print(codec, errors, text.encode(codec, errors))
            except UnicodeEncodeError as error:
                print(error, error.start, error.end)
    for old, new in (("ö", "oe"), ("é", ""), ("lo", "É"), ("日本", "日"), ("ll", "l"), ("aa", "b"), (" w", "W ")):
        for limit in (-1, 0, 1, 2):
            assert text.replace(old, new, limit) == new.join(text.split(old, limit)), (text, old)
        print(ascii(text.replace(old, new)), text.count(old), text.find(old), text.rfind(old))
for text, old in (("aaaaa", "aa"), ("abababa", "aba"), ("the then they", "the"), ("x" * 600 + "yz" + "x" * 9, "yz"), ("ab" * 300, "ab"), ("etaeta" * 20, "eta"), ("zz", "zzz")):
    print(text.replace(old, "<>")[:60], text.count(old), text.encode().replace(old.encode(), b"-")[:60], text.encode().count(old.encode()))


def skip(error):
    return "?!", error.end + 1


def back(error):
    return (b"#", 0) if error.start > 5 and not seen.append(1) and len(seen) < 3 else ("_", error.end)


import codecs

seen = []
codecs.register_error("skip", skip)
codecs.register_error("back", back)
print("aéb日c".encode("ascii", "skip"), "abcdefé".encode("latin-1"), "abcdef日é".encode("latin-1", "back"))
for data in (b"\xe9\x80abc", b"h\xc3\xa9", b"\xff" * 3):
    print(ascii(data.decode("latin-1")), ascii(data.decode("ascii", "replace")))
