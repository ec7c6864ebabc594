# Escape times of the Mandelbrot set: a tight loop of float locals, then complex numbers.
def escape(cx, cy, limit):
    x = y = 0.0
    for n in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return n
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def escape_complex(c, limit):
    z = 0j
    for n in range(limit):
        if abs(z) > 2.0:
            return n
        z = z * z + c
    return limit


def picture(width, height, limit):
    total = 0
    for row in range(height):
        cy = 2.0 * row / height - 1.0
        for column in range(width):
            total += escape(3.0 * column / width - 2.0, cy, limit)
    return total


print(picture(200, 130, 200))
print(sum(escape_complex(complex(3.0 * i / 100 - 2.0, 0.3), 100) for i in range(100)))
