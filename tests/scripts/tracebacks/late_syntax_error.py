# Shows: an error that the compiler finds, not the parser.
def function():
    for n in range(3):
        pass
    continue
