# What a spawned process sends back: instances of classes that the program's file defines are the parent's own.
import concurrent.futures as cf
import dataclasses
import enum
import multiprocessing as mp


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Reply:
    value: object
    color: Color = Color.RED


class Failure(Exception):
    pass


def answer(conn, request):
    conn.send([Reply(request.value * 2, Color.BLUE), type(request).__module__, Reply, answer])


def make(n):
    if n < 0:
        raise Failure(n)
    return Reply(n)


def relay(conn, method):
    reader, writer = mp.Pipe(False)
    p = mp.get_context(method).Process(target=answer, args=(writer, Reply(21)))
    p.start()
    conn.send(reader.recv()[0])
    p.join(20)


def main():
    for method in 'fork', 'spawn', 'forkserver':
        ctx = mp.get_context(method)
        reader, writer = ctx.Pipe(False)
        p = ctx.Process(target=answer, args=(writer, Reply(5)))
        p.start()
        reply, module, cls, function = reader.recv()
        p.join(20)
        print(reply, module, reply == Reply(10, Color.BLUE), cls is Reply, function is answer, p.exitcode)
        p = ctx.Process(target=relay, args=(writer, method))
        p.start()
        print(reader.recv())
        p.join(20)
        with ctx.Pool(1) as pool, cf.ProcessPoolExecutor(1, mp_context=ctx) as executor:
            print(pool.map(make, [1, 2]) == [Reply(1), Reply(2)], executor.submit(make, 3).result(20) == Reply(3))
            for call in lambda: pool.apply(make, (-1,)), lambda: executor.submit(make, -2).result(20):
                try:
                    call()
                except Failure as exc:
                    print('Failure', exc)


if __name__ == '__main__':
    main()
