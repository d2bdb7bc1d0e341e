//! Files of certificates and keys: the blocks between `-----BEGIN` and `-----END`.

use primitives::text::base64::a2b_base64;

/// One block.
pub(super) struct Block {
    /// As `CERTIFICATE`.
    pub label: String,
    /// Lines such as `Proc-Type: 4,ENCRYPTED`.
    pub headers: Vec<(String, String)>,
    pub content: Vec<u8>,
}

/// The blocks of a file; for one whose content is no base64, its label.
pub(super) fn blocks(bytes: &[u8]) -> Vec<Result<Block, String>> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().map(str::trim_end);
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let label = line
            .strip_prefix("-----BEGIN ")
            .and_then(|rest| rest.strip_suffix("-----"));
        let Some(label) = label else { continue };
        let end = format!("-----END {label}-----");
        let mut block = Block {
            label: label.to_owned(),
            headers: Vec::new(),
            content: Vec::new(),
        };
        let mut digits = Vec::new();
        let mut is_ended = false;
        for line in lines.by_ref() {
            if line == end {
                is_ended = true;
                break;
            }
            match line.split_once(':') {
                Some((name, value)) => block
                    .headers
                    .push((name.trim().to_owned(), value.trim().to_owned())),
                None => digits.extend_from_slice(line.trim().as_bytes()),
            }
        }
        match a2b_base64(&digits, true) {
            Ok(content) if is_ended && !content.is_empty() => {
                block.content = content;
                blocks.push(Ok(block));
            }
            _ => blocks.push(Err(label.to_owned())),
        }
    }
    blocks
}

/// Whether a block holds a certificate.
pub(super) fn is_certificate(label: &str) -> bool {
    matches!(
        label,
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE"
    )
}

/// A block of these bytes.
pub(super) fn encode(label: &str, content: &[u8]) -> String {
    let digits = primitives::text::base64::b2a_base64(content, false);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in digits.chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}
