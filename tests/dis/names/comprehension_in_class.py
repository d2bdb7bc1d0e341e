class Table:
    width = 3
    cells = [width for _ in range(width)]
