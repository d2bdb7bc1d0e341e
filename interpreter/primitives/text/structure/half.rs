//! Floats of 16 bits.

/// The nearest half of a float, ties to even; None if it is too large.
pub fn to_half(value: f64) -> Option<u16> {
    let bits = value.to_bits();
    let sign = ((bits >> 48) & 0x8000) as u16;
    if value.is_nan() {
        return Some(sign | 0x7E00);
    }
    if value.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let exponent = ((bits >> 52) & 0x7FF) as i32 - 1023;
    if exponent < -25 {
        return Some(sign);
    }
    if exponent > 15 {
        return None;
    }
    let significand = (bits & ((1 << 52) - 1)) | (1 << 52);
    // How many bits are cut off, more of them where the result is below the normal range.
    let cut = 42 + u32::try_from(-14 - exponent).unwrap_or(0);
    let kept = significand >> cut;
    let rest = significand & ((1 << cut) - 1);
    let tie = 1_u64 << (cut - 1);
    let rounded = kept + u64::from(rest > tie || (rest == tie && kept & 1 == 1));
    // A significand that grows by a bit carries into the exponent, as it should.
    let base = u64::try_from(exponent + 14).unwrap_or(0) << 10;
    let found = base + rounded;
    (found < 0x7C00).then_some(sign | found as u16)
}

/// The float that a half is.
pub fn from_half(half: u16) -> f64 {
    let fraction = f64::from(half & 0x3FF);
    let magnitude = match half >> 10 & 0x1F {
        0 => fraction * 2_f64.powi(-24),
        0x1F if half & 0x3FF == 0 => f64::INFINITY,
        0x1F => f64::NAN,
        exponent => (1024.0 + fraction) * 2_f64.powi(i32::from(exponent) - 25),
    };
    if half & 0x8000 == 0 {
        magnitude
    } else {
        -magnitude
    }
}
