# Shows: nonlocal for a name that no function has.
def outer():
    def inner():
        nonlocal counter
        counter = 1
    return inner
