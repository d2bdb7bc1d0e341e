"""The single-byte encoding cp737."""

from encodings._define import charmap

charmap(
    globals(), "cp737",
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠ"
    "ΡΣΤΥΦΧΨΩαβγδεζηθ"
    "ικλμνξοπρσςτυφχψ"
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    "ωάέήϊίόύϋώΆΈΉΊΌΎ"
    "Ώ±≥≤ΪΫ÷≈°∙·√ⁿ²■\xa0")
