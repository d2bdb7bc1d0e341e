# Shows: a small program that reads its input to the end: numbers, a command, wrong lines.
import sys

total, wrong, words = 0, [], {}
for number, line in enumerate(sys.stdin, 1):
    line = line.strip()
    if not line or line.startswith("#"):
        continue
    name, separator, text = line.partition("=")
    try:
        value = int(text, 0) if separator else float(name)
    except ValueError as error:
        wrong.append((number, str(error)))
        continue
    if separator:
        words[name.strip()] = value
    total += value
print(total, words)
for number, message in wrong:
    print(f"line {number}: {message}")
if not total:
    sys.exit("no input")
sys.exit(len(wrong))
