# Shows: the format mini-language for integers.


def attempt(value, spec):
    try:
        print(f"{spec!r:12} [{format(value, spec)}]")
    except Exception as error:
        print(f"{spec!r:12} {type(error).__name__}: {error}")


for spec in ("", "d", "5", "<5", ">5", "^5", "=+8", "05", "+", "-", " ", "*^9", "x", "X", "#x", "#X",
             "o", "#o", "b", "#b", "c", "n", "e", ".2f", "g", "%", "_", ",", "_x", "#010x", "+#b",
             "010,", "é>6", "0>6", "<08"):
    attempt(65, spec)
    attempt(-1234567, spec) if spec != "c" else None

for spec in (
    ",x", ".2d", "s", "y", ",_", "__", "#c", "+c", "5.", "10.3x", "{", "z", ",n", "q10", "5d5"
):
    attempt(65, spec)
attempt(-1, "c")
attempt(0x110000, "c")
attempt(0x1F600, "c")
attempt(True, "")
attempt(True, "d")
attempt(True, "5")
attempt(10**30, ",")
attempt(10**30, "_b")
attempt(10**30, "e")
