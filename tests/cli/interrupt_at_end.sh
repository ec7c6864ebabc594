# The interrupt comes, and right behind it the end of the input: the interrupt was first.
"$MINIPY" -c '
import signal, subprocess, sys
signal.alarm(30)
for n in range(5):
    child = subprocess.Popen([sys.executable, "-c", "print(flush=True)\ninput()"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    child.stdout.readline()
    while open(f"/proc/{child.pid}/stat").read().split(") ")[1][0] != "S":
        pass
    child.send_signal(signal.SIGINT)
    print(child.communicate()[1].split()[-1], child.returncode)'
