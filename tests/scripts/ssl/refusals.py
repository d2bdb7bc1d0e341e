# What is said of certificates that are no good.
import ssl
from shared.pairs import Memory, client_context, server_context, told, unchecked_context


def show(title, client, server, host='localhost'):
    results = Memory(client, server, host).handshake()
    print(title)
    for end in ('client', 'server'):
        error = results.get(end)
        print('   ', end, 'well' if error is None else told(error))
        if isinstance(error, ssl.SSLCertVerificationError):
            print('       ', error.verify_code, error.verify_message, error.reason, error.library)
            print('       ', isinstance(error, ValueError), isinstance(error, ssl.CertificateError),
                  error.errno, len(error.args))


server = server_context()
show('good', client_context(), server)
show('by wildcard', client_context(), server, 'a.weft.example')
show('by address', client_context(), server, '127.0.0.1')
show('by address of version 6', client_context(), server, '::1')
show('capital letters', client_context(), server, 'LOCALHOST')
show('below the wildcard', client_context(), server, 'b.a.weft.example')
show('without a label for the wildcard', client_context(), server, 'weft.example')
show('another host', client_context(), server, 'remote')
show('another address', client_context(), server, '127.0.0.2')
show('another host, unchecked', unchecked_context(), server, 'remote')
show('a certificate for another host', client_context(), server_context('other'))
show('an authority that is not trusted', client_context(), server_context('strange'))
show('nobody trusted', client_context('stranger'), server)
show('signed by itself', client_context(), server_context('alone'))
show('signed by itself, trusted', client_context('alone'), server_context('alone'))
show('signed by itself, trusted, another host', client_context('alone'), server_context('alone'),
     'remote')
show('expired', client_context(), server_context('expired'))
show('not valid yet', client_context(), server_context('future'))
show('expired, another host', client_context(), server_context('expired'), 'remote')
show('a longer chain', client_context(), server_context('deep'))
show('a client\'s certificate', client_context(), server_context('client'))
show('host not checked', client_context(check_hostname=False), server, 'remote')

no_certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
show('a server without a certificate', client_context(), no_certificate)

modern = ssl.TLSVersion.TLSv1_3
older = ssl.TLSVersion.TLSv1_2
show('versions', client_context(maximum_version=older), server_context(minimum_version=modern))
show('versions, the other way', client_context(minimum_version=modern),
     server_context(maximum_version=older))


def asking(mode, **settings):
    context = server_context(verify_mode=mode, **settings)
    context.load_verify_locations('certificates/authority.pem')
    return context


def showing(name, **settings):
    context = client_context(**settings)
    context.load_cert_chain(f'certificates/{name}.pem', f'certificates/{name}.key')
    return context


for settings in ({}, {'maximum_version': older}):
    print(settings)
    show('a client with a certificate', showing('client', **settings), asking(ssl.CERT_REQUIRED))
    show('one without', client_context(**settings), asking(ssl.CERT_REQUIRED))
    show('one without that need not', client_context(**settings), asking(ssl.CERT_OPTIONAL))
    show('one that is not trusted', showing('strange', **settings), asking(ssl.CERT_REQUIRED))
    show('one that is for servers', showing('server', **settings), asking(ssl.CERT_OPTIONAL))

# What is trusted itself has to be good for its purpose all the same.
show('a client\'s certificate, trusted', client_context('client', check_hostname=False),
     server_context('client'))
show('a server\'s certificate, trusted', client_context('server'), server_context('server'))
