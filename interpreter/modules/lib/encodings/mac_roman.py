"""The single-byte encoding mac-roman."""

from encodings._define import charmap

charmap(
    globals(), "mac-roman",
    "ÄÅÇÉÑÖÜáàâäãåçéè"
    "êëíìîïñóòôöõúùûü"
    "†°¢£§•¶ß®©™´¨≠ÆØ"
    "∞±≤≥¥µ∂∑∏π∫ªºΩæø"
    "¿¡¬√ƒ≈∆«»…\xa0ÀÃÕŒœ"
    "–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ"
    "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ"
    "\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ")
