"""Both ends of connections in one process."""

import re
import socket
import ssl
import threading

CERTIFICATES = 'certificates/'


def server_context(name='server', **settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES + name + '.pem', CERTIFICATES + name + '.key')
    return with_settings(context, settings)


def client_context(trusted='authority', **settings):
    context = ssl.create_default_context(cafile=CERTIFICATES + trusted + '.pem')
    return with_settings(context, settings)


def unchecked_context(**settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return with_settings(context, settings)


def with_settings(context, settings):
    for name, value in settings.items():
        setattr(context, name, value)
    return context


def told(error):
    """An error without the line of OpenSSL's source."""
    return f'{type(error).__name__}: ' + re.sub(r' \(_ssl\.c:\d+\)', '', str(error))


class Memory:
    """A client and a server whose bytes go through memory."""

    def __init__(self, client, server, host='localhost', **more):
        up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.up, self.down = up, down
        self.client = client.wrap_bio(down, up, server_hostname=host, **more)
        self.server = server.wrap_bio(up, down, server_side=True)

    def handshake(self):
        """Runs both handshakes; gives what each end says: None where all is well."""
        results = {}
        ends = {'client': self.client, 'server': self.server}
        for _ in range(5):
            for name, end in ends.items():
                if name in results:
                    continue
                try:
                    end.do_handshake()
                    results[name] = None
                except ssl.SSLWantReadError:
                    pass
                except (ssl.SSLError, OSError) as error:
                    results[name] = error
        # A server sends tickets behind the handshake, or an alert.
        if results.get('client', 0) is None:
            try:
                self.client.read(1)
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError as error:
                results['client'] = error
        return results


def over_sockets(serve, client, server, host='localhost', **more):
    """Runs `serve(connection)` in a thread; gives the client's end."""
    one, other = socket.socketpair()

    def run():
        with server.wrap_socket(other, server_side=True) as connection:
            serve(connection)

    thread = threading.Thread(target=run)
    thread.start()
    return client.wrap_socket(one, server_hostname=host, **more), thread
