# a comment first

x = 1  # trailing


# between
y = 2
