# Shows: carets under an expression of many lines.


def total(*numbers):
    return sum(numbers)


def compute():
    return (
        total(1, 2)
        + total(
            3,
            "4",
        )
        + total(5)
    )


compute()
