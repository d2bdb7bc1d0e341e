# Shows: tracebacks through exec and eval, whose lines cannot be shown.


def calls(source):
    exec(compile(source, "<made>", "exec"), {"function": failing})


def failing():
    return eval("1 +\n  [][0]")


calls("""
def run():
    function()
run()
""")
