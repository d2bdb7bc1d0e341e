//! `format(x, specification)`.

use std::borrow::Cow;

use super::context::Rounding;
use super::digits::digit_text;
use super::{Decimal, Kind};

/// The specification is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatError;

/// How numbers are written in a place of the world: what stands for the point, between groups
/// of digits, and how long the groups are, from the right.
#[derive(Clone, Debug)]
pub struct Locale {
    /// The decimal point.
    pub point: String,
    /// What stands between groups.
    pub separator: String,
    /// The lengths of the groups; the last one goes on, and 127 ends them.
    pub groups: Vec<u8>,
}

struct Specification {
    fill: char,
    align: char,
    sign: char,
    drops_sign_of_zero: bool,
    pads_with_zeros: bool,
    width: usize,
    groups: bool,
    is_alternate: bool,
    precision: Option<i64>,
    letter: Option<char>,
}

const LARGEST_WIDTH: usize = 999_999_999_999_999_999;

fn number(text: &mut &str) -> Result<Option<usize>, FormatError> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(count);
    *text = rest;
    match digits.is_empty() {
        true => Ok(None),
        false => match digits.parse() {
            Ok(number) if number <= LARGEST_WIDTH => Ok(Some(number)),
            _ => Err(FormatError),
        },
    }
}

fn taken(text: &mut &str, choices: &[char]) -> Option<char> {
    let first = text
        .chars()
        .next()
        .filter(|first| choices.contains(first))?;
    *text = text.get(first.len_utf8()..).unwrap_or_default();
    Some(first)
}

impl Specification {
    fn parse(mut text: &str) -> Result<Specification, FormatError> {
        const ALIGNS: [char; 4] = ['<', '>', '=', '^'];
        let mut fill = ' ';
        let mut align = None;
        let mut characters = text.chars();
        if let (Some(first), Some(second)) = (characters.next(), characters.next())
            && ALIGNS.contains(&second)
        {
            fill = first;
            align = Some(second);
            text = characters.as_str();
        } else if let Some(found) = taken(&mut text, &ALIGNS) {
            align = Some(found);
        }
        let sign = taken(&mut text, &['+', '-', ' ']).unwrap_or('-');
        let drops_sign_of_zero = taken(&mut text, &['z']).is_some();
        let is_alternate = taken(&mut text, &['#']).is_some();
        let mut pads_with_zeros = false;
        if text.starts_with('0') {
            if align.is_some() {
                return Err(FormatError);
            }
            text = text.get(1..).unwrap_or_default();
            pads_with_zeros = true;
            fill = '0';
            align = Some('=');
        }
        let width = number(&mut text)?.unwrap_or(0);
        let groups = taken(&mut text, &[',']).is_some();
        let precision = match taken(&mut text, &['.']) {
            Some(_) => Some(number(&mut text)?.ok_or(FormatError)? as i64),
            None => None,
        };
        let letter = taken(&mut text, &['e', 'E', 'f', 'F', 'g', 'G', 'n', 'N', '%']);
        if !text.is_empty() || matches!(letter, Some('n' | 'N')) && groups {
            return Err(FormatError);
        }
        Ok(Specification {
            fill,
            align: align.unwrap_or('>'),
            sign,
            drops_sign_of_zero,
            pads_with_zeros,
            width,
            groups,
            is_alternate,
            precision,
            letter,
        })
    }

    fn laid_out(&self, sign: &str, body: &str) -> String {
        let length = sign.len() + body.chars().count();
        let missing = self.width.saturating_sub(length);
        let (before, between, behind) = match self.align {
            '<' => (0, 0, missing),
            '=' => (0, missing, 0),
            '^' => (missing / 2, 0, missing - missing / 2),
            _ => (missing, 0, 0),
        };
        let fill = |count: usize, out: &mut String| (0..count).for_each(|_| out.push(self.fill));
        let size = sign.len() + body.len() + missing * self.fill.len_utf8();
        let mut out = String::with_capacity(size);
        fill(before, &mut out);
        out.push_str(sign);
        fill(between, &mut out);
        out.push_str(body);
        fill(behind, &mut out);
        out
    }

    fn sign_of(&self, negative: bool) -> &'static str {
        match (negative, self.sign) {
            (true, _) => "-",
            (false, '+') => "+",
            (false, ' ') => " ",
            _ => "",
        }
    }
}

/// Digits in groups, with zeros in front up to a width.
fn grouped(digits: &str, mark: &str, groups: &[u8], width: usize) -> String {
    let separator = mark.chars().count();
    let mut lengths = groups.iter().copied();
    let mut length = lengths.next().filter(|first| *first != 0).unwrap_or(127);
    let mut rest = digits;
    let mut parts: Vec<String> = Vec::new();
    let mut filled = 0;
    loop {
        let left = width.saturating_sub(filled);
        let endless = length == 127;
        let wanted = rest.len().max(left).max(1);
        let size = if endless {
            wanted
        } else {
            wanted.min(length.into())
        };
        let taken = size.min(rest.len());
        let (before, part) = rest.split_at(rest.len() - taken);
        parts.push(format!("{}{part}", "0".repeat(size - taken)));
        rest = before;
        filled += size + separator;
        if rest.is_empty() && filled - separator >= width.min(filled - separator + 1) {
            if width <= filled - separator {
                break;
            }
            if width <= filled {
                // A separator alone would fill the width: one more zero goes before it.
                parts.push("0".to_owned());
                break;
            }
        }
        // A zero says that the length before it goes on.
        length = lengths.next().filter(|next| *next != 0).unwrap_or(length);
    }
    parts.reverse();
    parts.join(mark)
}

impl Decimal {
    /// The number by a specification; `rounding` and `capitals` are the context's.
    pub fn format(
        &self,
        specification: &str,
        rounding: Rounding,
        capitals: bool,
        locale: Option<&Locale>,
    ) -> Result<String, FormatError> {
        let mut spec = Specification::parse(specification)?;
        let letter = match spec.letter {
            None if capitals => 'G',
            Some('N') => 'G',
            None | Some('n') => 'g',
            Some(letter) => letter,
        };
        if self.kind != Kind::Finite {
            if spec.pads_with_zeros {
                spec.fill = ' ';
                spec.align = '>';
            }
            let mut body = self.clone().with_sign(false).to_text(false, capitals);
            if letter == '%' {
                body.push('%');
            }
            return Ok(spec.laid_out(spec.sign_of(self.negative), &body));
        }
        let mut value = self.clone();
        if letter == '%' {
            value.exponent += 2;
        }
        let is_fixed = matches!(letter, 'f' | 'F' | '%');
        if let Some(precision) = spec.precision {
            value = match letter {
                'e' | 'E' => value.to_places(precision + 1, rounding),
                'f' | 'F' | '%' => value.rescaled(-precision, rounding).0,
                _ if value.digits() > precision.max(1) => {
                    value.to_places(precision.max(1), rounding)
                }
                _ => value,
            };
        }
        if value.is_zero() && value.exponent > 0 && is_fixed {
            value = Decimal::zero(value.negative, 0);
        }
        let negative = value.negative && !(spec.drops_sign_of_zero && value.is_zero());
        let digits = digit_text(&value.coefficient);
        let count = digits.len() as i64;
        let left = value.exponent + count;
        let point = match letter {
            'e' | 'E' => match spec.precision {
                Some(precision) if value.is_zero() => 1 - precision,
                _ => 1,
            },
            _ if is_fixed => left,
            _ if value.exponent <= 0 && left > -6 => left,
            _ => 1,
        };
        let (whole, fraction): (Cow<'_, str>, Cow<'_, str>) = if point < 0 {
            let zeros = "0".repeat(point.unsigned_abs() as usize);
            ("0".into(), format!("{zeros}{digits}").into())
        } else if point > count {
            let zeros = "0".repeat((point - count) as usize);
            (format!("{digits}{zeros}").into(), "".into())
        } else {
            let (whole, fraction) = digits.split_at(point as usize);
            let whole = if whole.is_empty() { "0" } else { whole };
            (whole.into(), fraction.into())
        };
        let locale = match spec.letter {
            Some('n' | 'N') => locale,
            _ => locale.filter(|_| spec.groups),
        };
        let (point_mark, separator, groups) = match locale {
            Some(locale) => (&*locale.point, &*locale.separator, &*locale.groups),
            None => (".", ",", &[3][..]),
        };
        let mut rest = String::with_capacity(fraction.len() + 8);
        if !fraction.is_empty() || spec.is_alternate {
            rest.push_str(point_mark);
        }
        rest.push_str(&fraction);
        let exponent = left - point;
        if exponent != 0 || matches!(letter, 'e' | 'E') {
            let mark = if letter.is_ascii_uppercase() {
                'E'
            } else {
                'e'
            };
            rest.push_str(&format!("{mark}{exponent:+}"));
        }
        if letter == '%' {
            rest.push('%');
        }
        let sign = spec.sign_of(negative);
        let is_grouped = spec.groups || matches!(spec.letter, Some('n' | 'N')) && locale.is_some();
        let mut body = match is_grouped && !groups.is_empty() {
            true => {
                let width = match spec.pads_with_zeros {
                    true => spec.width.saturating_sub(rest.chars().count() + sign.len()),
                    false => 0,
                };
                grouped(&whole, separator, groups, width)
            }
            false => whole.into_owned(),
        };
        body.push_str(&rest);
        Ok(spec.laid_out(sign, &body))
    }

    /// The number with this many digits.
    fn to_places(&self, places: i64, rounding: Rounding) -> Decimal {
        if self.is_zero() {
            return self.clone();
        }
        let (rounded, _) = self.rescaled(self.adjusted() + 1 - places, rounding);
        match rounded.adjusted() == self.adjusted() {
            true => rounded,
            false => {
                rounded
                    .rescaled(rounded.adjusted() + 1 - places, rounding)
                    .0
            }
        }
    }
}
