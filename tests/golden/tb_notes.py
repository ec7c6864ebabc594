try:
    1 / 0
except ZeroDivisionError as e:
    e.add_note("first note")
    e.add_note("second note\nover two lines")
    raise
