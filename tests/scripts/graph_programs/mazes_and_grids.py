# Shows: programs on grids: a maze solved, a flood, game of life, a spiral, a sudoku.
from itertools import product

MAZE = """
#########
#S  #   #
# # # # #
# #   #E#
#########
""".strip().splitlines()


def solve(maze):
    cells = {(x, y): c for y, row in enumerate(maze) for x, c in enumerate(row)}
    start = next(place for place, c in cells.items() if c == "S")
    trails = [[start]]
    seen = {start}
    for trail in trails:
        x, y = trail[-1]
        if cells[x, y] == "E":
            return trail
        for place in ((x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)):
            if cells[place] != "#" and place not in seen:
                seen.add(place)
                trails.append([*trail, place])


trail = solve(MAZE)
print(len(trail), trail[0], trail[-1])
for y, row in enumerate(MAZE):
    print("".join("." if (x, y) in trail[1:-1] else c for x, c in enumerate(row)))


def life(alive):
    near = lambda x, y: sum(
        (x + dx, y + dy) in alive for dx, dy in product((-1, 0, 1), repeat=2) if dx or dy
    )
    cells = {(x + dx, y + dy) for x, y in alive for dx, dy in product((-1, 0, 1), repeat=2)}
    return {cell for cell in cells if near(*cell) == 3 or (near(*cell) == 2 and cell in alive)}


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for _ in range(4):
    glider = life(glider)
print(sorted(glider))


def spiral(matrix):
    matrix = [list(row) for row in matrix]
    while matrix:
        yield from matrix.pop(0)
        matrix = [list(row) for row in zip(*matrix)][::-1]


print(*spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), *spiral(["abcd", "efgh"]))
SUDOKU = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"


def sudoku(text):
    cells = dict(zip(product(range(9), repeat=2), text))

    def options(r, c):
        used = {cells[r, i] for i in range(9)} | {cells[i, c] for i in range(9)}
        used |= {cells[r // 3 * 3 + i, c // 3 * 3 + j] for i in range(3) for j in range(3)}
        return sorted(set("123456789") - used)

    def fill():
        empty = [(len(options(*place)), place) for place, c in cells.items() if c == "."]
        if not empty:
            return True
        _, place = min(empty)
        for digit in options(*place):
            cells[place] = digit
            if fill():
                return True
        cells[place] = "."
        return False

    return "".join(cells.values()) if fill() else None


solved = sudoku(SUDOKU)
print(*(solved[i:i + 9] for i in range(0, 81, 9)), sep="\n")
print(sudoku(SUDOKU[:-1] + "8"))
