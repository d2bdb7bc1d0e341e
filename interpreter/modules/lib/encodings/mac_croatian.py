"""The single-byte encoding mac-croatian."""

from encodings._define import charmap

charmap(
    globals(), "mac-croatian",
    "ÄÅÇÉÑÖÜáàâäãåçéè"
    "êëíìîïñóòôöõúùûü"
    "†°¢£§•¶ß®Š™´¨≠ŽØ"
    "∞±≤≥∆µ∂∑∏š∫ªºΩžø"
    "¿¡¬√ƒ≈Ć«Č…\xa0ÀÃÕŒœ"
    "Đ—“”‘’÷◊\uf8ff©⁄€‹›Æ»"
    "–·‚„‰ÂćÁčÈÍÎÏÌÓÔ"
    "đÒÚÛÙıˆ˜¯πË˚¸Êæˇ")
