//! `_bisect`: bisection of sorted sequences.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::list::List;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::ordering::less;

const SIGNATURE: &str = "($module, /, a, x, lo=0, hi=None, *, key=None)";

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_bisect",
    doc: Some("Bisection of sorted sequences."),
    functions: &[
        Method::new(
            "bisect_right",
            SIGNATURE,
            bisect_right,
            "Where to insert x behind its equals.",
        ),
        Method::new(
            "insort_right",
            SIGNATURE,
            insort_right,
            "Inserts x behind its equals.",
        ),
        Method::new(
            "bisect_left",
            SIGNATURE,
            bisect_left,
            "Where to insert x in front of its equals.",
        ),
        Method::new(
            "insort_left",
            SIGNATURE,
            insort_left,
            "Inserts x in front of its equals.",
        ),
    ],
    fill: |_, _| Ok(()),
};

/// On which side of its equals an item belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn key_of(arguments: &[Option<Value>]) -> Option<&Value> {
    arguments[4].as_ref().filter(|key| !key.is_none())
}

fn bounds(vm: &Vm, arguments: &[Option<Value>]) -> Result<(usize, usize)> {
    let low = match &arguments[2] {
        Some(low) => vm.to_isize(low)?,
        None => 0,
    };
    let high = match arguments[3].as_ref().filter(|high| !high.is_none()) {
        Some(high) => vm.to_isize(high)?,
        None => -1,
    };
    let Ok(low) = usize::try_from(low) else {
        return Err(vm.value_error("lo must be non-negative"));
    };
    let high = match high {
        -1 => vm.length(required(arguments, 0))?,
        high => usize::try_from(high).unwrap_or(0),
    };
    Ok((low, high))
}

fn item_at(vm: &Vm, sequence: &Value, index: usize) -> Result<Value> {
    if let Some(list) = sequence.downcast_exact::<List>() {
        return list
            .get(index)
            .ok_or_else(|| vm.index_error("list index out of range"));
    }
    vm.get_item(sequence, &Value::from(index))
}

fn check_sequence(vm: &Vm, sequence: &Value) -> Result<()> {
    if vm.is_sequence(sequence) {
        return Ok(());
    }
    let name = sequence.class().name();
    Err(
        vm.type_error(if sequence.class().slots().getitem.is_some() {
            format!("{name} is not a sequence")
        } else {
            format!("'{name}' object does not support indexing")
        }),
    )
}

fn bisect(vm: &Vm, arguments: &[Option<Value>], item: &Value, side: Side) -> Result<usize> {
    let sequence = required(arguments, 0);
    let (mut low, mut high) = bounds(vm, arguments)?;
    if low >= high {
        return Ok(low);
    }
    check_sequence(vm, sequence)?;
    let key = key_of(arguments);
    while low < high {
        let middle = low + (high - low) / 2;
        let mut candidate = item_at(vm, sequence, middle)?;
        if let Some(key) = key {
            candidate = vm.call(key, &[candidate])?;
        }
        let goes_right = match side {
            Side::Left => less(vm, &candidate, item)?,
            Side::Right => !less(vm, item, &candidate)?,
        };
        if goes_right {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn bisect_right(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(bisect(vm, arguments, required(arguments, 1), Side::Right)?.into())
}

fn bisect_left(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(bisect(vm, arguments, required(arguments, 1), Side::Left)?.into())
}

fn insort(vm: &Vm, arguments: &[Option<Value>], side: Side) -> Result<Value> {
    let (sequence, item) = (required(arguments, 0), required(arguments, 1));
    let place = match key_of(arguments) {
        Some(key) => {
            let rank = vm.call(key, std::slice::from_ref(item))?;
            bisect(vm, arguments, &rank, side)?
        }
        None => bisect(vm, arguments, item, side)?,
    };
    match sequence.downcast_exact::<List>() {
        Some(list) => {
            let place = place.min(list.len());
            list.items.borrow_mut().insert(place, item.clone());
        }
        None => {
            vm.call_method(sequence, "insert", &[place.into(), item.clone()])?;
        }
    }
    Ok(Value::NONE)
}

fn insort_right(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    insort(vm, arguments, Side::Right)
}

fn insort_left(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    insort(vm, arguments, Side::Left)
}
