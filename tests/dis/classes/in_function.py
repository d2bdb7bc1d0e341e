def make(base, name):
    class Made(base):
        label = name
        def hello(self):
            return name + super().hello()
    return Made
