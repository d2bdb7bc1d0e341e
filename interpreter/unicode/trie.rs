//! Finds the record of a code point in two steps, in tables that the compiler builds of `RUNS`.

use crate::records::{RECORDS, RUNS, SPECIAL};

/// Flags, digit value, and distances to lower case, title case, upper case and folded.
pub(crate) type Record = (u16, u8, i32, i32, i32, i32);

const CODE_POINTS: usize = 0x11_0000;
const BLOCK: usize = 128;
const BLOCKS: usize = CODE_POINTS / BLOCK;

/// How many blocks of code points are stored: one for each record that fills whole blocks, and
/// one for each block with several records.
const STORED: usize = layout::<0>().1;

/// The stored block of each block of code points, and the records in the stored ones.
static TABLES: ([u16; BLOCKS], [u16; STORED * BLOCK]) = {
    let (numbers, _, entries) = layout::<{ STORED * BLOCK }>();
    (numbers, entries)
};

/// Lays out the blocks. Only those entries that `SIZE` has room for are filled, so that a first
/// call can count the blocks.
const fn layout<const SIZE: usize>() -> ([u16; BLOCKS], usize, [u16; SIZE]) {
    let mut numbers = [0; BLOCKS];
    let mut entries = [0; SIZE];
    // The stored block that is full of this record, or none yet.
    let mut full_of = [u16::MAX; RECORDS.len()];
    let mut stored = 0;
    let mut run = 0;
    let mut left = RUNS[0].0 as usize;
    let mut block = 0;
    while block < BLOCKS {
        let record = RUNS[run].1;
        let is_full = left >= BLOCK;
        if is_full && full_of[record as usize] != u16::MAX {
            numbers[block] = full_of[record as usize];
            left -= BLOCK;
        } else {
            numbers[block] = stored as u16;
            if is_full {
                full_of[record as usize] = stored as u16;
            }
            let mut place = 0;
            while place < BLOCK {
                if left == 0 {
                    run += 1;
                    left = RUNS[run].0 as usize;
                }
                if SIZE > 0 {
                    entries[stored * BLOCK + place] = RUNS[run].1;
                }
                left -= 1;
                place += 1;
            }
            stored += 1;
        }
        if left == 0 && run + 1 < RUNS.len() {
            run += 1;
            left = RUNS[run].0 as usize;
        }
        block += 1;
    }
    (numbers, stored, entries)
}

/// The record of a code point. What is beyond Unicode has that of the last code point.
#[inline]
pub(crate) fn record(code_point: u32) -> &'static Record {
    let code_point = (code_point as usize).min(CODE_POINTS - 1);
    let block = usize::from(TABLES.0[code_point / BLOCK]);
    &RECORDS[usize::from(TABLES.1[block * BLOCK + code_point % BLOCK])]
}

/// Code points below this, the alphabets that are cased, are found in one step.
const SMALL: usize = 0x800;

/// What is asked of small code points most often. In the mappings, 0 stands for what has an
/// entry in `MAPPINGS`.
struct Small {
    flags: [u16; SMALL],
    lower: [u16; SMALL],
    upper: [u16; SMALL],
}

static SMALL_TABLES: Small = {
    let mut tables = Small {
        flags: [0; SMALL],
        lower: [0; SMALL],
        upper: [0; SMALL],
    };
    let mut run = 0;
    let mut left = RUNS[0].0;
    let mut place = 0;
    while place < SMALL {
        if left == 0 {
            run += 1;
            left = RUNS[run].0;
        }
        let (flags, _, lower, _, upper, _) = RECORDS[RUNS[run].1 as usize];
        tables.flags[place] = flags;
        if flags & SPECIAL == 0 {
            tables.lower[place] = (place as i32 + lower) as u16;
            tables.upper[place] = (place as i32 + upper) as u16;
        }
        left -= 1;
        place += 1;
    }
    tables
};

/// Whether a code point has any of these flags.
#[inline]
pub(crate) fn has(code_point: u32, flags: u16) -> bool {
    let found = match SMALL_TABLES.flags.get(code_point as usize) {
        Some(&found) => found,
        None => record(code_point).0,
    };
    found & flags != 0
}

/// The lower case of a small code point that is one code point.
#[inline]
pub(crate) fn small_lower(code_point: u32) -> Option<u32> {
    let &found = SMALL_TABLES.lower.get(code_point as usize)?;
    (found != 0).then_some(u32::from(found))
}

/// The upper case of a small code point that is one code point.
#[inline]
pub(crate) fn small_upper(code_point: u32) -> Option<u32> {
    let &found = SMALL_TABLES.upper.get(code_point as usize)?;
    (found != 0).then_some(u32::from(found))
}
