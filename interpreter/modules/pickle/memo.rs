//! The memos of picklers and unpicklers: which objects are known, and by which number; what
//! their attributes `memo` show.

use rustc_hash::FxHashMap;
use vm::native::{Method, required};
use vm::objects::class_creation;
use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::pickler::Pickler;
use super::unpickler::Unpickler;
use crate::support::{of, reduce_method, tuple};

/// The objects that a pickler has written, by identity.
#[derive(Clone, Default)]
pub struct Memo {
    numbers: FxHashMap<u64, usize>,
    /// The objects, so that they live on, with their numbers.
    objects: Vec<(usize, Value)>,
}

impl Memo {
    /// The number of an object.
    #[inline]
    pub fn get(&self, object: &Value) -> Option<usize> {
        self.numbers.get(&object.bits()).copied()
    }

    /// Adds an object, and gives its number.
    pub fn add(&mut self, object: &Value) -> usize {
        let number = self.objects.len();
        self.set(object, number);
        number
    }

    /// Adds an object under a number.
    pub fn set(&mut self, object: &Value, number: usize) {
        self.numbers.insert(object.bits(), number);
        self.objects.push((number, object.clone()));
    }

    /// The objects with their numbers.
    pub fn objects(&self) -> &[(usize, Value)] {
        &self.objects
    }
}

/// The objects that an unpickler has read, by number.
#[derive(Clone, Default)]
pub struct Known {
    near: Vec<Option<Value>>,
    /// Those whose numbers are far from the others'.
    far: FxHashMap<usize, Value>,
    count: usize,
}

impl Known {
    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The object of a number.
    #[inline]
    pub fn get(&self, number: usize) -> Option<Value> {
        match self.near.get(number) {
            Some(Some(object)) => Some(object.clone()),
            _ if self.far.is_empty() => None,
            _ => self.far.get(&number).cloned(),
        }
    }

    /// Adds an object; gives the one that had the number, to be dropped later.
    #[inline]
    pub fn set(&mut self, number: usize, object: Value) -> Option<Value> {
        const GAP: usize = 1 << 16;
        if number == self.near.len() {
            self.near.push(Some(object));
            self.count += 1;
            return None;
        }
        let old = if number < self.near.len() + GAP {
            if number >= self.near.len() {
                self.near.resize(number + 1, None);
            }
            self.near
                .get_mut(number)
                .and_then(|place| place.replace(object))
        } else {
            self.far.insert(number, object)
        };
        self.count += usize::from(old.is_none());
        old
    }

    /// The objects with their numbers.
    pub fn objects(&self) -> impl Iterator<Item = (usize, &Value)> {
        let near = self.near.iter().enumerate();
        let near = near.filter_map(|(number, object)| Some((number, object.as_ref()?)));
        near.chain(self.far.iter().map(|(number, object)| (*number, object)))
    }
}

/// The payload of what `Pickler.memo` gives.
pub struct PicklerMemo(Ref<Pickler>);

payload!(PicklerMemo, PICKLER_MEMO, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.0.as_value());
    }
});

/// The payload of what `Unpickler.memo` gives.
pub struct UnpicklerMemo(Ref<Unpickler>);

payload!(UnpicklerMemo, UNPICKLER_MEMO, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.0.as_value());
    }
});

static_type! {
    /// `_pickle.PicklerMemoProxy`
    pub PICKLER_MEMO = TypeSpec {
        name: "PicklerMemoProxy",
        module: "_pickle",
        layout: Some(<PicklerMemo as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: &[
            Method::new("clear", "($self, /)", |_, it| {
                drop(of::<PicklerMemo>(required(it, 0)).0.memo.take());
                Ok(Value::NONE)
            }, "Forgets all objects."),
            Method::new("copy", "($self, /)", |vm, it| {
                pickler_dict(vm, required(it, 0))
            }, "A dict of the objects by their identity."),
            reduce_method(|vm, it| {
                let dict = pickler_dict(vm, required(it, 0))?;
                Ok(tuple(vec![Dict::class().to_value(), tuple(vec![dict])]))
            }),
        ],
        constants: &[("__hash__", |_| Value::NONE)],
        ..TypeSpec::DEFAULT
    };
    /// `_pickle.UnpicklerMemoProxy`
    pub UNPICKLER_MEMO = TypeSpec {
        name: "UnpicklerMemoProxy",
        module: "_pickle",
        layout: Some(<UnpicklerMemo as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: &[
            Method::new("clear", "($self, /)", |_, it| {
                drop(of::<UnpicklerMemo>(required(it, 0)).0.memo.take());
                Ok(Value::NONE)
            }, "Forgets all objects."),
            Method::new("copy", "($self, /)", |vm, it| {
                unpickler_dict(vm, required(it, 0))
            }, "A dict of the objects by number."),
            reduce_method(|vm, it| {
                let dict = unpickler_dict(vm, required(it, 0))?;
                Ok(tuple(vec![Dict::class().to_value(), tuple(vec![dict])]))
            }),
        ],
        constants: &[("__hash__", |_| Value::NONE)],
        ..TypeSpec::DEFAULT
    };
}

/// Makes the types ready that no module shows.
pub fn make_ready() {
    class_creation::make_ready(&PICKLER_MEMO);
    class_creation::make_ready(&UNPICKLER_MEMO);
}

/// What `Pickler.memo` gives.
pub fn of_pickler(pickler: &Ref<Pickler>) -> Value {
    Ref::new(PicklerMemo(pickler.clone())).into()
}

/// What `Unpickler.memo` gives.
pub fn of_unpickler(unpickler: &Ref<Unpickler>) -> Value {
    Ref::new(UnpicklerMemo(unpickler.clone())).into()
}

fn pickler_dict(vm: &Vm, this: &Value) -> Result<Value> {
    let objects = of::<PicklerMemo>(this).0.memo.borrow().objects().to_vec();
    let dict = Dict::with_capacity(objects.len());
    for (number, object) in objects {
        let pair = Tuple::pair(Value::from(number), object.clone());
        dict.set(vm, &Value::from(object.identity() as usize), pair.into())?;
    }
    Ok(dict.into())
}

fn unpickler_dict(vm: &Vm, this: &Value) -> Result<Value> {
    let objects = of::<UnpicklerMemo>(this).0.memo.borrow().clone();
    let dict = Dict::new();
    for (number, object) in objects.objects() {
        dict.set(vm, &Value::from(number), object.clone())?;
    }
    Ok(dict.into())
}

/// Takes the memo of another pickler, or a dict of pairs of number and object.
pub fn set_pickler_memo(vm: &Vm, pickler: &Ref<Pickler>, value: &Value) -> Result<()> {
    let memo = if let Some(other) = value.downcast::<PicklerMemo>() {
        other.0.memo.borrow().clone()
    } else if let Some(dict) = value.downcast::<Dict>() {
        let mut memo = Memo::default();
        for (_, pair) in dict.to_vec() {
            let Some([number, object]) = pair.downcast::<Tuple>().map(|pair| pair.items()) else {
                return Err(vm.type_error("'memo' values must be 2-item tuples"));
            };
            memo.set(object, usize::try_from(vm.to_isize(number)?).unwrap_or(0));
        }
        memo
    } else {
        return Err(vm.type_error(format!(
            "'memo' attribute must be a PicklerMemoProxy object or dict, not {}",
            value.class().name()
        )));
    };
    drop(pickler.memo.replace(memo));
    Ok(())
}

/// Takes the memo of another unpickler, or a dict of objects by number.
pub fn set_unpickler_memo(vm: &Vm, unpickler: &Ref<Unpickler>, value: &Value) -> Result<()> {
    let memo = if let Some(other) = value.downcast::<UnpicklerMemo>() {
        other.0.memo.borrow().clone()
    } else if let Some(dict) = value.downcast::<Dict>() {
        let mut memo = Known::default();
        for (number, object) in dict.to_vec() {
            if !number.is_int() {
                return Err(vm.type_error("memo key must be integers"));
            }
            let Ok(number) = usize::try_from(vm.to_isize(&number)?) else {
                return Err(vm.value_error("memo key must be positive integers."));
            };
            drop(memo.set(number, object));
        }
        memo
    } else {
        return Err(vm.type_error(format!(
            "'memo' attribute must be an UnpicklerMemoProxy object or dict, not {}",
            value.class().name()
        )));
    };
    drop(unpickler.memo.replace(memo));
    Ok(())
}
