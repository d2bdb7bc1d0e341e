//! `itertools`: building blocks of iterators.

use vm::Vm;
use vm::import::NativeModule;
use vm::native::Method;

use crate::support::{add_types, warn_deprecated};

mod combinatoric;
mod filtering;
mod grouping;
mod infinite;
mod joining;
mod slicing;
mod tee;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "itertools",
    doc: Some("Building blocks of iterators: infinite, selecting, joining, combinatoric."),
    functions: &[Method::new(
        "tee",
        "($module, iterable, n=2, /)",
        tee::tee,
        "A tuple of n independent iterators.",
    )],
    fill: |vm, module| {
        add_types(
            vm,
            module,
            &[
                &joining::ACCUMULATE,
                &slicing::BATCHED,
                &combinatoric::COMBINATIONS,
                &combinatoric::COMBINATIONS_WITH_REPLACEMENT,
                &infinite::CYCLE,
                &filtering::DROPWHILE,
                &filtering::TAKEWHILE,
                &slicing::ISLICE,
                &joining::STARMAP,
                &joining::CHAIN,
                &filtering::COMPRESS,
                &filtering::FILTERFALSE,
                &infinite::COUNT,
                &joining::ZIP_LONGEST,
                &slicing::PAIRWISE,
                &combinatoric::PERMUTATIONS,
                &combinatoric::PRODUCT,
                &infinite::REPEAT,
                &grouping::GROUPBY,
                &grouping::GROUPER,
                &tee::TEE,
                &tee::TEE_DATA,
            ],
        );
        Ok(())
    },
};

/// The warning that pickling and copying give.
fn warn_pickling(vm: &Vm) -> vm::Result<()> {
    warn_deprecated(
        vm,
        "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.",
    )
}
