//! `_symtable`: what the compiler knows of names.

use std::sync::Arc;

use bumpalo::Bump;
use compiler::future::FutureFeatures;
use compiler::symtable::{self, Meaning, Scope, ScopeId, ScopeKind, Symbol, SymbolTable};
use syntax::error::SyntaxError;
use syntax::parser::{self, Mode};
use vm::compiling;
use vm::import::NativeModule;
use vm::native::{Method, Property};
use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::int::Int;
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::ast::depths;

/// How far the meaning of a name is shifted in its flags.
const MEANING_SHIFT: u32 = 12;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_symtable",
    doc: None,
    functions: &[Method::new(
        "symtable",
        "($module, source, filename, startstr, /)",
        table_of,
        "The scopes of a text.",
    )],
    fill: |vm, module| {
        for (name, number) in CONSTANTS {
            module.set(vm, name, Value::int(*number));
        }
        Ok(())
    },
};

const CONSTANTS: &[(&str, i64)] = &[
    ("USE", Symbol::USE as i64),
    ("DEF_GLOBAL", Symbol::DEF_GLOBAL as i64),
    ("DEF_NONLOCAL", Symbol::DEF_NONLOCAL as i64),
    ("DEF_LOCAL", Symbol::DEF_LOCAL as i64),
    ("DEF_PARAM", Symbol::DEF_PARAM as i64),
    ("DEF_FREE", 1 << 5),
    ("DEF_FREE_CLASS", Symbol::DEF_FREE_CLASS as i64),
    ("DEF_IMPORT", Symbol::DEF_IMPORT as i64),
    // Type parameters are not among them here.
    (
        "DEF_BOUND",
        (Symbol::DEF_LOCAL | Symbol::DEF_PARAM | Symbol::DEF_IMPORT) as i64,
    ),
    ("DEF_ANNOT", Symbol::DEF_ANNOT as i64),
    ("TYPE_FUNCTION", kind_number(ScopeKind::Function)),
    ("TYPE_CLASS", kind_number(ScopeKind::Class)),
    ("TYPE_MODULE", kind_number(ScopeKind::Module)),
    ("TYPE_ANNOTATION", kind_number(ScopeKind::Annotation)),
    ("TYPE_TYPE_ALIAS", kind_number(ScopeKind::TypeAlias)),
    (
        "TYPE_TYPE_PARAMETERS",
        kind_number(ScopeKind::TypeParameters),
    ),
    ("TYPE_TYPE_VARIABLE", kind_number(ScopeKind::TypeVariable)),
    ("LOCAL", meaning_number(Meaning::Local)),
    ("GLOBAL_EXPLICIT", meaning_number(Meaning::GlobalExplicit)),
    ("GLOBAL_IMPLICIT", meaning_number(Meaning::GlobalImplicit)),
    ("FREE", meaning_number(Meaning::Free)),
    ("CELL", meaning_number(Meaning::Cell)),
    ("SCOPE_OFF", MEANING_SHIFT as i64),
    ("SCOPE_MASK", 15),
];

const fn kind_number(kind: ScopeKind) -> i64 {
    match kind {
        ScopeKind::Function => 0,
        ScopeKind::Class => 1,
        ScopeKind::Module => 2,
        ScopeKind::Annotation => 3,
        ScopeKind::TypeAlias => 4,
        ScopeKind::TypeParameters => 5,
        ScopeKind::TypeVariable => 6,
    }
}

const fn meaning_number(meaning: Meaning) -> i64 {
    match meaning {
        Meaning::Unknown => 0,
        Meaning::Local => 1,
        Meaning::GlobalExplicit => 2,
        Meaning::GlobalImplicit => 3,
        Meaning::Free => 4,
        Meaning::Cell => 5,
    }
}

/// The payload of a scope.
pub struct Entry {
    name: Value,
    symbols: Value,
    parameters: Value,
    children: Guarded<Value>,
    nested: bool,
    kind: ScopeKind,
    line: i64,
}

payload!(Entry, ENTRY, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.symbols);
        visit(&self.parameters);
        visit(&self.children.borrow());
    }
    fn clear(&self) {
        drop(self.children.replace(Value::NONE));
    }
});

static_type! {
    /// `symtable entry`
    pub ENTRY = TypeSpec {
        name: "symtable entry",
        layout: Some(<Entry as Payload>::layout),
        slots: Slots { repr: Some(repr), ..Slots::EMPTY },
        properties: &[
            member("id", |_, this| Ok(id(this))),
            member("name", |_, this| Ok(of(this).map_or(Value::NONE, |it| it.name.clone()))),
            member("symbols", |_, this| Ok(of(this).map_or(Value::NONE, |it| it.symbols.clone()))),
            member("varnames", |_, this| {
                Ok(of(this).map_or(Value::NONE, |it| it.parameters.clone()))
            }),
            member("children", |_, this| {
                Ok(of(this).map_or(Value::NONE, |it| it.children.borrow().clone()))
            }),
            member("nested", |_, this| {
                Ok(Value::int(of(this).is_some_and(|it| it.nested).into()))
            }),
            member("type", |_, this| Ok(Value::int(of(this).map_or(0, |it| kind_number(it.kind))))),
            member("lineno", |_, this| Ok(Value::int(of(this).map_or(0, |it| it.line)))),
        ],
        ..TypeSpec::DEFAULT
    };
}

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

fn of(value: &Value) -> Option<&Ref<Entry>> {
    value.downcast::<Entry>()
}

fn id(this: &Value) -> Value {
    of(this).map_or(Value::NONE, |entry| Int::from_usize(entry.address()))
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let Some(entry) = of(this) else {
        return Ok(Value::NONE);
    };
    Ok(Str::value(format!(
        "<symtable entry {}({}), line {}>",
        vm.str_text(&entry.name)?,
        entry.address(),
        entry.line
    )))
}

fn table_of(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let [Some(source), Some(filename), Some(mode)] = values else {
        return Err(vm.system_error("symtable() takes three arguments"));
    };
    let filename: Arc<str> = file_name(vm, filename)?.into();
    let mode = match mode.downcast::<Str>() {
        Some(mode) => mode.to_text(),
        None => {
            return Err(vm.type_error(format!(
                "symtable() argument 3 must be str, not {}",
                vm.found_argument(mode)
            )));
        }
    };
    let (bytes, is_text) = compiling::text_of(vm, source, || {
        "symtable() arg 1 must be a string or bytes object".to_owned()
    })?;
    let mode = match mode.as_str() {
        "exec" => Mode::Module,
        "eval" => Mode::Expression,
        "single" => Mode::Interactive,
        _ => {
            return Err(vm.value_error("symtable() arg 3 must be 'exec' or 'eval' or 'single'"));
        }
    };
    let text = compiling::decoded(vm, &bytes, is_text, &filename)?;
    let arena = Bump::new();
    let failed =
        |error: SyntaxError| compiling::raised_in_text(vm, &error, &filename, &text, Some(mode));
    let (limits, depth) = depths(vm);
    let mut warnings = Vec::new();
    let tree = parser::parse(&arena, &text, mode, limits, &mut warnings);
    for warning in &warnings {
        compiling::warn(vm, warning, &filename, &|| text.clone())?;
    }
    let tree = tree.map_err(failed)?;
    let future = FutureFeatures::of(&tree).map_err(failed)?;
    let table = symtable::build(&arena, &tree, future.flags, depth).map_err(failed)?;
    entry(vm, &table, ScopeId(0))
}

fn file_name(vm: &Vm, filename: &Value) -> Result<String> {
    let decode = vm.import_attribute("os", "fsdecode")?;
    let filename = vm.call(&decode, std::slice::from_ref(filename))?;
    vm.str_text(&filename)
}

fn entry(vm: &Vm, table: &SymbolTable<'_>, id: ScopeId) -> Result<Value> {
    vm.check_native_stack("")?;
    let scope: &Scope<'_> = table.scope(id);
    let symbols = Dict::new();
    for (name, symbol) in &scope.symbols {
        let flags = i64::from(symbol.flags) | meaning_number(symbol.meaning) << MEANING_SHIFT;
        symbols.set_str(&vm.intern(name), Value::int(flags));
    }
    let parameters = scope.varnames.iter().map(|name| vm.intern(name).into());
    let mut children = Vec::with_capacity(scope.children.len());
    for child in &scope.children {
        children.push(entry(vm, table, *child)?);
    }
    let is_module = scope.kind == ScopeKind::Module;
    let name = if is_module { "top" } else { scope.name };
    Ok(Ref::new(Entry {
        name: vm.intern(name).into(),
        symbols: symbols.into(),
        parameters: List::new(parameters.collect()).into(),
        children: Guarded::new(List::new(children).into()),
        nested: scope.is_nested,
        kind: scope.kind,
        line: if is_module { 0 } else { scope.span.line.into() },
    })
    .into())
}
