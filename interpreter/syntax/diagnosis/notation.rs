//! Reads the notation of the `.peg` files, which is that of parsing expression grammars:
//!
//! ```text
//! rule <-                 a rule; after it, each alternative is preceded by a slash
//! rule (kept) <-          CPython remembers its results; so with (left) for a left-recursive
//!                         rule and (growing) for one that takes part in another's recursion
//! rule (calm) <-          error rules are off below it
//! 'if'  '+='  'match'     a keyword, an operator, a soft keyword
//! NAME  NEWLINE           a token of a kind
//! x?  x*  x+  x % ','     optional, any number, at least one, a list with separators
//! &x  !x                  what follows matches, does not match; it is not taken
//! ^                       after this point, no further alternative is tried
//! must ':'                the token, or the error "expected ':'"
//! (x / y)                 a choice
//! a:x                     the value of x is called a in the alternative's action
//! -> a                    the value is that of a
//! -> Tuple(a b)           the value is a node with these children, sequences being spliced
//! -> check name(a b)      the function of this name in checks.rs decides
//! -> error "..." at a     a SyntaxError; or over a b, from a, here, next
//! -> indentation "..."    an IndentationError here
//! ```
//!
//! A rule whose name ends in `_error` is an error rule. An alternative that consists of one
//! is tried in the second walk only. Messages can hold `{kind a}`, `{text a}`, `{line a}` and
//! `{bound a}`.

use std::collections::HashMap;

use super::checks;
use super::grammar::{
    Action, Alternative, Choice, Edge, Grammar, Item, Memory, Message, MessagePart, Place, Rule,
    Step,
};
use super::node::Kind;
use crate::token::TokenKind;

/// Reads grammar texts. Fails with what is wrong with them.
pub fn read(texts: &[&str]) -> Result<Grammar, String> {
    let mut bodies = Vec::new();
    for text in texts {
        split_rules(text, &mut bodies)?;
    }
    let numbers: HashMap<&str, usize> = bodies
        .iter()
        .enumerate()
        .map(|(number, body)| (body.name, number))
        .collect();
    let mut rules = Vec::with_capacity(bodies.len());
    for body in &bodies {
        let words = cut(&body.text)?;
        let mut reader = Reader {
            words: &words,
            position: 0,
            rules: &numbers,
        };
        let choice = reader
            .choice()
            .map_err(|error| format!("{}: {error}", body.name))?;
        if reader.position != words.len() {
            return Err(format!("{}: something is left over", body.name));
        }
        let (memory, calm) = match body.flag {
            None => (Memory::Plain, false),
            Some("kept") => (Memory::Kept, false),
            Some("left") => (Memory::LeftRecursive, false),
            Some("growing") => (Memory::Growing, false),
            Some("calm") => (Memory::Plain, true),
            Some(flag) => return Err(format!("{}: unknown flag {flag}", body.name)),
        };
        rules.push(Rule {
            #[cfg(test)]
            name: body.name.to_owned(),
            choice,
            memory,
            calm,
        });
    }
    let number = |name: &str| numbers.get(name).copied().ok_or(format!("no rule {name}"));
    Ok(Grammar {
        module: number("module")?,
        single: number("single")?,
        whole_expression: number("whole_expression")?,
        statement: number("statement")?,
        rules,
    })
}

/// A rule's text.
struct Body<'t> {
    name: &'t str,
    flag: Option<&'t str>,
    text: String,
}

/// Divides a text into rules: each starts with a line that is not indented.
fn split_rules<'t>(text: &'t str, bodies: &mut Vec<Body<'t>>) -> Result<(), String> {
    for line in text.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if line.starts_with(' ') {
            let body = bodies
                .last_mut()
                .ok_or("an alternative before the first rule")?;
            body.text.push_str(line);
        } else {
            let head = line
                .strip_suffix("<-")
                .ok_or(format!("no arrow: {line}"))?
                .trim();
            let (name, flag) = match head.split_once(" (") {
                Some((name, flag)) => (name, flag.strip_suffix(')')),
                None => (head, None),
            };
            bodies.push(Body {
                name,
                flag,
                text: String::new(),
            });
        }
    }
    Ok(())
}

/// A word of the notation.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Name(String),
    Token(String),
    Message(String),
    Sign(char),
    Arrow,
}

/// Cuts a rule's text into words.
fn cut(text: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        words.push(match character {
            ' ' => continue,
            '\'' => Word::Token(
                characters
                    .by_ref()
                    .take_while(|&next| next != '\'')
                    .collect(),
            ),
            '"' => {
                let mut message = String::new();
                loop {
                    match characters.next().ok_or("a message without end")? {
                        '"' => break,
                        '\\' => message.extend(characters.next()),
                        next => message.push(next),
                    }
                }
                Word::Message(message)
            }
            '-' if characters.next_if_eq(&'>').is_some() => Word::Arrow,
            _ if character.is_ascii_alphabetic() => {
                let mut name = String::from(character);
                while let Some(next) =
                    characters.next_if(|next| next.is_ascii_alphabetic() || *next == '_')
                {
                    name.push(next);
                }
                Word::Name(name)
            }
            _ => Word::Sign(character),
        });
    }
    Ok(words)
}

/// Reads the words of one rule.
struct Reader<'w> {
    words: &'w [Word],
    position: usize,
    rules: &'w HashMap<&'w str, usize>,
}

/// The labels of an alternative's steps.
type Labels = Vec<Option<String>>;

impl Reader<'_> {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.position)
    }

    fn take(&mut self) -> Result<Word, String> {
        let word = self.peek().cloned().ok_or("ends too early")?;
        self.position += 1;
        Ok(word)
    }

    fn take_sign(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Word::Sign(sign));
        self.position += usize::from(found);
        found
    }

    fn expect_sign(&mut self, sign: char) -> Result<(), String> {
        if self.take_sign(sign) {
            Ok(())
        } else {
            Err(format!("expected {sign}"))
        }
    }

    fn name(&mut self) -> Result<String, String> {
        match self.take()? {
            Word::Name(name) => Ok(name),
            word => Err(format!("expected a name, found {word:?}")),
        }
    }

    /// Alternatives with slashes in between, and perhaps one before the first.
    fn choice(&mut self) -> Result<Choice, String> {
        self.take_sign('/');
        let mut alternatives = vec![self.alternative()?];
        while self.take_sign('/') {
            alternatives.push(self.alternative()?);
        }
        Ok(Choice { alternatives })
    }

    fn alternative(&mut self) -> Result<Alternative, String> {
        let mut items = Vec::new();
        let mut labels = Labels::new();
        let mut error_rule = false;
        while !matches!(
            self.peek(),
            None | Some(Word::Sign('/' | ')') | Word::Arrow)
        ) {
            let label = match (self.peek(), self.words.get(self.position + 1)) {
                (Some(Word::Name(label)), Some(Word::Sign(':'))) => Some(label.clone()),
                _ => None,
            };
            if label.is_some() {
                self.position += 2;
            }
            error_rule = items.is_empty()
                && matches!(self.peek(), Some(Word::Name(name)) if name.ends_with("_error"));
            items.push(self.item()?);
            labels.push(label);
        }
        let action = if self.peek() == Some(&Word::Arrow) {
            self.position += 1;
            self.action(&labels)?
        } else {
            default_action(&items)
        };
        let used = steps_used(&action);
        let steps = items
            .into_iter()
            .enumerate()
            .map(|(number, item)| Step {
                item,
                wanted: used.contains(&number),
            })
            .collect();
        Ok(Alternative {
            steps,
            action,
            error_rule,
        })
    }

    /// An item with what stands before and after it.
    fn item(&mut self) -> Result<Item, String> {
        if self.take_sign('&') {
            return Ok(Item::Ahead(Box::new(self.atom()?)));
        }
        if self.take_sign('!') {
            return Ok(Item::NotAhead(Box::new(self.atom()?)));
        }
        if self.take_sign('^') {
            return Ok(Item::Cut);
        }
        let atom = self.atom()?;
        Ok(if self.take_sign('?') {
            Item::Optional(Box::new(atom))
        } else if self.take_sign('*') {
            Item::Repeated {
                item: Box::new(atom),
                at_least_once: false,
            }
        } else if self.take_sign('+') {
            Item::Repeated {
                item: Box::new(atom),
                at_least_once: true,
            }
        } else if self.take_sign('%') {
            let Item::Token(separator) = self.atom()? else {
                return Err("a separator is a token".to_owned());
            };
            Item::Separated {
                item: Box::new(atom),
                separator,
            }
        } else {
            atom
        })
    }

    fn atom(&mut self) -> Result<Item, String> {
        match self.take()? {
            Word::Token(text) => Ok(match token_kind(&text) {
                Some(kind) => Item::Token(kind),
                None => Item::Soft(text),
            }),
            Word::Sign('(') => {
                let choice = self.choice()?;
                self.expect_sign(')')?;
                Ok(group(choice))
            }
            Word::Name(name) if name == "must" => match self.take()? {
                Word::Token(text) => {
                    let kind = token_kind(&text).ok_or(format!("no token {text}"))?;
                    Ok(Item::Must(kind, text))
                }
                word => Err(format!("expected a token, found {word:?}")),
            },
            Word::Name(name) => match self.rules.get(name.as_str()) {
                Some(&number) => Ok(Item::Rule(number)),
                None => token_class(&name).ok_or(format!("no rule {name}")),
            },
            word => Err(format!("unexpected {word:?}")),
        }
    }

    /// What follows an arrow.
    fn action(&mut self, labels: &Labels) -> Result<Action, String> {
        let word = self.name()?;
        Ok(match word.as_str() {
            "error" => {
                let message = self.message(labels)?;
                Action::Raise {
                    indentation: false,
                    message,
                    place: self.place(labels)?,
                }
            }
            "indentation" => {
                let message = self.message(labels)?;
                Action::Raise {
                    indentation: true,
                    message,
                    place: Place::Here,
                }
            }
            "check" => {
                let name = self.name()?;
                let check = checks::find(&name).ok_or(format!("no check {name}"))?;
                Action::Check(check, self.arguments(labels)?)
            }
            _ => match Kind::from_name(&word) {
                Some(kind) => Action::Build(kind, self.arguments(labels)?),
                None => Action::Pass(step(labels, &word)?),
            },
        })
    }

    /// Labels in parentheses, if there are any.
    fn arguments(&mut self, labels: &Labels) -> Result<Vec<usize>, String> {
        let mut steps = Vec::new();
        if self.take_sign('(') {
            while !self.take_sign(')') {
                steps.push(step(labels, &self.name()?)?);
            }
        }
        Ok(steps)
    }

    fn message(&mut self, labels: &Labels) -> Result<Message, String> {
        let Word::Message(text) = self.take()? else {
            return Err("expected a message".to_owned());
        };
        let mut parts = Message::new();
        for piece in text.split_inclusive('}') {
            let Some((before, fact)) = piece
                .strip_suffix('}')
                .and_then(|piece| piece.split_once('{'))
                .filter(|(_, fact)| fact.contains(' '))
            else {
                parts.push(MessagePart::Text(piece.to_owned()));
                continue;
            };
            parts.push(MessagePart::Text(before.to_owned()));
            parts.push(match fact.split_once(' ') {
                Some(("kind", label)) => MessagePart::Kind(step(labels, label)?),
                Some(("text", label)) => MessagePart::TokenText(step(labels, label)?),
                Some(("line", label)) => MessagePart::Line(step(labels, label)?),
                Some(("bound", label)) => MessagePart::Bound(step(labels, label)?),
                _ => return Err(format!("no fact {fact}")),
            });
        }
        Ok(parts)
    }

    fn place(&mut self, labels: &Labels) -> Result<Place, String> {
        Ok(match self.name()?.as_str() {
            "here" => Place::Here,
            "next" => Place::Next,
            "at" => Place::At(step(labels, &self.name()?)?),
            "from" => Place::From(step(labels, &self.name()?)?),
            "over" => Place::Over(self.edge(labels)?, self.edge(labels)?),
            word => return Err(format!("no place {word}")),
        })
    }

    fn edge(&mut self, labels: &Labels) -> Result<Edge, String> {
        let word = self.name()?;
        if !self.take_sign('(') {
            return Ok(Edge::Whole(step(labels, &word)?));
        }
        let number = step(labels, &self.name()?)?;
        self.expect_sign(')')?;
        match word.as_str() {
            "first" => Ok(Edge::First(number)),
            "last" => Ok(Edge::Last(number)),
            _ => Err(format!("no edge {word}")),
        }
    }
}

/// The number of the step with a label.
fn step(labels: &Labels, name: &str) -> Result<usize, String> {
    let found = labels
        .iter()
        .position(|label| label.as_deref() == Some(name));
    found.ok_or(format!("no label {name}"))
}

/// A choice of one item is no more than the item. CPython, too, makes no function of it.
fn group(mut choice: Choice) -> Item {
    match &mut choice.alternatives[..] {
        [
            Alternative {
                steps,
                action: Action::Pass(0),
                ..
            },
        ] if steps.len() == 1 => steps.remove(0).item,
        _ => Item::Group(choice),
    }
}

/// Without an action, the value is that of the only item that has one.
fn default_action(items: &[Item]) -> Action {
    let mut valued = items
        .iter()
        .enumerate()
        .filter(|(_, item)| !matches!(item, Item::Ahead(_) | Item::NotAhead(_) | Item::Cut));
    match (valued.next(), valued.next()) {
        (Some((number, _)), None) => Action::Pass(number),
        _ => Action::Nothing,
    }
}

/// The steps whose values an action uses.
fn steps_used(action: &Action) -> Vec<usize> {
    let edge = |edge: &Edge| match *edge {
        Edge::Whole(step) | Edge::First(step) | Edge::Last(step) => step,
    };
    match action {
        Action::Nothing => Vec::new(),
        Action::Pass(step) => vec![*step],
        Action::Build(_, steps) | Action::Check(_, steps) => steps.clone(),
        Action::Raise { message, place, .. } => {
            let mut steps = match place {
                Place::Here | Place::Next => Vec::new(),
                Place::At(step) | Place::From(step) => vec![*step],
                Place::Over(first, last) => vec![edge(first), edge(last)],
            };
            steps.extend(message.iter().filter_map(|part| match *part {
                MessagePart::Text(_) => None,
                MessagePart::Kind(step)
                | MessagePart::TokenText(step)
                | MessagePart::Line(step)
                | MessagePart::Bound(step) => Some(step),
            }));
            steps
        }
    }
}

/// The item that a word in capitals stands for.
fn token_class(name: &str) -> Option<Item> {
    Some(Item::Token(match name {
        "NAME" => TokenKind::Name,
        "NUMBER" => TokenKind::Number,
        "STRING" => TokenKind::String,
        "NEWLINE" => TokenKind::Newline,
        "INDENT" => TokenKind::Indent,
        "DEDENT" => TokenKind::Dedent,
        "END" => TokenKind::EndMarker,
        "FSTRING_START" => TokenKind::FStringStart,
        "FSTRING_MIDDLE" => TokenKind::FStringMiddle,
        "FSTRING_END" => TokenKind::FStringEnd,
        "TYPE_COMMENT" => return Some(Item::TypeComment),
        "SOFT_KEYWORD" => return Some(Item::AnySoftKeyword),
        _ => return None,
    }))
}

/// The kind of token that always has this text, or `None` if it is a soft keyword's.
fn token_kind(text: &str) -> Option<TokenKind> {
    use TokenKind::*;
    let spelling = [
        ("(", LeftParenthesis),
        (")", RightParenthesis),
        ("[", LeftBracket),
        ("]", RightBracket),
        ("{", LeftBrace),
        ("}", RightBrace),
        (":", Colon),
        (",", Comma),
        (";", Semicolon),
        (".", Dot),
        ("...", Ellipsis),
        ("->", Arrow),
        ("@", At),
        ("!", Exclamation),
        (":=", ColonEqual),
        ("=", Equal),
        ("+", Plus),
        ("-", Minus),
        ("*", Star),
        ("/", Slash),
        ("|", VerticalBar),
        ("&", Ampersand),
        ("%", Percent),
        ("^", Circumflex),
        ("~", Tilde),
        ("<<", LeftShift),
        (">>", RightShift),
        ("**", DoubleStar),
        ("//", DoubleSlash),
        ("<", Less),
        (">", Greater),
        ("==", EqualEqual),
        ("!=", NotEqual),
        ("<=", LessEqual),
        (">=", GreaterEqual),
        ("+=", PlusEqual),
        ("-=", MinusEqual),
        ("*=", StarEqual),
        ("/=", SlashEqual),
        ("%=", PercentEqual),
        ("&=", AmpersandEqual),
        ("|=", VerticalBarEqual),
        ("^=", CircumflexEqual),
        ("<<=", LeftShiftEqual),
        (">>=", RightShiftEqual),
        ("**=", DoubleStarEqual),
        ("//=", DoubleSlashEqual),
        ("@=", AtEqual),
        ("False", False),
        ("None", None),
        ("True", True),
        ("and", And),
        ("as", As),
        ("assert", Assert),
        ("async", Async),
        ("await", Await),
        ("break", Break),
        ("class", Class),
        ("continue", Continue),
        ("def", Def),
        ("del", Del),
        ("elif", Elif),
        ("else", Else),
        ("except", Except),
        ("finally", Finally),
        ("for", For),
        ("from", From),
        ("global", Global),
        ("if", If),
        ("import", Import),
        ("in", In),
        ("is", Is),
        ("lambda", Lambda),
        ("nonlocal", Nonlocal),
        ("not", Not),
        ("or", Or),
        ("pass", Pass),
        ("raise", Raise),
        ("return", Return),
        ("try", Try),
        ("while", While),
        ("with", With),
        ("yield", Yield),
    ];
    spelling
        .iter()
        .find(|(known, _)| *known == text)
        .map(|&(_, kind)| kind)
}
