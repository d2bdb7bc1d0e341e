//! `_testcapi.CodeLike`: an object that stands for code in tests of monitoring.

use vm::objects::object_type::new_plain;
use vm::objects::slots::Slots;
use vm::objects::types::TypeSpec;
use vm::static_type;

static_type! {
    /// `_testcapi.CodeLike`
    pub CODE_LIKE = TypeSpec {
        name: "CodeLike",
        module: "_testcapi",
        doc: Some("Stands for code that is not Python's."),
        slots: Slots {
            new: Some(|_, class, _| Ok(new_plain(class))),
            init: Some(|_, _, _| Ok(())),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}
