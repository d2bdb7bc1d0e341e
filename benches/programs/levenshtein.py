# Measures: dynamic programming over strs and lists: the distance between words.


def distance(a, b):
    above = list(range(len(b) + 1))
    for row, letter in enumerate(a, 1):
        current = [row]
        for column, other in enumerate(b, 1):
            cost = above[column - 1] + (letter != other)
            insertion = current[column - 1] + 1
            deletion = above[column] + 1
            if insertion < cost:
                cost = insertion
            if deletion < cost:
                cost = deletion
            current.append(cost)
        above = current
    return above[-1]


def main():
    words = ["generator", "interpreter", "kitten", "sitting", "comprehension", "loom", "weaving",
             "coroutine", "iteration", "saturday", "sunday", "recursion", "gumbo", "gambol"]
    total = 0
    for _ in range(550):
        for a in words:
            for b in words:
                total += distance(a, b)
    print("levenshtein", total)


main()
