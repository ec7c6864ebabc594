# Runs scripts of the user's documents under the GIL observatory: its verdict must be the sentence that the document teaches.
# Other work on the machine may spoil a run (processes that get no processor gain nothing), so a script has four tries.
import os
import subprocess
import sys
import tempfile

from giltrace.recording import Recording
from giltrace.states import check_sums
from giltrace.verdicts import verdicts

folder, names = sys.argv[1], sys.argv[2:]

# Of each script the verdicts that must come: their kind, words that they contain, and how many times as fast at least.
EXPECTED = {
    "000/01_factorize_serial": [("one thread", "processes can share it")],
    "000/02_factorize_threads": [("no gain", "5 threads (Thread-1 to Thread-5) gain nothing because they compute")],
    "000/03_slow_syscall_serial": [("one thread", "select (5 times"), ("one thread", "In threads the calls would wait side by")],
    "000/04_slow_syscall_threads": [("no gain", "5 threads"), ("gain", "5 threads"), ("gain", "because they wait"), ("gain", 3)],
    "001/04_ten_sleeps": [("one thread", "for 10 programs that it started; these ran side by side")],
    "002/01_tasks_sequential": [("one thread", "sleep (5 times")],
    "002/02_tasks_threads": [("gain", "5 threads (Thread-1 (task) to Thread-5 (task)) gain because they wait"), ("gain", 3)],
    "002/03_rlock_whole_task": [("lock", "5 threads"), ("lock", "work one after another"), ("lock", "`with rlock:"),
                                ("lock", "not around sleep"), ("gain", 3)],
    "002/04_rlock_granular": [("lock", "5 threads"), ("gain", "Thread-11 (task_locked) to Thread-15"), ("gain", 3)],
    "002/06_sleeper_start": [("gain", "5 threads"), ("gain", "Thread-6 to Thread-10"), ("gain", 3)],
    "002/07_sleeper_class_rlock": [("gain", "5 threads"), ("gain", "Thread-6 to Thread-10"), ("gain", 3)],
    "002/09_factorial_threads": [("no gain", "30 threads"), ("no gain", "because they compute"), ("gain", 3)],
    "002/10_factorial_processes": [("too many processes", "processes compute at a time"), ("parallel", 1.2)],
    "002/12_factorial_map": [("one thread", "nobody to share the GIL with")],
    "002/13_factorial_thread_pool": [("no gain", "ThreadPoolExecutor-0_0 to"), ("no gain", "because they compute")],
    "002/14_factorial_process_pool": [("parallel", "each with a GIL of its own"), ("parallel", 1.2)],
    "003/01_switch_interval": [("one thread", "nobody to share the GIL with")],
    "004/01_threads": [("gain", "2 threads"), ("gain", "sleep, 2.00 s each"), ("gain", 1.9)],
    "004/02_processes": [("parallel", "2 processes wait side by side"), ("parallel", 1.9)],
}
# What only several processors can show.
PARALLEL = "002/10_factorial_processes", "002/14_factorial_process_pool"
# What must not be said: it would be wrong, whatever the machine does.
NEVER = {"000/02": ["gain", "lock"], "002/02": ["no gain", "lock"], "002/07": ["lock"], "002/09": ["lock"], "004/01": ["no gain", "lock"]}


def run(script):
    """The verdicts, and what is wrong with the recording."""
    with tempfile.TemporaryDirectory() as recorded:
        env = dict(os.environ, MINIPY_GIL_RECORDING=f"0:{recorded}")
        ran = subprocess.run([sys.executable, script], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                             timeout=60)
        recording = Recording(recorded, events=False)
    wrong = [ran.stderr] if ran.returncode or ran.stderr else []
    return verdicts(recording), wrong + recording.problems + check_sums(recording)


def gained(text):
    before, found, _ = text.partition(" times as fast")
    return float(before.split()[-1]) if found else 0


def missing(found, expected):
    for kind, what in expected:
        texts = [str(v) for v in found if v.kind == kind]
        if not any(gained(text) >= what if isinstance(what, (int, float)) else what in text for text in texts):
            return f"no verdict {kind!r} with {what!r}"
    return None


for name in names:
    if name in PARALLEL and len(os.sched_getaffinity(0)) < 2:
        print(name, "ok")
        continue
    for attempt in range(4):
        found, wrong = run(os.path.join(folder, name + ".py"))
        wrong += [f"wrong verdict: {v}" for v in found if v.kind in NEVER.get(name[:6], ())]
        problem = missing(found, EXPECTED[name])
        if attempt and name in PARALLEL and any(v.kind == "no processor" for v in found):
            problem = None              # it sees why there is no gain: something else used the processors
        if wrong or problem is None:
            break
    print(name, *wrong, problem or "ok", sep="\n  " if wrong or problem else " ", flush=True)
    if wrong or problem:            # what it said instead
        print(*(f"  {v.kind}: {v}" for v in found), sep="\n")
