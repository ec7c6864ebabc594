# Files, sockets and others that nobody can reach give their descriptors back when these have run out; nothing is lost.
import os
import resource
import select
import socket
import tempfile

limit = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (100, limit[1]))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    for i in range(300):
        open(__file__)
    for i in range(300):
        open(__file__, "rb", 0)
    for i in range(300):
        open(path, "a").write(f"{i}\n")
    with open(path) as f:
        print(sorted(map(int, f)) == list(range(300)))
    for i in range(300):
        open(os.path.join(folder, f"f{i}"), "wb").write(b"%d" % i)
    print(all(open(os.path.join(folder, f"f{i}")).read() == str(i) for i in range(300)))
    makers = [socket.socket, socket.socketpair, select.epoll, lambda: os.close(os.dup(0)), lambda: list(os.scandir("/")),
              lambda: [os.close(fd) for fd in os.pipe()], lambda: os.close(os.open(__file__, os.O_RDONLY)),
              lambda: os.close(os.memfd_create("x")), lambda: [os.close(fd) for fd in os.openpty()]]
    for make in makers:
        for i in range(120):
            open(__file__)
            make()
    print("made")
    keep = []
    for make in (lambda: open(__file__), socket.socket, os.pipe, lambda: os.dup(0)):
        try:
            while True:
                keep.append(make())
        except OSError as e:
            print(e.errno, len(keep) > 50)
    for x in keep:
        if isinstance(x, int):
            os.close(x)
        elif isinstance(x, tuple):
            os.close(x[0]), os.close(x[1])
        else:
            x.close()
    print(len(open(__file__).read()) > 0)
