//! The functions of the module: names of hosts and services, numbers in the network's order.

use std::ffi::{CStr, CString};
use std::sync::atomic::Ordering;

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::address::{encoded_host, make, refused, resolve, show};
use super::connections::close_descriptor;
use super::messages::{item_length, item_space};
use super::waiting::{timeout_of, to_seconds};
use super::{ADDRESS_ERROR, DEFAULT_TIMEOUT, HOST_ERROR, SOCKET, Socket};
use crate::arguments::{counted, int};
use crate::paths::{decode_path, encode_path};
use crate::sys::audit_event;
use crate::system_calls::hosts::{self, Found, Host, HostError, NameError, Wanted};
use crate::system_calls::sockets::{self, Address};
use crate::system_calls::{self, borrow, raise};

#[rustfmt::skip]
pub(super) const FUNCTIONS: &[Method] = &[
    Method::raw("gethostbyname", "([host])", host_by_name, "The IP address of a host."),
    Method::raw("gethostbyname_ex", "([host])", host_by_name_in_full, "The names and IP addresses of a host."),
    Method::raw("gethostbyaddr", "([host])", host_by_address, "The names and IP addresses of the host of an address."),
    Method::new("gethostname", "($self, /)", |vm, _| {
        audit_event(vm, "socket.gethostname", Vec::new)?;
        Ok(decode_path(rustix::system::uname().nodename().to_bytes()).into())
    }, "The name of this machine."),
    Method::raw("sethostname", "([name])", set_host_name, "Sets the name of this machine."),
    Method::raw("getservbyname", "([name, protocol])", port_of_service, "The port of a service."),
    Method::raw("getservbyport", "([port, protocol])", service_of_port, "The service of a port."),
    Method::raw("getprotobyname", "([name])", protocol_number, "The number of a protocol."),
    Method::new("close", "($self, object, /)", |vm, it| {
        close_descriptor(vm, vm.to_i32(required(it, 0))?)?;
        Ok(Value::NONE)
    }, "Closes a descriptor."),
    Method::new("dup", "($self, object, /)", |vm, it| {
        let number = vm.to_i32(required(it, 0))?;
        let result = borrow(number).and_then(|file| rustix::io::fcntl_dupfd_cloexec(file, 0));
        let copy = std::os::fd::IntoRawFd::into_raw_fd(raise(vm, result, None)?);
        Ok(Value::int(copy.into()))
    }, "A second descriptor of the same socket."),
    Method::raw("socketpair", "([family, type, proto])", pair, "Two sockets that are connected."),
    Method::new("ntohs", "($self, x, /)", |vm, it| swap_short(vm, it, "ntohs"), "16 bits from the network's order."),
    Method::new("ntohl", "($self, object, /)", swap_long, "32 bits from the network's order."),
    Method::new("htons", "($self, x, /)", |vm, it| swap_short(vm, it, "htons"), "16 bits into the network's order."),
    Method::new("htonl", "($self, object, /)", swap_long, "32 bits into the network's order."),
    Method::new("inet_aton", "($self, ip_addr, /)", read_ipv4, "The bytes of an IPv4 address."),
    Method::new("inet_ntoa", "($self, packed_ip, /)", |vm, it| {
        let bytes = vm.bytes_like(required(it, 0))?;
        match bytes.len() {
            4 => Ok(show(&bytes)),
            _ => Err(refused(vm, "packed IP wrong length for inet_ntoa")),
        }
    }, "The text of an IPv4 address."),
    Method::raw("inet_pton", "([family, text])", read_address, "The bytes of an IP address."),
    Method::raw("inet_ntop", "([family, bytes])", show_address, "The text of an IP address."),
    Method::new("getaddrinfo", "(host, port, family=0, type=0, proto=0, flags=0)", find_addresses, "The addresses of a host and service."),
    Method::raw("getnameinfo", "([address, flags])", find_names, "The host and service of an address."),
    Method::new("getdefaulttimeout", "($self, /)", |_, _| Ok(to_seconds(DEFAULT_TIMEOUT.load(Ordering::Relaxed))), "The timeout of new sockets."),
    Method::new("setdefaulttimeout", "($self, object, /)", |vm, it| {
        DEFAULT_TIMEOUT.store(timeout_of(vm, required(it, 0))?, Ordering::Relaxed);
        Ok(Value::NONE)
    }, "Sets the timeout of new sockets."),
    Method::new("if_nameindex", "($self, /)", |vm, _| {
        let pairs = raise(vm, hosts::interfaces(), None)?.into_iter().map(|(number, name)| {
            Tuple::pair(Value::int(number.into()), decode_path(name.to_bytes()).into()).into()
        });
        Ok(List::new(pairs.collect()).into())
    }, "The network interfaces."),
    Method::new("if_nametoindex", "($self, oname, /)", interface_number, "The number of a network interface."),
    Method::new("if_indextoname", "($self, object, /)", interface_name, "The name of a network interface."),
    Method::raw("CMSG_LEN", "([length])", |vm, it| item_size(vm, it, "CMSG_LEN", item_length), "Bytes of an item of ancillary data."),
    Method::raw("CMSG_SPACE", "([length])", |vm, it| item_size(vm, it, "CMSG_SPACE", item_space), "Bytes that an item of ancillary data takes."),
];

/// The exception for a name that is not found.
pub(super) fn name_raised(vm: &Vm, error: NameError) -> Raised {
    match error {
        NameError::System(error) => vm.os_error(&error, None),
        NameError::Code(code) => {
            let arguments = [
                Value::int(code.into()),
                Str::value(hosts::name_error_text(code)),
            ];
            vm.call(ADDRESS_ERROR.as_value(), &arguments)
                .map_or_else(|raised| raised, Raised)
        }
    }
}

fn host_raised(vm: &Vm, (number, text): HostError) -> Raised {
    let arguments = [Value::int(number.into()), Str::value(text)];
    vm.call(HOST_ERROR.as_value(), &arguments)
        .map_or_else(|raised| raised, Raised)
}

/// A host that is the only argument: text is encoded as IDNA, bytes are taken as they are.
fn host_argument(vm: &Vm, arguments: Arguments<'_>, function: &str) -> Result<CString> {
    let given = counted(vm, arguments, function, 1, 1)?;
    let value = &given[0];
    let bytes = match (value.downcast::<Bytes>(), value.downcast::<ByteArray>()) {
        (Some(bytes), _) => bytes.as_bytes().to_vec(),
        (_, Some(bytes)) => bytes.to_vec(),
        _ if value.downcast::<Str>().is_some() => return encoded_host(vm, value),
        _ => {
            return Err(vm.type_error(format!(
                "{function}() argument 1 must be str, bytes or bytearray, not {}",
                vm.found_argument(value)
            )));
        }
    };
    CString::new(bytes).map_err(|_| {
        vm.type_error(format!(
            "{function}() argument 1 must be encoded string without null bytes, not {}",
            vm.found_argument(value)
        ))
    })
}

/// Text without null characters, as C takes it.
fn text_argument(vm: &Vm, value: &Value, function: &str, position: &str) -> Result<CString> {
    let text = vm.expect_str_argument(value, function, position)?;
    let bytes = match text.as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => {
            vm.call_method(value, "encode", &[])?;
            Vec::new()
        }
    };
    CString::new(bytes).map_err(|_| vm.value_error("embedded null character"))
}

fn host_by_name(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let name = host_argument(vm, arguments, "gethostbyname")?;
    audit_event(vm, "socket.gethostbyname", || arguments.values.to_vec())?;
    let address = resolve(vm, &name, libc::AF_INET)?;
    Ok(show(address.as_bytes().get(4..8).unwrap_or_default()))
}

fn host_by_name_in_full(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let name = host_argument(vm, arguments, "gethostbyname_ex")?;
    audit_event(vm, "socket.gethostbyname", || arguments.values.to_vec())?;
    resolve(vm, &name, libc::AF_INET)?;
    let found = vm.allow_threads(|| hosts::host_by_name(&name));
    Ok(show_host(found.map_err(|error| host_raised(vm, error))?))
}

fn host_by_address(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let name = host_argument(vm, arguments, "gethostbyaddr")?;
    audit_event(vm, "socket.gethostbyaddr", || arguments.values.to_vec())?;
    let address = resolve(vm, &name, libc::AF_UNSPEC)?;
    let bytes = address.as_bytes();
    let ip = match address.family() {
        libc::AF_INET => bytes.get(4..8),
        _ => bytes.get(8..24),
    };
    let ip = ip.unwrap_or_default();
    let found = vm.allow_threads(|| hosts::host_by_address(ip));
    Ok(show_host(found.map_err(|error| host_raised(vm, error))?))
}

fn show_host(host: Host) -> Value {
    let aliases = host.aliases.iter().map(Str::value).collect();
    let addresses = host.addresses.iter().map(|it| show(it)).collect();
    Tuple::new(vec![
        Str::value(&host.name),
        List::new(aliases).into(),
        List::new(addresses).into(),
    ])
    .into()
}

fn set_host_name(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "sethostname", 1, 1)?;
    let name = crate::paths::fspath(vm, &given[0])?;
    let bytes = match name.downcast::<Str>() {
        Some(text) => encode_path(vm, text)?,
        None => vm.bytes_like(&name)?.to_vec(),
    };
    audit_event(vm, "socket.sethostname", || vec![given[0].clone()])?;
    raise(vm, rustix::system::sethostname(&bytes), None)?;
    Ok(Value::NONE)
}

/// The optional name of a protocol.
fn protocol_argument(vm: &Vm, given: &[Value], function: &str) -> Result<Option<CString>> {
    let protocol = given.get(1);
    protocol
        .map(|value| text_argument(vm, value, function, "2"))
        .transpose()
}

fn port_of_service(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "getservbyname", 1, 2)?;
    let name = text_argument(vm, &given[0], "getservbyname", "1")?;
    let protocol = protocol_argument(vm, given, "getservbyname")?;
    audit_event(vm, "socket.getservbyname", || given.to_vec())?;
    match hosts::port_of_service(&name, protocol.as_deref()) {
        Some(port) => Ok(Value::int(port.into())),
        None => Err(refused(vm, "service/proto not found")),
    }
}

fn service_of_port(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "getservbyport", 1, 2)?;
    let port = vm.to_i32(&given[0])?;
    let protocol = protocol_argument(vm, given, "getservbyport")?;
    let Ok(port) = u16::try_from(port) else {
        return Err(vm.overflow_error("getservbyport: port must be 0-65535."));
    };
    audit_event(vm, "socket.getservbyport", || given.to_vec())?;
    match hosts::service_of_port(port, protocol.as_deref()) {
        Some(name) => Ok(Str::value(name)),
        None => Err(refused(vm, "port/proto not found")),
    }
}

fn protocol_number(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "getprotobyname", 1, 1)?;
    let name = text_argument(vm, &given[0], "getprotobyname", "")?;
    match hosts::protocol_number(&name) {
        Some(number) => Ok(Value::int(number.into())),
        None => Err(refused(vm, "protocol not found")),
    }
}

fn pair(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "socketpair", 0, 3)?;
    let number = |position: usize, default: i32| match given.get(position) {
        Some(value) => vm.to_i32(value),
        None => Ok(default),
    };
    let family = number(0, libc::AF_UNIX)?;
    let (kind, protocol) = (number(1, libc::SOCK_STREAM)?, number(2, 0)?);
    let ends = raise(vm, sockets::pair(family, kind, protocol), None)?;
    let mut made = Vec::new();
    for (position, descriptor) in ends.into_iter().enumerate() {
        let socket = Ref::with_class(&SOCKET, Socket::default());
        if let Err(raised) = socket.take(vm, descriptor, family, kind, protocol) {
            if position == 0 {
                let _ = system_calls::close(ends[1]);
            }
            return Err(raised);
        }
        made.push(socket.into());
    }
    Ok(Tuple::new(made).into())
}

fn swap_short(vm: &Vm, arguments: &[Option<Value>], function: &str) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0)).map_err(|raised| {
        match raised.is(&vm::objects::exceptions::OVERFLOW_ERROR) {
            true => vm.overflow_error("Python int too large to convert to C int"),
            false => raised,
        }
    })?;
    let what = "C 16-bit unsigned integer";
    match u16::try_from(number) {
        Ok(number) => Ok(Value::int(number.to_be().into())),
        Err(_) if number < 0 => Err(vm.overflow_error(format!(
            "{function}: can't convert negative Python int to {what}"
        ))),
        Err(_) => Err(vm.overflow_error(format!(
            "{function}: Python int too large to convert to {what}"
        ))),
    }
}

/// An unsigned C long.
fn unsigned_long(vm: &Vm, value: &Value) -> Result<u64> {
    let number = vm.index(value)?;
    let is_negative = vm.compare_bool(
        &number,
        &Value::int(0),
        vm::objects::slots::Comparison::Less,
    )?;
    if is_negative {
        return Err(vm.overflow_error("can't convert negative value to unsigned int"));
    }
    match number.as_i64() {
        Some(number) => Ok(number as u64),
        None => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
    }
}

fn swap_long(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    if !value.is_int() {
        let class = value.class().name();
        return Err(vm.type_error(format!("expected int, {class} found")));
    }
    match u32::try_from(unsigned_long(vm, value)?) {
        Ok(number) => Ok(Value::int(number.to_be().into())),
        Err(_) => Err(vm.overflow_error("int larger than 32 bits")),
    }
}

fn read_ipv4(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = text_argument(vm, required(arguments, 0), "inet_aton", "")?;
    match hosts::read_ipv4(&text) {
        Some(address) => Ok(Bytes::value(address)),
        None => Err(refused(vm, "illegal IP address string passed to inet_aton")),
    }
}

fn read_address(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "inet_pton", 2, 2)?;
    let family = vm.to_i32(&given[0])?;
    let text = text_argument(vm, &given[1], "inet_pton", "2")?;
    match raise(vm, hosts::read_address(family, &text), None)? {
        Some(address) if family == libc::AF_INET => Ok(Bytes::value(&address[..4])),
        Some(address) => Ok(Bytes::value(address)),
        None => Err(refused(vm, "illegal IP address string passed to inet_pton")),
    }
}

fn show_address(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "inet_ntop", 2, 2)?;
    let family = vm.to_i32(&given[0])?;
    let bytes = vm.bytes_like(&given[1])?;
    let length = match family {
        libc::AF_INET => 4,
        libc::AF_INET6 => 16,
        _ => return Err(vm.value_error(format!("unknown address family {family}"))),
    };
    if bytes.len() != length {
        return Err(vm.value_error("invalid length of packed IP address string"));
    }
    Ok(show(&bytes))
}

/// The host of `getaddrinfo`.
fn searched_host(vm: &Vm, value: &Value) -> Result<Option<CString>> {
    if value.is_none() {
        return Ok(None);
    }
    if value.downcast::<Str>().is_some() {
        return encoded_host(vm, value).map(Some);
    }
    let Some(bytes) = value.downcast::<Bytes>() else {
        return Err(vm.type_error("getaddrinfo() argument 1 must be string or None"));
    };
    Ok(Some(until_null(bytes.as_bytes())))
}

/// The bytes in front of the first null byte, which are all that C sees.
fn until_null(bytes: &[u8]) -> CString {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    CString::new(&bytes[..end]).unwrap_or_default()
}

/// The service of `getaddrinfo`.
fn searched_service(vm: &Vm, value: &Value) -> Result<Option<CString>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Some(bytes) = value.downcast::<Bytes>() {
        return Ok(Some(until_null(bytes.as_bytes())));
    }
    let text = match value.downcast::<Str>() {
        Some(text) => text.clone(),
        None if value.is_int() && value.as_bool().is_none() => vm.str(value)?,
        None => return Err(refused(vm, "Int or String expected")),
    };
    if text.as_str().is_none() {
        vm.call_method(text.as_value(), "encode", &[])?;
    }
    Ok(Some(until_null(text.as_bytes())))
}

fn find_addresses(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (host, service) = (required(arguments, 0), required(arguments, 1));
    let wanted = Wanted {
        family: int(vm, arguments, 2, libc::AF_UNSPEC)?,
        kind: int(vm, arguments, 3, 0)?,
        protocol: int(vm, arguments, 4, 0)?,
        flags: int(vm, arguments, 5, 0)?,
    };
    let host_text = searched_host(vm, host)?;
    let service_text = searched_service(vm, service)?;
    audit_event(vm, "socket.getaddrinfo", || {
        let numbers = [wanted.family, wanted.kind, wanted.protocol];
        let mut values = vec![host.clone(), service.clone()];
        values.extend(numbers.map(|it| Value::int(it.into())));
        values
    })?;
    let (host, service) = (host_text.as_deref(), service_text.as_deref());
    let found = vm.allow_threads(|| hosts::find_addresses(host, service, wanted));
    let found = found.map_err(|error| name_raised(vm, error))?;
    Ok(List::new(found.iter().map(show_found).collect()).into())
}

fn show_found(found: &Found) -> Value {
    let numbers = [found.family, found.kind, found.protocol];
    let mut values: Vec<Value> = numbers.iter().map(|it| Value::int((*it).into())).collect();
    values.extend([Str::value(&found.name), make(-1, &found.address)]);
    Tuple::new(values).into()
}

fn find_names(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments, "getnameinfo", 2, 2)?;
    let flags = vm.to_i32(&given[1])?;
    let Some(tuple) = given[0].downcast::<Tuple>() else {
        return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let items = tuple.items();
    let illegal = || vm.type_error("getnameinfo(): illegal sockaddr argument");
    if !(2..=4).contains(&items.len()) || items[0].downcast::<Str>().is_none() {
        return Err(illegal());
    }
    let host = text_argument(vm, &items[0], "getnameinfo", "")?;
    let port = vm.to_i32(&items[1])?;
    let more = |position: usize| match items.get(position) {
        Some(value) => vm.to_i64(value).map(|number| number as u32),
        None => Ok(0),
    };
    let (flow, scope) = (more(2)?, more(3)?);
    if flow > 0xF_FFFF {
        return Err(vm.overflow_error("getnameinfo(): flowinfo must be 0-1048575."));
    }
    audit_event(vm, "socket.getnameinfo", || vec![given[0].clone()])?;
    let address = numeric_address(vm, &host, port)?;
    let address = match address.family() {
        libc::AF_INET if items.len() != 2 => {
            return Err(refused(vm, "IPv4 sockaddr must be 2 tuple"));
        }
        libc::AF_INET6 => {
            let mut bytes = address.as_bytes().to_vec();
            bytes.resize(28, 0);
            bytes[4..8].copy_from_slice(&flow.to_be_bytes());
            bytes[24..28].copy_from_slice(&scope.to_ne_bytes());
            Address::new(&bytes)
        }
        _ => address,
    };
    let names = vm.allow_threads(|| hosts::find_names(&address, flags));
    let (host, service) = names.map_err(|error| name_raised(vm, error))?;
    Ok(Tuple::pair(Str::value(host), Str::value(service)).into())
}

/// The address that numbers tell.
fn numeric_address(vm: &Vm, host: &CStr, port: i32) -> Result<Address> {
    let port = CString::new(port.to_string()).unwrap_or_default();
    let wanted = Wanted {
        kind: libc::SOCK_DGRAM,
        flags: libc::AI_NUMERICHOST,
        ..Wanted::default()
    };
    let found = vm.allow_threads(|| hosts::find_addresses(Some(host), Some(&port), wanted));
    let mut found = found.map_err(|error| name_raised(vm, error))?.into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.address),
        _ => Err(refused(vm, "sockaddr resolved to multiple addresses")),
    }
}

fn interface_number(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = crate::paths::fspath(vm, required(arguments, 0))?;
    let bytes = match name.downcast::<Str>() {
        Some(text) => encode_path(vm, text)?,
        None => vm.bytes_like(&name)?.to_vec(),
    };
    let name = CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))?;
    match hosts::interface_number(&name) {
        Some(number) => Ok(Value::int(number.into())),
        None => Err(refused(vm, "no interface with this name")),
    }
}

fn interface_name(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = unsigned_long(vm, required(arguments, 0))?;
    let Ok(number) = u32::try_from(number) else {
        return Err(vm.overflow_error("index is too large"));
    };
    let name = raise(vm, hosts::interface_name(number), None)?;
    Ok(decode_path(name.to_bytes()).into())
}

fn item_size(
    vm: &Vm,
    arguments: Arguments<'_>,
    function: &str,
    size: fn(usize) -> Option<usize>,
) -> Result<Value> {
    let given = counted(vm, arguments, function, 1, 1)?;
    let length = usize::try_from(vm.to_isize(&given[0])?).ok();
    match length.and_then(size) {
        Some(size) => Ok(size.into()),
        None => Err(vm.overflow_error(format!("{function}() argument out of range"))),
    }
}
