//! Streams of libbzip2, safely: bytes in, bytes out, and the number that tells how it went.
#![allow(unsafe_code, reason = "C's functions of libbzip2")]

use std::ffi::{c_int, c_void};

use bzip2_sys as bz;

use crate::zlib::stream::{allocate_for_c, free_for_c};

/// Room that is made at first for what comes out.
const FIRST_ROOM: usize = 32 * 1024;

/// A stream that compresses, or one that decompresses.
pub struct Stream {
    raw: Box<bz::bz_stream>,
    compresses: bool,
}

// SAFETY: the state belongs to the stream alone.
unsafe impl Send for Stream {}

/// How far a stream got.
pub struct Progress {
    /// What the library said last.
    pub code: c_int,
    /// How many bytes it took.
    pub consumed: usize,
}

extern "C" fn allocate(_: *mut c_void, count: c_int, size: c_int) -> *mut c_void {
    let (count, size) = (count.max(0) as usize, size.max(0) as usize);
    allocate_for_c(count, size)
}

extern "C" fn free(_: *mut c_void, place: *mut c_void) {
    // SAFETY: it was allocated above.
    unsafe { free_for_c(place) }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: the stream was initialized, and is ended once.
        unsafe {
            match self.compresses {
                true => bz::BZ2_bzCompressEnd(&raw mut *self.raw),
                false => bz::BZ2_bzDecompressEnd(&raw mut *self.raw),
            };
        }
    }
}

fn empty() -> Box<bz::bz_stream> {
    // SAFETY: numbers, pointers and optional functions, for which zero is fine.
    let mut raw: Box<bz::bz_stream> = Box::new(unsafe { std::mem::zeroed() });
    raw.bzalloc = Some(allocate);
    raw.bzfree = Some(free);
    raw
}

impl Stream {
    /// One that compresses; or the number of the error.
    pub fn compressing(level: i32) -> Result<Stream, c_int> {
        let mut raw = empty();
        // SAFETY: the stream is prepared as the library wants it.
        match unsafe { bz::BZ2_bzCompressInit(&raw mut *raw, level, 0, 0) } {
            bz::BZ_OK => Ok(Stream {
                raw,
                compresses: true,
            }),
            code => Err(code),
        }
    }

    /// One that decompresses; or the number of the error.
    pub fn decompressing() -> Result<Stream, c_int> {
        let mut raw = empty();
        // SAFETY: as above.
        match unsafe { bz::BZ2_bzDecompressInit(&raw mut *raw, 0, 0) } {
            bz::BZ_OK => Ok(Stream {
                raw,
                compresses: false,
            }),
            code => Err(code),
        }
    }

    /// Feeds bytes, and appends what comes out, up to `limit` bytes altogether. `action` says
    /// whether a compressing stream goes on or ends.
    pub fn work(
        &mut self,
        input: &[u8],
        output: &mut Vec<u8>,
        limit: Option<usize>,
        action: c_int,
    ) -> Progress {
        let mut progress = Progress {
            code: bz::BZ_OK,
            consumed: 0,
        };
        loop {
            let rest = &input[progress.consumed..];
            let part = &rest[..rest.len().min(u32::MAX as usize)];
            let left = limit.map_or(usize::MAX, |limit| limit.saturating_sub(output.len()));
            let room = output.len().clamp(FIRST_ROOM, 256 << 20).min(left);
            if room == 0 {
                return progress;
            }
            if output.try_reserve(room).is_err() {
                progress.code = bz::BZ_MEM_ERROR;
                return progress;
            }
            let length = output.len();
            // SAFETY: the stream is initialized; there is room behind the bytes so far, of
            // which the library writes as much as it says.
            unsafe {
                self.raw.next_in = part.as_ptr().cast_mut().cast();
                self.raw.avail_in = part.len() as u32;
                self.raw.next_out = output.as_mut_ptr().add(length).cast();
                self.raw.avail_out = room as u32;
                progress.code = match self.compresses {
                    true => bz::BZ2_bzCompress(&raw mut *self.raw, action),
                    false => bz::BZ2_bzDecompress(&raw mut *self.raw),
                };
                output.set_len(length + room - self.raw.avail_out as usize);
            }
            let has_room = self.raw.avail_out > 0;
            progress.consumed += part.len() - self.raw.avail_in as usize;
            self.raw.next_in = std::ptr::null_mut();
            self.raw.avail_in = 0;
            let all_taken = progress.consumed == input.len();
            let goes_on = match progress.code {
                bz::BZ_OK | bz::BZ_RUN_OK => !(has_room && all_taken),
                bz::BZ_FINISH_OK => true,
                _ => false,
            };
            if !goes_on {
                return progress;
            }
        }
    }
}
