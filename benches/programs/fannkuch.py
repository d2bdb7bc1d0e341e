# Measures: permutations in lists, turned over by slices: the fannkuch problem.


def fannkuch(size):
    count = list(range(1, size + 1))
    permutation = list(range(size))
    most_flips = checksum = 0
    sign = 1
    left = size
    while True:
        first = permutation[0]
        if first:
            flips = 0
            turned = permutation[:]
            while first:
                turned[:first + 1] = turned[first::-1]
                first = turned[0]
                flips += 1
            most_flips = max(most_flips, flips)
            checksum += sign * flips
        while left != 1:
            count[left - 1] = left
            left -= 1
        # The next permutation: turn the first places round, by one more place if exhausted.
        sign = -sign
        while True:
            if left == size:
                return checksum, most_flips
            permutation.insert(left, permutation.pop(0))
            count[left] -= 1
            if count[left] > 0:
                break
            left += 1


for size in (7, 8, 9, 9, 9):
    print("fannkuch", *fannkuch(size))
