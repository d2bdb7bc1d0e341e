//! The pool of stacks: reuse, bounds, guards, and memory that is given back.
#![allow(unsafe_code, reason = "stacks are taken back and trimmed")]

use std::fs;

use runtime::fiber::{Fiber, Guard, OutOfStacks, Settings, StackPool, Statistics, Suspender};

/// A fiber that is suspended at once.
fn suspended(pool: &StackPool) -> Result<Fiber<(), usize>, OutOfStacks> {
    let mut fiber = Fiber::new(pool, |suspender: &Suspender<(), usize>, ()| {
        let marker = 0_u8;
        suspender.suspend(&raw const marker as usize);
        usize::from(marker)
    })?;
    fiber.resume(());
    Ok(fiber)
}

/// A fiber that has used so many bytes of its stack, and is suspended near the top again.
fn deep(pool: &StackPool, bytes: usize) -> Fiber<(), usize> {
    #[inline(never)]
    fn descend(bytes: usize) -> usize {
        let room = std::hint::black_box([1_u8; 1024]);
        if bytes > room.len() {
            descend(bytes - room.len()) + usize::from(room[5])
        } else {
            0
        }
    }
    let mut fiber = Fiber::new(pool, move |suspender: &Suspender<(), usize>, ()| {
        let depth = descend(bytes);
        suspender.suspend(depth);
        depth
    })
    .unwrap();
    fiber.resume(());
    fiber
}

fn take_back(fiber: Fiber<(), usize>) {
    // SAFETY: the bodies above hold nothing that needs a drop.
    unsafe { fiber.take_back() };
}

/// A figure of `/proc/self/status`, in KiB.
fn status(name: &str) -> usize {
    let text = fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn mappings() -> usize {
    fs::read_to_string("/proc/self/maps")
        .unwrap()
        .lines()
        .count()
}

#[test]
fn a_million_fibers_share_one_stack() {
    let pool = StackPool::new(Settings::default());
    let mut places = std::collections::HashSet::new();
    for number in 0..1_000_000 {
        let mut fiber = Fiber::new(&pool, move |_: &Suspender<(), usize>, ()| number).unwrap();
        assert_eq!(fiber.resume(()).into_output(), number);
        places.insert(fiber.stack_limit());
    }
    assert_eq!(places.len(), 1);
    let statistics = pool.statistics();
    assert_eq!(
        (statistics.live, statistics.warm, statistics.high_water),
        (0, 1, 1)
    );
}

#[test]
fn the_stack_returned_last_is_used_next() {
    let pool = StackPool::new(Settings::default());
    let first = suspended(&pool).unwrap();
    let second = suspended(&pool).unwrap();
    let limits = (first.stack_limit(), second.stack_limit());
    drop(first);
    drop(second);
    assert_eq!(suspended(&pool).unwrap().stack_limit(), limits.1);
    let again = suspended(&pool).unwrap();
    assert_eq!(suspended(&pool).unwrap().stack_limit(), limits.0);
    drop(again);
}

/// Runs alone in its process, since it looks at figures of the process: see `alone`.
fn a_hundred_thousand_suspended() {
    const FIBERS: usize = 100_000;
    let pool = StackPool::new(Settings::default());
    drop(suspended(&pool).unwrap());
    if pool.statistics().guarded_by_advice == 0 {
        eprintln!("skipped: this kernel cannot guard by advice");
        return;
    }
    let (mappings_before, memory_before) = (mappings(), status("VmRSS"));
    let mut fibers: Vec<_> = (0..FIBERS).map(|_| suspended(&pool).unwrap()).collect();
    let more = mappings() - mappings_before;
    assert!(more < 100, "{more} mappings");
    let each = (status("VmRSS") - memory_before) * 1024 / FIBERS;
    assert!(each < 5000, "{each} bytes each");
    assert_eq!(
        pool.statistics(),
        Statistics {
            live: FIBERS,
            high_water: FIBERS,
            guarded_by_advice: FIBERS,
            ..pool.statistics()
        }
    );
    for fiber in &mut fibers {
        assert_eq!(fiber.resume(()).into_output(), 0);
    }
    drop(fibers);
    let statistics = pool.statistics();
    assert_eq!((statistics.live, statistics.warm), (0, 1024));
    assert_eq!(statistics.cold, FIBERS - 1024);
    let kept = (status("VmRSS") - memory_before) >> 10;
    assert!(kept < 40, "{kept} MiB kept");
    pool.trim();
    assert_eq!(pool.statistics().cold, FIBERS);
    // Cold stacks work again.
    let mut fibers: Vec<_> = (0..2000).map(|_| suspended(&pool).unwrap()).collect();
    for fiber in &mut fibers {
        fiber.resume(());
    }
    drop(fibers);
    drop(pool);
    assert!(mappings() <= mappings_before + 4);
}

#[test]
fn a_hundred_thousand_are_suspended_at_once() {
    alone("a_hundred_thousand_are_suspended_at_once", || {
        a_hundred_thousand_suspended();
    });
}

/// Runs a test again in a process of its own.
fn alone(name: &str, test: fn()) {
    const MARK: &str = "RUNTIME_TEST_ALONE";
    if std::env::var_os(MARK).is_some() {
        return test();
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(MARK, "1")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn guards_by_protection_serve_where_advice_is_unknown() {
    let pool = StackPool::new(Settings {
        guard: Some(Guard::Protection),
        ..Settings::default()
    });
    let mut fibers: Vec<_> = (0..300).map(|_| suspended(&pool).unwrap()).collect();
    for fiber in &mut fibers {
        fiber.resume(());
    }
    drop(fibers);
    let statistics = pool.statistics();
    assert_eq!(
        (
            statistics.guarded_by_protection,
            statistics.guarded_by_advice
        ),
        (300, 0)
    );
}

/// The parent sees how a child ends whose fiber runs into its guard.
fn overflow(guard: Option<Guard>, name: &str) {
    const MARK: &str = "RUNTIME_TEST_OVERFLOW";
    if std::env::var_os(MARK).is_some() {
        let pool = StackPool::new(Settings {
            guard,
            ..Settings::default()
        });
        let _below = suspended(&pool);
        deep(&pool, 4 << 20);
        return;
    }
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name])
        .env(MARK, "1")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    assert!(matches!(signal, Some(11 | 6)), "{status}");
}

#[test]
fn an_overflow_meets_the_guard() {
    overflow(None, "an_overflow_meets_the_guard");
}

#[test]
fn an_overflow_meets_a_guard_by_protection() {
    overflow(
        Some(Guard::Protection),
        "an_overflow_meets_a_guard_by_protection",
    );
}

#[test]
fn the_bound_is_an_error_and_no_more() {
    let pool = StackPool::new(Settings {
        most_stacks: 50,
        ..Settings::default()
    });
    let mut fibers: Vec<_> = (0..50).map(|_| suspended(&pool).unwrap()).collect();
    let Err(error) = suspended(&pool) else {
        panic!("a stack beyond the bound");
    };
    assert!(matches!(error, OutOfStacks::Bound(50)));
    assert_eq!(error.to_string(), "out of fiber stacks: all 50 are in use");
    fibers.pop();
    fibers.push(suspended(&pool).unwrap());
    assert_eq!(pool.statistics().live, 50);
}

#[test]
fn a_refusal_of_the_system_is_an_error() {
    for stack_bytes in [1 << 50, usize::MAX] {
        let pool = StackPool::new(Settings {
            stack_bytes,
            ..Settings::default()
        });
        let Err(error) = suspended(&pool) else {
            panic!("more than the address space");
        };
        assert!(matches!(error, OutOfStacks::System(_)));
        assert!(error.to_string().starts_with("out of fiber stacks: "));
    }
}

#[test]
fn protected_stacks_leave_mappings_to_others() {
    alone("protected_stacks_leave_mappings_to_others", || {
        let pool = StackPool::new(Settings {
            guard: Some(Guard::Protection),
            stack_bytes: 16 << 10,
            ..Settings::default()
        });
        let mut fibers = Vec::new();
        let error = loop {
            match suspended(&pool) {
                Ok(fiber) => fibers.push(fiber),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, OutOfStacks::Bound(_)), "{error}");
        assert!(fibers.len() > 10_000);
        let other = vec![0_u8; 64 << 20];
        assert_eq!(other[12_345], 0);
    });
}

#[test]
fn a_limit_of_address_space_leaves_some_to_others() {
    alone("a_limit_of_address_space_leaves_some_to_others", || {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let bytes = 2 << 30;
        let limit = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        setrlimit(Resource::As, limit).unwrap();
        let pool = StackPool::new(Settings::default());
        let mut fibers = Vec::new();
        let error = loop {
            match suspended(&pool) {
                Ok(fiber) => fibers.push(fiber),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, OutOfStacks::Bound(1536)), "{error}");
        let other = vec![0_u8; 64 << 20];
        assert_eq!(other[12_345], 0);
    });
}

#[test]
fn a_deep_use_is_given_back() {
    let pool = StackPool::new(Settings::default());
    take_back(deep(&pool, 20 << 10));
    assert_eq!(pool.statistics().trimmed, 0);
    take_back(deep(&pool, 500 << 10));
    assert_eq!(pool.statistics().trimmed, 1);
    take_back(deep(&pool, 20 << 10));
    assert_eq!(pool.statistics().trimmed, 1);
}

#[test]
fn an_idle_fiber_is_trimmed() {
    alone("an_idle_fiber_is_trimmed", || {
        let pool = StackPool::new(Settings::default());
        let mut fibers: Vec<_> = (0..64).map(|_| deep(&pool, 800 << 10)).collect();
        let before = status("VmRSS");
        for fiber in &mut fibers {
            // SAFETY: they are suspended near the top.
            unsafe { fiber.trim() };
        }
        let after = status("VmRSS");
        assert!(before - after > 64 * 700, "{before} {after}");
        for fiber in &mut fibers {
            assert!(fiber.resume(()).into_output() > 700);
        }
    });
}

#[test]
fn a_pool_outlives_its_handle() {
    let pool = StackPool::new(Settings::default());
    let mut fiber = suspended(&pool).unwrap();
    drop(pool);
    assert_eq!(fiber.resume(()).into_output(), 0);
}

#[test]
fn odd_settings_give_usable_stacks() {
    for (stack_bytes, scratch_bytes, most_warm) in
        [(0, 0, 0), (1, 100, 1), (5000, 5000, 3), (3 << 20, 1, 1)]
    {
        let pool = StackPool::new(Settings {
            stack_bytes,
            scratch_bytes,
            most_warm,
            ..Settings::default()
        });
        let mut fibers: Vec<_> = (0..10).map(|_| suspended(&pool).unwrap()).collect();
        for fiber in &mut fibers {
            assert!(fiber.scratch().len() >= scratch_bytes);
            fiber.resume(());
        }
    }
}
