def echo():
    received = None
    while True:
        received = yield received
