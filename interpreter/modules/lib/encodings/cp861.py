"""The single-byte encoding cp861."""

from encodings._define import charmap

charmap(
    globals(), "cp861",
    "ÇüéâäàåçêëèÐðÞÄÅ"
    "ÉæÆôöþûÝýÖÜø£Ø₧ƒ"
    "áíóúÁÍÓÚ¿⌐¬½¼¡«»"
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    "αßΓπΣσµτΦΘΩδ∞φε∩"
    "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0")
