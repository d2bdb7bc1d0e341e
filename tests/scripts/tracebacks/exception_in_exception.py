# Shows: an exception whose __init__ fails, and one whose __str__ uses what is missing.


class Detailed(Exception):
    def __init__(self, message, details):
        super().__init__(message)
        self.details = details

    def __str__(self):
        return f"{self.args[0]}: {self.details['reason']}"


try:
    raise Detailed("no details")
except TypeError as error:
    print(error)
try:
    raise Detailed("fine", {"reason": "because"})
except Detailed as error:
    print(error)
raise Detailed("broken", {})
