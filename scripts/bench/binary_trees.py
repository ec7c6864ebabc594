# Allocation and collection of many small objects.
class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def grow(depth):
    if depth == 0:
        return Node(None, None)
    return Node(grow(depth - 1), grow(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def grow_tuple(depth):
    return (grow_tuple(depth - 1), grow_tuple(depth - 1)) if depth else ()


def count_tuple(node):
    return 1 + sum(map(count_tuple, node))


long_lived = grow(13)
print([count(grow(depth)) for depth in range(4, 14) for _ in range(3)][::3])
print(count_tuple(grow_tuple(14)), count(long_lived))
