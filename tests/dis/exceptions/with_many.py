with a as x, b, c as (y, z):
    pass
