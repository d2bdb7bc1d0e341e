"""The single-byte encoding cp855."""

from encodings._define import charmap

charmap(
    globals(), "cp855",
    "ђЂѓЃёЁєЄѕЅіІїЇјЈ"
    "љЉњЊћЋќЌўЎџЏюЮъЪ"
    "аАбБцЦдДеЕфФгГ«»"
    "░▒▓│┤хХиИ╣║╗╝йЙ┐"
    "└┴┬├─┼кК╚╔╩╦╠═╬¤"
    "лЛмМнНоОп┘┌█▄Пя▀"
    "ЯрРсСтТуУжЖвВьЬ№"
    "\xadыЫзЗшШэЭщЩчЧ§■\xa0")
