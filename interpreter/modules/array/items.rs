//! The types of items: how values become bytes and bytes values.

use primitives::number::integer::IntegerRef;
use vm::objects::int::Int;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

/// The type of the items of an array: its type code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(u8);

/// The bytes of one item: the first so many of these.
pub type Bytes = [u8; 8];

impl Kind {
    /// The kind of a type code.
    pub fn of(code: u32) -> Option<Kind> {
        let code = u8::try_from(code).ok()?;
        b"bBuwhHiIlLqQfd".contains(&code).then_some(Kind(code))
    }

    /// The type code.
    pub fn code(self) -> char {
        self.0 as char
    }

    /// Bytes of an item.
    #[inline(always)]
    pub fn size(self) -> usize {
        match self.0 {
            b'b' | b'B' => 1,
            b'h' | b'H' => 2,
            b'i' | b'I' | b'u' | b'w' | b'f' => 4,
            _ => 8,
        }
    }

    /// Whether items are characters.
    pub fn is_text(self) -> bool {
        matches!(self.0, b'u' | b'w')
    }

    /// Whether items are floats.
    pub fn is_float(self) -> bool {
        matches!(self.0, b'f' | b'd')
    }

    /// Whether items are integers with a sign.
    pub fn is_signed(self) -> bool {
        matches!(self.0, b'b' | b'h' | b'i' | b'l' | b'q')
    }

    /// The format of `struct` for buffers.
    pub fn format(self) -> &'static str {
        match self.0 {
            b'b' => "b",
            b'B' => "B",
            b'h' => "h",
            b'H' => "H",
            b'i' => "i",
            b'I' => "I",
            b'l' => "l",
            b'L' => "L",
            b'q' => "q",
            b'Q' => "Q",
            b'f' => "f",
            b'd' => "d",
            _ => "w",
        }
    }

    /// The value of an item; `bytes` begins with it.
    #[inline]
    pub fn read(self, vm: &Vm, bytes: &[u8]) -> Result<Value> {
        let mut word: Bytes = [0; 8];
        let size = self.size();
        if let Some(bytes) = bytes.get(..size) {
            word[..size].copy_from_slice(bytes);
        }
        let raw = u64::from_le_bytes(word);
        Ok(match self.0 {
            b'b' => Value::int((raw as i8).into()),
            b'h' => Value::int((raw as i16).into()),
            b'i' => Value::int((raw as i32).into()),
            b'l' | b'q' => Value::int(raw as i64),
            b'L' | b'Q' => Int::from_usize(raw as usize),
            b'f' => Value::float(f32::from_bits(raw as u32).into()),
            b'd' => Value::float(f64::from_bits(raw)),
            b'u' | b'w' => return character(vm, raw as u32),
            _ => Value::int(raw as i64),
        })
    }

    /// The bytes of a value.
    #[inline]
    pub fn write(self, vm: &Vm, value: &Value) -> Result<Bytes> {
        if let (true, Some(float)) = (self.0 == b'd', value.as_float()) {
            return Ok(float.to_le_bytes());
        }
        if let (Some(number), (least, most)) = (value.as_small_int(), self.range())
            && i128::from(number) >= least
            && i128::from(number) <= most
        {
            return Ok(number.to_le_bytes());
        }
        self.write_slowly(vm, value)
    }

    /// The integers that fit; none for other kinds.
    fn range(self) -> (i128, i128) {
        if self.is_float() || self.is_text() {
            return (0, -1);
        }
        let bits = 8 * self.size() as u32;
        if self.is_signed() {
            (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
        } else {
            (0, (1i128 << bits) - 1)
        }
    }

    #[inline(never)]
    fn write_slowly(self, vm: &Vm, value: &Value) -> Result<Bytes> {
        if self.is_text() {
            return self.write_character(vm, value);
        }
        if self.is_float() {
            let number = vm.to_f64(value)?;
            return Ok(if self.0 == b'f' {
                u64::from((number as f32).to_bits()).to_le_bytes()
            } else {
                number.to_le_bytes()
            });
        }
        let index = vm.index(value)?;
        let Some(number) = index.as_integer() else {
            return Err(vm.type_error("array item must be integer"));
        };
        let (least, most) = self.range();
        if let Some(small) = number.to_i64()
            && (least..=most).contains(&i128::from(small))
        {
            return Ok(small.to_le_bytes());
        }
        match number.to_u64() {
            Some(large) if most > i64::MAX.into() && i128::from(large) <= most => {
                Ok(large.to_le_bytes())
            }
            _ => Err(self.out_of_range(vm, number)),
        }
    }

    #[cold]
    fn out_of_range(self, vm: &Vm, number: IntegerRef<'_>) -> Raised {
        let negative = number.is_negative();
        let side = if negative {
            "less than minimum"
        } else {
            "greater than maximum"
        };
        vm.overflow_error(match (self.0, number.to_i64()) {
            (b'q', _) => "int too big to convert".to_owned(),
            (b'Q', _) if negative => "can't convert negative int to unsigned".to_owned(),
            (b'Q', _) => "int too big to convert".to_owned(),
            (b'I' | b'L', _) if negative => {
                "can't convert negative value to unsigned int".to_owned()
            }
            (b'I', _) if number.to_u64().is_some() => {
                "unsigned int is greater than maximum".to_owned()
            }
            (b'I' | b'L', _) => "Python int too large to convert to C unsigned long".to_owned(),
            (_, None) => "Python int too large to convert to C long".to_owned(),
            (b'b', Some(small)) if i16::try_from(small).is_ok() => format!("signed char is {side}"),
            (b'b' | b'h', _) => format!("signed short integer is {side}"),
            (b'B', _) => format!("unsigned byte integer is {side}"),
            (b'H', Some(small)) if i32::try_from(small).is_ok() => {
                format!("unsigned short is {side}")
            }
            _ => format!("signed integer is {side}"),
        })
    }

    fn write_character(self, vm: &Vm, value: &Value) -> Result<Bytes> {
        let text = value.downcast::<Str>().filter(|text| text.len() == 1);
        match text.and_then(|text| text.as_wtf8().code_points().next()) {
            Some(code) => Ok(u64::from(code).to_le_bytes()),
            None => Err(vm.type_error("array item must be unicode character")),
        }
    }
}

fn character(vm: &Vm, code: u32) -> Result<Value> {
    if code > 0x10_FFFF {
        return Err(vm.value_error(format!(
            "character U+{code:x} is not in range [U+0000; U+10ffff]"
        )));
    }
    Ok(Str::from_code_point(code).into())
}
