def __getattr__(name):
    if name == "missing" or name.startswith("__"):
        raise AttributeError(f"lazy has no {name}")
    return f"made for {name}"


def __dir__():
    return ["custom", "dir"]
