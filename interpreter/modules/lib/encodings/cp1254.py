"""The single-byte encoding cp1254."""

from encodings._define import charmap

charmap(
    globals(), "cp1254",
    "€\ufffe‚ƒ„…†‡ˆ‰Š‹Œ\ufffe\ufffe\ufffe"
    "\ufffe‘’“”•–—˜™š›œ\ufffe\ufffeŸ"
    "\xa0¡¢£¤¥¦§¨©ª«¬\xad®¯"
    "°±²³´µ¶·¸¹º»¼½¾¿"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
    "ĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß"
    "àáâãäåæçèéêëìíîï"
    "ğñòóôõö÷øùúûüışÿ")
