# Gravity among five bodies: float arithmetic, list items, tuple unpacking.
from math import sqrt

SOLAR_MASS = 39.47841760435743
YEAR = 365.24


class Body:
    def __init__(self, mass, x, y, z, vx, vy, vz):
        self.mass = mass * SOLAR_MASS
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx * YEAR, vy * YEAR, vz * YEAR


BODIES = [
    Body(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    Body(9.5479193e-4, 4.84143144, -1.16032004, -1.03622044e-1, 1.66007664e-3, 7.69901118e-3, -6.90460016e-5),
    Body(2.85885980e-4, 8.34336671, 4.12479856, -4.03523417e-1, -2.76742510e-3, 4.99852801e-3, 2.30417297e-5),
    Body(4.36624404e-5, 1.28943695e1, -1.51111514e1, -2.23307578e-1, 2.96460137e-3, 2.37847173e-3, -2.96589568e-5),
    Body(5.15138902e-5, 1.53796971e1, -2.59193146e1, 1.79258772e-1, 2.68067772e-3, 1.62824170e-3, -9.51592254e-5),
]


def energy(bodies):
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
        for b in bodies[i + 1:]:
            dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
            total -= a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * sqrt(d2))
            am = a.mass * mag
            bm = b.mass * mag
            a.vx -= dx * bm
            a.vy -= dy * bm
            a.vz -= dz * bm
            b.vx += dx * am
            b.vy += dy * am
            b.vz += dz * am
        for body in bodies:
            body.x += dt * body.vx
            body.y += dt * body.vy
            body.z += dt * body.vz


pairs = [(a, b) for i, a in enumerate(BODIES) for b in BODIES[i + 1:]]
print(f"{energy(BODIES):.12f}")
advance(BODIES, pairs, 0.01, 40000)
print(f"{energy(BODIES):.12f}")
