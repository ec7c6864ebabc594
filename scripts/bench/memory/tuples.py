# A million pairs, and a million floats out of the common range of magnitudes.
pairs = [(i, i + 1) for i in range(1000000)]
floats = [i * 0.5 for i in range(1000000)]
print(len(pairs), pairs[-1], floats[-1])
