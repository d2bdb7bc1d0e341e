# Shows: the shortest text that gives a float back, and when an exponent is written.
for number in (
    0.1, 1.0, 100.0, 1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23, 0.001, 0.0001, 0.00001,
    1.5e-7, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 3.141592653589793, 1 / 3,
    9007199254740993.0, 0.30000000000000004, -0.0, 1e100, 123.456, 4.35, 2.675, 1e-5, 12345.678e-10,
):
    text = repr(number)
    print(text, str(number) == text, float(text) == number)

print(float("inf"), -float("inf"), float("nan"), -float("nan"))
print([1.0, -2.5], (1e20,), {1.5: 2.5}, f"{1e20}", "%s" % 1.0)
print(float.hex(0.1), (1.0).hex(), (-2.5).hex(), (5e-324).hex(), (0.0).hex(), (1e308).hex())
print(
    float.fromhex("0x1.8p1"), float.fromhex("-0x.1"), float.fromhex("1e3"), float.fromhex(" inf ")
)
for wrong in "0x1.8q", "", "0x1p5000", "nothing":
    try:
        print(float.fromhex(wrong))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
