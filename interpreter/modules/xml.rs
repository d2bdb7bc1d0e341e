//! Module `pyexpat`: reading XML, piece by piece, with handlers for what is found.

mod decode;
mod doctype;
mod document;
mod namespaces;
mod numbers;
mod scan;

use std::cell::Cell;

use vm::import::NativeModule;
use vm::native::{Method, Property, required};
use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use crate::arguments::{optional, truth};
use crate::support::{member, of};
use decode::Encoding;
use document::Document;
pub use document::Place;

/// `pyexpat`
pub static MODULE: NativeModule = NativeModule {
    name: "pyexpat",
    doc: Some("Reading XML with handlers."),
    functions: &[
        Method::new(
            "ParserCreate",
            "($module, /, encoding=None, namespace_separator=None,\n             \
             intern=<unrepresentable>)",
            create,
            "A parser.",
        ),
        Method::new(
            "ErrorString",
            "($module, code, /)",
            |vm, it| {
                let code = vm.to_i64(required(it, 0))?;
                Ok(numbers::message(code).map_or(Value::NONE, Str::value))
            },
            "The words for the number of an error.",
        ),
    ],
    fill,
};

macro_rules! handlers {
    ($($constant:ident $name:literal)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers of slots")]
        #[repr(usize)]
        enum Number { $($constant,)* COUNT }
        $(#[allow(missing_docs, reason = "numbers of slots")]
        pub const $constant: usize = Number::$constant as usize;)*
        const COUNT: usize = Number::COUNT as usize;
        const HANDLER_PROPERTIES: &[Property] = &[
            $(Property::settable($name, get_handler::<$constant>, set_handler::<$constant>),)*
            member("intern", |_, this| Ok(of::<Parser>(this).intern.clone())),
            Property::new("ErrorCode", |_, this| Ok(Value::int(of::<Parser>(this).error.get().0.into()))),
            Property::new("ErrorLineNumber", |_, this| Ok(of::<Parser>(this).place.get().line.into())),
            Property::new("ErrorColumnNumber", |_, this| Ok(of::<Parser>(this).place.get().column.into())),
            Property::new("ErrorByteIndex", |_, this| Ok(of::<Parser>(this).byte_index())),
            Property::new("CurrentLineNumber", |_, this| Ok(of::<Parser>(this).place.get().line.into())),
            Property::new("CurrentColumnNumber", |_, this| Ok(of::<Parser>(this).place.get().column.into())),
            Property::new("CurrentByteIndex", |_, this| Ok(of::<Parser>(this).byte_index())),
            Property::settable("buffer_size", |_, this| Ok(of::<Parser>(this).buffer_size.get().into()), set_buffer_size),
            Property::settable("buffer_text", |_, this| Ok(Value::bool(of::<Parser>(this).buffers.get())), |vm, this, value| {
                let buffers = flag(vm, value)?;
                if !buffers {
                    of::<Parser>(this).flush(vm)?;
                }
                of::<Parser>(this).buffers.set(buffers);
                Ok(())
            }),
            Property::new("buffer_used", |_, this| Ok(of::<Parser>(this).buffer.borrow().len().into())),
            Property::settable("namespace_prefixes", |_, this| Ok(Value::bool(of::<Parser>(this).prefixes.get())), |vm, this, value| {
                of::<Parser>(this).prefixes.set(flag(vm, value)?);
                Ok(())
            }),
            Property::settable("ordered_attributes", |_, this| Ok(Value::bool(of::<Parser>(this).ordered.get())), |vm, this, value| {
                of::<Parser>(this).ordered.set(flag(vm, value)?);
                Ok(())
            }),
            Property::settable("specified_attributes", |_, this| Ok(Value::bool(of::<Parser>(this).specified.get())), |vm, this, value| {
                of::<Parser>(this).specified.set(flag(vm, value)?);
                Ok(())
            }),
        ];
    };
}

handlers! {
    START_ELEMENT "StartElementHandler"
    END_ELEMENT "EndElementHandler"
    INSTRUCTION "ProcessingInstructionHandler"
    TEXT "CharacterDataHandler"
    UNPARSED_ENTITY "UnparsedEntityDeclHandler"
    NOTATION "NotationDeclHandler"
    START_NAMESPACE "StartNamespaceDeclHandler"
    END_NAMESPACE "EndNamespaceDeclHandler"
    COMMENT "CommentHandler"
    START_CDATA "StartCdataSectionHandler"
    END_CDATA "EndCdataSectionHandler"
    DEFAULT "DefaultHandler"
    DEFAULT_EXPAND "DefaultHandlerExpand"
    NOT_STANDALONE "NotStandaloneHandler"
    EXTERNAL_ENTITY "ExternalEntityRefHandler"
    START_DOCTYPE "StartDoctypeDeclHandler"
    END_DOCTYPE "EndDoctypeDeclHandler"
    ENTITY "EntityDeclHandler"
    XML_DECLARATION "XmlDeclHandler"
    ELEMENT "ElementDeclHandler"
    ATTRIBUTE "AttlistDeclHandler"
    SKIPPED_ENTITY "SkippedEntityHandler"
}

/// What is told of a document in place of handlers.
pub trait Listener {
    /// Whether it is told of what the handler of this number is for.
    fn wants(&self, number: usize) -> bool;
    /// Whether pieces of text that follow each other may come as one.
    fn joins_text(&self) -> bool;
    /// Takes what the handler of this number would be called with.
    fn tell(&self, vm: &Vm, place: Place, number: usize, arguments: &[Value]) -> Result<()>;
    /// The exception for an error in the document.
    fn raised(&self, vm: &Vm, code: u32, place: Place, words: &str) -> Raised;
    /// Shows its values.
    fn traverse(&self, visit: &mut dyn FnMut(&Value));
    /// The listener as what it is.
    fn as_any(&self) -> &dyn std::any::Any;
}

/// The payload of a parser.
pub struct Parser {
    listener: Option<Box<dyn Listener>>,
    handlers: Guarded<[Option<Value>; COUNT]>,
    /// What has been read; taken while it is worked on.
    document: Guarded<Option<Box<Document>>>,
    buffer: Guarded<String>,
    /// Whether names are those of namespaces, and what parts them.
    namespaces: Option<Option<char>>,
    encoding: Option<String>,
    intern: Value,
    base: Guarded<Option<Value>>,
    place: Cell<Place>,
    has_begun: Cell<bool>,
    error: Cell<(u32, Place)>,
    buffers: Cell<bool>,
    buffer_size: Cell<usize>,
    prefixes: Cell<bool>,
    ordered: Cell<bool>,
    specified: Cell<bool>,
    defers: Cell<bool>,
}

payload!(Parser, XML_PARSER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.handlers
            .borrow()
            .iter()
            .flatten()
            .for_each(&mut *visit);
        if let Some(listener) = &self.listener {
            listener.traverse(visit);
        }
        visit(&self.intern);
        self.base.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        let handlers = std::mem::replace(&mut *self.handlers.borrow_mut(), [const { None }; COUNT]);
        drop(handlers);
        drop(self.base.take());
    }
});

static_type! {
    /// `pyexpat.xmlparser`
    pub XML_PARSER = TypeSpec {
        name: "xmlparser",
        module: "pyexpat",
        doc: Some("XML parser"),
        layout: Some(<Parser as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: &[
            Method::new("Parse", "($self, data, isfinal=False, /)", parse, "Reads more of a document."),
            Method::new("ParseFile", "($self, file, /)", parse_file, "Reads a document from a file."),
            Method::new("SetBase", "($self, base, /)", |vm, it| {
                vm.expect_str_argument(required(it, 1), "SetBase", "")?;
                of::<Parser>(required(it, 0)).base.replace(Some(required(it, 1).clone()));
                Ok(Value::NONE)
            }, "Sets what names of files are relative to."),
            Method::new("GetBase", "($self, /)", |_, it| {
                let base = of::<Parser>(required(it, 0)).base.borrow().clone();
                Ok(base.unwrap_or(Value::NONE))
            }, "What names of files are relative to."),
            Method::new("GetInputContext", "($self, /)", |_, _| Ok(Value::NONE), "The text that is worked on; not known here."),
            Method::new("ExternalEntityParserCreate", "($self, context, encoding=<unrepresentable>,\n                           /)", create_external, "A parser for an external entity."),
            Method::new("SetParamEntityParsing", "($self, flag, /)", |vm, it| {
                vm.to_i32(required(it, 1))?;
                Ok(Value::int(1))
            }, "Whether external parameter entities are read; they are not."),
            Method::new("UseForeignDTD", "($self, flag=True, /)", |vm, it| {
                truth(vm, it, 1, true)?;
                Ok(Value::NONE)
            }, "Whether a document type declaration is supplied."),
            Method::new("SetReparseDeferralEnabled", "($self, enabled, /)", |vm, it| {
                of::<Parser>(required(it, 0)).defers.set(vm.is_true(required(it, 1))?);
                Ok(Value::NONE)
            }, "Whether incomplete tokens wait for more."),
            Method::new("GetReparseDeferralEnabled", "($self, /)", |_, it| {
                Ok(Value::bool(of::<Parser>(required(it, 0)).defers.get()))
            }, "Whether incomplete tokens wait for more."),
        ],
        properties: HANDLER_PROPERTIES,
        ..TypeSpec::DEFAULT
    };
    /// `xml.parsers.expat.ExpatError`
    pub EXPAT_ERROR = TypeSpec {
        name: "ExpatError",
        module: "xml.parsers.expat",
        base: Some(|| exceptions::EXCEPTION.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
}

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    for class in [&XML_PARSER, &EXPAT_ERROR] {
        make_ready(class);
    }
    module.set(vm, "XMLParserType", XML_PARSER.to_value());
    module.set(vm, "ExpatError", EXPAT_ERROR.to_value());
    module.set(vm, "error", EXPAT_ERROR.to_value());
    module.set(vm, "EXPAT_VERSION", Str::value("expat_2.6.3"));
    module.set(vm, "native_encoding", Str::value("UTF-8"));
    module.set(
        vm,
        "version_info",
        Tuple::new([2, 6, 3].map(Value::int).to_vec()),
    );
    module.set(vm, "features", vm::objects::list::List::new(Vec::new()));
    for (name, number) in [("NEVER", 0), ("UNLESS_STANDALONE", 1), ("ALWAYS", 2)] {
        module.set(
            vm,
            &format!("XML_PARAM_ENTITY_PARSING_{name}"),
            Value::int(number),
        );
    }
    let add = |name: &str, short: &str| {
        let inner = Module::new(vm, name);
        vm.shared()
            .modules
            .set_str(&vm.intern(name), inner.to_value());
        module.set(vm, short, inner.to_value());
        inner
    };
    let model = add("pyexpat.model", "model");
    for (name, number) in numbers::MODEL {
        model.set(vm, name, Value::int(*number));
    }
    let errors = add("pyexpat.errors", "errors");
    let (codes, messages) = (Dict::new(), Dict::new());
    for (number, (name, message)) in (1..).zip(numbers::ERRORS) {
        let (number, message) = (Value::int(number), Str::value(message));
        errors.set(vm, name, message.clone());
        codes.set(vm, &message, number.clone())?;
        messages.set(vm, &number, message)?;
    }
    errors.set(vm, "codes", codes);
    errors.set(vm, "messages", messages);
    Ok(())
}

fn flag(vm: &Vm, value: Option<&Value>) -> Result<bool> {
    match value {
        Some(value) => vm.is_true(value),
        None => Err(vm.runtime_error("Cannot delete attribute")),
    }
}

fn set_buffer_size(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.runtime_error("Cannot delete attribute"));
    };
    if !value.is_int() {
        return Err(vm.type_error("buffer_size must be an integer"));
    }
    let size = vm.to_i64(value)?;
    if size <= 0 {
        return Err(vm.value_error("buffer_size must be greater than zero"));
    }
    if size > i32::MAX.into() {
        return Err(vm.value_error("buffer_size must not be greater than 2147483647"));
    }
    let parser = of::<Parser>(this);
    parser.flush(vm)?;
    parser.buffer_size.set(size as usize);
    Ok(())
}

fn get_handler<const NUMBER: usize>(_: &Vm, this: &Value) -> Result<Value> {
    let handlers = of::<Parser>(this).handlers.borrow();
    Ok(handlers[NUMBER].clone().unwrap_or(Value::NONE))
}

fn set_handler<const NUMBER: usize>(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.runtime_error("Cannot delete attribute"));
    };
    let parser = of::<Parser>(this);
    if NUMBER == TEXT {
        parser.flush(vm)?;
    }
    let new = Some(value.clone()).filter(|value| !value.is_none());
    let old = std::mem::replace(&mut parser.handlers.borrow_mut()[NUMBER], new);
    drop(old);
    Ok(())
}

impl Parser {
    /// What is told in place of handlers.
    pub fn listener(&self) -> Option<&dyn Listener> {
        self.listener.as_deref()
    }

    fn byte_index(&self) -> Value {
        match self.has_begun.get() {
            true => self.place.get().byte.into(),
            false => Value::int(-1),
        }
    }

    fn handler(&self, number: usize) -> Option<Value> {
        self.handlers.borrow()[number].clone()
    }

    /// Gives the text that was kept to its handler.
    fn flush(&self, vm: &Vm) -> Result<()> {
        if self.buffer.borrow().is_empty() {
            return Ok(());
        }
        let text = {
            let mut buffer = self.buffer.borrow_mut();
            let text = Str::value(buffer.as_str());
            buffer.clear();
            text
        };
        if let Some(listener) = &self.listener {
            return listener.tell(vm, self.place.get(), TEXT, &[text]);
        }
        match self.handler(TEXT) {
            Some(handler) => vm.call(&handler, &[text]).map(drop),
            None => Ok(()),
        }
    }

    /// The exception for an error at a place.
    fn raised(&self, vm: &Vm, code: u32, place: Place) -> Raised {
        self.error.set((code, place));
        self.place.set(place);
        let words = numbers::message(code.into()).unwrap_or("unknown error");
        if let Some(listener) = &self.listener {
            return listener.raised(vm, code, place, words);
        }
        let message = format!("{words}: line {}, column {}", place.line, place.column);
        let error = match vm.call(EXPAT_ERROR.as_value(), &[Str::value(message)]) {
            Ok(error) => error,
            Err(raised) => return raised,
        };
        for (name, number) in [
            ("code", code as usize),
            ("offset", place.column),
            ("lineno", place.line),
        ] {
            if let Err(raised) = vm.set_attribute(&error, &vm.intern(name), &Value::from(number)) {
                return raised;
            }
        }
        Raised(error)
    }
}

fn create(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = |position: usize, name: &str| match optional(arguments, position) {
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Ok(Some(text.to_text())),
            None => Err(vm.type_error(format!(
                "ParserCreate() argument '{name}' must be str or None, not {}",
                vm.found_argument(value)
            ))),
        },
        None => Ok(None),
    };
    let encoding = text(0, "encoding")?;
    let separator = text(1, "namespace_separator")?;
    if separator.as_ref().is_some_and(|it| it.chars().count() > 1) {
        return Err(
            vm.value_error("namespace_separator must be at most one character, omitted, or None")
        );
    }
    let intern = match arguments.get(2) {
        Some(Some(intern)) if intern.is_none() => Value::NONE,
        Some(Some(intern)) if intern.downcast::<Dict>().is_some() => intern.clone(),
        Some(Some(_)) => return Err(vm.type_error("intern must be a dictionary")),
        _ => Dict::new().into(),
    };
    let namespaces = separator.map(|it| it.chars().next());
    Ok(new(Document::default(), namespaces, encoding, intern).into())
}

fn new(
    document: Document,
    namespaces: Option<Option<char>>,
    encoding: Option<String>,
    intern: Value,
) -> Ref<Parser> {
    Ref::new(plain(document, namespaces, encoding, intern))
}

/// A parser that tells a listener. Names are those of namespaces, as `{uri}name`.
pub fn listened(listener: Box<dyn Listener>, encoding: Option<String>) -> Ref<Parser> {
    let intern = Dict::new().into();
    Ref::new(Parser {
        listener: Some(listener),
        ..plain(Document::default(), Some(Some('}')), encoding, intern)
    })
}

fn plain(
    document: Document,
    namespaces: Option<Option<char>>,
    encoding: Option<String>,
    intern: Value,
) -> Parser {
    Parser {
        listener: None,
        handlers: Guarded::new([const { None }; COUNT]),
        document: Guarded::new(Some(Box::new(document))),
        buffer: Guarded::default(),
        namespaces,
        encoding,
        intern,
        base: Guarded::default(),
        place: Cell::new(Place::START),
        has_begun: Cell::new(false),
        error: Cell::new((0, Place::START)),
        buffers: Cell::new(false),
        buffer_size: Cell::new(8192),
        prefixes: Cell::new(false),
        ordered: Cell::new(false),
        specified: Cell::new(false),
        defers: Cell::new(true),
    }
}

fn create_external(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let parser = of::<Parser>(required(arguments, 0));
    let encoding = match optional(arguments, 2) {
        Some(value) => Some(
            vm.expect_str_argument(value, "ExternalEntityParserCreate", "2")?
                .to_text(),
        ),
        None => None,
    };
    let made = new(
        Document::fragment(),
        parser.namespaces,
        encoding,
        parser.intern.clone(),
    );
    made.handlers.replace(parser.handlers.borrow().clone());
    made.base.replace(parser.base.borrow().clone());
    made.buffers.set(parser.buffers.get());
    made.buffer_size.set(parser.buffer_size.get());
    made.prefixes.set(parser.prefixes.get());
    made.ordered.set(parser.ordered.get());
    made.specified.set(parser.specified.get());
    Ok(made.into())
}

fn parse(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = required(arguments, 1);
    let is_final = truth(vm, arguments, 2, false)?;
    let this = required(arguments, 0);
    match data.downcast::<Str>() {
        Some(text) => {
            // What is text already has no encoding to be found out.
            let encoded = vm.call_method(text.as_value(), "encode", &[])?;
            let bytes = vm.bytes_like(&encoded)?;
            feed(vm, this, &bytes, is_final, true)?;
        }
        None => {
            let bytes = vm.bytes_like(data)?;
            feed(vm, this, &bytes, is_final, false)?;
        }
    }
    Ok(Value::int(1))
}

fn parse_file(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, file) = (required(arguments, 0), required(arguments, 1));
    let Some(read) = vm.find_attribute_by(file, "read")? else {
        return Err(vm.type_error("argument must have 'read' attribute"));
    };
    loop {
        let data = vm.call(&read, &[Value::int(2048)])?;
        let bytes = vm.bytes_like(&data).map_err(|_| {
            vm.type_error(format!(
                "read() did not return a bytes object (type={})",
                data.class().name()
            ))
        })?;
        let is_final = bytes.is_empty();
        feed(vm, this, &bytes, is_final, false)?;
        if is_final {
            return Ok(Value::int(1));
        }
    }
}

/// Reads what has come, though it may be part of something.
pub fn flush(vm: &Vm, this: &Value) -> Result<()> {
    let parser = of::<Parser>(this);
    parser.defers.set(false);
    let result = feed(vm, this, b"", false, false);
    parser.defers.set(true);
    result
}

/// Reads more bytes of the document.
pub fn feed(vm: &Vm, this: &Value, bytes: &[u8], is_final: bool, is_text: bool) -> Result<()> {
    let parser = of::<Parser>(this);
    let Some(mut document) = parser.document.take() else {
        return Err(vm.runtime_error("the parser is at work already"));
    };
    parser.has_begun.set(true);
    if is_text {
        document.decoder.encoding = Encoding::Utf8;
    }
    let result = document::run(vm, this, &mut document, bytes, is_final);
    parser.document.replace(Some(document));
    result?;
    parser.flush(vm)
}
