//! Handlers of calls.
//!
//! The operands of a call are the callable, `self` or nothing, and the arguments. A Python
//! function takes them over into its frame; a native function sees them where they are.
#![allow(unsafe_code, reason = "arguments are words that move into frames")]

use super::breaker;
use super::following;
use super::frames;
use super::loads::discard;
use super::registers::{Registers, operand};
use crate::call::Arguments;
use crate::frame::Frame;
use crate::objects::dict::Dict;
use crate::objects::dict_type::merge;
use crate::objects::exceptions;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::heap::{Header, Object, Ref, finalizers};
use crate::objects::list::List;
use crate::objects::method::Method;
use crate::objects::native_function::NativeFunction;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// Cache words of CALL.
pub(super) const CALL_CACHES: u32 = 3;

/// Goes on with a frame that was just made.
#[inline(always)]
pub(super) fn enter(r: &mut Registers, frame: *mut Frame) {
    *r = Registers::of(frame);
    following::start(r);
}

/// Calls the Python function in the word `callable` with the topmost `count` words; below
/// them lie `below` words that the call takes too.
#[inline(always)]
fn enter_function(
    vm: &Vm,
    r: &mut Registers,
    callable: u64,
    count: usize,
    below: usize,
    names: &[Value],
    caches: u32,
) -> Result<()> {
    let words = r.sp.wrapping_sub(count);
    r.sp = words.wrapping_sub(below);
    r.save_call(caches);
    // SAFETY: the words move into the new frame; nothing of the caller's stack above `sp` is
    // looked at again.
    let frame = unsafe {
        frames::of_words(
            vm,
            callable as *const Object<Function>,
            None,
            words,
            count,
            names,
        )?
    };
    enter(r, frame);
    Ok(())
}

/// Calls a Python function with the topmost `count` values as its arguments, which the
/// result replaces.
#[inline(always)]
pub(super) fn enter_with_operands(
    vm: &Vm,
    r: &mut Registers,
    function: Value,
    count: usize,
    caches: u32,
) -> Result<()> {
    enter_function(vm, r, function.into_bits(), count, 0, &[], caches)
}

/// After a native function: finalizers and the eval breaker.
#[inline(always)]
pub(super) fn after_native(vm: &Vm, r: &Registers) -> Result<()> {
    r.end_native();
    if breaker::is_requested() || finalizers::waiting() {
        // SAFETY: the running frame is live; its `ip` still says where the call is.
        unsafe { (*r.frame).sp = r.sp };
        vm.handle_breaker()?;
    }
    Ok(())
}

/// Replaces callable, `self` and arguments by the result.
#[inline(always)]
pub(super) fn finish_call(vm: &Vm, r: &mut Registers, words: usize, result: Value) -> Result<()> {
    r.end_native();
    r.drop_many(words);
    r.push(result);
    r.skip(CALL_CACHES as usize);
    if breaker::is_requested() || finalizers::waiting() {
        // SAFETY: the running frame is live; its `ip` still says where the call is.
        unsafe { (*r.frame).sp = r.sp };
        if let Err(raised) = vm.handle_breaker() {
            r.back(CALL_CACHES as usize);
            return Err(raised);
        }
    }
    Ok(())
}

/// Turns a bound method on the stack into its function and `self`.
#[inline(always)]
pub(super) fn expand_method(r: &mut Registers, count: usize) {
    if r.peek_option(count).is_none()
        && let Some(method) = r.peek(count + 1).downcast_exact::<Method>()
    {
        let (function, this) = (method.function().clone(), method.this().clone());
        r.set_bits(count, this.into_bits());
        drop(r.replace(count + 1, function));
    }
}

/// Calls the function of a bound method whose `self` place holds an argument already, as `with`
/// leaves it; `None` for anything else.
#[inline(never)]
fn call_behind_self(vm: &Vm, mut r: Registers, count: usize) -> Option<(Registers, Result<()>)> {
    let method = r.peek(count + 1).downcast_exact::<Method>()?;
    if !method.function().is_exact::<Function>() || r.peek_option(count).is_none() {
        return None;
    }
    let (function, this) = (method.function().clone(), method.this().clone());
    // The arguments go up by one place, which is one of the spare words.
    let arguments = count + 1;
    // SAFETY: the words are those of the topmost values.
    unsafe { std::ptr::copy(r.sp.sub(arguments), r.sp.sub(arguments).add(1), arguments) };
    r.sp = r.sp.wrapping_add(1);
    r.set_bits(arguments, this.into_bits());
    drop(r.replace(arguments + 1, function));
    let bits = r.peek(arguments + 1).bits();
    let entered = enter_function(vm, &mut r, bits, arguments + 1, 1, &[], CALL_CACHES);
    Some((r, entered))
}

#[inline(never)]
fn call_value(vm: &Vm, callable: &Value, arguments: Arguments<'_>) -> Result<Value> {
    vm.call_with(callable, arguments)
}

#[inline(always)]
pub(super) fn call(vm: &Vm, r: &mut Registers, count: usize) -> Result<()> {
    expand_method(r, count);
    let total = count + usize::from(r.peek_option(count).is_some());
    let callable = r.peek(count + 1);
    if callable.is_exact::<Function>() {
        let bits = callable.bits();
        return enter_function(vm, r, bits, total, count + 2 - total, &[], CALL_CACHES);
    }
    r.save();
    if let Some((registers, entered)) = call_behind_self(vm, *r, count) {
        *r = registers;
        return entered;
    }
    r.save_native();
    let result = call_value(vm, callable, Arguments::positional(r.values(total)))?;
    finish_call(vm, r, count + 2, result)
}

/// The version in the cache: word 1, the code's or the type's.
#[inline(always)]
pub(super) fn cached_version(r: &Registers) -> u32 {
    r.cache(1) as u32
}

/// Pushes the frame of a function whose arguments fit exactly. False if the data stack or the
/// recursion limit needs a closer look.
#[inline(always)]
pub(super) unsafe fn enter_exact(
    vm: &Vm,
    r: &mut Registers,
    function: *const Object<Function>,
    count: usize,
    below: usize,
    caches: u32,
) -> bool {
    // SAFETY: the callers checked the function's code against their cache; the words move
    // into the new frame.
    unsafe {
        let this = &*(&raw const function).cast::<Ref<Function>>();
        let code = this.code();
        let depth = (*r.frame).depth + 1;
        if depth > vm.shared().recursion_limit.get() {
            return false;
        }
        let words = r.sp.sub(count);
        // Code that has not run yet, and a full chunk of the data stack, are for the general form.
        let Some(frame) = frames::push_quickly(vm, function, code, r.frame, depth) else {
            return false;
        };
        let base = Frame::first_local(frame);
        frames::copy_words(words, base, count);
        let local_count = code.local_count as usize;
        frames::clear_from(frame, count, local_count);
        r.sp = words.sub(below);
        r.save_call(caches);
        vm.frame.set(frame);
        r.frame = frame;
        r.ip = code.prepared_first();
        r.sp = base.add(local_count);
    }
    true
}

/// Calls the Python function in a word of the cache with the topmost `count` words, which the
/// result replaces. False if its code has not this version any more, which took just as many, or
/// if the call needs a closer look.
///
/// # Safety
/// The word is that of a live function.
#[inline(always)]
pub(super) unsafe fn enter_cached(
    vm: &Vm,
    r: &mut Registers,
    word: u64,
    version: u64,
    count: usize,
    caches: u32,
) -> bool {
    // SAFETY: promised by the caller; the frame gets a reference of its own.
    unsafe {
        let function = word as *const Object<Function>;
        let code = (*(&raw const function).cast::<Ref<Function>>()).code();
        if u64::from(code.version) != version {
            return false;
        }
        let entered = enter_exact(vm, r, function, count, 0, caches);
        if entered {
            (*function.cast::<Header>()).add_reference();
        }
        entered
    }
}

#[inline(always)]
pub(super) fn python_exact(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    let Some(function) = r.peek(count + 1).downcast_exact::<Function>() else {
        return Ok(false);
    };
    let total = count + usize::from(r.peek_option(count).is_some());
    let code = function.code();
    if code.version != cached_version(r) || code.argument_count as usize != total {
        return Ok(false);
    }
    let function = function.address() as *const Object<Function>;
    // SAFETY: the stack's reference to the function moves into the frame.
    Ok(unsafe { enter_exact(vm, r, function, total, count + 2 - total, CALL_CACHES) })
}

#[inline(always)]
pub(super) fn bound_method_exact(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    if r.peek_option(count).is_some() {
        return Ok(false);
    }
    let Some(method) = r.peek(count + 1).downcast_exact::<Method>() else {
        return Ok(false);
    };
    let Some(function) = method.function().downcast_exact::<Function>() else {
        return Ok(false);
    };
    let code = function.code();
    if code.version != cached_version(r) || code.argument_count as usize != count + 1 {
        return Ok(false);
    }
    expand_method(r, count);
    let function = r.peek(count + 1).bits() as *const Object<Function>;
    // SAFETY: as above.
    Ok(unsafe { enter_exact(vm, r, function, count + 1, 1, CALL_CACHES) })
}

/// A bound method whose `self` place holds an argument already, as `with` leaves it.
#[inline(always)]
pub(super) fn method_behind_self(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    let arguments = count + 1;
    let Some(method) = r.peek(arguments).downcast_exact::<Method>() else {
        return Ok(false);
    };
    let Some(function) = method.function().downcast_exact::<Function>() else {
        return Ok(false);
    };
    let code = function.code();
    let fits = code.version == cached_version(r) && code.argument_count as usize == arguments + 1;
    if !fits || r.peek_option(count).is_none() {
        return Ok(false);
    }
    let (function, this) = (function.to_value(), method.this().clone());
    // The arguments go up by one place, which is one of the spare words.
    for place in 0..arguments {
        // SAFETY: the words are those of the topmost values.
        unsafe { *r.sp.sub(place) = *r.sp.sub(place + 1) };
    }
    r.sp = r.sp.wrapping_add(1);
    r.set_bits(arguments, this.into_bits());
    let function_bits = function.bits();
    drop(r.replace(arguments + 1, function));
    let pointer = function_bits as *const Object<Function>;
    // SAFETY: the stack's reference to the function moves into the frame.
    let entered = unsafe { enter_exact(vm, r, pointer, arguments + 1, 1, CALL_CACHES) };
    if !entered {
        enter_function(vm, r, function_bits, arguments + 1, 1, &[], CALL_CACHES)?;
    }
    Ok(true)
}

/// A Python function whose arguments do not fit exactly: defaults, `*args`.
#[inline(always)]
pub(super) fn python_general(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    expand_method(r, count);
    let callable = r.peek(count + 1);
    if !callable.is_exact::<Function>() {
        return Ok(false);
    }
    let total = count + usize::from(r.peek_option(count).is_some());
    let bits = callable.bits();
    enter_function(vm, r, bits, total, count + 2 - total, &[], CALL_CACHES)?;
    Ok(true)
}

/// A native function that takes its arguments as they lie.
#[inline(always)]
pub(super) fn native(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    let Some(function) = r.peek(count + 1).downcast_exact::<NativeFunction>() else {
        return Ok(false);
    };
    let total = count + usize::from(r.peek_option(count).is_some());
    r.save_native();
    let result = call_native(vm, function, r.values(total))?;
    finish_call(vm, r, count + 2, result)?;
    Ok(true)
}

#[inline(never)]
fn call_native(vm: &Vm, function: &Ref<NativeFunction>, values: &[Value]) -> Result<Value> {
    function.call(vm, Arguments::positional(values))
}

/// A method of a native type, found by LOAD_ATTR without being bound.
#[inline(always)]
pub(super) fn native_method(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    let callable = r.peek(count + 1);
    let Some(call) = callable.class().slots().call else {
        return Ok(false);
    };
    if callable.is_exact::<Function>() || callable.is_exact::<Method>() {
        return Ok(false);
    }
    let total = count + usize::from(r.peek_option(count).is_some());
    r.save_native();
    let result = call(vm, callable, Arguments::positional(r.values(total)))?;
    finish_call(vm, r, count + 2, result)?;
    Ok(true)
}

/// `type(x)`.
#[inline(always)]
pub(super) fn type_1(vm: &Vm, r: &mut Registers) -> bool {
    if r.peek_option(1).is_some() || !r.peek(2).is(crate::objects::types::TYPE.as_value()) {
        return false;
    }
    let value = r.pop();
    r.pop_bits();
    let class = value.class().to_value();
    drop(r.replace(0, class));
    discard(vm, r, value);
    r.skip(CALL_CACHES as usize);
    true
}

/// `str(x)`.
#[inline(always)]
pub(super) fn str_1(vm: &Vm, r: &mut Registers) -> Result<bool> {
    let is_str = r.peek(2).is(crate::objects::str_type::STR.as_value());
    if r.peek_option(1).is_some() || !is_str {
        return Ok(false);
    }
    r.save();
    let text = str_of(vm, r.peek(0))?;
    finish_call(vm, r, 3, text)?;
    Ok(true)
}

#[inline(never)]
fn str_of(vm: &Vm, value: &Value) -> Result<Value> {
    vm.str(value).map(Value::from)
}

/// `len(x)`: the cache's word 2 is the word of the builtin function.
#[inline(always)]
pub(super) fn len(vm: &Vm, r: &mut Registers) -> Result<bool> {
    if r.peek_option(1).is_some() || r.peek(2).bits() != r.cache(2) {
        return Ok(false);
    }
    let value = r.peek(0);
    let length = if let Some(list) = value.downcast_exact::<List>() {
        list.len()
    } else {
        r.save();
        length_of(vm, value)?
    };
    finish_call(vm, r, 3, Value::from(length))?;
    Ok(true)
}

#[inline(never)]
fn length_of(vm: &Vm, value: &Value) -> Result<usize> {
    vm.length(value)
}

/// `isinstance(x, y)`: the cache's word 2 is the word of the builtin function.
#[inline(always)]
pub(super) fn isinstance(vm: &Vm, r: &mut Registers) -> Result<bool> {
    if r.peek_option(2).is_some() || r.peek(3).bits() != r.cache(2) {
        return Ok(false);
    }
    r.save();
    let truth = is_instance(vm, r.peek(1), r.peek(0))?;
    finish_call(vm, r, 4, Value::bool(truth))?;
    Ok(true)
}

#[inline(never)]
fn is_instance(vm: &Vm, value: &Value, class: &Value) -> Result<bool> {
    if let Some(class) = class.downcast_exact::<Type>()
        && value.class().is(class)
    {
        return Ok(true);
    }
    vm.is_instance(value, class)
}

/// `x.append(y)` of a list, with POP_TOP behind it: the cache's word 2 is the word of the
/// method descriptor.
#[inline(always)]
pub(super) fn list_append(vm: &Vm, r: &mut Registers) -> bool {
    if r.peek_option(2)
        .is_none_or(|callable| callable.bits() != r.cache(2))
    {
        return false;
    }
    let Some(list) = r
        .peek_option(1)
        .and_then(|list| list.downcast_exact::<List>())
    else {
        return false;
    };
    let item = r.pop();
    list.push(item);
    let list = r.pop();
    drop(r.pop());
    discard(vm, r, list);
    // POP_TOP is skipped with its None.
    r.skip(CALL_CACHES as usize + 1);
    true
}

#[inline(always)]
pub(super) fn call_kw(vm: &Vm, r: &mut Registers, count: usize) -> Result<()> {
    let names = r.pop();
    let result = call_with_names(vm, r, count, &names);
    drop(names);
    result
}

#[inline(always)]
fn call_with_names(vm: &Vm, r: &mut Registers, count: usize, names: &Value) -> Result<()> {
    let names = match names.downcast_exact::<Tuple>() {
        Some(names) => names.items(),
        None => &[],
    };
    expand_method(r, count);
    let total = count + usize::from(r.peek_option(count).is_some());
    let callable = r.peek(count + 1);
    if callable.is_exact::<Function>() {
        let bits = callable.bits();
        return enter_function(vm, r, bits, total, count + 2 - total, names, 0);
    }
    r.save_native();
    let values = r.values(total);
    let result = call_value(vm, callable, Arguments { values, names })?;
    r.drop_many(count + 2);
    r.push(result);
    after_native(vm, r)
}

/// The name of a callable for messages: `module.qualname()`.
pub(crate) fn function_text(vm: &Vm, callable: &Value) -> String {
    let get = |name: &str| {
        let name = vm.intern(name);
        vm.find_attribute(callable, &name).ok().flatten()
    };
    let Some(qualified) = get("__qualname__") else {
        return vm.str_text(callable).unwrap_or_default();
    };
    let qualified = vm.str_text(&qualified).unwrap_or_default();
    match get("__module__") {
        Some(module) if !module.is_none() => {
            let module = vm.str_text(&module).unwrap_or_default();
            if module == "builtins" {
                format!("{qualified}()")
            } else {
                format!("{module}.{qualified}()")
            }
        }
        _ => format!("{qualified}()"),
    }
}

#[cold]
#[inline(never)]
fn not_iterable(vm: &Vm, callable: &Value, arguments: &Value) -> Raised {
    vm.type_error(format!(
        "{} argument after * must be an iterable, not {}",
        function_text(vm, callable),
        arguments.class().name()
    ))
}

/// The error for what follows `**`, from the error that merging it gave.
#[cold]
#[inline(never)]
pub(crate) fn keywords_error(
    vm: &Vm,
    callable: &Value,
    keywords: &Value,
    raised: Raised,
) -> Raised {
    let function = || function_text(vm, callable);
    if raised.is(&exceptions::ATTRIBUTE_ERROR) {
        return vm.type_error(format!(
            "{} argument after ** must be a mapping, not {}",
            function(),
            keywords.class().name()
        ));
    }
    if raised.is(&exceptions::KEY_ERROR)
        && let Some(exception) = raised.0.downcast::<exceptions::Exception>()
        && let [key] = exception.arguments().items()
    {
        let key = vm.str_text(key).unwrap_or_default();
        return vm.type_error(format!(
            "{} got multiple values for keyword argument '{key}'",
            function()
        ));
    }
    raised
}

/// The arguments of `f(*arguments, **keywords)`: values, and the names of the last ones.
#[inline(never)]
fn spread(
    vm: &Vm,
    callable: &Value,
    arguments: &Value,
    keywords: Option<&Value>,
) -> Result<(Vec<Value>, Vec<Value>)> {
    let mut values = match arguments.downcast_exact::<Tuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None => {
            if arguments.class().slots().iter.is_none() && !vm.is_sequence(arguments) {
                return Err(not_iterable(vm, callable, arguments));
            }
            vm.collect(arguments)?
        }
    };
    let mut names = Vec::new();
    if let Some(keywords) = keywords {
        let pairs = match keywords.downcast_exact::<Dict>() {
            Some(dict) => dict.to_vec(),
            None => {
                let dict = Dict::new();
                merge(vm, &dict, keywords)
                    .map_err(|raised| keywords_error(vm, callable, keywords, raised))?;
                dict.to_vec()
            }
        };
        for (name, value) in pairs {
            if name.downcast::<Str>().is_none() {
                return Err(vm.type_error("keywords must be strings"));
            }
            names.push(name);
            values.push(value);
        }
    }
    Ok((values, names))
}

#[inline(always)]
pub(super) fn call_function_ex(vm: &Vm, r: &mut Registers, has_keywords: usize) -> Result<()> {
    r.save();
    let has_keywords = has_keywords & 1;
    let callable = r.peek(2 + has_keywords);
    let arguments = r.peek(has_keywords);
    let keywords = if has_keywords != 0 {
        Some(r.peek(0))
    } else {
        None
    };
    if let Some(function) = callable.downcast_exact::<Function>() {
        if let Some(generator) = generator_of_spread(vm, function, arguments, keywords) {
            r.drop_many(3 + has_keywords);
            r.push(generator);
            return Ok(());
        }
        let frame = spread_into_frame(vm, r.frame, callable, arguments, keywords)?;
        r.drop_many(3 + has_keywords);
        // SAFETY: the calling frame is live.
        unsafe {
            (*r.frame).sp = r.sp;
            (*r.frame).return_offset = 1;
        }
        enter(r, frame);
        return Ok(());
    }
    r.save_native();
    let result = call_spread(vm, callable, arguments, keywords)?;
    r.drop_many(3 + has_keywords);
    r.push(result);
    after_native(vm, r)
}

/// Makes a tuple of the positional arguments of CALL_FUNCTION_EX, which callbacks look at.
pub(super) fn make_tuple(vm: &Vm, r: &mut Registers) -> Result<()> {
    let has_keywords = operand(r.word()) & 1;
    let arguments = r.peek(has_keywords);
    if !arguments.is_exact::<Tuple>() {
        if arguments.class().slots().iter.is_none() && !vm.is_sequence(arguments) {
            return Err(not_iterable(vm, r.peek(2 + has_keywords), arguments));
        }
        let tuple = Tuple::new(vm.collect(arguments)?);
        drop(r.replace(has_keywords, tuple.into()));
    }
    Ok(())
}

#[inline(never)]
fn spread_into_frame(
    vm: &Vm,
    _caller: *mut Frame,
    callable: &Value,
    arguments: &Value,
    keywords: Option<&Value>,
) -> Result<*mut Frame> {
    if let Some(frame) = spread_few(vm, callable, arguments, keywords) {
        return frame;
    }
    let (values, names) = spread(vm, callable, arguments, keywords)?;
    match callable.downcast_exact::<Function>() {
        Some(function) => frames::of_call(vm, function, None, &values, &names),
        None => Err(vm.system_error("not a function")),
    }
}

/// The generator that a call with a tuple of arguments makes at once.
#[inline(never)]
fn generator_of_spread(
    vm: &Vm,
    function: &Ref<Function>,
    arguments: &Value,
    keywords: Option<&Value>,
) -> Option<Value> {
    let items = arguments.downcast_exact::<Tuple>()?.items();
    if let Some(keywords) = keywords
        && !keywords.downcast_exact::<Dict>()?.is_empty()
    {
        return None;
    }
    Generator::of_values(vm, function, None, items)
}

/// The frame of a call with a tuple and a dict of few arguments; `None` for other calls.
fn spread_few(
    vm: &Vm,
    callable: &Value,
    arguments: &Value,
    keywords: Option<&Value>,
) -> Option<Result<*mut Frame>> {
    const FEW: usize = 12;
    let function = callable.downcast_exact::<Function>()?;
    let items = arguments.downcast_exact::<Tuple>()?.items();
    let dict = match keywords {
        Some(keywords) => Some(keywords.downcast_exact::<Dict>()?),
        None => None,
    };
    if dict.is_none_or(|dict| dict.is_empty()) {
        return Some(frames::of_call(vm, function, None, items, &[]));
    }
    let total = items.len() + dict.map_or(0, |dict| dict.len());
    if total > FEW {
        return None;
    }
    let mut values = [const { Value::NONE }; FEW];
    let mut names = [const { Value::NONE }; FEW];
    let mut count = 0;
    for item in items {
        values[count] = item.clone();
        count += 1;
    }
    let mut named = 0;
    if let Some(dict) = dict {
        let table = dict.table.borrow();
        for entry in table.entries() {
            let (Some(key), Some(value)) = (&entry.key, &entry.value) else {
                continue;
            };
            if key.downcast::<Str>().is_none() || count == FEW {
                return None;
            }
            names[named] = key.clone();
            values[count] = value.clone();
            named += 1;
            count += 1;
        }
    }
    Some(frames::of_call(
        vm,
        function,
        None,
        &values[..count],
        &names[..named],
    ))
}

#[inline(never)]
pub(super) fn call_spread(
    vm: &Vm,
    callable: &Value,
    arguments: &Value,
    keywords: Option<&Value>,
) -> Result<Value> {
    let (values, names) = spread(vm, callable, arguments, keywords)?;
    let arguments = Arguments {
        values: &values,
        names: &names,
    };
    vm.call_with(callable, arguments)
}
