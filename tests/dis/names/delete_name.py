thing = 1
del thing
