"""The single-byte encoding koi8-u."""

from encodings._define import charmap

charmap(
    globals(), "koi8-u",
    "─│┌┐└┘├┤┬┴┼▀▄█▌▐"
    "░▒▓⌠■∙√≈≤≥\xa0⌡°²·÷"
    "═║╒ёє╔ії╗╘╙╚╛ґ╝╞"
    "╟╠╡ЁЄ╣ІЇ╦╧╨╩╪Ґ╬©"
    "юабцдефгхийклмно"
    "пярстужвьызшэщчъ"
    "ЮАБЦДЕФГХИЙКЛМНО"
    "ПЯРСТУЖВЬЫЗШЭЩЧЪ")
