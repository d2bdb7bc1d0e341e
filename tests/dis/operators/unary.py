x = -a
x = +a
x = ~a
x = not a
