//! What happens when something cannot be encoded or decoded: handlers by their names.

use primitives::text::codecs::{DecodeHandler, EncodeHandler, Error, Errors, Failure, Replacement};
use primitives::text::{Text, Wtf8Buf};

use super::registry;
use crate::native::{Method, required};
use crate::objects::bytes::Bytes;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::native_function::NativeFunction;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// A handler, which is found when the first error occurs.
pub struct Handler<'a> {
    vm: &'a Vm,
    name: Option<&'a Ref<Str>>,
    found: Option<Kind>,
    /// What is encoded or decoded; made of the bytes when first needed.
    text: Option<&'a Ref<Str>>,
    bytes: Option<Ref<Bytes>>,
}

#[derive(Clone)]
enum Kind {
    Native(Errors),
    Function(Value),
}

impl<'a> Handler<'a> {
    /// A handler for encoding this text.
    pub fn of_text(vm: &'a Vm, name: Option<&'a Ref<Str>>, text: &'a Ref<Str>) -> Handler<'a> {
        Handler {
            vm,
            name,
            found: None,
            text: Some(text),
            bytes: None,
        }
    }

    /// A handler for decoding these bytes.
    pub fn of_bytes(vm: &'a Vm, name: Option<&'a Ref<Str>>, _bytes: &[u8]) -> Handler<'a> {
        Handler {
            vm,
            name,
            found: None,
            text: None,
            bytes: None,
        }
    }

    fn kind(&mut self) -> Result<Kind> {
        if let Some(kind) = &self.found {
            return Ok(kind.clone());
        }
        let kind = match self.name {
            None => Kind::Native(Errors::Strict),
            Some(name) => find(self.vm, name)?,
        };
        self.found = Some(kind.clone());
        Ok(kind)
    }

    fn decode_error(&mut self, error: &Error, bytes: &[u8]) -> Raised {
        let object = self.bytes.get_or_insert_with(|| Bytes::new(bytes)).clone();
        self.vm
            .decode_error(error.encoding, object, error.start..error.end, error.reason)
    }

    fn encode_error(&self, error: &Error) -> Raised {
        let object = self.text.cloned().unwrap_or_else(|| Str::from(""));
        self.vm
            .encode_error(error.encoding, object, error.start..error.end, error.reason)
    }

    /// The position that a handler gave; negative ones count from the end.
    fn position(&self, value: &Value, length: usize) -> Result<usize> {
        let given = self.vm.to_isize(value)?;
        let position = if given < 0 {
            given.saturating_add_unsigned(length)
        } else {
            given
        };
        match usize::try_from(position) {
            Ok(position) if position <= length => Ok(position),
            _ => Err(self
                .vm
                .index_error(format!("position {given} from error handler out of bounds"))),
        }
    }
}

fn find(vm: &Vm, name: &Ref<Str>) -> Result<Kind> {
    if let Some(function) = registry::registered_error(name) {
        return Ok(Kind::Function(function));
    }
    match name.as_str().and_then(Errors::find) {
        Some(errors) => Ok(Kind::Native(errors)),
        None => Err(unknown(vm, name)),
    }
}

fn unknown(vm: &Vm, name: &Ref<Str>) -> Raised {
    vm.lookup_error(format!("unknown error handler name '{name}'"))
}

impl DecodeHandler for Handler<'_> {
    type Failure = Raised;

    fn replace(&mut self, error: Error, bytes: &[u8]) -> Result<(Wtf8Buf, usize)> {
        let function = match self.kind()? {
            Kind::Native(errors) => {
                return errors
                    .decoding(error, bytes)
                    .map_err(|failure| match failure {
                        Failure::Raise(error) => self.decode_error(&error, bytes),
                        Failure::WrongDirection(text) => self.vm.type_error(text),
                    });
            }
            Kind::Function(function) => function,
        };
        let exception = self.decode_error(&error, bytes).0;
        let result = self.vm.call(&function, &[exception])?;
        if let Some([text, position]) = result.downcast::<Tuple>().map(|tuple| tuple.items())
            && let Some(text) = text.downcast::<Str>()
            && position.is_int()
        {
            let position = self.position(position, bytes.len())?;
            return Ok((text.as_wtf8().to_owned(), position));
        }
        Err(self
            .vm
            .type_error("decoding error handler must return (str, int) tuple"))
    }
}

impl EncodeHandler for Handler<'_> {
    type Failure = Raised;

    fn replace(&mut self, error: Error, text: Text<'_>) -> Result<(Replacement, usize)> {
        let function = match self.kind()? {
            Kind::Native(errors) => {
                return errors
                    .encoding(error, text)
                    .map_err(|failure| match failure {
                        Failure::Raise(error) => self.encode_error(&error),
                        Failure::WrongDirection(text) => self.vm.type_error(text),
                    });
            }
            Kind::Function(function) => function,
        };
        let exception = self.encode_error(&error).0;
        let result = self.vm.call(&function, &[exception])?;
        if let Some([replacement, position]) = result.downcast::<Tuple>().map(|it| it.items())
            && position.is_int()
        {
            let replacement = if let Some(text) = replacement.downcast::<Str>() {
                Some(Replacement::Text(text.as_wtf8().to_owned()))
            } else {
                let bytes = replacement.downcast::<Bytes>();
                bytes.map(|bytes| Replacement::Bytes(bytes.as_bytes().to_vec()))
            };
            if let Some(replacement) = replacement {
                return Ok((replacement, self.position(position, text.length())?));
            }
        }
        Err(self
            .vm
            .type_error("encoding error handler must return (str/bytes, int) tuple"))
    }

    fn fail(&mut self, error: Error, _: Text<'_>) -> Raised {
        self.encode_error(&error)
    }
}

/// The native handlers as functions, in the order of [`KINDS`].
static FUNCTIONS: [Method; 8] = [
    handler("strict_errors", handle::<0>),
    handler("ignore_errors", handle::<1>),
    handler("replace_errors", handle::<2>),
    handler("xmlcharrefreplace_errors", handle::<3>),
    handler("backslashreplace_errors", handle::<4>),
    handler("namereplace_errors", handle::<5>),
    handler("surrogatepass", handle::<6>),
    handler("surrogateescape", handle::<7>),
];

const KINDS: [Errors; 8] = [
    Errors::Strict,
    Errors::Ignore,
    Errors::Replace,
    Errors::XmlCharRefReplace,
    Errors::BackslashReplace,
    Errors::NameReplace,
    Errors::SurrogatePass,
    Errors::SurrogateEscape,
];

const fn handler(
    name: &'static str,
    function: fn(&Vm, &[Option<Value>]) -> Result<Value>,
) -> Method {
    Method::new(
        name,
        "($module, exception, /)",
        function,
        "Handles an error of a codec.",
    )
}

/// `codecs.lookup_error(name)`.
pub fn lookup_error(vm: &Vm, name: &Ref<Str>) -> Result<Value> {
    let errors = match find(vm, name)? {
        Kind::Function(function) => return Ok(function),
        Kind::Native(errors) => errors,
    };
    let place = KINDS.iter().position(|kind| *kind == errors);
    match place.and_then(|place| FUNCTIONS.get(place)) {
        Some(method) => Ok(NativeFunction::of_module(method, &Value::NONE, &Value::NONE).into()),
        None => Err(unknown(vm, name)),
    }
}

/// The encodings that the handler `surrogatepass` may be asked about.
const WIDE: [&str; 9] = [
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "utf-16le",
    "utf-16be",
];

fn handle<const PLACE: usize>(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let exception = required(arguments, 0);
    let errors = KINDS[PLACE];
    let is = |class| exception.class().is_subtype(class);
    if errors == Errors::Strict {
        return Err(if is(&exceptions::BASE_EXCEPTION) {
            Raised(exception.clone())
        } else {
            vm.type_error("codec must pass exception instance")
        });
    }
    let wrong = || {
        vm.type_error(format!(
            "don't know how to handle {} in error callback",
            exception.class().short_name()
        ))
    };
    let is_encoding = is(&exceptions::UNICODE_ENCODE_ERROR);
    let is_translating = is(&exceptions::UNICODE_TRANSLATE_ERROR);
    if !is_encoding && !is_translating && !is(&exceptions::UNICODE_DECODE_ERROR) {
        return Err(wrong());
    }
    let attribute = |name: &str| vm.get_attribute(exception, &vm.intern(name));
    let object = attribute("object")?;
    let start = vm.to_isize(&attribute("start")?)?.max(0) as usize;
    let end = vm.to_isize(&attribute("end")?)?.max(0) as usize;
    let encoding = match is_translating {
        true => String::new(),
        false => vm
            .str_text(&attribute("encoding")?)?
            .to_ascii_lowercase()
            .replace('_', "-"),
    };
    let encoding = WIDE
        .iter()
        .find(|name| **name == encoding)
        .copied()
        .unwrap_or("");
    if let Some(text) = object.downcast::<Str>() {
        let end = end.min(text.len());
        let error = Error {
            encoding,
            start: start.min(end),
            end,
            reason: "",
        };
        return match (errors, is_translating) {
            (Errors::SurrogateEscape | Errors::SurrogatePass, true) => Err(wrong()),
            (Errors::Replace, true) => {
                let count = error.end - error.start;
                Ok(Tuple::pair(Str::value("\u{FFFD}".repeat(count)), end.into()).into())
            }
            _ => encoding_result(vm, exception, errors.encoding(error, text.text())),
        };
    }
    let Some(bytes) = object.downcast::<Bytes>() else {
        return Err(vm.type_error("object attribute must be bytes"));
    };
    let end = end.min(bytes.len());
    let error = Error {
        encoding,
        start: start.min(end),
        end,
        reason: "",
    };
    match errors.decoding(error, bytes.as_bytes()) {
        Ok((text, position)) => {
            Ok(Tuple::pair(Str::from_wtf8(&text).into(), position.into()).into())
        }
        Err(failure) => Err(failed(vm, exception, failure)),
    }
}

fn encoding_result(
    vm: &Vm,
    exception: &Value,
    result: std::result::Result<(Replacement, usize), Failure>,
) -> Result<Value> {
    let (replacement, position) = result.map_err(|failure| failed(vm, exception, failure))?;
    let replacement = match replacement {
        Replacement::Text(text) => Str::from_wtf8(&text).into(),
        Replacement::Bytes(bytes) => Bytes::value(bytes),
    };
    Ok(Tuple::pair(replacement, position.into()).into())
}

fn failed(vm: &Vm, exception: &Value, failure: Failure) -> Raised {
    match failure {
        Failure::Raise(_) => Raised(exception.clone()),
        Failure::WrongDirection(text) => vm.type_error(text),
    }
}
