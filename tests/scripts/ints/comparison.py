# Shows: comparison of numbers of different types is exact, and their hashes agree.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(1 == 1.0 == True == 1 + 0j, 0 == False == 0.0 == -0.0)
print(2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 2**1000 < float("inf"))
print(-(2**1000) > float("-inf"), 10**400 > 1e308, 1 < float("nan"), 1 > float("nan"))
print(0.1 + 0.2 == 0.3, 1 != "1", 1 == None, 3 < 4 < 5 > 2, 1 < 3 < 2)
print(attempt(lambda: 1 < "1"))
print(attempt(lambda: 1 >= None))
print(attempt(lambda: 1 < 1j))
print(attempt(lambda: max(1, "a")))

print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j))
print(hash(-1), hash(-2), hash(0), hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(10**30))
print(hash(0.5), hash(1.5), hash(-0.0), hash(float("inf")), hash(float("-inf")), hash(1e300))
print(hash(3j), hash(1 + 2j))
print({1: "int", 1.0: "float", True: "bool"}, {0, 0.0, False})
print(max(1, 1.0), max(1.0, 1), min(True, 1), sorted([3, 1.5, True, -2, 10**20, 1e19]))
print(bool(0), bool(0.0), bool(0j), bool(-1), not 0, not 10**100)
