# Measures: scanning a str character by character: a tokenizer for a small language.

SOURCE = """
let total = 0; // adds up
while (total <= 1000) {
    total = total + rate * 3.25 - (offset / 12);
    if (total != limit_7 && name == "weft \\" loom") { emit(total); }
}
""" * 220
SINGLE = set("+-*/(){};=<>!&|,")
PAIRS = {"<=", ">=", "==", "!=", "&&", "||"}
KEYWORDS = {"let", "while", "if", "emit"}


def tokens_of(text):
    tokens = []
    position, end = 0, len(text)
    while position < end:
        character = text[position]
        start = position
        if character in " \n":
            position += 1
            continue
        if text.startswith("//", position):
            while position < end and text[position] != "\n":
                position += 1
            continue
        if character.isalpha() or character == "_":
            while position < end and (text[position].isalnum() or text[position] == "_"):
                position += 1
            word = text[start:position]
            tokens.append(("keyword" if word in KEYWORDS else "name", word))
        elif character.isdigit():
            while position < end and (text[position].isdigit() or text[position] == "."):
                position += 1
            tokens.append(("number", float(text[start:position])))
        elif character == '"':
            position += 1
            while text[position] != '"':
                position += 2 if text[position] == "\\" else 1
            position += 1
            tokens.append(("string", text[start + 1:position - 1]))
        elif text[position:position + 2] in PAIRS:
            position += 2
            tokens.append(("operator", text[start:position]))
        elif character in SINGLE:
            position += 1
            tokens.append(("operator", character))
        else:
            raise SyntaxError(character)
    return tokens


def main():
    counts = {}
    for _ in range(160):
        for kind, _ in tokens_of(SOURCE):
            counts[kind] = counts.get(kind, 0) + 1
    print("tokenizer", sorted(counts.items()))


main()
