"""Module socket, as programs use it."""
import io
import socket
import threading
import warnings

server = socket.create_server(("127.0.0.1", 0))


def serve():
    connection, address = server.accept()
    with connection, connection.makefile("rw", newline="\n") as stream:
        for line in stream:
            stream.write(line[::-1].strip() + "\n")
            stream.flush()


thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(server.getsockname(), timeout=5) as connection:
    print(connection.family, connection.type, connection.gettimeout())
    stream = connection.makefile("rwb")
    for line in (b"first\n", b"second\n"):
        stream.write(line)
        stream.flush()
        print(stream.readline())
    stream.close()
    connection.shutdown(socket.SHUT_RDWR)
thread.join()
server.close()
print(repr(server).split(" ")[1], server.fileno())

one, other = socket.socketpair()
with one, other:
    socket.send_fds(one, [b"text"], [0, 1])
    data, descriptors, flags, address = socket.recv_fds(other, 100, 4)
    print(data, len(descriptors), address)
    for descriptor in descriptors:
        socket.close(descriptor)
    copy = one.dup()
    copy.sendall(b"by the copy")
    print(other.recv(100), copy.fileno() != one.fileno())
    copy.close()
    with open(__file__, "rb") as file:
        sender = threading.Thread(target=lambda: print(one.sendfile(file) > 1000))
        sender.start()
        sender.join()
    print(other.recv(40))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    forgotten = socket.socket()
    forgotten = None
    print([str(warning.message).split(" fd=")[0] for warning in caught])
print(socket.inet_ntoa(socket.inet_aton("10.1")), socket.has_ipv6)
print(socket.AddressFamily.AF_INET, repr(socket.SOCK_STREAM), socket.gethostbyname("127.0.0.1"))
