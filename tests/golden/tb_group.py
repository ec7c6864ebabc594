def failing(n):
    raise ValueError(f"number {n}")


def collect():
    errors = []
    for n in range(2):
        try:
            failing(n)
        except ValueError as e:
            errors.append(e)
    try:
        {}["k"]
    except KeyError as e:
        e.add_note("a note on the inner one")
        errors.append(ExceptionGroup("nested", [e, OSError(2, "none")]))
    raise ExceptionGroup("several", errors)


collect()
