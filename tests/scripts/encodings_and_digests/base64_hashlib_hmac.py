"""base64, hashlib, hmac and secrets."""
import base64
import hashlib
import hmac
import io
import secrets


def attempt(function, *arguments, **options):
    try:
        print(function(*arguments, **options))
    except Exception as error:
        print(type(error).__name__, error)


data = bytes(range(0, 256, 7)) + b'\0\0\0\0    end'
for name in ('b64', 'b32', 'b32hex', 'b16', 'b85', 'a85', 'z85', 'urlsafe_b64', 'standard_b64'):
    encode, decode = getattr(base64, name + 'encode'), getattr(base64, name + 'decode')
    for size in (0, 1, 2, 3, 4, 5, len(data)):
        encoded = encode(data[:size])
        assert decode(encoded) == decode(encoded.decode()) == data[:size]
    print(name, encoded)
print(base64.b64encode(b'\xff\xfe\xfd', b'-_'), base64.b64decode('__79', '-_'))
print(base64.a85encode(data, adobe=True, wrapcol=20, foldspaces=True))
print(base64.a85decode(b'<~87cURD]i,"Ebo80~>', adobe=True), base64.b85encode(b'a', pad=True))
print(base64.encodebytes(data * 2), base64.decodebytes(b'YWJj\nZGVm\n'))
print(base64.b32decode('me10aaaa', casefold=True, map01='L'))
output = io.BytesIO()
base64.encode(io.BytesIO(b'x' * 100), output)
print(output.getvalue())
for wrong in (('b64decode', 'a'), ('b64decode', 'é'), ('b64decode', 5), ('b32decode', 'A'),
              ('b32decode', 'A1======'), ('b32decode', 'AAAAA==='), ('b16decode', 'gg'),
              ('b85decode', 'a"b'), ('b85decode', '~~~~~'), ('z85decode', '#####'),
              ('a85decode', 'vv'), ('a85decode', 'az'), ('a85decode', 'uuuuu'),
              ('encodebytes', 'text'), ('encodebytes', memoryview(b'abcd').cast('I')),
              ('b64encode', 'text')):
    attempt(getattr(base64, wrong[0]), wrong[1])
attempt(base64.a85decode, b'abc', adobe=True)
attempt(base64.b64decode, 'a!bc', validate=True)
for name in sorted(hashlib.algorithms_guaranteed):
    digest = getattr(hashlib, name)(b'data')
    more = hashlib.new(name, b'da')
    more.update(b'ta')
    size = (8,) if name.startswith('shake') else ()
    print(name, digest.name, digest.hexdigest(*size)[:32], digest.block_size,
          more.digest(*size) == digest.digest(*size))
print(hashlib.file_digest(io.BytesIO(b'data'), 'sha256').hexdigest()[:16])
print(hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 10).hex()[:16])
print(hashlib.blake2b(b'x', digest_size=4, key=b'k').hexdigest())
attempt(hashlib.new, 'nothing')
attempt(hashlib.sha256, 'text')
attempt(hashlib.file_digest, 5, 'md5')
code = hmac.new(b'key', b'mes', 'sha256')
code.update(b'sage')
print(code.hexdigest()[:16], code.name, code.digest_size, code.block_size, code.copy().digest() == hmac.digest(b'key', b'message', 'sha256'))
print(hmac.new(b'k' * 200, b'm', lambda data=b'': hashlib.md5(data)).hexdigest())
print(hmac.compare_digest('a', 'a'), hmac.compare_digest(b'a', b'b'))
attempt(hmac.new, 'key', b'', 'md5')
attempt(hmac.new, b'key', b'')
print(len(secrets.token_bytes()), len(secrets.token_hex(8)), len(secrets.token_urlsafe(6)),
      secrets.choice([3]), secrets.randbelow(1))
attempt(secrets.randbelow, 0)
