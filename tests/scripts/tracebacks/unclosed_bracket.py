# Shows: a bracket that is never closed.
numbers = [1, 2,
           3, 4
print(numbers)
