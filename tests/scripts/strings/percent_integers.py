# Integers in % formatting, with all flags.
for value in (0, 5, -255, -(10**17), 2**61 - 1, 10**30):
    for flags in ("", "-", "0", "+", " ", "-0", "+0", "#", "#0", "+-"):
        print([f"%{flags}{width}{letter}" % value for width in ("", "1", "3", "8", "70") for letter in "dixXo"], sep="|")
print("%.3d %5.3d %-8.4x| %*d %-*d|" % (5, 5, 255, 6, 7, 6, 7), "%d" % True, "%5d" % False, "%x" % True)
