//! Writing objects: values without parts, and the built-in containers.

use std::cell::{Cell, RefCell};

use primitives::number::float;
use primitives::number::integer::{self, ByteOrder};
use rustc_hash::FxHashSet;
use vm::objects::buffer::{Buffer, request};
use vm::objects::bytearray::{BYTEARRAY, ByteArray};
use vm::objects::bytes::{BYTES, Bytes};
use vm::objects::dict::Dict;
use vm::objects::float::FLOAT;
use vm::objects::function::Function;
use vm::objects::heap::Ref;
use vm::objects::int::INT;
use vm::objects::list::List;
use vm::objects::set::{FROZENSET, SET, Set};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::TYPE;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::buffer::PickleBuffer;
use super::opcodes as op;
use super::pickler::{PICKLER, Pickler};
use super::{Tables, pickling_error};
use crate::support::tuple;

/// How deep containers nest in fast mode before cycles are looked for.
const FAST_NESTING: usize = 50;

/// One call of `dump`.
pub struct Saver<'a> {
    pub(super) vm: &'a Vm,
    pub(super) pickler: &'a Ref<Pickler>,
    pub(super) tables: Tables,
    pub(super) protocol: i64,
    persistent_id: Option<Value>,
    pub(super) reducer_override: Option<Value>,
    fast_nesting: Cell<usize>,
    fast_seen: RefCell<FxHashSet<u64>>,
}

impl<'a> Saver<'a> {
    /// Looks up what subclasses and instances may have of their own.
    pub fn of(vm: &'a Vm, pickler: &'a Ref<Pickler>) -> Result<Saver<'a>> {
        let this = pickler.as_value();
        let name = vm.intern("persistent_id");
        let has_own = pickler.persistent_id.borrow().is_some()
            || match (this.class().lookup(vm, &name), PICKLER.lookup(vm, &name)) {
                (Some(one), Some(other)) => !one.is(&other),
                _ => true,
            };
        let persistent_id = match has_own {
            true => Some(vm.get_attribute(this, &name)?),
            false => None,
        };
        let reducer_override = match this.class().is(&PICKLER) {
            true => None,
            false => vm.find_attribute_by(this, "reducer_override")?,
        };
        Ok(Saver {
            vm,
            pickler,
            tables: Tables::get(vm)?,
            protocol: pickler.protocol.get(),
            persistent_id,
            reducer_override,
            fast_nesting: Cell::new(0),
            fast_seen: RefCell::default(),
        })
    }

    /// Writes an object, or a reference to it where it has been written before.
    pub fn save(&self, object: &Value) -> Result<()> {
        self.end_full_frame()?;
        if let Some(persistent_id) = &self.persistent_id {
            let id = self.vm.call(persistent_id, std::slice::from_ref(object))?;
            if !id.is_none() {
                return self.save_persistent(&id);
            }
        }
        self.save_itself(object)
    }

    fn save_itself(&self, object: &Value) -> Result<()> {
        if object.is_none() {
            self.write(&[op::NONE]);
            return Ok(());
        }
        if let Some(value) = object.as_bool() {
            self.save_bool(value);
            return Ok(());
        }
        let class = object.class();
        if class.is(&INT) {
            return self.save_int(object);
        }
        if class.is(&FLOAT) {
            self.save_float(object.as_float().unwrap_or_default());
            return Ok(());
        }
        if let Some(number) = self.memoized(object) {
            return self.refer(number);
        }
        if let Some(bytes) = object.downcast_exact::<Bytes>() {
            return self.save_bytes(object, bytes.as_bytes());
        }
        if let Some(text) = object.downcast_exact::<Str>() {
            return self.save_str(object, text);
        }
        self.vm.check_native_stack(" while pickling an object")?;
        if let Some(dict) = object.downcast_exact::<Dict>() {
            self.nested(object, || self.save_dict(object, dict))
        } else if let Some(list) = object.downcast_exact::<List>() {
            self.nested(object, || self.save_list(object, list))
        } else if let Some(items) = object.downcast_exact::<Tuple>() {
            self.save_tuple(object, items)
        } else if class.is(&SET) {
            self.save_set(object)
        } else if class.is(&FROZENSET) {
            self.nested(object, || self.save_frozen_set(object))
        } else if let Some(array) = object.downcast_exact::<ByteArray>() {
            self.save_bytearray(object, array)
        } else if object.is_exact::<PickleBuffer>() {
            self.save_buffer(object)
        } else {
            self.save_other(object)
        }
    }

    fn save_other(&self, object: &Value) -> Result<()> {
        if let Some(reducer) = &self.reducer_override {
            let reduced = self.vm.call(reducer, std::slice::from_ref(object))?;
            if !reduced.is_not_implemented() {
                return self.save_reduced(object, &reduced);
            }
        }
        if object.class().is(&TYPE) {
            return self.save_type(object);
        }
        if object.is_exact::<Function>() {
            return self.save_global(object, None);
        }
        match self.reduce(object)? {
            Some(reduced) => self.save_reduced(object, &reduced),
            None => self.save_global(object, None),
        }
    }

    /// Writes an instruction, or an instruction with its argument.
    #[inline]
    pub fn write(&self, bytes: &[u8]) {
        self.pickler.output.borrow_mut().write(bytes);
    }

    /// The number of an object that has been written.
    #[inline]
    pub fn memoized(&self, object: &Value) -> Option<usize> {
        self.pickler.memo.borrow().get(object)
    }

    /// Gives the object on the stack a number.
    pub fn memoize(&self, object: &Value) -> Result<()> {
        if self.pickler.fast.get() {
            return Ok(());
        }
        let number = self.pickler.memo.borrow_mut().add(object);
        if self.protocol >= 4 {
            self.write(&[op::MEMOIZE]);
        } else if self.protocol == 0 {
            self.write(format!("p{number}\n").as_bytes());
        } else if let Ok(number) = u8::try_from(number) {
            self.write(&[op::BINPUT, number]);
        } else {
            let Ok(number) = u32::try_from(number) else {
                return Err(pickling_error(self.vm, "memo id too large for LONG_BINPUT"));
            };
            self.write_with(op::LONG_BINPUT, &number.to_le_bytes());
        }
        Ok(())
    }

    /// Writes a reference to an object that has been written.
    pub fn refer(&self, number: usize) -> Result<()> {
        if self.protocol == 0 {
            self.write(format!("g{number}\n").as_bytes());
        } else if let Ok(number) = u8::try_from(number) {
            self.write(&[op::BINGET, number]);
        } else {
            let Ok(number) = u32::try_from(number) else {
                return Err(pickling_error(self.vm, "memo id too large for LONG_BINGET"));
            };
            self.write_with(op::LONG_BINGET, &number.to_le_bytes());
        }
        Ok(())
    }

    fn write_with(&self, code: u8, argument: &[u8]) {
        let mut output = self.pickler.output.borrow_mut();
        output.write(&[code]);
        output.write(argument);
    }

    /// Ends a frame that is full, and hands it to the file.
    fn end_full_frame(&self) -> Result<()> {
        if !self.pickler.output.borrow().is_frame_full() {
            return Ok(());
        }
        self.pickler.output.borrow_mut().end_frame();
        match self.pickler.has_file() {
            true => self.pickler.flush(self.vm),
            false => Ok(()),
        }
    }

    /// Writes an instruction with data; large data stands outside of frames, and goes to the
    /// file as it is.
    fn write_data(&self, header: &[u8], data: &[u8], object: Option<&Value>) -> Result<()> {
        if data.len() < op::FRAME_TARGET {
            let mut output = self.pickler.output.borrow_mut();
            output.write(header);
            output.write(data);
            return Ok(());
        }
        let framing = {
            let mut output = self.pickler.output.borrow_mut();
            output.end_frame();
            let framing = std::mem::replace(&mut output.framing, false);
            output.write(header);
            framing
        };
        let result = if self.pickler.has_file() {
            let bytes = object.cloned().unwrap_or_else(|| Bytes::value(data));
            self.pickler
                .flush(self.vm)
                .and_then(|()| self.pickler.hand_over(self.vm, bytes))
        } else {
            self.write(data);
            Ok(())
        };
        self.pickler.output.borrow_mut().framing = framing;
        result
    }

    /// Runs `action` for a container. In fast mode nothing is memoized, so cycles are looked
    /// for once the nesting is deep.
    fn nested(&self, object: &Value, action: impl FnOnce() -> Result<()>) -> Result<()> {
        if !self.pickler.fast.get() {
            return action();
        }
        let depth = self.fast_nesting.get() + 1;
        self.fast_nesting.set(depth);
        let watched = depth >= FAST_NESTING;
        if watched && !self.fast_seen.borrow_mut().insert(object.bits()) {
            return Err(self.vm.value_error(format!(
                "fast mode: can't pickle cyclic objects including object type {} at {:#x}",
                object.class().name(),
                object.identity()
            )));
        }
        let result = action();
        if watched {
            self.fast_seen.borrow_mut().remove(&object.bits());
        }
        self.fast_nesting.set(depth - 1);
        result
    }

    fn save_persistent(&self, id: &Value) -> Result<()> {
        if self.protocol > 0 {
            self.end_full_frame()?;
            self.save_itself(id)?;
            self.write(&[op::BINPERSID]);
            return Ok(());
        }
        let text = self.vm.str(id)?;
        if !text.is_ascii() {
            return Err(pickling_error(
                self.vm,
                "persistent IDs in protocol 0 must be ASCII strings",
            ));
        }
        self.write(&[op::PERSID]);
        self.write(text.as_bytes());
        self.write(b"\n");
        Ok(())
    }

    fn save_bool(&self, value: bool) {
        self.write(match (self.protocol >= 2, value) {
            (true, true) => &[op::NEWTRUE],
            (true, false) => &[op::NEWFALSE],
            (false, true) => b"I01\n",
            (false, false) => b"I00\n",
        });
    }

    fn save_int(&self, object: &Value) -> Result<()> {
        if let Some(number) = object
            .as_i64()
            .and_then(|number| i32::try_from(number).ok())
        {
            if self.protocol == 0 {
                self.write(format!("I{number}\n").as_bytes());
            } else if let Ok(number) = u8::try_from(number) {
                self.write(&[op::BININT1, number]);
            } else if let Ok(number) = u16::try_from(number) {
                self.write_with(op::BININT2, &number.to_le_bytes());
            } else {
                self.write_with(op::BININT, &number.to_le_bytes());
            }
            return Ok(());
        }
        let Some(number) = object.as_integer() else {
            return Ok(());
        };
        if self.protocol < 2 {
            let digits = self.vm.repr(object)?;
            self.write_with(op::LONG, digits.as_bytes());
            self.write(b"L\n");
            return Ok(());
        }
        let length = integer::bit_length(number) as usize / 8 + 1;
        let mut bytes = integer::to_bytes(number, length, ByteOrder::Little, true)
            .map_err(|error| self.vm.number_error(error))?;
        if let [.., before, 0xff] = bytes[..]
            && before >= 0x80
        {
            bytes.pop();
        }
        if let Ok(length) = u8::try_from(bytes.len()) {
            self.write(&[op::LONG1, length]);
        } else if let Ok(length) = i32::try_from(bytes.len()) {
            self.write_with(op::LONG4, &length.to_le_bytes());
        } else {
            return Err(self.vm.overflow_error("int too large to pickle"));
        }
        self.write(&bytes);
        Ok(())
    }

    fn save_float(&self, value: f64) {
        if self.protocol > 0 {
            self.write_with(op::BINFLOAT, &value.to_be_bytes());
        } else {
            self.write(format!("F{}\n", float::repr(value)).as_bytes());
        }
    }

    /// The header of data whose instruction depends on its length; `None` where the protocol
    /// has none that is long enough.
    fn header(&self, length: usize, short: Option<u8>, middle: u8, long: u8) -> Option<Vec<u8>> {
        let mut header = Vec::with_capacity(op::FRAME_HEADER);
        match (short, u8::try_from(length), u32::try_from(length)) {
            (Some(short), Ok(length), _) => header.extend([short, length]),
            (_, _, Ok(length)) => {
                header.push(middle);
                header.extend(length.to_le_bytes());
            }
            _ if self.protocol < 4 => return None,
            _ => {
                header.push(long);
                header.extend((length as u64).to_le_bytes());
            }
        }
        Some(header)
    }

    fn save_bytes(&self, object: &Value, bytes: &[u8]) -> Result<()> {
        if self.protocol < 3 {
            let class = BYTES.to_value();
            if bytes.is_empty() {
                return self.save_call(&class, &Tuple::empty(), Some(object));
            }
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            let encode = self.vm.import_attribute("_codecs", "encode")?;
            let arguments = Tuple::pair(Str::value(text), self.vm.intern("latin1").into());
            return self.save_call(&encode, &arguments, Some(object));
        }
        self.save_byte_data(bytes, Some(object))?;
        self.memoize(object)
    }

    fn save_byte_data(&self, bytes: &[u8], object: Option<&Value>) -> Result<()> {
        let header = self.header(
            bytes.len(),
            Some(op::SHORT_BINBYTES),
            op::BINBYTES,
            op::BINBYTES8,
        );
        match header {
            Some(header) => self.write_data(&header, bytes, object),
            None => Err(self.vm.overflow_error(
                "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher",
            )),
        }
    }

    fn save_bytearray(&self, object: &Value, array: &Ref<ByteArray>) -> Result<()> {
        let bytes = array.to_vec();
        if self.protocol < 5 {
            let arguments = match bytes.is_empty() {
                true => Tuple::empty(),
                false => Tuple::new(vec![Bytes::value(&bytes)]),
            };
            return self.save_call(&BYTEARRAY.to_value(), &arguments, Some(object));
        }
        self.save_bytearray_data(&bytes, object)?;
        self.memoize(object)
    }

    fn save_bytearray_data(&self, bytes: &[u8], object: &Value) -> Result<()> {
        let mut header = vec![op::BYTEARRAY8];
        header.extend((bytes.len() as u64).to_le_bytes());
        self.write_data(&header, bytes, Some(object))
    }

    fn save_buffer(&self, object: &Value) -> Result<()> {
        if self.protocol < 5 {
            return Err(pickling_error(
                self.vm,
                "PickleBuffer can only be pickled with protocol >= 5",
            ));
        }
        let buffer = Buffer::of(self.vm, object, request::FULL_READ_ONLY)?;
        if !buffer.is_contiguous()
            && !buffer
                .dimensions()
                .is_fortran_contiguous(buffer.item_size())
        {
            return Err(pickling_error(
                self.vm,
                "PickleBuffer can not be pickled when pointing to a non-contiguous buffer",
            ));
        }
        let callback = self.pickler.buffer_callback.borrow().clone();
        let in_band = match callback {
            Some(callback) => {
                let answer = self.vm.call(&callback, std::slice::from_ref(object))?;
                self.vm.is_true(&answer)?
            }
            None => true,
        };
        if !in_band {
            self.write(&[op::NEXT_BUFFER]);
            if buffer.is_read_only() {
                self.write(&[op::READONLY_BUFFER]);
            }
            return Ok(());
        }
        if buffer.is_read_only() {
            self.save_byte_data(buffer.as_bytes(), Some(object))?;
        } else {
            self.save_bytearray_data(buffer.as_bytes(), object)?;
        }
        self.memoize(object)
    }

    fn save_str(&self, object: &Value, text: &Ref<Str>) -> Result<()> {
        if self.protocol == 0 {
            self.write(&[op::UNICODE]);
            self.write(&escaped(text));
            self.write(b"\n");
            return self.memoize(object);
        }
        let bytes = text.as_bytes();
        let short = (self.protocol >= 4).then_some(op::SHORT_BINUNICODE);
        let header = self.header(bytes.len(), short, op::BINUNICODE, op::BINUNICODE8);
        match header {
            Some(header) => self.write_data(&header, bytes, None)?,
            None => {
                return Err(self.vm.overflow_error(
                    "serializing a string larger than 4 GiB requires pickle protocol 4 or higher",
                ));
            }
        }
        self.memoize(object)
    }

    fn save_tuple(&self, object: &Value, items: &Ref<Tuple>) -> Result<()> {
        let items = items.items();
        if items.is_empty() {
            self.write(match self.protocol {
                0 => &[op::MARK, op::TUPLE],
                _ => &[op::EMPTY_TUPLE],
            });
            return Ok(());
        }
        let few = self.protocol >= 2 && items.len() <= 3;
        if !few {
            self.write(&[op::MARK]);
        }
        for item in items {
            self.save(item)?;
        }
        // The tuple may have been written while its items were.
        if let Some(number) = self.memoized(object) {
            if !few && self.protocol > 0 {
                self.write(&[op::POP_MARK]);
            } else {
                let pops = items.len() + usize::from(!few);
                self.write(&vec![op::POP; pops]);
            }
            return self.refer(number);
        }
        self.write(&[match items.len() {
            1 if few => op::TUPLE1,
            2 if few => op::TUPLE2,
            3 if few => op::TUPLE3,
            _ => op::TUPLE,
        }]);
        self.memoize(object)
    }

    fn save_list(&self, object: &Value, list: &Ref<List>) -> Result<()> {
        self.write(match self.protocol {
            0 => &[op::MARK, op::LIST],
            _ => &[op::EMPTY_LIST],
        });
        self.memoize(object)?;
        let mut next = 0;
        if self.protocol == 0 {
            while let Some(item) = list.get(next) {
                self.save(&item)?;
                self.write(&[op::APPEND]);
                next += 1;
            }
            return Ok(());
        }
        if let (1, Some(item)) = (list.len(), list.get(0)) {
            self.save(&item)?;
            self.write(&[op::APPEND]);
            return Ok(());
        }
        while next < list.len() {
            self.write(&[op::MARK]);
            let first = next;
            while next - first < op::BATCH
                && let Some(item) = list.get(next)
            {
                self.save(&item)?;
                next += 1;
            }
            self.write(&[op::APPENDS]);
        }
        Ok(())
    }

    fn save_dict(&self, object: &Value, dict: &Ref<Dict>) -> Result<()> {
        self.write(match self.protocol {
            0 => &[op::MARK, op::DICT],
            _ => &[op::EMPTY_DICT],
        });
        self.memoize(object)?;
        let size = dict.len();
        let mut position = 0;
        if self.protocol == 0 || size == 1 {
            while let Some((next, key, value)) = dict.entry_from(position) {
                self.save(&key)?;
                self.save(&value)?;
                self.write(&[op::SETITEM]);
                position = next;
                if dict.len() != size {
                    return Err(self.dict_changed());
                }
            }
            return Ok(());
        }
        let mut count = if size == 0 { 0 } else { op::BATCH };
        while count == op::BATCH {
            count = 0;
            self.write(&[op::MARK]);
            while count < op::BATCH
                && let Some((next, key, value)) = dict.entry_from(position)
            {
                self.save(&key)?;
                self.save(&value)?;
                position = next;
                count += 1;
            }
            self.write(&[op::SETITEMS]);
            if dict.len() != size {
                return Err(self.dict_changed());
            }
        }
        Ok(())
    }

    fn dict_changed(&self) -> vm::Raised {
        self.vm
            .runtime_error("dictionary changed size during iteration")
    }

    fn save_set(&self, object: &Value) -> Result<()> {
        if self.protocol < 4 {
            return self.save_listed(object, &SET.to_value());
        }
        self.write(&[op::EMPTY_SET]);
        self.memoize(object)?;
        let Some(set) = object.downcast::<Set>() else {
            return Ok(());
        };
        let size = set.len();
        let mut slot = 0;
        let mut count = if size == 0 { 0 } else { op::BATCH };
        while count == op::BATCH {
            count = 0;
            self.write(&[op::MARK]);
            while count < op::BATCH
                && let Some((next, _, item)) = set.key_from(slot)
            {
                self.save(&item)?;
                slot = next;
                count += 1;
            }
            self.write(&[op::ADDITEMS]);
            if set.len() != size {
                return Err(self.vm.runtime_error("set changed size during iteration"));
            }
        }
        Ok(())
    }

    fn save_frozen_set(&self, object: &Value) -> Result<()> {
        if self.protocol < 4 {
            return self.save_listed(object, &FROZENSET.to_value());
        }
        let items = object.downcast::<Set>().map(|set| set.to_vec());
        self.write(&[op::MARK]);
        for item in items.unwrap_or_default() {
            self.save(&item)?;
        }
        if let Some(number) = self.memoized(object) {
            self.write(&[op::POP_MARK]);
            return self.refer(number);
        }
        self.write(&[op::FROZENSET]);
        self.memoize(object)
    }

    /// A set as the call of its class with a list.
    fn save_listed(&self, object: &Value, class: &Value) -> Result<()> {
        let items = object.downcast::<Set>().map(|set| set.to_vec());
        let list = List::new(items.unwrap_or_default());
        self.save_call(class, &Tuple::new(vec![list.into()]), Some(object))
    }

    /// Writes the call of a function.
    fn save_call(
        &self,
        function: &Value,
        arguments: &Ref<Tuple>,
        object: Option<&Value>,
    ) -> Result<()> {
        let reduced = tuple(vec![function.clone(), arguments.to_value()]);
        self.save_parts(&reduced, object)
    }
}

/// A text as protocol 0 writes it: in Latin-1, other characters escaped.
fn escaped(text: &Ref<Str>) -> Vec<u8> {
    let mut found = Vec::with_capacity(text.as_bytes().len());
    for point in text.as_wtf8().code_points() {
        match point {
            0x5c | 0 | 0x0a | 0x0d | 0x1a | 0x100..=0xffff => {
                found.extend(format!("\\u{point:04x}").into_bytes());
            }
            0..0x100 => found.push(point as u8),
            _ => found.extend(format!("\\U{point:08x}").into_bytes()),
        }
    }
    found
}
