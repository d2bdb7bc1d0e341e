//! Sorting as `list.sort` does it: stable, by `__lt__` alone, and safe when a comparison
//! raises or looks at the list.
//!
//! Small ints, floats and strs go to the standard library's sort. For anything else the sort
//! merges runs of positions (Peters' timsort without galloping), and asks `__lt__`; the first
//! comparison that raises ends it: all later ones answer without asking.

use std::cell::RefCell;
use std::cmp::Ordering;

use super::slots::Comparison;
use super::str::Str;
use super::tuple::Tuple;
use super::value::Value;
use crate::protocols::comparison::plain_order;
use crate::{Raised, Result, Vm};

/// Sorts the items; `key` gives what is compared. On an error the items are in some order.
pub fn sort(vm: &Vm, items: &mut [Value], key: Option<&Value>, reverse: bool) -> Result<()> {
    // Reversing before and after keeps equal items in their order.
    if reverse {
        items.reverse();
    }
    let result = match key {
        None => sort_plain(vm, items),
        Some(key) => sort_by_key(vm, items, key),
    };
    if reverse {
        items.reverse();
    }
    result
}

fn sort_plain(vm: &Vm, items: &mut [Value]) -> Result<()> {
    match Kind::of(items.iter()) {
        Kind::Ints => sort_at_once(items, |left, right| {
            left.as_small_int().cmp(&right.as_small_int())
        }),
        Kind::Floats => sort_at_once(items, |left, right| {
            let order = left
                .immediate_float_value()
                .partial_cmp(&right.immediate_float_value());
            order.unwrap_or(Ordering::Equal)
        }),
        Kind::Strs => sort_strs(items, |item| item),
        Kind::Any => return sort_asking(vm, items, |item| item),
    }
    Ok(())
}

fn sort_by_key(vm: &Vm, items: &mut [Value], key: &Value) -> Result<()> {
    let mut keyed = Vec::with_capacity(items.len());
    for item in items.iter() {
        keyed.push((vm.call(key, std::slice::from_ref(item))?, item.clone()));
    }
    let mut result = Ok(());
    match Kind::of(keyed.iter().map(|(key, _)| key)) {
        Kind::Ints => sort_at_once(&mut keyed, |(left, _), (right, _)| {
            left.as_small_int().cmp(&right.as_small_int())
        }),
        Kind::Floats => sort_at_once(&mut keyed, |(left, _), (right, _)| {
            let order = left
                .immediate_float_value()
                .partial_cmp(&right.immediate_float_value());
            order.unwrap_or(Ordering::Equal)
        }),
        Kind::Strs => sort_strs(&mut keyed, |(key, _)| key),
        Kind::Any => result = sort_asking(vm, &mut keyed, |(key, _)| key),
    }
    for (place, (_, item)) in items.iter_mut().zip(keyed) {
        *place = item;
    }
    result
}

/// What all the compared values are.
enum Kind {
    Ints,
    Floats,
    Strs,
    Any,
}

impl Kind {
    fn of<'a>(mut values: impl Iterator<Item = &'a Value>) -> Kind {
        let Some(first) = values.next() else {
            return Kind::Ints;
        };
        if first.is_small_int() && values.all(Value::is_small_int) {
            Kind::Ints
        } else if first.is_immediate_float() && values.all(Value::is_immediate_float) {
            Kind::Floats
        } else if first.is_exact::<Str>() && values.all(|value| value.is_exact::<Str>()) {
            Kind::Strs
        } else {
            Kind::Any
        }
    }
}

/// Sorts by an order that needs no Python code. What stands in the opposite order is reversed:
/// the standard library's sort is slow at that where there are few items.
fn sort_at_once<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let is_descending = |pair: &[T]| compare(&pair[1], &pair[0]) == Ordering::Less;
    if items.len() > 2 && items.windows(2).all(is_descending) {
        items.reverse();
    } else {
        items.sort_by(compare);
    }
}

/// Sorts by what `__lt__` must be asked about: tuples only where their first items, or the
/// beginnings of these, are the same.
fn sort_asking<T>(vm: &Vm, items: &mut [T], key: impl Fn(&T) -> &Value) -> Result<()> {
    let error = RefCell::new(None);
    let Some(mut order) = beginnings_of_tuples(items.iter().map(&key)) else {
        stable_sort(items, &mut |left, right| {
            less(vm, key(left), key(right), &error)
        });
        return finish(error);
    };
    stable_sort(&mut order, &mut |left, right| {
        if left.0 != right.0 {
            return left.0 < right.0;
        }
        let key = |place: u32| key(&items[place as usize]);
        less(vm, key(left.1), key(right.1), &error)
    });
    let order: Vec<u32> = order.into_iter().map(|(_, place)| place).collect();
    permute(items, &order);
    finish(error)
}

/// A number for the first item of each tuple, in the order of these items, with the place of the
/// tuple; `None` unless the items are all integers of few bits, or all strings.
fn beginnings_of_tuples<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Vec<(u64, u32)>> {
    let mut beginnings = Vec::with_capacity(values.size_hint().0);
    let mut are_texts = None;
    for (place, value) in values.enumerate() {
        let first = value.downcast_exact::<Tuple>()?.items().first()?;
        let (beginning, is_text) = match (first.as_small_int(), first.downcast_exact::<Str>()) {
            // Negative numbers come before the others.
            (Some(number), _) => (number.cast_unsigned() ^ 1 << 63, false),
            (None, Some(text)) => (beginning(text.as_bytes()), true),
            (None, None) => return None,
        };
        if *are_texts.get_or_insert(is_text) != is_text {
            return None;
        }
        beginnings.push((beginning, place as u32));
    }
    Some(beginnings)
}

/// The first bytes of a text, as a number.
fn beginning(text: &[u8]) -> u64 {
    let mut first = [0; 8];
    let count = text.len().min(8);
    first[..count].copy_from_slice(&text[..count]);
    u64::from_be_bytes(first)
}

/// Sorts by strings: mostly by their first bytes, which are compared as one number.
fn sort_strs<T>(items: &mut [T], key: impl Fn(&T) -> &Value) {
    let text = |position: u32| {
        let text = key(&items[position as usize]).downcast::<Str>();
        text.map_or(&[][..], |text| text.as_bytes())
    };
    let positions = 0..items.len() as u32;
    let mut order: Vec<(u64, u32)> = positions
        .map(|place| (beginning(text(place)), place))
        .collect();
    sort_at_once(&mut order, |left, right| {
        let texts = || text(left.1).cmp(text(right.1));
        left.0.cmp(&right.0).then_with(texts)
    });
    let order: Vec<u32> = order.into_iter().map(|(_, place)| place).collect();
    permute(items, &order);
}

fn less(vm: &Vm, left: &Value, right: &Value, error: &RefCell<Option<Raised>>) -> bool {
    if error.borrow().is_some() {
        return false;
    }
    if let Some(order) = plain_order(left, right) {
        return order == Ordering::Less;
    }
    let answer = vm
        .compare(left, right, Comparison::Less)
        .and_then(|answer| vm.is_true(&answer));
    answer.unwrap_or_else(|raised| {
        *error.borrow_mut() = Some(raised);
        false
    })
}

fn finish(error: RefCell<Option<Raised>>) -> Result<()> {
    error.into_inner().map_or(Ok(()), Err)
}

/// Insertion below this length; runs are merged above it.
const RUN: usize = 32;

/// A stable sort that asks only whether one item is less than another, and that neither panics
/// nor loses items whatever the answers are.
fn stable_sort<T>(items: &mut [T], less: &mut impl FnMut(&T, &T) -> bool) {
    let length = items.len();
    if length < 2 {
        return;
    }
    let mut order: Vec<u32> = (0..length as u32).collect();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    while start < length {
        let end = extend_run(items, &mut order, start, less);
        runs.push((start, end - start));
        start = end;
        collapse(items, &mut order, &mut runs, less, false);
    }
    collapse(items, &mut order, &mut runs, less, true);
    permute(items, &order);
}

/// Finds an ascending run at `start`, or turns a descending one round; makes short ones longer
/// by binary insertion. Returns its end.
fn extend_run<T>(
    items: &[T],
    order: &mut [u32],
    start: usize,
    less: &mut impl FnMut(&T, &T) -> bool,
) -> usize {
    let length = order.len();
    let mut end = start + 1;
    if end < length {
        let at = |order: &[u32], position: usize| order[position] as usize;
        if less(&items[at(order, end)], &items[at(order, start)]) {
            end += 1;
            while end < length && less(&items[at(order, end)], &items[at(order, end - 1)]) {
                end += 1;
            }
            order[start..end].reverse();
        } else {
            end += 1;
            while end < length && !less(&items[at(order, end)], &items[at(order, end - 1)]) {
                end += 1;
            }
        }
    }
    let least = (start + RUN).min(length);
    while end < least {
        let item = order[end];
        let (mut low, mut high) = (start, end);
        while low < high {
            let middle = low + (high - low) / 2;
            if less(&items[item as usize], &items[order[middle] as usize]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        order[low..=end].rotate_right(1);
        end += 1;
    }
    end
}

fn collapse<T>(
    items: &[T],
    order: &mut [u32],
    runs: &mut Vec<(usize, usize)>,
    less: &mut impl FnMut(&T, &T) -> bool,
    all: bool,
) {
    while runs.len() > 1 {
        let last = runs.len() - 1;
        let mut first = last - 1;
        let length = |position: usize| runs[position].1;
        let unbalanced = length(first) <= length(last)
            || first > 0 && length(first - 1) <= length(first) + length(last);
        if !unbalanced && !all {
            break;
        }
        if first > 0 && length(first - 1) < length(last) {
            first -= 1;
        }
        let (start, left) = runs[first];
        let right = runs[first + 1].1;
        merge(items, &mut order[start..start + left + right], left, less);
        runs[first].1 = left + right;
        runs.remove(first + 1);
    }
}

/// Merges two neighbouring runs.
fn merge<T>(items: &[T], order: &mut [u32], middle: usize, less: &mut impl FnMut(&T, &T) -> bool) {
    let item = |number: u32| &items[number as usize];
    if !less(item(order[middle]), item(order[middle - 1])) {
        return;
    }
    let left = order[..middle].to_vec();
    let (mut from_left, mut from_right, mut to) = (0, middle, 0);
    while from_left < left.len() && from_right < order.len() {
        if less(item(order[from_right]), item(left[from_left])) {
            order[to] = order[from_right];
            from_right += 1;
        } else {
            order[to] = left[from_left];
            from_left += 1;
        }
        to += 1;
    }
    let rest = left.len() - from_left;
    order[to..to + rest].copy_from_slice(&left[from_left..]);
}

/// Puts the items into an order, which is a permutation of their positions.
fn permute<T>(items: &mut [T], order: &[u32]) {
    let mut target = vec![0u32; order.len()];
    for (position, &from) in order.iter().enumerate() {
        target[from as usize] = position as u32;
    }
    for start in 0..items.len() {
        while target[start] as usize != start {
            let to = target[start] as usize;
            items.swap(start, to);
            target.swap(start, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_stably_whatever_the_input() {
        for length in [0, 1, 2, 3, 31, 32, 33, 100, 1000] {
            for seed in 0u64..20 {
                let mut state = seed * 7919 + length as u64;
                let mut items: Vec<(u64, usize)> = (0..length)
                    .map(|position| {
                        state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
                        ((state >> 33) % (length as u64 / 3 + 1), position)
                    })
                    .collect();
                let mut expected = items.clone();
                expected.sort();
                stable_sort(&mut items, &mut |left, right| left.0 < right.0);
                assert_eq!(items, expected);
            }
        }
    }

    #[test]
    fn keeps_all_items_under_absurd_answers() {
        let mut items: Vec<usize> = (0..500).collect();
        let mut count = 0;
        stable_sort(&mut items, &mut |_, _| {
            count += 1;
            count % 3 == 0
        });
        items.sort();
        assert_eq!(items, (0..500).collect::<Vec<_>>());
    }
}
