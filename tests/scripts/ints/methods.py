# Shows: methods and attributes of int objects.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


number = 1000
print(number.to_bytes(2), number.to_bytes(4, "little"), number.to_bytes(length=3, byteorder="big"))
print((-1000).to_bytes(4, "big", signed=True), (0).to_bytes(), (255).to_bytes())
print(int.from_bytes(b"\x03\xe8"), int.from_bytes(b"\xe8\x03", "little"))
print(int.from_bytes(b"\xff\xfe", signed=True), int.from_bytes([1, 2, 3]), int.from_bytes(b""))
print(attempt(lambda: (256).to_bytes(1)))
print(attempt(lambda: (-1).to_bytes(1)))
print(attempt(lambda: (1).to_bytes(-1)))
print(attempt(lambda: (1).to_bytes(1, "middle")))
print(attempt(lambda: int.from_bytes("ab")))

print(number.as_integer_ratio(), number.is_integer(), number.conjugate())
print(number.real, number.imag, number.numerator, number.denominator)
print(attempt(lambda: setattr(number, "real", 1)))
print(number.__add__(1), number.__add__("1"), number.__radd__(5), number.__rsub__(5))
print(number.__divmod__(7), number.__bool__(), (0).__bool__(), number.__index__())
print(number.__round__(-2), round(1234, -2), round(1250, -2), round(1350, -2), round(-15, -1))
print(round(1234, 2), round(10**30 + 5, -1), round(5, -1), round(7, -5))
print(number.__format__("08,d"), number.__repr__(), number.__sizeof__() > 0)
print(int.__new__(int, "12"), (5).__pow__(3, 7), (5).__rpow__(2), (2).__pow__(-1))
