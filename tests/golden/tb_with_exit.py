class Resource:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        raise OSError(5, "close failed", "device")


with Resource() as r:
    r.missing_method()
