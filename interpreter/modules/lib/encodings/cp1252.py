"""The single-byte encoding cp1252."""

from encodings._define import charmap

charmap(
    globals(), "cp1252",
    "€\ufffe‚ƒ„…†‡ˆ‰Š‹Œ\ufffeŽ\ufffe"
    "\ufffe‘’“”•–—˜™š›œ\ufffežŸ"
    "\xa0¡¢£¤¥¦§¨©ª«¬\xad®¯"
    "°±²³´µ¶·¸¹º»¼½¾¿"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
    "ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
    "àáâãäåæçèéêëìíîï"
    "ðñòóôõö÷øùúûüýþÿ")
