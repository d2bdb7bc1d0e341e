"""The single-byte encoding mac-iceland."""

from encodings._define import charmap

charmap(
    globals(), "mac-iceland",
    "ÄÅÇÉÑÖÜáàâäãåçéè"
    "êëíìîïñóòôöõúùûü"
    "Ý°¢£§•¶ß®©™´¨≠ÆØ"
    "∞±≤≥¥µ∂∑∏π∫ªºΩæø"
    "¿¡¬√ƒ≈∆«»…\xa0ÀÃÕŒœ"
    "–—“”‘’÷◊ÿŸ⁄€ÐðÞþ"
    "ý·‚„‰ÂÊÁËÈÍÎÏÌÓÔ"
    "\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ")
