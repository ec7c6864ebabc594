# Four threads that log: enabled lines to a stream, disabled ones nowhere.
import io
import logging
import threading

out = io.StringIO()
handler = logging.StreamHandler(out)
handler.setFormatter(logging.Formatter("%(levelname)s:%(threadName)s:%(message)s"))
log = logging.getLogger("bench")
log.propagate = False
log.addHandler(handler)
log.setLevel(logging.INFO)


def work(n):
    for i in range(n):
        log.info("line %d of %s", i, n)
        for _ in range(10):
            log.debug("unseen %d", i)


threads = [threading.Thread(target=work, args=(3000,)) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(out.getvalue().splitlines()))
