# All placements of eight queens: recursion with sets and generator expressions, then bit masks.
def place(n, row, columns, down, up):
    if row == n:
        return 1
    found = 0
    for column in range(n):
        if column not in columns and row + column not in up and row - column not in down:
            columns.add(column)
            up.add(row + column)
            down.add(row - column)
            found += place(n, row + 1, columns, down, up)
            columns.remove(column)
            up.remove(row + column)
            down.remove(row - column)
    return found


def place_bits(n, columns, left, right):
    full = (1 << n) - 1
    if columns == full:
        return 1
    found = 0
    free = full & ~(columns | left | right)
    while free:
        bit = free & -free
        free ^= bit
        found += place_bits(n, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return found


def safe(queens, column):
    return all(column != c and abs(column - c) != len(queens) - r for r, c in enumerate(queens))


def solutions(n, queens=()):
    if len(queens) == n:
        yield queens
    else:
        for column in range(n):
            if safe(queens, column):
                yield from solutions(n, queens + (column,))


print(place(8, 0, set(), set(), set()), place_bits(9, 0, 0, 0), len(list(solutions(7))))
