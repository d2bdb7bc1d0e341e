//! The grammar that [`walk`](super::walk) follows: what a rule consists of, and the whole of it.

use std::sync::LazyLock;

use super::checks::Check;
use super::node::Kind;
use super::notation;
use crate::token::TokenKind;

/// All rules. They are read once, from the `.peg` files beside this one.
pub static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let texts = [
        include_str!("grammar/statements.peg"),
        include_str!("grammar/compound.peg"),
        include_str!("grammar/patterns.peg"),
        include_str!("grammar/expressions.peg"),
        include_str!("grammar/calls.peg"),
        include_str!("grammar/targets.peg"),
    ];
    notation::read(&texts).expect("the grammar files keep to the notation")
});

/// Every rule, and those from which a walk starts.
pub struct Grammar {
    /// The rules, which refer to one another by index.
    pub rules: Vec<Rule>,
    /// A source file.
    pub module: usize,
    /// A statement at the prompt.
    pub single: usize,
    /// A text that is one expression.
    pub whole_expression: usize,
    /// One statement.
    pub statement: usize,
}

/// A named rule.
pub struct Rule {
    /// Its name.
    #[cfg(test)]
    pub name: String,
    /// Its alternatives, in the order in which they are tried.
    pub choice: Choice,
    /// How its results are remembered.
    pub memory: Memory,
    /// Whether error rules are off below it.
    pub calm: bool,
}

/// How a rule's results are remembered.
///
/// CPython remembers the results of some rules, whether or not the error rules were on at the
/// time. Which rules those are shows in the errors that it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// CPython does not remember the results.
    Plain,
    /// CPython remembers the results.
    Kept,
    /// The rule begins with itself. Its result grows from a seed, as long as it gets longer.
    LeftRecursive,
    /// The rule is part of another's left recursion, so that its results do not hold for long.
    Growing,
}

/// Alternatives, of which the first that matches wins.
pub struct Choice {
    /// The alternatives.
    pub alternatives: Vec<Alternative>,
}

/// One alternative of a choice.
pub struct Alternative {
    /// What has to match, one after the other.
    pub steps: Vec<Step>,
    /// What is then done.
    pub action: Action,
    /// Whether it consists of an error rule alone. Such alternatives are left out at first.
    pub error_rule: bool,
}

/// One item of an alternative.
pub struct Step {
    /// What has to match.
    pub item: Item,
    /// Whether the action uses its value.
    pub wanted: bool,
}

/// What can match a stretch of tokens.
pub enum Item {
    /// A token of this kind.
    Token(TokenKind),
    /// A token of this kind, or else the error `expected '...'`.
    Must(TokenKind, String),
    /// A name that is this soft keyword.
    Soft(String),
    /// A name that could be a soft keyword.
    AnySoftKeyword,
    /// A type comment, which the lexer never gives. CPython looks for one all the same, and
    /// so has the lexer give the next token.
    TypeComment,
    /// A rule.
    Rule(usize),
    /// A choice in parentheses.
    Group(Choice),
    /// An item that can be missing.
    Optional(Box<Item>),
    /// An item as often as it matches.
    Repeated {
        /// The item.
        item: Box<Item>,
        /// Whether it has to match once.
        at_least_once: bool,
    },
    /// An item one or more times, with separators in between.
    Separated {
        /// The item.
        item: Box<Item>,
        /// What stands in between.
        separator: TokenKind,
    },
    /// What follows matches, but is not taken.
    Ahead(Box<Item>),
    /// What follows does not match.
    NotAhead(Box<Item>),
    /// The alternatives after this one are not tried.
    Cut,
}

/// What is done when an alternative has matched.
pub enum Action {
    /// The value is of no interest.
    Nothing,
    /// The value is that of this step.
    Pass(usize),
    /// The value is a new node with these steps' values as children.
    Build(Kind, Vec<usize>),
    /// An error is reported.
    Raise {
        /// Whether it is an `IndentationError`.
        indentation: bool,
        /// Its message.
        message: Message,
        /// Its place.
        place: Place,
    },
    /// A function decides with these steps' values.
    Check(Check, Vec<usize>),
}

/// An error's message: pieces of text, and facts of the values of steps.
pub type Message = Vec<MessagePart>;

/// A part of an error's message.
pub enum MessagePart {
    /// Itself.
    Text(String),
    /// What kind of expression a step's value is.
    Kind(usize),
    /// The text of the token that is a step's value.
    TokenText(usize),
    /// The line on which a step's value starts.
    Line(usize),
    /// How the bound of a type parameter is called: a tuple stands for constraints.
    Bound(usize),
}

/// Where an error is.
pub enum Place {
    /// At the last token that the lexer has given.
    Here,
    /// At the token after the match.
    Next,
    /// At a step's value.
    At(usize),
    /// From the start of one value to the end of another.
    Over(Edge, Edge),
    /// From the start of a value to where the lexer has got.
    From(usize),
}

/// A step's value, or an item of it if it is a sequence.
#[derive(Clone, Copy)]
pub enum Edge {
    /// The value itself.
    Whole(usize),
    /// Its first item.
    First(usize),
    /// Its last item.
    Last(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect_rules(choice: &Choice, found: &mut Vec<usize>) {
        let steps = choice
            .alternatives
            .iter()
            .flat_map(|alternative| &alternative.steps);
        steps.for_each(|step| collect_from(&step.item, found));
    }

    fn collect_from(item: &Item, found: &mut Vec<usize>) {
        match item {
            Item::Rule(number) => found.push(*number),
            Item::Group(choice) => collect_rules(choice, found),
            Item::Optional(item)
            | Item::Repeated { item, .. }
            | Item::Separated { item, .. }
            | Item::Ahead(item)
            | Item::NotAhead(item) => collect_from(item, found),
            _ => {}
        }
    }

    /// Reading the grammar also makes sure that it keeps to the notation.
    #[test]
    fn every_rule_is_reached() {
        let grammar = &*GRAMMAR;
        let mut waiting = vec![grammar.module, grammar.single, grammar.whole_expression];
        let mut reached = vec![false; grammar.rules.len()];
        while let Some(number) = waiting.pop() {
            if !std::mem::replace(&mut reached[number], true) {
                collect_rules(&grammar.rules[number].choice, &mut waiting);
            }
        }
        let missed = grammar
            .rules
            .iter()
            .zip(reached)
            .filter(|(_, reached)| !reached);
        let names: Vec<&str> = missed.map(|(rule, _)| rule.name.as_str()).collect();
        assert_eq!(names, [""; 0]);
    }
}
