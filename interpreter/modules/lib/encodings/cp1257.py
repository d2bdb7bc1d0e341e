"""The single-byte encoding cp1257."""

from encodings._define import charmap

charmap(
    globals(), "cp1257",
    "€\ufffe‚\ufffe„…†‡\ufffe‰\ufffe‹\ufffe¨ˇ¸"
    "\ufffe‘’“”•–—\ufffe™\ufffe›\ufffe¯˛\ufffe"
    "\xa0\ufffe¢£¤\ufffe¦§Ø©Ŗ«¬\xad®Æ"
    "°±²³´µ¶·ø¹ŗ»¼½¾æ"
    "ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻ"
    "ŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽß"
    "ąįāćäåęēčéźėģķīļ"
    "šńņóōõö÷ųłśūüżž˙")
