# Shows: the carets of a traceback under the part of each line that failed.


def inner(table, key):
    return table["a"][key]["c"] + 1


def middle(value):
    return 1 + inner({"a": {"b": {}}}, value) * 2


def outer():
    result = [
        middle(argument)
        for argument in ["b"]
    ]
    return result


outer()
