//! What the machine asks of any object: text, truth, comparison, items, iteration, numbers.

pub mod comparison;
pub mod conversion;
pub mod items;
pub mod iteration;
pub mod numbers;
pub mod text;
