# What is large is sent from where it lies: ints around whole words and whole bytes, bytes, and what may not be left in place.
import multiprocessing as mp


def echo(conn, other):
    other.close()
    while True:
        try:
            obj = conn.recv()
        except EOFError:
            return
        conn.send(obj)


class Number(int):
    pass


class Failing:
    def __reduce__(self):
        raise ValueError("not this one")


def main():
    ours, theirs = mp.Pipe()
    child = mp.Process(target=echo, args=(theirs, ours), daemon=True)
    child.start()
    theirs.close()

    def there_and_back(obj):
        ours.send(obj)
        assert ours.poll(60)
        return ours.recv()

    bits = 8 * 65536
    ints = [0, 1, -1, 1 << bits - 1, (1 << bits) - 1, 1 << bits, -1 << bits, -1 << bits - 1, (1 << bits - 8) - 1,
            (1 << 64 * 9000) - 1, 1 << 64 * 9000, 1 << 64 * 9000 - 1, (1 << 600_000) + 12345]
    data = [b"x" * n for n in (0, 1, 65535, 65536, 65537, 1 << 20)]
    data += ["y" * 70000, "\xe9" * 70000, "\u20ac" * 70000, bytearray(b"z" * 70000)]
    for obj in *ints, *data, ints, data, [[ints, data], {1: ints[4], "k": data[4]}], tuple(data * 3):
        got = there_and_back(obj)
        assert got == obj and type(got) is type(obj)
    print("same")
    one = data[4]
    got = there_and_back([one, one, ints[3], ints[3]])
    print(got[0] is got[1], got[2] == got[3])
    number = Number(ints[3])
    got = there_and_back(number)
    print(type(got).__name__, got == number)
    # more pieces than one call of writev() takes
    many = [(1 << bits) + i for i in range(1100)]
    print(there_and_back(many) == many)
    # an object that cannot be pickled leaves nothing behind in the connection
    for obj in Failing(), [ints[4], data[5], Failing()]:
        try:
            ours.send(obj)
        except ValueError as exc:
            print(exc)
    print(there_and_back("next"))
    ours.close()
    child.join(60)
    print(child.exitcode)


if __name__ == "__main__":
    main()
