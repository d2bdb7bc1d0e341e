//! `_csv.reader`: rows from lines.

use std::cell::Cell;
use std::sync::atomic::Ordering;

use primitives::text::wtf8::{Wtf8, Wtf8Buf};
use vm::call::Arguments;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, cannot_create, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::dialect::{Dialect, NON_NUMERIC, NONE, NOT_NULL, STRINGS, dialect_of, shown};
use super::{LIMIT, call_dialect, error, one_or_two};
use crate::support::{member, of};

/// The payload of a reader.
pub struct Reader {
    lines: Value,
    dialect: Value,
    line_count: Cell<usize>,
}

payload!(Reader, READER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.lines);
        visit(&self.dialect);
    }
});

static_type! {
    /// `_csv.reader`
    pub READER = TypeSpec {
        name: "reader",
        module: "_csv",
        doc: Some("Reads rows from lines."),
        layout: Some(<Reader as Payload>::layout),
        flags: flags::BASE | flags::NO_INSTANTIATION,
        slots: Slots {
            new: Some(|vm, class, _| cannot_create(vm, class)),
            iter: Some(|_, this| Ok(this.clone())),
            next: Some(next_row),
            ..Slots::EMPTY
        },
        properties: &[
            member("dialect", |_, this| Ok(of::<Reader>(this).dialect.clone())),
            member("line_num", |_, this| Ok(of::<Reader>(this).line_count.get().into())),
        ],
        ..TypeSpec::DEFAULT
    };
}

pub(super) fn new(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (lines, given) = one_or_two(vm, &arguments)?;
    let reader = Reader {
        lines: vm.iter(lines)?,
        dialect: call_dialect(vm, given, &arguments)?,
        line_count: Cell::new(0),
    };
    Ok(Ref::new(reader).into())
}

/// Where in a row the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    FieldStart,
    Field,
    Escaped,
    EscapedLineEnd,
    Quoted,
    QuotedEscape,
    QuoteInQuoted,
    LineEnd,
}

/// A character, or the end of a line.
type Point = Option<u32>;

const RETURN: Point = Some('\r' as u32);
const FEED: Point = Some('\n' as u32);

/// A row that is being read.
struct Row<'a> {
    vm: &'a Vm,
    dialect: &'a Dialect,
    fields: Vec<Value>,
    text: Wtf8Buf,
    count: i64,
    limit: i64,
    is_unquoted: bool,
    place: Place,
}

impl Row<'_> {
    /// Takes a field as finished.
    fn save(&mut self) -> Result<()> {
        let quoting = self.dialect.quoting;
        let is_empty = self.count == 0;
        if self.is_unquoted && is_empty && (quoting == NOT_NULL || quoting == STRINGS) {
            self.fields.push(Value::NONE);
            return Ok(());
        }
        let field = Str::from_wtf8(&self.text);
        self.text.truncate(0);
        self.count = 0;
        let is_number =
            self.is_unquoted && !is_empty && (quoting == NON_NUMERIC || quoting == STRINGS);
        self.fields.push(match is_number {
            true => {
                let float = vm::objects::float_type::FLOAT.as_value();
                self.vm.call(float, &[field.into()])?
            }
            false => field.into(),
        });
        Ok(())
    }

    fn too_long(&self) -> vm::Raised {
        let message = format!("field larger than field limit ({})", self.limit);
        error(self.vm, message)
    }

    fn add(&mut self, point: u32) -> Result<()> {
        if self.count >= self.limit {
            return Err(self.too_long());
        }
        self.count += 1;
        self.text.push(point);
        Ok(())
    }

    /// Adds the characters in front of the first that may mean something; how many bytes.
    fn add_plain(&mut self, line: &[u8], meaning: &[bool; 256]) -> Result<usize> {
        if self.place != Place::Field && self.place != Place::Quoted {
            return Ok(0);
        }
        let plain = line.iter().position(|byte| meaning[usize::from(*byte)]);
        let plain = &line[..plain.unwrap_or(line.len())];
        let count = plain.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as i64;
        if self.count + count > self.limit {
            return Err(self.too_long());
        }
        self.count += count;
        self.text.push_bytes_trusted(plain);
        Ok(plain.len())
    }

    fn is_quote(&self, point: Point) -> bool {
        point.is_some() && point == self.dialect.quote && self.dialect.quoting != NONE
    }

    fn is_escape(&self, point: Point) -> bool {
        point.is_some() && point == self.dialect.escape
    }

    /// Ends a field, and the line.
    fn end_line(&mut self, point: Point) -> Result<()> {
        self.save()?;
        self.place = match point {
            None => Place::Start,
            Some(_) => Place::LineEnd,
        };
        Ok(())
    }

    fn take(&mut self, point: Point) -> Result<()> {
        let ends_line = point.is_none() || point == RETURN || point == FEED;
        let is_delimiter = point == Some(self.dialect.delimiter);
        match self.place {
            Place::Start if point.is_none() => {}
            Place::Start if ends_line => self.place = Place::LineEnd,
            Place::Start | Place::FieldStart => {
                self.is_unquoted = true;
                self.place = Place::FieldStart;
                if ends_line {
                    self.end_line(point)?;
                } else if self.is_quote(point) {
                    self.is_unquoted = false;
                    self.place = Place::Quoted;
                } else if self.is_escape(point) {
                    self.place = Place::Escaped;
                } else if point == Some(' '.into()) && self.dialect.skips_spaces {
                } else if is_delimiter {
                    self.save()?;
                } else {
                    self.add(point.unwrap_or_default())?;
                    self.place = Place::Field;
                }
            }
            Place::Escaped if point == RETURN || point == FEED => {
                self.add(point.unwrap_or_default())?;
                self.place = Place::EscapedLineEnd;
            }
            Place::Escaped => {
                self.add(point.unwrap_or('\n'.into()))?;
                self.place = Place::Field;
            }
            Place::EscapedLineEnd if point.is_none() => {}
            Place::EscapedLineEnd | Place::Field => {
                if ends_line {
                    self.end_line(point)?;
                } else if self.is_escape(point) {
                    self.place = Place::Escaped;
                } else if is_delimiter {
                    self.save()?;
                    self.place = Place::FieldStart;
                } else {
                    self.add(point.unwrap_or_default())?;
                }
            }
            Place::Quoted => {
                if self.is_escape(point) {
                    self.place = Place::QuotedEscape;
                } else if self.is_quote(point) {
                    self.place = match self.dialect.doubles_quotes {
                        true => Place::QuoteInQuoted,
                        false => Place::Field,
                    };
                } else if let Some(point) = point {
                    self.add(point)?;
                }
            }
            Place::QuotedEscape => {
                self.add(point.unwrap_or('\n'.into()))?;
                self.place = Place::Quoted;
            }
            Place::QuoteInQuoted => self.take_after_quote(point, ends_line, is_delimiter)?,
            Place::LineEnd if point.is_none() => self.place = Place::Start,
            Place::LineEnd if ends_line => {}
            Place::LineEnd => {
                return Err(error(
                    self.vm,
                    "new-line character seen in unquoted field - do you need to open the file \
                     with newline=''?",
                ));
            }
        }
        Ok(())
    }

    fn take_after_quote(
        &mut self,
        point: Point,
        ends_line: bool,
        is_delimiter: bool,
    ) -> Result<()> {
        if self.is_quote(point) {
            self.add(point.unwrap_or_default())?;
            self.place = Place::Quoted;
        } else if is_delimiter {
            self.save()?;
            self.place = Place::FieldStart;
        } else if ends_line {
            self.end_line(point)?;
        } else if !self.dialect.is_strict {
            self.add(point.unwrap_or_default())?;
            self.place = Place::Field;
        } else {
            let delimiter = shown(Some(self.dialect.delimiter));
            let quote = shown(self.dialect.quote);
            let message = format!("'{delimiter}' expected after '{quote}'");
            return Err(error(self.vm, message));
        }
        Ok(())
    }

    fn take_line(&mut self, line: &Wtf8, meaning: &[bool; 256]) -> Result<()> {
        let bytes = line.as_bytes();
        let mut place = 0;
        while place < bytes.len() {
            place += self.add_plain(&bytes[place..], meaning)?;
            let rest = Wtf8::from_bytes_trusted(&bytes[place..]);
            let Some(point) = rest.code_points().next() else {
                break;
            };
            place += match point {
                0..0x80 => 1,
                0x80..0x800 => 2,
                0x800..0x10000 => 3,
                _ => 4,
            };
            self.take(Some(point))?;
        }
        self.take(None)
    }
}

/// The bytes that a character which means something may begin with.
fn meaning_of(dialect: &Dialect) -> [bool; 256] {
    let mut meaning = [false; 256];
    let points = [
        Some(dialect.delimiter),
        dialect.quote,
        dialect.escape,
        RETURN,
        FEED,
    ];
    for point in points.into_iter().flatten() {
        match usize::try_from(point) {
            Ok(point) if point < 0x80 => meaning[point] = true,
            _ => meaning[0xC0..].fill(true),
        }
    }
    meaning
}

fn next_row(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let reader = of::<Reader>(this);
    let dialect = dialect_of(&reader.dialect);
    let meaning = meaning_of(dialect);
    let mut row = Row {
        vm,
        dialect,
        fields: Vec::new(),
        text: Wtf8Buf::with_capacity(0),
        count: 0,
        limit: LIMIT.load(Ordering::Relaxed),
        is_unquoted: false,
        place: Place::Start,
    };
    loop {
        let Some(line) = vm.next_or_stop(&reader.lines)? else {
            if row.count == 0 && row.place != Place::Quoted {
                return Ok(None);
            }
            if dialect.is_strict {
                return Err(error(vm, "unexpected end of data"));
            }
            row.save()?;
            break;
        };
        let Some(text) = line.downcast::<Str>() else {
            return Err(error(
                vm,
                format!(
                    "iterator should return strings, not {} (the file should be opened in text \
                     mode)",
                    line.class().name()
                ),
            ));
        };
        reader.line_count.set(reader.line_count.get() + 1);
        row.take_line(text.as_wtf8(), &meaning)?;
        if row.place == Place::Start {
            break;
        }
    }
    Ok(Some(List::new(row.fields).into()))
}
