//! Comparing exception tables as ranges over aligned instructions.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::align::Places;
use super::{HandlerRow, PairComparison, Standing, standing_after};
use crate::ExceptionEntry;
use crate::instruction::CODE_UNIT;

/// An entry by the rows of the alignment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Range {
    start: usize,
    end: usize,
    target: usize,
    depth: u32,
    lasti: bool,
}

impl Range {
    fn new(entry: &ExceptionEntry, place: impl Fn(u32) -> usize) -> Range {
        let place = |unit: u32| place(unit.saturating_mul(CODE_UNIT));
        Range {
            start: place(entry.start),
            end: place(entry.end),
            target: place(entry.target),
            depth: entry.depth,
            lasti: entry.lasti,
        }
    }

    fn handles_as(&self, other: &Range) -> bool {
        (self.target, self.depth, self.lasti) == (other.target, other.depth, other.lasti)
    }

    /// Whether no instruction that it covers has a counterpart.
    fn is_empty(&self) -> bool {
        self.start >= self.end
    }
}

/// The ranges as they are when those that cover nothing are left out, and those that differ in
/// nothing but their borders and meet there are one; by entry, `None` for those left out.
fn merged(ranges: &[Range]) -> Vec<Option<Range>> {
    let mut merged: Vec<Option<Range>> = vec![None; ranges.len()];
    let mut members: Vec<usize> = Vec::new();
    let mut whole: Option<Range> = None;
    for (i, range) in ranges.iter().enumerate() {
        if range.is_empty() {
            continue;
        }
        whole = match whole {
            Some(before) if before.end == range.start && before.handles_as(range) => Some(Range {
                start: before.start,
                ..*range
            }),
            _ => {
                members.clear();
                Some(*range)
            }
        };
        members.push(i);
        members.iter().for_each(|&member| merged[member] = whole);
    }
    merged
}

/// Aligns the exception tables of a pair whose instructions are aligned and numbered.
pub(super) fn rows(pair: &PairComparison<'_>, differences: &mut usize) -> Vec<HandlerRow> {
    let places = Places::new(&pair.left, &pair.right, &pair.rows);
    let left = pair.left.listing.exception_entries();
    let right = pair.right.listing.exception_entries();
    let left_ranges: Vec<Range> = left
        .iter()
        .map(|entry| Range::new(entry, |offset| places.left(offset)))
        .collect();
    let right_ranges: Vec<Range> = right
        .iter()
        .map(|entry| Range::new(entry, |offset| places.right(offset)))
        .collect();
    let left_merged = merged(&left_ranges);
    let right_merged = merged(&right_ranges);
    let cause = pair.rows.iter().find_map(|row| match row.standing {
        Standing::Difference(number) => Some(number),
        _ => None,
    });
    let mut rows = Vec::new();
    let mut push = |l: Option<usize>, r: Option<usize>, standing: Standing| {
        rows.push(HandlerRow {
            left: l.map(|l| left[l]),
            right: r.map(|r| right[r]),
            standing,
        });
    };
    for part in capture_diff_slices(Algorithm::Myers, &left_ranges, &right_ranges) {
        let (mut l, mut r) = (part.old_range(), part.new_range());
        if let DiffOp::Equal { .. } = part {
            l.zip(r)
                .for_each(|(l, r)| push(Some(l), Some(r), Standing::Same));
            continue;
        }
        loop {
            let (l, r) = (l.next(), r.next());
            if l.is_none() && r.is_none() {
                break;
            }
            let is_matched = |entry: Option<usize>, here: &[Option<Range>], there: &[_]| {
                entry.is_none_or(|entry| here[entry].is_none() || there.contains(&here[entry]))
            };
            let handles_same = is_matched(l, &left_merged, &right_merged)
                && is_matched(r, &right_merged, &left_merged);
            let cause = cause.filter(|_| handles_same);
            push(l, r, standing_after(cause, differences));
        }
    }
    rows
}
