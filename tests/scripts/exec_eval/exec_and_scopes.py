# Shows: exec and eval with their own tables of names, closures and builtins.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


scope = {}
exec("x = 1\ndef f(): return x + 1\nclass C: y = x", scope)
print(
    sorted(key for key in scope if key != "__builtins__"), scope["f"](), scope["C"].y,
    "__builtins__" in scope
)
local = {}
exec("a = 1\nb = a + c", {"c": 10}, local)
print(local)
exec("global g\ng = 5", scope, local)
print(scope["g"], "g" in local)
attempt(lambda: exec("def f(): return a\na = 1\nf()", {}, {}))
attempt(lambda: exec("[a for _ in 'x']", {}, {"a": 1}))
print(
    eval("1 + 2"), eval(" 3 "), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}),
    eval("[n for n in range(3)]"), eval(b"4"), eval("(yield_ := 6)"),
    eval(compile("7", "", "eval")), eval("lambda: 8")()
)
print(exec("9"), exec(compile("print('from code')", "", "exec")), eval(compile("1", "", "exec")))


class Names(dict):
    def __missing__(self, key):
        return f"<{key}>"


print(eval("a + b", {}, Names()), eval("len", {"__builtins__": {}, "len": 5}))
attempt(lambda: eval("len([])", {"__builtins__": {}}))
attempt(lambda: eval("print", {"__builtins__": {"print": "mine"}}))
attempt(lambda: exec("import os", {"__builtins__": {}}))
attempt(lambda: exec("class C: pass", {"__builtins__": {}}))


def function():
    y = 1
    exec("y = 2; z = 3")
    return y, eval("y"), "z" in locals()


print(function())
free = (lambda n: lambda: n)(5)
attempt(lambda: exec(free.__code__))
exec((lambda: print("code of a lambda")).__code__)
exec("print(shared)", {}, {"shared": "local name"})
exec(free.__code__, closure=free.__closure__)
for action in (
    lambda: eval("x = 1"), lambda: eval(""), lambda: exec(5), lambda: eval(5), lambda: exec("x", 5),
    lambda: exec("x", {}, 5), lambda: eval("x", []), lambda: exec(), lambda: eval("\0"),
    lambda: eval("1 +"), lambda: exec("x = "), lambda: eval("missing"), lambda: exec("return 1"),
    lambda: exec("yield 1"), lambda: exec("await x"), lambda: eval("1; 2"),
    lambda: exec("1", closure=()), lambda: exec(free.__code__, closure=()), lambda: eval("  1\n 2")
):
    attempt(action)
exec("print(__name__)", {"__name__": "given"})
exec("x: int = 5\nprint(x, __annotations__)", {})
