# The project's own example scripts.
cd ../scripts || exit 1
"$MINIPY" factorize.py | sed 's/[0-9]/N/g'
"$MINIPY" primes.py 60
"$MINIPY" life.py | tail -n 9
"$MINIPY" calculator.py '2 * (3 + 4)' '2 ** 100' '1/0' '(1' '-2**2' '7 % 4 * 2.5' '1 +'
printf '1 + 1\n\n3 / 2\n' | "$MINIPY" calculator.py
"$MINIPY" wordcount.py ../LICENSE | wc -l
printf 'a b. A "b" a\n' | "$MINIPY" wordcount.py
