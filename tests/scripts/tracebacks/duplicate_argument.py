# Shows: an argument that is named twice.
def function(first, second, *, first=None):
    pass
