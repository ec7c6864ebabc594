import atexit


def goodbye(name):
    print("goodbye", name)


atexit.register(goodbye, "first registered, last run")
atexit.register(int, "not a number")
atexit.register(goodbye, name="last registered, first run")
print("main ends")
