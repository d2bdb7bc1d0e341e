def f(rows, k):
    return [[cell + k for cell in row] for row in rows if row]
