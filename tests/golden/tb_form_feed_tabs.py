def f(x):
	if x:
		    y = [1, 2][x + 5]  # tabs and spaces before the line
	return y


f(1)
