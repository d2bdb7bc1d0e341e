//! The context of a task or a callback: a copy of the one in which it was made. There is no
//! object for it until somebody asks: most contexts are never looked at, and never changed.

use std::cell::Cell;

use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::Ref;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::context::{Context, enter, leave, values_of_current};
use crate::asyncio::own_context;
use crate::support::Visit;

/// A context, with or without an object.
#[derive(Clone, Default)]
pub enum Inherited {
    /// None.
    #[default]
    Nothing,
    /// A copy with these values that nobody has seen yet.
    Values(Ref<Dict>),
    /// A context, or what a script has given in the place of one.
    Object(Value),
}

impl Inherited {
    /// A copy of the current context.
    #[inline]
    pub fn from_current(vm: &Vm) -> Inherited {
        Inherited::Values(values_of_current(vm))
    }

    /// The context that was given, or a copy of the current one.
    #[inline]
    pub fn given(vm: &Vm, context: Option<&Value>) -> Inherited {
        match context {
            Some(context) => Inherited::Object(context.clone()),
            None => Inherited::from_current(vm),
        }
    }

    /// The context as an object; `None` where there is none.
    pub fn into_object(self) -> Value {
        match self {
            Inherited::Nothing => Value::NONE,
            Inherited::Values(values) => Context::of(values).into(),
            Inherited::Object(context) => context,
        }
    }
}

impl Visit for Inherited {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        match self {
            Inherited::Nothing => {}
            Inherited::Values(values) => visit(values.as_value()),
            Inherited::Object(context) => visit(context),
        }
    }
}

/// The place of a context in its owner: a task or a handle.
#[derive(Default)]
pub struct OwnContext {
    content: Guarded<Inherited>,
    /// Whether the owner runs in it, and no object existed when it began.
    entered: Cell<bool>,
}

impl OwnContext {
    /// The place of this context.
    #[inline(always)]
    pub fn new(content: Inherited) -> OwnContext {
        OwnContext {
            content: Guarded::new(content),
            entered: Cell::new(false),
        }
    }

    /// Puts another one there.
    pub fn replace(&self, content: Inherited) {
        drop(self.content.replace(content));
    }

    /// Whether an object is there that is no context.
    pub fn is_foreign(&self) -> bool {
        match &*self.content.borrow() {
            Inherited::Nothing => true,
            Inherited::Values(_) => false,
            Inherited::Object(context) => context.downcast::<Context>().is_none(),
        }
    }

    /// The context as an object, which is made if there is none yet.
    pub fn object(&self) -> Value {
        let values = match &*self.content.borrow() {
            Inherited::Nothing => return Value::NONE,
            Inherited::Object(context) => return context.clone(),
            Inherited::Values(values) => values.clone(),
        };
        let context = Context::of(values);
        context.set_entered(self.entered.get());
        self.replace(Inherited::Object(context.to_value()));
        context.into()
    }

    /// The values, where there is no object.
    #[inline]
    pub fn values(&self) -> Option<Ref<Dict>> {
        match &*self.content.borrow() {
            Inherited::Values(values) => Some(values.clone()),
            _ => None,
        }
    }

    /// Does something in the context of the owner, which is a context or a copy of one.
    #[inline]
    pub fn run<T>(&self, vm: &Vm, owner: &Value, action: impl FnOnce() -> Result<T>) -> Result<T> {
        let is_bare = matches!(&*self.content.borrow(), Inherited::Values(_));
        if !is_bare || self.entered.replace(true) {
            return self.run_in_object(vm, action);
        }
        let previous = vm.context.replace(Some(owner.clone()));
        let result = action();
        self.entered.set(false);
        let is_current = (vm.context.borrow().as_ref()).is_some_and(|current| current.is(owner));
        if !is_current {
            let context = self.object();
            return result.and_then(|value| leave(vm, &context).map(|()| value));
        }
        drop(vm.context.replace(previous));
        if let Inherited::Object(context) = &*self.content.borrow()
            && let Some(context) = context.downcast::<Context>()
        {
            context.set_entered(false);
        }
        result
    }

    #[inline(never)]
    fn run_in_object<T>(&self, vm: &Vm, action: impl FnOnce() -> Result<T>) -> Result<T> {
        let context = self.object();
        enter(vm, &context)?;
        let result = action();
        let left = leave(vm, &context);
        let value = result?;
        left?;
        Ok(value)
    }
}

impl Visit for OwnContext {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.content.visit(visit);
    }
}

/// The context of a task or handle that stands for the current context.
pub(super) fn of_owner(owner: &Value) -> Option<&OwnContext> {
    own_context(owner)
}
