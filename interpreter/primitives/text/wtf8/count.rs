//! Counting code points in bytes, several at a time.

/// So many bytes that a count of them fits in a byte.
const CHUNK: usize = 192;

#[inline]
fn starts(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// How many code points start in a chunk. The sum of bytes lets the compiler use vectors.
#[inline]
fn in_chunk(chunk: &[u8]) -> usize {
    usize::from(
        chunk
            .iter()
            .fold(0_u8, |sum, &byte| sum.wrapping_add(u8::from(starts(byte)))),
    )
}

/// How many code points there are.
pub(super) fn code_points(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    if bytes.len() < 16 {
        return bytes.iter().filter(|&&byte| starts(byte)).count();
    }
    bytes.chunks(CHUNK).map(in_chunk).sum()
}

/// The offset of the code point with this index, or the length if there is none.
pub(super) fn offset(bytes: &[u8], index: usize) -> usize {
    let mut left = index;
    let mut passed = 0;
    for size in [CHUNK, 16] {
        for chunk in bytes[passed..].chunks_exact(size) {
            let count = in_chunk(chunk);
            if count > left {
                break;
            }
            left -= count;
            passed += size;
        }
    }
    for (place, &byte) in bytes[passed..].iter().enumerate() {
        if starts(byte) {
            if left == 0 {
                return passed + place;
            }
            left -= 1;
        }
    }
    bytes.len()
}
