"""The single-byte encoding cp1253."""

from encodings._define import charmap

charmap(
    globals(), "cp1253",
    "€\ufffe‚ƒ„…†‡\ufffe‰\ufffe‹\ufffe\ufffe\ufffe\ufffe"
    "\ufffe‘’“”•–—\ufffe™\ufffe›\ufffe\ufffe\ufffe\ufffe"
    "\xa0΅Ά£¤¥¦§¨©\ufffe«¬\xad®―"
    "°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ"
    "ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟ"
    "ΠΡ\ufffeΣΤΥΦΧΨΩΪΫάέήί"
    "ΰαβγδεζηθικλμνξο"
    "πρςστυφχψωϊϋόύώ\ufffe")
