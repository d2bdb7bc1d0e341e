# Shows: the format mini-language for floats.


def show(value, *specs):
    for spec in specs:
        try:
            print(f"{value!r} {spec!r:9} [{format(value, spec)}]")
        except Exception as error:
            print(f"{value!r} {spec!r:9} {type(error).__name__}: {error}")


show(
    3.14159, "", ".2f", "8.2f", "<8.1f", "^9.3f", "08.2f", "+.1f", " .1f", "e", ".2E", "g", ".3g",
    "n", "%", ".1%"
)
show(
    1234567.891, "", ",", ",.2f", "_.1f", ".0f", "#.0f", "g", ".10g", "e", "G", ".3", "12,.1f",
    "012,.1f"
)
show(0.00001234, "", "f", ".8f", "g", ".2g", "#g", "e", ".0e", "%")
show(-0.0, "", ".1f", "z.1f", "+z.0f", "g")
show(-0.04, ".1f", "z.1f", "z.0f", "+z.1f")
show(float("inf"), "", "f", "F", "e", "G", "08.1f", "%", "+")
show(float("nan"), "", "f", "F", "010", "+", ".2%")
show(1e22, "", "f", "g", ".5", ",", "d", "x", "s", "c", ",n", ".f", "..2f", "5.2.3f", "_n", "q")
show(100.0, "g", ".2g", ".3g", "#.3g", "r", ".0", ".1", "")
show(2.5, ".0f", ".0e")
show(3.5, ".0f", ".0%")
show(1.0, ".50f", ".20g")
show(123456789.0, ".4", "_", "_.2e")
