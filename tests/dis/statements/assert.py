assert x
assert x > 0, 'x must be positive'
assert x, f'got {x}'
