"""The single-byte encoding kz1048."""

from encodings._define import charmap

charmap(
    globals(), "kz1048",
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊҚҺЏ"
    "ђ‘’“”•–—\ufffe™љ›њқһџ"
    "\xa0ҰұӘ¤Ө¦§Ё©Ғ«¬\xad®Ү"
    "°±Ііөµ¶·ё№ғ»әҢңү"
    "АБВГДЕЖЗИЙКЛМНОП"
    "РСТУФХЦЧШЩЪЫЬЭЮЯ"
    "абвгдежзийклмноп"
    "рстуфхцчшщъыьэюя")
