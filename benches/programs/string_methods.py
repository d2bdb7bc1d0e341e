# Measures: methods of str: split, strip, replace, find, startswith, upper, partition, slices.

LINE = "  The quick brown fox, having jumped; sat = 12 and rested under the old tree.  "


def main():
    total = 0
    for number in range(600_000):
        line = LINE.strip()
        words = line.split()
        total += len(words) + len(line.replace("o", "00"))
        total += line.find("tree") + line.count("e")
        if line.startswith("The") and line.endswith("tree."):
            total += 1
        key, _, value = line.partition(" = ")
        total += len(key) + len(value) + len(line[4:20]) + len(line[::-1])
        total += line.upper() < line.lower()
        total += words[number % len(words)].isalpha() + ("fox" in line)
        total += len("-".join(words)) + ord(line[number % 60])
    print("string_methods", total)


main()
