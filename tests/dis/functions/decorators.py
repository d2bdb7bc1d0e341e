@first
@second(1, key='x')
def f():
    pass
