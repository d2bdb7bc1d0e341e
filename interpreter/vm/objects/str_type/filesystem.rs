//! Names of files: text or bytes, or anything with `__fspath__`.

use primitives::text::codecs::{Codec, Errors, decode};

use crate::objects::bytes::Bytes;
use crate::objects::codecs;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

impl Vm {
    /// `os.fspath(value)`: a str or bytes.
    pub fn filesystem_path(&self, value: &Value) -> Result<Value> {
        if value.downcast::<Str>().is_some() || value.downcast::<Bytes>().is_some() {
            return Ok(value.clone());
        }
        let Some(path) = self.call_special(value, "__fspath__", &[])? else {
            return Err(self.type_error(format!(
                "expected str, bytes or os.PathLike object, not {}",
                value.class().name()
            )));
        };
        if path.downcast::<Str>().is_some() || path.downcast::<Bytes>().is_some() {
            return Ok(path);
        }
        Err(self.type_error(format!(
            "expected {}.__fspath__() to return str or bytes, not {}",
            value.class().name(),
            path.class().name()
        )))
    }

    /// The name of a file as text; bytes that are no UTF-8 become surrogates.
    pub fn filesystem_text(&self, value: &Value) -> Result<Ref<Str>> {
        let path = self.filesystem_path(value)?;
        if let Some(text) = path.downcast::<Str>() {
            return self.without_null(text.as_bytes()).map(|()| text.clone());
        }
        let bytes = path
            .downcast::<Bytes>()
            .map(|bytes| bytes.as_bytes().to_vec());
        let bytes = bytes.unwrap_or_default();
        self.without_null(&bytes)?;
        Ok(text_of_file_name(&bytes))
    }

    /// The name of a file as the system takes it.
    pub fn filesystem_bytes(&self, value: &Value) -> Result<Vec<u8>> {
        let path = self.filesystem_path(value)?;
        let bytes = match path.downcast::<Str>() {
            Some(text) => {
                let errors = Str::from("surrogateescape");
                codecs::encode(self, text, None, Some(&errors))?
                    .as_bytes()
                    .to_vec()
            }
            None => {
                let bytes = path
                    .downcast::<Bytes>()
                    .map(|bytes| bytes.as_bytes().to_vec());
                bytes.unwrap_or_default()
            }
        };
        self.without_null(&bytes)?;
        Ok(bytes)
    }

    fn without_null(&self, bytes: &[u8]) -> Result<()> {
        if bytes.contains(&0) {
            return Err(self.value_error("embedded null byte"));
        }
        Ok(())
    }
}

/// A file name from the system as text: bytes that are no UTF-8 become surrogates.
pub fn text_of_file_name(bytes: &[u8]) -> Ref<Str> {
    match decode(Codec::Utf8, bytes, &mut Errors::SurrogateEscape) {
        Ok(text) => Str::from_wtf8(&text),
        Err(_) => Str::from(String::from_utf8_lossy(bytes)),
    }
}
