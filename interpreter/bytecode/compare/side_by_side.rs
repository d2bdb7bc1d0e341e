//! A comparison in two columns, as `diff -y` has it.

use std::borrow::Cow;

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::render::{self, ADDED, CHANGED, CONSEQUENCE, Line, Part, REMOVED, RenderOptions, TITLE};
use super::{Comparison, Standing};

/// Columns between the two sides.
const GUTTER: usize = 3;

/// No column is narrower than this.
const LEAST_WIDTH: usize = 10;

impl Comparison<'_> {
    /// The code objects that differ in two columns, then the count of differences. Between the
    /// columns stands `|` for a difference, `<` and `>` for what only one side has, and `:` for
    /// what follows from a difference.
    pub fn side_by_side(&self, options: &RenderOptions<'_>) -> String {
        let mut page = Page {
            options,
            column: (options.width.saturating_sub(GUTTER) / 2).max(LEAST_WIDTH),
            out: String::new(),
        };
        for pair in self.different_pairs() {
            let names = [options.left, options.right].map(|name| Some(name.to_owned()));
            let [left, right] = names;
            page.line(
                TITLE,
                &Line {
                    left,
                    right,
                    standing: Standing::Same,
                },
            );
            for (part, lines) in render::parts(pair, page.column) {
                if let Part::Handlers = part {
                    let title = || Some("ExceptionTable:".to_owned());
                    let (left, right) = (title(), title());
                    page.line(
                        Style::new(),
                        &Line {
                            left,
                            right,
                            standing: Standing::Same,
                        },
                    );
                }
                let plain = if let Part::Title = part {
                    TITLE
                } else {
                    Style::new()
                };
                lines.iter().for_each(|line| page.line(plain, line));
            }
            page.out.push('\n');
        }
        let note = " (lines marked ':' only follow from a difference)";
        render::write_summary(self, note, &mut page.out);
        page.out
    }
}

struct Page<'p> {
    options: &'p RenderOptions<'p>,
    column: usize,
    out: String,
}

impl Page<'_> {
    /// Writes a line; `plain` is its style where the sides are the same.
    fn line(&mut self, plain: Style, line: &Line) {
        let (marker, style) = match (line.standing, &line.left, &line.right) {
            (Standing::Same, ..) => (' ', plain),
            (Standing::Consequence(_), ..) => (':', CONSEQUENCE),
            (_, Some(_), None) => ('<', REMOVED),
            (_, None, Some(_)) => ('>', ADDED),
            _ => ('|', CHANGED),
        };
        let left = fit(line.left.as_deref().unwrap_or_default(), self.column);
        let right = fit(line.right.as_deref().unwrap_or_default(), self.column);
        let column = self.column;
        let padding = column.saturating_sub(left.width());
        let text = format!("{left}{:padding$} {marker} {right}", "");
        self.options.paint(style, text.trim_end(), &mut self.out);
        self.out.push('\n');
    }
}

/// The text, cut where it is wider than the column. East Asian characters take two columns of
/// a terminal.
fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut taken = 1;
    let is_within = |character: &char| {
        taken += character.width().unwrap_or(0);
        taken <= width
    };
    Cow::Owned(text.chars().take_while(is_within).chain(['…']).collect())
}
