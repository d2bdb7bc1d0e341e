//! Where the code points of a long string are, for strings that are indexed often.

use super::{Wtf8, count};

/// How many code points there are from one noted offset to the next.
const STRIDE: usize = 64;

/// The byte offset of each 64th code point. It is made once of a string, and serves that one.
#[derive(Clone, Debug)]
pub struct Index {
    offsets: Box<[u32]>,
}

impl Index {
    /// Strings with fewer bytes are searched faster than an index is made.
    pub const SMALLEST: usize = 256;

    /// The index of a string, unless it has four gigabytes or more.
    pub fn new(text: &Wtf8) -> Option<Self> {
        let bytes = text.as_bytes();
        u32::try_from(bytes.len()).ok()?;
        let mut offsets = Vec::with_capacity(bytes.len() / STRIDE / 2 + 1);
        let mut offset = 0;
        while offset < bytes.len() {
            offsets.push(offset as u32);
            offset += count::offset(&bytes[offset..], STRIDE);
        }
        Some(Self {
            offsets: offsets.into(),
        })
    }

    /// The byte offset of the code point with this index, or the length if there is none.
    #[inline]
    pub fn offset(&self, text: &Wtf8, index: usize) -> usize {
        match self.offsets.get(index / STRIDE) {
            Some(&start) => {
                let rest = text.as_bytes().get(start as usize..).unwrap_or_default();
                start as usize + count::offset(rest, index % STRIDE)
            }
            None => text.len(),
        }
    }

    /// The index of the code point at this byte offset.
    pub fn position(&self, text: &Wtf8, offset: usize) -> usize {
        let block = self
            .offsets
            .partition_point(|&start| start as usize <= offset)
            .saturating_sub(1);
        let start = self.offsets.get(block).map_or(0, |&start| start as usize);
        block * STRIDE + text.slice(start, offset).count()
    }
}
