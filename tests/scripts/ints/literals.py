# Shows: how integer literals are written, and which are refused.
print(0, 00, 0_0, 1_000_000, 0xDEAD_beef, 0o17, 0b1010, 0XFF, 0B1, 0O7)
print(100000000000000000000000000000000, 0xFFFFFFFFFFFFFFFFFFFFFFFFFF)
print(1 .real, 1.0.real, (1).imag, 1..imag)
print(1if 1else 0)

for source in (
    "012", "1__0", "1_", "0x", "0b2", "0o8", "0xg", "1a", "0_", "0b_", "_1", "1.5.6", "1e", "1_e5",
    "0b1_", "99l", "0x1.5",
):
    try:
        print(source, eval(source))
    except SyntaxError as error:
        print(source, "->", error.msg)
    except NameError as error:
        print(source, "->", error)
