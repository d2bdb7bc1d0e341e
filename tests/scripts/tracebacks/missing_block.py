# Shows: a function without a body.
def empty():

print("next")
