//! Running a program at one position, with a stack of what is still to be tried.

use super::super::interruption;
use super::program::{Address, At, ENDLESS, Instruction, Loop, Program, Run, Set};

/// No position.
pub const NOWHERE: u32 = u32::MAX;

/// No loop.
const NO_LOOP: u32 = u32::MAX;

/// A loop that is under way.
#[derive(Clone, Copy)]
struct Turns {
    /// How many times it has begun.
    begun: u32,
    /// Where it last began a time that it need not take.
    last: u32,
    /// The loop around it.
    outer: u32,
}

/// The state that a choice returns to.
#[derive(Clone, Copy)]
struct Place {
    at: u32,
    turns: u32,
    /// How many loops there were.
    loops: u32,
}

/// What is undone or tried when something fails, the last first.
#[derive(Clone, Copy)]
enum Frame {
    /// A mark was set.
    Mark {
        mark: u32,
        old: u32,
        last_index: u32,
    },
    /// A loop has begun once more.
    Turns { turns: u32, begun: u32, last: u32 },
    /// Alternatives from a number on are left.
    Branch {
        branch: u32,
        alternative: u32,
        place: Place,
    },
    /// A run may be shorter: `place.at` is where it may end at most.
    Greedy {
        address: Address,
        low: u32,
        place: Place,
    },
    /// A run may be longer.
    Lazy {
        address: Address,
        count: u32,
        place: Place,
    },
    /// What comes behind the loop.
    Tail { address: Address, place: Place },
    /// The loop once more.
    Again { address: Address, place: Place },
}

/// Undoes nothing; but where it lies on the stack, marks are remembered.
const NOTHING: Frame = Frame::Turns {
    turns: NO_LOOP,
    begun: 0,
    last: 0,
};

/// After so many attempts in vain signals are looked at.
const STEPS: u32 = 1024;

/// Memory of a match, used again for the next.
#[derive(Default)]
pub struct Scratch {
    /// Where groups start and end.
    pub marks: Vec<u32>,
    /// The group that was closed last, or zero.
    pub last_index: u32,
    stack: Vec<Frame>,
    loops: Vec<Turns>,
    /// Whether a mark may be set.
    is_marked: bool,
    /// Counts what was tried in vain.
    steps: u32,
}

/// What must hold at the end of a match.
#[derive(Clone, Copy)]
pub struct Goal {
    /// All up to the end must match.
    pub match_all: bool,
    /// A match that ends here does not count.
    pub not_at: u32,
}

pub struct Machine<'a> {
    pub program: &'a Program,
    /// The subject up to where the search ends.
    pub subject: &'a [u8],
    pub goal: Goal,
    pub scratch: &'a mut Scratch,
}

impl Scratch {
    /// Forgets the groups of the last attempt.
    fn clear(&mut self, marks: usize) {
        if self.is_marked || self.marks.len() != marks {
            self.marks.clear();
            self.marks.resize(marks, NOWHERE);
            self.is_marked = false;
        }
        self.last_index = 0;
        self.stack.clear();
        self.loops.clear();
    }
}

impl Machine<'_> {
    /// Tries to match at a position. Gives where the match ends.
    #[inline]
    pub fn attempt(&mut self, at: usize) -> Option<usize> {
        self.scratch.clear(self.program.marks);
        self.run(self.program.start, at, NO_LOOP, true)
    }

    /// Runs from an address to its `Success`; undoes everything if that is not reached.
    fn run(&mut self, address: Address, at: usize, turns: u32, is_whole: bool) -> Option<usize> {
        let program = self.program;
        let subject = self.subject;
        let base = self.scratch.stack.len();
        let (mut address, mut at, mut turns) = (address, at, turns);
        loop {
            let next = match program.instructions[address as usize] {
                Instruction::Success => {
                    if !is_whole || self.is_goal(at) {
                        return Some(at);
                    }
                    None
                }
                Instruction::Byte(byte, next) => {
                    (subject.get(at) == Some(&byte)).then(|| (next, at + 1))
                }
                Instruction::Set(set, next) => match subject.get(at) {
                    Some(byte) if program.sets[set as usize].table[usize::from(*byte)] => {
                        Some((next, at + 1))
                    }
                    _ => None,
                },
                Instruction::At(condition, next) => self.holds(condition, at).then_some((next, at)),
                Instruction::Mark(mark, next) => {
                    self.mark(mark, at);
                    Some((next, at))
                }
                Instruction::Branch(branch) => {
                    let place = self.place(at, turns);
                    self.branch(branch, 0, place).map(|next| (next, at))
                }
                Instruction::Exclusive(run) => {
                    let end = at + self.count(&run, at);
                    (end - at >= run.min as usize).then_some((run.next, end))
                }
                Instruction::Greedy(run) => {
                    let end = at + self.count(&run, at);
                    if end - at >= run.min as usize {
                        let low = at + run.min as usize;
                        let place = self.place(end, turns);
                        self.shorter(address, low as u32, run.next, place)
                            .map(|end| (run.next, end))
                    } else {
                        None
                    }
                }
                Instruction::Possessive(run) => {
                    let end = at + self.count(&run, at);
                    (end - at >= run.min as usize).then_some((run.next, end))
                }
                Instruction::Lazy(run) => {
                    let least = Run {
                        max: run.min,
                        ..run
                    };
                    let count = self.count(&least, at) as u32;
                    if count == run.min {
                        let place = self.place(at + count as usize, turns);
                        self.longer(address, &run, count, place)
                            .map(|end| (run.next, end))
                    } else {
                        None
                    }
                }
                Instruction::Enter(until) => {
                    self.scratch.loops.push(Turns {
                        begun: 0,
                        last: NOWHERE,
                        outer: turns,
                    });
                    turns = (self.scratch.loops.len() - 1) as u32;
                    Some((until, at))
                }
                Instruction::Greedily(repeated) => {
                    Some(self.greedily(address, &repeated, at, &mut turns))
                }
                Instruction::Lazily(repeated) => {
                    Some(self.lazily(address, &repeated, at, &mut turns))
                }
                Instruction::Look {
                    wanted,
                    back,
                    body,
                    next,
                } => (self.look(body, at.checked_sub(back as usize), turns, wanted) == wanted)
                    .then_some((next, at)),
                Instruction::Atomic { body, next } => {
                    let before = self.scratch.stack.len();
                    self.scratch.stack.push(NOTHING);
                    let end = self.run(body, at, turns, false);
                    self.keep_marks(before);
                    end.map(|end| (next, end))
                }
                Instruction::Possess(repeated) => self
                    .possess(&repeated, at, turns)
                    .map(|end| (repeated.tail, end)),
                Instruction::Reference(group, next) => {
                    self.repeated(group, at, false).map(|end| (next, end))
                }
                Instruction::ReferenceAnyCase(group, next) => {
                    self.repeated(group, at, true).map(|end| (next, end))
                }
                Instruction::Conditional(group, yes, no) => match self.group(group) {
                    Some(_) => Some((yes, at)),
                    None => Some((no, at)),
                },
            };
            (address, at) = match next {
                Some(next) => next,
                None => self.backtrack(base, &mut turns)?,
            };
        }
    }

    #[inline(always)]
    fn place(&self, at: usize, turns: u32) -> Place {
        Place {
            at: at as u32,
            turns,
            loops: self.scratch.loops.len() as u32,
        }
    }

    fn is_goal(&self, at: usize) -> bool {
        !(self.goal.match_all && at != self.subject.len() || self.goal.not_at as usize == at)
    }

    /// Whether what stands at an address can begin at a position.
    #[inline(always)]
    fn can_begin(&self, address: Address, at: usize) -> bool {
        let first = &self.program.firsts[address as usize];
        first.nullable
            || self
                .subject
                .get(at)
                .is_some_and(|byte| first.set.has(*byte))
    }

    #[inline(always)]
    fn mark(&mut self, mark: u32, at: usize) {
        let scratch = &mut *self.scratch;
        scratch.is_marked = true;
        let Some(place) = scratch.marks.get_mut(mark as usize) else {
            return;
        };
        let old = std::mem::replace(place, at as u32);
        if !scratch.stack.is_empty() {
            scratch.stack.push(Frame::Mark {
                mark,
                old,
                last_index: scratch.last_index,
            });
        }
        if mark & 1 == 1 {
            scratch.last_index = mark / 2 + 1;
        }
    }

    /// How many bytes of the set stand at a position, up to the maximum of the run.
    #[inline(always)]
    fn count(&self, run: &Run, at: usize) -> usize {
        let rest = &self.subject[at..];
        let rest = &rest[..rest.len().min(run.max as usize)];
        let set: &Set = &self.program.sets[run.set as usize];
        if let Some(byte) = set.only_not {
            return memchr::memchr(byte, rest).unwrap_or(rest.len());
        }
        if set.is_all {
            return rest.len();
        }
        let outside = rest.iter().position(|byte| !set.table[usize::from(*byte)]);
        outside.unwrap_or(rest.len())
    }

    /// The first alternative from a number on that can begin here.
    #[inline]
    fn branch(&mut self, branch: u32, alternative: u32, place: Place) -> Option<Address> {
        let all = &self.program.branches[branch as usize];
        let at = place.at as usize;
        let mut left = (alternative as usize..all.len()).filter(|it| self.can_begin(all[*it], at));
        let chosen = left.next()?;
        let other = left.next();
        if let Some(other) = other {
            self.scratch.stack.push(Frame::Branch {
                branch,
                alternative: other as u32,
                place,
            });
        }
        Some(all[chosen])
    }

    /// The end of a run at or before the place, behind which what follows can begin.
    #[inline]
    fn shorter(
        &mut self,
        address: Address,
        low: u32,
        next: Address,
        place: Place,
    ) -> Option<usize> {
        let first = &self.program.firsts[next as usize];
        let end = if first.nullable {
            place.at
        } else {
            let end = self.subject.len().min(place.at as usize + 1);
            let range = self.subject.get(low as usize..end).unwrap_or_default();
            low + range.iter().rposition(|byte| first.set.has(*byte))? as u32
        };
        if end > low {
            let place = Place {
                at: end - 1,
                ..place
            };
            self.scratch.stack.push(Frame::Greedy {
                address,
                low,
                place,
            });
        }
        Some(end as usize)
    }

    /// The end of a lazy run at or behind the place, behind which what follows can begin.
    #[inline]
    fn longer(&mut self, address: Address, run: &Run, count: u32, place: Place) -> Option<usize> {
        let (mut at, mut count) = (place.at as usize, count);
        let set = &self.program.sets[run.set as usize];
        while !self.can_begin(run.next, at) {
            at = self.one_more(set, run, count, at)?;
            count += 1;
        }
        let place = Place {
            at: at as u32,
            ..place
        };
        self.scratch.stack.push(Frame::Lazy {
            address,
            count,
            place,
        });
        Some(at)
    }

    #[inline(always)]
    fn one_more(&self, set: &Set, run: &Run, count: u32, at: usize) -> Option<usize> {
        let byte = self.subject.get(at)?;
        let may = count < run.max && set.table[usize::from(*byte)];
        may.then_some(at + 1)
    }

    fn begin(&mut self, turns: u32, last: Option<u32>) {
        let scratch = &mut *self.scratch;
        let state = &mut scratch.loops[turns as usize];
        scratch.stack.push(Frame::Turns {
            turns,
            begun: state.begun,
            last: state.last,
        });
        state.begun += 1;
        if let Some(last) = last {
            state.last = last;
        }
    }

    fn greedily(
        &mut self,
        address: Address,
        repeated: &Loop,
        at: usize,
        turns: &mut u32,
    ) -> (Address, usize) {
        let state = self.scratch.loops[*turns as usize];
        if state.begun < repeated.min {
            self.begin(*turns, None);
            return (repeated.body, at);
        }
        let may = state.begun < repeated.max || repeated.max == ENDLESS;
        if may && state.last != at as u32 && self.can_begin(repeated.body, at) {
            if self.can_begin(repeated.tail, at) {
                let place = self.place(at, *turns);
                self.scratch.stack.push(Frame::Tail { address, place });
            }
            self.begin(*turns, Some(at as u32));
            return (repeated.body, at);
        }
        *turns = state.outer;
        (repeated.tail, at)
    }

    fn lazily(
        &mut self,
        address: Address,
        repeated: &Loop,
        at: usize,
        turns: &mut u32,
    ) -> (Address, usize) {
        let state = self.scratch.loops[*turns as usize];
        if state.begun < repeated.min {
            self.begin(*turns, None);
            return (repeated.body, at);
        }
        let place = self.place(at, *turns);
        self.scratch.stack.push(Frame::Again { address, place });
        *turns = state.outer;
        (repeated.tail, at)
    }

    /// Whether a body matches at a position. What it has tried is forgotten, and its groups
    /// too unless it was wanted.
    fn look(&mut self, body: Address, at: Option<usize>, turns: u32, wanted: bool) -> bool {
        let Some(at) = at else {
            return false;
        };
        let before = self.scratch.stack.len();
        // The marks must be found again even if nothing else is to be tried.
        self.scratch.stack.push(NOTHING);
        let matches = self.run(body, at, turns, false).is_some();
        if matches && !wanted {
            self.undo(before);
        } else {
            self.keep_marks(before);
        }
        matches
    }

    /// Where the last time of a possessive loop ends.
    fn possess(&mut self, repeated: &Loop, at: usize, turns: u32) -> Option<usize> {
        let before = self.scratch.stack.len();
        let (mut at, mut count, mut last) = (at, 0, None);
        loop {
            let is_needed = count < repeated.min;
            let may = count < repeated.max || repeated.max == ENDLESS;
            if !is_needed && (!may || last == Some(at)) {
                return Some(at);
            }
            if !is_needed {
                last = Some(at);
            }
            // What a time that fails has marked is undone, even if nothing else is to be tried.
            let height = self.scratch.stack.len();
            self.scratch.stack.push(NOTHING);
            let end = self.run(repeated.body, at, turns, false);
            self.keep_marks(height);
            match end {
                Some(end) => (at, count) = (end, count + 1),
                None if is_needed => {
                    self.undo(before);
                    return None;
                }
                None => return Some(at),
            }
        }
    }

    /// What a group has matched.
    fn group(&self, group: u32) -> Option<&[u8]> {
        let marks = &self.scratch.marks;
        let start = *marks.get(group as usize * 2)?;
        let end = *marks.get(group as usize * 2 + 1)?;
        if start == NOWHERE || end == NOWHERE || end < start {
            return None;
        }
        self.subject.get(start as usize..end as usize)
    }

    /// Where what a group has matched ends when it stands here once more.
    fn repeated(&self, group: u32, at: usize, any_case: bool) -> Option<usize> {
        let text = self.group(group)?;
        let here = self.subject.get(at..at + text.len())?;
        let same = match any_case {
            true => here.eq_ignore_ascii_case(text),
            false => here == text,
        };
        same.then_some(at + text.len())
    }

    /// Removes the choices behind a height of the stack, and keeps what must be undone when
    /// an earlier choice fails.
    fn keep_marks(&mut self, height: usize) {
        let stack = &mut self.scratch.stack;
        let mut kept = height;
        for place in height..stack.len() {
            let frame = stack[place];
            if matches!(frame, Frame::Mark { .. } | Frame::Turns { .. }) {
                stack[kept] = frame;
                kept += 1;
            }
        }
        stack.truncate(kept);
    }

    fn undo(&mut self, height: usize) {
        while self.scratch.stack.len() > height {
            if let Some(frame) = self.scratch.stack.pop() {
                self.restore(&frame);
            }
        }
    }

    #[inline]
    fn restore(&mut self, frame: &Frame) {
        match *frame {
            Frame::Mark {
                mark,
                old,
                last_index,
            } => {
                self.scratch.marks[mark as usize] = old;
                self.scratch.last_index = last_index;
            }
            Frame::Turns { turns, begun, last } => {
                if let Some(state) = self.scratch.loops.get_mut(turns as usize) {
                    state.begun = begun;
                    state.last = last;
                }
            }
            _ => {}
        }
    }

    /// Goes back to the last choice that has something left to try.
    fn backtrack(&mut self, base: usize, turns: &mut u32) -> Option<(Address, usize)> {
        self.scratch.steps = self.scratch.steps.wrapping_add(1);
        if self.scratch.steps.is_multiple_of(STEPS) {
            interruption::look();
        }
        while self.scratch.stack.len() > base {
            let frame = self.scratch.stack.pop()?;
            let place = match frame {
                Frame::Mark { .. } | Frame::Turns { .. } => {
                    self.restore(&frame);
                    continue;
                }
                Frame::Branch { place, .. }
                | Frame::Greedy { place, .. }
                | Frame::Lazy { place, .. }
                | Frame::Tail { place, .. }
                | Frame::Again { place, .. } => place,
            };
            self.scratch.loops.truncate(place.loops as usize);
            *turns = place.turns;
            if let Some(next) = self.retry(&frame, place, turns) {
                return Some(next);
            }
        }
        None
    }

    fn retry(&mut self, frame: &Frame, place: Place, turns: &mut u32) -> Option<(Address, usize)> {
        let at = place.at as usize;
        match *frame {
            Frame::Branch {
                branch,
                alternative,
                ..
            } => Some((self.branch(branch, alternative, place)?, at)),
            Frame::Greedy { address, low, .. } => {
                let Instruction::Greedy(run) = self.program.instructions[address as usize] else {
                    return None;
                };
                let end = self.shorter(address, low, run.next, place)?;
                Some((run.next, end))
            }
            Frame::Lazy { address, count, .. } => {
                let Instruction::Lazy(run) = self.program.instructions[address as usize] else {
                    return None;
                };
                let set = &self.program.sets[run.set as usize];
                let at = self.one_more(set, &run, count, at)? as u32;
                let end = self.longer(address, &run, count + 1, Place { at, ..place })?;
                Some((run.next, end))
            }
            Frame::Tail { address, .. } => {
                let Instruction::Greedily(repeated) = self.program.instructions[address as usize]
                else {
                    return None;
                };
                *turns = self.scratch.loops[place.turns as usize].outer;
                Some((repeated.tail, at))
            }
            Frame::Again { address, .. } => {
                let Instruction::Lazily(repeated) = self.program.instructions[address as usize]
                else {
                    return None;
                };
                let state = self.scratch.loops[place.turns as usize];
                let may = state.begun < repeated.max || repeated.max == ENDLESS;
                if !may || state.last == place.at || !self.can_begin(repeated.body, at) {
                    return None;
                }
                self.begin(place.turns, Some(place.at));
                Some((repeated.body, at))
            }
            Frame::Mark { .. } | Frame::Turns { .. } => None,
        }
    }

    fn holds(&self, condition: At, at: usize) -> bool {
        let subject = self.subject;
        let is_feed = |at: usize| subject.get(at) == Some(&b'\n');
        let is_word = |at: Option<usize>| {
            at.and_then(|at| subject.get(at))
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        };
        let is_boundary = || is_word(at.checked_sub(1)) != is_word(Some(at));
        match condition {
            At::Beginning => at == 0,
            At::BeginningOfLine => at == 0 || is_feed(at - 1),
            At::End => at == subject.len() || at + 1 == subject.len() && is_feed(at),
            At::EndOfLine => at == subject.len() || is_feed(at),
            At::EndOfSubject => at == subject.len(),
            At::Boundary => !subject.is_empty() && is_boundary(),
            At::NoBoundary => !subject.is_empty() && !is_boundary(),
        }
    }
}
