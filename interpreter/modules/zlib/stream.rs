//! Streams of zlib, safely: bytes in, bytes out, and the number that tells how it went.
#![allow(unsafe_code, reason = "C's functions of zlib")]

use std::alloc::{Layout, alloc, dealloc};
use std::ffi::{CStr, c_int, c_void};
use std::mem::size_of;

use libz_sys as z;

/// Room that is made at first for what comes out.
const FIRST_ROOM: usize = 16 * 1024;

/// The version of the library.
pub fn version() -> String {
    // SAFETY: it gives a string that lives as long as the process.
    let text = unsafe { CStr::from_ptr(z::zlibVersion()) };
    text.to_string_lossy().into_owned()
}

/// The checksum of Adler.
pub fn adler32(start: u32, bytes: &[u8]) -> u32 {
    bytes.chunks(u32::MAX as usize).fold(start, |sum, part| {
        // SAFETY: the part has the given length.
        unsafe { z::adler32(sum.into(), part.as_ptr(), part.len() as u32) as u32 }
    })
}

/// A stream that compresses, or one that decompresses.
pub struct Stream {
    raw: Box<z::z_stream>,
    compresses: bool,
    is_open: bool,
}

// SAFETY: the state belongs to the stream alone.
unsafe impl Send for Stream {}

/// How far a stream got.
pub struct Progress {
    /// What zlib said last.
    pub code: c_int,
    /// How many bytes it took.
    pub consumed: usize,
}

/// What stands before memory for a library in C: how much there is, to be freed again. It keeps
/// the memory behind it aligned for everything.
const PREFIX: usize = 16;

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(PREFIX)?, PREFIX).ok()
}

/// Memory for a library in C, from the process's own allocator, which keeps what is freed for the
/// next stream; the C library's gives large pieces back to the system each time.
pub fn allocate_for_c(count: usize, size: usize) -> *mut c_void {
    let Some(size) = count.checked_mul(size) else {
        return std::ptr::null_mut();
    };
    let Some(layout) = layout(size) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout is not empty, and the prefix lies within it, aligned.
    unsafe {
        let place = alloc(layout);
        if place.is_null() {
            return std::ptr::null_mut();
        }
        place.cast::<usize>().write(size);
        place.add(PREFIX).cast()
    }
}

/// Frees what [`allocate_for_c`] has given.
///
/// # Safety
///
/// It must be that, or null, and be used no longer.
pub unsafe fn free_for_c(place: *mut c_void) {
    if place.is_null() {
        return;
    }
    // SAFETY: the prefix before the memory tells its size.
    unsafe {
        let start = place.cast::<u8>().sub(PREFIX);
        if let Some(layout) = layout(start.cast::<usize>().read()) {
            dealloc(start, layout);
        }
    }
}

extern "C" fn allocate(_: z::voidpf, count: z::uInt, size: z::uInt) -> z::voidpf {
    allocate_for_c(count as usize, size as usize).cast()
}

extern "C" fn free(_: z::voidpf, place: z::voidpf) {
    // SAFETY: it was allocated above.
    unsafe { free_for_c(place.cast()) }
}

fn empty() -> Box<z::z_stream> {
    Box::new(z::z_stream {
        next_in: std::ptr::null_mut(),
        avail_in: 0,
        total_in: 0,
        next_out: std::ptr::null_mut(),
        avail_out: 0,
        total_out: 0,
        msg: std::ptr::null_mut(),
        state: std::ptr::null_mut(),
        zalloc: allocate,
        zfree: free,
        opaque: std::ptr::null_mut(),
        data_type: 0,
        adler: 0,
        reserved: 0,
    })
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.end();
    }
}

impl Stream {
    /// One that compresses; or the number of the error.
    pub fn compressing(
        level: i32,
        method: i32,
        window: i32,
        memory: i32,
        strategy: i32,
    ) -> Result<Stream, (c_int, Option<String>)> {
        let mut raw = empty();
        // SAFETY: the stream is initialized as zlib wants it.
        let code = unsafe {
            z::deflateInit2_(
                &raw mut *raw,
                level,
                method,
                window,
                memory,
                strategy,
                z::zlibVersion(),
                size_of::<z::z_stream>() as c_int,
            )
        };
        Stream::made(raw, true, code)
    }

    /// One that decompresses; or the number of the error.
    pub fn decompressing(window: i32) -> Result<Stream, (c_int, Option<String>)> {
        let mut raw = empty();
        // SAFETY: as above.
        let code = unsafe {
            let size = size_of::<z::z_stream>() as c_int;
            z::inflateInit2_(&raw mut *raw, window, z::zlibVersion(), size)
        };
        Stream::made(raw, false, code)
    }

    fn made(
        raw: Box<z::z_stream>,
        compresses: bool,
        code: c_int,
    ) -> Result<Stream, (c_int, Option<String>)> {
        let stream = Stream {
            raw,
            compresses,
            is_open: code == z::Z_OK,
        };
        match code {
            z::Z_OK => Ok(stream),
            code => Err((code, stream.message())),
        }
    }

    /// Frees what the library holds; what it said.
    pub fn end(&mut self) -> c_int {
        if !std::mem::take(&mut self.is_open) {
            return z::Z_OK;
        }
        // SAFETY: the stream is open.
        unsafe {
            match self.compresses {
                true => z::deflateEnd(&raw mut *self.raw),
                false => z::inflateEnd(&raw mut *self.raw),
            }
        }
    }

    /// The library's words for what went wrong.
    pub fn message(&self) -> Option<String> {
        // SAFETY: a message is a string that lives as long as the process.
        (!self.raw.msg.is_null())
            .then(|| unsafe { CStr::from_ptr(self.raw.msg).to_string_lossy().into_owned() })
    }

    /// Another with the same state.
    pub fn copy(&mut self) -> Result<Stream, c_int> {
        let mut raw = empty();
        if !self.is_open {
            return Err(z::Z_STREAM_ERROR);
        }
        // SAFETY: both streams are valid; the target holds nothing yet.
        let code = unsafe {
            match self.compresses {
                true => z::deflateCopy(&raw mut *raw, &raw mut *self.raw),
                false => z::inflateCopy(&raw mut *raw, &raw mut *self.raw),
            }
        };
        match code {
            z::Z_OK => Ok(Stream {
                raw,
                compresses: self.compresses,
                is_open: true,
            }),
            code => Err(code),
        }
    }

    /// Says what the data probably begin with.
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> c_int {
        if !self.is_open {
            return z::Z_STREAM_ERROR;
        }
        let length = u32::try_from(dictionary.len()).unwrap_or(u32::MAX);
        // SAFETY: the dictionary has the given length.
        unsafe {
            match self.compresses {
                true => z::deflateSetDictionary(&raw mut *self.raw, dictionary.as_ptr(), length),
                false => z::inflateSetDictionary(&raw mut *self.raw, dictionary.as_ptr(), length),
            }
        }
    }

    /// Feeds bytes, and appends what comes out, up to `limit` bytes altogether. `middle` and
    /// `last` say how parts of the input, and its end, are flushed.
    pub fn work(
        &mut self,
        input: &[u8],
        output: &mut Vec<u8>,
        limit: Option<usize>,
        middle: c_int,
        last: c_int,
    ) -> Progress {
        let mut progress = Progress {
            code: z::Z_OK,
            consumed: 0,
        };
        if !self.is_open {
            progress.code = z::Z_STREAM_ERROR;
            return progress;
        }
        loop {
            let rest = &input[progress.consumed..];
            let part = &rest[..rest.len().min(u32::MAX as usize)];
            let flush = if part.len() == rest.len() {
                last
            } else {
                middle
            };
            self.raw.next_in = part.as_ptr().cast_mut();
            self.raw.avail_in = part.len() as u32;
            let is_full = self.work_part(output, limit, flush, &mut progress.code);
            progress.consumed += part.len() - self.raw.avail_in as usize;
            self.raw.next_in = std::ptr::null_mut();
            self.raw.avail_in = 0;
            let goes_on = matches!(progress.code, z::Z_OK | z::Z_BUF_ERROR) && !is_full;
            if !goes_on || progress.consumed == input.len() || part.len() == rest.len() {
                return progress;
            }
        }
    }

    /// Works on what has been set as input; whether there was no more room.
    fn work_part(
        &mut self,
        output: &mut Vec<u8>,
        limit: Option<usize>,
        flush: c_int,
        code: &mut c_int,
    ) -> bool {
        loop {
            let left = limit.map_or(usize::MAX, |limit| limit.saturating_sub(output.len()));
            if left == 0 {
                return true;
            }
            let room = output.len().clamp(FIRST_ROOM, 256 << 20).min(left);
            if output.try_reserve(room).is_err() {
                *code = z::Z_MEM_ERROR;
                return true;
            }
            let length = output.len();
            // SAFETY: the stream is open; there is room behind the bytes so far, of which the
            // library writes as much as it says.
            unsafe {
                self.raw.next_out = output.as_mut_ptr().add(length);
                self.raw.avail_out = room as u32;
                *code = match self.compresses {
                    true => z::deflate(&raw mut *self.raw, flush),
                    false => z::inflate(&raw mut *self.raw, flush),
                };
                output.set_len(length + room - self.raw.avail_out as usize);
            }
            if self.raw.avail_out > 0 || !matches!(*code, z::Z_OK | z::Z_BUF_ERROR) {
                return false;
            }
        }
    }
}
