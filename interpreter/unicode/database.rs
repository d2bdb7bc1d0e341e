//! The properties that only the module `unicodedata` asks for: parsed from text when first
//! needed. `database/generate.py` writes the tables.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::properties::is_assigned;

/// The properties of a code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// `unicodedata.category`.
    pub category: &'static str,
    /// `unicodedata.bidirectional`.
    pub bidirectional: &'static str,
    /// `unicodedata.combining`.
    pub combining: u8,
    /// `unicodedata.east_asian_width`.
    pub east_asian_width: &'static str,
    /// `unicodedata.mirrored`.
    pub mirrored: bool,
}

const UNASSIGNED: Record = Record {
    category: "Cn",
    bidirectional: "",
    combining: 0,
    east_asian_width: "N",
    mirrored: false,
};

/// The first code point of each run with the same properties.
static RECORDS: LazyLock<Vec<(u32, Record)>> = LazyLock::new(|| {
    let lines = include_str!("database/records.txt").lines();
    lines.filter_map(parse_record).collect()
});

static DECOMPOSITIONS: LazyLock<Vec<(u32, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("database/decompositions.txt").lines();
    let parsed = lines.filter_map(|line| {
        let (point, text) = line.split_once(' ')?;
        Some((u32::from_str_radix(point, 16).ok()?, text))
    });
    parsed.collect()
});

fn parse_record(line: &'static str) -> Option<(u32, Record)> {
    let mut parts = line.split(' ');
    let first = u32::from_str_radix(parts.next()?, 16).ok()?;
    let record = Record {
        category: parts.next()?,
        bidirectional: parts
            .next()
            .map(|class| if class == "-" { "" } else { class })?,
        combining: parts.next()?.parse().ok()?,
        east_asian_width: parts.next()?,
        mirrored: parts.next()? == "1",
    };
    Some((first, record))
}

/// The properties of a code point.
pub fn record(code_point: u32) -> Record {
    let place = RECORDS.partition_point(|&(first, _)| first <= code_point);
    match place.checked_sub(1).and_then(|place| RECORDS.get(place)) {
        Some((_, record)) => *record,
        None => UNASSIGNED,
    }
}

/// `unicodedata.decomposition`: empty where there is none.
pub fn decomposition(code_point: u32) -> &'static str {
    let found = DECOMPOSITIONS.binary_search_by_key(&code_point, |&(point, _)| point);
    found
        .ok()
        .and_then(|place| DECOMPOSITIONS.get(place))
        .map_or("", |&(_, text)| text)
}

/// A normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the forms")]
pub enum Form {
    Nfc,
    Nfkc,
    Nfd,
    Nfkd,
}

impl Form {
    /// The form of this name.
    pub fn of(name: &str) -> Option<Form> {
        Some(match name {
            "NFC" => Form::Nfc,
            "NFKC" => Form::Nfkc,
            "NFD" => Form::Nfd,
            "NFKD" => Form::Nfkd,
            _ => return None,
        })
    }
}

/// Text in a normal form. Surrogates, and characters of later versions, stay as they are.
pub fn normalize(form: Form, text: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut found = Vec::new();
    let mut part = String::new();
    for code_point in text {
        match char::from_u32(code_point).filter(|_| is_assigned(code_point)) {
            Some(character) => part.push(character),
            None => {
                add_normalized(form, &part, &mut found);
                part.clear();
                found.push(code_point);
            }
        }
    }
    add_normalized(form, &part, &mut found);
    found
}

fn add_normalized(form: Form, part: &str, found: &mut Vec<u32>) {
    match form {
        Form::Nfc => found.extend(part.nfc().map(u32::from)),
        Form::Nfkc => found.extend(part.nfkc().map(u32::from)),
        Form::Nfd => found.extend(part.nfd().map(u32::from)),
        Form::Nfkd => found.extend(part.nfkd().map(u32::from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_all_code_points() {
        assert_eq!(record(0x41).category, "Lu");
        assert_eq!(record(0x301).combining, 230);
        assert!(record(0x28).mirrored);
        assert_eq!(record(0x10_FFFF).category, "Cn");
        assert_eq!(decomposition(0xE9), "0065 0301");
        assert_eq!(normalize(Form::Nfc, [0x65, 0x301].into_iter()), [0xE9]);
    }
}
