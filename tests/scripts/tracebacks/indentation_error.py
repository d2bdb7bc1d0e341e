# Shows: a line that is indented to no level.
def function():
    if True:
        x = 1
      y = 2
