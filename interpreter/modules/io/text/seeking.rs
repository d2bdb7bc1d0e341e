//! Positions in text: numbers that hold the position in bytes, the state of the decoder there,
//! and how far to go on from there.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use primitives::text::wtf8::Wtf8;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::int::Int;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{TextIo, of};
use crate::arguments::int;
use crate::io::base::unsupported;
use crate::io::decoder::TextDecoder;
use vm::native::required;

/// A place in the bytes from which a position in the text can be found again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cookie {
    position: u64,
    flags: u32,
    /// How many bytes to decode from there.
    bytes: u32,
    /// How many code points of what they give to skip.
    characters: u32,
    /// Whether the decoder is to be told of the end behind these bytes.
    at_end: bool,
}

impl Cookie {
    fn to_value(self) -> Value {
        let part = |number: u64, shift: u32| BigInt::from(number) << shift;
        let number = part(self.position, 0)
            + part(self.flags.into(), 64)
            + part(self.bytes.into(), 96)
            + part(self.characters.into(), 128)
            + part(self.at_end.into(), 160);
        Int::from_big(number)
    }

    fn of(number: &BigInt) -> Cookie {
        let part = |shift: u32, bits: u32| {
            let mask = (BigInt::from(1) << bits) - 1;
            let field: BigInt = (number >> shift) & mask;
            field.to_u64().unwrap_or(0)
        };
        Cookie {
            position: part(0, 64),
            flags: part(64, 32) as u32,
            bytes: part(96, 32) as u32,
            characters: part(128, 32) as u32,
            at_end: part(160, 8) != 0,
        }
    }
}

fn check_seekable(vm: &Vm, stream: &TextIo) -> Result<()> {
    match stream.seekable.get() {
        true => Ok(()),
        false => Err(unsupported(vm, "underlying stream is not seekable")),
    }
}

pub(super) fn tell(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let stream = of(this);
    let buffer = stream.open_buffer(vm, this)?;
    check_seekable(vm, stream)?;
    if !stream.telling.get() {
        return Err(vm.error(
            &exceptions::OS_ERROR,
            "telling position disabled by next() call",
        ));
    }
    stream.write_pending(vm, &buffer)?;
    vm.call_method(this, "flush", &[])?;
    let position = vm.call_method(&buffer, "tell", &[])?;
    let (snapshot, skipped, ratio) = {
        let decoded = stream.decoded.borrow();
        let text = &decoded.text[..decoded.taken.min(decoded.text.len())];
        (
            decoded.snapshot.clone(),
            Wtf8::from_bytes_trusted(text).count(),
            decoded.ratio,
        )
    };
    let Some((flags, input)) = snapshot.filter(|_| stream.readable.get()) else {
        return Ok(position);
    };
    let position = vm.to_i64(&position)? - input.len() as i64;
    let position = u64::try_from(position).unwrap_or(0);
    let start = Cookie {
        position,
        flags: flags as u32,
        ..Cookie::default()
    };
    if skipped == 0 {
        return Ok(start.to_value());
    }
    let cookie = stream.with_decoder(vm, |decoder| {
        let (bytes, saved) = decoder.state(vm)?;
        let cookie = find_place(vm, decoder, &input, start, skipped, ratio);
        decoder.set_state(vm, &bytes, saved)?;
        cookie
    })?;
    Ok(cookie.to_value())
}

/// The place from which `skipped` code points lead to the position.
fn find_place(
    vm: &Vm,
    decoder: &mut TextDecoder,
    input: &[u8],
    start: Cookie,
    skipped: usize,
    ratio: f64,
) -> Result<Cookie> {
    let mut cookie = start;
    let mut missing = skipped;
    // Jumps near the position, to a place where the decoder holds nothing.
    let mut jump = ((ratio * skipped as f64) as usize).min(input.len());
    let mut step = 1;
    let mut jumped = false;
    while jump > 0 {
        decoder.set_state(vm, b"", start.flags.into())?;
        let count = decoder.decode(vm, &input[..jump], false)?.count();
        if count <= skipped {
            let (held, flags) = decoder.state(vm)?;
            if held.is_empty() {
                cookie.flags = flags as u32;
                missing = skipped - count;
                jumped = true;
                break;
            }
            jump = jump.saturating_sub(held.len());
            step = 1;
        } else {
            jump = jump.saturating_sub(step);
            step *= 2;
        }
    }
    if !jumped {
        jump = 0;
        decoder.set_state(vm, b"", start.flags.into())?;
    }
    cookie.position += jump as u64;
    if missing == 0 {
        return Ok(cookie);
    }
    walk(vm, decoder, &input[jump..], cookie, missing)
}

/// Goes on byte by byte.
fn walk(
    vm: &Vm,
    decoder: &mut TextDecoder,
    input: &[u8],
    mut cookie: Cookie,
    mut missing: usize,
) -> Result<Cookie> {
    let (mut fed, mut decoded) = (0u32, 0);
    let mut reached = false;
    for byte in input {
        fed += 1;
        decoded += decoder
            .decode(vm, std::slice::from_ref(byte), false)?
            .count();
        let (held, flags) = decoder.state(vm)?;
        if held.is_empty() && decoded <= missing {
            cookie.position += u64::from(fed);
            missing -= decoded;
            cookie.flags = flags as u32;
            (fed, decoded) = (0, 0);
        }
        if decoded >= missing {
            reached = true;
            break;
        }
    }
    if !reached {
        decoded += decoder.decode(vm, b"", true)?.count();
        cookie.at_end = true;
        if decoded < missing {
            return Err(vm.error(
                &exceptions::OS_ERROR,
                "can't reconstruct logical file position",
            ));
        }
    }
    cookie.bytes = fed;
    cookie.characters = missing as u32;
    Ok(cookie)
}

pub(super) fn seek(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let stream = of(this);
    let whence = int(vm, arguments, 2, 0)?;
    let buffer = stream.open_buffer(vm, this)?;
    check_seekable(vm, stream)?;
    let mut target = required(arguments, 1).clone();
    match whence {
        0 => {}
        1 | 2 => {
            if !vm.equal(&target, &Value::int(0))? {
                return Err(unsupported(
                    vm,
                    match whence {
                        1 => "can't do nonzero cur-relative seeks",
                        _ => "can't do nonzero end-relative seeks",
                    },
                ));
            }
            if whence == 2 {
                return seek_end(vm, this, stream, &buffer);
            }
            vm.call_method(this, "flush", &[])?;
            target = vm.call_method(this, "tell", &[])?;
        }
        _ => {
            return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    }
    let index = vm.index(&target)?;
    let number = match index.as_i64() {
        Some(number) => BigInt::from(number),
        None => index
            .downcast::<Int>()
            .map(|int| int.number().clone())
            .unwrap_or_default(),
    };
    if number.is_negative() {
        return Err(vm.value_error(format!("negative seek position {}", vm.repr_text(&index)?)));
    }
    vm.call_method(this, "flush", &[])?;
    let cookie = Cookie::of(&number);
    vm.call_method(&buffer, "seek", &[Value::int(cookie.position as i64)])?;
    restore(vm, stream, &buffer, cookie)?;
    reset_encoder(vm, stream, cookie == Cookie::default())?;
    Ok(index)
}

fn seek_end(vm: &Vm, this: &Value, stream: &TextIo, buffer: &Value) -> Result<Value> {
    vm.call_method(this, "flush", &[])?;
    stream.forget_decoded();
    if stream.readable.get() {
        stream.with_decoder(vm, |decoder| decoder.reset(vm))?;
    }
    let position = vm.call_method(buffer, "seek", &[Value::int(0), Value::int(2)])?;
    reset_encoder(vm, stream, vm.equal(&position, &Value::int(0))?)?;
    Ok(position)
}

fn reset_encoder(vm: &Vm, stream: &TextIo, at_start: bool) -> Result<()> {
    let encoder = stream.encoder.borrow().clone();
    match encoder {
        Some(encoder) if at_start => vm.call_method(&encoder, "reset", &[]).map(drop),
        Some(encoder) => vm
            .call_method(&encoder, "setstate", &[Value::int(0)])
            .map(drop),
        None => Ok(()),
    }
}

/// Brings the decoder to the state of the cookie.
fn restore(vm: &Vm, stream: &TextIo, buffer: &Value, cookie: Cookie) -> Result<()> {
    stream.forget_decoded();
    if !stream.readable.get() {
        return Ok(());
    }
    stream.with_decoder(vm, |decoder| match cookie == Cookie::default() {
        true => decoder.reset(vm),
        false => decoder.set_state(vm, b"", cookie.flags.into()),
    })?;
    let flags = i64::from(cookie.flags);
    if cookie.characters == 0 {
        stream.decoded.borrow_mut().snapshot = Some((flags, Vec::new()));
        return Ok(());
    }
    let input = vm.call_method(buffer, "read", &[Value::int(cookie.bytes.into())])?;
    let Some(input) = input.downcast::<Bytes>() else {
        return Err(vm.type_error(format!(
            "underlying read() should have returned a bytes object, not '{}'",
            input.class().name()
        )));
    };
    let text = stream.with_decoder(vm, |decoder| {
        decoder.decode(vm, input.as_bytes(), cookie.at_end)
    })?;
    if text.count() < cookie.characters as usize {
        return Err(vm.error(&exceptions::OS_ERROR, "can't restore logical file position"));
    }
    let mut decoded = stream.decoded.borrow_mut();
    decoded.taken = text.offset(cookie.characters as usize);
    decoded.text = text.into_bytes();
    decoded.started = true;
    decoded.snapshot = Some((flags, input.as_bytes().to_vec()));
    Ok(())
}

pub(super) fn truncate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let buffer = of(this).buffer(vm)?;
    vm.call_method(this, "flush", &[])?;
    let position = arguments.get(1).cloned().flatten();
    vm.call_method(&buffer, "truncate", position.as_slice())
}
