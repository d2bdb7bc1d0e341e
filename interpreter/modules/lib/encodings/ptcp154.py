"""The single-byte encoding ptcp154."""

from encodings._define import charmap

charmap(
    globals(), "ptcp154",
    "ҖҒӮғ„…ҶҮҲүҠӢҢҚҺҸ"
    "җ‘’“”•–—ҳҷҡӣңқһҹ"
    "\xa0ЎўЈӨҘҰ§Ё©Ә«¬ӯ®Ҝ"
    "°ұІіҙө¶·ё№ә»јҪҫҝ"
    "АБВГДЕЖЗИЙКЛМНОП"
    "РСТУФХЦЧШЩЪЫЬЭЮЯ"
    "абвгдежзийклмноп"
    "рстуфхцчшщъыьэюя")
