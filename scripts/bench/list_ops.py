# Lists: append, pop, index, slices, insert, extend, in, reversed, sorted runs, deque-like use, merging.
def stack(n):
    items = []
    for i in range(n):
        items.append(i)
        if i % 3 == 2:
            items.pop()
            items.pop()
    return len(items), items[-1]


def slices(n):
    items = list(range(100))
    total = 0
    for i in range(n):
        part = items[i % 50:i % 50 + 20]
        total += part[0] + part[-1] + len(part)
        items[i % 100] = total & 0xFF
        items[10:12] = (1, 2)
    return total


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    result += left[i:]
    result.extend(right[j:])
    return result


def bubbles(n):
    items = [i * 37 % n for i in range(n)]
    for i in range(n):
        for j in range(n - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
    return items == list(range(n))


print(stack(600000), slices(150000), bubbles(401))
print(merge_sort([i * 7919 % 30011 for i in range(30000)])[::10000])
print(sum(1 for i in range(20000) if i in [1, 2, 3, 5, 8, 13]), sum(reversed(list(range(100000)))))
