# Shows: two expressions side by side inside brackets.
numbers = [
    1,
    2
    3,
]
