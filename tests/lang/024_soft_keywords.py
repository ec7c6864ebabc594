# match, case and _ remain names; type too.
match = 5
case = 6
_ = 7
type_ = type
print(match, case, _)
match = [1, 2]
match[0] = 9
print(match[0], match [1])
match, case = case, match
print(match, case)


def match(x, *a):
    return ("called", x, *a)


print(match(1), match (2))
match(3)
print(match (4) [0])
match (1, 2)
x = match(*[1, 2])
print(x)
case: int = 3
print(case)
match = lambda case: case * 2
print(match(case))


class match:
    case = "attribute"

    def __class_getitem__(cls, item):
        return item


print(match.case, match[1, 2], match [3])
match.case = 1
match.other = 2
print(match.case + match.other)
match = 10
print(match * 2, match - 1, -match, match if case else 0, match and case, match or 0, not match, match in [10])
match -= 1
print(match)
case = {1: 2}
print(case [1])
match case:
    case {1: case}:
        print(case)
match match:
    case match if match == 9:
        print("nine", match)
match (case):
    case (2): print("two")
match [case][0]:
    case 2: print("two again")
match {"a": case}:
    case {"a": 2 as _x}: print(_x)
match case, match:
    case 2, 9: print("tuple subject")
match -match:
    case -9: print("unary subject")
match not match:
    case False: print("not subject")
match lambda: 3:
    case f: print(f())
for match in range(2):
    print(match, end=" ")
print([match for match in "ab"])
type = 3
print(type)
