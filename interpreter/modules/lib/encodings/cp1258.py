"""The single-byte encoding cp1258."""

from encodings._define import charmap

charmap(
    globals(), "cp1258",
    "€\ufffe‚ƒ„…†‡ˆ‰\ufffe‹Œ\ufffe\ufffe\ufffe"
    "\ufffe‘’“”•–—˜™\ufffe›œ\ufffe\ufffeŸ"
    "\xa0¡¢£¤¥¦§¨©ª«¬\xad®¯"
    "°±²³´µ¶·¸¹º»¼½¾¿"
    "ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏ"
    "ĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß"
    "àáâăäåæçèéêë\u0301íîï"
    "đñ\u0323óôơö÷øùúûüư₫ÿ")
