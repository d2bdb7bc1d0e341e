"""The single-byte encoding cp857."""

from encodings._define import charmap

charmap(
    globals(), "cp857",
    "ÇüéâäàåçêëèïîıÄÅ"
    "ÉæÆôöòûùİÖÜø£ØŞş"
    "áíóúñÑĞğ¿®¬½¼¡«»"
    "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
    "ºªÊËÈ\ufffeÍÎÏ┘┌█▄¦Ì▀"
    "ÓßÔÒõÕµ\ufffe×ÚÛÙìÿ¯´"
    "\xad±\ufffe¾¶§÷¸°¨·¹³²■\xa0")
