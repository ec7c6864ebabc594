# try / except / else: matching, order, tuples, as-names, re-raise, nested handlers.
def attempt(action):
    try:
        action()
    except (ValueError, TypeError) as e:
        return "value or type", type(e).__name__
    except LookupError:
        return "lookup"
    except ArithmeticError as e:
        return str(e)
    except:
        return "anything"
    else:
        return "nothing raised"


def throw(x):
    raise x


print(attempt(lambda: throw(ValueError)))
print(attempt(lambda: throw(TypeError("t"))))
print(attempt(lambda: {}["k"]))
print(attempt(lambda: [][0]))
print(attempt(lambda: 1 / 0))
print(attempt(lambda: throw(KeyboardInterrupt)))
print(attempt(lambda: None))

try:
    raise ValueError("x")
except ValueError as e:
    kept = e
print("e" in globals(), kept)

try:
    try:
        raise KeyError("first")
    except KeyError:
        raise
except KeyError as e:
    print("reraised", e)

try:
    try:
        {}["a"]
    except KeyError as e:
        raise e
except KeyError as e:
    print(e.args)


def nested():
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            [][1]
        except IndexError as inner:
            print(inner, "| context:", inner.__context__)
        print("back in outer")


nested()


class Mine(Exception):
    pass


class Other(Mine, ValueError):
    pass


for kind in (Mine, Other):
    try:
        raise kind("m")
    except ValueError:
        print("as ValueError")
    except Mine:
        print("as Mine")

kinds = (KeyError, (IndexError, (TypeError,)))
for bad in ("except 1", "except 'ValueError'", "except (ValueError, 3)", "except int", "except kinds[1]", "except None"):
    try:
        exec("try:\n    raise OSError\n%s:\n    pass" % bad)
    except Exception as e:
        print(bad, "->", type(e).__name__, e)


def dynamic(kind):
    try:
        raise KeyError(1)
    except kind:
        return "matched"


print(dynamic(LookupError), dynamic((OSError, KeyError)))
try:
    print(dynamic(()))
except KeyError:
    print("empty tuple matches nothing")

try:
    pass
except undefined_name:
    print("not evaluated")
try:
    raise ValueError
except* ValueError as eg:
    print(type(eg).__name__)
