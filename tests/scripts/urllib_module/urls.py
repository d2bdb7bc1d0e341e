"""URLs: parts, joining, quoting, queries."""
from urllib.parse import *
from urllib.parse import unwrap

URLS = ['http://user:pa%20ss@Example.COM:8080/a/b;p?q=1&r#f', '//host/path', 'mailto:a@b.c', '',
        'http://[fe80::1%25Eth0]:80/', 'file:///etc/x', ' \thttp://a/\nb', 'http://a?b#c?d', 'a:b:c',
        'http://h:99999/', 'http://h:x/', 'HTTP://H/', 'x://y?z']


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


for url in URLS:
    parts = urlsplit(url)
    print(parts, parts.username, parts.password, parts.hostname, attempt(lambda: parts.port),
          repr(parts.geturl()))
    print(urlparse(url), urlunparse(urlparse(url)))
for wrong in 'http://[::1', 'http://[1.2.3.4]/', 'http://[v1]/', 'http://[zz]/', 'http://a\u2100b/':
    print(attempt(urlsplit, wrong))
for reference in ('g', './g', '../g', '../../../g', '/g', '//g', '?y', '#s', ';x', 'g;x=1/../y',
                  'http:g', '', '.', '..', 'g/', 'g//h', 'mailto:x'):
    print(reference, urljoin('http://a/b/c/d;p?q', reference), urljoin('a/b', reference))
print(urldefrag('http://a/b#c'), urldefrag(b'x#y'), urlsplit(b'http://h/p').decode())
print(attempt(urljoin, 'a', b'b'), attempt(urlsplit, 'a', b'http'))
print(quote('a b/\u00fc&'), quote('a/b', safe=''), quote_plus('a b+c'), quote(b'\xff~'),
      quote('\u00fc', encoding='latin-1'), attempt(quote, b'a', encoding='x'), quote_from_bytes(b''))
print(unquote('%C3%BC%zz%4'), unquote('%FF'), unquote('%FF', errors='ignore'), unquote_plus('a+b%2B'),
      unquote_to_bytes('a%20\u00fc'), unquote('\u00fc%20'))
print(urlencode({'a': 1, 'b c': 'd&e'}), urlencode([('a', [1, 2])], doseq=True),
      urlencode([('a', 'x')], quote_via=quote), attempt(urlencode, 5))
print(parse_qs('a=1&a=2&b=&c'), parse_qsl('a=1&b=&c', keep_blank_values=True), parse_qs(b'a=%20'),
      attempt(parse_qsl, 'a', strict_parsing=True), attempt(parse_qsl, 'a&b', max_num_fields=1),
      parse_qsl('a;b=1', separator=';'))
print(unwrap(' <URL:http://a> '), SplitResult('a', 'b', 'c', 'd', 'e').encode())
