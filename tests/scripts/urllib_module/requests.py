"""urllib.request against a server of this script: redirects, errors, data, headers, proxies."""
import os
import socket
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request

os.environ['no_proxy'] = '127.0.0.1'
listener = socket.create_server(('127.0.0.1', 0))
base = f'http://127.0.0.1:{listener.getsockname()[1]}'
PAGES = {
    '/': b'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nX-A: 1\r\nX-A: 2\r\n'
         b'Content-Length: 5\r\n\r\nhello',
    '/moved': b'HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n',
    '/loop': b'HTTP/1.1 301 Moved\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n',
    '/ftp': b'HTTP/1.1 302 Found\r\nLocation: file:///etc\r\nContent-Length: 0\r\n\r\n',
    '/chunks': b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3;x\r\nefg\r\n0\r\nT: 1\r\n\r\n',
    '/short': b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc',
    '/bad': b'nonsense\r\n\r\n', '/nothing': b'',
}
seen = []


def serve():
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, connection.makefile('rb') as file:
            line = file.readline().decode().split()
            headers = []
            while (field := file.readline().strip()):
                headers.append(field.decode())
            length = next((int(each.split(':')[1]) for each in headers
                           if each.lower().startswith('content-length')), 0)
            body = file.read(length)
            if any('chunked' in each for each in headers):
                while not body.endswith(b'0\r\n\r\n'):
                    body += file.readline()
            seen.append((line[:2], sorted(each for each in headers if not each.startswith(
                ('Host', 'User-Agent'))), body))
            path = urllib.parse.urlsplit(line[1]).path
            connection.sendall(PAGES.get(
                path, b'HTTP/1.0 404 Not Found\r\nX-Why: gone\r\n\r\nno such page'))


threading.Thread(target=serve, daemon=True).start()


def attempt(function, *arguments, **options):
    try:
        print(function(*arguments, **options))
    except urllib.error.HTTPError as error:
        print('HTTPError', error, error.code, error.reason.split('\n')[0], error.headers['x-why'],
              error.read(), error.filename.replace(base, ''))
    except Exception as error:
        print(type(error).__name__, str(error).replace(base, ''))


with urllib.request.urlopen(base + '/moved?x=1') as response:
    print(response.status, response.reason, response.msg, response.url.replace(base, ''),
          response.getcode(), response.read(), response.closed, response.read())
    headers = response.headers
    print(headers['x-a'], headers.get_all('X-A'), headers.get_content_type(),
          headers.get_content_charset(), headers.items(), 'x-b' in headers, len(headers))
    print(response.getheader('X-A'), response.getheader('None', 'none'), response.info() is headers)
    print(str(headers).encode())
with urllib.request.urlopen(base + '/chunks') as response:
    print(response.read(3), response.read1(1), response.read(), response.length)
request = urllib.request.Request(base + '/', data=b'a=1', headers={'x-mine': 'yes'}, method='PUT')
print(request.get_method(), request.header_items(), request.host == base[7:], request.selector,
      request.type, request.has_header('X-mine'))
attempt(lambda: urllib.request.urlopen(request).read())
attempt(lambda: urllib.request.urlopen(base, data=urllib.parse.urlencode({'b': 2}).encode()).read())
attempt(lambda: urllib.request.urlopen(base, data=iter([b'x', b'yz'])).read())
for path in '/missing', '/loop', '/ftp', '/bad', '/nothing':
    attempt(urllib.request.urlopen, base + path)
attempt(lambda: urllib.request.urlopen(base + '/short').read())
for line, headers, body in seen:
    print(line, headers, body)
attempt(urllib.request.urlopen, base, data='text')
for url in 'x://y', 'nothing', 'http:///', 'http://127.0.0.1:1/', 'http://a b/':
    attempt(urllib.request.urlopen, url)
print(urllib.request.urlopen('data:text/html;base64,aGk=').read(),
      urllib.request.urlopen('data:,a%20b').headers['content-type'])
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'page.html')
    name, headers = urllib.request.urlretrieve(base + '/', path)
    print(open(name).read(), headers['content-length'])
    with urllib.request.urlopen('file://' + path) as response:
        print(response.read(), response.headers['content-type'], response.headers['content-length'])
os.environ.update({'http_proxy': base, 'HTTPS_PROXY': 'https://p:1', 'NO_PROXY': 'x'})
print({name: url.replace(base, '') for name, url in urllib.request.getproxies().items()})
opener = urllib.request.build_opener(urllib.request.ProxyHandler({'http': base}))
os.environ['no_proxy'] = 'example.org,.internal'
print(opener.open('http://elsewhere.example/').read(), seen[-1][0])
print([bool(urllib.request.proxy_bypass(host))
       for host in ('example.org', 'a.example.org', 'b.internal:80', 'c.net')])
listener.close()
