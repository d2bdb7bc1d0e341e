# Measures: addresses and paths: urllib.parse, pathlib, posixpath, ipaddress, html, uuid.
import html
import ipaddress
import posixpath
import uuid
from pathlib import PurePosixPath
from urllib.parse import parse_qs, quote, unquote, urlencode, urljoin, urlparse, urlsplit


def main():
    total = 0
    for n in range(4000):
        url = f"https://user:word@example.com:8080/path/{n}/page.html?q={n}&r=a%20b&n=x#part{n % 7}"
        parts = urlparse(url)
        total += parts.port + len(parts.hostname) + len(parts.geturl())
        total += len(parse_qs(parts.query)["r"][0]) + len(urlsplit(url).path)
        total += len(urljoin(url, f"../{n}/other?x=1")) + len(urlencode({"name": "a b", "n": n}))
        total += len(quote(f"a b/{n}/ü")) + len(unquote("a%20b%C3%BC"))
        path = PurePosixPath("/usr/local") / "lib" / f"file{n}.tar.gz"
        total += len(path.name) + len(path.stem) + len(path.suffix) + len(path.parts)
        total += len(str(path.with_suffix(".zip"))) + len(str(path.relative_to("/usr")))
        total += len(posixpath.join("a", str(n), "../b")) + len(posixpath.normpath("a/./b/../c"))
        address = ipaddress.ip_address(f"192.168.{n % 256}.{n % 251}")
        total += address.is_private + int(address) % 7
        total += len(html.escape(f"<a href='{n}'>&</a>")) + len(html.unescape("&lt;b&gt; &eacute;"))
        total += uuid.uuid5(uuid.NAMESPACE_URL, url).int % 11
    print("web_addresses", total)


main()
