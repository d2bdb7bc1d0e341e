# Shows: for and while with else, break and continue in nests, and loops over changing targets.


def find(items, wanted):
    for index, item in enumerate(items):
        if item == wanted:
            break
    else:
        return "not found"
    return index


print(find("abc", "b"), find("abc", "z"), find("", "a"))
n = 0
while n < 5:
    n += 1
    if n == 2:
        continue
    if n == 4:
        break
    print(n, end=" ")
else:
    print("not printed")
print("left at", n)
while n:
    n -= 1
else:
    print("else at", n)
for i in range(3):
    for j in range(3):
        if j == i:
            break
        print(i, j, end="; ")
    else:
        continue
    if i == 2:
        break
else:
    print("no outer break")
print(i, j)
box = [0]
for box[0] in range(3):
    pass
print(box)
table = {}
for table["k"], *table["rest"] in [(1, 2, 3), (4,)]:
    print(table)
for i in range(3):
    i = 10
print(i)
for never in []:
    pass
print("never" in globals())
for a, (b, c) in [(1, (2, 3)), (4, "56")]:
    print(a, b, c, end=" ")
print()


def nested():
    for i in range(2):
        try:
            for j in range(3):
                try:
                    if j == 1:
                        continue
                    if j == 2:
                        break
                finally:
                    print("finally", i, j, end="; ")
        finally:
            print("outer", i, end="; ")
    while True:
        try:
            return "returned"
        finally:
            break
    return "the break won"


print(nested())
for x in (lambda: [1, 2])():
    print(x, end=" ")
for x in 1, 2, *[3]:
    print(x, end=" ")
while (line := box.pop() if box else None) is not None:
    print("popped", line)
