//! The case methods.

use unicode::{
    Mapped, is_case_ignorable, is_cased, is_lowercase, is_uppercase, to_folded, to_lower, to_title,
    to_upper,
};

use crate::text::bytes;
use crate::text::view::Text;
use crate::text::wtf8::{CodePoints, Wtf8, Wtf8Buf};

const CAPITAL_SIGMA: u32 = 0x3A3;
const SMALL_SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

#[inline]
fn append(found: &mut Wtf8Buf, mapped: Mapped) {
    match mapped {
        Mapped::One(code_point) => found.push(code_point),
        Mapped::Several(text) => found.push_str(text),
    }
}

/// The letter that a capital sigma becomes between what was before it and what comes.
fn lower_sigma(before: &[u8], behind: &CodePoints<'_>) -> u32 {
    let is_letter_next = |mut code_points: &mut dyn Iterator<Item = u32>| {
        let next = (&mut code_points).find(|&code_point| !is_case_ignorable(code_point));
        next.is_some_and(is_cased)
    };
    let before = Wtf8::from_bytes_trusted(before);
    let follows = is_letter_next(&mut before.code_points().rev());
    if follows && !is_letter_next(&mut behind.clone()) {
        FINAL_SIGMA
    } else {
        SMALL_SIGMA
    }
}

/// A word of a text under way, for the mapping to lower case that looks around.
struct Lowering<'a> {
    text: &'a [u8],
    left: CodePoints<'a>,
}

impl<'a> Lowering<'a> {
    fn new(text: &'a Wtf8) -> Self {
        Self {
            text: text.as_bytes(),
            left: text.code_points(),
        }
    }

    /// The code point that was just taken from `left`, in lower case.
    #[inline]
    fn lower(&self, code_point: u32) -> Mapped {
        if code_point == CAPITAL_SIGMA {
            let until = self.text.len() - self.left.as_bytes().len() - 2;
            return Mapped::One(lower_sigma(&self.text[..until], &self.left));
        }
        to_lower(code_point)
    }
}

impl Text<'_> {
    fn mapped(self, map: impl Fn(u32) -> Mapped) -> Wtf8Buf {
        let mut found = Wtf8Buf::with_capacity(self.value().len());
        for code_point in self.value().code_points() {
            append(&mut found, map(code_point));
        }
        found
    }

    /// Maps with a memory of whether the code point before was cased.
    fn mapped_by_word(self, map: impl Fn(&Lowering<'_>, u32, bool) -> Mapped) -> Wtf8Buf {
        let mut found = Wtf8Buf::with_capacity(self.value().len());
        let mut lowering = Lowering::new(self.value());
        let mut in_word = false;
        while let Some(code_point) = lowering.left.next() {
            append(&mut found, map(&lowering, code_point, in_word));
            in_word = is_cased(code_point);
        }
        found
    }

    /// All in lower case.
    pub fn lower(self) -> Wtf8Buf {
        if self.is_ascii() {
            return Wtf8Buf::from_bytes_trusted(bytes::lower(self.as_bytes()));
        }
        // Only a capital sigma looks around.
        let mut found = Wtf8Buf::with_capacity(self.value().len());
        let mut left = self.value().code_points();
        while let Some(code_point) = left.next() {
            if code_point == CAPITAL_SIGMA {
                let text = self.as_bytes();
                let until = text.len() - left.as_bytes().len() - 2;
                found.push(lower_sigma(&text[..until], &left));
            } else {
                append(&mut found, to_lower(code_point));
            }
        }
        found
    }

    /// All in upper case.
    pub fn upper(self) -> Wtf8Buf {
        if self.is_ascii() {
            return Wtf8Buf::from_bytes_trusted(bytes::upper(self.as_bytes()));
        }
        self.mapped(to_upper)
    }

    /// Without differences of case.
    pub fn case_fold(self) -> Wtf8Buf {
        if self.is_ascii() {
            return Wtf8Buf::from_bytes_trusted(bytes::lower(self.as_bytes()));
        }
        self.mapped(to_folded)
    }

    /// The first of each word in title case, the rest in lower case.
    pub fn title(self) -> Wtf8Buf {
        if self.is_ascii() {
            return Wtf8Buf::from_bytes_trusted(bytes::title(self.as_bytes()));
        }
        self.mapped_by_word(|lowering, code_point, in_word| {
            if in_word {
                lowering.lower(code_point)
            } else {
                to_title(code_point)
            }
        })
    }

    /// The first in title case, the rest in lower case.
    pub fn capitalize(self) -> Wtf8Buf {
        if self.is_ascii() {
            return Wtf8Buf::from_bytes_trusted(bytes::capitalize(self.as_bytes()));
        }
        let mut found = Wtf8Buf::with_capacity(self.value().len());
        let mut lowering = Lowering::new(self.value());
        if let Some(first) = lowering.left.next() {
            append(&mut found, to_title(first));
        }
        while let Some(code_point) = lowering.left.next() {
            append(&mut found, lowering.lower(code_point));
        }
        found
    }

    /// Upper case for lower, and lower for upper.
    pub fn swap_case(self) -> Wtf8Buf {
        if self.is_ascii() {
            return Wtf8Buf::from_bytes_trusted(bytes::swap_case(self.as_bytes()));
        }
        self.mapped_by_word(|lowering, code_point, _| {
            if is_uppercase(code_point) {
                lowering.lower(code_point)
            } else if is_lowercase(code_point) {
                to_upper(code_point)
            } else {
                Mapped::One(code_point)
            }
        })
    }
}
