"""The single-byte encoding cp860."""

from encodings._define import charmap

charmap(
    globals(), "cp860",
    "ÇüéâãàÁçêÊèÍÔìÃÂ"
    "ÉÀÈôõòÚùÌÕÜ¢£Ù₧Ó"
    "áíóúñÑªº¿Ò¬½¼¡«»"
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    "αßΓπΣσµτΦΘΩδ∞φε∩"
    "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0")
