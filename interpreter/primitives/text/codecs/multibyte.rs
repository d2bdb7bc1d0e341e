//! The encodings of several bytes, East Asian ones: by tables, and with states that escape
//! sequences change.

mod iso2022;

use unicode::encodings::multibyte::{Found, Sequence, Table, static_name, table};

use super::{Decoder, Error, single_byte};
use iso2022::Variant;

/// An encoding of several bytes.
#[derive(Clone, Copy, Debug)]
pub struct Multibyte {
    name: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Every sequence stands in the table.
    Table(&'static Table),
    /// EUC-KR: syllables besides those of the table are made of their letters.
    Korean(&'static Table),
    /// HZ: pairs of seven bits between `~{` and `~}`.
    Hz(&'static Table),
    /// Character sets that escape sequences choose.
    Iso2022(&'static Variant),
}

/// Which character sets are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The sets of the first three places; 0 is ASCII.
    sets: [u8; 3],
    is_shifted: bool,
    /// Within an escape sequence that is none of the encoding's own.
    is_escaping: bool,
}

/// What is at the start of some bytes.
enum Step {
    Characters(u32, Option<u32>, usize),
    /// Bytes that only change the state.
    Nothing(usize),
    Incomplete,
    /// The number of bytes that are wrong.
    Illegal(usize),
}

/// What became of a character.
pub(super) enum Encoded {
    /// This many characters are encoded.
    Taken(usize),
    /// The next character decides.
    Waiting,
    Illegal,
}

/// The encoding of this name.
pub fn find(name: &str) -> Option<Multibyte> {
    let (name, kind) = match name {
        "hz" => ("hz", Kind::Hz(table("gb2312")?)),
        "euc_kr" => ("euc_kr", Kind::Korean(table("euc_kr")?)),
        _ => match iso2022::find(name) {
            Some(variant) => (variant.name, Kind::Iso2022(variant)),
            None => (static_name(name)?, Kind::Table(table(name)?)),
        },
    };
    Some(Multibyte { name, kind })
}

impl State {
    /// The state as a number.
    pub fn to_number(self) -> u64 {
        let [first, second, third] = self.sets;
        let flags = u8::from(self.is_shifted) | u8::from(self.is_escaping) << 1;
        u64::from(u32::from_le_bytes([first, second, third, flags]))
    }

    /// The state that has this number.
    pub fn from_number(number: u64) -> State {
        let [first, second, third, flags, ..] = number.to_le_bytes();
        State {
            sets: [first, second, third],
            is_shifted: flags & 1 != 0,
            is_escaping: flags & 2 != 0,
        }
    }
}

/// Decodes up to the end, or to the next error.
pub(super) fn decode(codec: Multibyte, decoder: &mut Decoder<'_>) -> Result<(), Error> {
    loop {
        let rest = decoder.rest();
        if rest.is_empty() {
            return Ok(());
        }
        if let Kind::Table(table) | Kind::Korean(table) = codec.kind
            && table.has_ascii()
        {
            let plain = single_byte::ascii_length(rest);
            if plain > 0 {
                decoder.output.push_bytes_trusted(&rest[..plain]);
                decoder.position += plain;
                continue;
            }
        }
        let start = decoder.position;
        let error = |end, reason| Error {
            encoding: codec.name,
            start,
            end,
            reason,
        };
        match codec.step(rest, &mut decoder.state) {
            Step::Characters(first, second, length) => {
                decoder.output.push(first);
                if let Some(second) = second {
                    decoder.output.push(second);
                }
                decoder.position += length;
            }
            Step::Nothing(length) => decoder.position += length,
            Step::Incomplete if !decoder.is_final => return Ok(()),
            Step::Incomplete => {
                return Err(error(start + rest.len(), "incomplete multibyte sequence"));
            }
            Step::Illegal(length) => return Err(error(start + length, ILLEGAL)),
        }
    }
}

const ILLEGAL: &str = "illegal multibyte sequence";

impl Multibyte {
    fn step(self, bytes: &[u8], state: &mut State) -> Step {
        match self.kind {
            Kind::Table(table) => found(table, bytes),
            Kind::Korean(table) => match syllable(bytes) {
                Some(step) => step,
                None => found(table, bytes),
            },
            Kind::Hz(table) => decode_hz(table, bytes, state),
            Kind::Iso2022(variant) => variant.step(bytes, state),
        }
    }

    /// Appends the bytes of a character, or of it and the next one.
    pub(super) fn encode(
        self,
        code_point: u32,
        next: Option<u32>,
        is_final: bool,
        state: &mut State,
        output: &mut Vec<u8>,
    ) -> Encoded {
        let with_pairs = match self.kind {
            Kind::Table(table) => Some(table),
            Kind::Iso2022(variant) => variant.table_of_pairs(),
            _ => None,
        };
        if let Some(table) = with_pairs
            && table.begins_pair(code_point)
        {
            let pair = next.and_then(|next| table.encode_pair(code_point, next));
            match (pair, self.kind) {
                (Some(sequence), Kind::Iso2022(variant)) => {
                    variant.push_pair(sequence, state, output);
                    return Encoded::Taken(2);
                }
                (Some(sequence), _) => {
                    push(sequence, output);
                    return Encoded::Taken(2);
                }
                (None, _) if next.is_none() && !is_final => return Encoded::Waiting,
                (None, _) => {}
            }
        }
        let encoded = match self.kind {
            Kind::Table(table) => push_found(table.encode(code_point), output),
            Kind::Korean(table) => {
                push_found(table.encode(code_point), output) || push_syllable(code_point, output)
            }
            Kind::Hz(table) => encode_hz(table, code_point, state, output),
            Kind::Iso2022(variant) => variant.encode(code_point, state, output),
        };
        if encoded {
            Encoded::Taken(1)
        } else {
            Encoded::Illegal
        }
    }

    /// Appends what brings the state back to ASCII.
    pub(super) fn finish(self, state: &mut State, output: &mut Vec<u8>) {
        match self.kind {
            Kind::Hz(_) if state.is_shifted => output.extend(b"~}"),
            Kind::Iso2022(variant) => variant.finish(*state, output),
            _ => {}
        }
        *state = State::default();
    }

    /// The error for a character at this index.
    pub(super) fn illegal(self, start: usize) -> Error {
        Error {
            encoding: self.name,
            start,
            end: start + 1,
            reason: ILLEGAL,
        }
    }
}

fn found(table: &Table, bytes: &[u8]) -> Step {
    match table.decode(bytes) {
        Found::Characters(first, second, length) => {
            Step::Characters(first.into(), second.map(u32::from), length)
        }
        Found::Incomplete => Step::Incomplete,
        Found::Illegal => Step::Illegal(1),
    }
}

/// Appends the bytes of a sequence.
fn push(sequence: Sequence, output: &mut Vec<u8>) {
    let bytes = sequence.to_be_bytes();
    let skipped = (sequence.leading_zeros() / 8).min(3) as usize;
    output.extend(&bytes[skipped..]);
}

fn push_found(sequence: Option<Sequence>, output: &mut Vec<u8>) -> bool {
    if let Some(sequence) = sequence {
        push(sequence, output);
    }
    sequence.is_some()
}

/// The byte that each letter of a made-up syllable has in front, and the letter for none.
const LETTER: u8 = 0xA4;
const FILLER: u8 = 0xD4;

/// The second bytes of the letters that a syllable begins and ends with, in Unicode's order.
const INITIALS: &[u8; 19] =
    b"\xA1\xA2\xA4\xA7\xA8\xA9\xB1\xB2\xB3\xB5\xB6\xB7\xB8\xB9\xBA\xBB\xBC\xBD\xBE";
const FINALS: &[u8; 28] = b"\xD4\xA1\xA2\xA3\xA4\xA5\xA6\xA7\xA9\xAA\xAB\xAC\xAD\xAE\xAF\xB0\
    \xB1\xB2\xB4\xB5\xB6\xB7\xB8\xBA\xBB\xBC\xBD\xBE";
/// The second byte of the first vowel; the others follow it.
const FIRST_VOWEL: u8 = 0xBF;
const VOWELS: u32 = 21;
const SYLLABLES: std::ops::Range<u32> = 0xAC00..0xD7A4;

/// A syllable that is made of a filler and three letters, as KS X 1001 has it.
fn syllable(bytes: &[u8]) -> Option<Step> {
    if !bytes.starts_with(&[LETTER, FILLER]) {
        return None;
    }
    let Some(&[_, _, first, initial, second, vowel, third, last]) = bytes.get(..8) else {
        return Some(Step::Incomplete);
    };
    let place = |letters: &[u8], letter| letters.iter().position(|&known| known == letter);
    let vowel = vowel.checked_sub(FIRST_VOWEL).map(u32::from);
    let vowel = vowel.filter(|&vowel| vowel < VOWELS);
    Some(
        match (place(INITIALS, initial), vowel, place(FINALS, last)) {
            (Some(initial), Some(vowel), Some(last)) if [first, second, third] == [LETTER; 3] => {
                let of_initial = (initial as u32 * VOWELS + vowel) * FINALS.len() as u32;
                Step::Characters(SYLLABLES.start + of_initial + last as u32, None, 8)
            }
            _ => Step::Illegal(1),
        },
    )
}

fn push_syllable(code_point: u32, output: &mut Vec<u8>) -> bool {
    if !SYLLABLES.contains(&code_point) {
        return false;
    }
    let number = code_point - SYLLABLES.start;
    let (rest, last) = (number / FINALS.len() as u32, number as usize % FINALS.len());
    let initial = INITIALS[(rest / VOWELS) as usize];
    let vowel = FIRST_VOWEL + (rest % VOWELS) as u8;
    for letter in [FILLER, initial, vowel, FINALS[last]] {
        output.extend([LETTER, letter]);
    }
    true
}

fn decode_hz(table: &Table, bytes: &[u8], state: &mut State) -> Step {
    let (first, second) = (bytes[0], bytes.get(1).copied());
    if first == b'~' {
        return match (second, state.is_shifted) {
            (None, _) => Step::Incomplete,
            (Some(b'~'), false) => Step::Characters(u32::from(b'~'), None, 2),
            (Some(b'\n'), false) => Step::Nothing(2),
            (Some(b'{'), false) | (Some(b'}'), true) => {
                state.is_shifted = !state.is_shifted;
                Step::Nothing(2)
            }
            _ => Step::Illegal(1),
        };
    }
    if first >= 0x80 {
        return Step::Illegal(1);
    }
    if !state.is_shifted {
        return Step::Characters(first.into(), None, 1);
    }
    match second {
        None => Step::Incomplete,
        Some(second) => seven_bits(table, first, second, 1),
    }
}

/// The character of two bytes that have lost their highest bits.
fn seven_bits(table: &Table, first: u8, second: u8, wrong: usize) -> Step {
    if second >= 0x80 {
        return Step::Illegal(wrong);
    }
    match table.decode(&[first | 0x80, second | 0x80]) {
        Found::Characters(character, next, 2) => {
            Step::Characters(character.into(), next.map(u32::from), 2)
        }
        _ => Step::Illegal(wrong),
    }
}

fn encode_hz(table: &Table, code_point: u32, state: &mut State, output: &mut Vec<u8>) -> bool {
    if code_point < 0x80 {
        if std::mem::take(&mut state.is_shifted) {
            output.extend(b"~}");
        }
        output.push(code_point as u8);
        if code_point == u32::from(b'~') {
            output.push(b'~');
        }
        return true;
    }
    let Some(sequence) = table.encode(code_point) else {
        return false;
    };
    if !std::mem::replace(&mut state.is_shifted, true) {
        output.extend(b"~{");
    }
    push(sequence & 0x7F7F, output);
    true
}
