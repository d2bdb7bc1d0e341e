"""The single-byte encoding cp850."""

from encodings._define import charmap

charmap(
    globals(), "cp850",
    "ÇüéâäàåçêëèïîìÄÅ"
    "ÉæÆôöòûùÿÖÜø£Ø×ƒ"
    "áíóúñÑªº¿®¬½¼¡«»"
    "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
    "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀"
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´"
    "\xad±‗¾¶§÷¸°¨·¹³²■\xa0")
