# Floats with a fixed number of digits: rounding to even of exact halves, sizes at both ends.
VALUES = [
    0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, -0.125, 1e-5, 5e-324, 2.675, 1.005, 0.1, 1 / 3,
    9.995, 99.5, 999999.5, 1e15 + 0.5, 1e16, 1e22, 1.7976931348623157e308, 2.0 ** 70, 2.0 ** -70,
    4503599627370496.5, 123456789.987654321,
]
for places in (0, 1, 2, 5, 15, 22, 23, 40):
    print(places, [f"{value:.{places}f}" for value in VALUES if abs(value) < 1e30])
print([f"{value:.1f}"[:20] for value in VALUES], f"{VALUES[20]:.3f}"[-8:])
print(["%.2f|%8.1f|%-8.0f|%+.1f|%08.3f" % ((value,) * 5) for value in VALUES[:12]])
print([f"{value:,.2f} {value:>12.1f} {value:+.0f} {value:z.1f} {value:#.0f} {value:.1%}" for value in VALUES[:12]])
print(f"{12:5}|{-7:<4}|{1234567:,}|{255:#x}|{5:03d}|{'ab':>4}|{'abc':.2}|{3:.2f}|{2.5}|{10**20:,}")
