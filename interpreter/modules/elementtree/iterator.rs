//! The iterator of an element and all within it, or of the texts there.

use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::element::Element;
use crate::support::of;

/// What an iterator gives.
pub enum Wanted {
    /// Elements, with this tag if there is one.
    Elements(Option<Value>),
    /// The texts of elements and those behind them.
    Text,
}

/// The payload of an iterator.
pub struct ElementIterator {
    root: Guarded<Option<Value>>,
    /// The elements that are open, and which child of each comes next.
    open: Guarded<Vec<(Value, usize)>>,
    wanted: Wanted,
}

payload!(ElementIterator, ELEMENT_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.root.borrow().iter().for_each(&mut *visit);
        self.open
            .borrow()
            .iter()
            .for_each(|(element, _)| visit(element));
        if let Wanted::Elements(Some(tag)) = &self.wanted {
            visit(tag);
        }
    }
    fn clear(&self) {
        drop(self.root.take());
        drop(self.open.take());
    }
});

static_type! {
    /// `_elementtree._element_iterator`
    pub ELEMENT_ITERATOR = TypeSpec {
        name: "_element_iterator",
        module: "_elementtree",
        layout: Some(<ElementIterator as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        ..TypeSpec::DEFAULT
    };
}

impl ElementIterator {
    /// An iterator that begins at an element.
    pub fn of(root: &Value, wanted: Wanted) -> Value {
        Ref::new(ElementIterator {
            root: Guarded::new(Some(root.clone())),
            open: Guarded::default(),
            wanted,
        })
        .into()
    }

    /// The element that comes next, which is open from now on; or else the one that has ended.
    fn step(&self) -> Step {
        let mut open = self.open.borrow_mut();
        let Some((parent, next)) = open.last_mut() else {
            let Some(root) = self.root.take() else {
                return Step::End;
            };
            open.push((root.clone(), 0));
            return Step::Begun(root);
        };
        let child = of::<Element>(parent).children.borrow().get(*next).cloned();
        match child {
            Some(child) => {
                *next += 1;
                open.push((child.clone(), 0));
                Step::Begun(child)
            }
            None => match open.pop() {
                // The text behind the first element is not within it.
                Some((root, _)) if open.is_empty() => Step::Root(root),
                Some((ended, _)) => Step::Ended(ended),
                None => Step::End,
            },
        }
    }
}

enum Step {
    Begun(Value),
    Ended(Value),
    Root(Value),
    End,
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = of::<ElementIterator>(this);
    loop {
        let step = iterator.step();
        let text = match (&iterator.wanted, step) {
            (_, Step::End) => return Ok(None),
            (Wanted::Elements(None), Step::Begun(element)) => return Ok(Some(element)),
            (Wanted::Elements(Some(tag)), Step::Begun(element)) => {
                let own = of::<Element>(&element).tag.borrow().clone();
                if vm.equal(&own, tag)? {
                    return Ok(Some(element));
                }
                continue;
            }
            (Wanted::Text, Step::Begun(element)) => of::<Element>(&element).text.borrow().clone(),
            (Wanted::Text, Step::Ended(element)) => of::<Element>(&element).tail.borrow().clone(),
            (_, Step::Root(element)) => {
                drop(element);
                continue;
            }
            (Wanted::Elements(_), Step::Ended(_)) => continue,
        };
        if !text.is_none() && vm.is_true(&text)? {
            return Ok(Some(text));
        }
    }
}
