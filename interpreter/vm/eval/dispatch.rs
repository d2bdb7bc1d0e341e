//! The loop itself: the table from opcodes to handlers.
#![allow(unsafe_code, reason = "the loop writes to the words of the code")]

use super::quicken::COUNTER_SHIFT;
use super::registers::{Registers, counter, operand};
use super::specialized as op;
use super::unwinding::{self, Origin};
use super::{
    arithmetic, attributes, breaker, building, calls, comparison, control, exceptions, generators,
    imports, intrinsics, iteration, loads, matching, names, specialize, subscripts, tracing,
    with_statement,
};
use crate::frame::Frame;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

impl Vm {
    /// Runs a frame that is on the top of its stack until it returns, yields or raises;
    /// `thrown` is raised in it first.
    pub(crate) fn run_frame(&self, frame: *mut Frame, thrown: Option<Raised>) -> Result<Value> {
        // SAFETY: the caller gives a live frame.
        unsafe { (*frame).flags |= crate::frame::flags::ENTRY };
        if let Err(raised) = self.check_native_stack("") {
            let origin = Origin::Outside;
            unwinding::unwind(self, frame, raised, origin)?;
        }
        let mut frame = match thrown {
            Some(raised) => unwinding::unwind(self, frame, raised, Origin::Thrown)?,
            None => frame,
        };
        loop {
            let result = if self.tracing.is_active() {
                evaluate::<true>(self, frame)
            } else {
                evaluate::<false>(self, frame)
            };
            match result? {
                Some(value) => return Ok(value),
                // The other instance goes on with the running frame.
                None => frame = self.frame.get(),
            }
        }
    }
}

#[inline(never)]
fn evaluate<const TRACED: bool>(vm: &Vm, frame: *mut Frame) -> Result<Option<Value>> {
    let mut registers = Registers::of(frame);
    let r = &mut registers;
    loop {
        let mut opcode = r.fetch();
        // One loop without another inside: what the inner one left alone, the compiler would
        // compute ahead for every instruction.
        let (raised, origin) = 'execute: loop {
            // Goes on after the error with the handler, or leaves the frame.
            macro_rules! fallible {
                ($result:expr) => {
                    if let Err(raised) = $result {
                        break 'execute (raised, Origin::Instruction);
                    }
                };
            }
            // A handler that gives false when its guard does not hold.
            macro_rules! guarded {
                ($result:expr) => {
                    if !$result {
                        opcode = op::plain_of(opcode);
                        continue 'execute;
                    }
                };
            }
            macro_rules! guarded_fallible {
                ($result:expr) => {
                    match $result {
                        Ok(held) => guarded!(held),
                        Err(raised) => break 'execute (raised, Origin::Instruction),
                    }
                };
            }
            // Counts down to an attempt to specialize the instruction.
            macro_rules! adaptive {
                ($specialize:path) => {
                    // SAFETY: the running instruction is a word of the code, and so is the
                    // one that the specialization writes.
                    unsafe {
                        let place = r.ip.sub(1);
                        if counter(*place) == 0 {
                            r.save();
                            $specialize(vm, r.frame, place);
                            r.ip = place;
                            opcode = r.fetch();
                            continue 'execute;
                        }
                        // A specialized instruction that did not fit once stays specialized.
                        *place = (*place).wrapping_sub(1 << COUNTER_SHIFT);
                    }
                };
            }
            // The operand, read where it is needed: it takes no register from those that do not.
            macro_rules! argument {
                () => {
                    operand(r.word())
                };
            }
            // Leaves for the other instance, if this is no longer the right one.
            macro_rules! switch {
                () => {
                    if vm.tracing.is_active() != TRACED {
                        r.save_next();
                        return Ok(None);
                    }
                };
            }
            if TRACED {
                r.save();
                if let Err(raised) = tracing::before(vm, r.frame, opcode) {
                    break 'execute (raised, Origin::Instruction);
                }
            }
            match opcode {
                op::NOP | op::CACHE | op::EXTENDED_ARG => {}
                op::RESUME => {
                    if breaker::is_requested() {
                        fallible!(control::resume(vm, r, argument!()));
                        if !TRACED && vm.tracing.is_active() {
                            // The other instance reports the call.
                            r.back(1);
                        }
                        switch!();
                    }
                }

                op::LOAD_FAST => loads::load_fast(r, argument!()),
                op::LOAD_FAST_LOAD_FAST => loads::load_fast_load_fast(r, argument!()),
                op::LOAD_FAST_CHECK => fallible!(loads::load_fast_check(vm, r, argument!())),
                op::LOAD_FAST_AND_CLEAR => loads::load_fast_and_clear(r, argument!()),
                op::STORE_FAST => loads::store_fast(vm, r, argument!()),
                op::STORE_FAST_LOAD_FAST => loads::store_fast_load_fast(vm, r, argument!()),
                op::STORE_FAST_STORE_FAST => loads::store_fast_store_fast(vm, r, argument!()),
                op::DELETE_FAST => fallible!(loads::delete_fast(vm, r, argument!())),
                op::LOAD_CONST => loads::load_const(r, argument!()),
                op::LOAD_CONST_IMMEDIATE => loads::load_const_immediate(r, argument!()),
                op::POP_TOP => loads::pop_top(vm, r),
                op::END_FOR => loads::pop_top(vm, r),
                op::END_SEND => loads::end_send(vm, r),
                op::PUSH_NULL => r.push_bits(0),
                op::COPY => loads::copy(r, argument!()),
                op::SWAP => loads::swap(r, argument!()),
                op::MAKE_CELL => loads::make_cell(r, argument!()),
                op::COPY_FREE_VARS => loads::copy_free_vars(r, argument!()),
                op::LOAD_DEREF => fallible!(loads::load_deref(vm, r, argument!())),
                op::STORE_DEREF => loads::store_deref(vm, r, argument!()),
                op::DELETE_DEREF => fallible!(loads::delete_deref(vm, r, argument!())),
                op::LOAD_ASSERTION_ERROR => loads::load_assertion_error(r),

                op::LOAD_NAME => {
                    adaptive!(specialize::load_name);
                    fallible!(names::load_name(vm, r, argument!()));
                }
                op::LOAD_NAME_DICT => {
                    if !names::load_name_dict(r, r.word()) {
                        fallible!(names::load_name(vm, r, argument!()));
                    }
                }
                op::STORE_NAME => {
                    adaptive!(specialize::store_name);
                    fallible!(names::store_name(vm, r, argument!()));
                }
                op::STORE_NAME_DICT => {
                    if !names::store_name_dict(vm, r, r.word()) {
                        fallible!(names::store_name(vm, r, argument!()));
                    }
                }
                op::DELETE_NAME => fallible!(names::delete_name(vm, r, argument!())),
                op::LOAD_GLOBAL => {
                    adaptive!(specialize::load_global);
                    fallible!(names::load_global(vm, r, argument!()));
                }
                op::LOAD_GLOBAL_MODULE => guarded!(names::load_global_module(r, argument!())),
                op::LOAD_GLOBAL_BUILTIN => guarded!(names::load_global_builtin(r, argument!())),
                op::STORE_GLOBAL => {
                    adaptive!(specialize::store_global);
                    fallible!(names::store_global(vm, r, argument!()));
                }
                op::STORE_GLOBAL_DICT => {
                    if !names::store_global_dict(vm, r, r.word()) {
                        fallible!(names::store_global(vm, r, argument!()));
                    }
                }
                op::DELETE_GLOBAL => fallible!(names::delete_global(vm, r, argument!())),
                op::LOAD_LOCALS => fallible!(names::load_locals(vm, r)),
                op::LOAD_FROM_DICT_OR_GLOBALS => {
                    fallible!(names::load_from_dict_or_globals(vm, r, argument!()))
                }
                op::LOAD_FROM_DICT_OR_DEREF => {
                    fallible!(names::load_from_dict_or_deref(vm, r, argument!()))
                }
                op::LOAD_BUILD_CLASS => fallible!(names::load_build_class(vm, r)),
                op::SETUP_ANNOTATIONS => fallible!(names::setup_annotations(vm, r)),

                op::UNARY_NEGATIVE => fallible!(arithmetic::negative(vm, r)),
                op::UNARY_INVERT => fallible!(arithmetic::invert(vm, r)),
                op::UNARY_NOT => arithmetic::not(r),
                op::TO_BOOL => {
                    adaptive!(specialize::to_bool);
                    fallible!(arithmetic::to_bool(vm, r));
                }
                op::TO_BOOL_BOOL => guarded!(arithmetic::to_bool_bool(r)),
                op::TO_BOOL_INT => guarded!(arithmetic::to_bool_int(r)),
                op::TO_BOOL_NONE => guarded!(arithmetic::to_bool_none(r)),
                op::TO_BOOL_LIST => guarded!(arithmetic::to_bool_list(vm, r)),
                op::TO_BOOL_STR => guarded!(arithmetic::to_bool_str(vm, r)),
                op::TO_BOOL_ALWAYS_TRUE => guarded!(arithmetic::to_bool_always_true(vm, r)),
                op::BINARY_OP => {
                    adaptive!(specialize::binary_op);
                    fallible!(arithmetic::binary_op(vm, r, argument!()));
                }
                op::BINARY_OP_ADD_INT => guarded!(arithmetic::add_int(r)),
                op::BINARY_OP_SUBTRACT_INT => guarded!(arithmetic::subtract_int(r)),
                op::BINARY_OP_MULTIPLY_INT => guarded!(arithmetic::multiply_int(r)),
                op::BINARY_OP_FLOOR_DIVIDE_INT => guarded!(arithmetic::floor_divide_int(r)),
                op::BINARY_OP_REMAINDER_INT => guarded!(arithmetic::remainder_int(r)),
                op::BINARY_OP_BITS_INT => guarded!(arithmetic::bits_int(r, argument!())),
                op::BINARY_OP_ADD_FLOAT => guarded!(arithmetic::add_float(r)),
                op::BINARY_OP_SUBTRACT_FLOAT => guarded!(arithmetic::subtract_float(r)),
                op::BINARY_OP_MULTIPLY_FLOAT => guarded!(arithmetic::multiply_float(r)),
                op::BINARY_OP_DIVIDE_FLOAT => guarded!(arithmetic::divide_float(r)),
                op::BINARY_OP_ADD_STR => guarded!(arithmetic::add_str(r)),
                op::BINARY_OP_APPEND_STR => guarded!(arithmetic::append_str(r)),
                op::COMPARE_OP => {
                    adaptive!(specialize::compare_op);
                    fallible!(comparison::compare_op(vm, r, argument!()));
                }
                op::COMPARE_OP_INT => guarded!(comparison::compare_int(r, argument!())),
                op::COMPARE_OP_FLOAT => guarded!(comparison::compare_float(r, argument!())),
                op::COMPARE_OP_STR => guarded!(comparison::compare_str(vm, r, argument!())),
                op::IS_OP => comparison::is_op(vm, r, argument!()),
                op::CONTAINS_OP => {
                    adaptive!(specialize::contains_op);
                    fallible!(comparison::contains_op(vm, r, argument!()));
                }
                op::CONTAINS_OP_DICT => {
                    guarded_fallible!(comparison::contains_dict(vm, r, argument!()))
                }
                op::CONTAINS_OP_SET => {
                    guarded_fallible!(comparison::contains_set(vm, r, argument!()))
                }

                op::LOAD_ATTR => {
                    adaptive!(specialize::load_attr);
                    fallible!(attributes::load_attr(vm, r, argument!()));
                }
                op::LOAD_ATTR_INSTANCE_VALUE => {
                    guarded!(attributes::load_instance_value(vm, r, argument!()))
                }
                op::LOAD_ATTR_WITH_DICT => {
                    guarded!(attributes::load_with_dict(vm, r, argument!()))
                }
                op::LOAD_ATTR_MODULE => guarded!(attributes::load_module(vm, r, argument!())),
                op::LOAD_ATTR_SLOT => guarded!(attributes::load_slot(vm, r, argument!())),
                op::LOAD_ATTR_CLASS => guarded!(attributes::load_class(vm, r, argument!())),
                op::LOAD_ATTR_PROPERTY => {
                    guarded_fallible!(attributes::load_property(vm, r))
                }
                op::LOAD_ATTR_METHOD_SHAPE => guarded!(attributes::load_method_shape(r)),
                op::LOAD_ATTR_METHOD_NO_DICT => guarded!(attributes::load_method_no_dict(r)),
                op::LOAD_ATTR_NONDESCRIPTOR_SHAPE => {
                    guarded!(attributes::load_nondescriptor_shape(vm, r, argument!()))
                }
                op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT => {
                    guarded!(attributes::load_nondescriptor_no_dict(vm, r, argument!()))
                }
                op::STORE_ATTR => {
                    adaptive!(specialize::store_attr);
                    fallible!(attributes::store_attr(vm, r, argument!()));
                }
                op::STORE_ATTR_INSTANCE_VALUE => {
                    guarded!(attributes::store_instance_value(vm, r))
                }
                op::STORE_ATTR_NEW_VALUE => guarded!(attributes::store_new_value(vm, r)),
                op::STORE_ATTR_WITH_DICT => {
                    guarded!(attributes::store_with_dict(vm, r, argument!()))
                }
                op::STORE_ATTR_SLOT => guarded!(attributes::store_slot(vm, r)),
                op::DELETE_ATTR => fallible!(attributes::delete_attr(vm, r, argument!())),
                op::LOAD_SUPER_ATTR => {
                    adaptive!(specialize::load_super_attr);
                    fallible!(attributes::load_super_attr(vm, r, argument!()));
                }
                op::LOAD_SUPER_ATTR_METHOD => {
                    guarded!(attributes::load_super_method(vm, r, argument!()))
                }

                op::BINARY_SUBSCR => {
                    adaptive!(specialize::binary_subscr);
                    fallible!(subscripts::binary_subscr(vm, r));
                }
                op::BINARY_SUBSCR_LIST_INT => guarded!(subscripts::list_int(vm, r)),
                op::BINARY_SUBSCR_TUPLE_INT => guarded!(subscripts::tuple_int(vm, r)),
                op::BINARY_SUBSCR_STR_INT => guarded!(subscripts::str_int(vm, r)),
                op::BINARY_SUBSCR_DICT => guarded_fallible!(subscripts::dict(vm, r)),
                op::BINARY_SUBSCR_GETITEM => {
                    guarded_fallible!(subscripts::python_getitem(vm, r))
                }
                op::BINARY_SLICE => fallible!(subscripts::binary_slice(vm, r)),
                op::STORE_SUBSCR => {
                    adaptive!(specialize::store_subscr);
                    fallible!(subscripts::store_subscr(vm, r));
                }
                op::STORE_SUBSCR_LIST_INT => guarded!(subscripts::store_list_int(vm, r)),
                op::STORE_SUBSCR_DICT => guarded_fallible!(subscripts::store_dict(vm, r)),
                op::STORE_SLICE => fallible!(subscripts::store_slice(vm, r)),
                op::DELETE_SUBSCR => fallible!(subscripts::delete_subscr(vm, r)),

                op::BUILD_TUPLE => building::build_tuple(r, argument!()),
                op::BUILD_LIST => building::build_list(r, argument!()),
                op::BUILD_MAP => fallible!(building::build_map(vm, r, argument!())),
                op::BUILD_CONST_KEY_MAP => {
                    fallible!(building::build_const_key_map(vm, r, argument!()))
                }
                op::BUILD_SET => fallible!(building::build_set(vm, r, argument!())),
                op::BUILD_SLICE => building::build_slice(r, argument!()),
                op::BUILD_STRING => building::build_string(vm, r, argument!()),
                op::LIST_APPEND => building::list_append(r, argument!()),
                op::LIST_EXTEND => fallible!(building::list_extend(vm, r, argument!())),
                op::SET_ADD => fallible!(building::set_add(vm, r, argument!())),
                op::SET_UPDATE => fallible!(building::set_update(vm, r, argument!())),
                op::MAP_ADD => fallible!(building::map_add(vm, r, argument!())),
                op::DICT_UPDATE => fallible!(building::dict_update(vm, r, argument!())),
                op::DICT_MERGE => fallible!(building::dict_merge(vm, r, argument!())),
                op::CONVERT_VALUE => fallible!(building::convert_value(vm, r, argument!())),
                op::FORMAT_SIMPLE => fallible!(building::format_simple(vm, r)),
                op::FORMAT_WITH_SPEC => fallible!(building::format_with_spec(vm, r)),
                op::MAKE_FUNCTION => building::make_function(vm, r),
                op::SET_FUNCTION_ATTRIBUTE => building::set_function_attribute(r, argument!()),

                op::UNPACK_SEQUENCE => {
                    adaptive!(specialize::unpack_sequence);
                    fallible!(iteration::unpack_sequence(vm, r, argument!()));
                }
                op::UNPACK_SEQUENCE_TWO_TUPLE => guarded!(iteration::unpack_two_tuple(vm, r)),
                op::UNPACK_SEQUENCE_TUPLE => {
                    guarded!(iteration::unpack_tuple(vm, r, argument!()))
                }
                op::UNPACK_SEQUENCE_LIST => guarded!(iteration::unpack_list(vm, r, argument!())),
                op::UNPACK_EX => fallible!(iteration::unpack_ex(vm, r, argument!())),
                op::GET_ITER => fallible!(iteration::get_iter(vm, r)),
                op::GET_LEN => fallible!(iteration::get_len(vm, r)),
                op::FOR_ITER => {
                    adaptive!(specialize::for_iter);
                    fallible!(iteration::for_iter(vm, r, argument!()));
                }
                op::FOR_ITER_RANGE => guarded!(iteration::for_range(vm, r, argument!())),
                op::FOR_ITER_LIST => guarded!(iteration::for_list(vm, r, argument!())),
                op::FOR_ITER_TUPLE => guarded!(iteration::for_tuple(vm, r, argument!())),
                op::FOR_ITER_NEXT => {
                    guarded_fallible!(iteration::for_next(vm, r, argument!()))
                }
                op::FOR_ITER_GEN => {
                    guarded_fallible!(generators::for_generator(vm, r, argument!()))
                }

                op::JUMP_FORWARD => r.skip(argument!()),
                op::JUMP_BACKWARD => {
                    let distance = argument!();
                    r.skip(1);
                    r.back(distance);
                    if breaker::is_requested() {
                        r.save();
                        fallible!(vm.handle_breaker());
                        switch!();
                    }
                }
                op::JUMP_BACKWARD_NO_INTERRUPT => r.back(argument!()),
                op::POP_JUMP_IF_FALSE => control::pop_jump_if_false(r, argument!()),
                op::POP_JUMP_IF_TRUE => control::pop_jump_if_true(r, argument!()),
                op::POP_JUMP_IF_NONE => control::pop_jump_if_none(vm, r, argument!()),
                op::POP_JUMP_IF_NOT_NONE => control::pop_jump_if_not_none(vm, r, argument!()),

                op::CALL => {
                    adaptive!(specialize::call);
                    fallible!(calls::call(vm, r, argument!()));
                }
                op::CALL_PY_EXACT_ARGS => {
                    guarded_fallible!(calls::python_exact(vm, r, argument!()))
                }
                op::CALL_BOUND_METHOD_EXACT_ARGS => {
                    guarded_fallible!(calls::bound_method_exact(vm, r, argument!()))
                }
                op::CALL_PY_GENERAL => {
                    guarded_fallible!(calls::python_general(vm, r, argument!()))
                }
                op::CALL_CLASS_WITH_INIT => {
                    guarded_fallible!(calls::class_with_init(vm, r, argument!()))
                }
                op::CALL_NATIVE => guarded_fallible!(calls::native(vm, r, argument!())),
                op::CALL_NATIVE_METHOD => {
                    guarded_fallible!(calls::native_method(vm, r, argument!()))
                }
                op::CALL_TYPE_1 => guarded!(calls::type_1(vm, r)),
                op::CALL_STR_1 => guarded_fallible!(calls::str_1(vm, r)),
                op::CALL_LEN => guarded_fallible!(calls::len(vm, r)),
                op::CALL_ISINSTANCE => guarded_fallible!(calls::isinstance(vm, r)),
                op::CALL_LIST_APPEND => guarded!(calls::list_append(vm, r)),
                op::CALL_KW => fallible!(calls::call_kw(vm, r, argument!())),
                op::CALL_FUNCTION_EX => {
                    fallible!(calls::call_function_ex(vm, r, argument!()))
                }
                op::CALL_INTRINSIC_1 => fallible!(intrinsics::unary(vm, r, argument!())),
                op::CALL_INTRINSIC_2 => fallible!(intrinsics::binary(vm, r, argument!())),
                op::RETURN_VALUE => {
                    let value = r.pop();
                    match control::return_value(vm, r, value) {
                        Ok(None) => {}
                        Ok(Some(value)) => return Ok(Some(value)),
                        Err(raised) => break 'execute (raised, Origin::Instruction),
                    }
                }
                op::RETURN_CONST => {
                    let value = r.constant(argument!()).clone();
                    match control::return_value(vm, r, value) {
                        Ok(None) => {}
                        Ok(Some(value)) => return Ok(Some(value)),
                        Err(raised) => break 'execute (raised, Origin::Instruction),
                    }
                }
                op::RETURN_GENERATOR => {
                    if let Some(generator) = generators::return_generator(vm, r) {
                        return Ok(Some(generator));
                    }
                }
                op::YIELD_VALUE => {
                    if let Some(value) = generators::yield_value(vm, r, argument!()) {
                        return Ok(Some(value));
                    }
                }
                op::SEND => {
                    adaptive!(specialize::send);
                    fallible!(generators::send(vm, r, argument!()));
                }
                op::SEND_GEN => guarded_fallible!(generators::send_gen(vm, r, argument!())),
                op::GET_YIELD_FROM_ITER => {
                    fallible!(generators::get_yield_from_iter(vm, r))
                }
                op::GET_AWAITABLE => fallible!(generators::get_awaitable(vm, r, argument!())),
                op::GET_AITER => fallible!(generators::get_aiter(vm, r)),
                op::GET_ANEXT => fallible!(generators::get_anext(vm, r)),
                op::END_ASYNC_FOR => {
                    if let Err(raised) = generators::end_async_for(vm, r) {
                        break 'execute (raised, Origin::Reraise);
                    }
                }
                op::CLEANUP_THROW => {
                    if let Err(raised) = generators::cleanup_throw(vm, r) {
                        break 'execute (raised, Origin::Reraise);
                    }
                }

                op::PUSH_EXC_INFO => exceptions::push_exc_info(vm, r),
                op::POP_EXCEPT => exceptions::pop_except(vm, r),
                op::CHECK_EXC_MATCH => fallible!(exceptions::check_exc_match(vm, r)),
                op::CHECK_EG_MATCH => fallible!(exceptions::check_eg_match(vm, r)),
                op::RAISE_VARARGS => break 'execute exceptions::raise_varargs(vm, r, argument!()),
                op::RERAISE => break 'execute exceptions::reraise(r, argument!()),
                op::BEFORE_WITH => fallible!(with_statement::before_with(vm, r)),
                op::BEFORE_ASYNC_WITH => fallible!(with_statement::before_async_with(vm, r)),
                op::WITH_EXCEPT_START => fallible!(with_statement::with_except_start(vm, r)),

                op::MATCH_CLASS => fallible!(matching::match_class(vm, r, argument!())),
                op::MATCH_KEYS => fallible!(matching::match_keys(vm, r)),
                op::MATCH_MAPPING => matching::match_mapping(r),
                op::MATCH_SEQUENCE => matching::match_sequence(r),
                op::IMPORT_NAME => fallible!(imports::import_name(vm, r, argument!())),
                op::IMPORT_FROM => fallible!(imports::import_from(vm, r, argument!())),
                op::INVALID => fallible!(control::unknown_opcode(vm, *r)),
                // SAFETY: `quicken` writes opcodes of this table only, and specialization
                // those of `specialized`.
                _ => unsafe { std::hint::unreachable_unchecked() },
            }
            opcode = r.fetch();
        };
        r.save();
        match unwinding::unwind(vm, r.frame, raised, origin) {
            Ok(frame) => *r = Registers::of(frame),
            Err(raised) => return Err(raised),
        }
    }
}
