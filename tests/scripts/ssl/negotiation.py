# What both ends agree on: protocols, names, ciphers, versions, sessions.
import ssl
from shared.pairs import Memory, client_context, server_context, told, unchecked_context

older = ssl.TLSVersion.TLSv1_2

print('ALPN')
for ours, theirs in ((['h2', 'http/1.1'], ['http/1.1', 'h2']), (['a'], ['a', 'b']),
                     (['a'], ['b']), ([], ['b']), (['a'], [])):
    client, server = client_context(), server_context()
    if ours:
        client.set_alpn_protocols(ours)
    if theirs:
        server.set_alpn_protocols(theirs)
    pair = Memory(client, server)
    print(ours, theirs, pair.handshake(), pair.client.selected_alpn_protocol(),
          pair.server.selected_alpn_protocol())
for wrong in ([''], ['x' * 256], 'ab', ['ü'], [1]):
    try:
        print(client_context().set_alpn_protocols(wrong))
    except (ssl.SSLError, ValueError, TypeError) as error:
        print(type(error).__name__, error)

print('SNI')
special = server_context('other')


def choose(connection, name, context):
    print('   ', type(connection).__name__, name, context is usual, connection.server_side)
    if name == 'other.example':
        connection.context = special
    elif name == 'b.weft.example':
        return ssl.ALERT_DESCRIPTION_ACCESS_DENIED
    elif name == 'c.weft.example':
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME


usual = server_context(sni_callback=choose)
print(usual.sni_callback is choose)
for host in ('localhost', 'other.example', 'b.weft.example', 'c.weft.example', '127.0.0.1'):
    pair = Memory(client_context(), usual, host)
    print(host, {end: error and told(error) for end, error in pair.handshake().items()},
          pair.server.context is special)
pair = Memory(unchecked_context(), usual, None)
pair.handshake()
usual.set_servername_callback(lambda connection, name, context: print('   ', name))
Memory(client_context(), usual, 'a.weft.example').handshake()
usual.set_servername_callback(None)
print(usual.sni_callback)
for call in (lambda: setattr(usual, 'sni_callback', 4),
             lambda: setattr(client_context(), 'sni_callback', print)):
    try:
        call()
    except (TypeError, ValueError) as error:
        print(error)

print('ciphers')
for ours, theirs in (('ECDHE+AESGCM', 'ECDHE+AESGCM'), ('ECDHE-ECDSA-AES128-GCM-SHA256', 'HIGH'),
                     ('ECDHE+CHACHA20', 'ALL:!AESGCM'), ('ECDHE+CHACHA20', 'ECDHE+AESGCM'),
                     ('ECDHE+AESGCM:ECDHE+CHACHA20:!AES256:-CHACHA20', 'ALL')):
    client, server = client_context(maximum_version=older), server_context()
    client.set_ciphers(ours)
    server.set_ciphers(theirs)
    pair = Memory(client, server)
    print(ours, theirs, {end: error and told(error) for end, error in pair.handshake().items()},
          pair.client.cipher())
try:
    server.set_ciphers('nothing that there is')
except ssl.SSLError as error:
    print(error)
names = [cipher['name'] for cipher in client_context().get_ciphers()]
print(names[:3])
print(next(cipher for cipher in client_context().get_ciphers()
           if cipher['name'] == 'ECDHE-RSA-AES128-GCM-SHA256'))
print(client_context().get_ciphers()[1])

print('versions')
for low, high in (('TLSv1_2', 'TLSv1_2'), ('TLSv1_2', 'TLSv1_3'), ('TLSv1_3', 'TLSv1_3')):
    client = client_context(minimum_version=ssl.TLSVersion[low],
                            maximum_version=ssl.TLSVersion[high])
    pair = Memory(client, server_context())
    print(low, high, pair.handshake(), pair.client.version(), pair.server.version())
pair = Memory(client_context(options=client_context().options | ssl.OP_NO_TLSv1_3),
              server_context())
print(pair.handshake(), pair.client.version())

print('sessions')
for version in (older, ssl.TLSVersion.TLSv1_3):
    client, server = client_context(maximum_version=version), server_context()
    pair = Memory(client, server)
    pair.handshake()
    session = pair.client.session
    print(type(session).__name__, len(session.id), session.has_ticket, session.time > 0,
          session.timeout, session.ticket_lifetime_hint, pair.client.session_reused)
    again = Memory(client, server, session=session)
    again.handshake()
    print(again.client.session_reused, again.server.session_reused,
          again.client.session.id == session.id if version == older else '')
    again.client.write(b'still works')
    print(again.server.read(100))
    for call in (lambda: Memory(client_context(), server, session=session),
                 lambda: Memory(client, server, session=4),
                 lambda: setattr(again.client, 'session', session)):
        try:
            call()
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
