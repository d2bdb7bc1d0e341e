def last_word():
    try:
        yield 'working'
    finally:
        yield 'done'
