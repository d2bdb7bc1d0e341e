# Shows: a script that cannot be compiled: nothing of it runs, the error has no traceback.
print("never printed")


def function(a, b):
    if a == b
        return a
