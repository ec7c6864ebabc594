class Money:
    def __init__(self, amount, currency):
        self.amount, self.currency = amount, currency

    def __add__(self, other):
        if self.currency != other.currency:
            raise TypeError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)


wallet = [Money(1, "EUR"), Money(2, "USD")]
print(sum(wallet[1:], wallet[0]).amount)
