//! Specialization: what an instruction becomes after it has seen its operands.
//!
//! Each function looks at the operands of the instruction at `place`, which is about to run
//! again. It writes a specialized opcode and fills the cache, or sets the counter so that the
//! next attempt comes later and later.
#![allow(unsafe_code, reason = "the words of the code are rewritten in place")]

use super::fused::fuse;
use super::quicken::COUNTER_SHIFT;
use super::registers::{Registers, operand};
use super::specialized as op;
use super::{iteration, native_calls};
use crate::Vm;
use crate::frame::{Frame, SPARE_WORDS};
use crate::native::Method as Row;
use crate::objects::descriptors::MethodDescriptor;
use crate::objects::dict::Dict;
use crate::objects::exceptions::Exception;
use crate::objects::float::Float;
use crate::objects::function::Function;
use crate::objects::generator::{COROUTINE, GENERATOR, Generator};
use crate::objects::iterators::pairs;
use crate::objects::iterators::sequences::{ListIterator, TupleIterator};
use crate::objects::list::List;
use crate::objects::method::Method;
use crate::objects::names::names;
use crate::objects::native_function::NativeFunction;
use crate::objects::object_type::{has_own_init, makes_plain_instances};
use crate::objects::range::RangeIterator;
use crate::objects::set::Set;
use crate::objects::slots::Comparison;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::method_cache::assign_version;
use crate::objects::types::{TYPE, Type, flags};
use crate::objects::value::Value;
use crate::protocols::numbers::Operator;

mod attributes;

pub(super) use attributes::{load_attr, store_attr};

/// Executions between a specialization and the next attempt after it failed to hold.
const COOLDOWN: u64 = 52;
/// Executions after an attempt that found nothing.
const PAUSE: u64 = 500;

const LOW: u64 = 0xFFFF_FFFF_0000_0000;

/// The operands of the instruction at `place`.
fn operands(frame: *mut Frame, place: *mut u64) -> (Registers, usize) {
    let r = Registers::of(frame);
    // SAFETY: the place is a word of the frame's code.
    (r, operand(unsafe { *place }))
}

/// Writes the opcode of the instruction at `place`.
///
/// # Safety
/// `place` is a word of code whose cache fits the opcode.
unsafe fn specialize(place: *mut u64, opcode: u16) {
    // SAFETY: promised by the caller.
    unsafe { *place = *place & LOW | COOLDOWN << COUNTER_SHIFT | u64::from(opcode) }
}

/// Leaves the instruction as it is for a while.
///
/// # Safety
/// `place` is a word of code.
unsafe fn give_up(place: *mut u64) {
    // SAFETY: promised by the caller.
    unsafe {
        let plain = op::plain_of(*place as u16);
        *place = *place & LOW | PAUSE << COUNTER_SHIFT | u64::from(plain);
    }
}

/// Writes the opcode, or gives up where there is none.
///
/// # Safety
/// As for [`specialize`].
unsafe fn choose(place: *mut u64, opcode: Option<u16>) {
    // SAFETY: promised by the caller.
    unsafe {
        match opcode {
            Some(opcode) => specialize(place, opcode),
            None => give_up(place),
        }
    }
}

/// Writes a cache word of the instruction at `place`.
///
/// # Safety
/// The instruction has that many cache words.
unsafe fn set_cache(place: *mut u64, index: usize, word: u64) {
    // SAFETY: promised by the caller.
    unsafe { *place.add(1 + index) = word }
}

macro_rules! specializers {
    ($($(#[$doc:meta])* $name:ident($vm:ident, $r:ident, $argument:ident, $place:ident) $body:block)*) => {
        $($(#[$doc])*
        #[cold]
        #[inline(never)]
        pub(super) fn $name($vm: &Vm, frame: *mut Frame, $place: *mut u64) {
            let ($r, $argument) = operands(frame, $place);
            let opcode: Option<u16> = $body;
            // SAFETY: the place is the running instruction, and the opcode is one of its
            // family; the bodies fill its own cache only.
            unsafe { choose($place, opcode) }
        })*
    };
}

/// Puts a version and a position in one cache word.
fn version_and(version: u32, position: usize) -> u64 {
    u64::from(version) | (position as u64) << 32
}

fn global_position(dict: &Dict, name: &crate::objects::heap::Ref<Str>) -> Option<usize> {
    let position = dict.position_of_str(name)?;
    u32::try_from(position).ok()?;
    Some(position)
}

/// The version of a type, given if it had none.
pub(super) fn version_of(class: &crate::objects::heap::Ref<Type>) -> Option<u32> {
    assign_version(class).then(|| class.version())
}

fn is_number(value: &Value) -> bool {
    value.is_small_int() || is_float(value)
}

fn is_float(value: &Value) -> bool {
    value.is_immediate_float() || value.is_exact::<Float>()
}

specializers! {
    load_global(_vm, r, argument, place) {
        let name = r.name(argument >> 1);
        let function = r.frame().function();
        let globals = function.globals();
        // SAFETY: the cache is that of LOAD_GLOBAL.
        unsafe {
            if !globals.to_value().is_exact::<Dict>() {
                None
            } else if let Some(position) = global_position(globals, name) {
                set_cache(place, 0, version_and(globals.keys_version(), position));
                Some(op::LOAD_GLOBAL_MODULE)
            } else if let Some(builtins) = function.builtins_dict()
                && let Some(position) = global_position(builtins, name)
            {
                set_cache(place, 0, version_and(builtins.keys_version(), position));
                set_cache(place, 1, globals.keys_version().into());
                Some(op::LOAD_GLOBAL_BUILTIN)
            } else {
                None
            }
        }
    }

    to_bool(_vm, r, _argument, place) {
        let value = r.peek(0);
        if value.as_bool().is_some() {
            Some(op::TO_BOOL_BOOL)
        } else if value.is_small_int() {
            Some(op::TO_BOOL_INT)
        } else if value.is_none() {
            Some(op::TO_BOOL_NONE)
        } else if value.is_exact::<List>() {
            Some(op::TO_BOOL_LIST)
        } else if value.is_exact::<Str>() {
            Some(op::TO_BOOL_STR)
        } else if value.is_object()
            && value.class().slots().bool.is_none()
            && value.class().slots().length.is_none()
            && let Some(version) = version_of(value.class())
        {
            // SAFETY: the cache is that of TO_BOOL.
            unsafe { set_cache(place, 1, version.into()) };
            Some(op::TO_BOOL_ALWAYS_TRUE)
        } else {
            None
        }
    }

    binary_op(_vm, r, argument, place) {
        let (left, right) = (r.peek(1), r.peek(0));
        let operator = Operator::ALL.get(argument % Operator::ALL.len());
        let opcode = if left.is_small_int() && right.is_small_int() {
            match operator {
                Some(Operator::Add) => Some(op::BINARY_OP_ADD_INT),
                Some(Operator::Subtract) => Some(op::BINARY_OP_SUBTRACT_INT),
                Some(Operator::Multiply) => Some(op::BINARY_OP_MULTIPLY_INT),
                Some(Operator::FloorDivide) => Some(op::BINARY_OP_FLOOR_DIVIDE_INT),
                Some(Operator::Remainder) => Some(op::BINARY_OP_REMAINDER_INT),
                Some(Operator::TrueDivide) => None,
                Some(Operator::And | Operator::Or | Operator::Xor | Operator::LeftShift
                    | Operator::RightShift) => Some(op::BINARY_OP_BITS_INT),
                _ => None,
            }
        } else if is_number(left) && is_number(right) {
            match operator {
                Some(Operator::Add) => Some(op::BINARY_OP_ADD_FLOAT),
                Some(Operator::Subtract) => Some(op::BINARY_OP_SUBTRACT_FLOAT),
                Some(Operator::Multiply) => Some(op::BINARY_OP_MULTIPLY_FLOAT),
                Some(Operator::TrueDivide) => Some(op::BINARY_OP_DIVIDE_FLOAT),
                _ => None,
            }
        } else if left.is_exact::<Str>() && right.is_exact::<Str>() {
            // SAFETY: an instruction follows the cache of BINARY_OP.
            let next = unsafe { *place.add(2) };
            let stores = next as u16 == op::STORE_FAST
                && r.local(operand(next)).as_ref().is_some_and(|local| local.is(left));
            match operator {
                Some(Operator::Add) if stores => Some(op::BINARY_OP_APPEND_STR),
                Some(Operator::Add) => Some(op::BINARY_OP_ADD_STR),
                _ => None,
            }
        } else {
            None
        };
        // SAFETY: the place is the running BINARY_OP.
        unsafe { fuse(place, opcode) };
        opcode
    }

    compare_op(_vm, r, argument, place) {
        let (left, right) = (r.peek(1), r.peek(0));
        let opcode = if left.is_small_int() && right.is_small_int() {
            Some(op::COMPARE_OP_INT)
        } else if is_number(left) && is_number(right) {
            Some(op::COMPARE_OP_FLOAT)
        } else if left.is_exact::<Str>() && right.is_exact::<Str>() {
            match super::comparison::operator_of(argument) {
                Comparison::Equal | Comparison::NotEqual => Some(op::COMPARE_OP_STR),
                _ => None,
            }
        } else {
            None
        };
        // SAFETY: the place is the running COMPARE_OP.
        unsafe { fuse(place, opcode) };
        opcode
    }

    contains_op(_vm, r, _argument, _place) {
        let container = r.peek(0);
        if container.is_exact::<Dict>() {
            Some(op::CONTAINS_OP_DICT)
        } else if container.is_exact::<Set>() {
            Some(op::CONTAINS_OP_SET)
        } else {
            None
        }
    }

    binary_subscr(vm, r, _argument, _place) {
        let (container, key) = (r.peek(1), r.peek(0));
        if key.is_small_int() && container.is_exact::<List>() {
            Some(op::BINARY_SUBSCR_LIST_INT)
        } else if key.is_small_int() && container.is_exact::<Tuple>() {
            Some(op::BINARY_SUBSCR_TUPLE_INT)
        } else if key.is_small_int() && container.is_exact::<Str>() {
            Some(op::BINARY_SUBSCR_STR_INT)
        } else if container.is_exact::<Dict>() {
            Some(op::BINARY_SUBSCR_DICT)
        } else if container.class().has(flags::HEAP)
            && container
                .class()
                .lookup(vm, &names().__getitem__)
                .is_some_and(|method| method.is_exact::<Function>())
        {
            Some(op::BINARY_SUBSCR_GETITEM)
        } else {
            None
        }
    }

    store_subscr(_vm, r, _argument, _place) {
        let (container, key) = (r.peek(1), r.peek(0));
        if key.is_small_int() && container.is_exact::<List>() {
            Some(op::STORE_SUBSCR_LIST_INT)
        } else if container.is_exact::<Dict>() {
            Some(op::STORE_SUBSCR_DICT)
        } else {
            None
        }
    }

    unpack_sequence(_vm, r, argument, _place) {
        let sequence = r.peek(0);
        if let Some(tuple) = sequence.downcast_exact::<Tuple>() {
            match tuple.items().len() {
                2 if argument == 2 => Some(op::UNPACK_SEQUENCE_TWO_TUPLE),
                length if length == argument => Some(op::UNPACK_SEQUENCE_TUPLE),
                _ => None,
            }
        } else if sequence.is_exact::<List>() {
            Some(op::UNPACK_SEQUENCE_LIST)
        } else {
            None
        }
    }

    for_iter(_vm, r, _argument, place) {
        let iterator = r.peek(0);
        if iterator.is_exact::<RangeIterator>() {
            Some(op::FOR_ITER_RANGE)
        } else if iterator.is_exact::<ListIterator>() {
            Some(op::FOR_ITER_LIST)
        } else if iterator.is_exact::<TupleIterator>() {
            Some(op::FOR_ITER_TUPLE)
        } else if iterator.is_exact::<Generator>() {
            Some(op::FOR_ITER_GEN)
        } else if pairs::makes_pairs(iterator)
            // SAFETY: behind FOR_ITER and its cache comes another instruction.
            && iteration::unpacks_pair(unsafe { *place.add(2) })
         {
            Some(op::FOR_ITER_PAIR)
        } else if !iterator.class().has(flags::HEAP) {
            Some(op::FOR_ITER_NEXT)
        } else {
            None
        }
    }

    send(_vm, r, _argument, _place) {
        match r.peek(1).downcast::<Generator>() {
            Some(generator) if generator.class().is(&GENERATOR) || generator.class().is(&COROUTINE) => {
                Some(op::SEND_GEN)
            }
            _ => None,
        }
    }

    load_super_attr(_vm, r, argument, place) {
        let is_super = r.peek(2).is(crate::objects::super_type::SUPER.as_value());
        if is_super && argument & 1 != 0 {
            // SAFETY: the cache is that of LOAD_SUPER_ATTR; it keeps the one it has.
            unsafe {
                if *place.add(1) == 0 {
                    let cache: *mut super::attributes::SuperCache = Box::leak(Box::default());
                    set_cache(place, 0, cache as u64);
                }
            }
            Some(op::LOAD_SUPER_ATTR_METHOD)
        } else {
            None
        }
    }

    call(vm, r, argument, place) {
        call_opcode(vm, &r, argument, place)
    }
}

/// Writes an opcode that reads or writes the dict at the position of the name.
fn choose_position(dict: Option<&Dict>, r: &Registers, index: usize, place: *mut u64, opcode: u16) {
    let position = dict.and_then(|dict| dict.position_of_str(r.name(index)));
    // SAFETY: the place is the running instruction.
    unsafe {
        match position.and_then(|position| u16::try_from(position).ok()) {
            Some(position) => {
                *place = *place & LOW | u64::from(position) << COUNTER_SHIFT | u64::from(opcode);
            }
            None => give_up(place),
        }
    }
}

fn locals_dict<'a>(r: &Registers) -> Option<&'a Dict> {
    let locals = r.frame().locals()?;
    locals.downcast_exact::<Dict>().map(|dict| &**dict)
}

#[cold]
#[inline(never)]
pub(super) fn load_name(_: &Vm, frame: *mut Frame, place: *mut u64) {
    let (r, index) = operands(frame, place);
    choose_position(locals_dict(&r), &r, index, place, op::LOAD_NAME_DICT);
}

#[cold]
#[inline(never)]
pub(super) fn store_name(_: &Vm, frame: *mut Frame, place: *mut u64) {
    let (r, index) = operands(frame, place);
    choose_position(locals_dict(&r), &r, index, place, op::STORE_NAME_DICT);
}

#[cold]
#[inline(never)]
pub(super) fn store_global(_: &Vm, frame: *mut Frame, place: *mut u64) {
    let (r, index) = operands(frame, place);
    let globals = r.frame().function().globals();
    let dict = globals
        .as_value()
        .downcast_exact::<Dict>()
        .map(|dict| &**dict);
    choose_position(dict, &r, index, place, op::STORE_GLOBAL_DICT);
}

fn function_opcode(function: &Function, given: usize, place: *mut u64) -> Option<u16> {
    let code = function.code();
    if code.is_simple && code.argument_count as usize == given {
        // SAFETY: the cache is that of CALL.
        unsafe { set_cache(place, 1, code.version.into()) };
        return Some(match code.generator_start {
            0 => op::CALL_PY_EXACT_ARGS,
            _ => op::CALL_PY_GENERATOR,
        });
    }
    Some(op::CALL_PY_GENERAL)
}

fn call_opcode(vm: &Vm, r: &Registers, count: usize, place: *mut u64) -> Option<u16> {
    let callable = r.peek(count + 1);
    let has_self = r.peek_option(count).is_some();
    let given = count + usize::from(has_self);
    if let Some(function) = callable.downcast_exact::<Function>() {
        return function_opcode(function, given, place);
    }
    if let Some(method) = callable.downcast_exact::<Method>() {
        let function = method.function().downcast_exact::<Function>()?;
        if has_self {
            return match function_opcode(function, count + 2, place)? {
                op::CALL_PY_EXACT_ARGS => Some(op::CALL_METHOD_BEHIND_SELF),
                _ => None,
            };
        }
        return match function_opcode(function, count + 1, place)? {
            op::CALL_PY_EXACT_ARGS => Some(op::CALL_BOUND_METHOD_EXACT_ARGS),
            op::CALL_PY_GENERATOR => Some(op::CALL_PY_GENERATOR),
            _ => Some(op::CALL_PY_GENERAL),
        };
    }
    if let Some(class) = callable.downcast::<Type>() {
        return if has_self {
            None
        } else {
            class_opcode(vm, class, count, place)
        };
    }
    // SAFETY: the cache is that of CALL. The word of a builtin function is compared only; the
    // builtin is never freed while the machine lives, or another at its place would not hold
    // the same name in `builtins`.
    unsafe {
        let builtin = |name: &str| {
            let found = vm.shared().builtins.get_str(&vm.intern(name));
            found.is_some_and(|found| found.is(callable))
        };
        if callable.is_exact::<NativeFunction>() {
            if count == 1 && !has_self && builtin("len") {
                set_cache(place, 2, callable.clone().into_bits());
                return Some(op::CALL_LEN);
            }
            if count == 2 && !has_self && builtin("isinstance") {
                set_cache(place, 2, callable.clone().into_bits());
                return Some(op::CALL_ISINSTANCE);
            }
            if (count == 1 || count == 2)
                && !has_self
                && is_plain_generator(r.peek(count - 1))
                && builtin("next")
            {
                set_cache(place, 2, callable.clone().into_bits());
                return Some(op::CALL_NEXT_GENERATOR);
            }
            return Some(native_opcode(callable, count, has_self, place));
        }
        if has_self && callable.class().slots().call.is_some() && !callable.class().has(flags::HEAP)
        {
            let next = *place.add(4) as u16;
            let append = crate::objects::list_type::LIST.lookup(vm, &vm.intern("append"));
            if count == 1
                && next == op::POP_TOP
                && r.peek(1).is_exact::<List>()
                && append.is_some_and(|append| append.is(callable))
            {
                set_cache(place, 2, callable.clone().into_bits());
                return Some(op::CALL_LIST_APPEND);
            }
            if count == 1 && is_throw(callable) && is_plain_generator(r.peek(1)) {
                // The type holds the method for as long as the process lives.
                set_cache(place, 2, callable.bits());
                return Some(op::CALL_THROW_GENERATOR);
            }
            return Some(native_method_opcode(callable, r.peek(count), count, place));
        }
    }
    None
}

/// Fills the cache for a row that takes its arguments as they lie, but for `missing` optional
/// ones at the end.
///
/// # Safety
/// `place` is a CALL.
unsafe fn cache_row(place: *mut u64, row: &'static Row, missing: Option<usize>) -> bool {
    let Some(missing) = missing.filter(|&missing| missing <= SPARE_WORDS as usize) else {
        return false;
    };
    // SAFETY: promised by the caller.
    unsafe {
        set_cache(place, 1, missing as u64);
        set_cache(place, 2, native_calls::word_of(row));
    }
    true
}

/// A call of a native function that is no method, or a bound one.
///
/// # Safety
/// `place` is a CALL.
unsafe fn native_opcode(callable: &Value, count: usize, has_self: bool, place: *mut u64) -> u16 {
    let Some(function) = callable
        .downcast_exact::<NativeFunction>()
        .filter(|_| !has_self)
    else {
        return op::CALL_NATIVE;
    };
    let given = count + usize::from(function.bound_receiver().is_some());
    // SAFETY: promised by the caller.
    match unsafe { cache_row(place, function.method(), function.missing(given)) } {
        true if function.bound_receiver().is_some_and(is_plain_generator)
            && is_send(function.method(), count) =>
        {
            op::CALL_SEND_GENERATOR
        }
        true => op::CALL_NATIVE_ROW,
        false => op::CALL_NATIVE,
    }
}

/// A call of a method of a native type with this receiver.
///
/// # Safety
/// `place` is a CALL.
unsafe fn native_method_opcode(
    callable: &Value,
    receiver: &Value,
    count: usize,
    place: *mut u64,
) -> u16 {
    let Some(descriptor) = callable.downcast_exact::<MethodDescriptor>() else {
        return op::CALL_NATIVE_METHOD;
    };
    let fits = receiver.class().is_subtype(descriptor.owner());
    let missing = descriptor.missing(count + 1).filter(|_| fits);
    // SAFETY: promised by the caller.
    match unsafe { cache_row(place, descriptor.method(), missing) } {
        true if is_plain_generator(receiver) && is_send(descriptor.method(), count) => {
            op::CALL_SEND_GENERATOR
        }
        true => op::CALL_NATIVE_METHOD_ROW,
        false => op::CALL_NATIVE_METHOD,
    }
}

fn is_plain_generator(value: &Value) -> bool {
    value.is_exact::<Generator>()
}

/// Whether a call with so many arguments of this method of generators is `send(value)`.
fn is_send(row: &Row, count: usize) -> bool {
    count == 1 && row.name == "send"
}

/// Whether a callable is the method `throw` of generators.
fn is_throw(callable: &Value) -> bool {
    callable
        .downcast_exact::<MethodDescriptor>()
        .is_some_and(|method| method.owner().is(&GENERATOR) && method.method().name == "throw")
}

fn class_opcode(
    vm: &Vm,
    class: &crate::objects::heap::Ref<Type>,
    count: usize,
    place: *mut u64,
) -> Option<u16> {
    if class.is(&crate::objects::types::TYPE) && count == 1 {
        return Some(op::CALL_TYPE_1);
    }
    if class.is(&crate::objects::str_type::STR) && count == 1 {
        return Some(op::CALL_STR_1);
    }
    if class.has(flags::EXCEPTION_SUBCLASS) && Exception::is_made_plainly(class) {
        let version = version_of(class)?;
        // SAFETY: the cache is that of CALL.
        unsafe { set_cache(place, 1, u64::from(version)) };
        return Some(op::CALL_EXCEPTION_CLASS);
    }
    if !class.has(flags::HEAP) && class.class().is(&TYPE) && !class.is(&TYPE) && class.is_ready() {
        class.slots().new?;
        let version = version_of(class)?;
        // SAFETY: as above.
        unsafe {
            set_cache(place, 1, u64::from(version));
            set_cache(place, 2, u64::from(has_own_init(class)));
        }
        return Some(op::CALL_NATIVE_CLASS);
    }
    if !makes_plain_instances(vm, class) {
        return None;
    }
    let init = class.lookup(vm, &names().__init__)?;
    let function = init.downcast_exact::<Function>()?;
    let code = function.code();
    if !code.is_simple || code.argument_count as usize != count + 1 {
        return None;
    }
    let version = version_of(class)?;
    // SAFETY: the cache is that of CALL. The class holds `__init__` for as long as its version
    // lasts.
    unsafe {
        set_cache(place, 1, u64::from(version) | u64::from(code.version) << 32);
        set_cache(place, 2, init.bits());
    }
    Some(op::CALL_CLASS_WITH_INIT)
}
