//! Sums as the built-in `sum` makes them once it has met a float.

/// A sum of floats, and apart from it what rounding has taken away (Neumaier).
#[derive(Clone, Copy, Debug)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    /// The sum that starts with a float.
    #[inline]
    pub fn new(start: f64) -> Sum {
        Sum {
            total: start,
            lost: 0.0,
        }
    }

    /// Adds a float.
    #[inline]
    pub fn add(&mut self, value: f64) {
        let total = self.total + value;
        self.lost += if self.total.abs() >= value.abs() {
            (self.total - total) + value
        } else {
            (value - total) + self.total
        };
        self.total = total;
    }

    /// Adds an integer of 64 bits, whose rounding is not made good.
    #[inline]
    pub fn add_integer(&mut self, value: i64) {
        self.total += value as f64;
    }

    /// The sum. What was lost does not count where it would make infinity NaN.
    #[inline]
    pub fn result(self) -> f64 {
        if self.lost != 0.0 && self.lost.is_finite() {
            self.total + self.lost
        } else {
            self.total
        }
    }
}
