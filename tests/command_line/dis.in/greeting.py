class Greeter:
    def __init__(self, name):
        self.name = name

    def greet(self, times=1):
        def line():
            return f'Hello, {self.name}!'
        for _ in range(times):
            yield line()
