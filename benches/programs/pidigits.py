# Measures: integers of any size, with the digits of pi by Gibbons' spigot.


def digits_of_pi(count):
    digits = []
    q, r, t, k, n, m = 1, 0, 1, 1, 3, 3
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits.append(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, m = (
                q * k,
                (2 * q + r) * m,
                t * m,
                k + 1,
                (q * (7 * k + 2) + r * m) // (t * m),
                m + 2,
            )
    return digits


digits = digits_of_pi(4500)
print("pidigits", "".join(map(str, digits[:20])), "".join(map(str, digits[-20:])), sum(digits))
