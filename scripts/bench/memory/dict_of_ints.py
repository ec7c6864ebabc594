# A dict of a million int keys.
table = {}
for i in range(1000000):
    table[i] = i
print(len(table), table[999999])
