"""The single-byte encoding cp775."""

from encodings._define import charmap

charmap(
    globals(), "cp775",
    "ĆüéāäģåćłēŖŗīŹÄÅ"
    "ÉæÆōöĢ¢ŚśÖÜø£Ø×¤"
    "ĀĪóŻżź”¦©®¬½¼Ł«»"
    "░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐"
    "└┴┬├─┼ŲŪ╚╔╩╦╠═╬Ž"
    "ąčęėįšųūž┘┌█▄▌▐▀"
    "ÓßŌŃõÕµńĶķĻļņĒŅ’"
    "\xad±“¾¶§÷„°∙·¹³²■\xa0")
