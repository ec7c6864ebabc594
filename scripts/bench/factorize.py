# Factors by trial division: a generator, a range loop, int remainder.
def factorize(number):
    for i in range(1, number + 1):
        if number % i == 0:
            yield i


numbers = [2139079, 1214759, 1516637, 1852285, 2139079]
print([sum(factorize(n)) for n in numbers])
