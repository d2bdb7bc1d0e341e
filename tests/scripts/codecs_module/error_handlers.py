# Shows: every standard error handler, for encoding and for decoding, with several codecs.


def attempt(action):
    try:
        print(ascii(action()))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


handlers = [
    "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace",
    "surrogateescape", "surrogatepass"
]
for handler in handlers:
    print(handler)
    for encoding in ("ascii", "latin-1", "utf-8", "utf-16-le", "cp1252"):
        attempt(lambda: "a日\ud800\udcffb".encode(encoding, handler))
    for encoding, data in (
        ("ascii", b"a\x80b"), ("utf-8", b"a\xed\xa0\x80\xffb"), ("utf-16-le", b"a\0\x00\xd8b\0"),
        ("cp1252", b"a\x81b"), ("utf-32-le", b"a\0\0\0\0\xd8\0\0"), ("unicode_escape", rb"a\u12"),
        ("utf-7", b"a+AG\xff")
    ):
        attempt(lambda: data.decode(encoding, handler))
try:
    "aé日b".encode("ascii")
except UnicodeEncodeError as error:
    print(error.encoding, error.object, error.start, error.end, error.reason, error)
try:
    "éa".encode("ascii")
except UnicodeEncodeError as error:
    print(error)
try:
    b"ab\xe2\x82".decode()
except UnicodeDecodeError as error:
    print(error.encoding, error.object, error.start, error.end, error.reason, error)
error = UnicodeDecodeError("codec", b"object", 1, 3, "reason")
error.start, error.end, error.reason = 2, 3, "changed"
print(error, error.args)
