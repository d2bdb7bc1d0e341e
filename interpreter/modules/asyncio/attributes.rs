//! Attributes that show a field of a native object of asyncio, and let scripts set it.

/// An attribute that holds any value; a field without one shows `None`, and `None` empties it.
macro_rules! stored {
    ($owner:ty, $name:literal, $field:ident) => {
        vm::native::Property::settable(
            $name,
            |_, this| {
                let value = crate::support::of::<$owner>(this).$field.borrow().clone();
                Ok(value.unwrap_or(vm::objects::value::Value::NONE))
            },
            |_, this, value| {
                let value = value.filter(|value| !value.is_none()).cloned();
                drop(crate::support::of::<$owner>(this).$field.replace(value));
                Ok(())
            },
        )
    };
}

/// An attribute that is true or false; what is set is asked for its truth.
macro_rules! flag {
    ($owner:ty, $name:literal, $field:ident) => {
        vm::native::Property::settable(
            $name,
            |_, this| {
                let flag = crate::support::of::<$owner>(this).$field.get();
                Ok(vm::objects::value::Value::bool(flag))
            },
            |vm, this, value| {
                let value = value.unwrap_or(vm::objects::value::Value::none_ref());
                let value = vm.is_true(value)?;
                crate::support::of::<$owner>(this).$field.set(value);
                Ok(())
            },
        )
    };
}

pub(super) use {flag, stored};
