"""The single-byte encoding mac-cyrillic."""

from encodings._define import charmap

charmap(
    globals(), "mac-cyrillic",
    "АБВГДЕЖЗИЙКЛМНОП"
    "РСТУФХЦЧШЩЪЫЬЭЮЯ"
    "†°Ґ£§•¶І®©™Ђђ≠Ѓѓ"
    "∞±≤≥іµґЈЄєЇїЉљЊњ"
    "јЅ¬√ƒ≈∆«»…\xa0ЋћЌќѕ"
    "–—“”‘’÷„ЎўЏџ№Ёёя"
    "абвгдежзийклмноп"
    "рстуфхцчшщъыьэю€")
