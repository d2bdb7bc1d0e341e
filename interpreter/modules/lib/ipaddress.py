"""Addresses, networks and interfaces of the Internet Protocol, versions 4 and 6."""

import functools

__version__ = '1.0'

IPV4LENGTH = 32
IPV6LENGTH = 128


class AddressValueError(ValueError):
    """What is no address."""


class NetmaskValueError(ValueError):
    """What is no netmask."""


def _first_that_takes(classes, argument, **keywords):
    for one in classes:
        try:
            return one(argument, **keywords)
        except (AddressValueError, NetmaskValueError):
            pass
    return None


def ip_address(address):
    """The IPv4Address or IPv6Address that a text, a number or bytes stand for."""
    found = _first_that_takes((IPv4Address, IPv6Address), address)
    if found is None:
        raise ValueError(f'{address!r} does not appear to be an IPv4 or IPv6 address')
    return found


def ip_network(address, strict=True):
    """The IPv4Network or IPv6Network that a text, a number or bytes stand for; `strict` refuses
    addresses within a network."""
    found = _first_that_takes((IPv4Network, IPv6Network), address, strict=strict)
    if found is None:
        raise ValueError(f'{address!r} does not appear to be an IPv4 or IPv6 network')
    return found


def ip_interface(address):
    """The IPv4Interface or IPv6Interface that a text, a number or bytes stand for."""
    found = _first_that_takes((IPv4Interface, IPv6Interface), address)
    if found is None:
        raise ValueError(f'{address!r} does not appear to be an IPv4 or IPv6 interface')
    return found


def _packed(number, size, version):
    try:
        return number.to_bytes(size)
    except OverflowError:
        raise ValueError(f'Address negative or too large for IPv{version}')


def v4_int_to_packed(address):
    """The four bytes of a number."""
    return _packed(address, 4, 4)


def v6_int_to_packed(address):
    """The sixteen bytes of a number."""
    return _packed(address, 16, 6)


def _split_optional_netmask(address):
    parts = str(address).split('/')
    if len(parts) > 2:
        raise AddressValueError(f"Only one '/' permitted in {address!r}")
    return parts


def _other_version(one, other):
    return TypeError(f'{one} and {other} are not of the same version')


def _count_righthand_zero_bits(number, bits):
    """How many zeros a number of that many bits ends with."""
    if number == 0:
        return bits
    return min(bits, (number & -number).bit_length() - 1)


def _find_address_range(addresses):
    """The first and the last of each run of addresses that follow each other."""
    addresses = iter(addresses)
    first = last = next(addresses)
    for address in addresses:
        if address._ip != last._ip + 1:
            yield first, last
            first = address
        last = address
    yield first, last


def _blocks(first, last, bits):
    """The fewest blocks (a number and the length of its prefix) that make up a range."""
    while first <= last:
        free = min(_count_righthand_zero_bits(first, bits), (last - first + 1).bit_length() - 1)
        yield first, bits - free
        first += 1 << free


def summarize_address_range(first, last):
    """The networks that all addresses from one to another make up."""
    if not (isinstance(first, _BaseAddress) and isinstance(last, _BaseAddress)):
        raise TypeError('first and last must be IP addresses, not networks')
    if first.version != last.version:
        raise _other_version(first, last)
    if first > last:
        raise ValueError('last IP address must be greater than first')
    if first.version not in (4, 6):
        raise ValueError('unknown IP version')
    network = IPv4Network if first.version == 4 else IPv6Network
    for block in _blocks(first._ip, last._ip, first._max_prefixlen):
        yield network(block)


def collapse_addresses(addresses):
    """The fewest networks that hold the same addresses as those given."""
    last, given, ranges = {}, {}, []
    for one in addresses:
        if isinstance(one, _BaseAddress):
            kind, start, end = 'address', one._ip, one._ip
        elif one._prefixlen == one._max_prefixlen:
            kind, start, end = 'address', one._first, one._last
        else:
            kind, start, end = 'network', one._first, one._last
            given.setdefault((one._version, start, one._prefixlen), one)
        if kind in last and last[kind]._version != one._version:
            raise _other_version(one, last[kind])
        last[kind] = one
        ranges.append((one._version, start, end))
    return _collapsed(sorted(ranges), given)


def _collapsed(ranges, given):
    joined = []
    for version, start, end in ranges:
        if joined and joined[-1][0] == version and start <= joined[-1][2] + 1:
            joined[-1][2] = max(joined[-1][2], end)
        else:
            joined.append([version, start, end])
    for version, start, end in joined:
        if version != joined[0][0]:
            raise _other_version(IPv6Network((start, IPV6LENGTH)), IPv4Network(joined[0][1]))
        network = IPv4Network if version == 4 else IPv6Network
        for block in _blocks(start, end, network._max_prefixlen):
            # One that was given may have a scope.
            yield given.get((version, *block)) or network(block)


def get_mixed_type_key(obj):
    """What sorts addresses and networks of both versions together."""
    if isinstance(obj, _BaseNetwork):
        return obj._get_networks_key()
    if isinstance(obj, _BaseAddress):
        return obj._get_address_key()
    return NotImplemented


class _IPAddressBase:
    """What addresses and networks of both versions have in common."""

    __slots__ = ()

    @property
    def exploded(self):
        """The text without anything left out."""
        return self._explode_shorthand_ip_string()

    @property
    def compressed(self):
        """The shortest text."""
        return str(self)

    @property
    def reverse_pointer(self):
        """The name under which the DNS has the address's name."""
        return self._reverse_pointer()

    @property
    def version(self):
        raise NotImplementedError(f'{f"{type(self)}":>200} has no version specified')

    @classmethod
    def _number_of(cls, address):
        """The number that an int or bytes stand for; None for anything else."""
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(
                    f'{address} (< 0) is not permitted as an IPv{cls._version} address')
            if address > cls._ALL_ONES:
                raise AddressValueError(f'{address} (>= 2**{cls._max_prefixlen}) is not permitted '
                                        f'as an IPv{cls._version} address')
            return address
        if isinstance(address, bytes):
            size = cls._max_prefixlen // 8
            if len(address) != size:
                raise AddressValueError(f'{address!r} (len {len(address)} != {size}) is not '
                                        f'permitted as an IPv{cls._version} address')
            return int.from_bytes(address)
        return None

    @staticmethod
    def _report_invalid_netmask(mask):
        raise NetmaskValueError(f'{mask!r} is not a valid netmask') from None

    @classmethod
    def _prefix_from_ip_int(cls, mask):
        """The length of the prefix of ones of a mask."""
        zeros = _count_righthand_zero_bits(mask, cls._max_prefixlen)
        length = cls._max_prefixlen - zeros
        if mask >> zeros != (1 << length) - 1:
            shown = mask.to_bytes(cls._max_prefixlen // 8)
            raise ValueError(f'Netmask pattern {shown!r} mixes zeroes & ones')
        return length

    @classmethod
    def _prefix_from_prefix_string(cls, text):
        """The length of the prefix that a text of digits gives."""
        if not (text.isascii() and text.isdigit()):
            cls._report_invalid_netmask(text)
        try:
            length = int(text)
        except ValueError:
            cls._report_invalid_netmask(text)
        if length > cls._max_prefixlen:
            cls._report_invalid_netmask(text)
        return length

    @classmethod
    def _prefix_from_ip_string(cls, text):
        """The length of the prefix of a netmask, or of a hostmask, written as an address."""
        try:
            mask = cls._ip_int_from_string(text)
        except AddressValueError:
            cls._report_invalid_netmask(text)
        for pattern in mask, mask ^ cls._ALL_ONES:
            try:
                return cls._prefix_from_ip_int(pattern)
            except ValueError:
                pass
        cls._report_invalid_netmask(text)

    @classmethod
    def _split_addr_prefix(cls, address):
        """The address and the mask that an argument holds."""
        if isinstance(address, (bytes, int)):
            return address, cls._max_prefixlen
        if not isinstance(address, tuple):
            address = _split_optional_netmask(address)
        return address if len(address) > 1 else (address[0], cls._max_prefixlen)

    def __reduce__(self):
        return self.__class__, (str(self),)


class _BaseV4:
    """How version 4 writes addresses."""

    __slots__ = ()
    _version = 4
    _max_prefixlen = IPV4LENGTH
    _ALL_ONES = 2 ** IPV4LENGTH - 1

    @classmethod
    def _ip_int_from_string(cls, text):
        if not text:
            raise AddressValueError('Address cannot be empty')
        octets = text.split('.')
        if len(octets) != 4:
            raise AddressValueError(f'Expected 4 octets in {text!r}')
        try:
            return int.from_bytes([cls._parse_octet(octet) for octet in octets])
        except ValueError as error:
            raise AddressValueError(f'{error} in {text!r}') from None

    @staticmethod
    def _parse_octet(text):
        if not text:
            raise ValueError('Empty octet not permitted')
        if not (text.isascii() and text.isdigit()):
            raise ValueError(f'Only decimal digits permitted in {text!r}')
        if len(text) > 3:
            raise ValueError(f'At most 3 characters permitted in {text!r}')
        if text[0] == '0' and text != '0':
            # Some would read it as an octal number.
            raise ValueError(f'Leading zeros are not permitted in {text!r}')
        octet = int(text)
        if octet > 255:
            raise ValueError(f'Octet {octet} (> 255) not permitted')
        return octet

    @classmethod
    def _string_from_ip_int(cls, number):
        return '.'.join(map(str, number.to_bytes(4)))

    def _explode_shorthand_ip_string(self):
        return str(self)

    def _reverse_pointer(self):
        return f'{".".join(reversed(str(self).split(".")))}.in-addr.arpa'

    @property
    def max_prefixlen(self):
        return self._max_prefixlen

    @property
    def version(self):
        return self._version


_HEX_DIGITS = frozenset('0123456789ABCDEFabcdef')
_COLON = "':' only permitted as part of '::' in"


class _BaseV6:
    """How version 6 writes addresses."""

    __slots__ = ()
    _version = 6
    _max_prefixlen = IPV6LENGTH
    _ALL_ONES = 2 ** IPV6LENGTH - 1

    @classmethod
    def _ip_int_from_string(cls, text):
        if not text:
            raise AddressValueError('Address cannot be empty')
        parts = text.split(':')
        if len(parts) < 3:
            raise AddressValueError(f'At least 3 parts expected in {text!r}')
        if '.' in parts[-1]:
            # The last 32 bits may be written as in version 4.
            try:
                low = IPv4Address(parts.pop())._ip
            except AddressValueError as error:
                raise AddressValueError(f'{error} in {text!r}') from None
            parts += f'{low >> 16:x}', f'{low & 0xFFFF:x}'
        if len(parts) > 9:
            raise AddressValueError(f'At most 8 colons permitted in {text!r}')
        try:
            number = 0
            for part in cls._all_parts(parts, text):
                number = number << 16 | cls._parse_hextet(part)
            return number
        except AddressValueError:
            raise
        except ValueError as error:
            raise AddressValueError(f'{error} in {text!r}') from None

    @staticmethod
    def _all_parts(parts, text):
        """All eight parts, those that `::` leaves out, too."""
        gaps = [index for index in range(1, len(parts) - 1) if not parts[index]]
        if len(gaps) > 1:
            raise AddressValueError(f"At most one '::' permitted in {text!r}")
        high, low = (parts[:gaps[0]], parts[gaps[0] + 1:]) if gaps else (parts, parts)
        if not gaps and len(parts) != 8:
            raise AddressValueError(f"Exactly 8 parts expected without '::' in {text!r}")
        if not high[0]:
            if len(high) > 1:
                raise AddressValueError(f'Leading {_COLON} {text!r}')
            high = []
        if not low[-1]:
            if len(low) > 1:
                raise AddressValueError(f'Trailing {_COLON} {text!r}')
            low = []
        if not gaps:
            return parts
        missing = 8 - len(high) - len(low)
        if missing < 1:
            raise AddressValueError(f"Expected at most 7 other parts with '::' in {text!r}")
        return high + ['0'] * missing + low

    @staticmethod
    def _parse_hextet(text):
        if not _HEX_DIGITS.issuperset(text):
            raise ValueError(f'Only hex digits permitted in {text!r}')
        if len(text) > 4:
            raise ValueError(f'At most 4 characters permitted in {text!r}')
        return int(text, 16)

    @classmethod
    def _string_from_ip_int(cls, number=None):
        if number is None:
            number = int(cls._ip)
        if number > cls._ALL_ONES:
            raise ValueError('IPv6 address is too large')
        parts = [f'{number >> shift & 0xFFFF:x}' for shift in range(112, -1, -16)]
        # The longest run of zeros is left out, the first one of several.
        start, length, at = 0, 1, 0
        while at < 8:
            end = at
            while end < 8 and parts[end] == '0':
                end += 1
            if end - at > length:
                start, length = at, end - at
            at = end + 1
        if length == 1:
            return ':'.join(parts)
        return f'{":".join(parts[:start])}::{":".join(parts[start + length:])}'

    @staticmethod
    def _all_digits(number):
        digits = f'{number:032x}'
        return ':'.join(digits[at:at + 4] for at in range(0, 32, 4))

    def _explode_shorthand_ip_string(self):
        return self._all_digits(self._ip)

    def _reverse_pointer(self):
        return f'{".".join(reversed(self.exploded.replace(":", "")))}.ip6.arpa'

    @staticmethod
    def _split_scope_id(text):
        address, separator, scope = text.partition('%')
        if not separator:
            return address, None
        if not scope or '%' in scope:
            raise AddressValueError(f'Invalid IPv6 address: "{text!r}"')
        return address, scope

    @property
    def max_prefixlen(self):
        return self._max_prefixlen

    @property
    def version(self):
        return self._version


def _block(text):
    """The first number of a block and how far it must be shifted to the right."""
    address, length = text.split('/')
    base = _BaseV6 if ':' in address else _BaseV4
    shift = base._max_prefixlen - int(length)
    return base._ip_int_from_string(address) >> shift, shift


def _is_in(number, blocks):
    return any(number >> shift == prefix for prefix, shift in blocks)


def _are_in_one(first, last, blocks):
    return any(first >> shift == prefix == last >> shift for prefix, shift in blocks)


@functools.total_ordering
class _BaseAddress(_IPAddressBase):
    """An address of either version."""

    __slots__ = ()

    @staticmethod
    def _text_of(address):
        text = str(address)
        if '/' in text:
            raise AddressValueError(f"Unexpected '/' in {address!r}")
        return text

    def __int__(self):
        return self._ip

    def __eq__(self, other):
        try:
            return self._ip == other._ip and self._version == other._version
        except AttributeError:
            return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, _BaseAddress):
            return NotImplemented
        if self._version != other._version:
            raise _other_version(self, other)
        return self._ip < other._ip

    def __hash__(self):
        return hash((self._version, self._ip))

    def __add__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return self.__class__(self._ip + other)

    def __sub__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return self.__class__(self._ip - other)

    def __repr__(self):
        return f'{self.__class__.__name__}({str(self)!r})'

    def __str__(self):
        return self._string_from_ip_int(self._ip)

    def __reduce__(self):
        return self.__class__, (self._ip,)

    def __format__(self, spec):
        if not spec or spec[-1] == 's':
            return format(str(self), spec)
        base, flags = spec[-1], spec[:-1]
        if base not in 'xbnX' or flags not in ('', '#', '_', '#_'):
            return super().__format__(spec)
        if base == 'n':
            base = 'b' if self._version == 4 else 'x'
        width = self._max_prefixlen if base == 'b' else self._max_prefixlen // 4
        if '_' in flags:
            width += width // 4 - 1
        if '#' in flags:
            width += 2
        alternate, grouping = '#' * ('#' in flags), '_' * ('_' in flags)
        return format(self._ip, f'{alternate}0{width}{grouping}{base}')

    def _get_address_key(self):
        return self._version, self


@functools.total_ordering
class _BaseNetwork(_IPAddressBase):
    """A network of either version."""

    def __init__(self, address, strict=True):
        address, mask = self._split_addr_prefix(address)
        made = self._address_class(address)
        self._prefixlen = self._length_of(mask)
        bits = self._max_prefixlen - self._prefixlen
        self.netmask = self._address_class(self._ALL_ONES >> bits << bits)
        first = made._ip >> bits << bits
        self.network_address = made
        if first != made._ip:
            if strict:
                raise ValueError(f'{self} has host bits set')
            self.network_address = self._address_class(first)
        self._first, self._last = first, first + (1 << bits) - 1
        # Where all bits but one are the network's, both addresses are hosts.
        if bits == 1:
            self.hosts = self.__iter__
        elif bits == 0:
            self.hosts = lambda: [self._address_class(address)]

    @classmethod
    def _length_of(cls, mask):
        if not isinstance(mask, int):
            return cls._length_of_text(mask)
        if not 0 <= mask <= cls._max_prefixlen:
            cls._report_invalid_netmask(mask)
        return mask

    @classmethod
    def _length_of_text(cls, mask):
        return cls._prefix_from_prefix_string(mask)

    def __repr__(self):
        return f'{self.__class__.__name__}({str(self)!r})'

    def __str__(self):
        return f'{self.network_address}/{self.prefixlen}'

    def hosts(self):
        """The addresses but the first and the last."""
        for number in range(self._first + 1, self._last):
            yield self._address_class(number)

    def __iter__(self):
        for number in range(self._first, self._last + 1):
            yield self._address_class(number)

    def __getitem__(self, index):
        number = self._first + index if index >= 0 else self._last + 1 + index
        if not self._first <= number <= self._last:
            raise IndexError('address out of range')
        return self._address_class(number)

    def __lt__(self, other):
        if not isinstance(other, _BaseNetwork):
            return NotImplemented
        if self._version != other._version:
            raise _other_version(self, other)
        return (self._first, self._prefixlen) < (other._first, other._prefixlen)

    def __eq__(self, other):
        try:
            return (self._version == other._version
                    and self.network_address == other.network_address
                    and self.netmask._ip == other.netmask._ip)
        except AttributeError:
            return NotImplemented

    def __hash__(self):
        return hash((self._first, self._prefixlen))

    def __contains__(self, other):
        if self._version != other._version or isinstance(other, _BaseNetwork):
            return False
        return self._first <= other._ip <= self._last

    def overlaps(self, other):
        """Whether there are addresses in both."""
        return (self.network_address in other or self.broadcast_address in other
                or other.network_address in self or other.broadcast_address in self)

    @functools.cached_property
    def broadcast_address(self):
        """The last address."""
        return self._address_class(self._last)

    @functools.cached_property
    def hostmask(self):
        """The mask of the bits that are not the network's."""
        return self._address_class(self._last - self._first)

    @property
    def with_prefixlen(self):
        return f'{self.network_address}/{self._prefixlen}'

    @property
    def with_netmask(self):
        return f'{self.network_address}/{self.netmask}'

    @property
    def with_hostmask(self):
        return f'{self.network_address}/{self.hostmask}'

    @property
    def num_addresses(self):
        """How many addresses there are, the first and the last included."""
        return self._last - self._first + 1

    @property
    def _address_class(self):
        raise NotImplementedError(f'{f"{type(self)}":>200} has no associated address class')

    @property
    def prefixlen(self):
        return self._prefixlen

    def address_exclude(self, other):
        """The networks that are left without another one, which is in this one."""
        if self._version != other._version:
            raise _other_version(self, other)
        if not isinstance(other, _BaseNetwork):
            raise TypeError(f'{other} is not a network object')
        if not other.subnet_of(self):
            raise ValueError(f'{other} not contained in {self}')
        part = self
        while part._prefixlen < other._prefixlen:
            low, high = part.subnets()
            part, rest = (low, high) if other._first < high._first else (high, low)
            yield rest

    def compare_networks(self, other):
        """-1, 0 or 1, by the addresses, then by the netmasks."""
        if self._version != other._version:
            raise TypeError(f'{self} and {other} are not of the same type')
        own, theirs = (self._first, self._prefixlen), (other._first, other._prefixlen)
        return (own > theirs) - (own < theirs)

    def _get_networks_key(self):
        return self._version, self.network_address, self.netmask

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        """The networks with a longer prefix that make this one up."""
        if self._prefixlen == self._max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError('new prefix must be longer')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError('prefix length diff must be > 0')
        length = self._prefixlen + prefixlen_diff
        if length > self._max_prefixlen:
            raise ValueError(f'prefix length diff {length} is invalid for netblock {self}')
        for first in range(self._first, self._last + 1, 1 << self._max_prefixlen - length):
            yield self.__class__((first, length))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        """The network with a shorter prefix that holds this one."""
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError('new prefix must be shorter')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = self._prefixlen - new_prefix
        length = self._prefixlen - prefixlen_diff
        if length < 0:
            raise ValueError(f'current prefixlen is {self._prefixlen}, cannot have a '
                             f'prefixlen_diff of {prefixlen_diff}')
        first = self._first & self.netmask._ip << prefixlen_diff
        return self.__class__((first, length))

    @staticmethod
    def _is_subnet_of(inner, outer):
        try:
            if inner._version != outer._version:
                raise _other_version(inner, outer)
            return (outer.network_address <= inner.network_address
                    and outer.broadcast_address >= inner.broadcast_address)
        except AttributeError:
            raise TypeError(
                f'Unable to test subnet containment between {inner} and {outer}')

    def subnet_of(self, other):
        """Whether all addresses are in another network."""
        return self._is_subnet_of(self, other)

    def supernet_of(self, other):
        """Whether all addresses of another network are in this one."""
        return self._is_subnet_of(other, self)

    @property
    def is_private(self):
        """Whether the network is not for the public Internet."""
        exceptions = self._address_class._PUBLIC_AFTER_ALL
        return (_are_in_one(self._first, self._last, self._address_class._PRIVATE)
                and not _is_in(self._first, exceptions) and not _is_in(self._last, exceptions))

    @property
    def is_global(self):
        """Whether the network is for the public Internet."""
        return not self.is_private


def _of_both_ends(name):
    """A property that a network has when its first and its last address have it."""
    def ask(self):
        return getattr(self.network_address, name) and getattr(self.broadcast_address, name)
    return property(ask)


for _name in ('is_multicast', 'is_reserved', 'is_link_local', 'is_unspecified', 'is_loopback'):
    setattr(_BaseNetwork, _name, _of_both_ends(_name))
del _name


class IPv4Address(_BaseV4, _BaseAddress):
    """An address of version 4."""

    __slots__ = '_ip', '__weakref__'

    _PRIVATE = [_block(text) for text in (
        '0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
        '192.0.0.0/24', '192.0.0.170/31', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15',
        '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4', '255.255.255.255/32')]
    _PUBLIC_AFTER_ALL = [_block('192.0.0.9/32'), _block('192.0.0.10/32')]
    # Of providers, for their customers.
    _SHARED = [_block('100.64.0.0/10')]

    def __init__(self, address):
        number = self._number_of(address)
        if number is None:
            number = self._ip_int_from_string(self._text_of(address))
        self._ip = number

    @property
    def packed(self):
        """The address as bytes."""
        return v4_int_to_packed(self._ip)

    @property
    def is_reserved(self):
        return self._ip >> 28 == 0xF

    @property
    def is_private(self):
        """Whether the address is not for the public Internet."""
        return _is_in(self._ip, self._PRIVATE) and not _is_in(self._ip, self._PUBLIC_AFTER_ALL)

    @property
    def is_global(self):
        """Whether the address is for the public Internet."""
        return not _is_in(self._ip, self._SHARED) and not self.is_private

    @property
    def is_multicast(self):
        return self._ip >> 28 == 0xE

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_loopback(self):
        return self._ip >> 24 == 127

    @property
    def is_link_local(self):
        return self._ip >> 16 == 0xA9FE

    @property
    def ipv6_mapped(self):
        """The address of version 6 that stands for this one."""
        return IPv6Address(0xFFFF << 32 | self._ip)


class IPv6Address(_BaseV6, _BaseAddress):
    """An address of version 6."""

    __slots__ = '_ip', '_scope_id', '__weakref__'

    _PRIVATE = [_block(text) for text in (
        '::1/128', '::/128', '::ffff:0:0/96', '64:ff9b:1::/48', '100::/64', '2001::/23',
        '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10')]
    _PUBLIC_AFTER_ALL = [_block(text) for text in (
        '2001:1::1/128', '2001:1::2/128', '2001:3::/32', '2001:4:112::/48', '2001:20::/28',
        '2001:30::/28')]
    _RESERVED = [_block(text) for text in (
        '::/8', '100::/8', '200::/7', '400::/6', '800::/5', '1000::/4', '4000::/3', '6000::/3',
        '8000::/3', 'a000::/3', 'c000::/3', 'e000::/4', 'f000::/5', 'f800::/6', 'fe00::/9')]

    def __init__(self, address):
        number = self._number_of(address)
        self._scope_id = None
        if number is None:
            text, self._scope_id = self._split_scope_id(self._text_of(address))
            number = self._ip_int_from_string(text)
        self._ip = number

    def __str__(self):
        if self._ip >> 32 == 0xFFFF:
            text = f'::ffff:{_BaseV4._string_from_ip_int(self._ip & 0xFFFFFFFF)}'
        else:
            text = self._string_from_ip_int(self._ip)
        return f'{text}%{self._scope_id}' if self._scope_id else text

    def __hash__(self):
        return hash((self._ip, self._scope_id))

    def __eq__(self, other):
        is_equal = super().__eq__(other)
        if is_equal is NotImplemented or not is_equal:
            return is_equal
        return self._scope_id == getattr(other, '_scope_id', None)

    def __reduce__(self):
        return self.__class__, (str(self),)

    def _explode_shorthand_ip_string(self):
        text = self._all_digits(self._ip)
        if self._ip >> 32 == 0xFFFF:
            return f'{text[:30]}{self.ipv4_mapped}'
        return text

    def _reverse_pointer(self):
        if self._ip >> 32 == 0xFFFF:
            return f'{".".join(reversed(f"{self._ip:032x}"))}.ip6.arpa'
        return super()._reverse_pointer()

    @property
    def scope_id(self):
        """The zone in which a link-local address holds; None for none."""
        return self._scope_id

    @property
    def packed(self):
        """The address as bytes."""
        return v6_int_to_packed(self._ip)

    @property
    def is_multicast(self):
        return self._ip >> 120 == 0xFF

    @property
    def is_reserved(self):
        return _is_in(self._ip, self._RESERVED)

    @property
    def is_link_local(self):
        return self._ip >> 118 == 0xFE80 >> 6

    @property
    def is_site_local(self):
        return self._ip >> 118 == 0xFEC0 >> 6

    @property
    def is_private(self):
        """Whether the address is not for the public Internet."""
        mapped = self.ipv4_mapped
        if mapped is not None:
            return mapped.is_private
        return _is_in(self._ip, self._PRIVATE) and not _is_in(self._ip, self._PUBLIC_AFTER_ALL)

    @property
    def is_global(self):
        """Whether the address is for the public Internet."""
        return not self.is_private

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_loopback(self):
        mapped = self.ipv4_mapped
        return self._ip == 1 if mapped is None else mapped.is_loopback

    @property
    def ipv4_mapped(self):
        """The address of version 4 that this one stands for, if it does."""
        return IPv4Address(self._ip & 0xFFFFFFFF) if self._ip >> 32 == 0xFFFF else None

    @property
    def teredo(self):
        """The server and the client of a Teredo address; None for another."""
        if self._ip >> 96 != 0x20010000:
            return None
        return (IPv4Address(self._ip >> 64 & 0xFFFFFFFF), IPv4Address(~self._ip & 0xFFFFFFFF))

    @property
    def sixtofour(self):
        """The address of version 4 within a 6to4 address; None for another."""
        return IPv4Address(self._ip >> 80 & 0xFFFFFFFF) if self._ip >> 112 == 0x2002 else None


class _Interface:
    """An address with the network that it is in. Stands in front of the address's class."""

    def __init__(self, address):
        address, mask = self._split_addr_prefix(address)
        super().__init__(address)
        self.network = self._network_class((address, mask), strict=False)
        self.netmask = self.network.netmask
        self._prefixlen = self.network._prefixlen

    @property
    def hostmask(self):
        return self.network.hostmask

    @property
    def ip(self):
        """The address alone."""
        return self._address_class(self._ip)

    def __str__(self):
        return f'{super().__str__()}/{self._prefixlen}'

    def __eq__(self, other):
        is_equal = super().__eq__(other)
        if is_equal is NotImplemented or not is_equal:
            return is_equal
        # An address is equal to no interface.
        return self.network == getattr(other, 'network', None)

    def __lt__(self, other):
        is_less = super().__lt__(other)
        if is_less is NotImplemented:
            return is_less
        try:
            return self.network < other.network or self.network == other.network and is_less
        except AttributeError:
            # Addresses come first.
            return False

    def __hash__(self):
        return hash((self._ip, self._prefixlen))

    __reduce__ = _IPAddressBase.__reduce__

    @property
    def with_prefixlen(self):
        return f'{self._string_from_ip_int(self._ip)}/{self._prefixlen}'

    @property
    def with_netmask(self):
        return f'{self._string_from_ip_int(self._ip)}/{self.netmask}'

    @property
    def with_hostmask(self):
        return f'{self._string_from_ip_int(self._ip)}/{self.hostmask}'


class IPv4Network(_BaseV4, _BaseNetwork):
    """A network of version 4."""

    _address_class = IPv4Address

    @classmethod
    def _length_of_text(cls, mask):
        try:
            return cls._prefix_from_prefix_string(mask)
        except NetmaskValueError:
            return cls._prefix_from_ip_string(mask)

    @property
    def is_global(self):
        """Whether the network is for the public Internet."""
        return (not _are_in_one(self._first, self._last, IPv4Address._SHARED)
                and not self.is_private)


class IPv6Network(_BaseV6, _BaseNetwork):
    """A network of version 6."""

    _address_class = IPv6Address
    is_site_local = _of_both_ends('is_site_local')

    def hosts(self):
        """The addresses but the first, which is that of the routers."""
        for number in range(self._first + 1, self._last + 1):
            yield self._address_class(number)

    def _explode_shorthand_ip_string(self):
        return f'{self._all_digits(self._first)}/{self._prefixlen}'


class IPv4Interface(_Interface, IPv4Address):
    """An address of version 4 with its network."""

    _address_class, _network_class = IPv4Address, IPv4Network


class IPv6Interface(_Interface, IPv6Address):
    """An address of version 6 with its network."""

    _address_class, _network_class = IPv6Address, IPv6Network

    def _explode_shorthand_ip_string(self):
        text = super()._explode_shorthand_ip_string()
        return text if self._ip >> 32 == 0xFFFF else f'{text}/{self._prefixlen}'

    @property
    def is_unspecified(self):
        return self._ip == 0 and self.network.is_unspecified

    @property
    def is_loopback(self):
        return super().is_loopback and self.network.is_loopback
