//! `_json.Encoder`: writes values as JSON.

use primitives::number::{float, integer};
use primitives::text::Wtf8Buf;
use primitives::text::json::{quote, quote_ascii};
use vm::call::Arguments;
use vm::native::{Property, Signature, bind};
use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::int_type::digit_limit;
use vm::objects::list::List;
use vm::objects::native_function::NativeFunction;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

/// The payload of an encoder.
pub struct Encoder {
    markers: Value,
    default: Value,
    encoder: Value,
    quoting: Quoting,
    indent: Value,
    key_separator: Ref<Str>,
    item_separator: Ref<Str>,
    sort_keys: bool,
    skip_keys: bool,
    allow_nan: bool,
}

/// How strings are written.
#[derive(Clone, Copy)]
enum Quoting {
    Ascii,
    Plain,
    /// By a function of the script.
    Function,
}

payload!(Encoder, ENCODER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.markers);
        visit(&self.default);
        visit(&self.encoder);
        visit(&self.indent);
    }
});

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

static_type! {
    /// `_json.Encoder`
    pub ENCODER = TypeSpec {
        name: "Encoder",
        module: "_json",
        doc: Some("Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)"),
        layout: Some(Encoder::layout),
        slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
        properties: &[
            member("default", |_, this| Ok(of(this).default.clone())),
            member("encoder", |_, this| Ok(of(this).encoder.clone())),
            member("indent", |_, this| Ok(of(this).indent.clone())),
            member("item_separator", |_, this| Ok(of(this).item_separator.to_value())),
            member("key_separator", |_, this| Ok(of(this).key_separator.to_value())),
            member("markers", |_, this| Ok(of(this).markers.clone())),
            member("skipkeys", |_, this| Ok(Value::bool(of(this).skip_keys))),
            member("sort_keys", |_, this| Ok(Value::bool(of(this).sort_keys))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Encoder> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "make_encoder",
        "(markers, default, encoder, indent, key_separator, item_separator, sort_keys, \
         skipkeys, allow_nan)",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let text = |place: usize| {
        let value = bound.required(place);
        value.downcast::<Str>().cloned().ok_or_else(|| {
            vm.type_error(format!(
                "make_encoder() argument {} must be str, not {}",
                place + 1,
                value.class().name()
            ))
        })
    };
    let (key_separator, item_separator) = (text(4)?, text(5)?);
    let markers = bound.required(0);
    if !markers.is_none() && markers.downcast::<Dict>().is_none() {
        return Err(vm.type_error(format!(
            "make_encoder() argument 1 must be dict or None, not {}",
            vm.found_argument(markers)
        )));
    }
    let encoder = bound.required(2);
    let native = encoder
        .downcast::<NativeFunction>()
        .map(|function| function.method().name);
    let made = Encoder {
        markers: markers.clone(),
        default: bound.required(1).clone(),
        encoder: encoder.clone(),
        quoting: match native {
            Some("encode_basestring_ascii") => Quoting::Ascii,
            Some("encode_basestring") => Quoting::Plain,
            _ => Quoting::Function,
        },
        indent: bound.required(3).clone(),
        key_separator,
        item_separator,
        sort_keys: vm.is_true(bound.required(6))?,
        skip_keys: vm.is_true(bound.required(7))?,
        allow_nan: vm.is_true(bound.required(8))?,
    };
    Ok(Ref::with_class(class, made).into())
}

fn call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("_iterencode", "(obj, _current_indent_level)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let level = vm.to_isize(bound.required(1))?;
    let encoder = of(this);
    let indent = encoder.indent.downcast::<Str>();
    let mut writing = Writing {
        vm,
        encoder,
        indent,
        out: Wtf8Buf::with_capacity(64),
        open: Vec::new(),
    };
    writing.value(bound.required(0), usize::try_from(level).unwrap_or(0))?;
    let text = Str::from_wtf8(&writing.out);
    Ok(Tuple::new(vec![text.into()]).into())
}

/// The writing of one value.
struct Writing<'a> {
    vm: &'a Vm,
    encoder: &'a Encoder,
    indent: Option<&'a Ref<Str>>,
    out: Wtf8Buf,
    /// The containers that are being written, by identity.
    open: Vec<u64>,
}

impl Writing<'_> {
    fn value(&mut self, value: &Value, level: usize) -> Result<()> {
        self.vm.check_signals()?;
        if value.is_none() {
            self.out.push_str("null");
        } else if let Some(truth) = value.as_bool() {
            self.out.push_str(if truth { "true" } else { "false" });
        } else if let Some(text) = value.downcast::<Str>() {
            return self.string(text);
        } else if value.is_int() {
            return self.integer(value);
        } else if let Some(number) = value.as_float() {
            let text = self.float(number)?;
            self.out.push_str(&text);
        } else if let Some(list) = value.downcast::<List>() {
            return self.within(value, |this| {
                this.list(list.len(), |at| list.get(at), level)
            });
        } else if let Some(tuple) = value.downcast::<Tuple>() {
            let items = tuple.items();
            return self.within(value, |this| {
                this.list(items.len(), |at| items.get(at).cloned(), level)
            });
        } else if let Some(dict) = value.downcast::<Dict>() {
            return self.within(value, |this| this.dict(value, dict, level));
        } else {
            return self.within(value, |this| {
                let other = this
                    .vm
                    .call(&this.encoder.default, std::slice::from_ref(value))?;
                this.value(&other, level)
            });
        }
        Ok(())
    }

    /// Writes a container, unless it is being written already.
    fn within(&mut self, value: &Value, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.vm
            .check_native_stack(" while encoding a JSON object")?;
        if self.open.len() >= super::DEEPEST {
            return Err(super::too_deep(self.vm, " while encoding a JSON object"));
        }
        let identity = value.identity();
        let checks = !self.encoder.markers.is_none();
        if checks && self.open.contains(&identity) {
            return Err(self.vm.value_error("Circular reference detected"));
        }
        self.open.push(identity);
        write(self)?;
        self.open.pop();
        Ok(())
    }

    fn string(&mut self, text: &Ref<Str>) -> Result<()> {
        match self.encoder.quoting {
            Quoting::Ascii => self.out.push_wtf8(&quote_ascii(text.as_wtf8())),
            Quoting::Plain => self.out.push_wtf8(&quote(text.as_wtf8())),
            Quoting::Function => {
                let quoted = self.vm.call(&self.encoder.encoder, &[text.to_value()])?;
                let Some(quoted) = quoted.downcast::<Str>() else {
                    return Err(self.vm.type_error(format!(
                        "encoder() must return a string, not {}",
                        quoted.class().name()
                    )));
                };
                self.out.push_wtf8(quoted.as_wtf8());
            }
        }
        Ok(())
    }

    fn integer(&mut self, value: &Value) -> Result<()> {
        let text = self.integer_text(value)?;
        self.out.push_str(&text);
        Ok(())
    }

    fn integer_text(&self, value: &Value) -> Result<String> {
        let Some(number) = value.as_integer() else {
            return Ok(String::new());
        };
        if let Some(small) = number.to_i64() {
            return Ok(small.to_string());
        }
        let text = integer::to_decimal(number, digit_limit());
        text.map_err(|error| self.vm.number_error(error))
    }

    fn float(&self, number: f64) -> Result<String> {
        if number.is_finite() {
            return Ok(float::repr(number).to_string());
        }
        if !self.encoder.allow_nan {
            return Err(self.vm.value_error(format!(
                "Out of range float values are not JSON compliant: {}",
                float::repr(number)
            )));
        }
        Ok(match number {
            _ if number.is_nan() => "NaN",
            _ if number > 0.0 => "Infinity",
            _ => "-Infinity",
        }
        .to_owned())
    }

    fn new_line(&mut self, level: usize) {
        if let Some(indent) = self.indent {
            self.out.push_str("\n");
            for _ in 0..level {
                self.out.push_wtf8(indent.as_wtf8());
            }
        }
    }

    fn list(
        &mut self,
        length: usize,
        item: impl Fn(usize) -> Option<Value>,
        level: usize,
    ) -> Result<()> {
        if length == 0 {
            self.out.push_str("[]");
            return Ok(());
        }
        self.out.push_str("[");
        let mut place = 0;
        while let Some(value) = item(place) {
            if place > 0 {
                self.out.push_wtf8(self.encoder.item_separator.as_wtf8());
            }
            self.new_line(level + 1);
            self.value(&value, level + 1)?;
            place += 1;
        }
        self.new_line(level);
        self.out.push_str("]");
        Ok(())
    }

    fn dict(&mut self, value: &Value, dict: &Ref<Dict>, level: usize) -> Result<()> {
        if dict.is_empty() {
            self.out.push_str("{}");
            return Ok(());
        }
        self.out.push_str("{");
        let mut is_first = true;
        for (key, item) in self.items(value, dict)? {
            let Some(key) = self.key(&key)? else {
                continue;
            };
            if !is_first {
                self.out.push_wtf8(self.encoder.item_separator.as_wtf8());
            }
            is_first = false;
            self.new_line(level + 1);
            self.string(&key)?;
            self.out.push_wtf8(self.encoder.key_separator.as_wtf8());
            self.value(&item, level + 1)?;
        }
        if !is_first {
            self.new_line(level);
        }
        self.out.push_str("}");
        Ok(())
    }

    fn items(&self, value: &Value, dict: &Ref<Dict>) -> Result<Vec<(Value, Value)>> {
        if value.is_exact::<Dict>() && !self.encoder.sort_keys {
            return Ok(dict.to_vec());
        }
        let vm = self.vm;
        let items = vm.call_method(value, "items", &[])?;
        let items = List::new(vm.collect(&items)?);
        if self.encoder.sort_keys {
            vm::objects::list_type::sort_list(vm, &items, None, false)?;
        }
        let mut pairs = Vec::with_capacity(items.len());
        for item in items.to_vec() {
            match item.downcast::<Tuple>().map(|pair| pair.items()) {
                Some([key, value]) => pairs.push((key.clone(), value.clone())),
                _ => return Err(vm.value_error("items must return 2-tuples")),
            }
        }
        Ok(pairs)
    }

    /// The text of a key; nothing where it is to be skipped.
    fn key(&self, key: &Value) -> Result<Option<Ref<Str>>> {
        if let Some(text) = key.downcast::<Str>() {
            return Ok(Some(text.clone()));
        }
        if let Some(truth) = key.as_bool() {
            return Ok(Some(Str::from(if truth { "true" } else { "false" })));
        }
        if key.is_none() {
            return Ok(Some(Str::from("null")));
        }
        if let Some(number) = key.as_float() {
            return self.float(number).map(|text| Some(Str::from(text)));
        }
        if key.is_int() {
            return self.integer_text(key).map(|text| Some(Str::from(text)));
        }
        if self.encoder.skip_keys {
            return Ok(None);
        }
        Err(self.vm.type_error(format!(
            "keys must be str, int, float, bool or None, not {}",
            key.class().name()
        )))
    }
}
