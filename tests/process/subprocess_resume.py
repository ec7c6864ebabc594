# communicate() again after a timeout, with input that was not all written by then.
from subprocess import *

p = Popen(["sh", "-c", "sleep 0.3; cat"], stdin=PIPE, stdout=PIPE)
big = bytes(range(256)) * 4000
tries = 0
while True:
    try:
        out, err = p.communicate(None if tries else big, timeout=0.05)
        break
    except TimeoutExpired as e:
        tries += 1
print(out == big, err, tries > 0, p.returncode)
p = Popen(["sh", "-c", "sleep 0.3; cat"], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)
try:
    p.communicate("\u20ac\n" * 100000, timeout=0.05)
except TimeoutExpired as e:
    print(e.output, e.stderr)
out, err = p.communicate(timeout=60)
print(out == "\u20ac\n" * 100000, repr(err))
