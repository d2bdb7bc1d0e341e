"""The single-byte encoding mac-greek."""

from encodings._define import charmap

charmap(
    globals(), "mac-greek",
    "Ä¹²É³ÖÜ΅àâä΄¨çéè"
    "êë£™îï•½‰ôö¦€ùûü"
    "†ΓΔΘΛΞΠß®©ΣΪ§≠°·"
    "Α±≤≥¥ΒΕΖΗΙΚΜΦΫΨΩ"
    "άΝ¬ΟΡ≈Τ«»…\xa0ΥΧΆΈœ"
    "–―“”‘’÷ΉΊΌΎέήίόΏ"
    "ύαβψδεφγηιξκλμνο"
    "πώρστθωςχυζϊϋΐΰ\xad")
