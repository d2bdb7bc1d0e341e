//! Aligning the instructions of two code objects.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::key::keys;
use super::{Row, Side, Standing};
use crate::{Constant, Operand};

/// The largest stretch, in cells of the table, in which the cheapest pairing is searched for.
const MOST_CELLS: usize = 1 << 22;

/// The rows of the alignment, in order. A difference has the number 0 so far.
pub(super) fn rows(left: &Side<'_>, right: &Side<'_>) -> Vec<Row> {
    let mut numbers = HashMap::new();
    let mut intern = |key: String| {
        let next = numbers.len() as u32;
        *numbers.entry(key).or_insert(next)
    };
    let left_keys: Vec<u32> = keys(left.code(), &left.instructions)
        .into_iter()
        .map(&mut intern)
        .collect();
    let right_keys: Vec<u32> = keys(right.code(), &right.instructions)
        .into_iter()
        .map(&mut intern)
        .collect();
    let mut rows = Vec::with_capacity(left_keys.len().max(right_keys.len()));
    for part in capture_diff_slices(Algorithm::Myers, &left_keys, &right_keys) {
        let (l, r) = (part.old_range(), part.new_range());
        match part {
            DiffOp::Equal { .. } => {
                rows.extend(l.zip(r).map(|(l, r)| Row::new(Some(l), Some(r), true)));
            }
            _ => Stretch { left, right }.pair(l, r, &left_keys, &right_keys, &mut rows),
        }
    }
    check_targets(left, right, &mut rows);
    rows
}

impl Row {
    fn new(left: Option<usize>, right: Option<usize>, is_same: bool) -> Row {
        let standing = if is_same {
            Standing::Same
        } else {
            Standing::Difference(0)
        };
        Row {
            left,
            right,
            standing,
        }
    }
}

/// A stretch of instructions without counterparts of equal meaning.
struct Stretch<'s, 'a> {
    left: &'s Side<'a>,
    right: &'s Side<'a>,
}

/// What a step costs: replacing an operand is cheaper than replacing an instruction, and that
/// than removing one and adding another.
mod cost {
    pub const RENAME: u32 = 1;
    pub const OPERAND: u32 = 4;
    pub const INSTRUCTION: u32 = 7;
    pub const GAP: u32 = 4;
}

impl Stretch<'_, '_> {
    /// Nested code that does the same under another name was renamed.
    fn operand_price(&self, l: usize, r: usize) -> u32 {
        match (
            self.left.instructions[l].operand,
            self.right.instructions[r].operand,
        ) {
            (Operand::Constant(Constant::Code(l)), Operand::Constant(Constant::Code(r)))
                if l.code == r.code =>
            {
                cost::RENAME
            }
            _ => cost::OPERAND,
        }
    }

    /// Pairs the instructions `l` of the left side with `r` of the right one.
    fn pair(
        &self,
        l: std::ops::Range<usize>,
        r: std::ops::Range<usize>,
        left_keys: &[u32],
        right_keys: &[u32],
        rows: &mut Vec<Row>,
    ) {
        let width = r.len() + 1;
        if l.is_empty() || r.is_empty() || (l.len() + 1).saturating_mul(width) > MOST_CELLS {
            let both = l.len().min(r.len());
            for i in 0..both {
                rows.push(Row::new(Some(l.start + i), Some(r.start + i), false));
            }
            rows.extend(l.skip(both).map(|l| Row::new(Some(l), None, false)));
            rows.extend(r.skip(both).map(|r| Row::new(None, Some(r), false)));
            return;
        }
        let price = |i: usize, j: usize| {
            let (i, j) = (l.start + i, r.start + j);
            if left_keys[i] == right_keys[j] {
                0
            } else if self.left.opcode(Some(i)) == self.right.opcode(Some(j)) {
                self.operand_price(i, j)
            } else {
                cost::INSTRUCTION
            }
        };
        // costs[i * width + j]: the least that the rest from i and j on costs.
        let mut costs = vec![0; (l.len() + 1) * width];
        for i in (0..=l.len()).rev() {
            for j in (0..=r.len()).rev() {
                let mut least = u32::MAX;
                if i < l.len() && j < r.len() {
                    least = costs[(i + 1) * width + j + 1] + price(i, j);
                }
                if i < l.len() {
                    least = least.min(costs[(i + 1) * width + j] + cost::GAP);
                }
                if j < r.len() {
                    least = least.min(costs[i * width + j + 1] + cost::GAP);
                }
                costs[i * width + j] = if least == u32::MAX { 0 } else { least };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < l.len() || j < r.len() {
            let here = costs[i * width + j];
            let both = i < l.len() && j < r.len();
            if both && here == costs[(i + 1) * width + j + 1] + price(i, j) {
                let is_same = price(i, j) == 0;
                rows.push(Row::new(Some(l.start + i), Some(r.start + j), is_same));
                i += 1;
                j += 1;
            } else if i < l.len() && here == costs[(i + 1) * width + j] + cost::GAP {
                rows.push(Row::new(Some(l.start + i), None, false));
                i += 1;
            } else {
                rows.push(Row::new(None, Some(r.start + j), false));
                j += 1;
            }
        }
    }
}

/// Marks the pairs of jumps that lead to places which are not aligned with each other.
fn check_targets(left: &Side<'_>, right: &Side<'_>, rows: &mut [Row]) {
    let places = Places::new(left, right, rows);
    for row in rows {
        let (Some(l), Some(r)) = (row.left, row.right) else {
            continue;
        };
        let target =
            |side: &Side<'_>, index: usize| side.instructions[index].instruction.jump_target();
        let l = target(left, l).map(|offset| places.left(offset));
        let r = target(right, r).map(|offset| places.right(offset));
        if l != r {
            row.standing = Standing::Difference(0);
        }
    }
}

/// Where the offsets of either side lie in the alignment: the next row that has both sides, so
/// that an instruction added at a border does not move it.
pub(super) struct Places<'s, 'a> {
    sides: [&'s Side<'a>; 2],
    /// By side and index of the instruction; the last is the end of the code.
    rows: [Vec<usize>; 2],
}

impl<'s, 'a> Places<'s, 'a> {
    pub(super) fn new(left: &'s Side<'a>, right: &'s Side<'a>, rows: &[Row]) -> Places<'s, 'a> {
        let mut places = [
            vec![rows.len(); left.instructions.len() + 1],
            vec![rows.len(); right.instructions.len() + 1],
        ];
        let mut next_pair = rows.len();
        for (number, row) in rows.iter().enumerate().rev() {
            if row.left.is_some() && row.right.is_some() {
                next_pair = number;
            }
            for (place, index) in places.iter_mut().zip([row.left, row.right]) {
                if let Some(index) = index {
                    place[index] = next_pair;
                }
            }
        }
        Places {
            sides: [left, right],
            rows: places,
        }
    }

    pub(super) fn left(&self, offset: u32) -> usize {
        self.rows[0][self.sides[0].index_at(offset)]
    }

    pub(super) fn right(&self, offset: u32) -> usize {
        self.rows[1][self.sides[1].index_at(offset)]
    }
}
