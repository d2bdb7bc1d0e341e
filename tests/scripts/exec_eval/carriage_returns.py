# Shows: compile() takes every end of a line for a line feed, also in texts.
print(repr(eval('"""a\rb\r\nc"""')), repr(eval('f"""a\r\n{1}\rb"""')))
print(repr(eval('"\\\r"')), repr(eval('f"\\\r\n"')))
names = {}
exec("a = 1\rb = 2\r\nc = 3", names)
print(names["a"], names["b"], names["c"])
try:
    compile("f'''{\t\x0c\r\n}'''", "?", "exec")
except SyntaxError as error:
    print(error.msg, error.lineno)
