//! Running compiled code over text or bytes.

use primitives::text::Text;
use rustpython_sre_engine::{Request, State, StrDrive, StringCursor};
use vm::objects::buffer::BytesLike;
use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::interruption;
use super::octets::{NOWHERE, Program, Scratch};
use super::pattern::Pattern;

/// What is searched, kept alive.
pub struct Subject {
    /// The object that was given.
    pub value: Value,
    content: Content,
}

enum Content {
    Text(Ref<Str>),
    Bytes(BytesLike),
}

impl Subject {
    /// Checks that the object is of the kind that the pattern searches.
    pub fn of(vm: &Vm, pattern: &Pattern, value: &Value) -> Result<Subject> {
        let content = if let Some(text) = value.downcast::<Str>() {
            Content::Text(text.clone())
        } else if vm::objects::buffer::Buffer::is_shown_by(vm, value) {
            Content::Bytes(vm.bytes_like(value)?)
        } else {
            return Err(vm.type_error(format!(
                "expected string or bytes-like object, got '{}'",
                value.class().name()
            )));
        };
        match (&content, pattern.is_bytes) {
            (Content::Bytes(_), Some(false)) => {
                return Err(vm.type_error("cannot use a string pattern on a bytes-like object"));
            }
            (Content::Text(_), Some(true)) => {
                return Err(vm.type_error("cannot use a bytes pattern on a string-like object"));
            }
            _ => {}
        }
        Ok(Subject {
            value: value.clone(),
            content,
        })
    }

    /// Whether it is bytes.
    pub fn is_bytes(&self) -> bool {
        matches!(self.content, Content::Bytes(_))
    }

    /// How many characters or bytes there are.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Text(text) => text.len(),
            Content::Bytes(bytes) => bytes.len(),
        }
    }

    /// The part between two positions.
    pub fn slice(&self, start: usize, end: usize) -> Value {
        match &self.content {
            Content::Text(text) if text.is_ascii() => {
                let bytes = text.as_bytes();
                match bytes.get(start..end).unwrap_or_default() {
                    part if part.len() == bytes.len() => exact(text),
                    [only] => Str::from_code_point(u32::from(*only)).into(),
                    part => Str::from_ascii(part).into(),
                }
            }
            Content::Text(text) if start == 0 && end >= text.len() => exact(text),
            Content::Text(text) => Str::from_text(text.indexed_text().slice(start..end)).into(),
            Content::Bytes(bytes) => match bytes.get(start..end).unwrap_or_default() {
                part if part.len() == bytes.len() && self.value.is_exact::<Bytes>() => {
                    self.value.clone()
                }
                part => Bytes::value(part),
            },
        }
    }

    /// Runs one match, and shows it to `then`, which must not run Python code.
    pub fn run<T>(
        &self,
        pattern: &Pattern,
        job: Job,
        then: impl FnOnce(&Found) -> T,
    ) -> Result<Option<T>> {
        interruption::catch(|| self.run_once(pattern, job, then))
    }

    fn run_once<T>(
        &self,
        pattern: &Pattern,
        job: Job,
        then: impl FnOnce(&Found) -> T,
    ) -> Option<T> {
        if let (Some(bytes), Some(program)) = (self.octets(), pattern.program()) {
            let mut found = pattern.scratch.take();
            let bytes = &bytes[..job.end];
            let result = found.run(program, bytes, job).then(|| then(&found));
            drop(pattern.scratch.replace(found));
            return result;
        }
        match &self.content {
            Content::Text(text) => run(Characters(text.indexed_text()), &pattern.code, job),
            Content::Bytes(bytes) => run(Octets(bytes), &pattern.code, job),
        }
        .map(|found| then(&found))
    }

    /// Shows each match between two positions to a function, until it says no.
    pub fn each(
        &self,
        pattern: &Pattern,
        start: usize,
        end: usize,
        found: &mut dyn FnMut(&Found) -> Result<bool>,
    ) -> Result<()> {
        interruption::catch(|| self.show_each(pattern, start, end, found))?
    }

    fn show_each(
        &self,
        pattern: &Pattern,
        start: usize,
        end: usize,
        found: &mut dyn FnMut(&Found) -> Result<bool>,
    ) -> Result<()> {
        if let (Some(bytes), Some(program)) = (self.octets(), pattern.program()) {
            let mut current = pattern.scratch.take();
            let result = current.each(program, &bytes[..end], start, found);
            drop(pattern.scratch.replace(current));
            return result;
        }
        match &self.content {
            Content::Text(text) => each(
                Characters(text.indexed_text()),
                &pattern.code,
                start,
                end,
                found,
            ),
            Content::Bytes(bytes) => each(Octets(bytes), &pattern.code, start, end, found),
        }
    }

    /// The subject as bytes, one for each character, if it is no longer than our engine takes.
    fn octets(&self) -> Option<&[u8]> {
        let bytes = match &self.content {
            Content::Text(text) if !text.is_ascii() => return None,
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        };
        (bytes.len() < NOWHERE as usize).then_some(bytes)
    }
}

/// The text as a `str`, and no instance of a subclass.
fn exact(text: &Ref<Str>) -> Value {
    if text.as_value().is_exact::<Str>() {
        return text.to_value();
    }
    Str::from_text(text.text()).into()
}

/// What is to be matched, and where.
#[derive(Clone, Copy)]
pub struct Job {
    /// The first position.
    pub start: usize,
    /// The position behind the last.
    pub end: usize,
    /// Whether the match may begin later.
    pub is_search: bool,
    /// Whether all up to the end must match.
    pub match_all: bool,
    /// Whether an empty match at the start does not count.
    pub must_advance: bool,
}

/// A match.
#[derive(Default)]
pub struct Found {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    scratch: Scratch,
    /// The groups of the crate's match, where it has found it.
    marks: Vec<Option<(usize, usize)>>,
}

impl Found {
    fn run(&mut self, program: &Program, bytes: &[u8], job: Job) -> bool {
        let ends = if job.is_search {
            program.search(bytes, job.start, job.must_advance, &mut self.scratch)
        } else {
            let goal = (job.match_all, job.must_advance.then_some(job.start));
            let end = program.match_at(bytes, job.start, goal, &mut self.scratch);
            end.map(|end| (job.start, end))
        };
        (self.start, self.end) = ends.unwrap_or_default();
        ends.is_some()
    }

    fn each(
        &mut self,
        program: &Program,
        bytes: &[u8],
        start: usize,
        found: &mut dyn FnMut(&Found) -> Result<bool>,
    ) -> Result<()> {
        let (mut start, mut must_advance) = (start, false);
        while start <= bytes.len() {
            interruption::look();
            let ends = program.search(bytes, start, must_advance, &mut self.scratch);
            let Some(ends) = ends else {
                break;
            };
            (self.start, self.end) = ends;
            (start, must_advance) = (self.end, self.start == self.end);
            if !found(self)? {
                break;
            }
        }
        Ok(())
    }

    fn of_state(state: &State) -> Found {
        let count = state.marks.raw().len().div_ceil(2);
        let group = |number| {
            let (start, end) = state.marks.get(number);
            start.into_option().zip(end.into_option())
        };
        let mut scratch = Scratch::default();
        scratch.last_index = u32::try_from(state.marks.last_index()).unwrap_or(0);
        Found {
            start: state.start,
            end: state.cursor.position,
            scratch,
            marks: (0..count).map(group).collect(),
        }
    }

    /// The number of the group that was closed last.
    pub fn last_index(&self) -> Option<usize> {
        Some(self.scratch.last_index as usize).filter(|index| *index > 0)
    }

    /// The groups, the whole first.
    pub fn groups(&self, count: usize) -> Vec<Option<(usize, usize)>> {
        let mut groups = Vec::with_capacity(count + 1);
        groups.push(Some((self.start, self.end)));
        groups.extend((0..count).map(|number| self.group(number)));
        groups
    }

    /// A group behind the first, by its number from zero on.
    #[inline]
    pub fn group(&self, number: usize) -> Option<(usize, usize)> {
        let (start, end) = match self.scratch.marks.get(number * 2..number * 2 + 2) {
            Some(&[NOWHERE, _] | &[_, NOWHERE]) => return None,
            Some(&[start, end]) => (start as usize, end as usize),
            _ => self.marks.get(number).copied().flatten()?,
        };
        (start <= end).then_some((start, end))
    }
}

fn run<S: StrDrive>(subject: S, code: &[u32], job: Job) -> Option<Found> {
    let mut request = Request::new(subject, job.start, job.end, code, job.match_all);
    request.must_advance = job.must_advance;
    let mut state = State::default();
    let found = match job.is_search {
        true => state.search(request),
        false => state.py_match(&request),
    };
    found.then(|| Found::of_state(&state))
}

fn each<S: StrDrive>(
    subject: S,
    code: &[u32],
    start: usize,
    end: usize,
    found: &mut dyn FnMut(&Found) -> Result<bool>,
) -> Result<()> {
    let mut request = Request::new(subject, start, end, code, false);
    let mut state = State::default();
    while request.start <= request.end {
        interruption::look();
        state.reset(&request, request.start);
        if !state.search(request) {
            break;
        }
        request.must_advance = state.cursor.position == state.start;
        request.start = state.cursor.position;
        if !found(&Found::of_state(&state))? {
            break;
        }
    }
    Ok(())
}

/// Bytes, or text in ASCII.
#[derive(Clone, Copy)]
struct Octets<'a>(&'a [u8]);

impl StrDrive for Octets<'_> {
    #[inline]
    fn count(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn create_cursor(&self, n: usize) -> StringCursor {
        self.0.create_cursor(n.min(self.0.len()))
    }

    #[inline]
    fn adjust_cursor(&self, cursor: &mut StringCursor, n: usize) {
        *cursor = self.create_cursor(n);
    }

    #[inline]
    fn advance(cursor: &mut StringCursor) -> u32 {
        let character = Self::peek(cursor);
        Self::skip(cursor, 1);
        character
    }

    #[inline]
    fn peek(cursor: &StringCursor) -> u32 {
        <&[u8]>::peek(cursor)
    }

    #[inline]
    fn skip(cursor: &mut StringCursor, n: usize) {
        <&[u8]>::skip(cursor, n);
    }

    #[inline]
    fn back_advance(cursor: &mut StringCursor) -> u32 {
        <&[u8]>::back_advance(cursor)
    }

    #[inline]
    fn back_peek(cursor: &StringCursor) -> u32 {
        <&[u8]>::back_peek(cursor)
    }

    #[inline]
    fn back_skip(cursor: &mut StringCursor, n: usize) {
        <&[u8]>::back_skip(cursor, n);
    }
}

/// Text in WTF-8; positions are found by its index.
#[derive(Clone, Copy)]
struct Characters<'a>(Text<'a>);

/// Up to so many characters, walking is faster than the index.
const NEAR: usize = 16;

impl StrDrive for Characters<'_> {
    #[inline]
    fn count(&self) -> usize {
        interruption::look();
        self.0.length()
    }

    fn create_cursor(&self, n: usize) -> StringCursor {
        interruption::look();
        let n = n.min(self.0.length());
        let mut cursor = self.0.as_bytes().create_cursor(self.0.offset(n));
        cursor.position = n;
        cursor
    }

    fn adjust_cursor(&self, cursor: &mut StringCursor, n: usize) {
        interruption::look();
        let is_near = (cursor.position..=cursor.position + NEAR).contains(&n);
        // A cursor at the start may not point anywhere yet.
        if is_near && cursor.position > 0 && n <= self.0.length() {
            let distance = n - cursor.position;
            Self::skip(cursor, distance);
        } else {
            *cursor = self.create_cursor(n);
        }
    }

    #[inline]
    fn advance(cursor: &mut StringCursor) -> u32 {
        interruption::look();
        <&str>::advance(cursor)
    }

    #[inline]
    fn peek(cursor: &StringCursor) -> u32 {
        <&str>::peek(cursor)
    }

    #[inline]
    fn skip(cursor: &mut StringCursor, n: usize) {
        interruption::look();
        <&str>::skip(cursor, n);
    }

    #[inline]
    fn back_advance(cursor: &mut StringCursor) -> u32 {
        <&str>::back_advance(cursor)
    }

    #[inline]
    fn back_peek(cursor: &StringCursor) -> u32 {
        <&str>::back_peek(cursor)
    }

    #[inline]
    fn back_skip(cursor: &mut StringCursor, n: usize) {
        interruption::look();
        <&str>::back_skip(cursor, n);
    }
}
