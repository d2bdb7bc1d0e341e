//! `_json.Scanner`: reads one value of JSON.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use primitives::text::json::{JsonError, scan_number, scan_string, skip_white_space};
use rustc_hash::FxHasher;
use vm::call::Arguments;
use vm::native::{Property, Signature, bind};
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::float::FLOAT;
use vm::objects::heap::{Payload, Ref};
use vm::objects::int::INT;
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::{json_error, made};

/// The payload of a scanner: what the decoder says of how values are made.
pub struct Scanner {
    strict: bool,
    object_hook: Value,
    object_pairs_hook: Value,
    parse_float: Value,
    parse_int: Value,
    parse_constant: Value,
}

payload!(Scanner, SCANNER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.object_hook);
        visit(&self.object_pairs_hook);
        visit(&self.parse_float);
        visit(&self.parse_int);
        visit(&self.parse_constant);
    }
});

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

static_type! {
    /// `_json.Scanner`
    pub SCANNER = TypeSpec {
        name: "Scanner",
        module: "_json",
        doc: Some("JSON scanner object"),
        layout: Some(Scanner::layout),
        slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
        properties: &[
            member("object_hook", |_, this| Ok(of(this).object_hook.clone())),
            member("object_pairs_hook", |_, this| Ok(of(this).object_pairs_hook.clone())),
            member("parse_constant", |_, this| Ok(of(this).parse_constant.clone())),
            member("parse_float", |_, this| Ok(of(this).parse_float.clone())),
            member("parse_int", |_, this| Ok(of(this).parse_int.clone())),
            member("strict", |_, this| Ok(Value::bool(of(this).strict))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Scanner> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("make_scanner", "(context)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let attribute = |name: &str| vm.get_attribute(bound.required(0), &vm.intern(name));
    let strict = attribute("strict")?;
    let scanner = Scanner {
        strict: vm.is_true(&strict)?,
        object_hook: attribute("object_hook")?,
        object_pairs_hook: attribute("object_pairs_hook")?,
        parse_float: attribute("parse_float")?,
        parse_int: attribute("parse_int")?,
        parse_constant: attribute("parse_constant")?,
    };
    Ok(Ref::with_class(class, scanner).into())
}

fn call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("scan_once", "(string, idx)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let string = bound.required(0);
    let Some(text) = string.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "first argument must be a string, not {}",
            vm.found_argument(string)
        )));
    };
    let index = vm.to_isize(bound.required(1))?;
    let Ok(index) = usize::try_from(index) else {
        return Err(vm.value_error("idx cannot be negative"));
    };
    if index > text.len() {
        return Err(vm.error_with(&exceptions::STOP_ITERATION, vec![index.into()]));
    }
    let mut reading = Reading {
        vm,
        scanner: of(this),
        text,
        bytes: text.as_bytes(),
        keys: HashMap::default(),
        depth: 0,
    };
    let (value, end) = reading.value(text.offset_of(index))?;
    let end = text.indexed_text().position(end);
    Ok(Tuple::pair(value, end.into()).into())
}

type Keys<'a> = HashMap<&'a [u8], Ref<Str>, BuildHasherDefault<FxHasher>>;

/// The reading of one text; places are byte offsets.
struct Reading<'a> {
    vm: &'a Vm,
    scanner: &'a Scanner,
    text: &'a Ref<Str>,
    bytes: &'a [u8],
    /// Keys of objects, each made once.
    keys: Keys<'a>,
    /// How deep containers are nested.
    depth: usize,
}

impl<'a> Reading<'a> {
    fn peek(&self, place: usize) -> Option<u8> {
        self.bytes.get(place).copied()
    }

    /// Begins a container; a RecursionError where there are too many in each other.
    fn enter(&mut self, place: &str) -> Result<()> {
        self.vm.check_native_stack(place)?;
        self.vm.check_signals()?;
        if self.depth >= super::DEEPEST {
            return Err(super::too_deep(self.vm, place));
        }
        self.depth += 1;
        Ok(())
    }

    #[cold]
    fn error(&self, message: &'static str, offset: usize) -> Raised {
        json_error(self.vm, self.text, &JsonError { message, offset })
    }

    /// There is no value at this place.
    #[cold]
    fn nothing(&self, place: usize) -> Raised {
        let position = self
            .text
            .indexed_text()
            .position(place.min(self.bytes.len()));
        self.vm
            .error_with(&exceptions::STOP_ITERATION, vec![position.into()])
    }

    fn value(&mut self, place: usize) -> Result<(Value, usize)> {
        let rest = self.bytes.get(place..).unwrap_or_default();
        match rest.first() {
            Some(b'"') => self.string(place + 1),
            Some(b'{') => {
                self.enter(" while decoding a JSON object from a unicode string")?;
                let object = self.object(place + 1);
                self.depth -= 1;
                object
            }
            Some(b'[') => {
                self.enter(" while decoding a JSON array from a unicode string")?;
                let array = self.array(place + 1);
                self.depth -= 1;
                array
            }
            Some(b'n') if rest.starts_with(b"null") => Ok((Value::NONE, place + 4)),
            Some(b't') if rest.starts_with(b"true") => Ok((Value::TRUE, place + 4)),
            Some(b'f') if rest.starts_with(b"false") => Ok((Value::FALSE, place + 5)),
            Some(b'N') if rest.starts_with(b"NaN") => self.constant("NaN", place),
            Some(b'I') if rest.starts_with(b"Infinity") => self.constant("Infinity", place),
            Some(b'-') if rest.starts_with(b"-Infinity") => self.constant("-Infinity", place),
            _ => self.number(place),
        }
    }

    fn constant(&self, name: &str, place: usize) -> Result<(Value, usize)> {
        let value = self
            .vm
            .call(&self.scanner.parse_constant, &[Str::value(name)])?;
        Ok((value, place + name.len()))
    }

    fn string(&self, place: usize) -> Result<(Value, usize)> {
        let scanned = scan_string(self.text.as_wtf8(), place, self.scanner.strict);
        match scanned {
            Ok((content, end)) => Ok((made(&content), end)),
            Err(error) => Err(json_error(self.vm, self.text, &error)),
        }
    }

    fn number(&self, place: usize) -> Result<(Value, usize)> {
        let Some(number) = scan_number(self.bytes, place) else {
            return Err(self.nothing(place));
        };
        let digits = self.bytes.get(place..number.end).unwrap_or_default();
        let text = std::str::from_utf8(digits).unwrap_or_default();
        let (function, own) = match number.is_float {
            true => (&self.scanner.parse_float, FLOAT.as_value()),
            false => (&self.scanner.parse_int, INT.as_value()),
        };
        if function.is(own) {
            if number.is_float
                && let Ok(float) = text.parse::<f64>()
            {
                return Ok((Value::float(float), number.end));
            }
            if !number.is_float
                && let Ok(integer) = text.parse::<i64>()
            {
                return Ok((Value::int(integer), number.end));
            }
        }
        let value = self.vm.call(function, &[Str::value(text)])?;
        Ok((value, number.end))
    }

    fn key(&mut self, place: usize) -> Result<(Ref<Str>, usize)> {
        let scanned = scan_string(self.text.as_wtf8(), place, self.scanner.strict);
        let (content, end) = scanned.map_err(|error| json_error(self.vm, self.text, &error))?;
        let raw = self.bytes.get(place..end).unwrap_or_default();
        let key = self
            .keys
            .entry(raw)
            .or_insert_with(|| Str::from_wtf8(&content));
        Ok((key.clone(), end))
    }

    fn object(&mut self, place: usize) -> Result<(Value, usize)> {
        let wants_pairs = !self.scanner.object_pairs_hook.is_none();
        let dict = Dict::new();
        let mut pairs = Vec::new();
        let mut place = skip_white_space(self.bytes, place);
        if self.peek(place) != Some(b'}') {
            loop {
                if self.peek(place) != Some(b'"') {
                    return Err(
                        self.error("Expecting property name enclosed in double quotes", place)
                    );
                }
                let (key, end) = self.key(place + 1)?;
                place = skip_white_space(self.bytes, end);
                if self.peek(place) != Some(b':') {
                    return Err(self.error("Expecting ':' delimiter", place));
                }
                place = skip_white_space(self.bytes, place + 1);
                let (value, end) = self.value(place)?;
                if wants_pairs {
                    pairs.push(Tuple::pair(key.into(), value).into());
                } else {
                    dict.set_str(&key, value);
                }
                match self.next(end, b'}', "Illegal trailing comma before end of object")? {
                    Next::Item(next) => place = next,
                    Next::End(end) => {
                        place = end;
                        break;
                    }
                }
            }
        }
        let end = place + 1;
        if wants_pairs {
            let hook = &self.scanner.object_pairs_hook;
            return Ok((self.vm.call(hook, &[List::new(pairs).into()])?, end));
        }
        if !self.scanner.object_hook.is_none() {
            return Ok((
                self.vm.call(&self.scanner.object_hook, &[dict.into()])?,
                end,
            ));
        }
        Ok((dict.into(), end))
    }

    fn array(&mut self, place: usize) -> Result<(Value, usize)> {
        let mut items = Vec::new();
        let mut place = skip_white_space(self.bytes, place);
        if self.peek(place) == Some(b']') {
            return Ok((List::new(items).into(), place + 1));
        }
        loop {
            let (value, end) = self.value(place)?;
            items.push(value);
            match self.next(end, b']', "Illegal trailing comma before end of array")? {
                Next::Item(next) => place = next,
                Next::End(end) => return Ok((List::new(items).into(), end + 1)),
            }
        }
    }

    /// What follows an item.
    fn next(&self, place: usize, bracket: u8, trailing: &'static str) -> Result<Next> {
        let place = skip_white_space(self.bytes, place);
        match self.peek(place) {
            Some(found) if found == bracket => return Ok(Next::End(place)),
            Some(b',') => {}
            _ => return Err(self.error("Expecting ',' delimiter", place)),
        }
        let behind = skip_white_space(self.bytes, place + 1);
        if self.peek(behind) == Some(bracket) {
            return Err(self.error(trailing, place));
        }
        Ok(Next::Item(behind))
    }
}

/// Where the next item is, or the closing bracket.
enum Next {
    Item(usize),
    End(usize),
}
