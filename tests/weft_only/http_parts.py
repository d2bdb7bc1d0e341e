"""The parts of weft.http that need no network: URLs, headers, parameters, settings."""
import weft.http as http


class OfHttpx:
    """A timeout as httpx has it."""

    connect, read, write, pool = 1, 2, 3, 4

    def as_dict(self):
        return {}


for timeout in (OfHttpx(), 5, None, (1, 2), http.Timeout(3)):
    print(http.Timeout(timeout))
print(http.Timeout(10, read=None), http.Timeout(connect=1, read=1, write=1, pool=1))
try:
    http.Timeout(connect=1)
except ValueError as error:
    print(error)
print(http.Limits())

url = http.URL('https://user:p%40ss@[::1]:8443/a/./b/../c?x=1&y=%20#part')
print(url.host, url.port, url.path, url.query, url.params, url.username, url.password, url.fragment)
print(repr(url), url.netloc, url.raw_path)
for bad in ('http://a:99999/', 'http://a:x/', 'http://[::1', 'http://a b/', 'http://a\n/',
            'http://ä..test/', 'http://a/' + 'x' * 70000):
    try:
        print(http.URL(bad))
    except http.InvalidURL as error:
        print(repr(error))
print(http.URL('http://e.test').copy_with(path='/ä b', params={'q': '1 2'}))
print(http.URL('//x/y'), http.URL('?a=b').is_relative_url, http.URL('HTTP://E:80/').port)
for reference in ('//f/g', './../c', '?q', '#part', '/', '../../../x', 'http://f'):
    print(reference, http.URL('http://e/a/b?c').join(reference))
print(http.QueryParams('a=1&a=2&b=%20+').multi_items(), http.QueryParams({'a': [1, None, True]}))
print(http.QueryParams('a=1').merge({'b': 2}).set('a', 3), http.QueryParams('a=%zz%').get('a'))

headers = http.Headers({'A': '1', 'b': '2'})
headers['a'] = '3'
print(headers, headers.get('B'), 'A' in headers, dict(headers), headers.raw)
twice = http.Headers([('x', '1'), ('X', '2, 3')])
print(twice, twice['x'], twice.get_list('x', split_commas=True))
print(http.Headers({'Authorization': 'z'}))

response = http.Response(404, json={'a': 1}, request=http.Request('GET', 'http://e/'))
print(response, response.json(), response.text, response.headers)
try:
    response.raise_for_status()
except http.HTTPStatusError as error:
    print(error, error.response.status_code)
print(list(http.Response(200, text='one\r\ntwo\rthree').iter_lines()))
print(http.Request('POST', 'http://e/x', data={'a': [1, 2]}).content)
form = http.Request('POST', 'http://e/', data={'k': 'v'},
                    files={'f': ('n".txt', b'data', 'text/x')})
boundary = form.headers['content-type'].partition('=')[2]
print(form.content.replace(boundary.encode(), b'BOUNDARY'))
