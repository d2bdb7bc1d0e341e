//! System calls for sockets, by descriptors that are plain numbers and addresses as bytes.
#![allow(unsafe_code, reason = "C's functions for sockets")]

use std::io;

use super::check;

/// Most bytes of an address.
const MOST_BYTES: usize = 128;

/// An address of a socket, as the system lays it out.
#[derive(Clone)]
#[repr(C, align(8))]
pub struct Address {
    bytes: [u8; MOST_BYTES],
    length: usize,
}

impl Address {
    /// The address of these bytes; those behind the longest address are left away.
    pub fn new(bytes: &[u8]) -> Address {
        let mut address = Address::room();
        address.length = bytes.len().min(MOST_BYTES);
        address.bytes[..address.length].copy_from_slice(&bytes[..address.length]);
        address
    }

    /// Room for any address.
    fn room() -> Address {
        Address {
            bytes: [0; MOST_BYTES],
            length: MOST_BYTES,
        }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length.min(MOST_BYTES)]
    }

    /// The address family; 0 where nothing is said.
    pub fn family(&self) -> i32 {
        match *self.as_bytes() {
            [low, high, ..] => u16::from_ne_bytes([low, high]).into(),
            _ => 0,
        }
    }

    fn pointer(&self) -> *const libc::sockaddr {
        self.bytes.as_ptr().cast()
    }

    /// Lets a function fill an address.
    fn filled(
        fill: impl FnOnce(*mut libc::sockaddr, *mut libc::socklen_t) -> i32,
    ) -> io::Result<(i32, Address)> {
        let mut address = Address::room();
        let mut length = MOST_BYTES as libc::socklen_t;
        let result = check(fill(address.bytes.as_mut_ptr().cast(), &raw mut length))?;
        address.length = length as usize;
        Ok((result, address))
    }
}

/// `socket`; children do not inherit it.
pub fn socket(family: i32, kind: i32, protocol: i32) -> io::Result<i32> {
    // SAFETY: plain numbers.
    check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

/// `socketpair`.
pub fn pair(family: i32, kind: i32, protocol: i32) -> io::Result<[i32; 2]> {
    let mut descriptors = [-1; 2];
    let kind = kind | libc::SOCK_CLOEXEC;
    // SAFETY: there is room for two descriptors.
    check(unsafe { libc::socketpair(family, kind, protocol, descriptors.as_mut_ptr()) })?;
    Ok(descriptors)
}

/// `bind`.
pub fn bind(descriptor: i32, address: &Address) -> io::Result<i32> {
    let length = address.as_bytes().len() as libc::socklen_t;
    // SAFETY: the address has the given length.
    check(unsafe { libc::bind(descriptor, address.pointer(), length) })
}

/// `connect`.
pub fn connect(descriptor: i32, address: &Address) -> io::Result<i32> {
    let length = address.as_bytes().len() as libc::socklen_t;
    // SAFETY: the address has the given length.
    check(unsafe { libc::connect(descriptor, address.pointer(), length) })
}

/// `listen`.
pub fn listen(descriptor: i32, backlog: i32) -> io::Result<i32> {
    // SAFETY: plain numbers.
    check(unsafe { libc::listen(descriptor, backlog) })
}

/// `accept`: the descriptor of the connection, and the address of the other end.
pub fn accept(descriptor: i32) -> io::Result<(i32, Address)> {
    // SAFETY: there is room for any address.
    Address::filled(|address, length| unsafe {
        libc::accept4(descriptor, address, length, libc::SOCK_CLOEXEC)
    })
}

/// `accept` for kinds of sockets that refuse to tell an address.
pub fn accept_without_address(descriptor: i32) -> io::Result<(i32, Address)> {
    // SAFETY: no address is wanted.
    let result = unsafe {
        let nothing = std::ptr::null_mut();
        libc::accept4(
            descriptor,
            nothing,
            std::ptr::null_mut(),
            libc::SOCK_CLOEXEC,
        )
    };
    Ok((check(result)?, Address::new(&[])))
}

/// `getsockname`.
pub fn own_address(descriptor: i32) -> io::Result<Address> {
    // SAFETY: there is room for any address.
    let filled = Address::filled(|address, length| unsafe {
        libc::getsockname(descriptor, address, length)
    });
    Ok(filled?.1)
}

/// `getpeername`.
pub fn peer_address(descriptor: i32) -> io::Result<Address> {
    // SAFETY: there is room for any address.
    let filled = Address::filled(|address, length| unsafe {
        libc::getpeername(descriptor, address, length)
    });
    Ok(filled?.1)
}

/// `shutdown`.
pub fn shutdown(descriptor: i32, how: i32) -> io::Result<i32> {
    // SAFETY: plain numbers.
    check(unsafe { libc::shutdown(descriptor, how) })
}

/// `getsockopt`: how many bytes of the value there are.
pub fn option(descriptor: i32, level: i32, name: i32, value: &mut [u8]) -> io::Result<usize> {
    let mut length = value.len() as libc::socklen_t;
    // SAFETY: the value has the given length.
    check(unsafe {
        libc::getsockopt(
            descriptor,
            level,
            name,
            value.as_mut_ptr().cast(),
            &raw mut length,
        )
    })?;
    Ok((length as usize).min(value.len()))
}

/// An option that is a number.
pub fn number_option(descriptor: i32, level: i32, name: i32) -> io::Result<i32> {
    let mut value = [0; 4];
    option(descriptor, level, name, &mut value)?;
    Ok(i32::from_ne_bytes(value))
}

/// `setsockopt`.
pub fn set_option(descriptor: i32, level: i32, name: i32, value: &[u8]) -> io::Result<i32> {
    let length = value.len() as libc::socklen_t;
    // SAFETY: the value has the given length.
    check(unsafe { libc::setsockopt(descriptor, level, name, value.as_ptr().cast(), length) })
}

/// `setsockopt` without a value, of which only a length is said.
pub fn set_empty_option(descriptor: i32, level: i32, name: i32, length: u32) -> io::Result<i32> {
    // SAFETY: the system refuses a null pointer where it wants a value.
    check(unsafe { libc::setsockopt(descriptor, level, name, std::ptr::null(), length) })
}

/// Makes calls wait, or not.
pub fn set_blocking(descriptor: i32, blocking: bool) -> io::Result<i32> {
    let mut flag = libc::c_int::from(!blocking);
    // SAFETY: the flag is an int, as this request wants it.
    check(unsafe { libc::ioctl(descriptor, libc::FIONBIO, &raw mut flag) })
}

fn count(result: isize) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

/// Room for so many bytes; an error of the kind `OutOfMemory` where there is none.
pub fn room(length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(length)
        .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    Ok(bytes)
}

/// `recv` of at most as many bytes as there is room for.
pub fn receive(descriptor: i32, bytes: &mut Vec<u8>, flags: i32) -> io::Result<()> {
    bytes.clear();
    // SAFETY: the system writes at most the capacity, and tells how many bytes it wrote.
    unsafe {
        let place = bytes.as_mut_ptr().cast();
        let received = count(libc::recv(descriptor, place, bytes.capacity(), flags))?;
        bytes.set_len(received.min(bytes.capacity()));
    }
    Ok(())
}

/// `recvfrom` of at most as many bytes as there is room for.
pub fn receive_from(descriptor: i32, bytes: &mut Vec<u8>, flags: i32) -> io::Result<Address> {
    bytes.clear();
    let mut address = Address::room();
    let mut length = MOST_BYTES as libc::socklen_t;
    // SAFETY: as above; there is room for any address.
    unsafe {
        let received = count(libc::recvfrom(
            descriptor,
            bytes.as_mut_ptr().cast(),
            bytes.capacity(),
            flags,
            address.bytes.as_mut_ptr().cast(),
            &raw mut length,
        ))?;
        bytes.set_len(received.min(bytes.capacity()));
    }
    address.length = length as usize;
    Ok(address)
}

/// `send`.
pub fn send(descriptor: i32, bytes: &[u8], flags: i32) -> io::Result<usize> {
    // SAFETY: the bytes are valid.
    count(unsafe { libc::send(descriptor, bytes.as_ptr().cast(), bytes.len(), flags) })
}

/// `sendto`.
pub fn send_to(descriptor: i32, bytes: &[u8], flags: i32, address: &Address) -> io::Result<usize> {
    let length = address.as_bytes().len() as libc::socklen_t;
    // SAFETY: the bytes are valid, and the address has the given length.
    count(unsafe {
        let place = bytes.as_ptr().cast();
        libc::sendto(
            descriptor,
            place,
            bytes.len(),
            flags,
            address.pointer(),
            length,
        )
    })
}

fn empty_message() -> libc::msghdr {
    // SAFETY: numbers and pointers, for which zero is fine.
    unsafe { std::mem::zeroed() }
}

/// `sendmsg`: parts of the data, ancillary data as the system lays it out.
pub fn send_message(
    descriptor: i32,
    parts: &[io::IoSlice<'_>],
    ancillary: &[u8],
    flags: i32,
    address: Option<&Address>,
) -> io::Result<usize> {
    let mut message = empty_message();
    if let Some(address) = address {
        message.msg_name = address.pointer().cast_mut().cast();
        message.msg_namelen = address.as_bytes().len() as libc::socklen_t;
    }
    message.msg_iov = parts.as_ptr().cast_mut().cast();
    message.msg_iovlen = parts.len();
    if !ancillary.is_empty() {
        message.msg_control = ancillary.as_ptr().cast_mut().cast();
        message.msg_controllen = ancillary.len();
    }
    // SAFETY: an IoSlice is laid out as an iovec; all pointers are valid, and nothing behind
    // them is written.
    count(unsafe { libc::sendmsg(descriptor, &raw const message, flags) })
}

/// What `recvmsg` gives.
pub struct Received {
    /// How many bytes of data.
    pub count: usize,
    /// Ancillary data as the system lays it out.
    pub ancillary: Vec<u8>,
    /// What is known of the message.
    pub flags: i32,
    /// Who sent it.
    pub address: Address,
}

/// `recvmsg` into these parts, with room for so many bytes of ancillary data.
pub fn receive_message(
    descriptor: i32,
    parts: &mut [io::IoSliceMut<'_>],
    ancillary: usize,
    flags: i32,
) -> io::Result<Received> {
    let mut control = vec![0u8; ancillary];
    let mut address = Address::room();
    let mut message = empty_message();
    message.msg_name = address.bytes.as_mut_ptr().cast();
    message.msg_namelen = MOST_BYTES as libc::socklen_t;
    message.msg_iov = parts.as_mut_ptr().cast();
    message.msg_iovlen = parts.len();
    if ancillary > 0 {
        message.msg_control = control.as_mut_ptr().cast();
        message.msg_controllen = ancillary;
    }
    // SAFETY: an IoSliceMut is laid out as an iovec; all pointers have the given lengths.
    let count = count(unsafe { libc::recvmsg(descriptor, &raw mut message, flags) })?;
    control.truncate(message.msg_controllen);
    address.length = (message.msg_namelen as usize).min(MOST_BYTES);
    Ok(Received {
        count,
        ancillary: control,
        flags: message.msg_flags,
        address,
    })
}
