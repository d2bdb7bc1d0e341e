//! The variants of ISO 2022 with seven bits: escape sequences choose the set of characters.

use unicode::encodings::multibyte::{Found, Sequence, Table, table};

use super::{State, Step, push, seven_bits};

/// One of the encodings.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) name: &'static str,
    /// The sets besides ASCII, in the order in which encoding tries them.
    sets: &'static [Set],
    has_shifts: bool,
    /// Whether the third place is used, for single characters.
    has_third_place: bool,
    /// Whether the prefix of the revision of JIS X 0208 is known.
    knows_revision: bool,
    /// The table of the planes of JIS X 0213, if they are used.
    planes: &'static str,
}

/// A set of characters, by the byte that ends its escape sequence; the highest bit marks sets of
/// two bytes.
type Set = u8;

const ASCII: Set = 0;
const DOUBLE: Set = 0x80;
const LATIN_1: Set = b'A';
const GREEK: Set = b'F';
const KATAKANA: Set = b'I';
const ROMAN: Set = b'J';
const GB_2312: Set = b'A' | DOUBLE;
const JIS_X_0208: Set = b'B' | DOUBLE;
const KS_X_1001: Set = b'C' | DOUBLE;
const JIS_X_0212: Set = b'D' | DOUBLE;
const JIS_X_0213_OF_2000: Set = b'O' | DOUBLE;
const JIS_X_0213_SECOND: Set = b'P' | DOUBLE;
const JIS_X_0213_OF_2004: Set = b'Q' | DOUBLE;
const JIS_C_6226: Set = b'@' | DOUBLE;

const ESCAPE: u8 = 0x1B;
const SHIFT_IN: u8 = 0x0F;
const SHIFT_OUT: u8 = 0x0E;

const JAPANESE: Variant = Variant {
    name: "iso2022_jp",
    sets: &[JIS_X_0208, ROMAN, JIS_C_6226],
    has_shifts: false,
    has_third_place: false,
    knows_revision: true,
    planes: "",
};

static VARIANTS: [Variant; 7] = [
    JAPANESE,
    Variant {
        name: "iso2022_jp_1",
        sets: &[JIS_X_0208, JIS_X_0212, ROMAN, JIS_C_6226],
        ..JAPANESE
    },
    Variant {
        name: "iso2022_jp_2",
        sets: &[
            JIS_X_0208, JIS_X_0212, KS_X_1001, GB_2312, ROMAN, JIS_C_6226, LATIN_1, GREEK,
        ],
        has_third_place: true,
        ..JAPANESE
    },
    Variant {
        name: "iso2022_jp_ext",
        sets: &[JIS_X_0208, JIS_X_0212, ROMAN, KATAKANA, JIS_C_6226],
        ..JAPANESE
    },
    Variant {
        name: "iso2022_kr",
        sets: &[KS_X_1001],
        has_shifts: true,
        has_third_place: false,
        knows_revision: false,
        planes: "",
    },
    Variant {
        name: "iso2022_jp_2004",
        sets: &[JIS_X_0208, JIS_X_0213_OF_2004, JIS_X_0213_SECOND],
        planes: "euc_jis_2004",
        ..JAPANESE
    },
    Variant {
        name: "iso2022_jp_3",
        sets: &[JIS_X_0208, JIS_X_0213_OF_2000, JIS_X_0213_SECOND],
        planes: "euc_jisx0213",
        ..JAPANESE
    },
];

/// The variant of this name.
pub(super) fn find(name: &str) -> Option<&'static Variant> {
    VARIANTS.iter().find(|variant| variant.name == name)
}

impl Variant {
    /// The table that a set of two bytes is part of.
    fn table_of(&self, set: Set) -> Option<&'static Table> {
        table(match set {
            GB_2312 => "gb2312",
            KS_X_1001 => "euc_kr",
            JIS_X_0213_OF_2000 | JIS_X_0213_OF_2004 | JIS_X_0213_SECOND => self.planes,
            _ => "euc_jp",
        })
    }

    /// The table whose pairs of characters have a sequence of their own.
    pub(super) fn table_of_pairs(&self) -> Option<&'static Table> {
        table(self.planes)
    }

    pub(super) fn step(&self, bytes: &[u8], state: &mut State) -> Step {
        let first = bytes[0];
        let plain = Step::Characters(first.into(), None, 1);
        if state.is_escaping {
            state.is_escaping = !ends_escape(first);
            return plain;
        }
        match first {
            ESCAPE => self.escape(bytes, state),
            SHIFT_IN | SHIFT_OUT if self.has_shifts => {
                state.is_shifted = first == SHIFT_OUT;
                Step::Nothing(1)
            }
            b'\n' => {
                state.is_shifted = false;
                plain
            }
            0..0x20 => plain,
            0x80.. => Step::Illegal(1),
            _ => match state.sets[usize::from(state.is_shifted)] {
                ASCII => plain,
                set if set & DOUBLE == 0 => single(set, first),
                set => self.double(set, bytes),
            },
        }
    }

    fn escape(&self, bytes: &[u8], state: &mut State) -> Step {
        let Some(&second) = bytes.get(1) else {
            return Step::Incomplete;
        };
        match second {
            b'(' | b')' | b'$' | b'.' | b'&' => self.choose(bytes, state),
            b'N' if self.has_third_place => match bytes.get(2) {
                None => Step::Incomplete,
                Some(&third) => of_third_place(state.sets[2], third),
            },
            _ => {
                state.is_escaping = true;
                Step::Characters(ESCAPE.into(), None, 1)
            }
        }
    }

    /// An escape sequence that chooses a set.
    fn choose(&self, bytes: &[u8], state: &mut State) -> Step {
        const LONGEST: usize = 16;
        let mut index = 1;
        let length = loop {
            if index >= LONGEST {
                return Step::Illegal(1);
            }
            let Some(&byte) = bytes.get(index) else {
                return Step::Incomplete;
            };
            if ends_escape(byte) {
                break index + 1;
            }
            if self.knows_revision && byte == b'&' && bytes.get(index + 1) == Some(&b'@') {
                index += 2;
            }
            index += 1;
        };
        let (place, set) = match bytes[1..length] {
            [b'$', last] => (0, last | DOUBLE),
            [b'(', last] => (0, last),
            [b')', last] => (1, last),
            [b'.', last] if self.has_third_place => (2, last),
            [b'$', b'(', last] => (0, last | DOUBLE),
            [b'$', b')', last] => (1, last | DOUBLE),
            [_, _, ESCAPE, b'$', b'B'] if self.knows_revision => (0, JIS_X_0208),
            _ => return Step::Illegal(length),
        };
        let set = if set == b'B' { ASCII } else { set };
        if set != ASCII && !self.sets.contains(&set) {
            return Step::Illegal(length);
        }
        state.sets[place] = set;
        Step::Nothing(length)
    }

    /// A character of a set of two bytes.
    fn double(&self, set: Set, bytes: &[u8]) -> Step {
        let (&[first, second, ..], Some(table)) = (bytes, self.table_of(set)) else {
            return Step::Incomplete;
        };
        if !matches!(set, JIS_X_0212 | JIS_X_0213_SECOND) {
            return seven_bits(table, first, second, 2);
        }
        let found = match second {
            0..0x80 => table.decode(&[0x8F, first | 0x80, second | 0x80]),
            _ => Found::Illegal,
        };
        match found {
            Found::Characters(character, None, 3) => Step::Characters(character.into(), None, 2),
            _ => Step::Illegal(2),
        }
    }

    /// The bytes of a character in a set, if it is there.
    fn bytes_in(&self, set: Set, code_point: u32) -> Option<Sequence> {
        match set {
            ROMAN => match code_point {
                0xA5 => Some(u32::from(b'\\')),
                0x203E => Some(u32::from(b'~')),
                _ => None,
            },
            KATAKANA => match code_point {
                0xFF61..=0xFF9F => Some(code_point - 0xFF40),
                _ => None,
            },
            // These are only decoded.
            LATIN_1 | GREEK | JIS_C_6226 => None,
            JIS_X_0212 | JIS_X_0213_SECOND => {
                let sequence = self.table_of(set)?.encode(code_point)?;
                (sequence > 0xFFFF).then_some(sequence & 0x7F7F)
            }
            _ => {
                let sequence = self.table_of(set)?.encode(code_point)?;
                matches!(sequence, 0xA1A1..=0xFEFE).then_some(sequence & 0x7F7F)
            }
        }
    }

    /// Appends the sequence of two characters, which is one of the first plane.
    pub(super) fn push_pair(&self, sequence: Sequence, state: &mut State, output: &mut Vec<u8>) {
        let set = self.sets.get(1).copied().unwrap_or(JIS_X_0213_OF_2004);
        self.push_in(set, sequence & 0x7F7F, state, output);
    }

    pub(super) fn encode(&self, code_point: u32, state: &mut State, output: &mut Vec<u8>) -> bool {
        if code_point < 0x80 {
            if std::mem::replace(&mut state.sets[0], ASCII) != ASCII {
                output.extend([ESCAPE, b'(', b'B']);
            }
            if std::mem::take(&mut state.is_shifted) {
                output.push(SHIFT_IN);
            }
            output.push(code_point as u8);
            return true;
        }
        let found = self
            .sets
            .iter()
            .find_map(|&set| Some((set, self.bytes_in(set, code_point)?)));
        let Some((set, sequence)) = found else {
            return false;
        };
        self.push_in(set, sequence, state, output);
        true
    }

    /// Appends bytes of a set, and before them what chooses it.
    fn push_in(&self, set: Set, sequence: Sequence, state: &mut State, output: &mut Vec<u8>) {
        let place = usize::from(self.has_shifts);
        if !self.has_shifts && std::mem::take(&mut state.is_shifted) {
            output.push(SHIFT_IN);
        }
        if std::mem::replace(&mut state.sets[place], set) != set {
            output.push(ESCAPE);
            match (set & DOUBLE != 0, set, place) {
                (false, _, _) => output.push(b'('),
                (true, JIS_X_0208, 0) => output.push(b'$'),
                (true, _, 0) => output.extend(b"$("),
                _ => output.extend(b"$)"),
            }
            output.push(set & !DOUBLE);
        }
        if self.has_shifts && !std::mem::replace(&mut state.is_shifted, true) {
            output.push(SHIFT_OUT);
        }
        push(sequence, output);
    }

    pub(super) fn finish(&self, state: State, output: &mut Vec<u8>) {
        if state.is_shifted {
            output.push(SHIFT_IN);
        }
        if state.sets[0] != ASCII {
            output.extend([ESCAPE, b'(', b'B']);
        }
    }
}

fn ends_escape(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'@'
}

/// A character of a set of single bytes.
fn single(set: Set, byte: u8) -> Step {
    let code_point = match (set, byte) {
        (ROMAN, b'\\') => 0xA5,
        (ROMAN, b'~') => 0x203E,
        (KATAKANA, 0x21..=0x5F) => 0xFF40 + u32::from(byte),
        (KATAKANA, _) => return Step::Illegal(1),
        _ => byte.into(),
    };
    Step::Characters(code_point, None, 1)
}

/// A single character of the set in the third place, behind `ESC N`.
fn of_third_place(set: Set, byte: u8) -> Step {
    if byte >= 0x80 {
        return Step::Illegal(3);
    }
    let upper = byte | 0x80;
    let code_point = match set {
        ASCII => Some(u32::from(byte)),
        LATIN_1 => Some(u32::from(upper)),
        _ => unicode::encodings::characters("iso8859_7")
            .and_then(|characters| characters.chars().nth(usize::from(byte)))
            .filter(|&character| character != unicode::encodings::UNDEFINED)
            .map(u32::from),
    };
    match code_point {
        Some(code_point) => Step::Characters(code_point, None, 3),
        None => Step::Illegal(3),
    }
}
