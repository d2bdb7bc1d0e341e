def search(grid, wanted):
    for row in grid:
        for cell in row:
            if cell == wanted:
                break
        else:
            continue
        break
    return row
