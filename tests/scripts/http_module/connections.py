"""http.client without a server: what is sent, what is read; statuses and methods."""
import http
import http.client
import io


class Fake:
    def __init__(self, text):
        self.text, self.sent = text, b''

    def sendall(self, data):
        self.sent += bytes(data)

    def makefile(self, mode):
        return io.BufferedReader(io.BytesIO(self.text))

    def close(self):
        pass


def connect(text=b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', host='example.com', **options):
    connection = http.client.HTTPConnection(host, **options)
    connection.sock = Fake(text)
    return connection


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


for host in 'example.com', 'h:81', '[::1]:82', '[::1]', 'h:':
    connection = connect(host=host)
    connection.request('GET', '/p', headers={'X': 'y', 'N': 5})
    print(connection.host, connection.port, connection.sock.sent)
for body in b'abc', 'text', [b'a', b'bc'], io.BytesIO(b'file'), io.StringIO('f'), None:
    connection = connect()
    connection.request('POST', '/', body)
    print(connection.sock.sent)
connection = connect()
connection.putrequest('GET', '/')
print(attempt(connection.putrequest, 'GET', '/'), attempt(connection.getresponse))
for wrong in (('a b', 'x'), ('a:', 'x'), ('a', 'x\r\ny'), ('', 'x')):
    print(attempt(connection.putheader, *wrong))
print(attempt(connect().request, 'GET', '/ a'), attempt(connect().request, 'G\n', '/'),
      attempt(connect().request, 'POST', '/', '\u20ac'), attempt(connect, host='a\nb'),
      attempt(connect, host='h:x'))
for text in (b'HTTP/1.1 204 None\r\n\r\n', b'HTTP/1.0 200 OK\r\n\r\nrest', b'', b'junk\r\n',
             b'HTTP/1.1 99 X\r\n\r\n', b'HTTP/2.0 200 X\r\n\r\n',
             b'HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!',
             b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi',
             b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nzz\r\n',
             b'HTTP/1.1 200\r\nA: b\r\n c\r\nWrong\r\nD: e\r\n\r\n',
             b'HTTP/1.1 200 OK\r\n' + b'A: b\r\n' * 101 + b'\r\n',
             b'HTTP/1.1 200 ' + b'x' * 65537):
    connection = connect(text)
    connection.request('GET', '/')
    response = attempt(connection.getresponse)
    if isinstance(response, str):
        print(response)
        continue
    print(response.version, response.status, response.reason, response.will_close, response.length,
          response.getheaders(), attempt(response.read))
print(repr(http.HTTPStatus(404)), http.HTTPStatus.OK.phrase, http.HTTPStatus.GONE.description,
      http.HTTPStatus.OK.is_success, repr(http.HTTPMethod.PATCH), http.client.responses[418],
      http.client.NOT_FOUND == 404, http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE.name)
