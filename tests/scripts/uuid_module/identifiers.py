"""UUIDs: forms, parts, names, order."""
import copy
import pickle
import uuid


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


one = uuid.UUID('{12345678-1234-5678-1234-567812345678}')
print(one, repr(one), one.hex, one.int, one.bytes, one.bytes_le, one.fields, one.urn, one.time,
      one.clock_seq, one.node, one.variant, one.version, hash(one) == hash(one.int))
print(uuid.UUID(bytes=one.bytes) == uuid.UUID(int=one.int) == uuid.UUID(fields=one.fields)
      == uuid.UUID(bytes_le=one.bytes_le) == uuid.UUID('urn:uuid:' + one.hex))
for version in range(7):
    made = attempt(uuid.UUID, int=one.int, version=version)
    print(made, getattr(made, 'version', None), getattr(made, 'variant', None))
for arguments in ({}, {'hex': 'x'}, {'hex': 'z' * 32}, {'bytes': b'x'}, {'int': -1}, {'int': 1 << 128},
                  {'fields': (1,)}, {'fields': (1 << 32, 0, 0, 0, 0, 0)}, {'fields': (0, 0, 0, 256, 0, 0)},
                  {'bytes_le': b''}, {'hex': 'a', 'int': 1}):
    print(attempt(uuid.UUID, **arguments))
print(uuid.uuid3(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid5(uuid.NAMESPACE_URL, 'http://x'),
      uuid.uuid5(uuid.NAMESPACE_OID, b'x'), uuid.NAMESPACE_X500)
four = uuid.uuid4()
print(four.version, four.variant, len({uuid.uuid4() for _ in range(50)}))
first, second = uuid.uuid1(node=1, clock_seq=2), uuid.uuid1(node=1, clock_seq=2)
print(first.version, first.node, first.clock_seq, first.time <= second.time, first != second)
print(pickle.loads(pickle.dumps(one)) == one, copy.deepcopy(one) == one, sorted([four, one])[0] <= four,
      attempt(setattr, one, 'int', 3), attempt(lambda: one < 5), one.is_safe)
