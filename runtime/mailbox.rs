//! Mail from other threads to a loop, which it wakes.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::reactor::Wakeup;

/// Items that other threads have sent to a loop. Clones are the same mailbox.
#[derive(Debug)]
pub struct Mailbox<Item> {
    inner: Arc<Inner<Item>>,
}

#[derive(Debug)]
struct Inner<Item> {
    wakeup: Wakeup,
    /// Nothing once it is closed.
    items: Mutex<Option<Vec<Item>>>,
}

impl<Item> Clone for Mailbox<Item> {
    fn clone(&self) -> Self {
        Mailbox {
            inner: Arc::clone(&self.inner),
        }
    }
}

/// Why something was not sent.
#[derive(Debug)]
pub enum Unsent<Item> {
    /// The mailbox is closed; here is the item.
    Closed(Item),
    /// The item was sent, but the loop could not be woken.
    Asleep(io::Error),
}

impl<Item> Mailbox<Item> {
    /// A mailbox of the loop that this wakes.
    #[must_use]
    pub fn new(wakeup: Wakeup) -> Self {
        Mailbox {
            inner: Arc::new(Inner {
                wakeup,
                items: Mutex::new(Some(Vec::new())),
            }),
        }
    }

    /// Sends an item, and wakes the loop.
    pub fn send(&self, item: Item) -> Result<(), Unsent<Item>> {
        match &mut *self.items() {
            Some(items) => items.push(item),
            None => return Err(Unsent::Closed(item)),
        }
        self.inner.wakeup.wake().map_err(Unsent::Asleep)
    }

    /// Takes out what has been sent, in that order.
    #[must_use]
    pub fn take(&self) -> Vec<Item> {
        self.items()
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// Refuses everything from now on, and returns what was not taken.
    pub fn close(&self) -> Vec<Item> {
        self.items().take().unwrap_or_default()
    }

    fn items(&self) -> MutexGuard<'_, Option<Vec<Item>>> {
        self.inner
            .items
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::reactor::Reactor;

    #[test]
    fn nothing_that_is_sent_is_lost_or_slept_over() {
        const SENDERS: usize = 4;
        const ITEMS: usize = 2000;
        let mut reactor = Reactor::new().unwrap();
        let mailbox = Mailbox::new(reactor.wakeup());
        let threads: Vec<_> = (0..SENDERS)
            .map(|sender| {
                let mailbox = mailbox.clone();
                thread::spawn(move || {
                    for number in 0..ITEMS {
                        mailbox.send((sender, number)).unwrap();
                    }
                })
            })
            .collect();
        let start = Instant::now();
        let mut next = [0; SENDERS];
        while next != [ITEMS; SENDERS] {
            reactor.poll(Some(Duration::from_secs(20))).unwrap();
            for (sender, number) in mailbox.take() {
                assert_eq!(next[sender], number);
                next[sender] += 1;
            }
        }
        assert!(start.elapsed() < Duration::from_secs(20), "a wake was lost");
        for thread in threads {
            thread.join().unwrap();
        }
    }

    #[test]
    fn a_closed_mailbox_gives_items_back() {
        let reactor = Reactor::new().unwrap();
        let mailbox = Mailbox::new(reactor.wakeup());
        mailbox.send(1).unwrap();
        assert_eq!(mailbox.close(), [1]);
        assert!(matches!(mailbox.send(2), Err(Unsent::Closed(2))));
        assert!(mailbox.take().is_empty());
    }
}
