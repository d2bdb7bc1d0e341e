# What a network location consists of, in text and in bytes.
from urllib.parse import *
for u in ("http://u:p@H.com:80/x", "http://[::1%Eth0]:8/", "//h", "x", "http://a@b@C:x/", "http://h:70000/", "http://h:/", "http://[v1.x]/"):
    for v in (u, u.encode()):
        for c in (urlsplit, urlparse):
            try: r = c(v)
            except ValueError as e: print(e); continue
            for a in ("username", "password", "hostname", "port", "netloc"):
                try: print(a, getattr(r, a))
                except ValueError as e: print(a, e)
            print(r.geturl(), (r.decode() if isinstance(v, bytes) else r.encode()))
class S(SplitResult): pass
print(S(*urlsplit("http://a:1/b")).hostname, SplitResult("http", b"H:5", "", "", "") == 1)
