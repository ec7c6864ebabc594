# Division by zero inside a generator inside a comprehension.
def shares(total, parts):
    for part in parts:
        yield total / part


def report(values):
    return [f"{share:.1f}" for share in shares(10, values)]


print(report([1, 2, 4]))
print(report([5, 0, 1]))
