"""Addresses, networks and interfaces of both versions."""
import ipaddress
import pickle
from ipaddress import (IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface,
                       IPv6Network, ip_address, ip_interface, ip_network)


def shown(action, *args, **kwargs):
    try:
        print(repr(action(*args, **kwargs)))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


for text in ['1.2.3.4', '256.1.1.1', '1.2.3', '01.2.3.4', '1.2.3.a', '1..2.3', '1.2.3.4444', '',
             '::1', '::', '1::8', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', ':1::2', '1::2:', '1::2::3',
             '1:2:3', '1:2:3:4:5:6:7:8:9', '12345::', 'g::', '::ffff:1.2.3.4', '::1.2.3', 'fe80::1%eth0',
             'fe80::1%', '1:0:0:2:0:0:0:3', '1:0:2:0:3:0:4:0', '1.2.3.4/8', '2001:db8::1/32', '::1%a%b']:
    for kind in IPv4Address, IPv6Address, ip_address:
        shown(kind, text)
for number in 0, 2 ** 32 - 1, 2 ** 32, 2 ** 128, -1, b'\x01\x02\x03\x04', b'\x01', bytes(range(16)), None, 1.5:
    for kind in IPv4Address, IPv6Address:
        shown(kind, number)
    shown(ip_address, number)
for text in ['10.0.0.0/8', '10.1.2.3/8', '10.0.0.0/255.0.0.0', '10.0.0.0/0.255.255.255', '10.0.0.0/33',
             '10.0.0.0/255.0.255.0', '10.0.0.0/x', '10.0.0.0/8/8', '10.0.0.0', '::/0', '2001:db8::/129',
             '2001:db8::1/64', '10.0.0.0/-1', 'fe80::%a/64']:
    for kind in IPv4Network, IPv6Network, ip_network:
        shown(kind, text)
    shown(ip_network, text, strict=False)
    shown(ip_interface, text)
shown(IPv4Network, (167772160, 8))
shown(IPv4Network, ('10.0.0.0', '255.0.0.0'))
NAMES = ['is_private', 'is_global', 'is_multicast', 'is_reserved', 'is_link_local', 'is_loopback',
         'is_unspecified', 'exploded', 'compressed', 'reverse_pointer', 'version', 'max_prefixlen']
for text in ['127.0.0.1', '10.1.1.1', '8.8.8.8', '100.64.0.1', '224.0.0.1', '250.0.0.0', '169.254.1.1', '0.0.0.0',
             '192.0.0.9', '192.0.0.171', '::', '::1', '2001:db8::1', 'ff02::1', 'fe80::1', 'fec0::1', '2001:1::1',
             '::ffff:10.0.0.1', '2002:102:304::', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '64:ff9b:1::',
             '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/30', 'fe80::/10', '2001:4:112::/48', '::/3', '0.0.0.0/0',
             '10.1.2.3/24', '::1/127', '::ffff:1.2.3.4/120']:
    try:
        one = ip_network(text) if '/' in text else ip_address(text)
    except ValueError:
        one = ip_interface(text)
    print(repr(one), [getattr(one, name) for name in NAMES])
    print(pickle.loads(pickle.dumps(one)) == one, hash(one) == hash(type(one)(str(one))))
six = ip_address('2001:0:4136:e378:8000:63bf:3fff:fdd2')
print(six.teredo, ip_address('2002:102:304::').sixtofour, ip_address('::ffff:9.8.7.6').ipv4_mapped)
print(IPv6Address('fe80::1%eth0').scope_id, IPv4Address('1.2.3.4').ipv6_mapped, six.packed)
address = IPv4Address('10.0.0.250')
print(address + 10, address - 300, int(address), address < IPv4Address('10.0.1.0'))
shown(lambda: address + 2 ** 32)
shown(lambda: address < six)
shown(lambda: address < 3)
shown(lambda: address == six)
for spec in ['', '>15', 'x', '#x', '_b', '#_b', 'n', '#_n', 'X', 'd', '_#x', 's']:
    shown(format, address, spec)
    shown(format, six, spec)
net = ip_network('192.168.0.0/28')
print(net.num_addresses, net.broadcast_address, net.hostmask, net.netmask, net.with_netmask, net.with_hostmask)
print(list(net.hosts())[:2], net[3], net[-1], list(net)[-1], address in net, net[5] in net)
shown(lambda: net[16])
shown(lambda: net[-17])
print(list(ip_network('10.0.0.0/31').hosts()), list(ip_network('10.0.0.1').hosts()), list(ip_network('::/126').hosts()))
print(list(net.subnets(2)), list(net.subnets(new_prefix=29)), net.supernet(), net.supernet(new_prefix=8))
shown(lambda: list(net.subnets(5)))
shown(lambda: list(net.subnets(new_prefix=8)))
shown(lambda: list(net.subnets(2, 30)))
shown(net.supernet, 29)
shown(net.supernet, new_prefix=30)
print(list(net.address_exclude(ip_network('192.168.0.5'))), list(net.address_exclude(net)))
shown(lambda: list(net.address_exclude(ip_network('10.0.0.0'))))
shown(lambda: list(net.address_exclude(ip_network('::'))))
print(net.overlaps(ip_network('192.168.0.8/29')), net.subnet_of(ip_network('192.168.0.0/16')), net.supernet_of(net))
shown(net.subnet_of, ip_network('::/0'))
shown(net.subnet_of, address)
print(net.compare_networks(ip_network('192.168.0.0/29')), net < ip_network('192.168.1.0/28'), sorted([net, net.supernet()]))
print(list(ipaddress.summarize_address_range(IPv4Address('10.0.0.1'), IPv4Address('10.0.0.20'))))
print(list(ipaddress.summarize_address_range(IPv6Address('::1'), IPv6Address(2 ** 128 - 1)))[-2:])
shown(lambda: list(ipaddress.summarize_address_range(address, IPv4Address('0.0.0.1'))))
shown(lambda: list(ipaddress.summarize_address_range(address, six)))
shown(lambda: list(ipaddress.summarize_address_range(net, net)))
print(list(ipaddress.collapse_addresses([ip_network('10.0.0.0/25'), ip_network('10.0.0.128/25'), ip_network('10.0.1.0/24'),
                                         IPv4Address('10.0.2.0'), IPv4Address('10.0.2.1'), ip_network('10.0.0.4/30')])))
shown(ipaddress.collapse_addresses, [address, six])
print(sorted([ip_network('::/8'), address, net, six], key=ipaddress.get_mixed_type_key))
face = IPv4Interface('10.1.2.3/24')
print(face, face.network, face.ip, face.netmask, face.hostmask, face.with_hostmask, face == IPv4Address('10.1.2.3'))
print(sorted([face, IPv4Interface('10.1.2.3/8'), IPv4Interface('10.1.2.2/24')]), face + 1, {face: 1}[IPv4Interface('10.1.2.3/24')])
print(IPv6Interface('fe80::1%2/64'), IPv6Interface('::1/128').is_loopback, IPv6Interface('::/0').is_unspecified)
shown(ipaddress.v4_int_to_packed, -1)
shown(ipaddress.v6_int_to_packed, 2 ** 128)
