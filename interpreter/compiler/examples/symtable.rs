//! Prints the symbol tables of Python files as JSON, one line a file, to be held against what
//! CPython's `_symtable` module says. Reads the names of the files from standard input.
//!
//! A symbol's number is that of `ste_symbols`: flags, and from bit 12 on what it means.

use std::io::BufRead;

use bumpalo::Bump;
use compiler::depth::Depth;
use compiler::future::FutureFeatures;
use compiler::symtable::{self, Meaning, Scope, ScopeKind, SymbolTable};
use syntax::error::SyntaxError;
use syntax::parser::{Limits, Mode, parse};

/// The tables recurse as deep as the tree, and this is no optimized build.
const STACK_BYTES: usize = 512 << 20;

fn main() {
    let worker = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(|| {
            for name in std::io::stdin().lock().lines().map_while(Result::ok) {
                println!("{}", describe(&name));
            }
        });
    worker.expect("a thread starts").join().expect("no panic");
}

fn describe(name: &str) -> String {
    let bytes = match std::fs::read(name) {
        Ok(bytes) => bytes,
        Err(error) => return format!("{{\"failure\": {}}}", quoted(&error.to_string())),
    };
    let table = syntax::source::decode(&bytes).and_then(|text| {
        let arena = Bump::new();
        table(&arena, &text)
    });
    match table {
        Ok(json) => json,
        Err(error) => {
            let place = error.location.map_or([-1; 4], |place| {
                [
                    place.line as i32,
                    place.offset,
                    place.end_line as i32,
                    place.end_offset,
                ]
            });
            let message = quoted(&error.message);
            format!(
                "{{\"error\": {message}, \"kind\": {:?}, \"place\": {place:?}}}",
                error.kind.name()
            )
        }
    }
}

fn table<'a>(arena: &'a Bump, text: &'a str) -> Result<String, SyntaxError> {
    let module = parse(arena, text, Mode::Module, Limits::CPYTHON, &mut Vec::new())?;
    let future = FutureFeatures::of(&module)?;
    let table = symtable::build(arena, &module, future.flags, Depth::PYTHON_LIMIT)?;
    let mut json = String::new();
    write_scope(&mut json, &table, &table.scopes[0]);
    Ok(json)
}

fn write_scope(json: &mut String, table: &SymbolTable<'_>, scope: &Scope<'_>) {
    let kind = match scope.kind {
        ScopeKind::Function => 0,
        ScopeKind::Class => 1,
        ScopeKind::Module => 2,
        ScopeKind::Annotation => 3,
        ScopeKind::TypeAlias => 4,
        ScopeKind::TypeParameters => 5,
        ScopeKind::TypeVariable => 6,
    };
    let symbols = scope.symbols.iter().map(|(name, symbol)| {
        let meaning = match symbol.meaning {
            Meaning::Unknown => 0,
            Meaning::Local => 1,
            Meaning::GlobalExplicit => 2,
            Meaning::GlobalImplicit => 3,
            Meaning::Free => 4,
            Meaning::Cell => 5,
        };
        format!(
            "[{}, {}]",
            quoted(name),
            u32::from(symbol.flags) | meaning << 12
        )
    });
    let symbols: Vec<String> = symbols.collect();
    let varnames: Vec<String> = scope.varnames.iter().map(|name| quoted(name)).collect();
    json.push_str(&format!(
        "{{\"name\": {}, \"type\": {kind}, \"line\": {}, \"nested\": {}, \"symbols\": [{}], \"varnames\": [{}], \"children\": [",
        quoted(scope.name),
        scope.span.line,
        u8::from(scope.is_nested),
        symbols.join(", "),
        varnames.join(", "),
    ));
    for (index, child) in scope.children.iter().enumerate() {
        if index > 0 {
            json.push_str(", ");
        }
        write_scope(json, table, table.scope(*child));
    }
    json.push_str("]}");
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\0'..='\x1f' => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
