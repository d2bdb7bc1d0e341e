//! The document type declaration: what it declares, and what handlers are told of it.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;

use super::scan::{
    BAD_CHARACTER, Cursor, INVALID_TOKEN, SYNTAX, Scan, Stop, Token, comment, instruction,
    is_space, reference,
};

/// How deep groups of a content model may be nested.
const DEEPEST: usize = 200;

/// An entity that was declared.
pub(super) struct Entity {
    /// What it stands for; none for an external one.
    pub value: Option<Rc<str>>,
    /// Where an external one is.
    pub system: Option<String>,
    pub public: Option<String>,
    /// Whether it is no XML.
    pub is_unparsed: bool,
}

/// An attribute that was declared.
pub(super) struct Declared {
    pub name: String,
    pub default: Option<String>,
    /// Whether its value is any text, of which white space is kept.
    pub is_text: bool,
}

/// What was declared.
#[derive(Default)]
pub(super) struct Declarations {
    pub entities: FxHashMap<String, Entity>,
    pub attributes: FxHashMap<String, Vec<Declared>>,
    /// Whether there are declarations that are not read.
    pub is_partial: bool,
}

/// What the content of an element may be.
pub(super) struct Model {
    kind: i64,
    quantifier: i64,
    name: Option<String>,
    children: Vec<Model>,
}

impl Model {
    fn leaf(kind: i64) -> Model {
        Model {
            kind,
            quantifier: 0,
            name: None,
            children: Vec::new(),
        }
    }

    /// As handlers see it.
    pub fn value(&self) -> Value {
        let children = self.children.iter().map(Model::value).collect();
        Tuple::new(vec![
            Value::int(self.kind),
            Value::int(self.quantifier),
            self.name.as_ref().map_or(Value::NONE, Str::value),
            Tuple::new(children).into(),
        ])
        .into()
    }
}

/// One thing that handlers are told. The text is what stands in the document.
pub(super) enum Declaration {
    Start(Start),
    Element(String, Model),
    Attribute(AttributeDeclaration),
    Entity(EntityDeclaration),
    Notation {
        name: String,
        system: Option<String>,
        public: Option<String>,
    },
    Comment(String),
    Instruction(String, String),
    /// A reference to a parameter entity.
    Other(String),
    /// What stands in the document, for the handler of what no other one is for.
    Raw(String),
    End,
}

/// How the declaration of the document type begins.
pub(super) struct Start {
    pub name: String,
    pub system: Option<String>,
    pub public: Option<String>,
    pub has_subset: bool,
    /// What stands in the document.
    pub pieces: Vec<String>,
}

/// What `<!ATTLIST` says of one attribute.
pub(super) struct AttributeDeclaration {
    pub element: String,
    pub name: String,
    pub kind: String,
    pub default: Option<String>,
    pub is_required: bool,
}

/// What `<!ENTITY` says.
pub(super) struct EntityDeclaration {
    pub name: String,
    pub is_parameter: bool,
    pub value: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
    pub notation: Option<String>,
}

/// Text with line ends as they are reported.
pub(super) fn with_line_feeds(text: &str) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads the declaration behind `<!DOCTYPE`: its length, and what it says.
pub(super) fn read(text: &str) -> Scan<(usize, Vec<Declaration>)> {
    let mut cursor = Cursor::new(text);
    if !cursor.space() {
        return match cursor.peek() {
            Some(_) => cursor.bad(),
            None => Err(Stop::Incomplete),
        };
    }
    let name = cursor.name()?.to_owned();
    let mut pieces = vec!["<!DOCTYPE".to_owned(), " ".to_owned(), name.clone()];
    let had_space = cursor.space();
    let (public, system) = external(&mut cursor, had_space, true)?;
    for (word, text) in [("PUBLIC", &public), ("SYSTEM", &system)] {
        if let Some(text) = text {
            if word == "PUBLIC" || public.is_none() {
                pieces.extend([" ".to_owned(), word.to_owned()]);
            }
            pieces.extend([" ".to_owned(), format!("\"{text}\"")]);
        }
    }
    let had_space = cursor.space();
    let has_subset = cursor.skip("[")?;
    if has_subset {
        pieces.extend(had_space.then(|| " ".to_owned()));
        pieces.push("[".to_owned());
    }
    let mut declarations = vec![Declaration::Start(Start {
        name,
        system,
        public,
        has_subset,
        pieces,
    })];
    if has_subset {
        subset(&mut cursor, &mut declarations)?;
        cursor.space();
    }
    match cursor.peek() {
        Some('>') => cursor.at += 1,
        Some(_) => return Err(Stop::Bad(SYNTAX, cursor.at)),
        None => return Err(Stop::Incomplete),
    }
    declarations.push(Declaration::End);
    Ok((cursor.at, declarations))
}

/// `PUBLIC "..." "..."` or `SYSTEM "..."`.
fn external(
    cursor: &mut Cursor<'_>,
    had_space: bool,
    needs_system: bool,
) -> Scan<(Option<String>, Option<String>)> {
    if !had_space {
        return Ok((None, None));
    }
    if cursor.skip("SYSTEM")? {
        cursor.space();
        return Ok((None, Some(cursor.quoted()?.to_owned())));
    }
    if !cursor.skip("PUBLIC")? {
        return Ok((None, None));
    }
    cursor.space();
    let words: Vec<&str> = cursor.quoted()?.split_whitespace().collect();
    let public = words.join(" ");
    let had_space = cursor.space();
    let is_quote = matches!(cursor.peek().ok_or(Stop::Incomplete)?, '"' | '\'');
    let system = match had_space && is_quote {
        true => Some(cursor.quoted()?.to_owned()),
        false if needs_system => return Err(Stop::Bad(SYNTAX, cursor.at)),
        false => None,
    };
    Ok((Some(public), system))
}

/// The declarations between brackets.
fn subset(cursor: &mut Cursor<'_>, declarations: &mut Vec<Declaration>) -> Scan<()> {
    loop {
        let before = *cursor;
        if cursor.space() {
            let space = &before.rest()[..cursor.at - before.at];
            declarations.push(Declaration::Raw(space.to_owned()));
        }
        let start = *cursor;
        match cursor.next()? {
            ']' => {
                declarations.push(Declaration::Raw("]".to_owned()));
                return Ok(());
            }
            '%' => {
                let name = cursor.name()?.to_owned();
                cursor.expect(";")?;
                declarations.push(Declaration::Other(format!("%{name};")));
            }
            '<' => {
                let place = declarations.len();
                let declaration = declaration(cursor, declarations)?;
                declarations.extend(declaration);
                let raw = &start.rest()[..cursor.at - start.at];
                if ["<!EL", "<!AT", "<!EN", "<!NO"]
                    .iter()
                    .any(|it| raw.starts_with(it))
                {
                    declarations.insert(place, Declaration::Raw(raw.to_owned()));
                }
            }
            _ => return Err(Stop::Bad(SYNTAX, start.at)),
        }
    }
}

fn declaration(
    cursor: &mut Cursor<'_>,
    declarations: &mut Vec<Declaration>,
) -> Scan<Option<Declaration>> {
    if cursor.skip("?")? {
        return match instruction(cursor)? {
            Token::Instruction(target, data) => Ok(Some(Declaration::Instruction(
                target.to_owned(),
                with_line_feeds(data),
            ))),
            _ => cursor.bad(),
        };
    }
    cursor.expect("!")?;
    if cursor.peek().ok_or(Stop::Incomplete)? == '-' {
        return Ok(Some(Declaration::Comment(with_line_feeds(comment(
            cursor,
        )?))));
    }
    let start = cursor.at;
    let word = cursor.name()?;
    if !cursor.space() {
        return cursor.bad();
    }
    let declaration = match word {
        "ELEMENT" => {
            let name = cursor.name()?.to_owned();
            cursor.space();
            Declaration::Element(name, content_model(cursor, 0)?)
        }
        "ATTLIST" => {
            attributes(cursor, declarations)?;
            cursor.expect(">")?;
            return Ok(None);
        }
        "ENTITY" => entity(cursor)?,
        "NOTATION" => {
            let name = cursor.name()?.to_owned();
            let had_space = cursor.space();
            let (public, system) = external(cursor, had_space, false)?;
            Declaration::Notation {
                name,
                system,
                public,
            }
        }
        _ => return Err(Stop::Bad(SYNTAX, start)),
    };
    cursor.space();
    match cursor.peek().ok_or(Stop::Incomplete)? {
        '>' => cursor.at += 1,
        _ => return Err(Stop::Bad(SYNTAX, cursor.at)),
    }
    Ok(Some(declaration))
}

fn quantifier(cursor: &mut Cursor<'_>) -> Scan<i64> {
    let quantifier = match cursor.peek().ok_or(Stop::Incomplete)? {
        '?' => 1,
        '*' => 2,
        '+' => 3,
        _ => return Ok(0),
    };
    cursor.at += 1;
    Ok(quantifier)
}

fn content_model(cursor: &mut Cursor<'_>, depth: usize) -> Scan<Model> {
    if depth > DEEPEST {
        return Err(Stop::Bad(SYNTAX, cursor.at));
    }
    if depth == 0 {
        if cursor.skip("EMPTY")? {
            return Ok(Model::leaf(1));
        }
        if cursor.skip("ANY")? {
            return Ok(Model::leaf(2));
        }
    }
    if !cursor.skip("(")? {
        let mut model = Model::leaf(4);
        model.name = Some(cursor.name()?.to_owned());
        model.quantifier = quantifier(cursor)?;
        return Ok(model);
    }
    cursor.space();
    let mut model = Model::leaf(6);
    if depth == 0 && cursor.skip("#PCDATA")? {
        model.kind = 3;
    } else {
        model.children.push(content_model(cursor, depth + 1)?);
    }
    loop {
        cursor.space();
        match cursor.next()? {
            ')' => break,
            '|' if model.kind == 3 => {}
            '|' if model.kind == 5 || model.children.len() == 1 => model.kind = 5,
            ',' if model.kind == 6 => {}
            _ => return Err(Stop::Bad(SYNTAX, cursor.at - 1)),
        }
        cursor.space();
        model.children.push(content_model(cursor, depth + 1)?);
    }
    model.quantifier = quantifier(cursor)?;
    Ok(model)
}

fn attributes(cursor: &mut Cursor<'_>, declarations: &mut Vec<Declaration>) -> Scan<()> {
    let element = cursor.name()?.to_owned();
    loop {
        cursor.space();
        if cursor.peek().ok_or(Stop::Incomplete)? == '>' {
            return Ok(());
        }
        let name = cursor.name()?.to_owned();
        cursor.space();
        let kind = attribute_kind(cursor)?;
        cursor.space();
        let (mut is_required, mut default) = (false, None);
        if cursor.skip("#")? {
            match cursor.name_token()? {
                "REQUIRED" => is_required = true,
                "IMPLIED" => {}
                "FIXED" => {
                    is_required = true;
                    cursor.space();
                    default = Some(cursor.quoted()?.to_owned());
                }
                _ => return Err(Stop::Bad(SYNTAX, cursor.at)),
            }
        } else {
            default = Some(cursor.quoted()?.to_owned());
        }
        declarations.push(Declaration::Attribute(AttributeDeclaration {
            element: element.clone(),
            name,
            kind,
            default,
            is_required,
        }));
    }
}

fn attribute_kind(cursor: &mut Cursor<'_>) -> Scan<String> {
    let mut kind = String::new();
    if cursor.peek().ok_or(Stop::Incomplete)? != '(' {
        kind.push_str(cursor.name()?);
        if kind != "NOTATION" {
            return Ok(kind);
        }
        cursor.space();
    }
    cursor.expect("(")?;
    kind.push('(');
    loop {
        cursor.space();
        kind.push_str(cursor.name_token()?);
        cursor.space();
        match cursor.next()? {
            '|' => kind.push('|'),
            ')' => {
                kind.push(')');
                return Ok(kind);
            }
            _ => return Err(Stop::Bad(SYNTAX, cursor.at - 1)),
        }
    }
}

fn entity(cursor: &mut Cursor<'_>) -> Scan<Declaration> {
    let is_parameter = cursor.skip("%")?;
    if is_parameter && !cursor.space() {
        return cursor.bad();
    }
    let name = cursor.name()?.to_owned();
    let had_space = cursor.space();
    let is_quote = matches!(cursor.peek().ok_or(Stop::Incomplete)?, '"' | '\'');
    if is_quote {
        let start = cursor.at + 1;
        let value = replacement(cursor.quoted()?, start)?;
        return Ok(Declaration::Entity(EntityDeclaration {
            name,
            is_parameter,
            value: Some(value),
            system: None,
            public: None,
            notation: None,
        }));
    }
    let (public, system) = external(cursor, had_space, true)?;
    if system.is_none() {
        return Err(Stop::Bad(SYNTAX, cursor.at));
    }
    let mut notation = None;
    if cursor.space() && cursor.skip("NDATA")? {
        cursor.space();
        notation = Some(cursor.name()?.to_owned());
    }
    Ok(Declaration::Entity(EntityDeclaration {
        name,
        is_parameter,
        value: None,
        system,
        public,
        notation,
    }))
}

/// The text that an entity stands for: characters by number are replaced at once.
fn replacement(written: &str, start: usize) -> Scan<String> {
    let written = with_line_feeds(written);
    let mut value = String::with_capacity(written.len());
    let mut rest = Cursor::new(&written);
    while let Some(character) = rest.peek() {
        let place = rest.at;
        rest.at += character.len_utf8();
        match character {
            '&' => match reference(&mut rest) {
                Ok(Token::Character(Some(character))) => value.push(character),
                Ok(Token::Character(None)) => {
                    return Err(Stop::Bad(BAD_CHARACTER, start + place));
                }
                Ok(_) => value.push_str(&written[place..rest.at]),
                Err(Stop::Bad(code, at)) => return Err(Stop::Bad(code, start + at)),
                Err(Stop::Incomplete) => {
                    return Err(Stop::Bad(INVALID_TOKEN, start + written.len()));
                }
            },
            '%' => return Err(Stop::Bad(10, start + place)),
            character => value.push(character),
        }
    }
    Ok(value)
}

/// The tokens of a declaration, as they stand in the document.
pub(super) fn pieces(raw: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = raw;
    while let Some(first) = rest.chars().next() {
        let is_name = |it: char| it.is_alphanumeric() || "_:.-#".contains(it);
        let length = match first {
            '<' => {
                let is_part = |it: char| is_name(it) || it == '<' || it == '!';
                rest.find(|it| !is_part(it)).unwrap_or(rest.len())
            }
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            first if is_space(first) => rest.find(|it| !is_space(it)).unwrap_or(rest.len()),
            first if is_name(first) => rest.find(|it| !is_name(it)).unwrap_or(rest.len()),
            first => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        pieces.push(piece);
        rest = after;
    }
    pieces
}
