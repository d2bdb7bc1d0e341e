# Shows: a program: accounts with properties, exceptions, transactions and a history.
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal


class BankError(Exception):
    """The base of what goes wrong in a bank."""


class InsufficientFunds(BankError):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} has {account.balance}, not {amount}")
        self.account, self.amount = account, amount


@dataclass
class Account:
    owner: str
    balance: Decimal = Decimal(0)
    history: list = field(default_factory=list, repr=False)
    limit = Decimal(0)

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"a deposit must be positive, not {amount}")
        self._change(amount)

    def withdraw(self, amount):
        if self.balance - amount < -self.limit:
            raise InsufficientFunds(self, amount)
        self._change(-amount)

    def _change(self, amount):
        self.balance += amount
        self.history.append(amount)


class Overdraft(Account):
    limit = Decimal(100)


class Bank:
    def __init__(self):
        self.accounts = {}

    def __getitem__(self, owner):
        try:
            return self.accounts[owner]
        except KeyError:
            raise BankError(f"no account of {owner!r}") from None

    def open(self, owner, kind=Account):
        if owner in self.accounts:
            raise BankError(f"{owner} has an account")
        self.accounts[owner] = kind(owner)
        return self.accounts[owner]

    @contextmanager
    def transaction(self):
        saved = {
            owner: (account.balance, len(account.history)) for owner,
            account in self.accounts.items()
        }
        try:
            yield self
        except BankError as error:
            for owner, (balance, length) in saved.items():
                account = self.accounts[owner]
                account.balance = balance
                del account.history[length:]
            print("rolled back:", error)

    def transfer(self, giver, taker, amount):
        with self.transaction():
            self[taker].deposit(amount)
            self[giver].withdraw(amount)


bank = Bank()
bank.open("ann").deposit(Decimal("50.10"))
bank.open("bob", Overdraft)
bank.transfer("ann", "bob", Decimal("20.05"))
bank.transfer("bob", "ann", Decimal(500))
bank.transfer("bob", "ann", Decimal(100))
bank.transfer("ann", "nobody", Decimal(1))
print(
    bank["ann"], bank["bob"],
    [list(map(str, account.history)) for account in bank.accounts.values()]
)
for action in (
    lambda: bank.open("ann"), lambda: bank["cy"], lambda: bank["ann"].deposit(-1),
    lambda: bank["ann"].withdraw(10**6)
):
    try:
        action()
    except (BankError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", error.__cause__, error.__suppress_context__)
print(sum(account.balance for account in bank.accounts.values()), isinstance(bank["bob"], Account))
