//! Ends of lines: what a text stream makes of `\r`, `\n` and `\r\n`, and
//! `_io.IncrementalNewlineDecoder`.

use primitives::text::wtf8::{Wtf8, Wtf8Buf};
use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::bytes::Bytes;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::arguments::truth;

/// Recognizes and translates ends of lines.
#[derive(Clone, Default)]
pub struct Newlines {
    /// Whether all ends become `\n`.
    pub translate: bool,
    /// Whether a `\r` at the end of the last piece waits for what comes.
    pub pending_return: bool,
    /// Which kinds were seen, as bits.
    seen: u8,
}

const SEEN_RETURN: u8 = 1;
const SEEN_LINE_FEED: u8 = 2;
const SEEN_BOTH: u8 = 4;

impl Newlines {
    /// A fresh one.
    pub fn new(translate: bool) -> Newlines {
        Newlines {
            translate,
            ..Newlines::default()
        }
    }

    /// Forgets what was seen.
    pub fn reset(&mut self) {
        self.pending_return = false;
        self.seen = 0;
    }

    /// Takes the next piece of text.
    pub fn decode(&mut self, text: Wtf8Buf, is_final: bool) -> Wtf8Buf {
        let mut bytes = text.into_bytes();
        if self.pending_return && (!bytes.is_empty() || is_final) {
            bytes.insert(0, b'\r');
            self.pending_return = false;
        }
        // A return at the end may be the first half of an end of line.
        if !is_final && bytes.last() == Some(&b'\r') {
            bytes.pop();
            self.pending_return = true;
        }
        if memchr::memchr(b'\r', &bytes).is_none() {
            if self.seen & SEEN_LINE_FEED == 0 && memchr::memchr(b'\n', &bytes).is_some() {
                self.seen |= SEEN_LINE_FEED;
            }
            return Wtf8Buf::from_bytes_trusted(bytes);
        }
        self.look_at(&bytes);
        if self.translate {
            bytes = translated(&bytes);
        }
        Wtf8Buf::from_bytes_trusted(bytes)
    }

    fn look_at(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(place) = memchr::memchr2(b'\r', b'\n', rest) {
            let both = rest[place] == b'\r' && rest.get(place + 1) == Some(&b'\n');
            self.seen |= match (both, rest[place]) {
                (true, _) => SEEN_BOTH,
                (false, b'\r') => SEEN_RETURN,
                _ => SEEN_LINE_FEED,
            };
            if self.seen == SEEN_RETURN | SEEN_LINE_FEED | SEEN_BOTH {
                return;
            }
            rest = &rest[place + 1 + usize::from(both)..];
        }
    }

    /// `newlines`: the kinds that were seen.
    pub fn seen(&self) -> Value {
        let kinds = [
            (SEEN_RETURN, "\r"),
            (SEEN_LINE_FEED, "\n"),
            (SEEN_BOTH, "\r\n"),
        ];
        let seen = kinds.iter().filter(|(bit, _)| self.seen & bit != 0);
        let mut seen: Vec<Value> = seen.map(|(_, text)| Str::value(text)).collect();
        match seen.len() {
            0 => Value::NONE,
            1 => seen.pop().unwrap_or(Value::NONE),
            _ => Tuple::new(seen).into(),
        }
    }
}

/// The text with `\n` for every end of a line.
fn translated(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(place) = memchr::memchr(b'\r', rest) {
        out.extend_from_slice(&rest[..place]);
        out.push(b'\n');
        rest = &rest[place + 1..];
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    out.extend_from_slice(rest);
    out
}

/// The payload of an incremental newline decoder.
#[derive(Default)]
pub struct NewlineDecoder {
    decoder: Guarded<Option<Value>>,
    newlines: Guarded<Option<Newlines>>,
}

payload!(NewlineDecoder, NEWLINE_DECODER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.decoder.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.decoder.take());
    }
});

static_type! {
    /// `_io.IncrementalNewlineDecoder`
    pub NEWLINE_DECODER = TypeSpec {
        name: "IncrementalNewlineDecoder",
        module: "_io",
        doc: Some("Recognizes and translates ends of lines."),
        signature: Some("(decoder, translate, errors='strict')"),
        layout: Some(<NewlineDecoder as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, NewlineDecoder::default()).into())),
            init: Some(init),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("decode", "($self, /, input, final=False)", decode, "Takes the next piece."),
            Method::new("getstate", "($self, /)", getstate, "The state."),
            Method::new("setstate", "($self, state, /)", setstate, "Sets the state."),
            Method::new("reset", "($self, /)", reset, "Starts again."),
        ],
        properties: &[Property::new("newlines", |vm, this| {
            with(vm, this, |newlines| newlines.seen())
        })],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<NewlineDecoder> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn with<R>(vm: &Vm, this: &Value, action: impl FnOnce(&mut Newlines) -> R) -> Result<R> {
    match &mut *of(this).newlines.borrow_mut() {
        Some(newlines) => Ok(action(newlines)),
        None => Err(vm.value_error("IncrementalNewlineDecoder.__init__() not called")),
    }
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "IncrementalNewlineDecoder",
        "(decoder, translate, errors='strict')",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let decoder = Some(bound.required(0).clone()).filter(|decoder| !decoder.is_none());
    let translate = vm.is_true(bound.required(1))?;
    drop(of(this).decoder.replace(decoder));
    *of(this).newlines.borrow_mut() = Some(Newlines::new(translate));
    Ok(())
}

fn decode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let is_final = truth(vm, arguments, 2, false)?;
    with(vm, this, |_| ())?;
    let decoder = of(this).decoder.borrow().clone();
    let input = required(arguments, 1);
    let output = match &decoder {
        Some(decoder) => {
            vm.call_method(decoder, "decode", &[input.clone(), Value::bool(is_final)])?
        }
        None => input.clone(),
    };
    let Some(text) = output.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "decoder should return a string result, not '{}'",
            output.class().name()
        )));
    };
    let text = Wtf8Buf::from_bytes_trusted(text.as_bytes().to_vec());
    let text = with(vm, this, |newlines| newlines.decode(text, is_final))?;
    Ok(Str::from_wtf8(Wtf8::from_bytes_trusted(text.as_bytes())).into())
}

fn getstate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let pending = with(vm, this, |newlines| newlines.pending_return)?;
    let decoder = of(this).decoder.borrow().clone();
    let (buffer, flag) = match &decoder {
        Some(decoder) => {
            let state = vm.call_method(decoder, "getstate", &[])?;
            let (buffer, flag) = decoder_state(vm, &state)?;
            (
                buffer,
                vm.binary(
                    vm::protocols::numbers::Operator::LeftShift,
                    &flag,
                    &Value::int(1),
                )?,
            )
        }
        None => (Bytes::value(b""), Value::int(0)),
    };
    let flag = match pending {
        true => vm.binary(vm::protocols::numbers::Operator::Or, &flag, &Value::int(1))?,
        false => flag,
    };
    Ok(Tuple::pair(buffer, flag).into())
}

/// The two parts of what a decoder's `getstate` gives.
pub fn decoder_state(vm: &Vm, state: &Value) -> Result<(Value, Value)> {
    match state.downcast::<Tuple>().map(|state| state.items()) {
        Some([buffer, flag]) => Ok((buffer.clone(), flag.clone())),
        _ => Err(vm.type_error("illegal decoder state")),
    }
}

fn setstate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let state = required(arguments, 1);
    if state.downcast::<Tuple>().is_none() {
        return Err(vm.type_error("state argument must be a tuple"));
    }
    let (buffer, flag) = decoder_state(vm, state)
        .map_err(|_| vm.type_error("setstate(): illegal state argument"))?;
    let flag = vm.to_i64(&flag)?;
    with(vm, this, |newlines| newlines.pending_return = flag & 1 != 0)?;
    let decoder = of(this).decoder.borrow().clone();
    if let Some(decoder) = decoder {
        let state = Tuple::pair(buffer, Value::int(flag >> 1)).into();
        return vm.call_method(&decoder, "setstate", &[state]);
    }
    Ok(Value::NONE)
}

fn reset(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    with(vm, this, Newlines::reset)?;
    let decoder = of(this).decoder.borrow().clone();
    match decoder {
        Some(decoder) => vm.call_method(&decoder, "reset", &[]),
        None => Ok(Value::NONE),
    }
}
