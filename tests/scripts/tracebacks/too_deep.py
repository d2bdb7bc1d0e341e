# Shows: an expression that is nested too deep for the parser.
source = "(" * 300 + ")" * 300
try:
    compile(source, "name", "exec")
except (SyntaxError, MemoryError, RecursionError) as error:
    print(type(error).__name__, error)
eval("[" * 150 + "]" * 150)
eval("[" * 201 + "]" * 201)
