//! Attributes of instances of classes in Python that native code reads in passing: found by
//! their place, as long as classes and instances are what they use to be.

use vm::Vm;
use vm::objects::attributes;
use vm::objects::descriptors::MemberDescriptor;
use vm::objects::lookup::has_generic_getattribute;
use vm::objects::value::Value;

use crate::state::State;

/// The names of some attributes, and where they were found last.
pub struct Fields<const COUNT: usize> {
    names: [&'static str; COUNT],
    known: State<Known<COUNT>>,
}

struct Known<const COUNT: usize> {
    answers: [Answer<COUNT>; ANSWERS],
    next: usize,
}

#[derive(Clone, Copy)]
struct Answer<const COUNT: usize> {
    version: u32,
    places: Places<COUNT>,
}

/// Where the attributes of an instance are.
#[derive(Clone, Copy)]
pub struct Places<const COUNT: usize> {
    mark: usize,
    places: [u8; COUNT],
}

/// Instances of a class differ by which of their attributes were set, and in which order.
const ANSWERS: usize = 4;

impl<const COUNT: usize> Fields<COUNT> {
    /// The fields of these names.
    pub const fn new(names: [&'static str; COUNT]) -> Fields<COUNT> {
        const {
            assert!(COUNT > 0);
        }
        let nothing = Answer {
            version: 0,
            places: Places {
                mark: 0,
                places: [0; COUNT],
            },
        };
        Fields {
            names,
            known: State::new(Known {
                answers: [nothing; ANSWERS],
                next: 0,
            }),
        }
    }

    /// Where they are, if the instance has all of them, and nothing of its class hides them.
    #[inline]
    pub fn of(&self, vm: &Vm, object: &Value) -> Option<Places<COUNT>> {
        let mark = attributes::mark(object.header()?).filter(|mark| *mark != 0)?;
        let version = object.class().version();
        let known = {
            let known = self.known.of(vm).borrow();
            let fits = |it: &&Answer<COUNT>| it.places.mark == mark && it.version == version;
            known.answers.iter().find(fits).map(|it| it.places)
        };
        known
            .filter(|_| version != 0)
            .or_else(|| self.find_out(vm, object, mark))
    }

    #[cold]
    fn find_out(&self, vm: &Vm, object: &Value, mark: usize) -> Option<Places<COUNT>> {
        let header = object.header()?;
        let class = object.class();
        if !has_generic_getattribute(class) {
            return None;
        }
        let mut places = [0; COUNT];
        for (place, name) in places.iter_mut().zip(self.names) {
            let name = vm.intern(name);
            let found = class.lookup(vm, &name);
            let member = (found.as_ref()).and_then(|it| it.downcast_exact::<MemberDescriptor>());
            let found = match (member, &found) {
                (Some(member), _) => member.index()?,
                (None, Some(found)) if found.class().slots().set.is_some() => return None,
                (None, _) => attributes::place_of(header, &name)?,
            };
            *place = u8::try_from(found).ok()?;
        }
        let places = Places { mark, places };
        let mut known = self.known.of(vm).borrow_mut();
        let next = known.next;
        known.answers[next] = Answer {
            version: class.version(),
            places,
        };
        known.next = (next + 1) % ANSWERS;
        Some(places)
    }
}

impl<const COUNT: usize> Places<COUNT> {
    /// What instances of a class have in common that have these attributes in these places.
    pub fn mark(&self) -> usize {
        self.mark
    }

    /// An attribute of the instance, by its number among the names.
    #[inline(always)]
    pub fn get(&self, object: &Value, number: usize) -> Option<Value> {
        attributes::at_place(object.header()?, self.mark, self.places[number].into())
    }
}
