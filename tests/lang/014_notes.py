# add_note and __notes__.
e = ValueError("x")
print(hasattr(e, "__notes__"))
e.add_note("first")
e.add_note("second\nline")
print(e.__notes__, str(e), repr(e))
for bad in (1, None, b"n"):
    try:
        e.add_note(bad)
    except TypeError as error:
        print(error)
e.__notes__ = "not a list"
try:
    e.add_note("x")
except TypeError as error:
    print(error)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        z.add_note("while dividing")
        raise
except ZeroDivisionError as z:
    print(z.__notes__)


class Noted(Exception):
    def __init__(self, *args):
        super().__init__(*args)
        self.add_note(f"made with {args}")


print(Noted(1, 2).__notes__)
