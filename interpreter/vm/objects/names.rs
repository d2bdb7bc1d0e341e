//! Names that the machine asks for, interned once.
#![allow(unsafe_code, reason = "a global table under the interpreter lock")]

use primitives::text::wtf8::Wtf8;

use super::guarded::Global;
use super::heap::Ref;
use super::slots::SPECIAL_METHODS;
use super::str::{Str, intern};

macro_rules! names {
    ($($name:ident)*) => {
        /// Interned names, a field each.
        #[allow(missing_docs, reason = "each field is the name that it is called")]
        pub struct Names {
            $(pub $name: Ref<Str>,)*
            /// The names of [`SPECIAL_METHODS`], in their order.
            pub special: Vec<Ref<Str>>,
        }

        impl Names {
            fn new() -> Names {
                Names {
                    $($name: name(stringify!($name)),)*
                    special: SPECIAL_METHODS.iter().map(|(text, _)| name(text)).collect(),
                }
            }
        }
    };
}

names! {
    __abstractmethods__ __aenter__ __aexit__ __annotations__ __args__ __bases__ __bool__ __build_class__
    __call__ __class__ __class_getitem__ __classcell__ __classdictcell__ __copy__
    __deepcopy__ __del__ __delattr__ __delete__ __delitem__ __dict__ __dir__ __doc__
    __enter__ __eq__ __exit__ __file__ __firstlineno__ __flags__ __format__ __func__ __get__
    __getattr__ __getattribute__ __getinitargs__ __getitem__ __getnewargs__
    __getnewargs_ex__ __getstate__ __hash__ __import__ __init__ __init_subclass__
    __instancecheck__ __isabstractmethod__ __iter__ __len__ __length_hint__ __match_args__
    __module__ __mro_entries__ __name__ __new__ __next__ __objclass__ __orig_bases__
    __orig_class__ __origin__ __parameters__ __path__ __prepare__ __qualname__ __reduce__
    __reduce_ex__ __repr__ __self__ __set__ __set_name__ __setattr__ __setitem__
    __slots__ __spec__ __static_attributes__ __str__ __subclasscheck__ __subclasses__
    __subclasshook__ __text_signature__ __type_params__ __typing_subst__
    __typing_prepare_subst__ __typing_unpacked_tuple_args__ __typing_is_unpacked_typevartuple__
    __unpacked__ __weakref__ __wrapped__ __bound__ __constraints__ _fields copyreg mro keys metaclass
}

fn name(text: &str) -> Ref<Str> {
    intern(Wtf8::new(text))
}

static NAMES: Global<Option<Names>> = Global::new(None);

/// The names.
#[inline(always)]
pub fn names() -> &'static Names {
    // SAFETY: the interpreter lock is held; once made the table does not change.
    match unsafe { NAMES.get() } {
        Some(names) => names,
        empty => fill(empty),
    }
}

#[cold]
fn fill(empty: &'static mut Option<Names>) -> &'static Names {
    empty.get_or_insert_with(Names::new)
}
