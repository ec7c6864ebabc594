def cleanup(handle):
    handle.close()


def work():
    try:
        return {}["key"]
    except KeyError:
        cleanup(None)


def main():
    try:
        work()
    except AttributeError:
        raise RuntimeError("could not recover")


main()
