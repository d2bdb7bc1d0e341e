# Measures: sets and dicts of tuples: generations of the game of life.


def advance(alive):
    neighbours = {}
    for x, y in alive:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    cell = (x + dx, y + dy)
                    neighbours[cell] = neighbours.get(cell, 0) + 1
    return {cell for cell, count in neighbours.items()
            if count == 3 or (count == 2 and cell in alive)}


def main():
    r_pentomino = {(1, 0), (2, 0), (0, 1), (1, 1), (1, 2)}
    gun = {(24, 0), (22, 1), (24, 1), (12, 2), (13, 2), (20, 2), (21, 2), (34, 2), (35, 2),
           (11, 3), (15, 3), (20, 3), (21, 3), (34, 3), (35, 3), (0, 4), (1, 4), (10, 4), (16, 4),
           (20, 4), (21, 4), (0, 5), (1, 5), (10, 5), (14, 5), (16, 5), (17, 5), (22, 5), (24, 5),
           (10, 6), (16, 6), (24, 6), (11, 7), (15, 7), (12, 8), (13, 8)}
    for name, alive in ("r_pentomino", r_pentomino), ("gun", gun):
        for _ in range(2600):
            alive = advance(alive)
        print("game_of_life", name, len(alive), sum(x * 31 + y for x, y in alive))


main()
