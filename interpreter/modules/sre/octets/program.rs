//! The program that the engine for bytes runs.

/// A set of bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// No byte.
    pub const NONE: ByteSet = ByteSet([0; 4]);
    /// All bytes.
    pub const ALL: ByteSet = ByteSet([u64::MAX; 4]);

    /// The bytes for which a test holds.
    pub fn of(test: impl Fn(u32) -> bool) -> ByteSet {
        let mut set = ByteSet::NONE;
        for byte in 0..=u8::MAX {
            if test(byte.into()) {
                set.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
            }
        }
        set
    }

    /// Whether the byte belongs to it.
    #[inline(always)]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0
    }

    /// The bytes of either.
    pub fn union(&self, other: &ByteSet) -> ByteSet {
        ByteSet(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    /// Whether they have no byte in common.
    pub fn is_disjoint(&self, other: &ByteSet) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .all(|(one, other)| one & other == 0)
    }

    /// How many bytes belong to it.
    pub fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The bytes in order.
    pub fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        (0..=u8::MAX).filter(|byte| self.has(*byte))
    }
}

/// How what stands at an address can begin.
#[derive(Clone, Copy)]
pub struct First {
    /// The bytes with which it can begin.
    pub set: ByteSet,
    /// Whether it may match nothing, or may begin in a way that is not known.
    pub nullable: bool,
}

impl First {
    /// Nothing is known.
    pub const ANY: First = First {
        set: ByteSet::ALL,
        nullable: true,
    };

    /// Either.
    pub fn or(&self, other: &First) -> First {
        First {
            set: self.set.union(&other.set),
            nullable: self.nullable || other.nullable,
        }
    }
}

/// The place of an instruction.
pub type Address = u32;

/// A repetition without upper limit.
pub const ENDLESS: u32 = u32::MAX;

/// A set that is repeated.
#[derive(Clone, Copy)]
pub struct Run {
    /// The number of the set.
    pub set: u32,
    /// The least number of bytes.
    pub min: u32,
    /// The greatest number of bytes.
    pub max: u32,
    /// What comes then.
    pub next: Address,
}

/// A group that is repeated.
#[derive(Clone, Copy)]
pub struct Loop {
    /// The least number of times.
    pub min: u32,
    /// The greatest number of times.
    pub max: u32,
    /// What is repeated; it ends at the loop itself, or at a `Success` of its own.
    pub body: Address,
    /// What comes then.
    pub tail: Address,
}

/// A condition on a position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The start of the subject.
    Beginning,
    /// The start of a line.
    BeginningOfLine,
    /// The end, or before a line feed at the end.
    End,
    /// The end of a line.
    EndOfLine,
    /// The very end.
    EndOfSubject,
    /// Between a word and what is none.
    Boundary,
    /// Anywhere else.
    NoBoundary,
}

/// An instruction.
#[derive(Clone, Copy)]
pub enum Instruction {
    /// The match, or the group that is tried by itself, is complete.
    Success,
    /// One byte.
    Byte(u8, Address),
    /// One byte of a set.
    Set(u32, Address),
    /// A condition on the position.
    At(At, Address),
    /// Remembers the position.
    Mark(u32, Address),
    /// The alternatives with this number.
    Branch(u32),
    /// As many bytes of a set as possible, then fewer.
    Greedy(Run),
    /// The same where what follows cannot begin with a byte of the set: fewer are of no use.
    Exclusive(Run),
    /// As few bytes of a set as possible, then more.
    Lazy(Run),
    /// As many bytes of a set as possible, and no fewer.
    Possessive(Run),
    /// Begins the loop at the address.
    Enter(Address),
    /// Another time if possible, or else what comes then.
    Greedily(Loop),
    /// What comes then if possible, or else another time.
    Lazily(Loop),
    /// Whether a body matches, so many bytes back.
    Look {
        /// Whether it must match, or must not.
        wanted: bool,
        /// How many bytes back it begins.
        back: u32,
        /// The body.
        body: Address,
        /// What comes then, from the same position.
        next: Address,
    },
    /// A group whose first match counts.
    Atomic {
        /// The body.
        body: Address,
        /// What comes then.
        next: Address,
    },
    /// A group that is repeated as often as possible, and no less.
    Possess(Loop),
    /// What a group has matched, once more.
    Reference(u32, Address),
    /// The same in upper or lower case.
    ReferenceAnyCase(u32, Address),
    /// Goes on at the first address if the group has matched, or else at the second.
    Conditional(u32, Address, Address),
}

/// A set with what makes it fast.
pub struct Set {
    /// Whether each byte belongs to it.
    pub table: [bool; 256],
    /// The only byte that does not belong to it.
    pub only_not: Option<u8>,
    /// Whether all bytes belong to it.
    pub is_all: bool,
}

impl Set {
    /// The tables of a set.
    pub fn new(set: &ByteSet) -> Set {
        let outside = ByteSet::of(|byte| !set.has(byte as u8));
        Set {
            table: std::array::from_fn(|byte| set.has(byte as u8)),
            only_not: (outside.len() == 1)
                .then(|| outside.bytes().next())
                .flatten(),
            is_all: outside == ByteSet::NONE,
        }
    }
}

/// How a search finds where a match can begin.
pub enum Candidates {
    /// Anywhere.
    All,
    /// At the start only.
    Start,
    /// At the starts of lines.
    Lines,
    /// Where this text stands.
    Text(Box<memchr::memmem::Finder<'static>>),
    /// Where one of these bytes stands; the last is repeated if there are fewer.
    Bytes([u8; 3]),
    /// Where a byte of the set stands.
    Set(Box<[bool; 256]>),
}

/// A compiled pattern.
pub struct Program {
    /// The instructions.
    pub instructions: Vec<Instruction>,
    /// How what stands at each address can begin.
    pub firsts: Vec<First>,
    /// The sets.
    pub sets: Vec<Set>,
    /// The alternatives of branches.
    pub branches: Vec<Box<[Address]>>,
    /// Where it begins.
    pub start: Address,
    /// The least number of bytes of a match.
    pub width: usize,
    /// How many marks there are.
    pub marks: usize,
    /// Where matches can begin.
    pub candidates: Candidates,
}
