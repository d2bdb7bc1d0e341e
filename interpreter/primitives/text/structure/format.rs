//! Formats: what is at which offset.

use super::StructError;
use crate::text::codecs::ByteOrder;
use crate::text::size::LARGEST;

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `c`: bytes of length 1.
    Character,
    /// `?`
    Bool,
    /// A number of the code's size.
    Integer {
        /// The letter, for errors.
        letter: u8,
        /// Whether it may be negative.
        is_signed: bool,
    },
    /// `P`: a number that may be negative or large.
    Pointer,
    /// `e`
    Half,
    /// `f`, where native floats overflow to infinity.
    Float {
        /// Whether it is native.
        is_native: bool,
    },
    /// `d`
    Double,
    /// `s`: bytes of the code's size.
    Bytes,
    /// `p`: a length and bytes, of the code's size.
    Pascal,
}

/// Values of a format in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// What they are.
    pub format: Format,
    /// Where the first is.
    pub offset: usize,
    /// How many bytes each has.
    pub size: usize,
    /// How many there are.
    pub repeat: usize,
}

/// A format, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The codes, without padding.
    pub codes: Vec<Code>,
    /// How many bytes there are.
    pub size: usize,
    /// How many values there are.
    pub length: usize,
    /// The order of the bytes.
    pub order: ByteOrder,
}

/// Sizes and alignments: those of the machine, or standard ones without alignment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Native,
    Standard,
}

const TOO_LONG: StructError = StructError::new("total struct size too long");
const BAD_CHARACTER: StructError = StructError::new("bad char in struct format");

const NATIVE_ORDER: ByteOrder = if cfg!(target_endian = "big") {
    ByteOrder::Big
} else {
    ByteOrder::Little
};

/// What a letter stands for, and its size. None is for padding.
fn entry(letter: u8, mode: Mode) -> Result<(Option<Format>, usize), StructError> {
    let is_native = mode == Mode::Native;
    let integer = |size| {
        let is_signed = letter.is_ascii_lowercase();
        Ok((Some(Format::Integer { letter, is_signed }), size))
    };
    match letter {
        b'x' => Ok((None, 1)),
        b'c' => Ok((Some(Format::Character), 1)),
        b'?' => Ok((Some(Format::Bool), 1)),
        b's' => Ok((Some(Format::Bytes), 1)),
        b'p' => Ok((Some(Format::Pascal), 1)),
        b'e' => Ok((Some(Format::Half), 2)),
        b'f' => Ok((Some(Format::Float { is_native }), 4)),
        b'd' => Ok((Some(Format::Double), 8)),
        b'b' | b'B' => integer(1),
        b'h' | b'H' => integer(2),
        b'i' | b'I' => integer(4),
        b'l' | b'L' => integer(if is_native { 8 } else { 4 }),
        b'q' | b'Q' => integer(8),
        b'n' | b'N' if is_native => integer(8),
        b'P' if is_native => Ok((Some(Format::Pointer), 8)),
        _ => Err(BAD_CHARACTER),
    }
}

/// The number at the start of the rest of a format, and what is behind.
fn count(format: &[u8]) -> Result<(usize, &[u8]), StructError> {
    let length = format
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (digits, rest) = format.split_at(length);
    if digits.is_empty() {
        return Ok((1, rest));
    }
    let number = digits.iter().try_fold(0_usize, |number, &digit| {
        let number = number
            .checked_mul(10)?
            .checked_add(usize::from(digit - b'0'))?;
        (number <= LARGEST).then_some(number)
    });
    Ok((number.ok_or(TOO_LONG)?, rest))
}

impl Layout {
    /// Reads a format.
    pub fn parse(format: &[u8]) -> Result<Self, StructError> {
        if format.contains(&0) {
            return Err(StructError::new("embedded null character"));
        }
        let (mode, order, mut rest) = match format {
            [b'@', rest @ ..] => (Mode::Native, NATIVE_ORDER, rest),
            [b'=', rest @ ..] => (Mode::Standard, NATIVE_ORDER, rest),
            [b'<', rest @ ..] => (Mode::Standard, ByteOrder::Little, rest),
            [b'>' | b'!', rest @ ..] => (Mode::Standard, ByteOrder::Big, rest),
            _ => (Mode::Native, NATIVE_ORDER, format),
        };
        let mut found = Self {
            codes: Vec::new(),
            size: 0,
            length: 0,
            order,
        };
        while let Some(&first) = rest.first() {
            if matches!(first, b' ' | 0x09..=0x0D) {
                rest = &rest[1..];
                continue;
            }
            let (repeat, behind) = count(rest)?;
            let Some((&letter, behind)) = behind.split_first() else {
                let message = "repeat count given without format specifier";
                return Err(StructError::new(message));
            };
            rest = behind;
            found.add(letter, repeat, mode)?;
        }
        Ok(found)
    }

    fn add(&mut self, letter: u8, repeat: usize, mode: Mode) -> Result<(), StructError> {
        let (format, size) = entry(letter, mode)?;
        if mode == Mode::Native {
            let aligned = self.size.checked_next_multiple_of(size);
            self.size = aligned.filter(|&size| size <= LARGEST).ok_or(TOO_LONG)?;
        }
        let offset = self.size;
        self.size = repeat
            .checked_mul(size)
            .and_then(|more| more.checked_add(offset))
            .filter(|&size| size <= LARGEST)
            .ok_or(TOO_LONG)?;
        let Some(format) = format else { return Ok(()) };
        let (size, repeat) = match format {
            Format::Bytes | Format::Pascal => (repeat, 1),
            _ => (size, repeat),
        };
        self.length = self.length.checked_add(repeat).ok_or(TOO_LONG)?;
        if repeat > 0 {
            self.codes.push(Code {
                format,
                offset,
                size,
                repeat,
            });
        }
        Ok(())
    }

    /// Each value's format, offset and size, in order.
    pub fn fields(&self) -> impl Iterator<Item = (Format, usize, usize)> + '_ {
        self.codes.iter().flat_map(|code| {
            let offset = |index| code.offset + index * code.size;
            (0..code.repeat).map(move |index| (code.format, offset(index), code.size))
        })
    }

    /// Refuses a buffer for `unpack` that has another length.
    pub fn check_length(&self, length: usize) -> Result<(), StructError> {
        if length == self.size {
            return Ok(());
        }
        let text = format!("unpack requires a buffer of {} bytes", self.size);
        Err(StructError::Struct(text.into()))
    }

    /// Refuses a buffer for `iter_unpack`.
    pub fn check_iteration(&self, length: usize) -> Result<(), StructError> {
        if self.size == 0 {
            let message = "cannot iteratively unpack with a struct of length 0";
            return Err(StructError::new(message));
        }
        if length.is_multiple_of(self.size) {
            return Ok(());
        }
        let text = format!(
            "iterative unpacking requires a buffer of a multiple of {} bytes",
            self.size
        );
        Err(StructError::Struct(text.into()))
    }

    /// The start in a buffer of this length for `unpack_from`, or for `pack_into`. A negative
    /// offset counts from the end.
    pub fn resolve_offset(
        &self,
        given: isize,
        length: usize,
        is_packing: bool,
    ) -> Result<usize, StructError> {
        let size = self.size;
        let error = |text: String| Err(StructError::Struct(text.into()));
        let offset = match usize::try_from(given) {
            Ok(offset) => offset,
            Err(_) if size > given.unsigned_abs() => {
                return error(if is_packing {
                    format!("no space to pack {size} bytes at offset {given}")
                } else {
                    format!("not enough data to unpack {size} bytes at offset {given}")
                });
            }
            Err(_) => match length.checked_sub(given.unsigned_abs()) {
                Some(offset) => offset,
                None => {
                    let text = format!("offset {given} out of range for {length}-byte buffer");
                    return error(text);
                }
            },
        };
        if length.saturating_sub(offset) < size || offset > length {
            let (function, doing) = match is_packing {
                true => ("pack_into", "packing"),
                false => ("unpack_from", "unpacking"),
            };
            return error(format!(
                "{function} requires a buffer of at least {} bytes for {doing} {size} bytes at \
                 offset {offset} (actual buffer size is {length})",
                size.saturating_add(offset)
            ));
        }
        Ok(offset)
    }
}
