//! Fibers: a switch next to bare corosensei, creation from the pool, and whether a switch costs
//! the same however many fibers live.
#![allow(unsafe_code, reason = "a stack of its own for the bare crate")]

use std::hint::black_box;

use corosensei::stack::{STACK_ALIGNMENT, Stack, StackPointer};
use corosensei::{Coroutine, CoroutineResult};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use runtime::fiber::{Fiber, Progress, Settings, StackPool, Suspender};

/// Memory on the heap, for the bare crate.
struct HeapStack(Box<[u8]>);

// SAFETY: there is no guard page, which the shallow function on it does not need.
unsafe impl Stack for HeapStack {
    fn base(&self) -> StackPointer {
        let end = self.0.as_ptr_range().end as usize;
        StackPointer::new(end & !(STACK_ALIGNMENT - 1)).expect("no object lies at zero")
    }

    fn limit(&self) -> StackPointer {
        let start = self.0.as_ptr() as usize;
        StackPointer::new(start.next_multiple_of(STACK_ALIGNMENT)).expect("as above")
    }
}

/// A fiber that answers each input, without end.
fn echo(pool: &StackPool) -> Fiber<usize, usize> {
    Fiber::new(pool, |suspender: &Suspender<usize, usize>, mut input| {
        loop {
            input = suspender.suspend(input + 1);
        }
    })
    .expect("the pool has a stack")
}

fn switch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("switch");
    let stack = HeapStack(vec![0; 256 << 10].into());
    let mut bare = Coroutine::<usize, usize, usize, _>::with_stack(stack, |yielder, mut input| {
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
    let mut fiber = echo(&pool);
    group.bench_function("fiber", |bencher| {
        bencher.iter(|| match fiber.resume(black_box(1)) {
            Progress::Suspended(output) | Progress::Finished(output) => output,
        });
    });
    group.finish();
    drop(bare);
}

fn creation(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("create");
    let pool = StackPool::new(Settings::default());
    group.bench_function("and finish", |bencher| {
        bencher.iter(|| {
            let mut fiber = Fiber::new(&pool, |_: &Suspender<usize, usize>, input| input + 1)
                .expect("the pool has a stack");
            fiber.resume(black_box(1)).into_output()
        });
    });
    group.bench_function("suspend and take back", |bencher| {
        bencher.iter(|| {
            let mut fiber = echo(&pool);
            let output = fiber.resume(black_box(1)).into_output();
            // SAFETY: nothing on its stack needs a drop.
            unsafe { fiber.take_back() };
            output
        });
    });
    group.bench_function("suspend and drop", |bencher| {
        bencher.iter(|| {
            let mut fiber = echo(&pool);
            fiber.resume(black_box(1)).into_output()
        });
    });
    group.bench_function("on a fresh stack", |bencher| {
        bencher.iter_batched_ref(
            || StackPool::new(Settings::default()),
            |pool| {
                let mut fibers: Vec<_> = (0..32).map(|_| echo(pool)).collect();
                for fiber in &mut fibers {
                    black_box(fiber.resume(1));
                }
                fibers
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn live_fibers(criterion: &mut Criterion) {
    const SWITCHES: usize = 1000;
    let mut group = criterion.benchmark_group("switch among live fibers");
    group.throughput(Throughput::Elements(SWITCHES as u64));
    let pool = StackPool::new(Settings::default());
    let mut fibers = Vec::new();
    for live in [1, 10, 100, 1000, 10_000, 100_000] {
        fibers.resize_with(live, || echo(&pool));
        for fiber in &mut fibers {
            fiber.resume(0);
        }
        // A fiber is resumed a few times before the next one's turn, as generators are.
        group.bench_with_input(
            BenchmarkId::new("one of them", live),
            &live,
            |bencher, _| {
                let fiber = &mut fibers[live / 2];
                bencher.iter(|| {
                    for _ in 0..SWITCHES {
                        black_box(fiber.resume(1));
                    }
                });
            },
        );
        let mut next = 0;
        group.bench_with_input(
            BenchmarkId::new("each in turn", live),
            &live,
            |bencher, _| {
                bencher.iter(|| {
                    for _ in 0..SWITCHES {
                        black_box(fibers[next].resume(1));
                        next = if next + 1 == live { 0 } else { next + 1 };
                    }
                });
            },
        );
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    switch(&mut criterion);
    creation(&mut criterion);
    live_fibers(&mut criterion);
    criterion.final_summary();
}
