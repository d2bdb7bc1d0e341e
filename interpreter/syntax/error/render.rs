//! Errors and warnings as CPython prints them, without colour.

use super::{ErrorKind, ErrorLocation, SyntaxError, Warning, shown_line};

impl SyntaxError {
    /// What CPython prints for the error, up to and with the last line end.
    ///
    /// `filename` is shown as it is. `text` is the whole decoded source; without it, or
    /// without a place in it, only the message and the line's number are shown. The rules are
    /// those of Python's `traceback.format_exception_only`.
    pub fn render(&self, filename: &str, text: Option<&str>) -> String {
        let mut output = String::new();
        if let Some(location) = &self.location {
            let line_number = match location.line {
                ErrorLocation::NO_LINE => -1,
                line => i64::from(line),
            };
            output.push_str(&format!("  File \"{filename}\", line {line_number}\n"));
            let line = text.and_then(|text| shown_line(text, location.line));
            if let Some(line) = line {
                let last = (location.line == location.end_line).then_some(location.end_offset);
                push_marked_line(&mut output, &line, location.offset, last);
            }
        }
        output.push_str(self.kind.name());
        if !self.message.is_empty() {
            output.push_str(": ");
            output.push_str(&self.message);
        } else if self.is_syntax_error() {
            output.push_str(": <no detail available>");
        }
        output.push('\n');
        output
    }

    /// Whether CPython raises a subclass of `SyntaxError`.
    fn is_syntax_error(&self) -> bool {
        use ErrorKind::{IndentationError, SyntaxError, TabError};
        matches!(self.kind, SyntaxError | IndentationError | TabError)
    }
}

impl Warning {
    /// What CPython's `warnings` module prints for the warning, up to and with the last line
    /// end. `text` is the whole decoded source, of which the line is shown.
    pub fn render(&self, filename: &str, text: Option<&str>) -> String {
        let line_number = self.span.line;
        let mut output = format!(
            "{filename}:{line_number}: SyntaxWarning: {}\n",
            self.message
        );
        let before = line_number.saturating_sub(1) as usize;
        if let Some(line) = text.and_then(|text| text.split_inclusive('\n').nth(before)) {
            output.push_str("  ");
            output.push_str(line.trim_matches(is_space));
            output.push('\n');
        }
        output
    }
}

/// Appends a line, and carets below it. `end_offset` is `None` if the error ends on another
/// line: then all of this line is marked.
fn push_marked_line(output: &mut String, line: &str, offset: i32, end_offset: Option<i32>) {
    let line_length = length(line);
    let text = line.trim_end_matches('\n');
    let shown = text.trim_start_matches([' ', '\n', '\x0C']);
    let text_end = length(text).saturating_add(1);
    output.push_str(&format!("    {shown}\n"));

    let mut end = match end_offset {
        Some(0) => offset,
        Some(end) => end,
        None => text_end,
    };
    let mut start = offset;
    if start > line_length {
        start = text_end;
    }
    if end > line_length {
        end = text_end;
    }
    if start >= end || end < 0 {
        end = start.saturating_add(1);
    }
    let removed = length(text) - length(shown);
    let first = start.saturating_sub(1).saturating_sub(removed);
    let Ok(indentation) = usize::try_from(first) else {
        return;
    };
    // Tabs and their like stay, so that the carets stand where they belong.
    let space = |character| if is_space(character) { character } else { ' ' };
    output.push_str("    ");
    output.extend(shown.chars().take(indentation).map(space));
    output.extend((start..end).map(|_| '^'));
    output.push('\n');
}

fn length(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX)
}

/// Whether Python's `str.isspace` holds of a character.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\x1C'..='\x1F').contains(&character)
}
