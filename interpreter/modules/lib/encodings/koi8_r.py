"""The single-byte encoding koi8-r."""

from encodings._define import charmap

charmap(
    globals(), "koi8-r",
    "─│┌┐└┘├┤┬┴┼▀▄█▌▐"
    "░▒▓⌠■∙√≈≤≥\xa0⌡°²·÷"
    "═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞"
    "╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
    "юабцдефгхийклмно"
    "пярстужвьызшэщчъ"
    "ЮАБЦДЕФГХИЙКЛМНО"
    "ПЯРСТУЖВЬЫЗШЭЩЧЪ")
