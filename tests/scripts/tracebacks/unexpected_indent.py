# Shows: a line that is indented without a reason.
x = 1
    y = 2
