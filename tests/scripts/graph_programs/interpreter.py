# Shows: a program: an interpreter for a small Lisp, with closures and tail calls in a loop.
import operator
import re


class LispError(Exception):
    pass


class Scope(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope:
                return scope
            scope = scope.outer
        raise LispError(f"{name} is not defined")


def parse(text):
    tokens = re.findall(r"[()']|[^\s()']+", text)

    def read():
        if not tokens:
            raise LispError("unexpected end")
        token = tokens.pop(0)
        if token == "(":
            items = []
            while tokens and tokens[0] != ")":
                items.append(read())
            if not tokens:
                raise LispError("a parenthesis is not closed")
            tokens.pop(0)
            return items
        if token == ")":
            raise LispError("unexpected )")
        if token == "'":
            return ["quote", read()]
        try:
            return int(token)
        except ValueError:
            return token

    while tokens:
        yield read()


def evaluate(x, scope):
    while True:
        match x:
            case int():
                return x
            case str():
                return scope.find(x)[x]
            case []:
                raise LispError("nothing to call")
            case ["quote", value]:
                return value
            case ["if", test, yes, no]:
                x = yes if evaluate(test, scope) else no
            case ["define", [name, *parameters], body]:
                scope[name] = ("lambda", parameters, body, scope)
                return None
            case ["define", name, value]:
                scope[name] = evaluate(value, scope)
                return None
            case ["lambda", parameters, body]:
                return ("lambda", parameters, body, scope)
            case ["let", pairs, body]:
                scope = Scope(
                    [name for name, _ in pairs], [evaluate(value, scope) for _, value in pairs],
                    scope
                )
                x = body
            case [function, *arguments]:
                function = evaluate(function, scope)
                values = [evaluate(argument, scope) for argument in arguments]
                if callable(function):
                    return function(*values)
                if not isinstance(function, tuple):
                    raise LispError(f"{show(function)} cannot be called")
                _, parameters, x, outer = function
                if len(parameters) != len(values):
                    raise LispError(f"wants {len(parameters)} arguments, got {len(values)}")
                scope = Scope(parameters, values, outer)


def show(value):
    if isinstance(value, list):
        return "(" + " ".join(map(show, value)) + ")"
    return "<function>" if isinstance(value, tuple) or callable(value) else str(value)


world = Scope()
world.update({
    "+": lambda *a: sum(a), "-": operator.sub, "*": operator.mul, "<": operator.lt,
    "=": operator.eq, "car": lambda a: a[0], "cdr": lambda a: a[1:], "cons": lambda a, b: [a, *b],
    "null?": lambda a: a == [], "list": lambda *a: list(a)
})
PROGRAM = """
(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))  (fact 20)
(define (loop n total) (if (= n 0) total (loop (- n 1) (+ total n))))  (loop 10000 0)
(define (map f items) (if (null? items) '() (cons (f (car items)) (map f (cdr items)))))
(map (lambda (n) (* n n)) '(1 2 3))
(define (adder n) (lambda (m) (+ n m)))  ((adder 3) 4)  (let ((a 1) (b (+ 1 1))) (list a b 'c))
(define twice (lambda (f) (lambda (x) (f (f x)))))  (((twice twice) (adder 10)) 1)  fact car
(missing 1)  (1 2)  (fact 1 2)  ()  (car '())  (+ 1 'a)
"""
for expression in parse(PROGRAM):
    try:
        result = evaluate(expression, world)
        if result is not None:
            print(show(expression), "=>", show(result))
    except (LispError, TypeError, IndexError) as error:
        print(show(expression), "=>", f"{type(error).__name__}: {error}")
for text in ("(1 (2)", ")", "'"):
    try:
        print(list(parse(text)))
    except LispError as error:
        print(error)
