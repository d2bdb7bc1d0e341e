"""The single-byte encoding mac-turkish."""

from encodings._define import charmap

charmap(
    globals(), "mac-turkish",
    "ÄÅÇÉÑÖÜáàâäãåçéè"
    "êëíìîïñóòôöõúùûü"
    "†°¢£§•¶ß®©™´¨≠ÆØ"
    "∞±≤≥¥µ∂∑∏π∫ªºΩæø"
    "¿¡¬√ƒ≈∆«»…\xa0ÀÃÕŒœ"
    "–—“”‘’÷◊ÿŸĞğİıŞş"
    "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ"
    "\uf8ffÒÚÛÙ\uf8a0ˆ˜¯˘˙˚¸˝˛ˇ")
