# Shows: encode and decode with several encodings and error handlers.


def attempt(action):
    try:
        print(ascii(action()))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


text = "aé日😀"
for encoding in (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-be", "utf-8-sig", "utf-7",
    "unicode_escape", "raw_unicode_escape", "punycode"
):
    encoded = text.encode(encoding)
    print(encoding, encoded, encoded.decode(encoding) == text)
for encoding in ("ascii", "latin-1", "cp1252", "koi8-r", "iso8859-15", "cp437"):
    for errors in (
        "strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace"
    ):
        attempt(lambda: text.encode(encoding, errors))
attempt(lambda: "\ud800".encode())
attempt(lambda: "a\udc80\udcff".encode("utf-8", "surrogateescape"))
attempt(lambda: "\ud800".encode("utf-8", "surrogatepass"))
attempt(lambda: b"a\xffb\xc3".decode("utf-8", "surrogateescape"))
for wrong in (
    b"\xff", b"a\x80", b"\xc3", b"\xc3(", b"\xe2\x82", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80",
    b"\xc0\x80", b"\xf4\x90\x80\x80"
):
    for errors in ("strict", "replace", "ignore", "backslashreplace"):
        attempt(lambda: wrong.decode("utf-8", errors))
attempt(lambda: b"\x80".decode("ascii"))
attempt(lambda: b"a".decode("utf-16"))
attempt(lambda: b"\x00\xd8".decode("utf-16-le"))
attempt(lambda: b"\x81".decode("cp1252"))
attempt(lambda: "a".encode("no-such"))
attempt(lambda: "é".encode("ascii", "no-such"))
attempt(lambda: "a".encode(1))
attempt(lambda: b"QQ==".decode("base64"))
