//! The table from opcodes to handlers.
//!
//! A row names the opcode and what its handler does with the machine `vm`, the registers `r`,
//! the operand `argument` and the whole `word` of the instruction. What the handler gives says
//! how the loop goes on (see [`super::outcome`]). A row with a specializer counts its
//! executions, and lets it look at the operands from time to time.

/// Hands the rows to the macro that makes a driver of them.
macro_rules! table {
    ($driver:ident) => {
        $driver! { vm, r, argument, word;
            NOP => ();
            CACHE => ();
            EXTENDED_ARG => ();
            RESUME => control::resume(vm, r, argument);

            LOAD_FAST => loads::load_fast(r, argument);
            LOAD_FAST_LOAD_FAST => loads::load_fast_load_fast(r, argument);
            LOAD_FAST_CHECK => loads::load_fast_check(vm, r, argument);
            LOAD_FAST_AND_CLEAR => loads::load_fast_and_clear(r, argument);
            STORE_FAST => loads::store_fast(vm, r, argument);
            STORE_FAST_LOAD_FAST => loads::store_fast_load_fast(vm, r, argument);
            STORE_FAST_STORE_FAST => loads::store_fast_store_fast(vm, r, argument);
            DELETE_FAST => loads::delete_fast(vm, r, argument);
            LOAD_CONST => loads::load_const(r, argument);
            LOAD_CONST_IMMEDIATE => loads::load_const_immediate(r, argument);
            LOAD_CONST_BINARY_OP => pairs::add_constant(r, argument);
            LOAD_CONST_COMPARE => pairs::compare_constant(r, argument);
            LOAD_FAST_ATTR => pairs::load_attr(r, argument);
            LOAD_FAST_POP_JUMP_IF_NONE => pairs::jump_on_none_variable(r, argument);
            LOAD_FAST_YIELD_VALUE => generators::load_fast_yield(vm, r, argument);
            LOAD_FAST_STORE_ATTR => pairs::store_attr(vm, r, argument);
            LOAD_FAST_LOAD_FAST_ATTR => pairs::load_load_attr(r, argument);
            LOAD_FAST_LOAD_FAST_STORE_ATTR => pairs::load_store_attr(vm, r, argument);
            LOAD_FAST_LOAD_FAST_SUBSCR => pairs::subscript(r, argument);
            LOAD_FAST_LOAD_FAST_COMPARE => pairs::compare(r, argument);
            POP_TOP => loads::pop_top(vm, r);
            END_FOR => loads::pop_top(vm, r);
            END_SEND => loads::end_send(vm, r);
            PUSH_NULL => r.push_bits(0);
            COPY => loads::copy(r, argument);
            SWAP => loads::swap(r, argument);
            MAKE_CELL => loads::make_cell(r, argument);
            COPY_FREE_VARS => loads::copy_free_vars(r, argument);
            LOAD_DEREF => loads::load_deref(vm, r, argument);
            STORE_DEREF => loads::store_deref(vm, r, argument);
            DELETE_DEREF => loads::delete_deref(vm, r, argument);
            LOAD_ASSERTION_ERROR => loads::load_assertion_error(r);

            LOAD_NAME: specialize::load_name => names::load_name(vm, r, argument);
            LOAD_NAME_DICT => names::load_name_hinted(vm, r, word);
            STORE_NAME: specialize::store_name => names::store_name(vm, r, argument);
            STORE_NAME_DICT => names::store_name_hinted(vm, r, word);
            DELETE_NAME => names::delete_name(vm, r, argument);
            LOAD_GLOBAL: specialize::load_global => names::load_global(vm, r, argument);
            LOAD_GLOBAL_MODULE => names::load_global_module(r, argument);
            LOAD_GLOBAL_BUILTIN => names::load_global_builtin(r, argument);
            STORE_GLOBAL: specialize::store_global => names::store_global(vm, r, argument);
            STORE_GLOBAL_DICT => names::store_global_hinted(vm, r, word);
            DELETE_GLOBAL => names::delete_global(vm, r, argument);
            LOAD_LOCALS => names::load_locals(vm, r);
            LOAD_FROM_DICT_OR_GLOBALS => names::load_from_dict_or_globals(vm, r, argument);
            LOAD_FROM_DICT_OR_DEREF => names::load_from_dict_or_deref(vm, r, argument);
            LOAD_BUILD_CLASS => names::load_build_class(vm, r);
            SETUP_ANNOTATIONS => names::setup_annotations(vm, r);

            UNARY_NEGATIVE => arithmetic::negative(vm, r);
            UNARY_INVERT => arithmetic::invert(vm, r);
            UNARY_NOT => arithmetic::not(r);
            TO_BOOL: specialize::to_bool => arithmetic::to_bool(vm, r);
            TO_BOOL_BOOL => arithmetic::to_bool_bool(r);
            TO_BOOL_INT => arithmetic::to_bool_int(r);
            TO_BOOL_NONE => arithmetic::to_bool_none(r);
            TO_BOOL_LIST => arithmetic::to_bool_list(vm, r);
            TO_BOOL_STR => arithmetic::to_bool_str(vm, r);
            TO_BOOL_ALWAYS_TRUE => arithmetic::to_bool_always_true(vm, r);
            BINARY_OP: specialize::binary_op => arithmetic::binary_op(vm, r, argument);
            BINARY_OP_ADD_INT => arithmetic::add_int(r);
            BINARY_OP_SUBTRACT_INT => arithmetic::subtract_int(r);
            BINARY_OP_MULTIPLY_INT => arithmetic::multiply_int(r);
            BINARY_OP_FLOOR_DIVIDE_INT => arithmetic::floor_divide_int(r);
            BINARY_OP_REMAINDER_INT => arithmetic::remainder_int(r);
            BINARY_OP_BITS_INT => arithmetic::bits_int(r, argument);
            BINARY_OP_ADD_FLOAT => arithmetic::add_float(r);
            BINARY_OP_SUBTRACT_FLOAT => arithmetic::subtract_float(r);
            BINARY_OP_MULTIPLY_FLOAT => arithmetic::multiply_float(r);
            BINARY_OP_DIVIDE_FLOAT => arithmetic::divide_float(r);
            BINARY_OP_ADD_STR => arithmetic::add_str(r);
            BINARY_OP_APPEND_STR => arithmetic::append_str(r);
            COMPARE_OP: specialize::compare_op => comparison::compare_op(vm, r, argument);
            COMPARE_OP_INT => comparison::compare_int(r, argument);
            COMPARE_OP_FLOAT => comparison::compare_float(r, argument);
            COMPARE_OP_STR => comparison::compare_str(vm, r, argument);
            IS_OP => comparison::is_op(vm, r, argument);
            CONTAINS_OP: specialize::contains_op => comparison::contains_op(vm, r, argument);
            CONTAINS_OP_DICT => comparison::contains_dict(vm, r, argument);
            CONTAINS_OP_SET => comparison::contains_set(vm, r, argument);

            LOAD_ATTR: specialize::load_attr => attributes::load_attr(vm, r, argument);
            LOAD_ATTR_INSTANCE_VALUE => attributes::load_instance_value(vm, r, argument);
            LOAD_ATTR_WITH_DICT => attributes::load_with_dict(vm, r, argument);
            LOAD_ATTR_MODULE => attributes::load_module(vm, r, argument);
            LOAD_ATTR_SLOT => attributes::load_slot(vm, r, argument);
            LOAD_ATTR_CLASS => attributes::load_class(vm, r, argument);
            LOAD_ATTR_PROPERTY => descriptors::load_property(vm, r);
            LOAD_ATTR_NATIVE_PROPERTY => descriptors::load_native_property(vm, r, argument);
            LOAD_ATTR_METHOD_SHAPE => attributes::load_method_shape(r);
            LOAD_ATTR_METHOD_NO_DICT => attributes::load_method_no_dict(r);
            LOAD_ATTR_NONDESCRIPTOR_SHAPE => attributes::load_nondescriptor_shape(vm, r, argument);
            LOAD_ATTR_NONDESCRIPTOR_NO_DICT => attributes::load_nondescriptor_no_dict(vm, r, argument);
            STORE_ATTR: specialize::store_attr => attributes::store_attr(vm, r, argument);
            STORE_ATTR_INSTANCE_VALUE => attributes::store_instance_value(vm, r);
            STORE_ATTR_NEW_VALUE => attributes::store_new_value(vm, r);
            STORE_ATTR_WITH_DICT => attributes::store_with_dict(vm, r, argument);
            STORE_ATTR_SLOT => attributes::store_slot(vm, r);
            STORE_ATTR_PROPERTY => descriptors::store_property(vm, r);
            STORE_ATTR_DESCRIPTOR => descriptors::store(vm, r);
            DELETE_ATTR => attributes::delete_attr(vm, r, argument);
            LOAD_SUPER_ATTR: specialize::load_super_attr => attributes::load_super_attr(vm, r, argument);
            LOAD_SUPER_ATTR_METHOD => attributes::load_super_method(vm, r, argument);

            BINARY_SUBSCR: specialize::binary_subscr => subscripts::binary_subscr(vm, r);
            BINARY_SUBSCR_LIST_INT => subscripts::list_int(vm, r);
            BINARY_SUBSCR_TUPLE_INT => subscripts::tuple_int(vm, r);
            BINARY_SUBSCR_STR_INT => subscripts::str_int(vm, r);
            BINARY_SUBSCR_DICT => subscripts::dict(vm, r);
            BINARY_SUBSCR_GETITEM => subscripts::python_getitem(vm, r);
            BINARY_SLICE => subscripts::binary_slice(vm, r);
            STORE_SUBSCR: specialize::store_subscr => subscripts::store_subscr(vm, r);
            STORE_SUBSCR_LIST_INT => subscripts::store_list_int(vm, r);
            STORE_SUBSCR_DICT => subscripts::store_dict(vm, r);
            STORE_SLICE => subscripts::store_slice(vm, r);
            DELETE_SUBSCR => subscripts::delete_subscr(vm, r);

            BUILD_TUPLE => building::build_tuple(r, argument);
            BUILD_LIST => building::build_list(r, argument);
            BUILD_MAP => building::build_map(vm, r, argument);
            BUILD_CONST_KEY_MAP => building::build_const_key_map(vm, r, argument);
            BUILD_SET => building::build_set(vm, r, argument);
            BUILD_SLICE => building::build_slice(r, argument);
            BUILD_STRING => building::build_string(vm, r, argument);
            LIST_APPEND => building::list_append(r, argument);
            LIST_EXTEND => building::list_extend(vm, r, argument);
            SET_ADD => building::set_add(vm, r, argument);
            SET_UPDATE => building::set_update(vm, r, argument);
            MAP_ADD => building::map_add(vm, r, argument);
            DICT_UPDATE => building::dict_update(vm, r, argument);
            DICT_MERGE => building::dict_merge(vm, r, argument);
            CONVERT_VALUE => building::convert_value(vm, r, argument);
            FORMAT_SIMPLE => building::format_simple(vm, r);
            FORMAT_WITH_SPEC => building::format_with_spec(vm, r);
            MAKE_FUNCTION => building::make_function(r);
            SET_FUNCTION_ATTRIBUTE => building::set_function_attribute(r, argument);

            UNPACK_SEQUENCE: specialize::unpack_sequence => iteration::unpack_sequence(vm, r, argument);
            UNPACK_SEQUENCE_TWO_TUPLE => iteration::unpack_two_tuple(vm, r);
            UNPACK_SEQUENCE_TUPLE => iteration::unpack_tuple(vm, r, argument);
            UNPACK_SEQUENCE_LIST => iteration::unpack_list(vm, r, argument);
            UNPACK_EX => iteration::unpack_ex(vm, r, argument);
            GET_ITER => iteration::get_iter(vm, r);
            GET_LEN => iteration::get_len(vm, r);
            FOR_ITER: specialize::for_iter => iteration::for_iter(vm, r, argument);
            FOR_ITER_RANGE => iteration::for_range(vm, r, argument);
            FOR_ITER_LIST => iteration::for_list(vm, r, argument);
            FOR_ITER_TUPLE => iteration::for_tuple(vm, r, argument);
            FOR_ITER_PAIR => iteration::for_pair(vm, r, argument);
            FOR_ITER_NEXT => iteration::for_next(vm, r, argument);
            FOR_ITER_GEN => generators::for_generator(vm, r, argument);

            JUMP_FORWARD => r.skip(argument);
            JUMP_BACKWARD => control::jump_backward(vm, r, argument);
            JUMP_BACKWARD_NO_INTERRUPT => r.back(argument);
            POP_JUMP_IF_FALSE => control::pop_jump_if_false(r, argument);
            POP_JUMP_IF_TRUE => control::pop_jump_if_true(r, argument);
            POP_JUMP_IF_NONE => control::pop_jump_if_none(vm, r, argument);
            POP_JUMP_IF_NOT_NONE => control::pop_jump_if_not_none(vm, r, argument);

            CALL: specialize::call => calls::call(vm, r, argument);
            CALL_PY_EXACT_ARGS => calls::python_exact(vm, r, argument);
            CALL_BOUND_METHOD_EXACT_ARGS => calls::bound_method_exact(vm, r, argument);
            CALL_METHOD_BEHIND_SELF => calls::method_behind_self(vm, r, argument);
            CALL_PY_GENERATOR => generator_calls::make(vm, r, argument);
            CALL_NEXT_GENERATOR => generator_calls::next(vm, r, argument);
            CALL_SEND_GENERATOR => generator_calls::send(vm, r);
            CALL_THROW_GENERATOR => generator_calls::throw(vm, r);
            CALL_PY_GENERAL => calls::python_general(vm, r, argument);
            CALL_CLASS_WITH_INIT => class_calls::class_with_init(vm, r, argument);
            CALL_EXCEPTION_CLASS => class_calls::exception_class(r, argument);
            CALL_NATIVE_CLASS => class_calls::native_class(vm, r, argument);
            CALL_NATIVE => calls::native(vm, r, argument);
            CALL_NATIVE_METHOD => calls::native_method(vm, r, argument);
            CALL_NATIVE_ROW => native_calls::function(vm, r, argument);
            CALL_NATIVE_METHOD_ROW => native_calls::method(vm, r, argument);
            CALL_TYPE_1 => calls::type_1(vm, r);
            CALL_STR_1 => calls::str_1(vm, r);
            CALL_LEN => calls::len(vm, r);
            CALL_ISINSTANCE => calls::isinstance(vm, r);
            CALL_LIST_APPEND => calls::list_append(vm, r);
            CALL_KW => calls::call_kw(vm, r, argument);
            CALL_FUNCTION_EX => calls::call_function_ex(vm, r, argument);
            CALL_INTRINSIC_1 => intrinsics::unary(vm, r, argument);
            CALL_INTRINSIC_2 => intrinsics::binary(vm, r, argument);
            RETURN_VALUE => control::return_value(vm, r);
            RETURN_CONST => control::return_constant(vm, r, argument);
            RETURN_GENERATOR => generators::return_generator(vm, r);
            YIELD_VALUE => generators::yield_value(vm, r, argument);
            YIELD_VALUE_STEP => generators::end_step(vm, r);
            SEND: specialize::send => generators::send(vm, r, argument);
            SEND_GEN => generators::send_gen(vm, r, argument);
            GET_YIELD_FROM_ITER => generators::get_yield_from_iter(vm, r);
            GET_AWAITABLE => generators::get_awaitable(vm, r, argument);
            GET_AITER => generators::get_aiter(vm, r);
            GET_ANEXT => generators::get_anext(vm, r);
            END_ASYNC_FOR => generators::end_async_for(vm, r);
            CLEANUP_THROW => generators::cleanup_throw(vm, r);

            PUSH_EXC_INFO => exceptions::push_exc_info(vm, r);
            POP_EXCEPT => exceptions::pop_except(vm, r);
            CHECK_EXC_MATCH => exceptions::check_exc_match(vm, r);
            CHECK_EG_MATCH => exceptions::check_eg_match(vm, r);
            RAISE_VARARGS => exceptions::raise_varargs(vm, r, argument);
            RERAISE => exceptions::reraise(r, argument);
            BEFORE_WITH => with_statement::before_with(vm, r);
            BEFORE_ASYNC_WITH => with_statement::before_async_with(vm, r);
            WITH_EXCEPT_START => with_statement::with_except_start(vm, r);

            MATCH_CLASS => matching::match_class(vm, r, argument);
            MATCH_KEYS => matching::match_keys(vm, r);
            MATCH_MAPPING => matching::match_mapping(r);
            MATCH_SEQUENCE => matching::match_sequence(r);
            IMPORT_NAME => imports::import_name(vm, r, argument);
            IMPORT_FROM => imports::import_from(vm, r, argument);
            INSTRUMENTED => instrumented::instrumented(vm, r);
            INVALID => control::unknown_opcode(vm, *r);
        }
    };
}

pub(super) use table;
