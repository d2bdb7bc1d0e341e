# Shows: a bracket closed by another kind.
table = {
    "a": [1, 2, 3),
}
