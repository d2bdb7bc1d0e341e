# The functions, names and numbers of the module.
import ssl

for name in ('TLSVersion', 'VerifyMode', 'VerifyFlags', 'AlertDescription', 'SSLErrorNumber',
             'Options'):
    members = getattr(ssl, name)
    print(name, [(member.name, int(member)) for member in members][:12])
print(ssl.CERT_REQUIRED, repr(ssl.CERT_REQUIRED), ssl.PROTOCOL_TLS_CLIENT,
      repr(ssl.OP_ALL | ssl.OP_NO_TLSv1_3), ssl.TLSVersion.TLSv1_3 > ssl.TLSVersion.TLSv1_2)
print(ssl.HAS_SNI, ssl.HAS_ALPN, ssl.HAS_TLSv1_2, ssl.HAS_TLSv1_3, ssl.HAS_SSLv2, ssl.HAS_ECDH)
print(ssl.OPENSSL_VERSION_INFO >= (3,), ssl.OPENSSL_VERSION.startswith('OpenSSL'))
for name in ('SSLZeroReturnError', 'SSLWantReadError', 'SSLWantWriteError', 'SSLSyscallError',
             'SSLEOFError', 'SSLCertVerificationError', 'SSLError'):
    kind = getattr(ssl, name)
    print(kind.__module__, name, [base.__name__ for base in kind.__mro__[1:4]])
print(str(ssl.SSLError(1, 'words')), str(ssl.SSLError('words')), str(ssl.SSLError()),
      ssl.SSLError(4, 'x').errno, ssl.SSLError(1, 'x', 'y'))
print(ssl.Purpose.SERVER_AUTH, ssl.Purpose.CLIENT_AUTH.oid, ssl.Purpose.SERVER_AUTH.shortname)
print(ssl._ASN1Object.fromname('commonName'), ssl._ASN1Object('2.5.4.3').nid)
for text in ('Jan  5 09:34:43 2018 GMT', 'Feb 29 00:00:00 2024 GMT', 'May  9 00:00:00 2007 GMT'):
    print(ssl.cert_time_to_seconds(text))
for text in ('Jan  5 09:34:43 2018', 'Foo  5 09:34:43 2018 GMT', 'Jan 35 09:34:43 2018 GMT'):
    try:
        print(ssl.cert_time_to_seconds(text))
    except ValueError as error:
        print(error)
with open('certificates/server.pem') as file:
    text = file.read()
text = text[text.index(ssl.PEM_HEADER):]
der = ssl.PEM_cert_to_DER_cert(text)
print(ssl.DER_cert_to_PEM_cert(der) == text, len(der))
for wrong in ('no', ssl.PEM_HEADER + 'x'):
    try:
        ssl.PEM_cert_to_DER_cert(wrong)
    except ValueError as error:
        print(error)
print(len(ssl.RAND_bytes(16)), ssl.RAND_bytes(0), ssl.RAND_status(), ssl.RAND_add(b'x', 1.0))
try:
    ssl.RAND_bytes(-1)
except ValueError as error:
    print(error)
print(ssl.get_protocol_name(ssl.PROTOCOL_TLS_CLIENT), ssl.get_protocol_name(999))
print(type(ssl.get_default_verify_paths()).__name__, ssl.get_default_verify_paths()._fields)
for name, host in (('localhost', 'LOCALHOST'), ('*.a.b', 'x.a.b'), ('*.a.b', 'a.b'), ('', 'x'),
                   ('*', 'a'), ('x*.a.b', 'xy.a.b'), ('*.*.a', 'b.c.a'), ('a.*.b', 'a.c.b')):
    try:
        print(name, host, ssl._dnsname_match(name, host))
    except ssl.CertificateError as error:
        print(error)
