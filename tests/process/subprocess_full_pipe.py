# wait() for a program that cannot write on: a warning instead of a silent hang.
import subprocess
import warnings

PIPE = subprocess.PIPE


def waits(script, wait, **kwargs):
    p = subprocess.Popen(["sh", "-c", script], **kwargs)
    try:
        print(wait(p))
    except subprocess.TimeoutExpired:
        print("timeout")
    except ResourceWarning as e:
        print("ResourceWarning", str(e).replace(str(p.pid), "PID"))
    return p


# By default these warnings are seen, unlike others of their class; only once for each wait().
with warnings.catch_warnings(record=True) as seen:
    p = waits("exec yes", lambda p: p.wait(4), stdout=PIPE)
    for w in seen:
        print(w.category.__name__, "communicate" in str(w.message), w.filename.endswith("full_pipe.py"), w.lineno)
p.kill()
print(len(p.communicate()[0]) >= 65536)

warnings.simplefilter("error", ResourceWarning)
p = waits("exec yes >&2", lambda p: p.wait(15), stdout=PIPE, stderr=PIPE)
p.kill()
p.communicate()
# Pages that are not quite full: the pipe holds less than its size says.
p = waits("i=0; while [ $i -lt 30 ]; do head -c 3000 /dev/zero; i=$((i+1)); done", lambda p: p.wait(15), stdout=PIPE)
print(len(p.communicate()[0]))
try:
    subprocess.call(["yes"], stdout=PIPE, timeout=15)
except ResourceWarning as e:
    print("call()")

# Not where somebody reads, or nothing is full.
waits("yes | head -c 1000000", lambda p: len(p.communicate()[0]), stdout=PIPE)
waits("echo x; sleep 0.5", lambda p: p.wait(), stdout=PIPE).communicate()
waits("yes | head -c 1000000", lambda p: p.wait(), stdout=subprocess.DEVNULL)
