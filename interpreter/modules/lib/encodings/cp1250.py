"""The single-byte encoding cp1250."""

from encodings._define import charmap

charmap(
    globals(), "cp1250",
    "€\ufffe‚\ufffe„…†‡\ufffe‰Š‹ŚŤŽŹ"
    "\ufffe‘’“”•–—\ufffe™š›śťžź"
    "\xa0ˇ˘Ł¤Ą¦§¨©Ş«¬\xad®Ż"
    "°±˛ł´µ¶·¸ąş»Ľ˝ľż"
    "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ"
    "ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
    "ŕáâăäĺćçčéęëěíîď"
    "đńňóôőö÷řůúűüýţ˙")
