//! Numbers: integers of any size, floats, complex numbers, their texts and formats.
