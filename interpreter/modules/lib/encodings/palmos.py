"""The single-byte encoding palmos."""

from encodings._define import charmap

charmap(
    globals(), "palmos",
    "€\x81‚ƒ„…†‡ˆ‰Š‹Œ♦♣♥"
    "♠‘’“”•–—˜™š\x9bœ\x9d\x9eŸ"
    "\xa0¡¢£¤¥¦§¨©ª«¬\xad®¯"
    "°±²³´µ¶·¸¹º»¼½¾¿"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
    "ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
    "àáâãäåæçèéêëìíîï"
    "ðñòóôõö÷øùúûüýþÿ")
