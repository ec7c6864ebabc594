# Time limit: 60 s
# Objects of a manager inside other objects of it: they are proxies there too, so that all processes see changes.
import gc
import multiprocessing as mp


def child(d):
    d['list'].append('child')
    d['lists'].append(d['list'])


def use(method):
    ctx = mp.get_context(method)
    m = ctx.Manager()
    outer, inner = m.list(), m.list()
    outer.append(inner)
    print(method, type(outer[0]).__name__, str(outer)[:33], str(inner))
    inner.append('hello')
    print(outer[0], outer[0][:], len(outer[0]))
    d = m.dict()
    d['dict'] = m.dict(k=1)
    d['dict']['k'] = 2
    print(d['dict'], d['dict'].copy())
    d['list'], d['lists'], d['lock'], d['queue'] = m.list([1]), m.list(), m.Lock(), m.Queue()
    d['value'], d['space'] = m.Value('i', 3), m.Namespace(a=1)
    gc.collect()                        # their first proxies are gone
    d['list'].append(2)
    print(d['list'][:], d['lock'].acquire(), d['lock'].acquire(False), d['lock'].release())
    d['queue'].put('x')
    print(d['queue'].get(), d['value'].value, d['space'].a)
    p = ctx.Process(target=child, args=(d,))
    p.start()
    p.join()
    print(p.exitcode, d['list'][:], d['lists'][0][:])
    rows = m.list([m.list([i]) for i in range(3)])
    gc.collect()
    for row in rows:
        row.append('z')
    print([row[:] for row in rows], rows.pop()[:], len(rows))
    rows.append(rows)
    print(len(rows[2]))
    space = m.Namespace()
    space.list = m.list([1])
    space.list.append(2)
    print(space.list[:], m.list([inner])[0][:])
    q = m.Queue()
    q.put(inner)
    print(q.get()[:])
    condition = m.Condition(m.Lock())
    with condition:
        print(condition.wait(0.01))
    pool = m.Pool(1)
    print(pool.apply(len, (inner,)), pool.map(len, [inner, inner]))
    pool.close()
    pool.join()
    m.shutdown()


if __name__ == '__main__':
    for method in 'fork', 'spawn':
        use(method)
