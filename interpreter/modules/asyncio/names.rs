//! Names that the loop, futures and tasks ask for, interned once; helpers in Python.

use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::state::State;

macro_rules! names {
    ($($name:ident)*) => {
        /// Interned names, a field each.
        pub struct Names {
            $(pub $name: Ref<Str>,)*
        }

        impl Names {
            fn new(vm: &Vm) -> Names {
                Names { $($name: vm.intern(stringify!($name)),)* }
            }
        }
    };
}

names! {
    _asyncio_future_blocking _fut_waiter _loop _process_events _run _run_once _selector
    _timer_handle_cancelled _write_to_self add_done_callback call_at call_exception_handler
    call_soon cancel context exception get_debug get_loop is_running message msg
    result select send source_traceback throw time create_future call_later
    _drain_helper _fd_to_key data_received max_size modify name poll register release recv recv_into unregister write
}

static NAMES: State<Option<&'static Names>> = State::new(None);

/// The names.
#[inline]
pub fn names(vm: &Vm) -> &'static Names {
    let known = *NAMES.of(vm).borrow();
    match known {
        Some(names) => names,
        None => {
            let names: &'static Names = Box::leak(Box::new(Names::new(vm)));
            NAMES.of(vm).replace(Some(names));
            names
        }
    }
}

/// Calls a function of a module of package `asyncio`, written in Python.
pub fn call_helper(vm: &Vm, module: &str, function: &str, arguments: &[Value]) -> Result<Value> {
    let function = vm.import_attribute(&format!("asyncio.{module}"), function)?;
    vm.call(&function, arguments)
}

/// Where the program is, as debug mode notes it: the stack without the frame of native code.
pub fn extract_stack(vm: &Vm) -> Result<Value> {
    call_helper(vm, "format_helpers", "extract_stack", &[])
}
