//! Module `_elementtree`: elements of XML trees, what builds trees, what parses them.

mod builder;
mod children;
mod element;
mod iterator;
mod parser;
mod search;

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use crate::state::State;
use crate::support::{add_types, is_callable};
use builder::TREE_BUILDER;
use element::ELEMENT;
use iterator::ELEMENT_ITERATOR;
use parser::XML_PARSER;

/// `_elementtree`
pub static MODULE: NativeModule = NativeModule {
    name: "_elementtree",
    doc: None,
    functions: &[
        Method::raw(
            "SubElement",
            "",
            element::sub_element,
            "Makes an element and appends it to another.",
        ),
        Method::new(
            "_set_factories",
            "($module, comment_factory, pi_factory, /)",
            set_factories,
            "Sets what makes comments and processing instructions; gives what did.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&ELEMENT_ITERATOR);
        add_types(
            vm,
            module,
            &[&TREE_BUILDER, &ELEMENT, &XML_PARSER, &PARSE_ERROR],
        );
        Ok(())
    },
};

static_type! {
    /// `xml.etree.ElementTree.ParseError`
    pub PARSE_ERROR = TypeSpec {
        name: "ParseError",
        module: "xml.etree.ElementTree",
        base: Some(|| exceptions::SYNTAX_ERROR.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
}

/// What makes comments and processing instructions.
static FACTORIES: State<[Option<Value>; 2]> = State::new([None, None]);

/// What makes comments (0) or processing instructions (1) where the builder is not told.
fn factory(vm: &Vm, number: usize) -> Option<Value> {
    FACTORIES.of(vm).borrow()[number].clone()
}

fn set_factories(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let given = [required(arguments, 0), required(arguments, 1)];
    for (value, name) in given.into_iter().zip(["Comment", "PI"]) {
        if !value.is_none() && !is_callable(value) {
            let class = value.class().name();
            return Err(vm.type_error(format!("{name} factory must be callable, not {class}")));
        }
    }
    let new = given.map(|value| Some(value.clone()).filter(|value| !value.is_none()));
    let [comment, instruction] = FACTORIES.of(vm).replace(new);
    let shown = |value: Option<Value>| value.unwrap_or(Value::NONE);
    Ok(Tuple::pair(shown(comment), shown(instruction)).into())
}

/// Lets go what makes comments and processing instructions: the interpreter ends.
pub(crate) fn forget_factories(vm: &Vm) {
    drop(FACTORIES.of(vm).replace([None, None]));
}

/// Calls what finds elements by paths.
fn by_path(vm: &Vm, function: &str, arguments: &[Value]) -> Result<Value> {
    let function = vm.import_attribute("xml.etree.ElementPath", function)?;
    vm.call_with(&function, Arguments::positional(arguments))
}
