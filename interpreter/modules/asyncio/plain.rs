//! Methods that native code may go past when neither a class nor an instance has replaced them.

use vm::Vm;
use vm::objects::attributes;
use vm::objects::heap::Ref;
use vm::objects::lookup::Found;
use vm::objects::str::Str;
use vm::objects::types::StaticType;
use vm::objects::value::Value;

use crate::state::State;

/// A method: its name in the class, and the name that is looked up.
pub type Row = (&'static str, &'static str);

/// The methods of a native type, and what was found out last.
pub struct PlainMethods {
    class: &'static StaticType,
    rows: &'static [Row],
    known: State<Known>,
}

struct Known {
    methods: Option<&'static [(Ref<Str>, Value)]>,
    /// What was found out of classes and shapes, the last few.
    answers: [Answer; ANSWERS],
    next: usize,
}

#[derive(Clone, Copy)]
struct Answer {
    version: u32,
    mark: usize,
    plain: u32,
}

/// A program has few classes of a kind, such as locks and semaphores of two sorts.
const ANSWERS: usize = 4;
const NOTHING: Answer = Answer {
    version: 0,
    mark: 0,
    plain: 0,
};

impl PlainMethods {
    /// These methods of a native type, 32 at most.
    pub const fn new(class: &'static StaticType, rows: &'static [Row]) -> PlainMethods {
        PlainMethods {
            class,
            rows,
            known: State::new(Known {
                methods: None,
                answers: [NOTHING; ANSWERS],
                next: 0,
            }),
        }
    }

    /// Which methods are the native ones: a bit for each.
    #[inline]
    pub fn of(&self, vm: &Vm, object: &Value) -> u32 {
        let class = object.class();
        let mark = object.header().and_then(attributes::mark);
        if let Some(mark) = mark {
            let version = class.version();
            let known = self.known.of(vm).borrow();
            for answer in &known.answers {
                if answer.version == version && answer.mark == mark && version != 0 {
                    return answer.plain;
                }
            }
        }
        self.find_out(vm, object, mark)
    }

    #[inline(never)]
    fn find_out(&self, vm: &Vm, object: &Value, mark: Option<usize>) -> u32 {
        let methods = self.methods(vm);
        let mut plain = 0;
        for (place, (name, function)) in methods.iter().enumerate() {
            if matches!(vm.get_method(object, name), Ok(Found::Method(found)) if found.is(function))
            {
                plain |= 1 << place;
            }
        }
        if let Some(mark) = mark {
            let mut known = self.known.of(vm).borrow_mut();
            let version = object.class().version();
            let place = known.next;
            known.answers[place] = Answer {
                version,
                mark,
                plain,
            };
            known.next = (place + 1) % ANSWERS;
        }
        plain
    }

    fn methods(&self, vm: &Vm) -> &'static [(Ref<Str>, Value)] {
        if let Some(methods) = self.known.of(vm).borrow().methods {
            return methods;
        }
        let found = self.rows.iter().map(|(own, name)| {
            let function = self.class.lookup(vm, &vm.intern(own));
            (vm.intern(name), function.unwrap_or(Value::NONE))
        });
        let methods: &'static [_] = Box::leak(found.collect::<Vec<_>>().into_boxed_slice());
        self.known.of(vm).borrow_mut().methods = Some(methods);
        methods
    }
}
