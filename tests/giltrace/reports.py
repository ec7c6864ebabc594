# The report's text: tables, the longest holds and waits, verdicts, and what is missing.
# Not with STRESS: recordings of 13,000 events and more are read event by event, and a collection comes with every hundredth
import io
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "helpers"))
import synthetic
from folder import changed, recorded
from giltrace.report import report

for name in "empty", "no_events", "five_computing", "convoy", "locks", "wrapped", "killed", "hostile":
    print("-" * 80)
    report(recorded(name), sys.stdout, False)

print("-" * 80)
text = io.StringIO()
report(recorded("pool"), text, False)
lines = text.getvalue().splitlines()
print(*lines[:14], sep="\n")


def nothing(folder):
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    open(os.path.join(folder, "12.0"), "w").close()


report(changed("locks", nothing), sys.stdout, False)

print("-- colours")


class Terminal(io.StringIO):
    def isatty(self):
        return True


for variables in {}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": ""}:
    os.environ.pop("NO_COLOR", None)
    os.environ["TERM"] = "xterm"
    os.environ.update(variables)
    shown = []
    for file in Terminal(), io.StringIO():
        report(recorded("no_events"), file)
        shown.append("\x1b" in file.getvalue())
    print(variables, shown)
report(recorded("no_events"), None, False)
