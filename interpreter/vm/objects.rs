//! Objects: the value, the heap, types, and one built-in type a file.
//!
//! Payloads that the whole machine uses (`str`, `list`, `dict` ...) stand in a file of the
//! type's name; where methods are many, they stand in `<type>_type`.

pub mod async_generator;
pub mod attributes;
pub mod bool;
pub mod buffer;
pub mod bytearray;
pub mod bytes;
pub mod cell;
pub mod class_creation;
pub mod class_method;
pub mod code;
pub mod code_type;
pub mod codecs;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod dict_type;

pub mod exceptions;
pub mod float;
pub mod float_type;
pub mod frame;
pub mod function;
pub mod gc;
pub mod generator;
pub mod generic_alias;
pub mod guarded;
pub mod hashing;
pub mod heap;
pub mod int;
pub mod int_type;
pub mod iterators;
pub mod list;
pub mod list_type;
pub mod lookup;
pub mod mapping_proxy;
pub mod memoryview;
pub mod method;
pub mod module;
pub mod module_spec;
pub mod names;
pub mod namespace;
pub mod native_function;
pub mod native_types;
pub mod object_type;
pub mod property;
pub mod range;
pub mod sequence;
pub mod sequence_iterator;
pub mod set;
pub mod singletons;
pub mod slice;
pub mod slot_methods;
pub mod slots;
pub mod sort;
pub mod str;
pub mod str_type;
pub mod struct_sequence;
pub mod super_type;
#[cfg(test)]
pub(crate) mod testing;
pub mod traceback;
pub mod tuple;
pub mod tuple_type;
pub mod type_parameters;
pub mod type_type;
pub mod types;
pub mod union;
pub mod value;
pub mod weakref;
