# print from several threads: nothing is lost, no write is torn. What it prints goes to a pipe or a file.
import sys
import threading


def work(n):
    for i in range(300):
        print(f'T{n}:{i}:' + 'x' * (i % 50))
        sys.stdout.write(f'T{n}+{i}+' + 'y' * (i % 40) + '\n')
        if i % 100 == 0:
            sys.stdout.flush()


ts = [threading.Thread(target=work, args=(n,)) for n in range(8)]
for t in ts:
    t.start()
for t in ts:
    t.join()
