//! The fields of certificates.

use super::der::{Element, Elements, tag};

/// A certificate, as far as it is looked into.
pub(super) struct Fields<'a> {
    /// As written: 1 to 3.
    pub version: u64,
    pub serial: &'a [u8],
    /// Names with their headers.
    pub issuer: Element<'a>,
    pub subject: Element<'a>,
    pub not_before: Element<'a>,
    pub not_after: Element<'a>,
    pub public_key: Element<'a>,
    extensions: Vec<(&'a [u8], &'a [u8])>,
}

/// Identifiers of extensions, encoded.
pub(super) mod extension {
    pub const SUBJECT_ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1D, 0x11];
    pub const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1D, 0x13];
    pub const DISTRIBUTION_POINTS: &[u8] = &[0x55, 0x1D, 0x1F];
    pub const AUTHORITY_KEY: &[u8] = &[0x55, 0x1D, 0x23];
    pub const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x25];
    pub const AUTHORITY_ACCESS: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 1, 1];
}

/// The encoded identifier of a common name.
pub(super) const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// Reads a certificate; nothing where it is malformed.
pub(super) fn parse(bytes: &[u8]) -> Option<Fields<'_>> {
    let mut outer = Elements(bytes);
    let certificate = outer.tagged(tag::SEQUENCE)?;
    let mut parts = Elements(Elements(certificate.value).tagged(tag::SEQUENCE)?.value);
    let version = match parts.tagged(0xA0) {
        None => 1,
        Some(explicit) => {
            let number = Elements(explicit.value).tagged(tag::INTEGER)?;
            u64::from(*number.value.last()?) + 1
        }
    };
    let serial = parts.tagged(tag::INTEGER)?.value;
    parts.tagged(tag::SEQUENCE)?;
    let issuer = parts.tagged(tag::SEQUENCE)?;
    let mut validity = Elements(parts.tagged(tag::SEQUENCE)?.value);
    let (not_before, not_after) = (validity.next()?, validity.next()?);
    let subject = parts.tagged(tag::SEQUENCE)?;
    let public_key = parts.tagged(tag::SEQUENCE)?;
    let extensions = parts.find(|part| part.tag == 0xA3);
    Some(Fields {
        version,
        serial,
        issuer,
        subject,
        not_before,
        not_after,
        public_key,
        extensions: extensions.and_then(read_extensions).unwrap_or_default(),
    })
}

fn read_extensions(explicit: Element<'_>) -> Option<Vec<(&[u8], &[u8])>> {
    let list = Elements(explicit.value).tagged(tag::SEQUENCE)?;
    let mut extensions = Vec::new();
    for element in Elements(list.value) {
        let mut parts = Elements(element.value);
        let identifier = parts.tagged(tag::IDENTIFIER)?;
        parts.tagged(tag::BOOLEAN);
        extensions.push((identifier.value, parts.tagged(tag::OCTET_STRING)?.value));
    }
    Some(extensions)
}

/// How long before and behind 1970 a time is, in seconds.
pub(super) fn seconds(time: Element<'_>) -> Option<i64> {
    let [year, month, day, hour, minute, second] = calendar(time)?;
    // Days of the civil calendar, counted from March.
    let (y, m) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days =
        y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day
            - 1
            - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

/// Year, month, day, hour, minute and second.
fn calendar(time: Element<'_>) -> Option<[i64; 6]> {
    let text = std::str::from_utf8(time.value).ok()?;
    let (digits, century) = match time.tag {
        tag::UTC_TIME => (text, None),
        tag::GENERALIZED_TIME => (text.get(2..)?, Some(text.get(..2)?.parse::<i64>().ok()?)),
        _ => return None,
    };
    let part = |at: usize| digits.get(at..at + 2)?.parse::<i64>().ok();
    let short = part(0)?;
    let year = match century {
        Some(century) => century * 100 + short,
        None if short < 50 => 2000 + short,
        None => 1900 + short,
    };
    let second = part(10).unwrap_or(0);
    Some([year, part(2)?, part(4)?, part(6)?, part(8)?, second])
}

/// A time as OpenSSL prints it.
pub(super) fn time_text(time: Element<'_>) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let Some([year, month, day, hour, minute, second]) = calendar(time) else {
        return "Bad time value".to_owned();
    };
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|month| MONTHS.get(month));
    let month = month.unwrap_or(&"Bad");
    format!("{month} {day:>2} {hour:02}:{minute:02}:{second:02} {year} GMT")
}

/// Text in one of the kinds of strings that names have.
pub(super) fn text(element: Element<'_>) -> String {
    let bytes = element.value;
    match element.tag {
        tag::BMP_STRING => {
            let units = bytes
                .chunks_exact(2)
                .map(|it| u16::from_be_bytes([it[0], it[1]]));
            char::decode_utf16(units)
                .map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        tag::UNIVERSAL_STRING => bytes
            .chunks_exact(4)
            .map(|it| u32::from_be_bytes([it[0], it[1], it[2], it[3]]))
            .map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        tag::UTF8_STRING => String::from_utf8_lossy(bytes).into_owned(),
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// The parts of a name: sets of identifiers and texts.
pub(super) fn name_parts<'a>(name: Element<'a>) -> Vec<Vec<(&'a [u8], Element<'a>)>> {
    let sets = Elements(name.value).filter(|set| set.tag == tag::SET);
    sets.map(|set| {
        Elements(set.value)
            .filter_map(|pair| {
                let mut pair = Elements(pair.value);
                Some((pair.tagged(tag::IDENTIFIER)?.value, pair.next()?))
            })
            .collect()
    })
    .collect()
}

impl<'a> Fields<'a> {
    /// The content of an extension.
    pub fn extension(&self, identifier: &[u8]) -> Option<&'a [u8]> {
        self.extensions
            .iter()
            .find(|(own, _)| *own == identifier)
            .map(|(_, value)| *value)
    }

    /// The alternative names of the subject, as context-tagged elements.
    pub fn alternative_names(&self) -> Vec<Element<'a>> {
        self.extension(extension::SUBJECT_ALTERNATIVE_NAME)
            .and_then(|value| Elements(value).tagged(tag::SEQUENCE))
            .map(|list| Elements(list.value).collect())
            .unwrap_or_default()
    }

    /// Whether the key is good for a purpose, given by the last byte of its identifier (1 for
    /// servers, 2 for clients). It is where nothing is said of purposes.
    pub fn is_good_for(&self, purpose: u8) -> bool {
        let wanted = [0x2B, 6, 1, 5, 5, 7, 3, purpose];
        let any = [0x55, 0x1D, 0x25, 0];
        let Some(value) = self.extension(extension::EXTENDED_KEY_USAGE) else {
            return true;
        };
        let list = Elements(value).tagged(tag::SEQUENCE);
        let mut purposes = list.map(|it| Elements(it.value)).into_iter().flatten();
        purposes.any(|it| it.value == wanted || it.value == any)
    }

    /// Whether issuer and subject are the same.
    pub fn is_self_issued(&self) -> bool {
        self.issuer.whole == self.subject.whole
    }

    /// Whether it may sign others. One of before version 3 that signs itself may.
    pub fn is_authority(&self) -> bool {
        match self.extension(extension::BASIC_CONSTRAINTS) {
            Some(value) => Elements(value)
                .tagged(tag::SEQUENCE)
                .and_then(|list| Elements(list.value).tagged(tag::BOOLEAN))
                .is_some_and(|truth| truth.value.first().is_some_and(|&byte| byte != 0)),
            None => self.version < 3 && self.is_self_issued(),
        }
    }
}
