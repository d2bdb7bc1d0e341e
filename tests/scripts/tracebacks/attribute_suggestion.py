# Shows: an attribute that is not there, with a suggestion, at the end of a script.


class Account:
    def __init__(self):
        self.balance = 0


account = Account()
account.blance += 5
