"""The single-byte encoding mac-romanian."""

from encodings._define import charmap

charmap(
    globals(), "mac-romanian",
    "ÄÅÇÉÑÖÜáàâäãåçéè"
    "êëíìîïñóòôöõúùûü"
    "†°¢£§•¶ß®©™´¨≠ĂȘ"
    "∞±≤≥¥µ∂∑∏π∫ªºΩăș"
    "¿¡¬√ƒ≈∆«»…\xa0ÀÃÕŒœ"
    "–—“”‘’÷◊ÿŸ⁄€‹›Țț"
    "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ"
    "\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ")
