if 0:
    never()
while 1:
    if True and x:
        break
while False:
    pass
y = 1 if 'yes' else 2
