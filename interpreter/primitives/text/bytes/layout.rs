//! Filling up to a width.

use crate::text::size::{LARGEST, SizeError, reserved};

/// So many bytes before and behind the text.
pub(crate) fn padded(
    text: &[u8],
    left: usize,
    right: usize,
    fill: &[u8],
) -> Result<Vec<u8>, SizeError> {
    let size = left
        .checked_add(right)
        .and_then(|count| count.checked_mul(fill.len()))
        .and_then(|added| added.checked_add(text.len()))
        .filter(|&size| size <= LARGEST)
        .ok_or(SizeError::Memory)?;
    let mut found = reserved(size)?;
    let fill_up = |found: &mut Vec<u8>, count: usize| match fill {
        &[byte] => found.resize(found.len() + count, byte),
        _ => (0..count).for_each(|_| found.extend_from_slice(fill)),
    };
    fill_up(&mut found, left);
    found.extend_from_slice(text);
    fill_up(&mut found, right);
    Ok(found)
}

/// How much of the missing width goes before a centered text.
pub(crate) fn left_margin(missing: usize, width: usize) -> usize {
    missing / 2 + (missing & width & 1)
}

/// What CPython adds to the length of each `bytes` object: longer ones cannot be.
const HEADER: usize = 33;

/// Refuses a width that no `bytes` object can have.
fn check(width: usize) -> Result<(), SizeError> {
    if width > LARGEST - HEADER {
        return Err(SizeError::Overflow("byte string is too large"));
    }
    Ok(())
}

/// The text in the middle of a width.
pub fn center(text: &[u8], width: usize, fill: u8) -> Result<Vec<u8>, SizeError> {
    check(width)?;
    let missing = width.saturating_sub(text.len());
    let left = left_margin(missing, width);
    padded(text, left, missing - left, &[fill])
}

/// The text at the left of a width.
pub fn ljust(text: &[u8], width: usize, fill: u8) -> Result<Vec<u8>, SizeError> {
    check(width)?;
    padded(text, 0, width.saturating_sub(text.len()), &[fill])
}

/// The text at the right of a width.
pub fn rjust(text: &[u8], width: usize, fill: u8) -> Result<Vec<u8>, SizeError> {
    check(width)?;
    padded(text, width.saturating_sub(text.len()), 0, &[fill])
}

/// Zeros before the text, but behind its sign, up to a width.
pub fn zfill(text: &[u8], width: usize) -> Result<Vec<u8>, SizeError> {
    check(width)?;
    zeros_before(text, width.saturating_sub(text.len()))
}

/// So many zeros before the text, but behind its sign.
pub(crate) fn zeros_before(text: &[u8], missing: usize) -> Result<Vec<u8>, SizeError> {
    let mut found = padded(text, missing, 0, b"0")?;
    if missing > 0 && matches!(text.first(), Some(b'+' | b'-')) {
        found.swap(0, missing);
    }
    Ok(found)
}

/// The text so many times.
pub fn repeat(text: &[u8], count: usize) -> Result<Vec<u8>, SizeError> {
    let size = text
        .len()
        .checked_mul(count)
        .filter(|&size| size <= LARGEST - HEADER)
        .ok_or(SizeError::Overflow("repeated bytes are too long"))?;
    let mut found = reserved(size)?;
    if let &[byte] = text {
        found.resize(count, byte);
        return Ok(found);
    }
    if size > 0 {
        found.extend_from_slice(text);
    }
    while found.len() < size {
        let more = found.len().min(size - found.len());
        found.extend_from_within(..more);
    }
    Ok(found)
}

/// Spaces for tabs, up to the next column that `tab_size` divides. A column is a byte for which
/// `is_column` holds.
pub(crate) fn expand_tabs_by(
    text: &[u8],
    tab_size: usize,
    is_column: impl Fn(u8) -> bool,
) -> Result<Vec<u8>, SizeError> {
    let mut found = reserved(text.len())?;
    let mut column = 0_usize;
    for &byte in text {
        match byte {
            b'\t' if tab_size == 0 => {}
            b'\t' => {
                let count = tab_size - column % tab_size;
                found.try_reserve(count).map_err(|_| SizeError::Memory)?;
                found.resize(found.len() + count, b' ');
                column = column
                    .checked_add(count)
                    .ok_or(SizeError::Overflow("result too long"))?;
            }
            b'\n' | b'\r' => {
                found.push(byte);
                column = 0;
            }
            _ => {
                found.push(byte);
                column += usize::from(is_column(byte));
            }
        }
    }
    Ok(found)
}

/// Spaces for tabs. A size of zero or less drops them.
pub fn expand_tabs(text: &[u8], tab_size: isize) -> Result<Vec<u8>, SizeError> {
    expand_tabs_by(text, usize::try_from(tab_size).unwrap_or(0), |_| true)
}
