//! Names of hosts, services, protocols and network interfaces.
#![allow(unsafe_code, reason = "C's functions that look names up")]

use std::ffi::{CStr, CString};
use std::io;

use super::name_services;
use super::sockets::Address;

unsafe extern "C" {
    fn inet_aton(text: *const libc::c_char, address: *mut [u8; 4]) -> libc::c_int;
    fn inet_pton(
        family: libc::c_int,
        text: *const libc::c_char,
        address: *mut [u8; 16],
    ) -> libc::c_int;
    fn inet_ntop(
        family: libc::c_int,
        address: *const u8,
        text: *mut libc::c_char,
        length: libc::socklen_t,
    ) -> *const libc::c_char;
    fn hstrerror(error: libc::c_int) -> *const libc::c_char;
    fn gethostbyname_r(
        name: *const libc::c_char,
        entry: *mut libc::hostent,
        buffer: *mut libc::c_char,
        length: usize,
        result: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
    fn gethostbyaddr_r(
        address: *const libc::c_void,
        address_length: libc::socklen_t,
        family: libc::c_int,
        entry: *mut libc::hostent,
        buffer: *mut libc::c_char,
        length: usize,
        result: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
}

/// Reads an IPv4 address in any of C's notations.
pub fn read_ipv4(text: &CStr) -> Option<[u8; 4]> {
    let mut address = [0; 4];
    // SAFETY: the text ends with a null byte, and there is room for the address.
    (unsafe { inet_aton(text.as_ptr(), &raw mut address) } != 0).then_some(address)
}

/// `inet_pton`: `None` where the text is no address.
pub fn read_address(family: i32, text: &CStr) -> io::Result<Option<[u8; 16]>> {
    let mut address = [0; 16];
    // SAFETY: the text ends with a null byte, and there is room for any address.
    match unsafe { inet_pton(family, text.as_ptr(), &raw mut address) } {
        0 => Ok(None),
        1 => Ok(Some(address)),
        _ => Err(io::Error::last_os_error()),
    }
}

/// `inet_ntop`, of 4 or 16 bytes.
pub fn show_address(address: &[u8]) -> String {
    let family = match address.len() {
        4 => libc::AF_INET,
        16 => libc::AF_INET6,
        _ => return String::new(),
    };
    let mut text = [0u8; 64];
    // SAFETY: the address has the length that its family wants, and the text the given one.
    unsafe { inet_ntop(family, address.as_ptr(), text.as_mut_ptr().cast(), 64) };
    let text = CStr::from_bytes_until_nul(&text).unwrap_or_default();
    text.to_string_lossy().into_owned()
}

/// What `getaddrinfo` finds, one entry.
#[allow(missing_docs, reason = "the fields of struct addrinfo")]
pub struct Found {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub name: String,
    pub address: Address,
}

/// What `getaddrinfo` is asked for.
#[derive(Clone, Copy, Default)]
#[allow(missing_docs, reason = "the fields of struct addrinfo")]
pub struct Wanted {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub flags: i32,
}

/// Why a name is not found: a number of `EAI_...`, or an error of the system.
pub enum NameError {
    /// A number of `EAI_...`.
    Code(i32),
    /// An error of the system.
    System(io::Error),
}

fn name_error(code: i32) -> NameError {
    match code {
        libc::EAI_SYSTEM => NameError::System(io::Error::last_os_error()),
        code => NameError::Code(code),
    }
}

/// The words for a number of `EAI_...`.
pub fn name_error_text(code: i32) -> String {
    // SAFETY: it gives a string that lives as long as the process, for any number.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) };
    text.to_string_lossy().into_owned()
}

/// `getaddrinfo`.
pub fn find_addresses(
    host: Option<&CStr>,
    service: Option<&CStr>,
    wanted: Wanted,
) -> Result<Vec<Found>, NameError> {
    name_services::prepare();
    let found = ask_for_addresses(host, service, wanted);
    let (Err(error), Some(host)) = (&found, host) else {
        return found;
    };
    let unknown = matches!(
        error,
        NameError::Code(libc::EAI_NONAME | libc::EAI_NODATA | libc::EAI_AGAIN | libc::EAI_FAIL)
    );
    if !unknown || wanted.flags & libc::AI_NUMERICHOST != 0 {
        return found;
    }
    let (addresses, canonical) = name_services::addresses(&host.to_string_lossy(), wanted.family);
    let mut others = Vec::new();
    for address in addresses {
        let address = CString::new(address).unwrap_or_default();
        let flags = wanted.flags & !libc::AI_CANONNAME | libc::AI_NUMERICHOST;
        others.extend(ask_for_addresses(
            Some(&address),
            service,
            Wanted { flags, ..wanted },
        )?);
    }
    match others.first_mut() {
        None => return found,
        Some(first) if wanted.flags & libc::AI_CANONNAME != 0 => first.name = canonical,
        Some(_) => {}
    }
    Ok(others)
}

fn ask_for_addresses(
    host: Option<&CStr>,
    service: Option<&CStr>,
    wanted: Wanted,
) -> Result<Vec<Found>, NameError> {
    let pointer = |text: Option<&CStr>| text.map_or(std::ptr::null(), CStr::as_ptr);
    let mut found = Vec::new();
    // SAFETY: the texts end with null bytes; the list is read before it is freed.
    unsafe {
        let mut hints: libc::addrinfo = std::mem::zeroed();
        hints.ai_family = wanted.family;
        hints.ai_socktype = wanted.kind;
        hints.ai_protocol = wanted.protocol;
        hints.ai_flags = wanted.flags;
        let mut list = std::ptr::null_mut();
        let (host, service) = (pointer(host), pointer(service));
        let code = libc::getaddrinfo(host, service, &raw const hints, &raw mut list);
        if code != 0 {
            return Err(name_error(code));
        }
        let mut next = list;
        while let Some(entry) = next.as_ref() {
            let bytes = match entry.ai_addr.is_null() {
                true => &[][..],
                false => {
                    let length = entry.ai_addrlen as usize;
                    std::slice::from_raw_parts(entry.ai_addr.cast::<u8>(), length)
                }
            };
            found.push(Found {
                family: entry.ai_family,
                kind: entry.ai_socktype,
                protocol: entry.ai_protocol,
                name: text_at(entry.ai_canonname),
                address: Address::new(bytes),
            });
            next = entry.ai_next;
        }
        if !list.is_null() {
            libc::freeaddrinfo(list);
        }
    }
    Ok(found)
}

/// `getnameinfo`: host and service.
pub fn find_names(address: &Address, flags: i32) -> Result<(String, String), NameError> {
    name_services::prepare();
    let asks_name = flags & libc::NI_NUMERICHOST == 0;
    let found = ask_for_names(address, flags);
    let unknown = match &found {
        Ok((host, _)) => host.parse::<std::net::IpAddr>().is_ok(),
        Err(NameError::Code(code)) => *code == libc::EAI_NONAME,
        Err(_) => false,
    };
    if !asks_name || !unknown {
        return found;
    }
    let numbers = ask_for_names(address, flags & !libc::NI_NAMEREQD | libc::NI_NUMERICHOST);
    match numbers {
        Ok((number, service)) => match name_services::names(&number).into_iter().next() {
            Some(name) => Ok((name, service)),
            None => found,
        },
        Err(_) => found,
    }
}

fn ask_for_names(address: &Address, flags: i32) -> Result<(String, String), NameError> {
    let mut host = [0u8; 1025];
    let mut service = [0u8; 32];
    let bytes = address.as_bytes();
    // SAFETY: address and buffers have the given lengths.
    let code = unsafe {
        libc::getnameinfo(
            bytes.as_ptr().cast(),
            bytes.len() as libc::socklen_t,
            host.as_mut_ptr().cast(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr().cast(),
            service.len() as libc::socklen_t,
            flags,
        )
    };
    if code != 0 {
        return Err(name_error(code));
    }
    let text = |bytes: &[u8]| {
        let text = CStr::from_bytes_until_nul(bytes).unwrap_or_default();
        text.to_string_lossy().into_owned()
    };
    Ok((text(&host), text(&service)))
}

/// A host: its name, its other names, its addresses.
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its addresses, of 4 or 16 bytes.
    pub addresses: Vec<Vec<u8>>,
}

/// Why a host is not found: the number and its words.
pub type HostError = (i32, String);

unsafe fn text_at(pointer: *const libc::c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: promised by the caller: a string.
    unsafe { CStr::from_ptr(pointer) }
        .to_string_lossy()
        .into_owned()
}

unsafe fn host_of(entry: *const libc::hostent, error: i32) -> Result<Host, HostError> {
    // SAFETY: promised by the caller: null, or a valid entry.
    unsafe {
        let Some(entry) = entry.as_ref() else {
            return Err((error, text_at(hstrerror(error))));
        };
        let pointers = |mut place: *mut *mut libc::c_char| {
            std::iter::from_fn(move || {
                if place.is_null() || (*place).is_null() {
                    return None;
                }
                let pointer = *place;
                place = place.add(1);
                Some(pointer)
            })
        };
        let length = usize::try_from(entry.h_length).unwrap_or(0);
        Ok(Host {
            name: text_at(entry.h_name),
            aliases: pointers(entry.h_aliases).map(|it| text_at(it)).collect(),
            addresses: pointers(entry.h_addr_list)
                .map(|it| std::slice::from_raw_parts(it.cast::<u8>(), length).to_vec())
                .collect(),
        })
    }
}

const HOST_BUFFER: usize = 16384;

/// The host of a name.
pub fn host_by_name(name: &CStr) -> Result<Host, HostError> {
    name_services::prepare();
    let found = ask_for_host(name);
    if found.is_ok() {
        return found;
    }
    let (addresses, canonical) = name_services::addresses(&name.to_string_lossy(), libc::AF_INET);
    let addresses = addresses.iter().filter_map(|it| it.parse().ok());
    let addresses: Vec<Vec<u8>> = addresses
        .map(|address: std::net::Ipv4Addr| address.octets().to_vec())
        .collect();
    if addresses.is_empty() {
        return found;
    }
    Ok(Host {
        name: canonical,
        aliases: Vec::new(),
        addresses,
    })
}

fn ask_for_host(name: &CStr) -> Result<Host, HostError> {
    let mut buffer = vec![0u64; HOST_BUFFER / 8];
    // SAFETY: the buffer has the given length; the entry is read while the buffer lives.
    unsafe {
        let mut entry: libc::hostent = std::mem::zeroed();
        let (mut result, mut error) = (std::ptr::null_mut(), 0);
        let place = buffer.as_mut_ptr().cast();
        gethostbyname_r(
            name.as_ptr(),
            &raw mut entry,
            place,
            HOST_BUFFER,
            &raw mut result,
            &raw mut error,
        );
        host_of(result, error)
    }
}

/// The host of an address, of 4 or 16 bytes.
pub fn host_by_address(address: &[u8]) -> Result<Host, HostError> {
    name_services::prepare();
    let found = ask_for_host_of(address);
    if found.is_ok() {
        return found;
    }
    let mut names = name_services::names(&show_address(address)).into_iter();
    let Some(name) = names.next() else {
        return found;
    };
    Ok(Host {
        name,
        aliases: names.collect(),
        addresses: vec![address.to_vec()],
    })
}

fn ask_for_host_of(address: &[u8]) -> Result<Host, HostError> {
    let family = match address.len() {
        4 => libc::AF_INET,
        _ => libc::AF_INET6,
    };
    let mut buffer = vec![0u64; HOST_BUFFER / 8];
    // SAFETY: as above; the address has the given length.
    unsafe {
        let mut entry: libc::hostent = std::mem::zeroed();
        let (mut result, mut error) = (std::ptr::null_mut(), 0);
        gethostbyaddr_r(
            address.as_ptr().cast(),
            address.len() as libc::socklen_t,
            family,
            &raw mut entry,
            buffer.as_mut_ptr().cast(),
            HOST_BUFFER,
            &raw mut result,
            &raw mut error,
        );
        host_of(result, error)
    }
}

/// The port of a service. The interpreter lock keeps others out.
pub fn port_of_service(name: &CStr, protocol: Option<&CStr>) -> Option<u16> {
    name_services::prepare();
    let protocol = protocol.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: the texts end with null bytes; the result is read before the next call.
    unsafe { libc::getservbyname(name.as_ptr(), protocol).as_ref() }
        .map(|entry| u16::from_be(entry.s_port as u16))
}

/// The service of a port.
pub fn service_of_port(port: u16, protocol: Option<&CStr>) -> Option<String> {
    name_services::prepare();
    let protocol = protocol.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: as above.
    unsafe {
        let entry = libc::getservbyport(port.to_be().into(), protocol).as_ref()?;
        Some(text_at(entry.s_name))
    }
}

/// The number of a protocol.
pub fn protocol_number(name: &CStr) -> Option<i32> {
    name_services::prepare();
    // SAFETY: as above.
    unsafe { libc::getprotobyname(name.as_ptr()).as_ref() }.map(|entry| entry.p_proto)
}

/// The network interfaces: numbers and names.
pub fn interfaces() -> io::Result<Vec<(u32, CString)>> {
    let mut found = Vec::new();
    // SAFETY: the list ends with an entry without a number, and is freed once.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(io::Error::last_os_error());
        }
        let mut place = list;
        while (*place).if_index != 0 {
            let name = CStr::from_ptr((*place).if_name).to_owned();
            found.push(((*place).if_index, name));
            place = place.add(1);
        }
        libc::if_freenameindex(list);
    }
    Ok(found)
}

/// The number of a network interface.
pub fn interface_number(name: &CStr) -> Option<u32> {
    // SAFETY: the text ends with a null byte.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => None,
        number => Some(number),
    }
}

/// The name of a network interface.
pub fn interface_name(number: u32) -> io::Result<CString> {
    let mut name = [0u8; libc::IF_NAMESIZE + 1];
    // SAFETY: there is room for any name.
    if unsafe { libc::if_indextoname(number, name.as_mut_ptr().cast()) }.is_null() {
        return Err(io::Error::last_os_error());
    }
    let name = CStr::from_bytes_until_nul(&name).unwrap_or_default();
    Ok(name.to_owned())
}
