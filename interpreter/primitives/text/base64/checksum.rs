//! Checksums.

/// The CRC-32 of data, going on from that of data before.
pub fn crc32(data: &[u8], before: u32) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(data);
    hasher.finalize()
}

/// The CRC-CCITT of data, going on from that of data before.
pub fn crc_hqx(data: &[u8], before: u32) -> u32 {
    data.iter().fold(before & 0xFFFF, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte) << 8, |crc, _| {
            let shifted = crc << 1;
            let crc = if crc & 0x8000 == 0 {
                shifted
            } else {
                shifted ^ 0x1021
            };
            crc & 0xFFFF
        })
    })
}
