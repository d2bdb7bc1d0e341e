"""Data between sockets: streams, datagrams, messages with files, timeouts, connections."""
import _socket as S
import os
import tempfile
import threading
import time

a, b = S.socketpair()
print(a.family == S.AF_UNIX, a.type == S.SOCK_STREAM, a.getsockname(), b.getpeername())
print(a.send(b"hello"), b.recv(2), b.recv(100, S.MSG_PEEK), b.recv(100))
buffer = bytearray(10)
a.sendall(memoryview(b"0123456789")[2:])
print(b.recv_into(buffer, 3), b.recv_into(memoryview(buffer)[3:]), buffer)
print(a.sendmsg([b"ab", bytearray(b"cd"), memoryview(b"ef")]), b.recvmsg(10))
a.sendall(b"scattered")
parts = [bytearray(4), bytearray(10)]
print(b.recvmsg_into(parts), parts)

reader, writer = os.pipe()
number = reader.to_bytes(4, "little")
print(a.sendmsg([b"file"], [(S.SOL_SOCKET, S.SCM_RIGHTS, number)]))
data, ancillary, flags, address = b.recvmsg(10, S.CMSG_SPACE(4))
(level, kind, sent), = ancillary
print(data, level == S.SOL_SOCKET, kind == S.SCM_RIGHTS, len(sent), flags & S.MSG_CTRUNC, address)
received = int.from_bytes(sent, "little")
os.write(writer, b"through the pipe")
print(received != reader, os.get_inheritable(received), os.read(received, 100))
for descriptor in (reader, writer, received):
    os.close(descriptor)

b.settimeout(0.02)
start = time.monotonic()
try:
    b.recv(1)
except TimeoutError as error:
    print(repr(error), error.errno, 0.015 < time.monotonic() - start < 5)
b.setblocking(False)
try:
    b.recv(1)
except BlockingIOError as error:
    print(type(error).__name__, error.errno)
big = bytes(10_000_000)
a.settimeout(0.05)
try:
    a.sendall(big)
except TimeoutError as error:
    print("sendall:", error)
a.close()
b.close()

# A stream over the network, from another thread.
server = S.socket()
server.setsockopt(S.SOL_SOCKET, S.SO_REUSEADDR, 1)
print(server.getsockopt(S.SOL_SOCKET, S.SO_REUSEADDR) != 0)
print(len(server.getsockopt(S.SOL_SOCKET, S.SO_LINGER, 8)))
server.bind(("127.0.0.1", 0))
server.listen()
host, port = server.getsockname()
print(host, port > 0)


served = []


def serve():
    descriptor, peer = server._accept()
    connection = S.socket(fileno=descriptor)
    served.extend((peer[0], connection.family == S.AF_INET, os.get_inheritable(descriptor)))
    while data := connection.recv(65536):
        connection.sendall(data.upper())
    connection.close()


thread = threading.Thread(target=serve)
thread.start()
client = S.socket()
client.settimeout(10)
client.connect(("127.0.0.1", port))
print(client.getpeername() == (host, port))
text = b"some text; " * 50_000
sender = threading.Thread(target=lambda: (client.sendall(text), client.shutdown(S.SHUT_WR)))
sender.start()
answer = b""
while data := client.recv(65536):
    answer += data
print(answer == text.upper())
sender.join()
thread.join()
print("served", *served)
client.close()
server.close()
closed = S.socket()
print(closed.connect_ex(("127.0.0.1", port)) != 0)
try:
    closed.connect(("127.0.0.1", port))
except ConnectionRefusedError as error:
    print(type(error).__name__)
closed.close()

# Datagrams.
one, other = S.socket(type=S.SOCK_DGRAM), S.socket(type=S.SOCK_DGRAM)
one.bind(("127.0.0.1", 0))
other.bind(("", 0))
print(other.sendto(b"datagram", one.getsockname()))
data, address = one.recvfrom(100)
print(data, address == ("127.0.0.1", other.getsockname()[1]))
print(one.sendto(b"back", 0, address), other.recvfrom_into(buffer)[0], buffer[:4])
one.close()
other.close()

# Paths and abstract names.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "socket")
    listener, caller = S.socket(S.AF_UNIX), S.socket(S.AF_UNIX)
    listener.bind(path)
    listener.listen(1)
    caller.connect(path.encode())
    print(listener.getsockname() == path, caller.getpeername() == path, caller.getsockname())
    descriptor, address = listener._accept()
    S.close(descriptor)
    print(repr(address), caller.recv(1))
    listener.close()
    caller.close()
nameless = S.socket(S.AF_UNIX, S.SOCK_DGRAM)
nameless.bind(b"\0weft test %d" % os.getpid())
print(nameless.getsockname().startswith(b"\0weft test"))
nameless.close()

S.setdefaulttimeout(2.5)
print(S.getdefaulttimeout())
with_default = S.socket()
print(with_default.gettimeout(), os.get_blocking(with_default.fileno()))
with_default.close()
S.setdefaulttimeout(None)
quick = S.socket(S.AF_INET, S.SOCK_STREAM | S.SOCK_NONBLOCK)
print(quick.type == S.SOCK_STREAM, quick.gettimeout())
quick.close()
