# Shows: print as a statement, as in Python 2.
message = "hello"
print message
