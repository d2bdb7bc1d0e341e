if __debug__:
    check()
