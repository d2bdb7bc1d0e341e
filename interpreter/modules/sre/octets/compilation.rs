//! From the library's compiled code to a program: first a tree, then instructions from the
//! last to the first, so that each knows what follows.

use rustpython_sre_engine::string::{lower_ascii, lower_unicode, upper_unicode};
use rustpython_sre_engine::{SreAtCode, SreCatCode, SreOpcode as Op};

use super::program::{
    Address, At, ByteSet, Candidates, First, Instruction, Loop, Program, Run, Set,
};

/// How deep groups may nest.
const DEEPEST: usize = 200;

enum Node {
    Set(ByteSet),
    At(At),
    Mark(u32),
    Branch(Vec<Vec<Node>>),
    Run(Kind, u32, u32, ByteSet),
    Loop(Kind, u32, u32, Vec<Node>),
    Look(bool, u32, Vec<Node>),
    Atomic(Vec<Node>),
    Reference(u32),
    ReferenceAnyCase(u32),
    Conditional(u32, Vec<Node>, Vec<Node>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Greedy,
    Lazy,
    Possessive,
}

impl Program {
    /// The program for compiled code, unless it has something that the engine does not know.
    pub fn new(code: &[u32], groups: usize) -> Option<Program> {
        let is_info = *code.first()? == Op::INFO as u32;
        let width = if is_info { *code.get(3)? } else { 0 };
        let (nodes, _) = Reader { code }.sequence(0, code.len(), 0)?;
        let mut builder = Builder {
            instructions: Vec::new(),
            firsts: Vec::new(),
            sets: Vec::new(),
            branches: Vec::new(),
        };
        let success = builder.success();
        let start = builder.sequence(&nodes, success);
        let first = builder.firsts[start as usize];
        Some(Program {
            candidates: candidates(&nodes, &first),
            instructions: builder.instructions,
            firsts: builder.firsts,
            sets: builder.sets,
            branches: builder.branches,
            start,
            width: width as usize,
            marks: groups * 2,
        })
    }
}

fn candidates(nodes: &[Node], first: &First) -> Candidates {
    let mut text = Vec::new();
    for node in nodes {
        match node {
            Node::Mark(_) => {}
            Node::At(At::Beginning) if text.is_empty() => return Candidates::Start,
            Node::At(At::BeginningOfLine) if text.is_empty() => return Candidates::Lines,
            Node::Set(set) if set.len() == 1 => text.extend(set.bytes()),
            _ => break,
        }
    }
    if text.len() > 1 {
        return Candidates::Text(Box::new(memchr::memmem::Finder::new(&text).into_owned()));
    }
    if first.nullable {
        return Candidates::All;
    }
    let bytes: Vec<u8> = first.set.bytes().take(4).collect();
    match *bytes.as_slice() {
        [one] => Candidates::Bytes([one; 3]),
        [one, two] => Candidates::Bytes([one, two, two]),
        [one, two, three] => Candidates::Bytes([one, two, three]),
        _ => Candidates::Set(Box::new(Set::new(&first.set).table)),
    }
}

struct Reader<'a> {
    code: &'a [u32],
}

impl Reader<'_> {
    fn word(&self, place: usize) -> Option<u32> {
        self.code.get(place).copied()
    }

    fn opcode(&self, place: usize) -> Option<Op> {
        Op::try_from(self.word(place)?).ok()
    }

    /// The nodes of the code between two places, and where a jump or the end stops them.
    fn sequence(&self, start: usize, end: usize, depth: usize) -> Option<(Vec<Node>, usize)> {
        if depth > DEEPEST {
            return None;
        }
        let mut nodes = Vec::new();
        let mut place = start;
        while place < end {
            let opcode = self.opcode(place)?;
            if matches!(opcode, Op::SUCCESS | Op::JUMP) {
                break;
            }
            if opcode == Op::INFO {
                place += 1 + self.word(place + 1)? as usize;
                continue;
            }
            if let Some((set, length)) = self.one_character(place) {
                nodes.push(Node::Set(set));
                place += length;
                continue;
            }
            let (node, next) = self.node(opcode, place, depth)?;
            nodes.push(node);
            place = next;
        }
        Some((nodes, place))
    }

    /// The nodes of a body.
    fn body(&self, start: usize, end: usize, depth: usize) -> Option<Vec<Node>> {
        Some(self.sequence(start, end, depth + 1)?.0)
    }

    fn node(&self, opcode: Op, place: usize, depth: usize) -> Option<(Node, usize)> {
        let argument = self.word(place + 1)?;
        // Where an instruction with a body ends.
        let end = place + 1 + argument as usize;
        Some(match opcode {
            Op::AT => (Node::At(at(argument)?), place + 2),
            Op::MARK => (Node::Mark(argument), place + 2),
            Op::GROUPREF => (Node::Reference(argument), place + 2),
            Op::GROUPREF_IGNORE | Op::GROUPREF_UNI_IGNORE => {
                (Node::ReferenceAnyCase(argument), place + 2)
            }
            Op::GROUPREF_EXISTS => self.conditional(place, depth)?,
            Op::BRANCH => self.branch(place + 1, depth)?,
            Op::REPEAT_ONE | Op::MIN_REPEAT_ONE | Op::POSSESSIVE_REPEAT_ONE => {
                let kind = match opcode {
                    Op::REPEAT_ONE => Kind::Greedy,
                    Op::MIN_REPEAT_ONE => Kind::Lazy,
                    _ => Kind::Possessive,
                };
                let (min, max) = (self.word(place + 2)?, self.word(place + 3)?);
                let (set, _) = self.one_character(place + 4)?;
                (Node::Run(kind, min, max, set), end)
            }
            Op::REPEAT | Op::POSSESSIVE_REPEAT => {
                let kind = match self.opcode(end)? {
                    Op::MAX_UNTIL => Kind::Greedy,
                    Op::MIN_UNTIL => Kind::Lazy,
                    Op::SUCCESS => Kind::Possessive,
                    _ => return None,
                };
                let (min, max) = (self.word(place + 2)?, self.word(place + 3)?);
                let body = self.body(place + 4, end, depth)?;
                (Node::Loop(kind, min, max, body), end + 1)
            }
            Op::ASSERT | Op::ASSERT_NOT => {
                let back = self.word(place + 2)?;
                let body = self.body(place + 3, end, depth)?;
                (Node::Look(opcode == Op::ASSERT, back, body), end)
            }
            Op::ATOMIC_GROUP => (Node::Atomic(self.body(place + 2, end, depth)?), end),
            _ => return None,
        })
    }

    fn conditional(&self, place: usize, depth: usize) -> Option<(Node, usize)> {
        let group = self.word(place + 1)?;
        let end = place + 1 + self.word(place + 2)? as usize;
        let (yes, stop) = self.sequence(place + 3, end, depth + 1)?;
        if stop >= end {
            return Some((Node::Conditional(group, yes, Vec::new()), end));
        }
        let other_end = stop + 1 + self.word(stop + 1)? as usize;
        let no = self.body(end, other_end, depth)?;
        Some((Node::Conditional(group, yes, no), other_end))
    }

    fn branch(&self, mut place: usize, depth: usize) -> Option<(Node, usize)> {
        let mut alternatives = Vec::new();
        loop {
            let skip = self.word(place)? as usize;
            if skip == 0 {
                return Some((Node::Branch(alternatives), place + 1));
            }
            // An alternative ends with a jump behind the branch.
            let end = (place + skip).checked_sub(2)?;
            alternatives.push(self.body(place + 1, end, depth)?);
            place += skip;
        }
    }

    /// The bytes that an instruction for one character matches, and its length.
    fn one_character(&self, place: usize) -> Option<(ByteSet, usize)> {
        let opcode = self.opcode(place)?;
        let argument = self.word(place + 1).unwrap_or(0);
        let lower = match opcode {
            Op::LITERAL_IGNORE | Op::NOT_LITERAL_IGNORE | Op::IN_IGNORE => lower_ascii,
            Op::LITERAL_UNI_IGNORE | Op::NOT_LITERAL_UNI_IGNORE | Op::IN_UNI_IGNORE => {
                lower_unicode
            }
            _ => |character| character,
        };
        Some(match opcode {
            Op::FAILURE => (ByteSet::NONE, 1),
            Op::ANY => (ByteSet::of(|byte| byte != u32::from(b'\n')), 1),
            Op::ANY_ALL => (ByteSet::ALL, 1),
            Op::LITERAL | Op::LITERAL_IGNORE | Op::LITERAL_UNI_IGNORE => {
                (ByteSet::of(|byte| lower(byte) == argument), 2)
            }
            Op::NOT_LITERAL | Op::NOT_LITERAL_IGNORE | Op::NOT_LITERAL_UNI_IGNORE => {
                (ByteSet::of(|byte| lower(byte) != argument), 2)
            }
            Op::IN | Op::IN_IGNORE | Op::IN_UNI_IGNORE => {
                let set = self.code.get(place + 2..)?;
                // A set that is not understood is not understood for any byte.
                contains(set, 0)?;
                let set = ByteSet::of(|byte| contains(set, lower(byte)).unwrap_or(false));
                (set, 1 + argument as usize)
            }
            _ => return None,
        })
    }
}

fn at(code: u32) -> Option<At> {
    Some(match SreAtCode::try_from(code).ok()? {
        SreAtCode::BEGINNING | SreAtCode::BEGINNING_STRING => At::Beginning,
        SreAtCode::BEGINNING_LINE => At::BeginningOfLine,
        SreAtCode::BOUNDARY | SreAtCode::UNI_BOUNDARY => At::Boundary,
        SreAtCode::NON_BOUNDARY | SreAtCode::UNI_NON_BOUNDARY => At::NoBoundary,
        SreAtCode::END => At::End,
        SreAtCode::END_LINE => At::EndOfLine,
        SreAtCode::END_STRING => At::EndOfSubject,
        SreAtCode::LOC_BOUNDARY | SreAtCode::LOC_NON_BOUNDARY => return None,
    })
}

/// Whether a character belongs to a category. Those of Unicode are asked for ASCII only.
fn has_category(code: u32, character: u32) -> Option<bool> {
    let byte = u8::try_from(character).ok().filter(u8::is_ascii);
    let is = |test: fn(&u8) -> bool| byte.is_some_and(|byte| test(&byte));
    let space = is(|byte| matches!(byte, b'\t'..=b'\r' | b' '));
    let unicode_space = space || is(|byte| matches!(byte, 0x1C..=0x1F));
    let word = is(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let digit = is(u8::is_ascii_digit);
    Some(match SreCatCode::try_from(code).ok()? {
        SreCatCode::DIGIT | SreCatCode::UNI_DIGIT => digit,
        SreCatCode::NOT_DIGIT | SreCatCode::UNI_NOT_DIGIT => !digit,
        SreCatCode::SPACE => space,
        SreCatCode::NOT_SPACE => !space,
        SreCatCode::UNI_SPACE => unicode_space,
        SreCatCode::UNI_NOT_SPACE => !unicode_space,
        SreCatCode::WORD | SreCatCode::UNI_WORD => word,
        SreCatCode::NOT_WORD | SreCatCode::UNI_NOT_WORD => !word,
        _ => return None,
    })
}

/// Whether a character belongs to a set; nothing if the set is not understood.
fn contains(set: &[u32], character: u32) -> Option<bool> {
    let mut found = true;
    let mut result = None;
    let mut place = 0;
    loop {
        let word = |offset: usize| set.get(place + offset).copied();
        let range = |character: u32| Some(word(1)? <= character && character <= word(2)?);
        let (has, length) = match Op::try_from(word(0)?).ok()? {
            Op::FAILURE => return Some(result.unwrap_or(!found)),
            Op::NEGATE => {
                found = !found;
                (false, 1)
            }
            Op::LITERAL => (word(1)? == character, 2),
            Op::RANGE => (range(character)?, 3),
            Op::RANGE_UNI_IGNORE => (range(character)? || range(upper_unicode(character))?, 3),
            Op::CATEGORY => (has_category(word(1)?, character)?, 2),
            Op::CHARSET => {
                let has = character < 256
                    && word(1 + (character >> 5) as usize)? >> (character & 31) & 1 != 0;
                (has, 9)
            }
            Op::BIGCHARSET => {
                let count = word(1)? as usize;
                // Four block numbers are a word; the blocks of 256 bits follow.
                let block = |number: u32| {
                    let word = word(2 + (number / 4) as usize)?;
                    Some(word.to_ne_bytes()[(number % 4) as usize])
                };
                let mut has = false;
                if character < 0x1_0000 {
                    let block = u32::from(block(character >> 8)?);
                    let bit = block * 256 + (character & 255);
                    has = word(2 + 64 + (bit >> 5) as usize)? >> (bit & 31) & 1 != 0;
                }
                (has, 2 + 64 + count * 8)
            }
            _ => return None,
        };
        if has && result.is_none() {
            result = Some(found);
        }
        place += length;
    }
}

struct Builder {
    instructions: Vec<Instruction>,
    firsts: Vec<First>,
    sets: Vec<Set>,
    branches: Vec<Box<[Address]>>,
}

impl Builder {
    fn add(&mut self, instruction: Instruction, first: First) -> Address {
        self.instructions.push(instruction);
        self.firsts.push(first);
        (self.instructions.len() - 1) as Address
    }

    fn success(&mut self) -> Address {
        self.add(Instruction::Success, First::ANY)
    }

    fn set(&mut self, set: &ByteSet) -> u32 {
        self.sets.push(Set::new(set));
        (self.sets.len() - 1) as u32
    }

    /// The nodes in front of what stands at `next`.
    fn sequence(&mut self, nodes: &[Node], next: Address) -> Address {
        nodes
            .iter()
            .rev()
            .fold(next, |next, node| self.node(node, next))
    }

    fn node(&mut self, node: &Node, next: Address) -> Address {
        let follow = self.firsts[next as usize];
        let first = first_of(node, &follow);
        let instruction = match node {
            Node::Set(set) if set.len() == 1 => {
                Instruction::Byte(set.bytes().next().unwrap_or(0), next)
            }
            Node::Set(set) => Instruction::Set(self.set(set), next),
            Node::At(at) => Instruction::At(*at, next),
            Node::Mark(mark) => Instruction::Mark(*mark, next),
            Node::Branch(alternatives) => {
                let addresses = alternatives.iter().map(|nodes| self.sequence(nodes, next));
                let addresses = addresses.collect();
                self.branches.push(addresses);
                Instruction::Branch((self.branches.len() - 1) as u32)
            }
            Node::Run(kind, min, max, set) => {
                let run = Run {
                    set: self.set(set),
                    min: *min,
                    max: *max,
                    next,
                };
                match kind {
                    Kind::Greedy if !follow.nullable && set.is_disjoint(&follow.set) => {
                        Instruction::Exclusive(run)
                    }
                    Kind::Greedy => Instruction::Greedy(run),
                    Kind::Lazy => Instruction::Lazy(run),
                    Kind::Possessive => Instruction::Possessive(run),
                }
            }
            Node::Loop(Kind::Possessive, min, max, body) => {
                let success = self.success();
                Instruction::Possess(Loop {
                    min: *min,
                    max: *max,
                    body: self.sequence(body, success),
                    tail: next,
                })
            }
            Node::Loop(kind, min, max, body) => {
                // Behind the body stands the loop: another time, or what follows.
                let again = first_of_all(body, &First::ANY).or(&follow);
                let until = self.add(Instruction::Success, again);
                let repeated = Loop {
                    min: *min,
                    max: *max,
                    body: self.sequence(body, until),
                    tail: next,
                };
                self.instructions[until as usize] = match kind {
                    Kind::Lazy => Instruction::Lazily(repeated),
                    _ => Instruction::Greedily(repeated),
                };
                Instruction::Enter(until)
            }
            Node::Look(wanted, back, body) => {
                let success = self.success();
                Instruction::Look {
                    wanted: *wanted,
                    back: *back,
                    body: self.sequence(body, success),
                    next,
                }
            }
            Node::Atomic(body) => {
                let success = self.success();
                Instruction::Atomic {
                    body: self.sequence(body, success),
                    next,
                }
            }
            Node::Reference(group) => Instruction::Reference(*group, next),
            Node::ReferenceAnyCase(group) => Instruction::ReferenceAnyCase(*group, next),
            Node::Conditional(group, yes, no) => {
                let (yes, no) = (self.sequence(yes, next), self.sequence(no, next));
                Instruction::Conditional(*group, yes, no)
            }
        };
        self.add(instruction, first)
    }
}

fn first_of_all(nodes: &[Node], follow: &First) -> First {
    nodes
        .iter()
        .rev()
        .fold(*follow, |follow, node| first_of(node, &follow))
}

/// How a node can begin that has `follow` behind it.
fn first_of(node: &Node, follow: &First) -> First {
    let optional = |first: First, min: u32| match min {
        0 => first.or(follow),
        _ => first,
    };
    match node {
        Node::Set(set) => First {
            set: *set,
            nullable: false,
        },
        Node::At(_) | Node::Mark(_) | Node::Look(..) => *follow,
        Node::Branch(alternatives) => {
            let none = First {
                set: ByteSet::NONE,
                nullable: false,
            };
            let firsts = alternatives.iter().map(|nodes| first_of_all(nodes, follow));
            firsts.fold(none, |one, other| one.or(&other))
        }
        Node::Run(_, min, _, set) => {
            let first = First {
                set: *set,
                nullable: false,
            };
            optional(first, *min)
        }
        Node::Loop(_, min, _, body) => optional(first_of_all(body, &First::ANY), *min),
        Node::Atomic(body) => first_of_all(body, follow),
        Node::Reference(_) | Node::ReferenceAnyCase(_) => First::ANY,
        Node::Conditional(_, yes, no) => first_of_all(yes, follow).or(&first_of_all(no, follow)),
    }
}
