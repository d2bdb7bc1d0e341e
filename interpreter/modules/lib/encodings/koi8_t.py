"""The single-byte encoding koi8-t."""

from encodings._define import charmap

charmap(
    globals(), "koi8-t",
    "қғ‚Ғ„…†‡\ufffe‰ҳ‹ҲҷҶ\ufffe"
    "Қ‘’“”•–—\ufffe™\ufffe›\ufffe\ufffe\ufffe\ufffe"
    "\ufffeӯӮё¤ӣ¦§\ufffe\ufffe\ufffe«¬\xad®\ufffe"
    "°±²Ё\ufffeӢ¶·\ufffe№\ufffe»\ufffe\ufffe\ufffe©"
    "юабцдефгхийклмно"
    "пярстужвьызшэщчъ"
    "ЮАБЦДЕФГХИЙКЛМНО"
    "ПЯРСТУЖВЬЫЗШЭЩЧЪ")
