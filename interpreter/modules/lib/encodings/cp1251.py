"""The single-byte encoding cp1251."""

from encodings._define import charmap

charmap(
    globals(), "cp1251",
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ"
    "ђ‘’“”•–—\ufffe™љ›њќћџ"
    "\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї"
    "°±Ііґµ¶·ё№є»јЅѕї"
    "АБВГДЕЖЗИЙКЛМНОП"
    "РСТУФХЦЧШЩЪЫЬЭЮЯ"
    "абвгдежзийклмноп"
    "рстуфхцчшщъыьэюя")
