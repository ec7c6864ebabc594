values = [1, 2, 3]
result = values[0] + values[1] + values[2] + values[0] + values[1] + values[2] + values[0] + values[1] + values[2] + values[7] + values[1]
