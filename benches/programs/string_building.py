# Measures: making strs: +=, join, f-strings, format, % and conversion of numbers.


def concatenate(count):
    text = ""
    for number in range(count):
        text += "ab"
        text += str(number)
    return text


def join(count):
    return ",".join([str(number) for number in range(count)])


def main():
    total = 0
    for round_number in range(65):
        total += len(concatenate(20_000)) + len(join(20_000))
        for number in range(10_000):
            total += len(f"{number}: {number * 0.5:.2f} ({number!r:>8})")
            total += len("{} and {name}".format(number, name="weft"))
            total += len("%d%% of %s" % (number, "it"))
            total += len("row " + str(number) + "\n")
    print("string_building", total)


main()
