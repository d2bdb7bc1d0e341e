def f(queue):
    while True:
        item = queue.get()
        if item is None:
            return
        handle(item)
