//! `_lru_cache_wrapper`: a function whose results are kept, all or the most recent ones.
//!
//! Results are in a dict. Where their number is bounded, the dict gives the place of a link in
//! a vector, and the links form a list from the oldest to the newest.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::method;
use vm::objects::object_type::OBJECT;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use crate::container;
use crate::support::{INSTANCE_DICT, Visit, is_callable, of, reduce_method};

/// The payload of a caching function.
pub struct LruCache {
    function: Guarded<Option<Value>>,
    cache: Ref<Dict>,
    links: Guarded<Links>,
    /// -1 for no limit.
    limit: isize,
    typed: bool,
    hits: Cell<i64>,
    misses: Cell<i64>,
    info_type: Value,
    /// Divides positional from keyword arguments in a key.
    mark: Value,
}

/// No link.
const NOWHERE: usize = usize::MAX;

struct Link {
    older: usize,
    newer: usize,
    hash: i64,
    content: Option<(Value, Value)>,
}

/// The links, and the ends of their list.
struct Links {
    links: Vec<Link>,
    oldest: usize,
    newest: usize,
    free: Vec<usize>,
}

impl Default for Links {
    fn default() -> Links {
        Links {
            links: Vec::new(),
            oldest: NOWHERE,
            newest: NOWHERE,
            free: Vec::new(),
        }
    }
}

impl Visit for Links {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.links.iter().for_each(|link| link.content.visit(visit));
    }
}

impl Links {
    fn extract(&mut self, place: usize) {
        let Some(link) = self.links.get(place) else {
            return;
        };
        let (older, newer) = (link.older, link.newer);
        match self.links.get_mut(older) {
            Some(link) => link.newer = newer,
            None => self.oldest = newer,
        }
        match self.links.get_mut(newer) {
            Some(link) => link.older = older,
            None => self.newest = older,
        }
    }

    fn append(&mut self, place: usize) {
        let newest = self.newest;
        if let Some(link) = self.links.get_mut(place) {
            (link.older, link.newer) = (newest, NOWHERE);
        }
        match self.links.get_mut(newest) {
            Some(link) => link.newer = place,
            None => self.oldest = place,
        }
        self.newest = place;
    }

    /// The result in a link, which becomes the newest.
    #[inline]
    fn renew(&mut self, place: usize) -> Option<Value> {
        let result = self.links.get(place)?.content.as_ref()?.1.clone();
        if self.newest != place {
            self.extract(place);
            self.append(place);
        }
        Some(result)
    }

    /// A place for a new link, which is not in the list yet.
    fn reserve(&mut self, hash: i64, key: Value, result: Value) -> usize {
        let link = Link {
            older: NOWHERE,
            newer: NOWHERE,
            hash,
            content: Some((key, result)),
        };
        match self.free.pop() {
            Some(place) => {
                if let Some(slot) = self.links.get_mut(place) {
                    *slot = link;
                }
                place
            }
            None => {
                self.links.push(link);
                self.links.len() - 1
            }
        }
    }

    /// Takes a link that is not in the list out of use.
    fn release(&mut self, place: usize) -> Option<(Value, Value)> {
        let content = self.links.get_mut(place)?.content.take();
        self.free.push(place);
        content
    }
}

container!(LruCache, LRU_CACHE, [function, cache, links, info_type, mark], clear [function, links]);

static_type! {
    /// `functools._lru_cache_wrapper`
    pub LRU_CACHE = TypeSpec {
        name: "_lru_cache_wrapper",
        module: "functools",
        doc: Some("A function that keeps its results."),
        layout: Some(<LruCache as Payload>::layout),
        flags: flags::ATTRIBUTES | flags::WEAK_REFERENCES | flags::METHOD_DESCRIPTOR,
        slots: Slots { new: Some(new), call: Some(call), get: Some(get), ..Slots::EMPTY },
        methods: &[
            Method::new("cache_info", "($self, /)", info, "The statistics of the cache."),
            Method::new("cache_clear", "($self, /)", clear, "Empties the cache."),
            reduce_method(|vm, arguments| {
                vm.get_attribute(required(arguments, 0), &vm.intern("__qualname__"))
            }),
            Method::raw("__copy__", "", itself, "Itself."),
            Method::raw("__deepcopy__", "", itself, "Itself."),
        ],
        properties: &[INSTANCE_DICT],
        ..TypeSpec::DEFAULT
    };
}

fn itself(_: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    Ok(arguments.values.first().cloned().unwrap_or(Value::NONE))
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "lru_cache",
        "(user_function, maxsize, typed, cache_info_type)",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let (function, limit) = (bound.required(0), bound.required(1));
    let typed = vm.is_true(bound.required(2))?;
    if !is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let limit = if limit.is_none() {
        -1
    } else if limit.is_int() || limit.class().slots().index.is_some() {
        let index = vm.index(limit)?;
        match index.as_i64() {
            Some(limit) => (limit as isize).max(0),
            None => {
                return Err(vm.overflow_error(format!(
                    "cannot fit '{}' into an index-sized integer",
                    limit.class().name()
                )));
            }
        }
    } else {
        return Err(vm.type_error("maxsize should be integer or None"));
    };
    let mark = vm.call(OBJECT.as_value(), &[])?;
    Ok(Ref::with_class(
        class,
        LruCache {
            function: Guarded::new(Some(function.clone())),
            cache: Dict::new(),
            links: Guarded::default(),
            limit,
            typed,
            hits: Cell::new(0),
            misses: Cell::new(0),
            info_type: bound.required(3).clone(),
            mark,
        },
    )
    .into())
}

fn is_scalar(value: &Value) -> bool {
    value.is_small_int() || value.is_exact::<Str>() || value.is_exact::<vm::objects::int::Int>()
}

impl LruCache {
    fn key(&self, arguments: Arguments<'_>) -> Value {
        if !self.typed && arguments.names.is_empty() {
            return match arguments.values {
                [only] if is_scalar(only) => only.clone(),
                values => Tuple::from_slice(values).into(),
            };
        }
        let positionals = arguments.positionals();
        let mut key = positionals.to_vec();
        if !arguments.names.is_empty() {
            key.push(self.mark.clone());
        }
        for (name, value) in arguments.keywords() {
            key.push(name.to_value());
            key.push(value.clone());
        }
        if self.typed {
            key.extend(
                arguments
                    .values
                    .iter()
                    .map(|value| value.class().to_value()),
            );
        }
        Tuple::new(key).into()
    }

    fn compute(&self, vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
        self.misses.set(self.misses.get() + 1);
        let function = self.function.borrow().clone().unwrap_or(Value::NONE);
        vm.call_with(&function, arguments)
    }

    #[inline]
    fn call_unbounded(&self, vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
        let key = self.key(arguments);
        let hash = vm.hash(&key)?;
        if let Some(result) = self.cache.get_hashed(vm, &key, hash)? {
            self.hits.set(self.hits.get() + 1);
            return Ok(result);
        }
        let result = self.compute(vm, arguments)?;
        self.cache.set_hashed(vm, &key, hash, result.clone())?;
        Ok(result)
    }

    #[inline]
    fn call_bounded(&self, vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
        let key = self.key(arguments);
        let hash = vm.hash(&key)?;
        if let Some(place) = self.cache.get_hashed(vm, &key, hash)?
            && let Some(place) = place.as_small_int()
            && let Some(result) = self.links.borrow_mut().renew(place as usize)
        {
            self.hits.set(self.hits.get() + 1);
            return Ok(result);
        }
        let result = self.compute(vm, arguments)?;
        // The call may have cached the same key.
        if self.cache.get_hashed(vm, &key, hash)?.is_none() {
            self.keep(vm, key, hash, result.clone())?;
        }
        Ok(result)
    }

    /// Adds a result; the oldest makes room for it in a full cache.
    fn keep(&self, vm: &Vm, key: Value, hash: i64, result: Value) -> Result<()> {
        let full = self.cache.len() as isize >= self.limit;
        let mut evicted = None;
        if full && !self.evict(vm, &mut evicted)? {
            return Ok(());
        }
        let place = self.links.borrow_mut().reserve(hash, key.clone(), result);
        let number = Value::int(place as i64);
        if let Err(raised) = self.cache.set_hashed(vm, &key, hash, number) {
            let unused = self.links.borrow_mut().release(place);
            drop(unused);
            return Err(raised);
        }
        self.links.borrow_mut().append(place);
        Ok(())
    }

    /// Removes the oldest result; `false` where somebody else has.
    fn evict(&self, vm: &Vm, evicted: &mut Option<(Value, Value)>) -> Result<bool> {
        let oldest = {
            let mut links = self.links.borrow_mut();
            let place = links.oldest;
            let link = links.links.get(place);
            let found = link.and_then(|link| {
                let (key, _) = link.content.as_ref()?;
                Some((place, link.hash, key.clone()))
            });
            links.extract(place);
            found
        };
        let Some((place, hash, key)) = oldest else {
            return Ok(true);
        };
        let removed = match self.cache.find(vm, &key, hash) {
            Ok(position) => position.and_then(|position| self.cache.remove_at(position)),
            Err(raised) => {
                self.links.borrow_mut().prepend(place);
                return Err(raised);
            }
        };
        *evicted = self.links.borrow_mut().release(place);
        Ok(removed.is_some())
    }
}

impl Links {
    fn prepend(&mut self, place: usize) {
        let oldest = self.oldest;
        if let Some(link) = self.links.get_mut(place) {
            (link.older, link.newer) = (NOWHERE, oldest);
        }
        match self.links.get_mut(oldest) {
            Some(link) => link.older = place,
            None => self.newest = place,
        }
        self.oldest = place;
    }
}

fn call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let cache = of::<LruCache>(this);
    match cache.limit {
        -1 => cache.call_unbounded(vm, arguments),
        0 => cache.compute(vm, arguments),
        _ => cache.call_bounded(vm, arguments),
    }
}

fn get(_: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> Result<Value> {
    match instance.filter(|instance| !instance.is_none()) {
        Some(instance) => Ok(method::Method::new(this.clone(), instance.clone()).into()),
        None => Ok(this.clone()),
    }
}

fn info(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let cache = of::<LruCache>(required(arguments, 0));
    let limit = match cache.limit {
        -1 => Value::NONE,
        limit => Value::int(limit as i64),
    };
    vm.call(
        &cache.info_type,
        &[
            Value::int(cache.hits.get()),
            Value::int(cache.misses.get()),
            limit,
            cache.cache.len().into(),
        ],
    )
}

fn clear(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let cache = of::<LruCache>(required(arguments, 0));
    let links = cache.links.take();
    cache.hits.set(0);
    cache.misses.set(0);
    cache.cache.clear_entries();
    drop(links);
    Ok(Value::NONE)
}
