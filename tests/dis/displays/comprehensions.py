a = [x for x in y]
b = {x for x in y}
c = {x: z for x, z in y}
