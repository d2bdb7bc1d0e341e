def above(limit, numbers):
    return all(n > limit for n in numbers)
