def check(values, limit):
    for index, value in enumerate(values):
        assert value < limit and isinstance(value, int), f"value {index} is {value}"


check([1, 2, 300], 100)
