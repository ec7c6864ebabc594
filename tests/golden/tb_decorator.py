def twice(f):
    def wrapper(*args):
        return f(*args) + f(*args)
    return wrapper


@twice
def half(n):
    return n / 0


half(
    3,
)
