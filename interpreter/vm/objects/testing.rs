//! For unit tests: a machine, used by one test at a time.

use std::sync::Mutex;

use crate::Vm;
use crate::startup::{Configuration, Ending, run};
use crate::vm::Options;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs a test with a machine that has no modules but `builtins` and an empty `sys`.
pub fn with_vm(test: impl FnOnce(&Vm)) {
    let guard = ONE_AT_A_TIME.lock();
    let configuration = Configuration {
        // The same secret each time: strings keep their hashes from one machine to the next.
        options: Options {
            hash_seed: Some(0),
            ..Options::default()
        },
        native_modules: &[],
        embedded_modules: &[],
        fill_sys: |_, _| Ok(()),
        ending: Ending {
            run_exit_functions: |_| {},
            forget: |_| {},
            flush: |_, _| None,
            layers: |_| None,
        },
        stack_limit: 0,
    };
    run(configuration, |vm| {
        test(vm);
        crate::lock::release(vm);
    });
    drop(guard);
}
