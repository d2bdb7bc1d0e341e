def count_up_to(limit):
    current = 1
    while current <= limit:
        yield current
        current += 1
