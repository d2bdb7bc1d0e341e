//! What is known of each descriptor.

use std::io;
use std::os::fd::RawFd;

use mio::Token;

use super::{Event, Interest};

/// The descriptors, by number.
#[derive(Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Source {
    /// What is of interest now.
    wanted: Interest,
    /// What was reported, and will not be reported again before it is armed.
    unarmed: Interest,
    /// Whether the last report told of an end or an error.
    is_final: bool,
    /// Whether the kernel knows the descriptor, so far as we know: it forgets closed ones.
    is_registered: bool,
    /// Tells the files apart that have had this number. The kernel may go on reporting on a file
    /// whose number was closed here, if another process has it open.
    generation: u32,
}

/// What an event of the kernel means.
pub enum Report {
    /// Somebody waits for it.
    Ready(Event),
    /// Nobody is interested in this descriptor any more.
    Unwanted(RawFd),
    /// The number belongs to another file by now, or what is ready is of no interest.
    Stale,
}

impl Sources {
    pub fn wanted(&self, descriptor: RawFd) -> Interest {
        self.get(descriptor)
            .map_or(Interest::NONE, |source| source.wanted)
    }

    /// Notes what is wanted of a descriptor, and returns its token if the kernel knows it.
    pub fn want(&mut self, descriptor: RawFd, wanted: Interest) -> Option<Token> {
        let source = self.get_mut(descriptor)?;
        source.wanted = wanted;
        source.unarmed = Interest::NONE;
        source
            .is_registered
            .then(|| token(descriptor, source.generation))
    }

    /// The token for a new file with this number.
    pub fn renew(&mut self, descriptor: RawFd, wanted: Interest) -> Token {
        let index = usize::try_from(descriptor).unwrap_or(0);
        if self.sources.len() <= index {
            self.sources.resize(index + 1, Source::default());
        }
        let source = &mut self.sources[index];
        *source = Source {
            wanted,
            unarmed: Interest::NONE,
            is_final: false,
            is_registered: true,
            // The uppermost tokens are the reactor's own.
            generation: (source.generation + 1) & (u32::MAX >> 1),
        };
        token(descriptor, source.generation)
    }

    /// Forgets a descriptor that the kernel refused.
    pub fn outcome(&mut self, descriptor: RawFd, outcome: io::Result<()>) -> io::Result<()> {
        if outcome.is_err() {
            self.forget(descriptor);
        }
        outcome
    }

    /// Nobody is interested for now.
    pub fn pause(&mut self, descriptor: RawFd) {
        if let Some(source) = self.get_mut(descriptor) {
            source.wanted = Interest::NONE;
            source.unarmed = Interest::NONE;
        }
    }

    /// Returns whether the kernel knew the descriptor.
    pub fn forget(&mut self, descriptor: RawFd) -> bool {
        let Some(source) = self.get_mut(descriptor) else {
            return false;
        };
        source.wanted = Interest::NONE;
        source.unarmed = Interest::NONE;
        std::mem::take(&mut source.is_registered)
    }

    pub fn exhausted(&mut self, descriptor: RawFd, direction: Interest) {
        if let Some(source) = self.get_mut(descriptor)
            && !source.is_final
        {
            source.unarmed = source.unarmed - direction;
        }
    }

    pub fn report(&mut self, token: Token, ready: Interest, is_final: bool) -> Report {
        let descriptor = descriptor(token);
        let Some(source) = self.get_mut(descriptor) else {
            return Report::Stale;
        };
        if !source.is_registered || generation(token) != source.generation {
            return Report::Stale;
        }
        if source.wanted.is_empty() {
            source.is_registered = false;
            return Report::Unwanted(descriptor);
        }
        let ready = ready & source.wanted;
        if ready.is_empty() {
            return Report::Stale;
        }
        source.unarmed = ready;
        source.is_final = is_final;
        Report::Ready(Event { descriptor, ready })
    }

    /// The token and interest of a descriptor that must be armed again.
    pub fn unarmed(&mut self, descriptor: RawFd) -> Option<(Token, Interest)> {
        let source = self.get_mut(descriptor)?;
        let unarmed = std::mem::take(&mut source.unarmed);
        (source.is_registered && !unarmed.is_empty())
            .then(|| (token(descriptor, source.generation), source.wanted))
    }

    fn get(&self, descriptor: RawFd) -> Option<&Source> {
        self.sources.get(usize::try_from(descriptor).ok()?)
    }

    fn get_mut(&mut self, descriptor: RawFd) -> Option<&mut Source> {
        self.sources.get_mut(usize::try_from(descriptor).ok()?)
    }
}

fn token(descriptor: RawFd, generation: u32) -> Token {
    Token((generation as usize) << 32 | descriptor as u32 as usize)
}

fn descriptor(token: Token) -> RawFd {
    token.0 as u32 as RawFd
}

fn generation(token: Token) -> u32 {
    (token.0 >> 32) as u32
}
