for obj.x in xs:
    pass
for d[k] in xs:
    pass
