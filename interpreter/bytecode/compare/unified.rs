//! A comparison in one column of removed, added and common lines.

use anstyle::Style;

use super::render::{self, ADDED, CHANGED, CONSEQUENCE, Line, Part, REMOVED, RenderOptions, TITLE};
use super::{Comparison, Standing};

impl Comparison<'_> {
    /// The stretches that differ, with `-` before the left side's lines and `+` before the right
    /// side's, then the count of differences. Lines that only follow from a difference say so.
    /// The line of a common instruction is the left side's.
    pub fn unified(&self, options: &RenderOptions<'_>) -> String {
        let mut page = Page {
            options,
            out: String::new(),
        };
        if self.different_pairs().next().is_some() {
            page.line(REMOVED, "--- ", options.left, "");
            page.line(ADDED, "+++ ", options.right, "");
        }
        for pair in self.different_pairs() {
            for (part, lines) in render::parts(pair, usize::MAX) {
                match part {
                    Part::Title => page.title(&lines[0]),
                    Part::Instructions => page.hunks(&lines),
                    Part::Facts => lines.iter().for_each(|line| page.both(line)),
                    Part::Handlers => {
                        if lines.iter().any(|line| !line.standing.is_same()) {
                            page.line(Style::new(), " ", "ExceptionTable:", "");
                            lines.iter().for_each(|line| page.both(line));
                        }
                    }
                }
            }
        }
        render::write_summary(self, "", &mut page.out);
        page.out
    }
}

struct Page<'p> {
    options: &'p RenderOptions<'p>,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, style: Style, marker: &str, text: &str, note: &str) {
        let text = format!("{marker}{text}{note}");
        self.options.paint(style, text.trim_end(), &mut self.out);
        self.out.push('\n');
    }

    fn title(&mut self, line: &Line) {
        let [left, right] = [&line.left, &line.right].map(|side| side.as_deref().unwrap_or(""));
        let text = match left == right {
            true => format!("@@ {left} @@"),
            false => format!("@@ {left} | {right} @@"),
        };
        self.line(TITLE, "", &text, "");
    }

    /// Writes the lines that differ with the context asked for.
    fn hunks(&mut self, lines: &[Line]) {
        let context = self.options.context;
        let mut shown_until = 0;
        for (i, line) in lines.iter().enumerate() {
            if line.standing.is_same() {
                continue;
            }
            let start = i.saturating_sub(context).max(shown_until);
            if start > shown_until {
                self.line(TITLE, "", "  ...", "");
            }
            let end = (i + context + 1).min(lines.len());
            // What comes after a difference ends where the next one begins, which goes on.
            let until = (i + 1..end).find(|&next| !lines[next].standing.is_same());
            let end = until.unwrap_or(end);
            let start = start.min(i);
            lines[start..end].iter().for_each(|line| self.both(line));
            shown_until = end;
        }
    }

    fn both(&mut self, line: &Line) {
        let (note, styles) = match line.standing {
            Standing::Same => {
                let text = line.left.as_deref().unwrap_or_default();
                return self.line(Style::new(), " ", text, "");
            }
            Standing::Difference(_) if line.left.is_some() && line.right.is_some() => {
                (String::new(), [CHANGED; 2])
            }
            Standing::Difference(_) => (String::new(), [REMOVED, ADDED]),
            Standing::Consequence(number) => (
                format!("    [follows from difference {number}]"),
                [CONSEQUENCE; 2],
            ),
        };
        if let Some(left) = &line.left {
            self.line(styles[0], "-", left, &note);
        }
        if let Some(right) = &line.right {
            self.line(styles[1], "+", right, &note);
        }
    }
}
