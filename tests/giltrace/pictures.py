# The timeline as text and as SVG: what is drawn, how wide and how large it may become.
# Not with STRESS: recordings of 13,000 events and more are read event by event, and a collection comes with every hundredth
import io
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "helpers"))
import synthetic
from folder import recorded
from giltrace import axis
from giltrace.report import report
from giltrace.svg import write_svg
from giltrace.text import timeline
from markup import contents, elements, without_colors

for name in "empty", "no_events", "five_computing", "five_selecting", "locks", "wrapped", "killed":
    print("--", name)
    timeline(recorded(name), sys.stdout, False, 80)

print("-- axis")
for span, most in (421_000_000, 6), (1_500_000_000, 4), (950, 5), (19_200_000, 4), (0, 5), (7_200_000_000_000, 6), (1000, 1):
    print([text for _, text in axis.ticks(span, most)])

print("-- widths")
for name in synthetic.RECORDINGS:
    if name == "million":
        continue
    recording = recorded(name)
    for width in 40, 80, 133:
        plain, painted = io.StringIO(), io.StringIO()
        timeline(recording, plain, False, width)
        timeline(recording, painted, True, width)
        lines = plain.getvalue().split("\n")
        assert max(map(len, lines)) <= width, (name, width, max(lines, key=len))
        assert [line.rstrip() for line in without_colors(painted.getvalue()).split("\n")] == [s.rstrip() for s in lines], name
        assert len(lines) < 50, (name, len(lines))
    for color in False, True:
        text = io.StringIO()
        report(recording, text, color)
        lines = without_colors(text.getvalue()).split("\n")
        assert max(map(len, lines)) <= 80, (name, max(lines, key=len))
        assert len(lines) < 75, (name, len(lines))


class Latin(io.StringIO):
    encoding = "ascii"


for write in timeline, report:
    text = Latin()
    write(recorded("hostile"), text, False)
    assert text.getvalue().isascii()
text = Latin()
timeline(recorded("locks"), text, False, 60)
print(text.getvalue())


print("-- svg")
for name in list(synthetic.RECORDINGS):
    recording = recorded(synthetic.million(60_000) if name == "million" else name)
    file = io.StringIO()
    write_svg(recording, file)
    text = file.getvalue()
    tags = elements(text)
    assert text.startswith("<svg ") and "<title " in text and "<desc " in text and "prefers-color-scheme:dark" in text
    assert len(text) < 150_000, (name, len(text))
    if name in ("empty", "five_selecting"):
        print(name, len(tags), contents(text, "desc"), contents(text, "title"), contents(text, "text"))
    if name == "hostile":
        assert "<img" not in text and "\u202e" not in text

print("-- many threads")
programs = [(f"worker-{i}", synthetic.computing("many.py", 1, i)) for i in range(300)]
world = synthetic.Recording()
world.process(synthetic.starting(programs, "many.py"), title=["minipy", "many.py"], room=256)
recording = recorded(world.go())
for write in (timeline, report):
    text = io.StringIO()
    write(recording, text, False)
    print([line[:26].rstrip() for line in text.getvalue().split("\n") if "more threads" in line], text.getvalue().count("\n"))
file = io.StringIO()
write_svg(recording, file)
print(len(elements(file.getvalue())) < 1000, "more threads" in file.getvalue(), len(file.getvalue()) < 150_000)
