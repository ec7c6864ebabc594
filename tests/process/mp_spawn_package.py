# A program that is run with -m: children that are new interpreters know its package.
import os
import subprocess
import sys
import tempfile

MODULE = '''
from . import helper
import multiprocessing as mp


def work(x):
    print(helper.double(x), __name__, __package__, __spec__.name, flush=True)


if __name__ == '__main__':
    for method in 'fork', 'spawn', 'forkserver':
        p = mp.get_context(method).Process(target=work, args=(21,))
        p.start()
        p.join()
        print(p.exitcode, flush=True)
'''

top = tempfile.mkdtemp()
os.makedirs(top + '/pack/sub')
for path, text in ('__init__.py', ''), ('sub/__init__.py', ''), ('sub/helper.py', 'def double(x): return 2 * x\n'), \
        ('sub/main.py', MODULE):
    with open(f'{top}/pack/{path}', 'w') as file:
        file.write(text)
print(subprocess.run([sys.executable, '-m', 'pack.sub.main'], cwd=top, capture_output=True, text=True, timeout=15))
