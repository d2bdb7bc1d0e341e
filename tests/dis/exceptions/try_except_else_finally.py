def f():
    try:
        x = work()
    except KeyError as e:
        return e
    except:
        raise
    else:
        return x
    finally:
        close()
