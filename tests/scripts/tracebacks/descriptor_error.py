# Shows: frames of properties, descriptors and __getattr__.


class Celsius:
    def __get__(self, instance, owner):
        return instance.compute() / instance.zero


class Weather:
    temperature = Celsius()

    def __getattr__(self, name):
        if name == "zero":
            return 0
        raise AttributeError(f"weather has no {name}")

    def compute(self):
        return 5

    @property
    def report(self):
        return f"it is {self.temperature}"


try:
    Weather().rain
except AttributeError as error:
    print(error)
Weather().report
