# Names of hosts in letters of all kinds.
from encodings import idna

NAMES = ['localhost', 'bücher.example', 'KÖNIG.idn', 'straße.de', '日本語.jp', 'a\u00adb', 'ﬁ.x',
         'Ω.gr', 'אב', 'אa', '\u200e', '\u2028x', 'İ', 'ǅ', 'a\u0301', '\U0001d400', '٠א',
         'xn--bcher-kva', 'ß' * 3, 'a..b', '', 'a.', '日本。jp', 'x' * 64, 'ü' * 60]
for name in NAMES:
    try:
        encoded = name.encode('idna')
        print(ascii(name), encoded, ascii(encoded.decode('idna')))
    except UnicodeError as error:
        print(ascii(name), type(error).__name__, ascii(str(error)))
for label in ('Straße', 'A\u0300', '\u0345', '\u1e9b\u0323', 'ﬀ', '\u00a0x', '\ue000', '\ufffd'):
    try:
        print(ascii(label), ascii(idna.nameprep(label)))
    except UnicodeError as error:
        print(ascii(label), ascii(str(error)))
