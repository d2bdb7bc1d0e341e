# Shows: a program: a calculator with a tokenizer, a parser by descent, variables and errors.
import math
import operator
import re


class CalculatorError(Exception):
    def __init__(self, message, position):
        super().__init__(message)
        self.position = position


class Parser:
    BINARY = [
        {"+": operator.add, "-": operator.sub},
        {"*": operator.mul, "/": operator.truediv, "%": operator.mod}
    ]
    FUNCTIONS = {"sqrt": math.sqrt, "max": max, "abs": abs}

    def __init__(self, text, names):
        self.tokens = [(m.group(), m.start()) for m in re.finditer(r"\d+\.?\d*|\w+|\S", text)] + [("", len(text))]
        self.place, self.names = 0, names

    def peek(self):
        return self.tokens[self.place][0]

    def take(self, wanted=None):
        token, position = self.tokens[self.place]
        if wanted is not None and token != wanted:
            raise CalculatorError(f"expected {wanted!r}, found {token or 'the end'!r}", position)
        self.place += 1
        return token

    def statement(self):
        if self.place + 1 < len(self.tokens) and self.tokens[1][0] == "=":
            name = self.take()
            self.take("=")
            self.names[name] = value = self.expression()
        else:
            value = self.expression()
        self.take("")
        return value

    def expression(self, level=0):
        if level == len(self.BINARY):
            return self.power()
        value = self.expression(level + 1)
        while (symbol := self.peek()) in self.BINARY[level]:
            self.take()
            value = self.BINARY[level][symbol](value, self.expression(level + 1))
        return value

    def power(self):
        if self.peek() == "-":
            self.take()
            return -self.power()
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return base ** self.power()
        return base

    def atom(self):
        position = self.tokens[self.place][1]
        match self.take():
            case "(":
                value = self.expression()
                self.take(")")
                return value
            case token if token[:1].isdigit():
                return float(token) if "." in token else int(token)
            case name if name in self.FUNCTIONS:
                self.take("(")
                arguments = [self.expression()]
                while self.peek() == ",":
                    self.take()
                    arguments.append(self.expression())
                self.take(")")
                return self.FUNCTIONS[name](*arguments)
            case name if name in self.names:
                return self.names[name]
            case token:
                raise CalculatorError(f"unexpected {token or 'end'!r}", position)


names = {"pi": 3}
for line in (
    "1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-2 ^ 2", "x = 7 % 4", "x * x + pi",
    "sqrt(16) + max(1, x, 2)", "10 / 4", "1 +", "(1", "1 2", "y + 1", "1 / 0", "sqrt(-1)", "$",
    "x = = 1", "abs(1, 2)", "", "2.5 * 4", "max()"
):
    try:
        print(f"{line} -> {Parser(line, names).statement()}")
    except CalculatorError as error:
        print(f"{line}\n{' ' * error.position}^ {error}")
    except (ArithmeticError, ValueError, TypeError) as error:
        print(f"{line} -> {type(error).__name__}: {error}")
print(names)
