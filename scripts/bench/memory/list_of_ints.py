# A list of ten million small ints.
items = []
for i in range(10000000):
    items.append(i & 0xFF)
print(len(items), items[-1])
