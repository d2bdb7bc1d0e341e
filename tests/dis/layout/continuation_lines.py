total = one + \
    two + \
    three
