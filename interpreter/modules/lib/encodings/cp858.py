"""The single-byte encoding cp858."""

from encodings._define import charmap

charmap(
    globals(), "cp858",
    "ÇüéâäàåçêëèïîìÄÅ"
    "ÉæÆôöòûùÿÖÜø£Ø×ƒ"
    "áíóúñÑªº¿®¬½¼¡«»"
    "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤"
    "ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀"
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´"
    "\xad±‗¾¶§÷¸°¨·¹³²■\xa0")
