"""Digests by the modules behind hashlib."""
import _blake2
import _hashlib
import _md5
import _sha1
import _sha2
import _sha3


def show(function, *arguments, **keywords):
    try:
        result = function(*arguments, **keywords)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    if not repr(result).startswith("<"):
        print(function.__name__, arguments, keywords or "", "->", result)


text = bytes(range(256)) * 5
plain = [_md5.md5, _sha1.sha1, _sha2.sha224, _sha2.sha256, _sha2.sha384, _sha2.sha512,
         _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b,
         _blake2.blake2s]
for make in plain:
    h = make()
    print(h.name, h.digest_size, h.block_size, h.hexdigest())
    copy = h.copy()
    h.update(text[:100])
    h.update(memoryview(text)[100:])
    print(h.hexdigest() == make(text).hexdigest(), copy.digest() == make().digest(), h.digest())
for make in (_sha3.shake_128, _sha3.shake_256):
    print(make(text).hexdigest(20), make().digest(3), make().digest(0), make().digest_size)
h = _sha3.sha3_256()
print(h._capacity_bits, h._rate_bits, h._suffix, _sha3.shake_128()._suffix)
show(_md5.md5, "text")
show(_md5.md5, 1)
show(_md5.md5, b"", b"")
show(_md5.md5, data=b"")
show(_md5.md5().update, "text")
show(_md5.MD5Type)
show(_sha3.sha3_256, "text")
show(_sha3.shake_128().digest)
show(_sha3.shake_128().digest, -1)
show(_sha3.shake_128().digest, 2**40)

blake = _blake2.blake2b
print(blake(b"data", digest_size=10, key=b"key", salt=b"salt", person=b"me").hexdigest())
print(blake(b"data", fanout=2, depth=3, leaf_size=4096, node_offset=7, node_depth=1,
            inner_size=32, last_node=True).hexdigest())
print(_blake2.blake2s(b"data", fanout=2, depth=2, node_offset=1 << 40, inner_size=8).hexdigest())
print(blake.SALT_SIZE, blake.PERSON_SIZE, blake.MAX_KEY_SIZE, blake.MAX_DIGEST_SIZE)
for keywords in [{"digest_size": 0}, {"digest_size": 65}, {"key": b"a" * 65}, {"salt": b"a" * 17},
                 {"person": b"a" * 17}, {"fanout": 256}, {"fanout": -1}, {"depth": 0},
                 {"leaf_size": -1}, {"leaf_size": 2**32}, {"node_offset": -1},
                 {"node_depth": 256}, {"inner_size": 65}, {"unknown": 1}]:
    show(blake, **keywords)
show(_blake2.blake2s, node_offset=1 << 48)
show(blake, "text")

for name in ("md5", "SHA256", "sha3_512", "sha512_256", "ripemd160", "sm3", "md5-sha1", "blake2s"):
    h = _hashlib.new(name, b"abc")
    print(h.name, h.digest_size, h.block_size, h.hexdigest(), repr(h).split("@")[0])
print(_hashlib.openssl_shake_128(b"abc").hexdigest(12), type(_hashlib.openssl_shake_256()))
show(_hashlib.new, "unknown")
show(_hashlib.new, 1)
show(_hashlib.openssl_sha256, "text")
show(_hashlib.openssl_shake_128(b"").hexdigest)
show(_hashlib.HASH)
show(_hashlib.HASHXOF)
h = _hashlib.hmac_new(b"key", b"message", "sha256")
h.update(b" and more")
print(h.name, h.digest_size, h.block_size, h.hexdigest(), repr(h).split("@")[0])
print(h.copy().digest() == h.digest() == _hashlib.hmac_digest(b"key", b"message and more", "sha256"))
print(_hashlib.hmac_new(b"k" * 200, digestmod=_hashlib.openssl_sha3_256).hexdigest())
show(_hashlib.hmac_new, b"key")
show(_hashlib.hmac_new, b"key", b"", "unknown")
show(_hashlib.hmac_new, b"key", b"", len)
print(_hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 2).hex())
print(_hashlib.pbkdf2_hmac("sha512", b"password", b"salt", 100, 100).hex())
show(_hashlib.pbkdf2_hmac, "sha1", b"", b"", 0)
show(_hashlib.pbkdf2_hmac, "sha1", b"", b"", 1, 0)
show(_hashlib.pbkdf2_hmac, "unknown", b"", b"", 1)
print(_hashlib.scrypt(b"password", salt=b"NaCl", n=16, r=2, p=3, dklen=40).hex())
show(_hashlib.scrypt, b"password")
show(_hashlib.scrypt, b"password", salt=b"", n=3, r=8, p=1)
show(_hashlib.scrypt, b"password", salt=b"", n=2, r="a", p=1)
print(_hashlib.compare_digest(b"a", b"a"), sorted(_hashlib.openssl_md_meth_names))
