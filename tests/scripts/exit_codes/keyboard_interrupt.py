# Shows: KeyboardInterrupt that nobody catches; it is no Exception.
try:
    raise KeyboardInterrupt
except Exception:
    print("never")
except BaseException as error:
    print(repr(error), isinstance(error, Exception))
try:
    raise KeyboardInterrupt("with text")
finally:
    print("finally")
