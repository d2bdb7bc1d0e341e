//! Addresses: between the tuples of scripts and the bytes of the system.

use std::ffi::{CStr, CString};

use vm::objects::buffer::Buffer;
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Raised, Result, Vm};

use super::Socket;
use super::names::name_raised;
use crate::paths::{decode_path, encode_path};
use crate::system_calls::hosts::{self, Wanted};
use crate::system_calls::sockets::Address;
use crate::system_calls::{control, raise};

/// Bytes of a path in the address of a local socket.
const PATH_ROOM: usize = 108;

/// An OSError with a message and no number.
pub(super) fn refused(vm: &Vm, message: &str) -> Raised {
    vm.error(&exceptions::OS_ERROR, message)
}

fn number(value: i64) -> Value {
    Value::int(value)
}

/// The bytes of an address, written one after the other.
struct Layout(Vec<u8>);

impl Layout {
    fn of(family: i32) -> Layout {
        Layout((family as u16).to_ne_bytes().to_vec())
    }

    fn push(mut self, bytes: &[u8]) -> Layout {
        self.0.extend_from_slice(bytes);
        self
    }

    fn fill(mut self, length: usize) -> Layout {
        self.0.resize(length, 0);
        self
    }

    fn address(self) -> Address {
        Address::new(&self.0)
    }
}

/// The bytes at a place of an address; zeros where it is shorter.
fn part<const COUNT: usize>(bytes: &[u8], place: usize) -> [u8; COUNT] {
    let mut part = [0; COUNT];
    let source = bytes.get(place..).unwrap_or_default();
    let count = source.len().min(COUNT);
    part[..count].copy_from_slice(&source[..count]);
    part
}

fn unsigned(bytes: &[u8], place: usize) -> i64 {
    u32::from_ne_bytes(part(bytes, place)).into()
}

/// A host name as an argument: text, or bytes. What is not ASCII is encoded as IDNA.
pub(super) fn host_name(vm: &Vm, value: &Value) -> Result<CString> {
    let bytes = if let Some(text) = value.downcast::<Str>() {
        if text.is_ascii() {
            text.as_bytes().to_vec()
        } else {
            encoded_host(vm, value)
                .map_err(|_| vm.type_error("encoding of hostname failed"))?
                .into_bytes()
        }
    } else if let Some(bytes) = value.downcast::<Bytes>() {
        bytes.as_bytes().to_vec()
    } else if let Some(bytes) = value.downcast::<ByteArray>() {
        bytes.to_vec()
    } else {
        return Err(vm.type_error(format!(
            "str, bytes or bytearray expected, not {}",
            value.class().name()
        )));
    };
    CString::new(bytes).map_err(|_| vm.type_error("host name must not contain null character"))
}

/// Text encoded as IDNA. Plain names stay as they are.
pub(super) fn encoded_host(vm: &Vm, value: &Value) -> Result<CString> {
    let plain = |text: &str| {
        let text = text.strip_suffix('.').unwrap_or(text);
        let fits = |label: &str| (1..64).contains(&label.len());
        text.is_ascii() && (text.is_empty() || text.split('.').all(fits))
    };
    if let Some(text) = value.downcast::<Str>().and_then(|it| it.as_str())
        && plain(text)
        && text != "."
        && let Ok(text) = CString::new(text)
    {
        return Ok(text);
    }
    let encoded = vm.call_method(value, "encode", &[Str::value("idna")])?;
    let bytes = vm.bytes_like(&encoded)?;
    // C's functions see what stands before the first null byte.
    let end = memchr::memchr(0, &bytes).unwrap_or(bytes.len());
    Ok(CString::new(&bytes[..end]).unwrap_or_default())
}

/// The IP address of a host, without a port.
pub(super) fn resolve(vm: &Vm, name: &CStr, family: i32) -> Result<Address> {
    let inet = |ip: &[u8]| Layout::of(libc::AF_INET).push(&[0; 2]).push(ip).fill(16);
    match name.to_bytes() {
        b"" => return wildcard(vm, family),
        b"255.255.255.255" | b"<broadcast>" => {
            if family != libc::AF_INET && family != libc::AF_UNSPEC {
                return Err(refused(vm, "address family mismatched"));
            }
            return Ok(inet(&[255; 4]).address());
        }
        _ => {}
    }
    if family != libc::AF_INET6
        && let Ok(Some(ip)) = hosts::read_address(libc::AF_INET, name)
    {
        return Ok(inet(&ip[..4]).address());
    }
    if family != libc::AF_INET
        && !name.to_bytes().contains(&b'%')
        && let Ok(Some(ip)) = hosts::read_address(libc::AF_INET6, name)
    {
        let layout = Layout::of(libc::AF_INET6).push(&[0; 6]);
        return Ok(layout.push(&ip).fill(28).address());
    }
    let wanted = Wanted {
        family,
        ..Wanted::default()
    };
    let found = vm.allow_threads(|| hosts::find_addresses(Some(name), None, wanted));
    let found = found.map_err(|error| name_raised(vm, error))?;
    match found.into_iter().next().map(|first| first.address) {
        Some(address) if [libc::AF_INET, libc::AF_INET6].contains(&address.family()) => Ok(address),
        _ => Err(refused(vm, "unknown address family")),
    }
}

/// The address that stands for all of a machine's own.
fn wildcard(vm: &Vm, family: i32) -> Result<Address> {
    let wanted = Wanted {
        family,
        kind: libc::SOCK_DGRAM,
        flags: libc::AI_PASSIVE,
        ..Wanted::default()
    };
    let found = vm.allow_threads(|| hosts::find_addresses(None, Some(c"0"), wanted));
    let found = found.map_err(|error| name_raised(vm, error))?;
    if let Some(first) = found.first()
        && ![libc::AF_INET, libc::AF_INET6].contains(&first.family)
    {
        return Err(refused(vm, "unsupported address family"));
    }
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.address),
        _ => Err(refused(vm, "wildcard resolved to multiple address")),
    }
}

/// The items of an address that must be a tuple.
fn items_of<'a>(vm: &Vm, value: &'a Value, function: &str, family: &str) -> Result<&'a [Value]> {
    match value.downcast::<Tuple>() {
        Some(tuple) => Ok(tuple.items()),
        None => Err(vm.type_error(format!(
            "{function}: {family} address must be tuple, not {}",
            value.class().name()
        ))),
    }
}

/// A number without a sign of 32 bits: what is larger is cut off, as C does it.
fn cut_off(vm: &Vm, value: &Value) -> Result<u32> {
    let index = vm.index(value)?;
    match index.as_integer().and_then(|integer| integer.to_i64()) {
        Some(number) => Ok(number as u32),
        None => {
            let low = vm.binary(Operator::And, &index, &Value::int(0xFFFF_FFFF))?;
            Ok(vm.to_i64(&low)? as u32)
        }
    }
}

/// Host, port, flow information and scope, of an address on the internet.
fn internet(vm: &Vm, items: &[Value], family: i32, function: &str) -> Result<Address> {
    let out_of_range = || vm.overflow_error(format!("{function}(): port must be 0-65535."));
    let host = host_name(vm, &items[0])?;
    let port =
        vm.to_i32(&items[1])
            .map_err(|raised| match raised.is(&exceptions::OVERFLOW_ERROR) {
                true => out_of_range(),
                false => raised,
            })?;
    let more = |position: usize| items.get(position).map_or(Ok(0), |it| cut_off(vm, it));
    let (flow, scope) = (more(2)?, more(3)?);
    let address = resolve(vm, &host, family)?;
    let port = u16::try_from(port)
        .map_err(|_| out_of_range())?
        .to_be_bytes();
    let bytes = address.as_bytes();
    if family == libc::AF_INET {
        let layout = Layout::of(family).push(&port).push(&part::<4>(bytes, 4));
        return Ok(layout.fill(16).address());
    }
    if flow > 0xF_FFFF {
        return Err(vm.overflow_error(format!("{function}(): flowinfo must be 0-1048575.")));
    }
    let layout = Layout::of(family).push(&port).push(&flow.to_be_bytes());
    let layout = layout.push(&part::<16>(bytes, 8));
    Ok(layout.push(&scope.to_ne_bytes()).address())
}

/// The address of a local socket: a path, or a name behind a null byte.
fn local(vm: &Vm, value: &Value, family: i32) -> Result<Address> {
    let path = match value.downcast::<Str>() {
        Some(text) => encode_path(vm, text)?,
        None => vm.bytes_like(value)?.to_vec(),
    };
    let layout = Layout::of(family).push(&path);
    let is_name = path.first().is_none_or(|first| *first == 0);
    if path.len() + usize::from(!is_name) > PATH_ROOM {
        return Err(refused(vm, "AF_UNIX path too long"));
    }
    Ok(match is_name {
        true => layout.address(),
        false => layout.push(&[0]).address(),
    })
}

/// Two numbers without a sign.
fn pair(vm: &Vm, items: &[Value], message: &str) -> Result<[[u8; 4]; 2]> {
    let [first, second] = items else {
        return Err(vm.type_error(message));
    };
    Ok([cut_off(vm, first)?, cut_off(vm, second)?].map(u32::to_ne_bytes))
}

/// The address that a script means, for a socket of this family.
pub(super) fn parse(vm: &Vm, socket: &Socket, value: &Value, function: &str) -> Result<Address> {
    let family = socket.family.get();
    let caller = format!("{function}()");
    match family {
        libc::AF_UNIX => local(vm, value, family),
        libc::AF_INET | libc::AF_RDS => {
            let items = items_of(vm, value, &caller, "AF_INET")?;
            if items.len() != 2 {
                return Err(vm.type_error("AF_INET address must be a pair (host, port)"));
            }
            internet(vm, items, libc::AF_INET, function)
        }
        libc::AF_INET6 => {
            let items = items_of(vm, value, &caller, "AF_INET6")?;
            if !(2..=4).contains(&items.len()) {
                return Err(vm.type_error(
                    "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])",
                ));
            }
            internet(vm, items, family, function)
        }
        libc::AF_NETLINK => {
            let items = items_of(vm, value, &caller, "AF_NETLINK")?;
            let message = "AF_NETLINK address must be a pair (pid, groups)";
            let [process, groups] = pair(vm, items, message)?;
            let layout = Layout::of(family).push(&[0; 2]).push(&process);
            Ok(layout.push(&groups).address())
        }
        libc::AF_VSOCK => {
            let items = items_of(vm, value, "getsockaddrarg", "AF_VSOCK")?;
            let message = format!(
                "getsockaddrarg() takes exactly 2 arguments ({} given)",
                items.len()
            );
            let [machine, port] = pair(vm, items, &message)?;
            let layout = Layout::of(family).push(&[0; 2]).push(&port).push(&machine);
            Ok(layout.fill(16).address())
        }
        QUALCOMM => {
            let items = items_of(vm, value, "getsockaddrarg", "AF_QIPCRTR")?;
            let message = format!(
                "getsockaddrarg() takes exactly 2 arguments ({} given)",
                items.len()
            );
            let [node, port] = pair(vm, items, &message)?;
            let layout = Layout::of(family).push(&[0; 2]);
            Ok(layout.push(&node).push(&port).address())
        }
        libc::AF_PACKET => packet(
            vm,
            socket,
            items_of(vm, value, &caller, "AF_PACKET")?,
            function,
        ),
        libc::AF_ALG => algorithm(vm, items_of(vm, value, &caller, "AF_ALG")?),
        _ => Err(refused(vm, &format!("{caller}: bad family"))),
    }
}

/// `AF_QIPCRTR`, which libc does not name.
const QUALCOMM: i32 = 42;

/// Asks the system for the number of a network interface.
fn interface(vm: &Vm, socket: &Socket, name: &[u8]) -> Result<[u8; 4]> {
    let mut request = name[..name.len().min(15)].to_vec();
    request.resize(40, 0);
    let result = control::ioctl_bytes(socket.descriptor.get(), libc::SIOCGIFINDEX, &mut request);
    raise(vm, result, None)?;
    Ok(part(&request, 16))
}

/// The address of raw packets: interface, protocol, kind of packet, of hardware, its address.
fn packet(vm: &Vm, socket: &Socket, items: &[Value], function: &str) -> Result<Address> {
    if !(2..=5).contains(&items.len()) {
        return Err(vm.type_error("AF_PACKET address must be a tuple of two to five elements"));
    }
    let Some(name) = items[0].downcast::<Str>() else {
        return Err(vm.type_error("AF_PACKET address must be a tuple of two to five elements"));
    };
    let integer = |position: usize| match items.get(position) {
        Some(value) => vm.to_i32(value).map_err(|raised| {
            let message = format!("{function}(): address argument out of range");
            match raised.is(&exceptions::OVERFLOW_ERROR) {
                true => vm.overflow_error(message),
                false => raised,
            }
        }),
        None => Ok(0),
    };
    let (protocol, kind, hardware) = (integer(1)?, integer(2)?, integer(3)?);
    let place = match items.get(4) {
        Some(value) => vm.bytes_like(value)?.to_vec(),
        None => Vec::new(),
    };
    let interface = interface(vm, socket, name.as_bytes())?;
    if place.len() > 8 {
        return Err(vm.value_error("Hardware address must be 8 bytes or less"));
    }
    let Ok(protocol) = u16::try_from(protocol) else {
        return Err(vm.overflow_error(format!("{function}(): proto must be 0-65535.")));
    };
    let layout = Layout::of(libc::AF_PACKET).push(&protocol.to_be_bytes());
    let layout = layout
        .push(&interface)
        .push(&(hardware as u16).to_ne_bytes());
    let layout = layout.push(&[kind as u8, place.len() as u8]).push(&place);
    Ok(layout.fill(20).address())
}

/// The address of an algorithm of the kernel: its kind, its name, two numbers.
fn algorithm(vm: &Vm, items: &[Value]) -> Result<Address> {
    let message = "AF_ALG address must be a tuple (type, name[, feat[, mask]])";
    if !(2..=4).contains(&items.len()) {
        return Err(vm.type_error(message));
    }
    let text = |position: usize| match items[position].downcast::<Str>() {
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => Err(vm.type_error(message)),
    };
    let more = |position: usize| items.get(position).map_or(Ok(0), |it| cut_off(vm, it));
    let (kind, name) = (text(0)?, text(1)?);
    if kind.len() >= 14 {
        return Err(vm.value_error("AF_ALG type too long."));
    }
    if name.len() >= 64 {
        return Err(vm.value_error("AF_ALG name too long."));
    }
    let layout = Layout::of(libc::AF_ALG).push(&kind).fill(16);
    let layout = layout
        .push(&more(2)?.to_ne_bytes())
        .push(&more(3)?.to_ne_bytes());
    Ok(layout.push(&name).fill(88).address())
}

/// The address as scripts see it. The descriptor is asked for names of interfaces.
pub(super) fn make(descriptor: i32, address: &Address) -> Value {
    let bytes = address.as_bytes();
    let numbers = |places: &[usize]| {
        let numbers = places.iter().map(|place| number(unsigned(bytes, *place)));
        Tuple::new(numbers.collect()).into()
    };
    let port = || number(u16::from_be_bytes(part(bytes, 2)).into());
    if bytes.is_empty() {
        return Value::NONE;
    }
    match address.family() {
        libc::AF_INET => Tuple::pair(show(&part::<4>(bytes, 4)), port()).into(),
        libc::AF_INET6 => Tuple::new(vec![
            show(&part::<16>(bytes, 8)),
            port(),
            number(u32::from_be_bytes(part(bytes, 4)).into()),
            number(unsigned(bytes, 24)),
        ])
        .into(),
        libc::AF_UNIX => {
            let path = bytes.get(2..).unwrap_or_default();
            match path.first() {
                Some(0) => Bytes::value(path),
                _ => {
                    let end = memchr::memchr(0, path).unwrap_or(path.len());
                    decode_path(&path[..end]).into()
                }
            }
        }
        libc::AF_NETLINK | QUALCOMM => numbers(&[4, 8]),
        libc::AF_VSOCK => numbers(&[8, 4]),
        libc::AF_PACKET => show_packet(descriptor, bytes),
        libc::AF_ALG => {
            let text = |place: usize, length: usize| {
                let bytes = bytes.get(place..).unwrap_or_default();
                let bytes = &bytes[..bytes.len().min(length)];
                let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
                Str::value(String::from_utf8_lossy(&bytes[..end]))
            };
            let half = |place| number(u16::from_ne_bytes(part(bytes, place)).into());
            Tuple::new(vec![text(2, 14), text(24, 64), half(16), half(20)]).into()
        }
        family => Tuple::pair(number(family.into()), Bytes::value(part::<14>(bytes, 2))).into(),
    }
}

/// An IP address of 4 or 16 bytes as text.
pub(super) fn show(ip: &[u8]) -> Value {
    Str::value(hosts::show_address(ip))
}

fn show_packet(descriptor: i32, bytes: &[u8]) -> Value {
    let index = part::<4>(bytes, 4);
    let mut request = [0; 40];
    request[16..20].copy_from_slice(&index);
    let is_known = index != [0; 4]
        && control::ioctl_bytes(descriptor, libc::SIOCGIFNAME, &mut request).is_ok();
    let name = if is_known { &request[..16] } else { &[] };
    let end = memchr::memchr(0, name).unwrap_or(name.len());
    let length = usize::from(part::<1>(bytes, 11)[0]).min(8);
    Tuple::new(vec![
        decode_path(&name[..end]).into(),
        number(u16::from_be_bytes(part(bytes, 2)).into()),
        number(part::<1>(bytes, 10)[0].into()),
        number(u16::from_ne_bytes(part(bytes, 8)).into()),
        Bytes::value(&part::<8>(bytes, 12)[..length]),
    ])
    .into()
}

/// The memory that a script wants filled.
pub(super) fn writable(vm: &Vm, value: &Value, what: impl FnOnce() -> String) -> Result<Buffer> {
    Buffer::writable(vm, value).map_err(|raised| {
        match raised.is(&exceptions::TYPE_ERROR) || raised.is(&exceptions::BUFFER_ERROR) {
            true => vm.type_error(what()),
            false => raised,
        }
    })
}
