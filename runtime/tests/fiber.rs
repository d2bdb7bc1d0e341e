//! Fibers: values in and out, ends of every kind, panics, drops, other threads.
#![allow(
    unsafe_code,
    reason = "stacks are taken back, and moved between threads under a lock"
)]

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::thread;

use runtime::fiber::{Fiber, Progress, Settings, StackPool, Suspender};
use runtime::native_stack;

fn pool() -> StackPool {
    StackPool::new(Settings::default())
}

/// Counts its drops.
struct Dropped(Rc<Cell<usize>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn values_travel_both_ways() {
    let pool = pool();
    let mut fiber = Fiber::new(&pool, |suspender: &Suspender<u64, u64>, first| {
        let second = suspender.suspend(first + 1);
        let third = suspender.suspend(second + 1);
        third * 2
    })
    .unwrap();
    assert!(!fiber.is_started());
    assert_eq!(fiber.resume(1), Progress::Suspended(2));
    assert_eq!(fiber.resume(10), Progress::Suspended(11));
    assert!(fiber.is_started() && !fiber.is_finished());
    assert_eq!(fiber.resume(21), Progress::Finished(42));
    assert!(fiber.is_finished());
    assert_eq!(Progress::Finished(3).into_output(), 3);
}

#[test]
fn values_larger_than_a_register_travel() {
    let pool = pool();
    let mut fiber = Fiber::new(
        &pool,
        |suspender: &Suspender<[u64; 5], String>, mut input| {
            loop {
                input = suspender.suspend(format!("{input:?}"));
            }
        },
    )
    .unwrap();
    for round in 0..3 {
        let output = fiber.resume([round; 5]).into_output();
        assert_eq!(output, format!("{:?}", [round; 5]));
    }
}

#[test]
fn fibers_nest() {
    fn nested(pool: &StackPool, depth: u64) -> u64 {
        if depth == 0 {
            return 0;
        }
        let inner = pool.clone();
        let mut fiber = Fiber::new(pool, move |suspender: &Suspender<(), u64>, ()| {
            suspender.suspend(nested(&inner, depth - 1));
            depth
        })
        .unwrap();
        let below = fiber.resume(()).into_output();
        below + fiber.resume(()).into_output()
    }
    assert_eq!(nested(&pool(), 1000), 500_500);
}

#[test]
fn one_fiber_does_many_works() {
    type Work = Box<dyn FnOnce() -> usize>;
    let pool = pool();
    let mut idle = Fiber::new(&pool, |suspender: &Suspender<Work, usize>, mut work| {
        loop {
            work = suspender.suspend(work());
        }
    })
    .unwrap();
    for number in 0..10_000 {
        assert_eq!(
            idle.resume(Box::new(move || number + 1)),
            Progress::Suspended(number + 1)
        );
    }
    assert_eq!(pool.statistics().high_water, 1);
}

#[test]
fn the_limit_lies_below_the_frames_and_can_be_used() {
    let pool = StackPool::new(Settings {
        stack_bytes: 256 << 10,
        ..Settings::default()
    });
    let mut fiber = Fiber::new(&pool, |suspender: &Suspender<usize, usize>, limit| {
        #[inline(never)]
        fn descend(limit: usize) -> usize {
            let room = std::hint::black_box([1_u8; 512]);
            if native_stack::remaining(limit) < 4096 {
                return 0;
            }
            descend(limit) + usize::from(room[7])
        }
        suspender.suspend(native_stack::here());
        descend(limit)
    })
    .unwrap();
    let limit = fiber.stack_limit();
    let here = fiber.resume(limit).into_output();
    assert!(here > limit && here < limit + (256 << 10));
    let depth = fiber.resume(0).into_output();
    assert!(depth > 200, "{depth}");
}

#[test]
fn scratch_memory_is_the_owners() {
    let pool = StackPool::new(Settings {
        scratch_bytes: 1000,
        ..Settings::default()
    });
    let mut fiber = Fiber::new(&pool, |suspender: &Suspender<(), ()>, ()| {
        let room = std::hint::black_box([7_u8; 8192]);
        suspender.suspend(());
        assert!(room.iter().all(|byte| *byte == 7));
    })
    .unwrap();
    let scratch = fiber.scratch();
    assert!(scratch.len() >= 1000);
    assert_eq!(scratch.cast::<u8>().addr().get() % 64, 0);
    // SAFETY: the scratch memory is the owner's as long as the fiber lives.
    unsafe { (*scratch.as_ptr()).fill(0xA5) };
    fiber.resume(());
    fiber.resume(());
    // SAFETY: as above; it was filled above.
    assert!(unsafe { scratch.as_ref() }.iter().all(|byte| *byte == 0xA5));
}

#[test]
fn a_panic_travels_to_the_resumer() {
    let pool = pool();
    let mut fiber = Fiber::new(&pool, |suspender: &Suspender<(), ()>, ()| {
        suspender.suspend(());
        panic::panic_any("out of the body");
    })
    .unwrap();
    fiber.resume(());
    let payload = panic::catch_unwind(AssertUnwindSafe(|| fiber.resume(()))).unwrap_err();
    assert_eq!(*payload.downcast::<&str>().unwrap(), "out of the body");
    assert!(fiber.is_finished());
    drop(fiber);
    assert_eq!(pool.statistics().live, 0);
}

#[test]
fn a_dropped_fiber_drops_what_it_holds() {
    let pool = pool();
    let drops = Rc::new(Cell::new(0));
    let make = || {
        let (captured, inner) = (Dropped(Rc::clone(&drops)), Rc::clone(&drops));
        Fiber::new(&pool, move |suspender: &Suspender<(), ()>, ()| {
            let _captured = captured;
            let _local = Dropped(inner);
            suspender.suspend(());
        })
        .unwrap()
    };
    drop(make());
    assert_eq!(drops.take(), 1, "never started");
    let mut fiber = make();
    fiber.resume(());
    drop(fiber);
    assert_eq!(drops.take(), 2, "suspended");
    let mut fiber = make();
    fiber.resume(());
    fiber.resume(());
    assert_eq!(drops.get(), 2, "finished");
    drop(fiber);
    assert_eq!(drops.take(), 2);
    assert_eq!(pool.statistics().live, 0);
    assert_eq!(pool.statistics().warm, 1);
}

#[test]
fn a_fiber_taken_back_drops_nothing() {
    let pool = pool();
    let drops = Rc::new(Cell::new(0));
    let inner = Rc::clone(&drops);
    let mut fiber = Fiber::new(&pool, move |suspender: &Suspender<(), ()>, ()| {
        let _local = std::mem::ManuallyDrop::new(Dropped(inner));
        suspender.suspend(());
    })
    .unwrap();
    fiber.resume(());
    // SAFETY: the only thing on its stack is never to be dropped.
    unsafe { fiber.take_back() };
    assert_eq!(drops.get(), 0);
    assert_eq!(pool.statistics().live, 0);
}

#[test]
fn a_drop_while_panicking_unwinds_and_goes_on() {
    let pool = pool();
    let drops = Rc::new(Cell::new(0));
    let inner = Rc::clone(&drops);
    let mut fiber = Fiber::new(&pool, move |suspender: &Suspender<(), ()>, ()| {
        let _local = Dropped(inner);
        suspender.suspend(());
    })
    .unwrap();
    fiber.resume(());
    let payload = panic::catch_unwind(AssertUnwindSafe(move || {
        let _fiber = fiber;
        panic::resume_unwind(Box::new("first"));
    }))
    .unwrap_err();
    assert_eq!(*payload.downcast::<&str>().unwrap(), "first");
    assert_eq!(drops.get(), 1);
    assert!(!thread::panicking());
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic::resume_unwind(Box::new("bomb"));
    }
}

#[test]
fn destructors_that_panic_do_not_escape_a_drop() {
    let pool = pool();
    let captured = Bomb;
    let never_started = Fiber::new(&pool, move |_: &Suspender<(), ()>, ()| {
        let _captured = &captured;
    })
    .unwrap();
    drop(never_started);
    let mut finishing = Fiber::new(&pool, move |suspender: &Suspender<(), ()>, ()| {
        // The unwinding is caught below the bomb, which then explodes alone.
        let _bomb = Bomb;
        let _ = panic::catch_unwind(AssertUnwindSafe(|| suspender.suspend(())));
    })
    .unwrap();
    finishing.resume(());
    drop(finishing);
    assert_eq!(pool.statistics().live, 0);
}

#[test]
fn a_fiber_that_swallows_its_unwinding_is_unwound_again() {
    let pool = pool();
    let rounds = Rc::new(Cell::new(0));
    let inner = Rc::clone(&rounds);
    let mut fiber = Fiber::new(&pool, move |suspender: &Suspender<(), ()>, ()| {
        for _ in 0..3 {
            let _ = panic::catch_unwind(AssertUnwindSafe(|| suspender.suspend(())));
            inner.set(inner.get() + 1);
        }
    })
    .unwrap();
    fiber.resume(());
    drop(fiber);
    assert_eq!(rounds.get(), 3);
}

/// A pool and its fibers, to be shared between threads under one lock.
struct Shared(StackPool, RefCell<Vec<Fiber<u64, u64>>>);

// SAFETY: whoever touches it holds the lock around it, and the bodies below hold nothing that is
// bound to a thread.
unsafe impl Send for Shared {}

#[test]
fn fibers_move_between_threads() {
    const FIBERS: u64 = 64;
    let pool = pool();
    let make = |number: u64| {
        Fiber::new(&pool, move |suspender: &Suspender<u64, u64>, mut input| {
            let mut sum = number;
            loop {
                sum += input;
                input = suspender.suspend(sum);
            }
        })
        .unwrap()
    };
    let fibers = (0..FIBERS).map(make).collect();
    let shared = Arc::new(Mutex::new(Shared(pool, RefCell::new(fibers))));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                for round in 0..1000_usize {
                    let shared = shared.lock().unwrap();
                    let mut fibers = shared.1.borrow_mut();
                    let index = round % fibers.len();
                    fibers[index].resume(1);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let sum: u64 = {
        let shared = shared.lock().unwrap();
        let mut fibers = shared.1.borrow_mut();
        fibers
            .iter_mut()
            .map(|fiber| fiber.resume(0).into_output())
            .sum()
    };
    assert_eq!(sum, FIBERS * (FIBERS - 1) / 2 + 4000);
    // Dropped, and unwound, on a thread where none of them ever ran.
    thread::spawn(move || {
        let shared = Arc::into_inner(shared).unwrap().into_inner().unwrap();
        shared.1.borrow_mut().clear();
        assert_eq!(shared.0.statistics().live, 0);
        assert_eq!(shared.0.statistics().high_water, 64);
    })
    .join()
    .unwrap();
}

/// Pseudo-random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// A fiber that sums its inputs `rounds` times, each time after a use of so many bytes of stack,
/// and what the sum should be.
struct Summing {
    fiber: Fiber<u64, u64>,
    sum: u64,
    rounds: usize,
}

fn summing(pool: &StackPool, random: &mut Random, drops: &Rc<Cell<usize>>) -> Summing {
    #[inline(never)]
    fn descend(bytes: usize) -> u64 {
        let room = std::hint::black_box([0_u8; 1000]);
        match bytes.checked_sub(room.len()) {
            Some(rest) => descend(rest) + u64::from(room[9]),
            None => 0,
        }
    }
    let depth = if random.below(20) == 0 { 200_000 } else { 3000 };
    let rounds = random.below(6);
    let token = Dropped(Rc::clone(drops));
    let body = move |suspender: &Suspender<u64, u64>, mut input| {
        let _token = &token;
        let mut sum = 0;
        for _ in 0..rounds {
            sum += input + descend(depth);
            input = suspender.suspend(sum);
        }
        sum + input
    };
    Summing {
        fiber: Fiber::new(pool, body).unwrap(),
        sum: 0,
        rounds,
    }
}

#[test]
fn thousands_are_driven_at_random() {
    let pool = StackPool::new(Settings {
        most_warm: 50,
        ..Settings::default()
    });
    let drops = Rc::new(Cell::new(0));
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut fibers = Vec::new();
    let (mut made, mut taken_back) = (0, 0);
    for step in 0..100_000 {
        let grows = step / 10_000 % 2 == 0;
        if fibers.is_empty() || random.below(if grows { 2 } else { 20 }) == 0 {
            fibers.push(summing(&pool, &mut random, &drops));
            made += 1;
            continue;
        }
        let index = random.below(fibers.len());
        match random.below(40) {
            0 => drop(fibers.swap_remove(index)),
            1 => {
                taken_back += 1;
                // SAFETY: the token that is never dropped is an allocation that stays.
                unsafe { fibers.swap_remove(index).fiber.take_back() };
            }
            // SAFETY: the fibers are suspended near the top of their stacks.
            2 => unsafe { fibers[index].fiber.trim() },
            _ => {
                let fiber = &mut fibers[index];
                let input = random.0 >> 40;
                fiber.sum += input;
                let progress = fiber.fiber.resume(input);
                if fiber.rounds == 0 {
                    assert_eq!(progress, Progress::Finished(fiber.sum));
                    fibers.swap_remove(index);
                } else {
                    assert_eq!(progress, Progress::Suspended(fiber.sum));
                    fiber.rounds -= 1;
                }
            }
        }
        assert_eq!(pool.statistics().live, fibers.len());
        assert_eq!(drops.get(), made - fibers.len() - taken_back);
    }
    assert!(pool.statistics().trimmed > 10 && pool.statistics().cold > 0);
    drop(fibers);
    assert_eq!(drops.get(), made - taken_back);
}
