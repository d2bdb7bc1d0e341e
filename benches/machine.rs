//! The machine, by layer: dispatch, calls, attributes, dicts, strs, allocation, collection.
//!
//! Each measurement runs a loop in the language, compiled once; the figure is the time of the
//! whole loop. `benches/programs` holds the programs that are compared with CPython.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput};
use vm::Vm;
use vm::startup;
use vm::vm::Options;

/// How often each loop goes round.
const ROUNDS: u64 = 10_000;

/// Layer, subject, what is prepared once, what the loop does.
const SUBJECTS: &[(&str, &str, &str, &str)] = &[
    ("dispatch", "empty loop", "", "pass"),
    ("dispatch", "add ints", "a = 1", "a = a + 1"),
    ("dispatch", "multiply floats", "x = 1.5", "y = x * x"),
    ("dispatch", "compare and jump", "", "if i < 0: pass"),
    ("call", "function", "def f(a, b): return a", "f(i, i)"),
    ("call", "keyword", "def f(a, *, b): return a", "f(i, b=i)"),
    (
        "call",
        "closure",
        "def g(n):\n def f(): return n\n return f\nf = g(1)",
        "f()",
    ),
    ("call", "native", "", "len('abc')"),
    (
        "call",
        "method",
        "class C:\n def m(self): return 1\nc = C()",
        "c.m()",
    ),
    (
        "call",
        "class",
        "class C:\n def __init__(self, a): self.a = a",
        "C(i)",
    ),
    (
        "attribute",
        "read",
        "class C: pass\nc = C(); c.x = 1",
        "c.x",
    ),
    (
        "attribute",
        "write",
        "class C: pass\nc = C(); c.x = 1",
        "c.x = i",
    ),
    ("attribute", "of class", "class C:\n x = 1\nc = C()", "c.x"),
    (
        "attribute",
        "slot",
        "class C: __slots__ = 'x',\nc = C(); c.x = 1",
        "c.x",
    ),
    ("attribute", "module", "import math", "math.pi"),
    (
        "dict",
        "read int",
        "d = {n: n for n in range(1000)}",
        "d[i % 1000]",
    ),
    ("dict", "read str", "d = {'key': 1}", "d['key']"),
    ("dict", "write", "d = {}", "d[i] = i"),
    ("str", "concatenate", "s = 'abc'", "s + s"),
    ("str", "format", "", "f'{i} and {i}'"),
    ("str", "split", "s = 'a b c d'", "s.split()"),
    ("str", "index", "s = 'abcdef'", "s[2]"),
    ("allocation", "list", "", "[i, i]"),
    ("allocation", "tuple", "", "(i, i)"),
    ("allocation", "dict", "", "{'a': i}"),
    ("allocation", "object", "class C: pass", "C()"),
];

/// Makes garbage in cycles, and collects it.
const COLLECTION: &str = "
import gc
def make(count):
    for _ in range(count):
        a = []
        a.append(a)
make(10000)
gc.collect()
";

fn run(vm: &Vm, code: &vm::objects::heap::Ref<vm::objects::code::Code>) {
    let dict = startup::main_module(vm).dict();
    if let Err(raised) = vm.run(code, &dict, dict.to_value()) {
        vm::traceback::print(vm, &raised.0);
        panic!("the subject of a measurement raised");
    }
}

fn compile(vm: &Vm, source: &str) -> vm::objects::heap::Ref<vm::objects::code::Code> {
    match vm.compile_module(source.as_bytes(), &Arc::from("<bench>")) {
        Ok(code) => code,
        Err(_) => panic!("the subject of a measurement does not compile:\n{source}"),
    }
}

/// The loop as a function, whose names are local.
fn program(setup: &str, body: &str) -> (String, String) {
    let indented = setup.replace('\n', "\n    ");
    let define =
        format!("def bench():\n    {indented}\n    for i in range({ROUNDS}):\n        {body}\n");
    (
        define.replace("    \n", "    pass\n"),
        "bench()\n".to_owned(),
    )
}

fn measure(vm: &Vm) {
    let mut criterion = Criterion::default().configure_from_args();
    for (layer, subject, setup, body) in SUBJECTS {
        let mut group = criterion.benchmark_group(*layer);
        group.throughput(Throughput::Elements(ROUNDS));
        let (define, call) = program(setup, body);
        run(vm, &compile(vm, &define));
        let call = compile(vm, &call);
        group.bench_function(BenchmarkId::from_parameter(subject), |bencher| {
            bencher.iter(|| run(vm, black_box(&call)));
        });
        group.finish();
    }
    let mut group = criterion.benchmark_group("collection");
    let code = compile(vm, COLLECTION);
    group.bench_function("cycles", |bencher| {
        bencher.iter(|| run(vm, black_box(&code)))
    });
    group.finish();
    criterion.final_summary();
}

fn main() {
    let options = Options {
        hash_seed: Some(0),
        ..Options::default()
    };
    startup::run(modules::configuration(options, 0), measure);
}
