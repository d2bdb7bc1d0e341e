# Measures: tables of lists filled by nested loops: knapsack, subsequences, coins, paths.


def knapsack(weights, room):
    best = [0] * (room + 1)
    for weight in weights:
        for left in range(room, weight - 1, -1):
            value = best[left - weight] + weight
            if value > best[left]:
                best[left] = value
    return best[room]


def common_subsequence(one, other):
    previous = [0] * (len(other) + 1)
    for left in one:
        current = [0]
        for index, right in enumerate(other):
            if left == right:
                current.append(previous[index] + 1)
            else:
                current.append(max(current[-1], previous[index + 1]))
        previous = current
    return previous[-1]


def coins(values, amount):
    ways = [1] + [0] * amount
    for value in values:
        for total in range(value, amount + 1):
            ways[total] = (ways[total] + ways[total - value]) % 1_000_000_007
    return ways[amount]


def paths(size):
    grid = [[1] * size for _ in range(size)]
    for row in range(1, size):
        for column in range(1, size):
            grid[row][column] = min(grid[row - 1][column] + grid[row][column - 1], 1 << 40)
    return grid[-1][-1]


def main():
    one = "the quick brown fox jumps over the lazy dog" * 6
    other = "pack my box with five dozen liquor jugs" * 6
    for _ in range(22):
        result = (knapsack([3, 34, 4, 12, 5, 2, 71, 9], 20_000), common_subsequence(one, other),
                  coins([1, 2, 5, 10, 20, 50, 100], 20_000), paths(300))
    print("dynamic_programming", result)


main()
