# Shows: GeneratorExit and StopIteration that nobody catches.
def run(kind):
    try:
        raise kind("uncaught")
    except Exception as error:
        print("an Exception:", repr(error))
    except BaseException as error:
        print("a BaseException:", repr(error))
        raise


run(StopIteration)
run(GeneratorExit)
