//! Messages: data in several parts, with ancillary data beside it, such as open files.

use std::io::{IoSlice, IoSliceMut};

use vm::call::Arguments;
use vm::native::required;
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::list::List;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::Socket;
use super::address::{make, parse, refused, writable};
use super::waiting::{Wait, call};
use crate::arguments::{counted, int, optional};
use crate::support::of;
use crate::sys::audit_event;
use crate::system_calls::{self, sockets};

/// Bytes of the header of an item: its length, its level, its type.
const HEADER: usize = 16;

/// The most that the system takes as the length of anything about a socket.
const LIMIT: usize = i32::MAX as usize;

/// Bytes of an item with so many bytes of data, without what pads it.
pub(super) fn item_length(data: usize) -> Option<usize> {
    data.checked_add(HEADER).filter(|length| *length <= LIMIT)
}

/// Bytes that an item takes.
pub(super) fn item_space(data: usize) -> Option<usize> {
    // There may be padding before and behind the data.
    let most = LIMIT - HEADER - 8;
    (data <= most).then(|| (HEADER + data).next_multiple_of(8))
}

/// Adds an item.
fn push_item(ancillary: &mut Vec<u8>, level: i32, kind: i32, data: &[u8]) {
    ancillary.extend_from_slice(&(HEADER + data.len()).to_ne_bytes());
    ancillary.extend_from_slice(&level.to_ne_bytes());
    ancillary.extend_from_slice(&kind.to_ne_bytes());
    ancillary.extend_from_slice(data);
    ancillary.resize(ancillary.len().next_multiple_of(8), 0);
}

/// An item as it was received.
struct Item<'a> {
    level: i32,
    kind: i32,
    data: &'a [u8],
}

/// The items; and whether the last one is cut short or malformed.
fn items_of(ancillary: &[u8]) -> (Vec<Item<'_>>, bool) {
    let mut items = Vec::new();
    let mut place = 0;
    while let Some(header) = ancillary.get(place..place + HEADER) {
        let word =
            |at: usize| -> [u8; 4] { [header[at], header[at + 1], header[at + 2], header[at + 3]] };
        let mut length = [0; 8];
        length.copy_from_slice(&header[..8]);
        let length = usize::from_ne_bytes(length);
        if length < HEADER {
            return (items, true);
        }
        let all = &ancillary[place..];
        let end = length.min(all.len());
        items.push(Item {
            level: i32::from_ne_bytes(word(8)),
            kind: i32::from_ne_bytes(word(12)),
            data: &all[HEADER..end],
        });
        if length > all.len() {
            return (items, true);
        }
        place += length.next_multiple_of(8);
    }
    (items, false)
}

/// Closes the files that came with a message that the script does not get to see.
fn close_files(items: &[Item<'_>]) {
    let files = items
        .iter()
        .filter(|item| item.level == libc::SOL_SOCKET && item.kind == libc::SCM_RIGHTS);
    for item in files {
        for number in item.data.as_chunks::<4>().0 {
            let _ = system_calls::close(i32::from_ne_bytes(*number));
        }
    }
}

/// How much room for ancillary data is asked for, and flags.
fn room_and_flags(vm: &Vm, given: &[Value]) -> Result<(isize, i32)> {
    let room = given.get(1).map_or(Ok(0), |value| vm.to_isize(value))?;
    let flags = given.get(2).map_or(Ok(0), |value| vm.to_i32(value))?;
    Ok((room, flags))
}

/// Receives a message into these parts: how many bytes, and the other three values that
/// scripts get.
fn receive_parts(
    vm: &Vm,
    socket: &Socket,
    parts: &mut [Vec<u8>],
    room: isize,
    flags: i32,
) -> Result<(usize, [Value; 3])> {
    let Some(room) = usize::try_from(room).ok().filter(|room| *room <= LIMIT) else {
        return Err(vm.value_error("invalid ancillary data buffer length"));
    };
    let received = call(vm, socket, Wait::Reading, |descriptor| {
        let mut slices: Vec<IoSliceMut<'_>> =
            parts.iter_mut().map(|part| IoSliceMut::new(part)).collect();
        sockets::receive_message(descriptor, &mut slices, room, flags)
    })?;
    let (items, is_cut) = items_of(&received.ancillary);
    if is_cut {
        let message = "received malformed or improperly-truncated ancillary data";
        vm.warn(&exceptions::RUNTIME_WARNING, message, 1)
            .inspect_err(|_| close_files(&items))?;
    }
    let items = items.into_iter().map(|item| {
        let numbers = [item.level, item.kind].map(|it| Value::int(it.into()));
        let [level, kind] = numbers;
        Tuple::new(vec![level, kind, Bytes::value(item.data)]).into()
    });
    let items = List::new(items.collect()).into();
    let address = make(socket.descriptor.get(), &received.address);
    Ok((
        received.count,
        [items, Value::int(received.flags.into()), address],
    ))
}

pub(super) fn receive(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments.skip(1), "recvmsg", 1, 3)?;
    let size = vm.to_isize(&given[0])?;
    let (room, flags) = room_and_flags(vm, given)?;
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error("negative buffer size in recvmsg()"));
    };
    let mut part = super::transfer::room(vm, size)?;
    part.resize(size, 0);
    let mut parts = [part];
    let socket = of::<Socket>(&arguments.values[0]);
    let (count, [items, flags, address]) = receive_parts(vm, socket, &mut parts, room, flags)?;
    let data = Bytes::value(&parts[0][..count.min(size)]);
    Ok(Tuple::new(vec![data, items, flags, address]).into())
}

pub(super) fn receive_into(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments.skip(1), "recvmsg_into", 1, 3)?;
    let (room, flags) = room_and_flags(vm, given)?;
    let targets = iterable(
        vm,
        &given[0],
        "recvmsg_into() argument 1 must be an iterable",
    )?;
    let buffers: Vec<Buffer> = targets
        .iter()
        .map(|target| {
            writable(vm, target, || {
                "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers"
                    .to_owned()
            })
        })
        .collect::<Result<_>>()?;
    let mut parts: Vec<Vec<u8>> = buffers.iter().map(|it| vec![0; it.len()]).collect();
    let socket = of::<Socket>(&arguments.values[0]);
    let (count, [items, flags, address]) = receive_parts(vm, socket, &mut parts, room, flags)?;
    let mut left = count;
    for (buffer, part) in buffers.iter().zip(&parts) {
        let here = left.min(part.len());
        buffer.write(0, &part[..here]);
        left -= here;
    }
    Ok(Tuple::new(vec![count.into(), items, flags, address]).into())
}

/// The items of an iterable; a TypeError of this text for what is none.
fn iterable(vm: &Vm, value: &Value, message: &str) -> Result<Vec<Value>> {
    vm.collect(value).map_err(|raised| {
        match raised.is(&exceptions::TYPE_ERROR) && vm.iter(value).is_err() {
            true => vm.type_error(message),
            false => raised,
        }
    })
}

/// The bytes of the parts of a message.
fn parts_of(vm: &Vm, value: &Value) -> Result<Vec<Buffer>> {
    let parts = iterable(vm, value, "sendmsg() argument 1 must be an iterable")?;
    parts
        .iter()
        .map(|part| Buffer::contiguous(vm, part))
        .collect()
}

/// One item that a script wants sent.
fn push_given(vm: &Vm, ancillary: &mut Vec<u8>, item: &Value) -> Result<()> {
    let place = "[sendmsg() ancillary data items]";
    if !vm.is_sequence(item) {
        return Err(vm.type_error(format!(
            "{place}() argument must be 3-item sequence, not {}",
            vm.found_argument(item)
        )));
    }
    let fields = vm.collect(item)?;
    let [level, kind, data] = &fields[..] else {
        return Err(vm.type_error(format!(
            "{place}() argument must be sequence of length 3, not {}",
            fields.len()
        )));
    };
    let (level, kind) = (vm.to_i32(level)?, vm.to_i32(kind)?);
    let data = vm.bytes_like(data)?;
    let Some(space) = item_space(data.len()) else {
        return Err(refused(vm, "ancillary data item too large"));
    };
    if ancillary.len() + space > LIMIT {
        return Err(refused(vm, "too much ancillary data"));
    }
    push_item(ancillary, level, kind, &data);
    Ok(())
}

pub(super) fn send(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments.skip(1), "sendmsg", 1, 4)?;
    let flags = given.get(2).map_or(Ok(0), |value| vm.to_i32(value))?;
    let this = &arguments.values[0];
    let socket = of::<Socket>(this);
    let target = given.get(3).cloned().unwrap_or(Value::NONE);
    let address = match target.is_none() {
        true => None,
        false => Some(parse(vm, socket, &target, "sendmsg")?),
    };
    audit_event(vm, "socket.sendmsg", || vec![this.clone(), target.clone()])?;
    let parts = parts_of(vm, &given[0])?;
    let mut ancillary = Vec::new();
    if let Some(items) = given.get(1) {
        for item in iterable(vm, items, "sendmsg() argument 2 must be an iterable")? {
            push_given(vm, &mut ancillary, &item)?;
        }
    }
    let slices: Vec<IoSlice<'_>> = parts
        .iter()
        .map(|part| IoSlice::new(part.as_bytes()))
        .collect();
    let sent = call(vm, socket, Wait::Writing, |descriptor| {
        sockets::send_message(descriptor, &slices, &ancillary, flags, address.as_ref())
    })?;
    Ok(sent.into())
}

pub(super) fn send_to_algorithm(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    const SET_OPERATION: i32 = 3;
    const SET_START: i32 = 2;
    const SET_ASSOCIATED: i32 = 4;
    let socket = of::<Socket>(required(arguments, 0));
    if socket.family.get() != libc::AF_ALG {
        return Err(refused(vm, "algset is only supported for AF_ALG"));
    }
    let operation = match optional(arguments, 2) {
        Some(value) => vm.to_i32(value).unwrap_or(-1),
        None => -1,
    };
    if operation < 0 {
        return Err(vm.type_error("Invalid or missing argument 'op'"));
    }
    let mut ancillary = Vec::new();
    push_item(
        &mut ancillary,
        libc::SOL_ALG,
        SET_OPERATION,
        &operation.to_ne_bytes(),
    );
    if let Some(start) = optional(arguments, 3) {
        let start = vm.bytes_like(start)?;
        let mut data = (start.len() as u32).to_ne_bytes().to_vec();
        data.extend_from_slice(&start);
        push_item(&mut ancillary, libc::SOL_ALG, SET_START, &data);
    }
    if let Some(length) = optional(arguments, 4) {
        let length = vm.to_i32(length)?;
        if length < 0 {
            return Err(vm.type_error("assoclen must be positive"));
        }
        push_item(
            &mut ancillary,
            libc::SOL_ALG,
            SET_ASSOCIATED,
            &length.to_ne_bytes(),
        );
    }
    let flags = int(vm, arguments, 5, 0)?;
    let parts = match optional(arguments, 1) {
        Some(parts) => parts_of(vm, parts)?,
        None => Vec::new(),
    };
    let slices: Vec<IoSlice<'_>> = parts
        .iter()
        .map(|part| IoSlice::new(part.as_bytes()))
        .collect();
    let sent = call(vm, socket, Wait::Writing, |descriptor| {
        sockets::send_message(descriptor, &slices, &ancillary, flags, None)
    })?;
    Ok(sent.into())
}
