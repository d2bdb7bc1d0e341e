//! The extent of number literals, and what is wrong with them.

/// A number was found.
pub(super) struct Number {
    /// The byte offset after its last character.
    pub end: usize,
    /// The kind of literal that a keyword follows without a space, which CPython warns of.
    pub touches_keyword: Option<&'static str>,
}

/// The text is not a number.
pub(super) struct Failure {
    /// CPython's message.
    pub message: String,
    /// The byte offset that CPython's tokenizer had reached.
    pub cursor: usize,
    /// The byte offsets that the error covers, if CPython tells them apart from the cursor.
    pub range: Option<(usize, usize)>,
}

type Result<T> = std::result::Result<T, Failure>;

/// Finds the end of the number that starts at `start` with a digit, or a dot and a digit.
///
/// The same text gives the same error at the same place as in CPython's tokenizer: what is
/// tried in which order decides that, so this follows its order.
pub(super) fn scan(bytes: &[u8], start: usize, lenient: bool) -> Result<Number> {
    let scanner = Scanner { bytes, lenient };
    match scanner.at(start) {
        b'.' => scanner.fraction(start + 1),
        b'0' => match scanner.at(start + 1) {
            b'x' | b'X' => scanner.hexadecimal(start + 2),
            b'o' | b'O' => scanner.small_base(start + 2, b'7', "octal"),
            b'b' | b'B' => scanner.small_base(start + 2, b'1', "binary"),
            _ => scanner.leading_zero(start),
        },
        _ => {
            let next = scanner.decimal_digits(start)?;
            scanner.after_whole_part(next)
        }
    }
}

struct Scanner<'s> {
    bytes: &'s [u8],
    /// Whether a number may touch a name, and an integer begin with zeros.
    lenient: bool,
}

fn failure<T>(message: impl Into<String>, cursor: usize) -> Result<T> {
    Err(Failure {
        message: message.into(),
        cursor,
        range: None,
    })
}

impl Scanner<'_> {
    /// The byte at `index`; a line end after the last.
    fn at(&self, index: usize) -> u8 {
        self.bytes.get(index).copied().unwrap_or(b'\n')
    }

    /// Passes digits and single underscores between them.
    fn decimal_digits(&self, mut index: usize) -> Result<usize> {
        loop {
            while self.at(index).is_ascii_digit() {
                index += 1;
            }
            if self.at(index) != b'_' {
                return Ok(index);
            }
            index += 1;
            if !self.at(index).is_ascii_digit() {
                return failure("invalid decimal literal", index);
            }
        }
    }

    fn after_whole_part(&self, index: usize) -> Result<Number> {
        match self.at(index) {
            b'.' => self.fraction(index + 1),
            _ => self.after_fraction(index),
        }
    }

    fn fraction(&self, mut index: usize) -> Result<Number> {
        if self.at(index).is_ascii_digit() {
            index = self.decimal_digits(index)?;
        }
        self.after_fraction(index)
    }

    fn after_fraction(&self, index: usize) -> Result<Number> {
        match self.at(index) {
            b'e' | b'E' => self.exponent(index),
            b'j' | b'J' => self.end(index + 1, "imaginary"),
            _ => self.end(index, "decimal"),
        }
    }

    /// The exponent whose `e` is at `index`, if it is one.
    fn exponent(&self, index: usize) -> Result<Number> {
        let mut digits = index + 1;
        if matches!(self.at(digits), b'+' | b'-') {
            digits += 1;
            if !self.at(digits).is_ascii_digit() {
                return failure("invalid decimal literal", digits);
            }
        } else if !self.at(digits).is_ascii_digit() {
            return self.end(index, "decimal");
        }
        let next = self.decimal_digits(digits)?;
        match self.at(next) {
            b'j' | b'J' => self.end(next + 1, "imaginary"),
            _ => self.end(next, "decimal"),
        }
    }

    fn hexadecimal(&self, mut index: usize) -> Result<Number> {
        loop {
            if self.at(index) == b'_' {
                index += 1;
            }
            if !self.at(index).is_ascii_hexdigit() {
                return failure("invalid hexadecimal literal", index);
            }
            while self.at(index).is_ascii_hexdigit() {
                index += 1;
            }
            if self.at(index) != b'_' {
                return self.end(index, "hexadecimal");
            }
        }
    }

    /// Octal or binary digits, the highest of which is `last`.
    fn small_base(&self, mut index: usize, last: u8, kind: &'static str) -> Result<Number> {
        let invalid_digit = |index: usize| {
            let digit = char::from(self.at(index));
            failure(
                format!("invalid digit '{digit}' in {kind} literal"),
                index + 1,
            )
        };
        loop {
            if self.at(index) == b'_' {
                index += 1;
            }
            if !(b'0'..=last).contains(&self.at(index)) {
                if self.at(index).is_ascii_digit() {
                    return invalid_digit(index);
                }
                return failure(format!("invalid {kind} literal"), index);
            }
            while (b'0'..=last).contains(&self.at(index)) {
                index += 1;
            }
            if self.at(index) != b'_' {
                break;
            }
        }
        if self.at(index).is_ascii_digit() {
            return invalid_digit(index);
        }
        self.end(index, kind)
    }

    /// Zeros, which no other digits may follow unless the number is a float.
    fn leading_zero(&self, start: usize) -> Result<Number> {
        let mut index = start + 1;
        loop {
            if self.at(index) == b'_' {
                index += 1;
                if !self.at(index).is_ascii_digit() {
                    return failure("invalid decimal literal", index);
                }
            }
            if self.at(index) != b'0' {
                break;
            }
            index += 1;
        }
        let zeros_end = index + 1;
        if !self.at(index).is_ascii_digit() {
            return self.after_whole_part(index);
        }
        index = self.decimal_digits(index)?;
        match self.at(index) {
            b'.' | b'e' | b'E' | b'j' | b'J' => self.after_whole_part(index),
            _ if self.lenient => self.end(index, "decimal"),
            _ => Err(Failure {
                message: "leading zeros in decimal integer literals are not permitted; \
                          use an 0o prefix for octal integers"
                    .into(),
                cursor: index,
                range: Some((start + 1, zeros_end)),
            }),
        }
    }

    /// The number ends at `index`: a name may not follow at once, and a keyword should not.
    fn end(&self, index: usize, kind: &'static str) -> Result<Number> {
        let next = self.at(index);
        if self.lenient {
            return Ok(Number {
                end: index,
                touches_keyword: None,
            });
        }
        let keyword = match next {
            b'a' => self.continues_with(index + 1, b"nd"),
            b'e' => self.continues_with(index + 1, b"lse"),
            b'f' => self.continues_with(index + 1, b"or"),
            b'i' => matches!(self.at(index + 1), b'f' | b'n' | b's'),
            b'o' => self.continues_with(index + 1, b"r"),
            b'n' => self.continues_with(index + 1, b"ot"),
            _ => false,
        };
        if !keyword && (next == b'_' || next.is_ascii_alphanumeric()) {
            return failure(format!("invalid {kind} literal"), index);
        }
        Ok(Number {
            end: index,
            touches_keyword: keyword.then_some(kind),
        })
    }

    /// Whether `rest` is at `index` and ends a word.
    fn continues_with(&self, index: usize, rest: &[u8]) -> bool {
        let after = self.at(index + rest.len());
        self.bytes
            .get(index..)
            .is_some_and(|bytes| bytes.starts_with(rest))
            && !(after == b'_' || after >= 0x80 || after.is_ascii_alphanumeric())
    }
}
