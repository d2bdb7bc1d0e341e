//! What the command needs of the process: how its memory grows, and how it ends.

use nix::sys::signal::SigSet;

use crate::system_calls::{self, allow_huge_pages, signals};

/// The allocator's memory comes in segments of this size, in a region of this size.
const SEGMENT: usize = 32 << 20;
const REGION: usize = 1 << 30;
/// What small programs do with.
const SMALL: usize = 8 << 20;

/// Asks for huge pages behind the first megabytes of this thread's memory. A program that needs
/// much memory gets it faster so; one that needs little is not made larger.
pub fn use_huge_pages_later() {
    let somewhere = Box::new(0u8);
    let segment = (&raw const *somewhere).addr() & !(SEGMENT - 1);
    allow_huge_pages(segment + SMALL, REGION - 2 * SEGMENT - SMALL);
}

/// Ends the process. What it has is not given back piece by piece: the system takes it at once.
pub fn end_process(status: u8) -> ! {
    use std::io::Write;
    let _ = std::io::stdout().flush();
    system_calls::process::exit(status.into())
}

/// Says that the C library is part of the binary, and may load nothing.
pub fn hold_name_services() {
    system_calls::name_services::hold();
}

/// Lets writing to a pipe that nobody reads be an error, not the end of the process.
pub fn ignore_broken_pipes() {
    let _ = signals::set_disposition(libc::SIGPIPE, signals::Disposition::Ignore);
}

/// Ends the process as SIGINT does by default, so that a shell that runs it stops as well.
pub fn die_by_interrupt() {
    let _ = SigSet::all().thread_unblock();
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGINT);
}
