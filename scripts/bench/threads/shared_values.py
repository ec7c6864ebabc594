# multiprocessing's values and arrays, with their locks and without.
import multiprocessing as mp


def main(n):
    value, raw, array = mp.Value('i', 0), mp.RawValue('d', 0), mp.Array('i', 100)
    for i in range(n):
        value.value += 1
        raw.value += 0.5
        array[i % 100] += 1
    print(value.value, raw.value, sum(array), array[:3])


main(200000)
