# Shows: programs on texts: Caesar, Vigenere, Morse, run lengths, base 64, anagrams and palindromes.
import string
from collections import defaultdict
from itertools import cycle, groupby


def caesar(text, shift):
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    turned = lower[shift % 26:] + lower[:shift % 26] + upper[shift % 26:] + upper[:shift % 26]
    return text.translate(str.maketrans(lower + upper, turned))


def vigenere(text, key, sign=1):
    keys = cycle(ord(letter) - 97 for letter in key)
    return "".join(chr((ord(c) - 97 + sign * next(keys)) % 26 + 97) if c.islower() else c for c in text)


MORSE = dict(zip(
    "abcdefghijklmnopqrstuvwxyz",
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..".split()
))


def run_lengths(text):
    return [(letter, len(list(group))) for letter, group in groupby(text)]


def base64(data):
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    text = ""
    for start in range(0, len(data), 3):
        part = data[start:start + 3]
        bits = int.from_bytes(part.ljust(3, b"\0"))
        text += "".join(alphabet[bits >> shift & 63] for shift in (18, 12, 6, 0))[:len(part) + 1].ljust(4, "=")
    return text


message = "Weaving threads, over and under!"
print(caesar(message, 3), caesar(caesar(message, 3), -3) == message, caesar("xyz", 29))
secret = vigenere("attack at dawn", "lemon")
print(secret, vigenere(secret, "lemon", -1))
morse = " ".join(MORSE[c] for c in "sosweft")
back = {code: letter for letter, code in MORSE.items()}
print(morse, "".join(back[code] for code in morse.split()))
print(
    run_lengths("aaabccd"),
    "".join(f"{n if n > 1 else ''}{c}" for c, n in run_lengths("wwwbbbwww")),
    base64(b"any carnal pleas"), base64("é".encode()), base64(b"")
)
groups = defaultdict(list)
for word in "listen silent enlist google elbow below state taste rats star".split():
    groups["".join(sorted(word))].append(word)
print([group for group in groups.values() if len(group) > 1])


def palindromes(text):
    plain = "".join(filter(str.isalnum, text.casefold()))
    return plain == plain[::-1]


print([palindromes(text) for text in (
    "A man, a plan, a canal: Panama", "weft", "", "No 'x' in Nixon", "été"
)])
print(
    bin(int.from_bytes(b"weft")), "".join(f"{byte:08b}" for byte in b"we"),
    sum(map(ord, "weft")) % 256, bytes(a ^ b for a, b in zip(b"secret", cycle(b"key"))).hex()
)
