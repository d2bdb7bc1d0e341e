//! Generators of the machine: a resume from native code next to bare corosensei, creation, and
//! whether a resume costs the same at any depth of delegation and however many generators live.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use corosensei::{Coroutine, CoroutineResult};
use criterion::{BenchmarkId, Criterion, Throughput};
use runtime::fiber::{Fiber, Progress, Settings, StackPool, Suspender};
use vm::Vm;
use vm::objects::generator::{Generator, Input, Output, close, resume};
use vm::objects::heap::Ref;
use vm::objects::value::Value;
use vm::startup;
use vm::vm::Options;

const PROGRAM: &str = "
def endless():
    while True:
        yield

def level(inner):
    yield from inner

def chain(depth):
    generator = endless()
    for _ in range(depth):
        generator = level(generator)
    next(generator)
    return generator
";

/// How many generators are resumed for one measurement of many.
const RESUMED: usize = 1000;

fn define(vm: &Vm) {
    let dict = startup::main_module(vm).dict();
    let code = vm.compile_module(PROGRAM.as_bytes(), &Arc::from("<bench>"));
    let outcome = code.and_then(|code| vm.run(&code, &dict, dict.to_value()));
    assert!(outcome.is_ok(), "the program of the measurements fails");
}

/// Calls a function of the program.
fn call(vm: &Vm, name: &str, arguments: &[Value]) -> Ref<Generator> {
    let function = startup::main_module(vm).dict().get_str(&vm.intern(name));
    let value = function.and_then(|function| vm.call(&function, arguments).ok());
    let generator = value.and_then(|value| value.downcast::<Generator>().cloned());
    generator.expect("the function makes a generator")
}

fn chain(vm: &Vm, depth: usize) -> Ref<Generator> {
    call(vm, "chain", &[Value::from(depth)])
}

fn step(vm: &Vm, generator: &Ref<Generator>) -> Value {
    match resume(vm, generator, Input::Send(Value::NONE)) {
        Ok(Output::Yielded(value)) => value,
        _ => panic!("an endless generator has ended"),
    }
}

/// Whoever reads the results wants the second figure within 1.5 times of the first. The third is
/// such a switch and the instructions between two yields.
fn switch(vm: &Vm, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resume and suspend");
    let mut bare = Coroutine::<usize, usize, usize>::new(|yielder, mut input| {
        loop {
            input = yielder.suspend(input + 1);
        }
    });
    group.bench_function("corosensei", |bencher| {
        bencher.iter(|| match bare.resume(black_box(1)) {
            CoroutineResult::Yield(output) | CoroutineResult::Return(output) => output,
        });
    });
    let pool = StackPool::new(Settings::default());
    let mut fiber = Fiber::new(&pool, |suspender: &Suspender<usize, usize>, mut input| {
        loop {
            input = suspender.suspend(input + 1);
        }
    })
    .expect("the pool has a stack");
    group.bench_function("fiber", |bencher| {
        bencher.iter(|| match fiber.resume(black_box(1)) {
            Progress::Suspended(output) | Progress::Finished(output) => output,
        });
    });
    let generator = chain(vm, 0);
    group.bench_function("generator", |bencher| {
        bencher.iter(|| step(vm, black_box(&generator)));
    });
    group.finish();
}

fn creation(vm: &Vm, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("create");
    group.bench_function("and drop", |bencher| {
        bencher.iter(|| call(vm, "endless", &[]));
    });
    group.bench_function("resume and close", |bencher| {
        bencher.iter(|| {
            let generator = call(vm, "endless", &[]);
            step(vm, &generator);
            close(vm, &generator).is_ok()
        });
    });
    group.finish();
}

fn depth(vm: &Vm, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resume at depth");
    for depth in [1, 10, 100, 1000, 10_000, 100_000] {
        let generator = chain(vm, depth);
        group.bench_function(BenchmarkId::from_parameter(depth), |bencher| {
            bencher.iter(|| step(vm, black_box(&generator)));
        });
        let _ = close(vm, &generator);
    }
    group.finish();
}

fn number(vm: &Vm, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resume among live ones");
    group.throughput(Throughput::Elements(RESUMED as u64));
    let mut generators = Vec::new();
    for live in [1000, 10_000, 100_000, 1_000_000] {
        while generators.len() < live {
            generators.push(chain(vm, 0));
        }
        group.bench_function(BenchmarkId::new("the same ones", live), |bencher| {
            bencher.iter(|| {
                for generator in &generators[live - RESUMED..] {
                    black_box(step(vm, generator));
                }
            });
        });
    }
    group.finish();
}

fn measure(vm: &Vm) {
    let mut criterion = Criterion::default()
        .measurement_time(Duration::from_secs(2))
        .warm_up_time(Duration::from_millis(500))
        .configure_from_args();
    define(vm);
    switch(vm, &mut criterion);
    creation(vm, &mut criterion);
    depth(vm, &mut criterion);
    number(vm, &mut criterion);
    criterion.final_summary();
}

fn main() {
    let options = Options {
        hash_seed: Some(0),
        ..Options::default()
    };
    startup::run(modules::configuration(options, 0), measure);
}
