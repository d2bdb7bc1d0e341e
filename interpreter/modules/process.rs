//! What the command needs of the process: which thread takes signals, and how it ends.

use nix::sys::signal::SigSet;

/// Leaves signals to the other threads: the one that runs the program takes them.
pub fn block_signals() {
    // Where the mask cannot be set, signals are taken by either thread, which works too.
    let _ = SigSet::all().thread_block();
}

/// Ends the process as SIGINT does by default, so that a shell that runs it stops as well.
pub fn die_by_interrupt() {
    let _ = SigSet::all().thread_unblock();
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGINT);
}
