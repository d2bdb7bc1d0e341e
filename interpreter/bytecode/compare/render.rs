//! What the renderings of a comparison have in common.

use anstyle::{AnsiColor, Style};

use super::{Comparison, PairComparison, Side, Standing};
use crate::dis::Listing;
use crate::instruction::CODE_UNIT;
use crate::repr::Representer;
use crate::{CodeObject, ExceptionEntry};

/// How a comparison is shown.
#[derive(Clone, Debug)]
pub struct RenderOptions<'o> {
    /// What the left side is called: usually the file.
    pub left: &'o str,
    /// What the right side is called.
    pub right: &'o str,
    /// Columns of a side-by-side rendering.
    pub width: usize,
    /// How many rows without a difference surround those with one in a unified rendering.
    pub context: usize,
    /// Whether to mark the differences with ANSI colours.
    pub color: bool,
}

impl Default for RenderOptions<'_> {
    fn default() -> Self {
        RenderOptions {
            left: "left",
            right: "right",
            width: 130,
            context: 3,
            color: false,
        }
    }
}

impl RenderOptions<'_> {
    /// Appends `text`, in `style` where colours are asked for.
    pub(super) fn paint(&self, style: Style, text: &str, out: &mut String) {
        if self.color && style != Style::new() {
            out.push_str(&format!("{style}{text}{style:#}"));
        } else {
            out.push_str(text);
        }
    }
}

pub(super) const REMOVED: Style = AnsiColor::Red.on_default();
pub(super) const ADDED: Style = AnsiColor::Green.on_default();
pub(super) const CHANGED: Style = AnsiColor::Yellow.on_default();
pub(super) const CONSEQUENCE: Style = AnsiColor::Cyan.on_default();
pub(super) const TITLE: Style = Style::new().bold();

/// Two things to show beside each other; `None` where there is no counterpart.
pub(super) struct Line {
    pub left: Option<String>,
    pub right: Option<String>,
    pub standing: Standing,
}

/// What stands between the columns and, in a unified rendering, before each group of lines.
pub(super) enum Part {
    /// The names of the two code objects.
    Title,
    /// The instructions.
    Instructions,
    /// The exception tables.
    Handlers,
    /// Other facts, and nested code without counterpart.
    Facts,
}

/// The lines of a pair, part by part; empty parts are left out. Where `room`, the columns that
/// a side has, is little, instructions are shown more tightly.
pub(super) fn parts(pair: &PairComparison<'_>, room: usize) -> Vec<(Part, Vec<Line>)> {
    let mut parts = vec![
        (Part::Title, vec![title(pair)]),
        (Part::Instructions, instructions(pair, room)),
        (Part::Handlers, handlers(pair)),
        (Part::Facts, facts(pair)),
    ];
    parts.retain(|(_, lines)| !lines.is_empty());
    parts
}

fn title(pair: &PairComparison<'_>) -> Line {
    Line {
        left: Some(code_title(pair.left.code())),
        right: Some(code_title(pair.right.code())),
        standing: Standing::Same,
    }
}

pub(super) fn code_title(code: &CodeObject) -> String {
    format!(
        "code object {}, line {}",
        code.qualified_name, code.first_line
    )
}

fn instructions(pair: &PairComparison<'_>, room: usize) -> Vec<Line> {
    let left = Columns::fitting(&pair.left, room);
    let right = Columns::fitting(&pair.right, room);
    let rows = pair.rows.iter();
    rows.map(|row| Line {
        left: row.left.map(|index| left.text(&pair.left, index)),
        right: row.right.map(|index| right.text(&pair.right, index)),
        standing: row.standing,
    })
    .collect()
}

fn handlers(pair: &PairComparison<'_>) -> Vec<Line> {
    let rows = pair.handlers.iter();
    rows.map(|row| Line {
        left: row
            .left
            .map(|entry| handler_text(&pair.left.listing, &entry)),
        right: row
            .right
            .map(|entry| handler_text(&pair.right.listing, &entry)),
        standing: row.standing,
    })
    .collect()
}

fn facts(pair: &PairComparison<'_>) -> Vec<Line> {
    let facts = pair.facts.iter().map(|fact| Line {
        left: Some(fact_text(fact.name, &fact.left)),
        right: Some(fact_text(fact.name, &fact.right)),
        standing: fact.standing,
    });
    let unpaired = pair.unpaired.iter().map(|unpaired| {
        let text = code_title(unpaired.code);
        let (left, right) = if unpaired.is_left {
            (Some(text), None)
        } else {
            (None, Some(text))
        };
        Line {
            left,
            right,
            standing: unpaired.standing,
        }
    });
    facts.chain(unpaired).collect()
}

fn fact_text(name: &str, value: &str) -> String {
    format!("{name}: {}", if value.is_empty() { "none" } else { value })
}

/// The widths of the columns.
struct Columns {
    line: usize,
    label: usize,
    opcode: usize,
    /// Whether an operand that means something is shown without its number.
    is_tight: bool,
}

impl Columns {
    const OPCODE: usize = 20;
    const ARGUMENT: usize = 3;

    /// In less room the meanings of operands would be cut.
    const ROOMY: usize = 46;

    fn fitting(side: &Side<'_>, room: usize) -> Columns {
        let is_tight = room < Columns::ROOMY;
        let names = side.instructions.iter();
        let names = names.map(|listed| listed.instruction.opcode.name().len());
        let longest = names.max().unwrap_or(0);
        let lines = side
            .listing
            .line_starts()
            .iter()
            .filter_map(|start| start.line);
        Columns {
            line: lines.max().unwrap_or(0).to_string().len().max(2),
            label: side.listing.label_count().to_string().len() + 2,
            opcode: if is_tight {
                longest.min(Columns::OPCODE)
            } else {
                Columns::OPCODE
            },
            is_tight,
        }
    }

    /// An instruction as `dis` shows it, in less space.
    fn text(&self, side: &Side<'_>, index: usize) -> String {
        let listed = &side.instructions[index];
        let line = match (starts_line(side, index), listed.line_number) {
            (false, _) => String::new(),
            (true, Some(line)) => line.to_string(),
            (true, None) => "--".to_owned(),
        };
        let label = label(side, index).map(|label| format!("L{label}:"));
        let label = label.unwrap_or_default();
        let (line_width, label_width) = (self.line, self.label);
        let name = listed.instruction.opcode.name();
        let mut text = format!("{line:>line_width$} {label:>label_width$} {name}");
        if let Some(argument) = listed.instruction.argument {
            let excess = name.len().saturating_sub(self.opcode);
            let padding = self.opcode.saturating_sub(name.len());
            let width = Columns::ARGUMENT.saturating_sub(excess);
            let meaning = meaning(side, index);
            text.push_str(&format!("{:padding$} ", ""));
            match (meaning.is_empty(), self.is_tight) {
                (true, true) => text.push_str(&argument.to_string()),
                (true, false) => text.push_str(&format!("{argument:>width$}")),
                (false, true) => text.push_str(&meaning),
                (false, false) => text.push_str(&format!("{argument:>width$} ({meaning})")),
            }
        }
        text
    }
}

/// Whether a source line begins at the instruction or at an EXTENDED_ARG before it.
fn starts_line(side: &Side<'_>, index: usize) -> bool {
    let instruction = &side.instructions[index].instruction;
    let starts = side.listing.line_starts();
    let next = starts.partition_point(|start| start.offset < instruction.start_offset);
    starts
        .get(next)
        .is_some_and(|start| start.offset <= instruction.offset)
}

/// The label of the instruction or of the first EXTENDED_ARG before it.
pub(super) fn label(side: &Side<'_>, index: usize) -> Option<u32> {
    let instruction = &side.instructions[index].instruction;
    side.listing.label_at(instruction.start_offset)
}

/// What the operand stands for, as `dis` shows it but for addresses.
pub(super) fn meaning(side: &Side<'_>, index: usize) -> String {
    let mut text = String::new();
    // The stable representation never fails.
    let _ = side.instructions[index].operand.write(
        |offset| side.listing.label_at(offset),
        &mut Representer::stable(),
        &mut text,
    );
    text
}

fn handler_text(listing: &Listing<'_>, entry: &ExceptionEntry) -> String {
    let label = |unit: u32| {
        let offset = unit.saturating_mul(CODE_UNIT);
        listing.label_at(offset).unwrap_or(0)
    };
    let (start, end, target) = (label(entry.start), label(entry.end), label(entry.target));
    let lasti = if entry.lasti { " lasti" } else { "" };
    format!("  L{start} to L{end} -> L{target} [{}]{lasti}", entry.depth)
}

/// The count of differences and, where it is needed, a word on the consequences.
pub(super) fn write_summary(comparison: &Comparison<'_>, note: &str, out: &mut String) {
    out.push_str(&comparison.summary());
    if comparison.different_pairs().any(has_consequences) {
        out.push_str(note);
    }
    out.push('\n');
}

fn has_consequences(pair: &PairComparison<'_>) -> bool {
    let is_consequence = |standing| matches!(standing, Standing::Consequence(_));
    pair.rows.iter().any(|row| is_consequence(row.standing))
        || pair.handlers.iter().any(|row| is_consequence(row.standing))
        || pair.facts.iter().any(|fact| is_consequence(fact.standing))
        || pair.unpaired.iter().any(|it| is_consequence(it.standing))
}
