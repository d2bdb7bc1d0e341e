"""Universally unique identifiers."""

import os
import sys
from enum import Enum, _simple_enum

int_ = int
bytes_ = bytes

RESERVED_NCS = 'reserved for NCS compatibility'
RFC_4122 = 'specified in RFC 4122'
RESERVED_MICROSOFT = 'reserved for Microsoft compatibility'
RESERVED_FUTURE = 'reserved for future definition'

# The fields, with their bits and how these are called.
_FIELDS = ('time_low', 32), ('time_mid', 16), ('time_hi_version', 16), \
    ('clock_seq_hi_variant', 8), ('clock_seq_low', 8), ('node', 48)

# Between 1582, when the calendar begins, and 1970, in units of 100 nanoseconds.
_EPOCH = 0x01b21dd213814000


@_simple_enum(Enum)
class SafeUUID:
    """Whether the system promises that no other process has the same."""

    safe = 0
    unsafe = -1
    unknown = None


def _swapped(bytes):
    """The bytes, with the first three fields in the other order."""
    return bytes[3::-1] + bytes[5:3:-1] + bytes[7:5:-1] + bytes[8:]


def _from_fields(fields):
    if len(fields) != 6:
        raise ValueError('fields is not a 6-tuple')
    result = 0
    for number, (value, (_, bits)) in enumerate(zip(fields, _FIELDS), 1):
        if not 0 <= value < 1 << bits:
            article = 'an' if bits == 8 else 'a'
            raise ValueError(f'field {number} out of range (need {article} {bits}-bit value)')
        result = result << bits | value
    return result


def _compared(name):
    def method(self, other):
        if isinstance(other, UUID):
            return getattr(self.int, name)(other.int)
        return NotImplemented

    method.__name__ = name
    return method


def _field(name):
    shift = 0
    for field, bits in reversed(_FIELDS):
        if field == name:
            mask = (1 << bits) - 1
            break
        shift += bits
    return property(lambda self: self.int >> shift & mask)


class UUID:
    """A number of 128 bits, as text, bytes or fields."""

    __slots__ = 'int', 'is_safe', '__weakref__'

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None,
                 *, is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('one of the hex, bytes, bytes_le, fields, or int arguments must be '
                            'given')
        if hex is not None:
            digits = hex.replace('urn:', '').replace('uuid:', '')
            digits = digits.strip('{}').replace('-', '')
            if len(digits) != 32:
                raise ValueError('badly formed hexadecimal UUID string')
            int = int_(digits, 16)
        if bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError('bytes_le is not a 16-char string')
            bytes = _swapped(bytes_le)
        if bytes is not None:
            if len(bytes) != 16:
                raise ValueError('bytes is not a 16-char string')
            assert isinstance(bytes, bytes_), repr(bytes)
            int = int_.from_bytes(bytes)
        if fields is not None:
            int = _from_fields(fields)
        if not 0 <= int < 1 << 128:
            raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError('illegal version number')
            int = int & ~(0xf000 << 64 | 0xc000 << 48) | version << 76 | 0x8000 << 48
        object.__setattr__(self, 'int', int)
        object.__setattr__(self, 'is_safe', is_safe)

    def __getstate__(self):
        state = {'int': self.int}
        if self.is_safe is not SafeUUID.unknown:
            # A member of the class would not be there in older versions.
            state['is_safe'] = self.is_safe.value
        return state

    def __setstate__(self, state):
        object.__setattr__(self, 'int', state['int'])
        object.__setattr__(self, 'is_safe', SafeUUID(state.get('is_safe')))

    __eq__ = _compared('__eq__')
    __lt__ = _compared('__lt__')
    __gt__ = _compared('__gt__')
    __le__ = _compared('__le__')
    __ge__ = _compared('__ge__')

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'

    def __setattr__(self, name, value):
        raise TypeError('UUID objects are immutable')

    def __str__(self):
        digits = f'{self.int:032x}'
        return '-'.join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])

    @property
    def bytes(self):
        return self.int.to_bytes(16)

    @property
    def bytes_le(self):
        return _swapped(self.bytes)

    @property
    def fields(self):
        return tuple([getattr(self, name) for name, _ in _FIELDS])

    time_low = _field('time_low')
    time_mid = _field('time_mid')
    time_hi_version = _field('time_hi_version')
    clock_seq_hi_variant = _field('clock_seq_hi_variant')
    clock_seq_low = _field('clock_seq_low')
    node = _field('node')

    @property
    def time(self):
        return (self.time_hi_version & 0x0fff) << 48 | self.time_mid << 32 | self.time_low

    @property
    def clock_seq(self):
        return (self.clock_seq_hi_variant & 0x3f) << 8 | self.clock_seq_low

    @property
    def hex(self):
        return f'{self.int:032x}'

    @property
    def urn(self):
        return f'urn:uuid:{self}'

    @property
    def variant(self):
        bits = self.clock_seq_hi_variant
        if not bits & 0x80:
            return RESERVED_NCS
        if not bits & 0x40:
            return RFC_4122
        return RESERVED_FUTURE if bits & 0x20 else RESERVED_MICROSOFT

    @property
    def version(self):
        # The others have no versions.
        if self.variant == RFC_4122:
            return int_(self.int >> 76 & 0xf)


# How addresses are written; some systems have other delimiters, or leave zeros out.
_MAC_DELIM = b':'
_MAC_OMITS_LEADING_ZEROES = False


def _get_command_stdout(command, *args):
    """What a command prints, as a file; None where it cannot be run."""
    import io
    import shutil
    import subprocess
    try:
        folders = [*os.environ.get('PATH', os.defpath).split(os.pathsep), '/sbin', '/usr/sbin']
        executable = shutil.which(command, path=os.pathsep.join(folders))
        if executable is None:
            return None
        # Words in English.
        process = subprocess.Popen(
            (executable, *args) if args != ('',) else (executable,), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={**os.environ, 'LC_ALL': 'C'})
        if not process:
            return None
        output, _ = process.communicate()
        return io.BytesIO(output)
    except (OSError, subprocess.SubprocessError):
        return None


def _is_universal(mac):
    """Whether an address is the maker's own."""
    return not mac & 1 << 41


def _best(addresses):
    """The first that is universal, or else the first."""
    first = None
    for address in addresses:
        if _is_universal(address):
            return address
        first = first or address
    return first or None


def _find_mac_near_keyword(command, args, keywords, get_word_index):
    """The address that stands where a function says, seen from a keyword."""
    output = _get_command_stdout(command, args)
    if output is None:
        return None

    def addresses():
        for line in output:
            words = line.lower().rstrip().split()
            for index, word in enumerate(words):
                if word in keywords:
                    try:
                        yield int(words[get_word_index(index)].replace(_MAC_DELIM, b''), 16)
                    except (ValueError, IndexError):
                        # Some tunnels have addresses that are none.
                        pass

    return _best(addresses())


def _parse_mac(word):
    """The address that a word is, or None."""
    parts = word.split(_MAC_DELIM)
    shortest = 1 if _MAC_OMITS_LEADING_ZEROES else 2
    if len(parts) != 6 or not all(shortest <= len(part) <= 2 for part in parts):
        return None
    try:
        return int(b''.join([part.rjust(2, b'0') for part in parts]), 16)
    except ValueError:
        return None


def _find_mac_under_heading(command, args, heading):
    """The address in the column of a heading."""
    output = _get_command_stdout(command, args)
    if output is None:
        return None
    headings = output.readline().rstrip().split()
    if heading not in headings:
        return None
    column = headings.index(heading)
    rows = [line.rstrip().split() for line in output]
    addresses = [_parse_mac(row[column]) for row in rows if len(row) > column]
    return _best([address for address in addresses if address is not None])


def _ifconfig_getnode():
    keywords = b'hwaddr', b'ether', b'address:', b'lladdr'
    for args in '', '-a', '-av':
        if mac := _find_mac_near_keyword('ifconfig', args, keywords, lambda index: index + 1):
            return mac
    return None


def _ip_getnode():
    return _find_mac_near_keyword('ip', 'link', [b'link/ether'], lambda index: index + 1)


def _arp_getnode():
    import socket
    try:
        address = socket.gethostbyname(socket.gethostname())
    except OSError:
        return None
    for text, offset in (address, None), (address, 1), (f'({address})', 2):
        mac = _find_mac_near_keyword(
            'arp', '-an', [os.fsencode(text)],
            lambda index: -1 if offset is None else index + offset)
        if mac:
            return mac
    return None


def _lanscan_getnode():
    return _find_mac_near_keyword('lanscan', '-ai', [b'lan0'], lambda index: 0)


def _netstat_getnode():
    return _find_mac_under_heading('netstat', '-ian', b'Address')


def _random_getnode():
    """A random address, marked as none that a maker would give."""
    import random
    return random.getrandbits(48) | 1 << 40


try:
    import _uuid
    _generate_time_safe = getattr(_uuid, 'generate_time_safe', None)
except ImportError:
    _uuid = _generate_time_safe = None
_UuidCreate = None


def _unix_getnode():
    if _generate_time_safe:
        return UUID(bytes=_generate_time_safe()[0]).node


def _windll_getnode():
    return None


if sys.platform == 'darwin':
    _OS_GETTERS = [_ifconfig_getnode, _arp_getnode, _netstat_getnode]
else:
    _OS_GETTERS = [_ip_getnode, _ifconfig_getnode]
_GETTERS = [_unix_getnode, *_OS_GETTERS]

_node = None
_last_timestamp = None


def getnode():
    """The hardware address of this machine, or a random number where there is none."""
    global _node
    if _node is not None:
        return _node
    for getter in [*_GETTERS, _random_getnode]:
        try:
            _node = getter()
        except Exception:
            continue
        if _node is not None and 0 <= _node < 1 << 48:
            return _node
    assert False, f'_random_getnode() returned invalid value: {_node}'


def uuid1(node=None, clock_seq=None):
    """One of this machine and this moment."""
    if _generate_time_safe is not None and node is clock_seq is None:
        made, safety = _generate_time_safe()
        try:
            is_safe = SafeUUID(safety)
        except ValueError:
            is_safe = SafeUUID.unknown
        return UUID(bytes=made, is_safe=is_safe)
    global _last_timestamp
    import time
    timestamp = time.time_ns() // 100 + _EPOCH
    if _last_timestamp is not None and timestamp <= _last_timestamp:
        timestamp = _last_timestamp + 1
    _last_timestamp = timestamp
    if clock_seq is None:
        import random
        clock_seq = random.getrandbits(14)
    node = getnode() if node is None else node
    return UUID(fields=(timestamp & 0xffffffff, timestamp >> 32 & 0xffff, timestamp >> 48 & 0x0fff,
                        clock_seq >> 8 & 0x3f, clock_seq & 0xff, node), version=1)


def _digest(algorithm, namespace, name):
    import hashlib
    if isinstance(name, str):
        name = name.encode('utf-8')
    return hashlib.new(algorithm, namespace.bytes + name, usedforsecurity=False).digest()[:16]


def uuid3(namespace, name):
    """That of a name, by MD5."""
    return UUID(bytes=_digest('md5', namespace, name), version=3)


def uuid4():
    """A random one."""
    return UUID(bytes=os.urandom(16), version=4)


def uuid5(namespace, name):
    """That of a name, by SHA-1."""
    return UUID(bytes=_digest('sha1', namespace, name), version=5)


def main():
    """Prints one, of the kind that the arguments say."""
    functions = {'uuid1': uuid1, 'uuid3': uuid3, 'uuid4': uuid4, 'uuid5': uuid5}
    namespaces = {'@dns': NAMESPACE_DNS, '@url': NAMESPACE_URL, '@oid': NAMESPACE_OID,
                  '@x500': NAMESPACE_X500}
    import argparse
    parser = argparse.ArgumentParser(
        description='Generates a uuid using the selected uuid function.')
    parser.add_argument('-u', '--uuid', choices=functions.keys(), default='uuid4',
                        help='The function to use to generate the uuid. By default uuid4 function '
                             'is used.')
    parser.add_argument('-n', '--namespace',
                        help="The namespace is a UUID, or '@ns' where 'ns' is a well-known "
                             'predefined UUID addressed by namespace name. Such as @dns, @url, '
                             '@oid, and @x500. Only required for uuid3/uuid5 functions.')
    parser.add_argument('-N', '--name',
                        help='The name used as part of generating the uuid. Only required for '
                             'uuid3/uuid5 functions.')
    given = parser.parse_args()
    function = functions[given.uuid]
    if given.uuid not in ('uuid3', 'uuid5'):
        print(function())
        return
    if not given.namespace or not given.name:
        parser.error(f'Incorrect number of arguments. {given.uuid} requires a namespace and a '
                     "name. Run 'python -m uuid -h' for more information.")
    namespace = namespaces.get(given.namespace) or UUID(given.namespace)
    print(function(namespace, given.name))


NAMESPACE_DNS, NAMESPACE_URL, NAMESPACE_OID, NAMESPACE_X500 = [
    UUID(f'6ba7b81{digit}-9dad-11d1-80b4-00c04fd430c8') for digit in '0124']

if __name__ == '__main__':
    main()
