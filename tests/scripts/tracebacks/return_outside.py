# Shows: return where there is no function.
value = 5
if value:
    return value
