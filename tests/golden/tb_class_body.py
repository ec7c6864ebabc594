def decorate(cls):
    return cls


@decorate
class Broken:
    value = 1

    def method(self):
        pass

    table = [value + n for n in "ab"]
