# Measures: lists: append, pop, index, slices, insert, reverse, extend, concatenation.


def main():
    total = 0
    for round_number in range(150):
        numbers = []
        for number in range(30_000):
            numbers.append(number ^ round_number)
        for index in range(len(numbers)):
            total += numbers[index]
            numbers[index] = numbers[-index]
        for start in range(0, 30_000, 5):
            window = numbers[start:start + 10]
            total += window[0] + window[-1] + len(window)
        numbers[10:20] = [0] * 5
        numbers.extend(numbers[:1000])
        numbers.reverse()
        while len(numbers) > 15_000:
            total += numbers.pop()
        front = []
        for number in range(500):
            front.insert(0, number)
            total += front.index(number // 2) + (number in front)
        total += len(front + numbers) + len(numbers[::3])
    print("list_operations", total)


main()
