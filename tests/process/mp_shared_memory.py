# SharedMemory and ShareableList: names, sizes, what may stand where, and the layout, byte by byte.
from multiprocessing.shared_memory import SharedMemory, ShareableList


def t(text):
    try:
        print(text, '->', eval(text))
    except Exception as e:
        print(text, '!!', type(e).__name__, str(e)[:60], getattr(e, 'errno', ''))


def gone(block):
    block.close()
    block.unlink()


for text in ("SharedMemory()", "SharedMemory('minipy-test-none')", "SharedMemory('a', True)", "SharedMemory('a', True, -1)",
             "SharedMemory('a/b', True, 8)", "SharedMemory('', True, 8)", "SharedMemory('x' * 300, True, 8)",
             "ShareableList([[1]])", "ShareableList([2 ** 63])"):
    t(text)

block = SharedMemory('minipy-test', True, 100)
t("SharedMemory('minipy-test', True, 100)")
other = SharedMemory('minipy-test')
other.buf[:5] = b'hello'
print(block, block.name, block.size, bytes(block.buf[:6]), block.buf.format, block.buf.readonly)
other.close()
gone(block)
t("SharedMemory('minipy-test')")

values = None, False, 7, 3.5, 'abc', b'abcdefgh', 'abcdefghi', b'\0'
for first in None, True, 1, 2.5, 'a', b'a', '', 'x' * 20:
    for value in values:
        items = ShareableList([first])
        try:
            items[0] = value
            print(repr(first), repr(value), repr(items[0]), items.format)
        except ValueError as e:
            print(repr(first), repr(value), e)
        gone(items.shm)

items = ShareableList([1, 2.5, True, None, 'abc', b'xyz', 'é', '', -5, 'x' * 20], name='minipy-test-list')
print(items, len(items), items.format)
print(bytes(items.shm.buf[:8 * 12 + 8 * 14 + 9 * 10]).hex())
again = ShareableList(name='minipy-test-list')
again[0], again[3], again[-1] = 'abc', 77, b'y' * 24
print(items, items.index(77), items.count(True), items.index('hello') if 'hello' in items else None)
for text in "items[99]", "items[-99]", "items['a']", "items.__setitem__(99, 1)", "items.__setitem__(4, 'x' * 9)", \
        "items.__setitem__(0, [1])", "items.index('none')", "ShareableList([1], name='minipy-test-list')":
    t(text)
again.shm.close()
gone(items.shm)
gone(ShareableList([]).shm)
try:
    large = ShareableList(['x' * 12_000_000])
    print(len(large[0]))
    gone(large.shm)
except AssertionError:
    print(12_000_000)                   # CPython has no room for such a length
