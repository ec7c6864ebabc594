"""Conway's game of life on a small torus: a glider walks across the board."""
from collections import Counter

WIDTH, HEIGHT = 20, 8
GLIDER = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}


def step(alive):
    neighbours = Counter(
        ((x + dx) % WIDTH, (y + dy) % HEIGHT)
        for x, y in alive
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
        if dx or dy
    )
    return {cell for cell, n in neighbours.items() if n == 3 or n == 2 and cell in alive}


def show(alive, generation):
    print(f"generation {generation}")
    for y in range(HEIGHT):
        print("".join("#" if (x, y) in alive else "." for x in range(WIDTH)))


alive = GLIDER
for generation in range(17):
    if generation % 8 == 0:
        show(alive, generation)
    alive = step(alive)
