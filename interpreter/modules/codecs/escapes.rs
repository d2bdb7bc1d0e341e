//! The codec of escapes in literals of bytes.

use vm::native::required;
use vm::objects::bytes::Bytes;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{bytes_pair, handler_name};

/// `escape_encode`.
pub fn encode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = required(arguments, 0);
    let Some(data) = data.downcast::<Bytes>() else {
        return Err(vm.type_error(format!(
            "escape_encode() argument 1 must be bytes, not {}",
            vm.found_argument(data)
        )));
    };
    let mut found = Vec::with_capacity(data.len());
    for &byte in data.as_bytes() {
        match byte {
            b'\'' | b'\\' => found.extend([b'\\', byte]),
            b'\t' => found.extend(b"\\t"),
            b'\n' => found.extend(b"\\n"),
            b'\r' => found.extend(b"\\r"),
            b' '..0x7F => found.push(byte),
            _ => found.extend(format!("\\x{byte:02x}").bytes()),
        }
    }
    Ok(bytes_pair(&found, data.len()))
}

/// `escape_decode`.
pub fn decode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = required(arguments, 0);
    let errors = handler_name(vm, &arguments[1], "escape_decode")?;
    let errors = errors.map_or_else(|| "strict".to_owned(), |errors| errors.to_text());
    let bytes = match data.downcast::<Str>() {
        Some(text) => text.as_bytes().to_vec(),
        None => vm.bytes_like(data)?.to_vec(),
    };
    let mut reader = Reader {
        bytes: &bytes,
        place: 0,
        found: Vec::new(),
        invalid: None,
    };
    reader.run(vm, &errors)?;
    if let Some(invalid) = &reader.invalid {
        vm.warn_deprecated(invalid)?;
    }
    Ok(bytes_pair(&reader.found, bytes.len()))
}

struct Reader<'a> {
    bytes: &'a [u8],
    place: usize,
    found: Vec<u8>,
    /// The warning of the first escape that is not known.
    invalid: Option<String>,
}

impl Reader<'_> {
    fn run(&mut self, vm: &Vm, errors: &str) -> Result<()> {
        while let Some(&byte) = self.bytes.get(self.place) {
            self.place += 1;
            if byte != b'\\' {
                self.found.push(byte);
                continue;
            }
            let Some(&letter) = self.bytes.get(self.place) else {
                return Err(vm.value_error("Trailing \\ in string"));
            };
            self.place += 1;
            match letter {
                b'\n' => {}
                b'\\' | b'\'' | b'"' => self.found.push(letter),
                b'b' => self.found.push(8),
                b'f' => self.found.push(12),
                b't' => self.found.push(b'\t'),
                b'n' => self.found.push(b'\n'),
                b'r' => self.found.push(b'\r'),
                b'v' => self.found.push(11),
                b'a' => self.found.push(7),
                b'0'..=b'7' => self.octal(letter),
                b'x' => self.hexadecimal(vm, errors)?,
                _ => {
                    let letter_shown = char::from(letter);
                    self.invalid.get_or_insert_with(|| {
                        format!("invalid escape sequence '\\{letter_shown}'")
                    });
                    self.found.extend([b'\\', letter]);
                }
            }
        }
        Ok(())
    }

    fn octal(&mut self, first: u8) {
        let mut value = u32::from(first - b'0');
        for _ in 0..2 {
            match self.bytes.get(self.place) {
                Some(&digit @ b'0'..=b'7') => {
                    value = value * 8 + u32::from(digit - b'0');
                    self.place += 1;
                }
                _ => break,
            }
        }
        if value > 0o377 {
            self.invalid
                .get_or_insert_with(|| format!("invalid octal escape sequence '\\{value:o}'"));
        }
        self.found.push(value as u8);
    }

    fn hexadecimal(&mut self, vm: &Vm, errors: &str) -> Result<()> {
        let digit = |offset: usize| {
            let byte = self.bytes.get(self.place + offset)?;
            char::from(*byte).to_digit(16)
        };
        if let (Some(high), Some(low)) = (digit(0), digit(1)) {
            self.found.push((high << 4 | low) as u8);
            self.place += 2;
            return Ok(());
        }
        let start = self.place - 2;
        match errors {
            "strict" => {
                return Err(vm.value_error(format!("invalid \\x escape at position {start}")));
            }
            "replace" => self.found.push(b'?'),
            "ignore" => {}
            _ => {
                return Err(vm.value_error(format!(
                    "decoding error; unknown error handling code: {errors}"
                )));
            }
        }
        if digit(0).is_some() {
            self.place += 1;
        }
        Ok(())
    }
}
