def f(obj, i):
    obj.count += 1
    obj[i] -= 2
    obj[i:i + 1] *= 3
    obj.a.b[0] //= 4
