//! Checksums.

/// The remainders of all numbers of 32 bits with one byte set, for each of four places.
static CRC32: [[u32; 256]; 4] = {
    let mut tables = [[0; 256]; 4];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 {
                0xEDB8_8320 ^ crc >> 1
            } else {
                crc >> 1
            };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut place = 1;
    while place < 4 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[place - 1][byte];
            tables[place][byte] = before >> 8 ^ tables[0][before as usize & 0xFF];
            byte += 1;
        }
        place += 1;
    }
    tables
};

/// The CRC-32 of data, going on from that of data before.
pub fn crc32(data: &[u8], before: u32) -> u32 {
    let at = |place: usize, byte: u32| CRC32[place][byte as usize & 0xFF];
    let mut crc = !before;
    let (groups, rest) = data.as_chunks::<4>();
    for &group in groups {
        crc ^= u32::from_le_bytes(group);
        crc = at(3, crc) ^ at(2, crc >> 8) ^ at(1, crc >> 16) ^ at(0, crc >> 24);
    }
    for &byte in rest {
        crc = crc >> 8 ^ at(0, crc ^ u32::from(byte));
    }
    !crc
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
