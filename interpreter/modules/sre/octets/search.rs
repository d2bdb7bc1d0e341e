//! Where matches are tried.

use super::machine::{Goal, Machine, NOWHERE, Scratch};
use super::program::{Candidates, Program};

impl Program {
    /// A match at a position. `not_at` is where it must not end.
    pub fn match_at(
        &self,
        subject: &[u8],
        start: usize,
        goal: (bool, Option<usize>),
        scratch: &mut Scratch,
    ) -> Option<usize> {
        let goal = Goal {
            match_all: goal.0,
            not_at: goal.1.map_or(NOWHERE, |at| at as u32),
        };
        let mut machine = Machine {
            program: self,
            subject,
            goal,
            scratch,
        };
        machine.attempt(start)
    }

    /// The first match from a position on: where it starts and ends.
    pub fn search(
        &self,
        subject: &[u8],
        start: usize,
        must_advance: bool,
        scratch: &mut Scratch,
    ) -> Option<(usize, usize)> {
        let last = subject.len().checked_sub(self.width)?;
        let mut machine = Machine {
            program: self,
            subject,
            goal: Goal {
                match_all: false,
                not_at: if must_advance { start as u32 } else { NOWHERE },
            },
            scratch,
        };
        let mut at = start;
        while at <= last {
            at = self.candidate(subject, at).filter(|at| *at <= last)?;
            if at != start {
                machine.goal.not_at = NOWHERE;
            }
            if let Some(end) = machine.attempt(at) {
                return Some((at, end));
            }
            at += 1;
        }
        None
    }

    /// The next position where a match may begin.
    #[inline]
    fn candidate(&self, subject: &[u8], at: usize) -> Option<usize> {
        let rest = &subject[at..];
        let distance = match &self.candidates {
            Candidates::All => Some(0),
            Candidates::Start => (at == 0).then_some(0),
            Candidates::Lines if at == 0 => Some(0),
            Candidates::Lines => {
                return memchr::memchr(b'\n', &subject[at - 1..]).map(|distance| at + distance);
            }
            Candidates::Text(finder) => finder.find(rest),
            Candidates::Bytes([one, two, _]) if one == two => memchr::memchr(*one, rest),
            Candidates::Bytes([one, two, three]) if two == three => {
                memchr::memchr2(*one, *two, rest)
            }
            Candidates::Bytes([one, two, three]) => memchr::memchr3(*one, *two, *three, rest),
            Candidates::Set(table) => rest.iter().position(|byte| table[usize::from(*byte)]),
        };
        distance.map(|distance| at + distance)
    }
}
