def a():
    raise ValueError("original")


def b():
    try:
        a()
    except ValueError as e:
        saved = e
    raise saved


def c():
    try:
        b()
    except ValueError:
        print("seen")
        raise


c()
