"""Factors of five numbers by trial division: the main job, timed by itself."""
import time


def factorize(number):
    for i in range(1, number + 1):
        if number % i == 0:
            yield i


numbers = [2139079, 1214759, 1516637, 1852285, 2139079]
start = time.time()
for number in numbers:
    list(factorize(number))
print(f"Took {time.time() - start:.3f} seconds")
