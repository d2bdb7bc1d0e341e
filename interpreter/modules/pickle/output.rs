//! What a pickler has written: a buffer, in frames from protocol 4 on.

use super::opcodes::{FRAME, FRAME_HEADER, FRAME_LEAST, FRAME_TARGET};

/// The buffer.
#[derive(Default)]
pub struct Output {
    bytes: Vec<u8>,
    /// Whether what is written goes into frames.
    pub framing: bool,
    /// Where the header of the present frame stands.
    frame: Option<usize>,
}

impl Output {
    /// What has been written.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Forgets what has been written.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.frame = None;
    }

    /// Writes an instruction, or an instruction with its argument.
    #[inline]
    pub fn write(&mut self, bytes: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.bytes.len());
            self.bytes.extend_from_slice(&[0; FRAME_HEADER]);
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether the present frame is full.
    #[inline]
    pub fn is_frame_full(&self) -> bool {
        self.framing
            && self
                .frame
                .is_some_and(|start| self.bytes.len() - start - FRAME_HEADER >= FRAME_TARGET)
    }

    /// Ends the present frame, if there is one.
    pub fn end_frame(&mut self) {
        let Some(start) = self.frame.take() else {
            return;
        };
        let size = self.bytes.len() - start - FRAME_HEADER;
        if size < FRAME_LEAST {
            self.bytes.drain(start..start + FRAME_HEADER);
            return;
        }
        if let Some(header) = self.bytes.get_mut(start..start + FRAME_HEADER) {
            let (code, length) = header.split_at_mut(1);
            code.fill(FRAME);
            length.copy_from_slice(&(size as u64).to_le_bytes());
        }
    }
}
