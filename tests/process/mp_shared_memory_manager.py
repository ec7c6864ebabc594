# The manager's server keeps account of the blocks, whoever made them.
import multiprocessing as mp
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import SharedMemory


def attempt(label, f):
    try:
        print(label, f())
    except Exception as exc:
        print(label, type(exc).__name__, exc)


def inherits(manager, conn):
    block = manager.SharedMemory(16)
    block.buf[:3] = b'abc'
    conn.send(block.name)
    block.close()


def connects(address, key, conn):
    manager = SharedMemoryManager(address, key)
    manager.connect()
    items = manager.ShareableList([1, 2.5, 'x'])
    conn.send(items.shm.name)
    items.shm.close()


def main():
    reader, writer = mp.Pipe(False)
    attempt('not started', lambda: SharedMemoryManager().SharedMemory(4))
    with SharedMemoryManager() as manager:
        names = []
        for target, args in (inherits, (manager, writer)), \
                (connects, (manager.address, bytes(mp.current_process().authkey), writer)):
            p = mp.Process(target=target, args=args)
            p.start()
            p.join(20)
            names.append(reader.recv())
            block = SharedMemory(names[-1])
            print(p.exitcode, bytes(block.buf[:3]))
            block.close()
        attempt('nothing', lambda: manager.SharedMemory(0))
        attempt('no list', lambda: manager.ShareableList([[]]))
        names += manager.SharedMemory(10).name, manager.ShareableList(range(3)).shm.name
        gone = manager.SharedMemory(10)
        gone.close()
        gone.unlink()
    for name in names:
        try:
            SharedMemory(name)
        except FileNotFoundError:
            print('gone')
    try:
        manager.SharedMemory(4)
    except OSError:
        print('nobody there')
    attempt('start', manager.start)


if __name__ == '__main__':
    main()
