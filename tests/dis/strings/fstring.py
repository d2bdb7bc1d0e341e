a = f'{x}'
b = f'a{x}b{y!r}c{z:>10}d'
c = f'{x!s:{width}.{precision}}'
