# datetime: date and timedelta.
from datetime import *
import time as _t, copy, sys
exprs = r'''
date(2020,2,30)
date(2020,13,1)
date(0,1,1)
date(10000,1,1)
date(2020,1,1)
repr(date(2020,1,1))
date()
date(1)
date(1,2)
date('a',1,1)
date(1.5,1,1)
date(2020,1,1)-date(2019,1,1)
date(2020,1,1)+timedelta(40)
date(2020,1,1)-timedelta(40,5000)
date.min-timedelta(1)
date.max+timedelta(1)
date.fromordinal(0)
date.fromordinal(5)
date.fromordinal(3652060)
date.fromordinal(730120)
date(2020,12,31).isocalendar()
date(2021,1,3).isocalendar()
date(2019,12,30).isocalendar()
date(2020,12,31).isocalendar().week
tuple(date(1,1,1).isocalendar())
date(9999,12,31).isocalendar()
date.fromisocalendar(2020,53,7)
date.fromisocalendar(2019,53,7)
date.fromisocalendar(2020,54,7)
date.fromisocalendar(2020,5,8)
date.fromisocalendar(0,5,8)
date.fromisocalendar(9999,53,7)
date.fromisocalendar(9999,52,7)
date(2020,1,5).weekday(), date(2020,1,5).isoweekday()
date(2020,1,5).ctime()
datetime(2020,1,5,3,4,5).ctime()
date(2020,1,5).timetuple()
datetime(2020,1,5,3,4,5,6).timetuple()
date(2020,1,5).strftime('%Y-%m-%d %j %a %A %b %B %U %W %y %% %H %f %z %Z|')
datetime(2020,1,5,3,4,5,6).strftime('%Y-%m-%d %j %H:%M:%S.%f %z %Z %p %I|')
datetime(2020,1,5,3,4,5,6,timezone(timedelta(hours=-5,minutes=-30,seconds=-3))).strftime('%z %Z')
f"{date(2020,1,5):%d/%m/%Y}"
f"{datetime(2020,1,5)}"
f"{time(1,2):%H-%M}"
time(1,2,3).strftime('%Y %H:%M:%S %f')
date(2020,1,5).replace(day=7)
date(2020,1,5).replace(month=13)
datetime(2020,1,5,1).replace(hour=3,tzinfo=timezone.utc)
date(2020,1,5)==datetime(2020,1,5)
datetime(2020,1,5)==date(2020,1,5)
datetime(2020,1,5)!=date(2020,1,5)
datetime(2020,1,5)<date(2020,1,5)
date(2020,1,5)<datetime(2020,1,5)
datetime(2020,1,5)<datetime(2020,1,5,tzinfo=UTC)
datetime(2020,1,5)==datetime(2020,1,5,tzinfo=UTC)
datetime(2020,1,5)-datetime(2020,1,5,tzinfo=UTC)
datetime(2020,1,5,1,tzinfo=timezone(timedelta(hours=1)))==datetime(2020,1,5,tzinfo=UTC)
datetime(2020,1,5,1,tzinfo=timezone(timedelta(hours=1)))-datetime(2020,1,5,tzinfo=UTC)
hash(datetime(2020,1,5,1,tzinfo=timezone(timedelta(hours=1))))==hash(datetime(2020,1,5,tzinfo=UTC))
hash(date(2020,1,1))==hash(date(2020,1,1))
timedelta(1,2,3,4,5,6,7)
timedelta(1.5)
timedelta(seconds=0.1)
timedelta(microseconds=0.5)
timedelta(microseconds=1.5)
timedelta(microseconds=-0.5)
timedelta(microseconds=-1.5)
timedelta(microseconds=0.5,milliseconds=0.0005)
timedelta(seconds=1e-7)
timedelta(days=1/3)
timedelta(weeks=1/7)
timedelta('a')
timedelta(days=1000000000)
timedelta(days=10**20)
timedelta(days=float('nan'))
timedelta(days=float('inf'))
timedelta(days=1e30)
timedelta()
timedelta(-1)
str(timedelta(-1))
str(timedelta(1,1))
str(timedelta(2,3661,5))
str(timedelta(0,-1))
timedelta(5).total_seconds(), timedelta(0,1,500000).total_seconds()
timedelta(5)*3, 3*timedelta(5), timedelta(5)*1.5, timedelta(1)*0.1, timedelta(microseconds=1)*0.5,timedelta(microseconds=3)*0.5
timedelta(5)/2, timedelta(5)/timedelta(2), timedelta(5)//timedelta(2), timedelta(5)//2, timedelta(5)%timedelta(2), divmod(timedelta(5),timedelta(2)), timedelta(1)/3.7
timedelta(microseconds=5)/2, timedelta(microseconds=7)/2, timedelta(microseconds=-5)/2, timedelta(microseconds=5)/-2
timedelta(5)/0
timedelta(5)//0
timedelta(5)/0.0
timedelta(5)//timedelta(0)
timedelta(5)/timedelta(0)
timedelta(5)%timedelta(0)
timedelta(5)==5
timedelta(5)<timedelta(6), timedelta(5)<=timedelta(5), timedelta(5)>timedelta(6)
abs(timedelta(-5)), -timedelta(5), +timedelta(5), bool(timedelta(0)), bool(timedelta(1))
timedelta.min, timedelta.max, timedelta.resolution
-timedelta.max
timedelta.max+timedelta(0,0,1)
timedelta.min-timedelta(0,0,1)
abs(timedelta.min)
timedelta.max*2
timedelta(5).days, timedelta(-5,7).seconds, timedelta(0,0,-1).microseconds
hash(timedelta(5))==hash(timedelta(5))
'''
for e in exprs.strip().split('\n'):
    try: print(e, '=>', eval(e))
    except Exception as x: print(e, '=>', type(x).__name__, x)
import random
random.seed(5)
for i in range(40):
    n = random.randint(1, 3652059)
    d = date.fromordinal(n)
    print(d, d.isocalendar()[:], d.weekday(), d.toordinal() == n, end=" ")
print()
for i in range(30):
    a = timedelta(*[random.choice([random.uniform(-1e4, 1e4), random.randint(-10000, 10000)]) for _ in range(7)])
    b = timedelta(random.uniform(-100, 100))
    print(repr(a), a / b, a // b, repr(a % b), repr(a * random.uniform(-5, 5)), repr(a / random.randint(1, 99)))
