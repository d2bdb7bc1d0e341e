def f():
    try:
        work()
    except* ValueError:
        return_later = 1
    else:
        fine()
    finally:
        close()
