for x in [1, 2, 3]:
    use(x)
for y in (1, 2):
    use(y)
for z in {1, 2}:
    use(z)
