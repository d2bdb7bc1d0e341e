//! `_multibyte`: the encodings of several bytes, piece by piece, for the classes of
//! `_multibytecodec` in `lib/`.

use primitives::text::codecs::multibyte::{Multibyte, State, find};
use primitives::text::codecs::{Codec, DecodeHandler, Decoder, EncodeHandler, Encoder};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::codecs::errors::Handler;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_multibyte",
    doc: None,
    functions: &[
        Method::new(
            "is_known",
            "($module, name, /)",
            |_, values| {
                let name = required(values, 0).downcast::<Str>();
                let name = name.and_then(|name| name.as_str());
                Ok(Value::bool(name.is_some_and(|name| find(name).is_some())))
            },
            "Whether there is an encoding of this name.",
        ),
        Method::new(
            "decode",
            "($module, name, data, errors, final, state, /)",
            decode,
            "The text of bytes, how many of them it takes, and the state then.",
        ),
        Method::new(
            "encode",
            "($module, name, text, errors, final, state, /)",
            encode,
            "The bytes of a text, how many characters they stand for, and the state then.",
        ),
    ],
    fill: |_, _| Ok(()),
};

/// The arguments that both directions have.
struct Piece<'a> {
    codec: Multibyte,
    errors: Option<&'a Ref<Str>>,
    is_final: bool,
    state: State,
}

fn piece<'a>(vm: &Vm, values: &'a [Option<Value>]) -> Result<Piece<'a>> {
    let name = required(values, 0).downcast::<Str>();
    let codec = name.and_then(|name| name.as_str()).and_then(find);
    let Some(codec) = codec else {
        return Err(vm.lookup_error("no such codec is supported."));
    };
    Ok(Piece {
        codec,
        errors: required(values, 2).downcast::<Str>(),
        is_final: vm.is_true(required(values, 3))?,
        state: State::from_number(vm.to_isize(required(values, 4))? as u64),
    })
}

fn results(converted: Value, taken: usize, state: State) -> Value {
    let state = Value::int(state.to_number() as i64);
    Tuple::new(vec![converted, Value::from(taken), state]).into()
}

fn decode(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let piece = piece(vm, values)?;
    let bytes = vm.bytes_like(required(values, 1))?;
    let mut handler = Handler::of_bytes(vm, piece.errors, &bytes);
    let mut decoder = Decoder::new(Codec::Multibyte(piece.codec), &bytes, piece.is_final);
    decoder.set_state(piece.state);
    while let Err(error) = decoder.run() {
        let (replacement, position) = DecodeHandler::replace(&mut handler, error, &bytes)?;
        decoder.resume(&replacement, position);
    }
    let (taken, state) = (decoder.position(), decoder.state());
    Ok(results(
        Str::from_wtf8(&decoder.into_output()).into(),
        taken,
        state,
    ))
}

fn encode(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let piece = piece(vm, values)?;
    let converted;
    let text = match required(values, 1).downcast::<Str>() {
        Some(text) => text,
        None => {
            converted = vm.str(required(values, 1))?;
            &converted
        }
    };
    let mut handler = Handler::of_text(vm, piece.errors, text);
    let mut encoder = Encoder::new(Codec::Multibyte(piece.codec), text.indexed_text());
    encoder.set_state(piece.state, piece.is_final);
    while let Err(error) = encoder.run() {
        let (replacement, position) =
            EncodeHandler::replace(&mut handler, error.clone(), text.indexed_text())?;
        if encoder.resume(&replacement, position).is_err() {
            return Err(handler.fail(error, text.indexed_text()));
        }
    }
    let (taken, state) = (encoder.position(), encoder.state());
    Ok(results(
        Bytes::new(&encoder.into_output()).into(),
        taken,
        state,
    ))
}
