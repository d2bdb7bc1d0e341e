//! The ready queue: what a loop does next, a turn at a time.

use std::collections::VecDeque;

/// First in, first out. A turn takes what was there when it began; what is added meanwhile waits
/// for the next turn, so that events and timers are looked at in between however much is added.
#[derive(Debug)]
pub struct ReadyQueue<Item> {
    queue: VecDeque<Item>,
    /// How many items of this turn are left.
    left: usize,
}

impl<Item> Default for ReadyQueue<Item> {
    fn default() -> Self {
        ReadyQueue {
            queue: VecDeque::new(),
            left: 0,
        }
    }
}

impl<Item> ReadyQueue<Item> {
    /// Adds an item at the end.
    #[inline]
    pub fn push(&mut self, item: Item) {
        self.queue.push_back(item);
    }

    /// Begins a turn with all that is here now, and returns how much that is.
    pub fn begin_turn(&mut self) -> usize {
        self.left = self.queue.len();
        self.left
    }

    /// The turn's next item.
    #[inline]
    pub fn next_of_turn(&mut self) -> Option<Item> {
        self.left = self.left.checked_sub(1)?;
        self.queue.pop_front()
    }

    /// How many items wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The items in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Item> {
        self.queue.iter()
    }

    /// Takes everything out, and ends the turn.
    pub fn take_all(&mut self) -> VecDeque<Item> {
        self.left = 0;
        std::mem::take(&mut self.queue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_leaves_what_was_added_during_it() {
        let mut ready = ReadyQueue::default();
        (0..3).for_each(|number| ready.push(number));
        assert_eq!(ready.begin_turn(), 3);
        let mut seen = Vec::new();
        while let Some(number) = ready.next_of_turn() {
            seen.push(number);
            ready.push(number + 10);
        }
        assert_eq!(seen, [0, 1, 2]);
        assert_eq!(ready.iter().copied().collect::<Vec<_>>(), [10, 11, 12]);
        assert_eq!(ready.next_of_turn(), None);
        assert_eq!(ready.begin_turn(), 3);
        assert_eq!(ready.next_of_turn(), Some(10));
        assert_eq!(ready.take_all().len(), 2);
        assert_eq!((ready.next_of_turn(), ready.is_empty()), (None, true));
    }
}
