# Shows: a syntax error in text that is executed, below the traceback of the script.


def run(source):
    exec(source)


run("x = 1\ny = = 2\n")
