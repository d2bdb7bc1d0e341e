# Shows: codecs: lookup, incremental decoding, own error handlers and own codecs, BOMs.
import codecs
import io

info = codecs.lookup("UTF8")
print(
    info.name, codecs.lookup("latin_1").name, codecs.lookup("ISO-8859-15").name,
    codecs.encode("é", "utf-8"), codecs.decode(b"abc", "ascii"), codecs.encode("abc", "rot13"),
    codecs.decode("48656c6c6f", "hex"), codecs.encode(b"ab", "base64"), codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE
)
decoder = codecs.getincrementaldecoder("utf-8")()
print(
    [decoder.decode(bytes([byte])) for byte in "aé😀".encode()], decoder.decode(b"\xc3"),
    decoder.getstate()
)
try:
    decoder.decode(b"", final=True)
except UnicodeDecodeError as error:
    print(error)
decoder.reset()
encoder = codecs.getincrementalencoder("utf-16")()
print(
    encoder.encode("a"), encoder.encode("b"),
    codecs.getincrementaldecoder("utf-8")("replace").decode(b"\xffa", True)
)


def question(error):
    if isinstance(error, UnicodeEncodeError):
        return "?" * (error.end - error.start), error.end
    return f"<{error.object[error.start]:02x}>", error.start + 1


codecs.register_error("weft.question", question)
codecs.register_error("weft.wrong", lambda error: 5)
print(
    "a日本b".encode("ascii", "weft.question"), b"a\xff\xfeb".decode("utf-8", "weft.question"),
    codecs.lookup_error("strict").__name__
)


def search(name):
    if name == "weft_reverse":
        return codecs.CodecInfo(
            lambda text, errors="strict": (text[::-1].encode(), len(text)),
            lambda data, errors="strict": (bytes(data).decode()[::-1], len(data)), name=name
        )


codecs.register(search)
print(
    "abc".encode("weft-reverse"), b"abc".decode("weft_reverse"), codecs.lookup("weft_reverse").name
)
codecs.unregister(search)
for action in (
    lambda: "a".encode("weft_gone"), lambda: codecs.lookup("no such"),
    lambda: codecs.lookup_error("none"), lambda: "é".encode("ascii", "weft.wrong"),
    lambda: codecs.register(5), lambda: codecs.register_error(5, len),
    lambda: codecs.encode("é", "ascii"), lambda: codecs.decode("zz", "hex"),
    lambda: "a".encode("rot13"), lambda: codecs.encode("a", "hex"),
    lambda: codecs.charmap_encode("é", "strict", {}), lambda: codecs.utf_8_decode(b"\xff"),
    lambda: codecs.escape_decode(b"\\x4"), lambda: codecs.unicode_escape_decode("\\N{x}")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}", getattr(error, "__notes__", ""))
reader = codecs.getreader("utf-8")(io.BytesIO("line é\nsecond".encode()))
print(
    reader.readline(), reader.read(), codecs.utf_8_decode(b"a\xc3"),
    codecs.escape_decode(rb"\x41\n\101"), codecs.iterdecode([b"\xc3", b"\xa9"], "utf-8").__next__(),
    list(codecs.iterencode("aé", "utf-8")),
    codecs.charmap_decode(b"ab", "strict", {97: "x", 98: "yz"})
)
