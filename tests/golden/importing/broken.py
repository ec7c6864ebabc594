from importing.helper import compute

value = compute(0)
