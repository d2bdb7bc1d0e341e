# Measures: laying text out: padding, f-strings, %, format, numbers to text and back.


def main():
    lines = []
    total = 0
    for number in range(60_000):
        code = str(number).zfill(8)
        lines.append(f"{code} {number / 7:10.3f} {number:>8,} {number:#x}".rjust(50))
        lines.append("%06d %-8s %5.1f" % (number, code[3:], number * 0.25))
        lines.append("{}|{:<6}|{:^9}".format(number, code[-4:], "mid"))
        total += int(code) + int(code[4:]) + int(float(code[5:] + ".5")) + int(hex(number), 16)
        if len(lines) > 300:
            total += len("\n".join(lines))
            lines.clear()
    print("text_layout", total)


for _ in range(3):
    main()
