# Shows: an uncaught exception ends with 1, after what was printed.
print("before")
raise ValueError("uncaught")
