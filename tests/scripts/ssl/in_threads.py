# One thread reads from a connection while another writes to it.
import threading
from shared.pairs import client_context, over_sockets, server_context

PIECES = [bytes([number % 256]) * (number * 37 % 5000 + 1) for number in range(300)]
WHOLE = b''.join(PIECES)


def serve(connection):
    def answer():
        for piece in PIECES:
            connection.sendall(piece)

    writer = threading.Thread(target=answer)
    writer.start()
    received = b''
    while len(received) < len(WHOLE):
        received += connection.recv(4096)
    writer.join()
    print('the server has got all:', received == WHOLE)


client, thread = over_sockets(serve, client_context(), server_context())
received = []


def read():
    size = 0
    while size < len(WHOLE):
        received.append(client.recv(3000))
        size += len(received[-1])


reader = threading.Thread(target=read)
reader.start()
for piece in PIECES:
    client.sendall(piece)
reader.join()
thread.join()
print('the client has got all:', b''.join(received) == WHOLE)
client.close()
