# Shows: what names a match binds, also when it fails; soft keywords; and syntax errors.
match [1, 2, 3]:
    case [a, 9, b]:
        print("never")
    case [a, 2, c] if c > 5:
        print("never")
    case [d, *e]:
        pass
print("a" in globals(), d, e, globals().get("c"))


def guard(value):
    print("guard", value, end=" ")
    return value > 2


for value in 1, 3:
    match value:
        case n if guard(n):
            print("yes", n)
        case n if not guard(n):
            print("no", n)


class Loud:
    def __eq__(self, other):
        print("eq", other, end=" ")
        return other == "b"


match Loud():
    case "a" | "b" | "c":
        print("done")
match = {"case": 1}
case = "soft"
print(match["case"], case, match .get("case"))
match (case):
    case case:
        print("captured", case)
_ = "kept"
match 5:
    case _:
        print(_)
type = 5
print(type + 1)
for source in (
    "case x: pass\n case y: pass", "case _: pass\n case 1: pass", "case a | b: pass",
    "case (1 | a): pass", "case [a, a]: pass", "case {**r, 'k': 1}: pass",
    "case {'a': 1, 'a': 2}: pass", "case P(a=1, 2): pass", "case P(a=1, a=2): pass",
    "case [*a, *b]: pass", "case {**_}: pass", "case x as y: pass", "case 1 as _: pass",
    "case 1 as a.b: pass", "case -a: pass", "case 1 + 2: pass", "case f'x': pass",
    "case 1j + 2: pass", "case a.b.c(): pass", "case a(): pass", "case *a: pass",
    "case *a, b: pass", "case 1: pass\ncase 2: pass", "case +1: pass", "case {a: 1}: pass",
    "case 1 if x := 2: pass", "case [1, 2: pass", "pass", "case x | 1: pass",
    "case (a as b) as c: pass", "case (a, b) | (b, a): pass",
):
    try:
        compile(f"match s:\n {source}", "source", "exec")
        print(repr(source), "is fine")
    except SyntaxError as error:
        print(repr(source), "->", error.msg)
