def drop():
    global thing
    del thing
