# int.to_bytes and int.from_bytes of few bytes.
for length in (0, 1, 2, 4, 7, 8, 9):
    for value in (0, 1, -1, 127, 128, -128, -129, 255, 256, -2**31, 2**32, 2**61, -2**61, 2**63 - 1, -2**63, 2**64 - 1):
        for signed in (False, True):
            for order in ("big", "little"):
                try:
                    data = value.to_bytes(length, order, signed=signed)
                except OverflowError as error:
                    if order == "big":
                        print(length, value, signed, error)
                else:
                    assert not length or int.from_bytes(data, order, signed=signed) == value
                    print(length, value, signed, data.hex())


class Source:
    def __bytes__(self):
        return b"\1\2"


class Sub(bytes):
    def __bytes__(self):
        return b"\3"


print(int.from_bytes(Source()), int.from_bytes(Sub(b"\4")), int.from_bytes([1, 2]), int.from_bytes(bytearray(b"\1\0")))
for length in (8, 9, 15, 16, 24, 63, 64, 65, 160, 161):
    for value in (2**63, 2**64 + 5, 2**127 - 1, 2**128, 2**191 + 3, 10**50, 2**511 + 1, 2**1279 + 7, -(2**70)):
        for signed in (False, True):
            try:
                data = value.to_bytes(length, signed=signed)
            except OverflowError as error:
                print(length, value.bit_length(), signed, error)
            else:
                assert data[::-1] == value.to_bytes(length, "little", signed=signed)
                assert int.from_bytes(data, signed=signed) == int.from_bytes(data[::-1], "little", signed=signed) == value
                assert int.from_bytes(b"\0" * 200 + data) == int.from_bytes(data)
print([int.from_bytes(bytes(n)) for n in (0, 9, 20, 300)], int.from_bytes(b"\xff" * 9) == 2**72 - 1)
