# Shows: a program: a reader and a writer of JSON, compared with the module json.
import json


class Reader:
    ESCAPES = {
        '"': '"', "\\": "\\", "/": "/", "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"
    }
    WORDS = {"true": True, "false": False, "null": None}

    def __init__(self, text):
        self.text, self.at = text, 0

    def fail(self, wanted):
        line = self.text.count("\n", 0, self.at) + 1
        raise ValueError(f"expected {wanted} at line {line}, character {self.at}")

    def skip(self):
        while self.text[self.at:self.at + 1] in (" ", "\n", "\t", "\r") and self.at < len(self.text):
            self.at += 1

    def accept(self, character):
        self.skip()
        if self.text.startswith(character, self.at):
            self.at += 1
            return True
        return False

    def value(self):
        self.skip()
        if self.accept("{"):
            return dict(self.items("}", self.pair))
        if self.accept("["):
            return list(self.items("]", self.value))
        if self.accept('"'):
            return self.string()
        for word, value in self.WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        return self.number()

    def items(self, end, read):
        if self.accept(end):
            return
        while True:
            yield read()
            if self.accept(end):
                return
            if not self.accept(","):
                self.fail(f"',' or {end!r}")

    def pair(self):
        if not self.accept('"'):
            self.fail("a name")
        name = self.string()
        if not self.accept(":"):
            self.fail("':'")
        return name, self.value()

    def string(self):
        parts = []
        while (character := self.text[self.at:self.at + 1]) != '"':
            if not character:
                self.fail("the end of a string")
            self.at += 1
            if character == "\\":
                escape = self.text[self.at:self.at + 1]
                self.at += 1
                if escape == "u":
                    character = chr(int(self.text[self.at:self.at + 4], 16))
                    self.at += 4
                elif (character := self.ESCAPES.get(escape)) is None:
                    self.fail("an escape")
            parts.append(character)
        self.at += 1
        return "".join(parts)

    def number(self):
        start = self.at
        while self.text[self.at:self.at + 1] and self.text[self.at] in "+-0123456789.eE":
            self.at += 1
        text = self.text[start:self.at]
        try:
            return float(text) if set(text) & set(".eE") else int(text)
        except ValueError:
            self.at = start
            self.fail("a value")


def read(text):
    reader = Reader(text)
    value = reader.value()
    reader.skip()
    if reader.at < len(text):
        reader.fail("the end")
    return value


for text in (
    '{"a": [1, -2.5, 3e2, true, null], "b": {"c": "\\u00e9\\n\\""}}', "[]", " [ [ ], { } ] ",
    '"text"', "-7", "[1, 2", "[1 2]", '{"a" 1}', "[1] x", '"open', "", "[1,\n\n oops]",
    '{"a": "\\q"}'
):
    try:
        value = read(text)
        print(value, value == json.loads(text))
    except ValueError as error:
        print(error)
deep = read("[" * 100 + "]" * 100)
print(str(deep).count("["))
