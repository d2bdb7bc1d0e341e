//! Text and bytes: strings in WTF-8, their methods, codecs, templates and binary formats.

pub mod base64;
pub mod bytes;
pub mod codecs;
pub mod json;
pub mod methods;
pub mod size;
pub mod structure;
pub mod template;
pub mod view;
pub mod wtf8;

pub use size::SizeError;
pub use view::{Text, bounds};
pub use wtf8::{CodePoints, Index, Wtf8, Wtf8Buf};
