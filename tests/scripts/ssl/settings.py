# Contexts: their settings, the files that they load, and what they refuse.
import os
import ssl
import tempfile
import warnings
from shared.pairs import Memory, client_context, server_context, told

warnings.simplefilter('ignore')
F = 'certificates/'


def attempt(action):
    try:
        print(action())
    except (ssl.SSLError, OSError, ValueError, TypeError, OverflowError, AttributeError) as error:
        print(told(error), getattr(error, 'reason', None), getattr(error, 'library', None))


client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
for context in (client, server, ssl.create_default_context(cafile=F + 'authority.pem')):
    print(context.protocol, context.verify_mode, context.check_hostname, context.verify_flags,
          context.minimum_version, context.maximum_version, context.num_tickets,
          context.post_handshake_auth, context.keylog_filename, context.sni_callback,
          context.hostname_checks_common_name, context.security_level)
print(client.options)
for name, value in (('verify_mode', 0), ('verify_mode', 7), ('verify_mode', 'x'),
                    ('check_hostname', 1), ('minimum_version', 5), ('maximum_version', 'x'),
                    ('options', -1), ('options', 'x'), ('num_tickets', 3), ('verify_flags', None),
                    ('keylog_filename', 4), ('protocol', 4), ('nothing', 4)):
    attempt(lambda: (setattr(client, name, value), getattr(client, name))[1])
client.check_hostname = False
client.verify_mode = ssl.CERT_NONE
client.check_hostname = True
print(client.verify_mode)
for wrong in (77, -1, 'x', None):
    attempt(lambda: ssl.SSLContext(wrong) and 'made')

print('files')
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
for arguments in ((F + 'server.pem', F + 'server.key'), (F + 'server.pem',), (F + 'missing.pem',),
                  (F + 'server.pem', F + 'missing.key'), (F + 'server.pem', F + 'client.key'),
                  (F + 'server.key', F + 'server.key'), (b'certificates/server.pem', F + 'server.key'),
                  (F + 'server.pem', F + 'protected.key', 'secret'),
                  (F + 'server.pem', F + 'protected.key', b'secret'),
                  (F + 'server.pem', F + 'protected.key', lambda: 'secret'),
                  (F + 'server.pem', F + 'protected.key', lambda: bytearray(b'secret')),
                  (F + 'server.pem', F + 'protected.key', 'wrong'),
                  (F + 'server.pem', F + 'protected.key', 'x' * 1025),
                  (F + 'server.pem', F + 'protected.key', lambda: 4),
                  (F + 'server.pem', F + 'protected.key', 4),
                  (F + 'server.pem', F + 'server.key', 4),
                  (4,), (F + 'alone.pem', F + 'alone.key')):
    attempt(lambda: server.load_cert_chain(*arguments))
attempt(lambda: server.load_cert_chain(F + 'server.pem', F + 'protected.key', lambda: 1 / 0 if 0 else
                                       os.fspath(4)))

trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
with open(F + 'authority.pem') as file:
    text = file.read()
der = ssl.PEM_cert_to_DER_cert(text)
for given in ({}, {'cafile': F + 'missing.pem'}, {'cafile': F + 'server.key'},
              {'cafile': F + 'make.sh'}, {'capath': F}, {'capath': '/nowhere'},
              {'cafile': F + 'authority.pem'}, {'cafile': F + 'authority.pem'},
              {'cafile': F + 'server.pem'}, {'cadata': text}, {'cadata': der},
              {'cadata': der + der}, {'cadata': text + text}, {'cadata': ''}, {'cadata': b''},
              {'cadata': 'no'}, {'cadata': b'no'}, {'cadata': 'ü'}, {'cadata': 4},
              {'cafile': 4}, {'capath': 4}):
    attempt(lambda: trusting.load_verify_locations(**given))
    print('   ', trusting.cert_store_stats())
print(trusting.get_ca_certs())
print(trusting.get_ca_certs(True) == [der], [len(trusting.get_ca_certs(binary_form=True))])

print('secrets')
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'log')
    client = client_context(keylog_filename=path)
    print(client.keylog_filename == path)
    Memory(client, server_context()).handshake()
    with open(path) as file:
        lines = file.read().splitlines()
    print(lines[0].startswith('#'), sorted({line.split()[0] for line in lines[1:]})[:4])
    client.keylog_filename = None
    print(client.keylog_filename)
    attempt(lambda: setattr(client, 'keylog_filename', '/'))

print('statistics')
client, server = client_context(), server_context()
Memory(client, server).handshake()
print(client.session_stats()['connect_good'], server.session_stats()['accept_good'],
      list(client.session_stats()))

print('wrapping')
incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
attempt(lambda: client.wrap_bio(incoming, outgoing, server_side=True))
attempt(lambda: server.wrap_bio(incoming, outgoing))
attempt(lambda: client.wrap_bio(incoming, 4))
attempt(lambda: client.wrap_bio(incoming, outgoing, server_hostname=''))
attempt(lambda: client.wrap_bio(incoming, outgoing, server_hostname='.x'))
attempt(lambda: client.wrap_bio(incoming, outgoing, server_hostname='a\0b'))
attempt(lambda: type(client.wrap_bio(incoming, outgoing, server_hostname='xn--bcher-kva.example')))
print(client.wrap_bio(incoming, outgoing, server_hostname='xn--bcher-kva.example').server_hostname)
attempt(ssl.SSLObject)
attempt(ssl.SSLSocket)
end = client.wrap_bio(incoming, outgoing, server_hostname='localhost')
attempt(end.getpeercert)
attempt(end.unwrap)
attempt(lambda: end.read(-1))
attempt(lambda: end.get_channel_binding('nothing'))
print(end.context is client, end.session, end.cipher(), end.version(), end.shared_ciphers())
attempt(lambda: setattr(end, 'context', 4))

print('memory')
memory = ssl.MemoryBIO()
print(memory.write(b'abcdef'), memory.pending, memory.read(2), memory.read(), memory.read(),
      memory.eof)
memory.write(bytearray(b'xy'))
memory.write_eof()
print(memory.eof, memory.read(1), memory.eof, memory.read(), memory.eof)
attempt(lambda: memory.write(b'more'))
attempt(lambda: memory.write('text'))
