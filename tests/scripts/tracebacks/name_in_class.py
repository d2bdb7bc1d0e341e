# Shows: a name that is missing, where the class has an attribute of that name.


class Robot:
    power = 5

    def __init__(self):
        self.name = "r"

    def describe(self):
        return f"{name} with {self.power}"


Robot().describe()
