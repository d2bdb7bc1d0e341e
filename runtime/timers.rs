//! Timers: a heap of what is to happen at some time.
//!
//! Cancelling is lazy. The owner marks an item as cancelled and says so; the item stays where it is
//! until its turn comes, or until more than half of the heap is cancelled, when all of them are
//! dropped at once. So a cancellation costs nothing but its share of that.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A heap smaller than this is not worth sweeping.
const LEAST_SWEPT: usize = 64;

/// Something that may be cancelled while it waits.
pub trait Cancel {
    /// Whether it was cancelled. It stays so.
    fn is_cancelled(&self) -> bool;
}

/// Items by the time at which they are due, in seconds of the caller's clock. Of items that are
/// due at the same time, the one that was added first comes first.
#[derive(Debug)]
pub struct Timers<Item> {
    heap: BinaryHeap<Entry<Item>>,
    added: u64,
    /// How many of the items are said to be cancelled.
    cancelled: usize,
}

#[derive(Debug)]
struct Entry<Item> {
    when: f64,
    number: u64,
    item: Item,
}

impl<Item> Default for Timers<Item> {
    fn default() -> Self {
        Timers {
            heap: BinaryHeap::new(),
            added: 0,
            cancelled: 0,
        }
    }
}

impl<Item: Cancel> Timers<Item> {
    /// Adds an item that is due at `when`.
    pub fn add(&mut self, when: f64, item: Item) {
        let number = self.added;
        self.added += 1;
        self.heap.push(Entry { when, number, item });
    }

    /// One of the items has just been cancelled. May drop all that are.
    pub fn note_cancelled(&mut self) {
        self.cancelled += 1;
        if self.heap.len() >= LEAST_SWEPT && self.cancelled * 2 > self.heap.len() {
            self.heap.retain(|entry| !entry.item.is_cancelled());
            self.cancelled = 0;
        }
    }

    /// When the next item is due that is not cancelled.
    pub fn next_time(&mut self) -> Option<f64> {
        while self.heap.peek()?.item.is_cancelled() {
            self.heap.pop();
            self.cancelled = self.cancelled.saturating_sub(1);
        }
        self.heap.peek().map(|entry| entry.when)
    }

    /// Takes the next item out if it is due by `until`.
    pub fn take_due(&mut self, until: f64) -> Option<Item> {
        let when = self.next_time()?;
        if when.total_cmp(&until).is_gt() {
            return None;
        }
        self.heap.pop().map(|entry| entry.item)
    }

    /// How many items wait, cancelled ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// The items and their times, cancelled ones included, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (f64, &Item)> {
        self.heap.iter().map(|entry| (entry.when, &entry.item))
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.cancelled = 0;
    }
}

// The heap gives the greatest entry first: the earliest one is the greatest.
impl<Item> Ord for Entry<Item> {
    fn cmp(&self, other: &Self) -> Ordering {
        let times = other.when.total_cmp(&self.when);
        times.then_with(|| other.number.cmp(&self.number))
    }
}

impl<Item> PartialOrd for Entry<Item> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<Item> PartialEq for Entry<Item> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<Item> Eq for Entry<Item> {}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    #[derive(Clone, Debug)]
    struct Timer(usize, Rc<Cell<bool>>);

    impl Cancel for Timer {
        fn is_cancelled(&self) -> bool {
            self.1.get()
        }
    }

    fn timer(number: usize) -> Timer {
        Timer(number, Rc::default())
    }

    #[test]
    fn items_come_in_the_order_of_their_times_then_of_their_adding() {
        let mut timers = Timers::default();
        for (number, when) in [3.0, 1.0, 2.0, 1.0, f64::INFINITY, -1.0, 1.0]
            .into_iter()
            .enumerate()
        {
            timers.add(when, timer(number));
        }
        assert_eq!(timers.next_time(), Some(-1.0));
        let mut order = Vec::new();
        while let Some(due) = timers.take_due(2.0) {
            order.push(due.0);
        }
        assert_eq!(order, [5, 1, 3, 6, 2]);
        assert_eq!((timers.len(), timers.next_time()), (2, Some(3.0)));
    }

    #[test]
    fn cancelled_items_never_come_and_do_not_pile_up() {
        let mut timers = Timers::default();
        let items: Vec<_> = (0..1000).map(timer).collect();
        for item in &items {
            timers.add(item.0 as f64, item.clone());
        }
        let mut longest = 0;
        for item in items.iter().filter(|item| item.0 % 10 != 0) {
            item.1.set(true);
            timers.note_cancelled();
            longest = longest.max(
                timers
                    .iter()
                    .filter(|(_, item)| item.is_cancelled())
                    .count(),
            );
        }
        assert!(longest <= 501, "{longest}");
        assert!(timers.len() < 250, "{}", timers.len());
        let mut left = 0;
        while let Some(item) = timers.take_due(f64::INFINITY) {
            assert_eq!(item.0 % 10, 0);
            left += 1;
        }
        assert_eq!(left, 100);
        assert!(timers.is_empty());
    }

    #[test]
    fn a_cancelled_first_item_does_not_set_the_time() {
        let mut timers = Timers::default();
        let (first, second) = (timer(1), timer(2));
        timers.add(1.0, first.clone());
        timers.add(2.0, second);
        first.1.set(true);
        timers.note_cancelled();
        assert_eq!(timers.len(), 2);
        assert_eq!(timers.next_time(), Some(2.0));
        assert_eq!(timers.len(), 1);
        timers.clear();
        assert_eq!(timers.next_time(), None);
    }
}
