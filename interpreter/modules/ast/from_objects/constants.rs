//! Values of `Constant` nodes.

use num_bigint::Sign;
use syntax::ast::{BigInt, Constant};
use vm::Result;
use vm::objects::bytes::Bytes;
use vm::objects::complex::Complex;
use vm::objects::int::{Int, Integer};
use vm::objects::set::FROZENSET;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;

use super::Reader;

impl<'a> Reader<'a, '_> {
    pub(super) fn constant(&self, value: &Value) -> Result<Constant<'a>> {
        if value.is_none() {
            return Ok(Constant::None);
        }
        if let Some(value) = value.as_bool() {
            return Ok(Constant::Bool(value));
        }
        if value.is(&Value::ELLIPSIS) {
            return Ok(Constant::Ellipsis);
        }
        if let Some(number) = value.as_exact_float() {
            return Ok(Constant::Float(number));
        }
        if value.is_small_int() || value.is_exact::<Int>() {
            return Ok(self.integer(value));
        }
        if let Some(number) = value.downcast_exact::<Complex>().and(value.as_complex()) {
            return Ok(Constant::Complex {
                real: number.real,
                imaginary: number.imaginary,
            });
        }
        if let Some(text) = value.downcast_exact::<Str>() {
            return Ok(Constant::Str(self.arena.alloc_slice_copy(text.as_bytes())));
        }
        if let Some(bytes) = value.downcast_exact::<Bytes>() {
            return Ok(Constant::Bytes(
                self.arena.alloc_slice_copy(bytes.as_bytes()),
            ));
        }
        self.vm.check_native_stack(" during compilation")?;
        if let Some(items) = value.downcast_exact::<Tuple>() {
            let items = self.map(items.items().to_vec(), |item| self.constant(item))?;
            return Ok(Constant::Tuple(items));
        }
        if value.class().is(&FROZENSET) {
            let items = self.map(self.vm.collect(value)?, |item| self.constant(item))?;
            return Ok(Constant::FrozenSet(items));
        }
        Err(self.vm.type_error(format!(
            "got an invalid type in Constant: {}",
            value.class().short_name()
        )))
    }

    fn integer(&self, value: &Value) -> Constant<'a> {
        match value.as_integer() {
            Some(Integer::Small(number)) => Constant::Int(number),
            Some(Integer::Big(number)) => match i64::try_from(number) {
                Ok(number) => Constant::Int(number),
                Err(_) => {
                    let (sign, limbs) = number.to_u32_digits();
                    let number = BigInt {
                        negative: sign == Sign::Minus,
                        limbs: self.arena.alloc_slice_copy(&limbs),
                    };
                    Constant::BigInt(self.arena.alloc(number))
                }
            },
            None => Constant::None,
        }
    }
}
