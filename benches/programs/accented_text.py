# Measures: text beyond ASCII: methods, slices, indices, iteration, regular expressions, encodings.
import re
import unicodedata
from collections import Counter

LINES = [
    "Füchse springen über den Zaun, während Bären schlafen.",
    "Le café était fermé, même l'été; quelle déception!",
    "Ёжик в тумане шёл домой и пел песню.",
    "東京タワーは赤と白に塗られている。",
    "Emoji 😀 and ASCII words, side by side 🎉 again.",
]


def main():
    text = "\n".join(f"{number}: {line}" for number in range(60) for line in LINES)
    words = re.compile(r"\w+")
    total = 0
    for _ in range(150):
        found = words.findall(text)
        counts = Counter(word.casefold() for word in found)
        total += counts["ёжик"] + len(counts)
        for line in text.splitlines():
            total += len(line.upper()) + line.find("é") + line.count("ü") + len(line[5:20])
            total += len(line.replace("ä", "ae").replace("ö", "oe").split())
            total += len(line[::-1].title()) + len(line.strip(".!。")) + line.startswith("1")
            total += sum(1 for character in line if character.isalpha())
            total += len(line.encode()) + len(line.encode("latin-1", "replace"))
            total += len(line.encode("utf-16").decode("utf-16").partition(" ")[2])
        for line in LINES * 5:
            plain = unicodedata.normalize("NFD", line)
            plain = "".join(c for c in plain if not unicodedata.combining(c))
            total += len(plain) + sum(ord(line[index]) for index in range(0, len(line), 3))
    print("accented_text", total)


main()
