# datetime: time, datetime, timezone, tzinfo.
import datetime as D
from datetime import *
import time as _t, copy, sys
exprs = r'''
time(25)
time(1,60)
time(1,1,60)
time(1,1,1,1000000)
time(1,fold=2)
time(1,tzinfo=5)
time(1,2,3,4), time(1), time(1,2), time(1,2,3), time(1,0,0,5), time(fold=1), time(1,tzinfo=UTC)
str(time(1,2,3,4)), str(time(1)), time(1,tzinfo=UTC).isoformat()
time(1,2,3,456789).isoformat('hours'), time(1,2,3,456789).isoformat('minutes'), time(1,2,3,456789).isoformat('seconds'), time(1,2,3,456789).isoformat('milliseconds'), time(1,2,3,456789).isoformat('microseconds')
time(1).isoformat('x')
time(1).isoformat(5)
time(1)<time(2), time(1)==time(1,fold=1), time(1)<time(1,tzinfo=UTC)
time(1)<time(1,tzinfo=UTC)
time(1)==time(1,tzinfo=UTC)
time.min, time.max, time.resolution
time(1,2).replace(hour=5), time(1,2,tzinfo=UTC).replace(tzinfo=None)
time(1,2,tzinfo=timezone(timedelta(hours=3),'X')).tzname(), time(1,2,tzinfo=timezone(timedelta(hours=3),'X')).utcoffset(), time(1).dst()
bool(time(0))
datetime(2020,1,1,25)
datetime(2020,1,1,tzinfo=5)
datetime(2020,1,1), datetime(2020,1,1,1,2,3), datetime(2020,1,1,1,2,3,4), datetime(2020,1,1,fold=1), datetime(2020,1,1,tzinfo=timezone.utc)
datetime()
datetime(1)
datetime(1,2)
datetime.min, datetime.max, datetime.resolution
datetime.max+timedelta(0,0,1)
datetime(2020,1,1)+timedelta(hours=30,microseconds=7)
datetime(2020,1,1)-timedelta(hours=30,microseconds=7)
datetime(2020,1,1)-datetime(2019,1,1,5)
datetime.fromtimestamp(0), datetime.fromtimestamp(1e9), datetime.fromtimestamp(1.5), datetime.fromtimestamp(-1.5), datetime.fromtimestamp(1234567890.123456789)
datetime.fromtimestamp(0,UTC), datetime.fromtimestamp(0,timezone(timedelta(hours=5)))
datetime.utcfromtimestamp(1e9+0.9999999)
datetime.fromtimestamp(1e30)
datetime.fromtimestamp(1e15)
datetime.fromtimestamp(float('nan'))
datetime.fromtimestamp('a')
datetime.fromtimestamp(0, 5)
date.fromtimestamp(86400.5*365), date.fromtimestamp(-1)
date.fromtimestamp(1e30)
datetime(2020,1,1,12).timestamp(), datetime(2020,1,1,12,0,0,5,tzinfo=UTC).timestamp(), datetime(1,1,1,tzinfo=UTC).timestamp()
datetime(2020,1,1,12).astimezone(UTC), datetime(2020,1,1,12,tzinfo=UTC).astimezone(timezone(timedelta(hours=2),'EET'))
repr(datetime(2020,1,1,12).astimezone())
datetime(2020,1,1).astimezone(5)
datetime.combine(date(2020,1,1), time(5,6))
datetime.combine(date(2020,1,1), time(5,6,tzinfo=UTC)), datetime.combine(date(2020,1,1), time(5,6), UTC)
datetime.combine(5, time(5,6))
datetime.combine(date(2020,1,1), 5)
datetime(2020,1,1,5,6,7,8).date(), datetime(2020,1,1,5,6,7,8).time(), datetime(2020,1,1,5,6,7,8,UTC).timetz()
datetime(2020,1,1,5,6,7,8).isoformat(), datetime(2020,1,1,5,6,7).isoformat(' '), datetime(2020,1,1).isoformat(timespec='minutes')
datetime(2020,1,1).isoformat('xx')
datetime(2020,1,1,tzinfo=timezone(timedelta(hours=1,seconds=5,microseconds=7))).isoformat()
datetime(2020,1,1,5,tzinfo=timezone(timedelta(hours=6))).utctimetuple()
datetime(2020,1,1,5,tzinfo=timezone(timedelta(hours=6))).timetuple()
datetime.fromordinal(5)
datetime.strptime('2020-01-02 03:04:05.678', '%Y-%m-%d %H:%M:%S.%f')
datetime.strptime('2020-01-02 +0530', '%Y-%m-%d %z')
datetime.strptime('2020-01-02 +05:30 UTC', '%Y-%m-%d %z %Z')
datetime.strptime('x', '%Y')
datetime.strptime(5, '%Y')
datetime.strptime('5', 5)
timezone.utc, timezone(timedelta(0)), timezone(timedelta(0)) is timezone.utc, timezone(timedelta(0),'x'), timezone(timedelta(hours=1)), timezone.min, timezone.max
str(timezone.utc), str(timezone(timedelta(hours=-3,minutes=-30))), str(timezone(timedelta(0,5)))
timezone(timedelta(1))
timezone(5)
timezone(timedelta(0),5)
timezone()
timezone.utc.utcoffset(None), timezone.utc.dst(None), timezone.utc.tzname(None)
timezone.utc.utcoffset(5)
timezone.utc==timezone(timedelta(0),'x'), hash(timezone.utc)==hash(timedelta(0))
timezone.utc.fromutc(5)
timezone.utc.fromutc(datetime(2020,1,1))
tzinfo().utcoffset(None)
tzinfo().tzname(None)
tzinfo().fromutc(None)
tzinfo().fromutc(datetime(2020,1,1))
copy.copy(datetime(2020,1,1,1,2,3,4,UTC)), copy.deepcopy(date(2020,1,1)), copy.copy(time(1,fold=1)), copy.copy(timedelta(1,2,3)), copy.deepcopy(timezone(timedelta(1)/2,'z'))
date(2020,1,1).__reduce__(), datetime(2020,1,1).__reduce__(), datetime(2020,1,1,fold=1).__reduce_ex__(4), time(1,tzinfo=UTC).__reduce__(), timedelta(1).__reduce__()
date(bytes([7,228,1,5])), datetime(bytes([7,228,1,5,1,2,3,0,0,9])), time(bytes([129,2,3,0,1,0]))
date.today().__class__, datetime.now().__class__, datetime.now(UTC).tzinfo, datetime.utcnow().tzinfo, datetime.today().__class__
MINYEAR, MAXYEAR, UTC, D.__all__
date(2020,1,1).year
datetime(2020,1,1) in {datetime(2020,1,1)}
max(date(2020,1,1),date(2021,1,1)), sorted([time(3),time(1)])
isinstance(datetime.now(), date), issubclass(datetime, date)
[c.__module__+'.'+c.__qualname__ for c in (date, datetime, time, timedelta, timezone, tzinfo)]
sum([timedelta(1),timedelta(2)], timedelta())
'''
for e in exprs.strip().split('\n'):
    try: print(e, '=>', eval(e))
    except Exception as x: print(e, '=>', type(x).__name__, x)
class T2(tzinfo):
    def utcoffset(self, dt): return timedelta(hours=1) + self.dst(dt)
    def dst(self, dt): return timedelta(hours=1) if dt and 4 <= dt.month < 10 else timedelta(0)
    def tzname(self, dt): return 'T2'
z=T2()
print(datetime(2020,5,1,12,tzinfo=z).isoformat(), datetime(2020,1,1,12,tzinfo=UTC).astimezone(z), datetime(2020,6,1,12,tzinfo=UTC).astimezone(z).strftime('%c %z %Z'), datetime(2020,6,1,tzinfo=z).timetuple().tm_isdst)
class Bad(tzinfo):
    def utcoffset(self, dt): return 5
    def tzname(self, dt): return 5
    def dst(self, dt): return timedelta(2)
for f in ('utcoffset','tzname','dst','__str__','isoformat'):
    try: print(getattr(datetime(2020,1,1,tzinfo=Bad()),f)())
    except Exception as x: print(f, type(x).__name__, x)
class SD(date): pass
class SDT(datetime):
    def __new__(cls,*a,**k): return datetime.__new__(cls,*a,**k)
print(repr(SD(2020,1,1)), repr(SD(2020,1,1)+timedelta(1)), repr(SDT(2020,1,1)+timedelta(1)), repr(SDT.now())[:4], type(SDT(2020,1,1)-SDT(2020,1,1)), repr(SDT.fromisoformat('2020-01-01')), SDT.strptime('2020','%Y').__class__)
