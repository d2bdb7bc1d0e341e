# Connections over sockets and through memory, and what they tell of themselves.
import socket
import ssl
from shared.pairs import Memory, client_context, over_sockets, server_context, told

older = ssl.TLSVersion.TLSv1_2


def echo(connection):
    while data := connection.recv(5000):
        connection.sendall(data.upper())
    connection.unwrap()


def describe(end):
    print('   ', end.version(), end.cipher(), end.server_side, end.server_hostname,
          end.compression(), end.pending(), end.session_reused, end.selected_alpn_protocol())


for settings in ({}, {'maximum_version': older}):
    print(settings)
    client, thread = over_sockets(echo, client_context(), server_context(**settings))
    describe(client)
    print(client.getpeercert())
    print([len(der) for der in client.get_unverified_chain()]
          == [len(client.getpeercert(True))], len(client.get_verified_chain()))
    client.sendall(b'hello')
    print(client.recv(100))
    client.send(b'one')
    target = bytearray(10)
    print(client.recv_into(target), target)
    print(client.recv_into(bytearray(2)) if client.pending() else 'nothing left')
    client.write(b'two and more')
    print(client.read(3), client.pending(), client.read(100))
    large = bytes(range(256)) * 1000
    client.sendall(large)
    received = b''
    while len(received) < len(large):
        received += client.recv(70000)
    print(received == large.upper())
    with client.makefile('rwb') as file:
        file.write(b'a line\nanother\n')
        file.flush()
        print(file.readline(), file.readline())
    plain = client.unwrap()
    print(type(plain).__name__, plain.recv(10))
    thread.join()
    client.close()
    for call in (lambda: client.read(1), lambda: client.write(b''), client.unwrap):
        try:
            call()
        except ValueError as error:
            print(str(error).partition(' <')[0])

print('plain text behind TLS')
one, other = socket.socketpair()


def serve(connection):
    print(connection.recv(10))
    plain = connection.unwrap()
    plain.sendall(b'plain again')


client, thread = over_sockets(serve, client_context(), server_context())
client.sendall(b'secret')
plain = client.unwrap()
print(plain.recv(100))
thread.join()
plain.close()

print('timeouts and sockets that do not wait')
one, other = socket.socketpair()
one.settimeout(0.05)
waiting = client_context().wrap_socket(one, server_hostname='localhost',
                                       do_handshake_on_connect=False)
try:
    waiting.do_handshake()
except TimeoutError as error:
    print(type(error).__name__, str(error).partition(': ')[2])
waiting.setblocking(False)
for attempt in range(2):
    try:
        waiting.do_handshake()
    except ssl.SSLWantReadError as error:
        print(told(error), error.errno, error.args[0] == ssl.SSL_ERROR_WANT_READ)
one, third = socket.socketpair()
one.setblocking(False)
try:
    client_context().wrap_socket(one, server_hostname='localhost')
except ValueError as error:
    print(error)
print(waiting.version(), waiting.cipher(), waiting.pending())
try:
    waiting.getpeercert()
except ValueError as error:
    print(error)
waiting.close()
other.close()

print('an end without a farewell')


def leave(connection):
    connection.recv(10)
    connection.detach_quietly = True
    socket.socket.shutdown(connection, socket.SHUT_RDWR)


for suppress in (True, False):
    client, thread = over_sockets(leave, client_context(), server_context(),
                                  suppress_ragged_eofs=suppress)
    client.sendall(b'bye')
    try:
        print(client.recv(10))
    except ssl.SSLEOFError as error:
        print(told(error), error.errno)
    thread.join()
    client.close()

print('what is cut or garbled')
pair = Memory(client_context(), server_context())
print(pair.handshake())
pair.server.write(b'some words')
whole = pair.down.read()
pair.down.write(whole[:20])
for rest in (None, whole[20:-1] + bytes([whole[-1] ^ 1])):
    if rest is not None:
        pair.down.write(rest)
    try:
        print(pair.client.read(100))
    except ssl.SSLError as error:
        print(told(error))
try:
    pair.server.read(10)
except ssl.SSLError as error:
    print(told(error))

pair = Memory(client_context(), server_context())
pair.handshake()
pair.client.write(b'abc')
print(pair.server.read(2), pair.server.pending(), pair.server.read(2))
pair.up.write_eof()
try:
    pair.server.read(1)
except ssl.SSLEOFError as error:
    print(told(error))

pair = Memory(client_context(), server_context())
pair.handshake()
try:
    pair.client.unwrap()
except ssl.SSLWantReadError as error:
    print('the other end has to answer')
print(pair.server.read(10), pair.server.unwrap())
print(pair.client.unwrap())
for call in (lambda: pair.server.read(1), lambda: pair.server.write(b'x')):
    try:
        call()
    except ssl.SSLError as error:
        print(told(error))

for words in (b'GET / HTTP/1.0\r\n\r\n', b'\x16\x03\x01\xff\xff', b'CONNECT a:1 HTTP/1.1\r\n',
              b'nonsense of no kind'):
    for is_server in (True, False):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        if is_server:
            end = server_context().wrap_bio(incoming, outgoing, server_side=True)
        else:
            end = client_context().wrap_bio(incoming, outgoing, server_hostname='localhost')
        incoming.write(words)
        try:
            end.do_handshake()
        except ssl.SSLError as error:
            print(told(error), error.reason)
