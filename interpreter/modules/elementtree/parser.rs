//! `XMLParser`: tells a builder, or another target, what is in a document.

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::PARSE_ERROR;
use super::builder::{self, Builder, EVENTS};
use crate::support::{member, of};
use crate::xml::{self, Listener, Parser, Place};

/// What a target can be told.
const METHODS: [&str; 9] = [
    "start", "end", "data", "comment", "pi", "start_ns", "end_ns", "doctype", "close",
];
const START: usize = 0;
const END: usize = 1;
const DATA: usize = 2;
const COMMENT: usize = 3;
const INSTRUCTION: usize = 4;
const START_NAMESPACE: usize = 5;
const END_NAMESPACE: usize = 6;
const DOCTYPE: usize = 7;
const CLOSE: usize = 8;

/// The number of the error for an entity that is not declared.
const UNDEFINED_ENTITY: u32 = 11;

/// What the parser of a document tells, as the target wants it.
struct Target {
    target: Value,
    methods: [Option<Value>; METHODS.len()],
    /// What entities stand for that the document does not declare.
    entity: Ref<Dict>,
    /// Whether the parser has a method `doctype`, which is not called.
    has_old_doctype: bool,
}

impl Target {
    fn builder(&self) -> Option<&Ref<Builder>> {
        self.target.downcast_exact::<Builder>()
    }

    fn call(&self, vm: &Vm, method: usize, arguments: &[Value]) -> Result<()> {
        match &self.methods[method] {
            Some(method) => vm.call(method, arguments).map(drop),
            None => Ok(()),
        }
    }

    fn data(&self, vm: &Vm, text: &Value) -> Result<()> {
        match self.builder() {
            Some(builder) => {
                builder.data(text.clone());
                Ok(())
            }
            None => self.call(vm, DATA, std::slice::from_ref(text)),
        }
    }

    /// Takes what nothing else takes: of interest are entities that the document does not
    /// declare.
    fn other(&self, vm: &Vm, place: Place, text: &Value) -> Result<()> {
        let text = text
            .downcast::<Str>()
            .map(|text| text.to_text())
            .unwrap_or_default();
        let Some(name) = text
            .strip_prefix('&')
            .and_then(|text| text.strip_suffix(';'))
        else {
            return Ok(());
        };
        match self.entity.get(vm, &Str::value(name))? {
            Some(value) => self.data(vm, &value),
            None => Err(error(
                vm,
                UNDEFINED_ENTITY,
                place,
                &format!("undefined entity {text}"),
            )),
        }
    }

    fn doctype(&self, vm: &Vm, arguments: &[Value]) -> Result<()> {
        let [name, system, public, ..] = arguments else {
            return Ok(());
        };
        if self.methods[DOCTYPE].is_some() {
            return self.call(vm, DOCTYPE, &[name.clone(), public.clone(), system.clone()]);
        }
        match self.has_old_doctype {
            true => vm.warn(
                &exceptions::RUNTIME_WARNING,
                "The doctype() method of XMLParser is ignored.  Define doctype() method on the \
                 TreeBuilder target.",
                1,
            ),
            false => Ok(()),
        }
    }

    fn to_builder(&self, vm: &Vm, builder: &Builder, number: usize, it: &[Value]) -> Result<()> {
        let text = |position: usize| match it.get(position) {
            Some(value) if !value.is_none() => value.clone(),
            _ => Str::value(""),
        };
        match number {
            xml::START_ELEMENT => {
                let attributes = it[1].downcast::<Dict>().cloned();
                builder.start(vm, it[0].clone(), attributes).map(drop)
            }
            xml::END_ELEMENT => builder.end(vm).map(drop),
            xml::TEXT => {
                builder.data(it[0].clone());
                Ok(())
            }
            xml::COMMENT if builder.wants(builder::COMMENT) => {
                builder.comment(vm, it[0].clone()).map(drop)
            }
            xml::INSTRUCTION if builder.wants(builder::INSTRUCTION) => {
                builder.instruction(vm, it[0].clone(), text(1)).map(drop)
            }
            xml::START_NAMESPACE if builder.tells(builder::START_NAMESPACE) => {
                let pair = Tuple::pair(text(0), text(1));
                builder.tell(vm, builder::START_NAMESPACE, pair.into())
            }
            xml::END_NAMESPACE => builder.tell(vm, builder::END_NAMESPACE, Value::NONE),
            _ => Ok(()),
        }
    }

    fn to_methods(&self, vm: &Vm, number: usize, it: &[Value]) -> Result<()> {
        let text = |position: usize| match it.get(position) {
            Some(value) if !value.is_none() => value.clone(),
            _ => Str::value(""),
        };
        match number {
            xml::START_ELEMENT => self.call(vm, START, it),
            xml::END_ELEMENT => self.call(vm, END, it),
            xml::TEXT => self.call(vm, DATA, it),
            xml::COMMENT => self.call(vm, COMMENT, it),
            xml::INSTRUCTION => self.call(vm, INSTRUCTION, &[text(0), text(1)]),
            xml::START_NAMESPACE => self.call(vm, START_NAMESPACE, &[text(0), text(1)]),
            xml::END_NAMESPACE => self.call(vm, END_NAMESPACE, &[text(0)]),
            _ => Ok(()),
        }
    }
}

impl Listener for Target {
    fn wants(&self, number: usize) -> bool {
        let method = match number {
            xml::START_ELEMENT | xml::END_ELEMENT | xml::TEXT => return true,
            xml::START_DOCTYPE | xml::DEFAULT_EXPAND => return true,
            xml::COMMENT => COMMENT,
            xml::INSTRUCTION => INSTRUCTION,
            xml::START_NAMESPACE => START_NAMESPACE,
            xml::END_NAMESPACE => END_NAMESPACE,
            _ => return false,
        };
        self.builder().is_some() || self.methods[method].is_some()
    }

    fn joins_text(&self) -> bool {
        self.builder().is_some()
    }

    fn tell(&self, vm: &Vm, place: Place, number: usize, arguments: &[Value]) -> Result<()> {
        match (number, self.builder()) {
            (xml::DEFAULT_EXPAND, _) => self.other(vm, place, &arguments[0]),
            (xml::START_DOCTYPE, _) => self.doctype(vm, arguments),
            (_, Some(builder)) => self.to_builder(vm, builder, number, arguments),
            (_, None) => self.to_methods(vm, number, arguments),
        }
    }

    fn raised(&self, vm: &Vm, code: u32, place: Place, words: &str) -> Raised {
        error(vm, code, place, words)
    }

    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.target);
        self.methods.iter().flatten().for_each(&mut *visit);
        visit(self.entity.as_value());
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// A ParseError at a place.
fn error(vm: &Vm, code: u32, place: Place, words: &str) -> Raised {
    let message = format!("{words}: line {}, column {}", place.line, place.column);
    let made = vm
        .call(PARSE_ERROR.as_value(), &[Str::value(message)])
        .and_then(|error| {
            let position = Tuple::pair(place.line.into(), place.column.into());
            vm.set_attribute(&error, &vm.intern("code"), &Value::int(code.into()))?;
            vm.set_attribute(&error, &vm.intern("position"), &position.into())?;
            Ok(error)
        });
    match made {
        Ok(error) => Raised(error),
        Err(raised) => raised,
    }
}

/// The payload of a parser: what reads the document, which tells the target.
pub struct TreeParser(Guarded<Option<Ref<Parser>>>);

payload!(TreeParser, XML_PARSER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(parser) = self.0.borrow().as_ref() {
            visit(parser.as_value());
        }
    }
    fn clear(&self) {
        drop(self.0.take());
    }
});

static_type! {
    /// `xml.etree.ElementTree.XMLParser`
    pub XML_PARSER = TypeSpec {
        name: "XMLParser",
        module: "xml.etree.ElementTree",
        layout: Some(<TreeParser as Payload>::layout),
        flags: flags::BASE,
        slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
        methods: &[
            Method::new("feed", "($self, data, /)", |vm, it| {
                let parser = reader(vm, required(it, 0))?;
                feed(vm, &parser, required(it, 1))
            }, "Reads more of a document."),
            Method::new("close", "($self, /)", close, "Ends the document; gives what the target makes of it."),
            Method::new("flush", "($self, /)", |vm, it| {
                xml::flush(vm, reader(vm, required(it, 0))?.as_value())?;
                Ok(Value::NONE)
            }, "Reads what has come, though more may complete it."),
            Method::new("_parse_whole", "($self, file, /)", parse_whole, "Reads a file to its end."),
            Method::new("_setevents", "($self, events_queue, events_to_report=None, /)", set_events, "Has the builder tell of events."),
        ],
        properties: &[
            member("entity", |vm, this| target_of(vm, this, |target| target.entity.to_value())),
            member("target", |vm, this| target_of(vm, this, |target| target.target.clone())),
            Property::new("version", |_, _| Ok(Str::value("Expat 2.6.3"))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn new(_: &Vm, class: &Ref<Type>, _: Arguments<'_>) -> Result<Value> {
    Ok(Ref::with_class(class, TreeParser(Guarded::default())).into())
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("XMLParser", "(*, target=None, encoding=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let encoding = match bound.optional(1).filter(|it| !it.is_none()) {
        None => None,
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Some(text.to_text()),
            None => {
                return Err(vm.type_error(format!(
                    "XMLParser() argument 'encoding' must be str or None, not {}",
                    vm.found_argument(value)
                )));
            }
        },
    };
    let target = match bound.optional(0).filter(|it| !it.is_none()) {
        Some(target) => target.clone(),
        None => builder::plain(vm)?,
    };
    let mut methods = [const { None }; METHODS.len()];
    for (method, name) in methods.iter_mut().zip(METHODS) {
        *method = vm.find_attribute_by(&target, name)?;
    }
    let target = Target {
        target,
        methods,
        entity: Dict::new(),
        has_old_doctype: vm.find_attribute_by(this, "doctype")?.is_some(),
    };
    let parser = xml::listened(Box::new(target), encoding);
    drop(of::<TreeParser>(this).0.replace(Some(parser)));
    Ok(())
}

fn reader(vm: &Vm, this: &Value) -> Result<Ref<Parser>> {
    let parser = of::<TreeParser>(this).0.borrow().clone();
    parser.ok_or_else(|| vm.value_error("XMLParser.__init__() wasn't called"))
}

/// Something of the target.
fn target_of(vm: &Vm, this: &Value, part: impl FnOnce(&Target) -> Value) -> Result<Value> {
    let _ = vm;
    let parser = of::<TreeParser>(this).0.borrow().clone();
    let target = parser.as_ref().and_then(|parser| target(parser));
    Ok(target.map_or(Value::NONE, part))
}

fn target(parser: &Ref<Parser>) -> Option<&Target> {
    parser.listener()?.as_any().downcast_ref::<Target>()
}

fn feed(vm: &Vm, parser: &Ref<Parser>, data: &Value) -> Result<Value> {
    match data.downcast::<Str>() {
        Some(text) => match text.as_str() {
            Some(text) => xml::feed(vm, parser.as_value(), text.as_bytes(), false, true)?,
            None => {
                let encoded = vm.call_method(data, "encode", &[])?;
                xml::feed(
                    vm,
                    parser.as_value(),
                    &vm.bytes_like(&encoded)?,
                    false,
                    true,
                )?;
            }
        },
        None => xml::feed(vm, parser.as_value(), &vm.bytes_like(data)?, false, false)?,
    }
    Ok(Value::NONE)
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let parser = reader(vm, required(arguments, 0))?;
    xml::feed(vm, parser.as_value(), b"", true, false)?;
    let Some(target) = target(&parser) else {
        return Ok(Value::NONE);
    };
    match (target.builder(), &target.methods[CLOSE]) {
        (Some(builder), _) => Ok(builder.root()),
        (None, Some(close)) => vm.call(close, &[]),
        (None, None) => Ok(Value::NONE),
    }
}

fn parse_whole(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let parser = reader(vm, required(arguments, 0))?;
    let read = vm.get_attribute(required(arguments, 1), &vm.intern("read"))?;
    loop {
        let data = vm.call(&read, &[Value::int(64 << 10)])?;
        if let Some(text) = data.downcast_exact::<Str>() {
            if text.is_empty() {
                break;
            }
            let given = [Str::value("utf-8"), Str::value("surrogatepass")];
            let encoded = vm.call_method(&data, "encode", &given)?;
            xml::feed(
                vm,
                parser.as_value(),
                &vm.bytes_like(&encoded)?,
                false,
                false,
            )?;
            continue;
        }
        match data.downcast_exact::<Bytes>() {
            Some(bytes) if !bytes.as_bytes().is_empty() => {
                xml::feed(vm, parser.as_value(), bytes.as_bytes(), false, false)?;
            }
            _ => break,
        }
    }
    xml::feed(vm, parser.as_value(), b"", true, false)?;
    let builder = target(&parser).and_then(Target::builder);
    Ok(builder.map_or(Value::NONE, |builder| builder.root()))
}

fn set_events(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let parser = reader(vm, required(arguments, 0))?;
    let Some(builder) = target(&parser).and_then(Target::builder) else {
        return Err(
            vm.type_error("event handling only supported for ElementTree.TreeBuilder targets")
        );
    };
    let append = vm.get_attribute(required(arguments, 1), &vm.intern("append"))?;
    builder.tell_to(append);
    let wanted = match arguments.get(2) {
        Some(Some(wanted)) if !wanted.is_none() => wanted,
        _ => {
            builder.want(builder::END, Str::value("end"));
            return Ok(Value::NONE);
        }
    };
    let names = vm
        .collect(wanted)
        .map_err(|raised| match raised.is(&exceptions::TYPE_ERROR) {
            true => vm.type_error("events must be a sequence"),
            false => raised,
        })?;
    for name in names {
        let text = match (name.downcast::<Str>(), name.downcast::<Bytes>()) {
            (Some(text), _) => text.to_text(),
            (_, Some(bytes)) => String::from_utf8_lossy(bytes.as_bytes()).into_owned(),
            _ => return Err(vm.value_error("invalid events sequence")),
        };
        match EVENTS.iter().position(|event| *event == text) {
            Some(event) => builder.want(event, name),
            None => return Err(vm.value_error(format!("unknown event '{text}'"))),
        }
    }
    Ok(Value::NONE)
}
