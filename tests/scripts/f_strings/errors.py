# Shows: errors of f-strings, at compile time and at run time.
for source in (
    "f'{}'", "f'{'", "f'}'", "f'{a'", "f'{a b}'", "f'{a!x}'", "f'{a!}'", "f'{a!r b}'", "f'{!r}'",
    "f'{:5}'", "f'{=}'", "f'{a:{b:{c:{d}}}}'",
    "f'{lambda x: 1}'", "f'{a = !z}'", "f'{(}'", "f'{a)}'", "f'{a[}'", "f'{1 +}'", "f'{a; b}'",
    "f'{return}'", "f'{*a}'", "f'{**a}'", "f'{yield}'",
    "f'{a := 5}'", "f'abc", "f'''{a", "f'{\n'", "b f''", "f'' b''", "fb''", "f'{a!r:{}}'",
    "f'{0x}'", "f'{a.1}'",
):
    try:
        compile(source, "source", "eval")
        print(source, "-> fine")
    except SyntaxError as error:
        print(repr(source), "->", error.msg)


class Broken:
    def __format__(self, spec):
        raise LookupError("no format: " + spec)

    def __repr__(self):
        raise ValueError("no repr")


for action in (
    lambda: f"{undefined}",
    lambda: f"{1 / 0}",
    lambda: f"{Broken()}",
    lambda: f"{Broken():x}",
    lambda: f"{Broken()!r}",
    lambda: f"{[Broken()]}",
    lambda: f"{1:{'bad spec'}}",
    lambda: f"{'a':d}",
    lambda: f"{1.5:d}",
    lambda: f"{[]:5}",
    lambda: f"{None:x}",
    lambda: f"{'a':{1.5}}",
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
