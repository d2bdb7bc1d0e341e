//! The tables of the encodings of several bytes: what a sequence of bytes stands for, and back.
//! They are read from text when an encoding is first used.

use std::sync::OnceLock;

/// What the bytes at some place stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A character, or two, and how many bytes they take.
    Characters(char, Option<char>, usize),
    /// The start of a sequence that goes on.
    Incomplete,
    /// Nothing.
    Illegal,
}

/// The bytes of a character: a number of as many bytes, the first one highest.
pub type Sequence = u32;

/// An encoding of several bytes.
#[derive(Debug, Default)]
pub struct Table {
    singles: Row,
    /// By the first of two bytes.
    doubles: Vec<Row>,
    /// The first of three bytes, and the rows by the second one.
    triple_lead: Option<u8>,
    triples: Vec<Row>,
    /// Which bytes are the start of longer sequences.
    leads: Vec<u8>,
    pairs: Vec<(Sequence, [char; 2])>,
    /// Of sequences of four bytes: the number of the first one, its character, and how many.
    ranges: Vec<(u32, u32, u32)>,
    /// The sequences of characters, by the higher bits of their code points.
    pages: Vec<Option<Box<[Sequence; PAGE]>>>,
}

/// The characters of the sequences with the same start.
#[derive(Clone, Debug, Default)]
struct Row {
    first: u8,
    characters: Vec<char>,
}

const PAGE: usize = 256;
const HOLE: char = '\u{FFFE}';

macro_rules! tables {
    ($($name:literal)*) => {
        static TEXTS: [(&str, &str, OnceLock<Table>); 16] = [$((
            $name,
            include_str!(concat!("multibyte/", $name, ".txt")),
            OnceLock::new(),
        ),)*];
    };
}

tables! {
    "big5" "big5hkscs" "cp932" "cp949" "cp950" "euc_jis_2004" "euc_jisx0213" "euc_jp" "euc_kr"
    "gb18030" "gb2312" "gbk" "johab" "shift_jis" "shift_jis_2004" "shift_jisx0213"
}

/// The table of an encoding, by Python's name.
pub fn table(name: &str) -> Option<&'static Table> {
    let (_, text, table) = TEXTS.iter().find(|entry| entry.0 == name)?;
    Some(table.get_or_init(|| Table::read(text)))
}

/// The name of an encoding that has a table, as errors give it.
pub fn static_name(name: &str) -> Option<&'static str> {
    let entry = TEXTS.iter().find(|entry| entry.0 == name)?;
    Some(entry.0)
}

impl Table {
    /// Reads the lines that `generate_multibyte.py` describes.
    fn read(text: &str) -> Table {
        let mut this = Table {
            doubles: vec![Row::default(); 256],
            ..Table::default()
        };
        for line in text.split('\n') {
            let mut fields = line.splitn(4, ' ');
            let kind = fields.next().unwrap_or_default();
            let mut field = || fields.next().unwrap_or_default();
            match kind {
                "=" => this.start_from(field()),
                "I" => this.leads = bytes_of(field()),
                "R" => {
                    let prefix = bytes_of(field());
                    let first = number(field()) as u8;
                    let characters = field().chars().collect();
                    this.set_row(&prefix, Row { first, characters });
                }
                "P" => {
                    let sequence = number(field());
                    let mut characters = field().chars();
                    if let (Some(first), Some(second)) = (characters.next(), characters.next()) {
                        this.pairs.push((sequence, [first, second]));
                    }
                }
                "L" => {
                    let first = field().parse().unwrap_or_default();
                    let start = number(field());
                    let count = field().parse().unwrap_or_default();
                    this.ranges.push((first, start, count));
                }
                _ => {}
            }
        }
        this.turn_around();
        for line in text.split('\n') {
            if let Some(exception) = line.strip_prefix("E ")
                && let Some((character, sequence)) = exception.split_once(' ')
                && let Some(character) = character.chars().next()
            {
                *this.place(character) = number(sequence);
            }
        }
        this
    }

    fn start_from(&mut self, name: &str) {
        if let Some(base) = table(name) {
            self.singles = base.singles.clone();
            self.doubles = base.doubles.clone();
            self.triples = base.triples.clone();
            self.triple_lead = base.triple_lead;
        }
    }

    fn set_row(&mut self, prefix: &[u8], row: Row) {
        match *prefix {
            [] => self.singles = row,
            [lead] => self.doubles[usize::from(lead)] = row,
            [lead, second, ..] => {
                self.triple_lead = Some(lead);
                self.triples.resize(256, Row::default());
                self.triples[usize::from(second)] = row;
            }
        }
    }

    /// Fills the pages with the first sequence that means each character.
    fn turn_around(&mut self) {
        self.pages.resize_with(0x11_0000 / PAGE, || None);
        for byte in 0..0x80 {
            self.offer(char::from(byte), u32::from(byte));
        }
        let mut offers = self.singles.sequences(0);
        for (lead, row) in self.doubles.iter().enumerate() {
            offers.extend(row.sequences(lead as u32));
        }
        let lead = u32::from(self.triple_lead.unwrap_or_default());
        for (second, row) in self.triples.iter().enumerate() {
            offers.extend(row.sequences(lead << 8 | second as u32));
        }
        for &(first, start, count) in &self.ranges {
            let character = |offset| char::from_u32(start + offset);
            let found = (0..count).filter_map(|it| Some((character(it)?, four_bytes(first + it))));
            offers.extend(found);
        }
        for (character, sequence) in offers {
            self.offer(character, sequence);
        }
    }

    fn offer(&mut self, character: char, sequence: Sequence) {
        let place = self.place(character);
        // Only the character of the byte 0 has the sequence 0, which it finds here.
        if *place == 0 {
            *place = sequence;
        }
    }

    fn place(&mut self, character: char) -> &mut Sequence {
        let code_point = character as usize;
        let page = self.pages[code_point / PAGE].get_or_insert_with(|| Box::new([0; PAGE]));
        &mut page[code_point % PAGE]
    }

    /// Whether bytes below 0x80 are ASCII.
    pub fn has_ascii(&self) -> bool {
        self.singles.characters.is_empty() || self.singles.first >= 0x80
    }

    /// What the bytes begin with. There is at least one.
    pub fn decode(&self, bytes: &[u8]) -> Found {
        let Some(&lead) = bytes.first() else {
            return Found::Incomplete;
        };
        if let Some(character) = self.singles.character(lead) {
            return Found::Characters(character, None, 1);
        }
        if lead < 0x80 {
            return Found::Characters(char::from(lead), None, 1);
        }
        let Some(&second) = bytes.get(1) else {
            return match self.leads.contains(&lead) {
                true => Found::Incomplete,
                false => Found::Illegal,
            };
        };
        if !self.ranges.is_empty() && second.is_ascii_digit() {
            return self.decode_four(lead, second, &bytes[2..]);
        }
        if let Some(character) = self.doubles[usize::from(lead)].character(second) {
            return Found::Characters(character, None, 2);
        }
        if self.triple_lead == Some(lead) {
            let Some(&third) = bytes.get(2) else {
                return Found::Incomplete;
            };
            return match self.triples[usize::from(second)].character(third) {
                Some(character) => Found::Characters(character, None, 3),
                None => self.decode_pair(&bytes[..3]),
            };
        }
        self.decode_pair(&bytes[..2])
    }

    fn decode_pair(&self, bytes: &[u8]) -> Found {
        let sequence = bytes
            .iter()
            .fold(0, |all, &byte| all << 8 | u32::from(byte));
        match self.pairs.iter().find(|pair| pair.0 == sequence) {
            Some((_, [first, second])) => Found::Characters(*first, Some(*second), bytes.len()),
            None => Found::Illegal,
        }
    }

    /// The sequences of four bytes of GB 18030.
    fn decode_four(&self, lead: u8, second: u8, rest: &[u8]) -> Found {
        let &[third, fourth, ..] = rest else {
            return Found::Incomplete;
        };
        let is_lead = |byte| matches!(byte, 0x81..=0xFE);
        if !is_lead(lead) || !is_lead(third) || !fourth.is_ascii_digit() {
            return Found::Illegal;
        }
        let number = |first: u8, base: u8| {
            ((u32::from(first - base) * 10 + u32::from(second - b'0')) * 126
                + u32::from(third - 0x81))
                * 10
                + u32::from(fourth - b'0')
        };
        let code_point = if lead >= BEYOND_LEAD {
            0x1_0000 + number(lead, BEYOND_LEAD)
        } else {
            let number = number(lead, 0x81);
            let range = self.ranges.partition_point(|range| range.0 <= number);
            match range
                .checked_sub(1)
                .and_then(|place| self.ranges.get(place))
            {
                Some(&(first, start, count)) if number - first < count => start + number - first,
                _ => return Found::Illegal,
            }
        };
        match char::from_u32(code_point) {
            Some(character) => Found::Characters(character, None, 4),
            None => Found::Illegal,
        }
    }

    /// The bytes of a character.
    pub fn encode(&self, code_point: u32) -> Option<Sequence> {
        let page = self.pages.get(code_point as usize / PAGE)?;
        let known = page
            .as_ref()
            .map_or(0, |page| page[code_point as usize % PAGE]);
        match code_point.checked_sub(0x1_0000) {
            _ if known != 0 || code_point == 0 => Some(known),
            Some(beyond) if !self.ranges.is_empty() => {
                Some(four_bytes(beyond) + (u32::from(BEYOND_LEAD - 0x81) << 24))
            }
            _ => None,
        }
    }

    /// Whether this character and another one may have bytes of their own together.
    pub fn begins_pair(&self, code_point: u32) -> bool {
        self.pairs
            .iter()
            .any(|(_, pair)| pair[0] as u32 == code_point)
    }

    /// The bytes of two characters together.
    pub fn encode_pair(&self, first: u32, second: u32) -> Option<Sequence> {
        let is_this = |pair: &[char; 2]| pair[0] as u32 == first && pair[1] as u32 == second;
        let found = self.pairs.iter().find(|(_, pair)| is_this(pair))?;
        Some(found.0)
    }
}

impl Row {
    fn character(&self, byte: u8) -> Option<char> {
        let index = byte.checked_sub(self.first)?;
        let found = self.characters.get(usize::from(index)).copied();
        found.filter(|&character| character != HOLE)
    }

    /// The characters with the sequences of the prefix and one byte.
    fn sequences(&self, prefix: u32) -> Vec<(char, Sequence)> {
        let characters = self.characters.iter().zip(u32::from(self.first)..);
        characters
            .filter(|(character, _)| **character != HOLE)
            .map(|(&character, byte)| (character, prefix << 8 | byte))
            .collect()
    }
}

/// The first byte of the sequences for U+10000 and above.
const BEYOND_LEAD: u8 = 0x90;

/// The sequence of four bytes with this number.
fn four_bytes(number: u32) -> Sequence {
    let (number, fourth) = (number / 10, number % 10);
    let (number, third) = (number / 126, number % 126);
    let (first, second) = (number / 10, number % 10);
    (first + 0x81) << 24 | (second + 0x30) << 16 | (third + 0x81) << 8 | (fourth + 0x30)
}

fn number(digits: &str) -> u32 {
    u32::from_str_radix(digits, 16).unwrap_or_default()
}

fn bytes_of(digits: &str) -> Vec<u8> {
    let digits = digits.as_bytes();
    let pairs = digits
        .chunks(2)
        .filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs
        .filter(|pair| pair.len() == 2)
        .map(|pair| number(pair) as u8)
        .collect()
}
