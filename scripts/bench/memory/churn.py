# Much garbage, little kept: the heap must not grow.
kept = []
for i in range(3000000):
    kept = [i, str(i), (i, kept[:1])]
print(kept[0])
