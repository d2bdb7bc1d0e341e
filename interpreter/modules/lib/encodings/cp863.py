"""The single-byte encoding cp863."""

from encodings._define import charmap

charmap(
    globals(), "cp863",
    "ÇüéâÂà¶çêëèïî‗À§"
    "ÉÈÊôËÏûù¤ÔÜ¢£ÙÛƒ"
    "¦´óú¨¸³¯Î⌐¬½¼¾«»"
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    "αßΓπΣσµτΦΘΩδ∞φε∩"
    "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0")
