# URLs of all combinations of parts, and odd ones.
from urllib.parse import *
import hashlib
import itertools
parts = ["", "http:", "HTTP:", "mailto:", "x-y:", "1a:", ":", "a b:", "é:", "http", "path:with"]
locs = ["", "//", "//h", "//h?x", "//u:p@h:80", "//[::1]:8", "//é", "//h#f/g", "//a;b", "///x"]
paths = ["", "/", "/a/b;p", "a/../b", "a;x=1", "/%20é", "/a\tb\n", "a:b"]
tails = ["", "?", "#", "?q=1&r=2", "#f", "?a?b#c#d", "#x?y", ";p?q#f"]
for p, l in itertools.product(parts, locs):
    digest = hashlib.sha256()
    for a, t in itertools.product(paths, tails):
        url = p + l + a + t
        try:
            got = urlsplit(url), urlparse(url, "ftp"), urlsplit(url, allow_fragments=False), urlparse(url).geturl(), urljoin("http://b/c/d;p?q", url), urljoin(url, "../x"), urljoin(url, "?y"), urldefrag(url)
        except ValueError as e:
            got = e
        digest.update(f"{url!a} {got!a}\n".encode())
    print(ascii(p + l), digest.hexdigest()[:12])
for url in ("\x00 http://x/\x01", "http\t://x", "http://x\u200b/y", b"http://h/p?q#f", b"//h", "http://[::1", "http://[1.2.3.4]/", "http://\u2100/"):
    for f in (urlsplit, urlparse, lambda u: urlparse(u).geturl(), urldefrag):
        try: print(ascii(f(url)))
        except Exception as e: print(type(e), ascii(str(e)))
for a in ((b"x", "http"), ("x", b"http"), (1, ""), (None, ""), ("", b""), (b"", "")):
    for f in (urlsplit, urlparse):
        try: print(f(*a))
        except Exception as e: print(type(e), e)
for c in (("http", "h", "p", "", "q", "f"), ("", "", "//x", "", "", ""), ("a",) * 5, ("a",) * 7, (b"http", b"h", b"", b"", b"", b""), ("http", b"h", "", "", "", "")):
    for f in (urlunparse, urlunsplit):
        try: print(f(c))
        except Exception as e: print(type(e), e)
print(urlencode({"a": [1, 2], "b": "x y", "é": b"\xff"}), urlencode({"a": [1, 2], "b": "xy", "c": (3,), "d": 5}, doseq=True), urlencode([("a", "b")], quote_via=quote))
class S(str): pass
print(urlsplit(S("http://a/b")), urljoin(S("http://a/b"), S("c")))
