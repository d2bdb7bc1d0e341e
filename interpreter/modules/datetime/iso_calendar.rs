//! What `isocalendar` gives: a tuple of year, week and weekday with names.

use vm::call::Arguments;
use vm::native::{Property, Signature, bind, required};
use vm::objects::heap::Ref;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::tuple_type::TUPLE;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::arguments::number_or;
use crate::support::{of, reduce_method, tuple};

static_type! {
    /// `datetime.IsoCalendarDate`
    pub ISO_CALENDAR_DATE = TypeSpec {
        name: "IsoCalendarDate",
        module: "datetime",
        doc: Some("Year, week and weekday of a date."),
        base: Some(|| TUPLE.as_ref()),
        flags: flags::IMMUTABLE,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(|_, it| {
            let items = of::<Tuple>(required(it, 0)).items().to_vec();
            Ok(tuple(vec![TUPLE.to_value(), tuple(vec![tuple(items)])]))
        })],
        properties: &[item::<0>("year"), item::<1>("week"), item::<2>("weekday")],
        ..TypeSpec::DEFAULT
    };
}

const fn item<const INDEX: usize>(name: &'static str) -> Property {
    Property::new(name, |_, this| {
        Ok(of::<Tuple>(this)
            .items()
            .get(INDEX)
            .cloned()
            .unwrap_or(Value::NONE))
    })
}

/// The tuple of these numbers.
pub fn make(class: &Ref<Type>, (year, week, weekday): (i32, i32, i32)) -> Value {
    let items = [year, week, weekday].map(|number| Value::int(number.into()));
    Tuple::of_class(class, items.into()).into()
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("IsoCalendarDate", "(year, week, weekday)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let number = |place| number_or(vm, bound.optional(place), 0);
    Ok(make(class, (number(0)?, number(1)?, number(2)?)))
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let mut shown = Vec::new();
    for (name, item) in ["year", "week", "weekday"]
        .iter()
        .zip(of::<Tuple>(this).items())
    {
        shown.push(format!("{name}={}", vm.str_text(item)?));
    }
    let class = this.class().name();
    Ok(Str::value(format!("{class}({})", shown.join(", "))))
}
