"""The single-byte encoding mac-latin2."""

from encodings._define import charmap

charmap(
    globals(), "mac-latin2",
    "ÄĀāÉĄÖÜáąČäčĆćéŹ"
    "źĎíďĒēĖóėôöõúĚěü"
    "†°Ę£§•¶ß®©™ę¨≠ģĮ"
    "įĪ≤≥īĶ∂∑łĻļĽľĹĺŅ"
    "ņŃ¬√ńŇ∆«»…\xa0ňŐÕőŌ"
    "–—“”‘’÷◊ōŔŕŘ‹›řŖ"
    "ŗŠ‚„šŚśÁŤťÍŽžŪÓÔ"
    "ūŮÚůŰűŲųÝýķŻŁżĢˇ")
