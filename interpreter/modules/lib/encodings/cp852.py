"""The single-byte encoding cp852."""

from encodings._define import charmap

charmap(
    globals(), "cp852",
    "ÇüéâäůćçłëŐőîŹÄĆ"
    "ÉĹĺôöĽľŚśÖÜŤťŁ×č"
    "áíóúĄąŽžĘę¬źČş«»"
    "░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐"
    "└┴┬├─┼Ăă╚╔╩╦╠═╬¤"
    "đĐĎËďŇÍÎě┘┌█▄ŢŮ▀"
    "ÓßÔŃńňŠšŔÚŕŰýÝţ´"
    "\xad˝˛ˇ˘§÷¸°¨˙űŘř■\xa0")
