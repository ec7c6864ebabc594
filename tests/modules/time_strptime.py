# time.strptime()
import time, random
T=time.strptime
for s in ['T("2000","%Y")','T("12 Jan 2000","%d %b %Y")','T("x","%Y")','T("2000 x","%Y")','T("200","%Y")','T("1","%")','T("1","%Q")','T("1","%d %")','T("","")','T("a","%5")','T("12:30 PM","%I:%M %p")','T("5 2000 1","%U %Y %w")','T("2000 53 1","%G %V %u")','T("2000 1","%G %u")','T("2000 53","%Y %V")','T("53","%V")','T("2000","%G")','T("366 2001","%j %Y")','T("366 2000","%j %Y")','T("30 2","%d %m")','T("29 2","%d %m")','T("12/31/99","%x")','T("Mon Jan  1 00:00:00 2001","%c")','T("10:20:30","%X")','T("+0530","%z")','T("-05:30:20.123","%z")','T("Z","%z")','T("UTC","%Z")','T("GMT","%Z")','T("EST","%Z")','T("0.123456","%S.%f")','T("5%","%d%%")','T("99","%y")','T("68","%y")','T("69","%y")','T("32","%d")','T("monday","%A")','T(5,"%Y")','T("5",6)', 'T("12  5","%d %m")', 'T("12\\t5","%d %m")','T("61","%S")','T("62","%S")','T("Tue Feb 30 2001","%a %b %d %Y")','T("1 2001", "%W %Y")','T("05:30","%z")','T("+05:3","%z")','T("2000\\n","%Y")', 'T("[5]","[%d]")','T("5x","%dX")','T("1 2001 3 4", "%W %Y %w %j")','T("2001 1 1 5","%G %V %u %j")','T("2001 1 1","%Y %V %u")','T("0 2001 1","%U %Y %w")','T("0 2001 0","%W %Y %w")','T("53 2001 0","%W %Y %w")','T("111","%d%m")','T("1111","%m%d")','T("  5","%d")','T(" 5","%d")','T("12AM","%I%p")','T("12 AM 5","%I %p %M")','T("3 PM","%I %p")','T("3","%I")','T("12","%I")','T("3 pm","%H %p")','T("20000101T101112","%Y%m%dT%H%M%S")','T("May 5","%B %d")','T("maY 5","%b %d")','T("Sept 5","%b %d")','T("September 5","%B %d")','T("1\\u00a02","%d %m")','T("Sun","%a")','T("1900 60","%Y %j")']:
    try: r=eval(s); print(s, tuple(r), r.tm_zone, r.tm_gmtoff)
    except Exception as e: print(s, type(e).__name__, e)
import _strptime
print(_strptime._strptime("+05:30:20.123456","%z"))
random.seed(3)
for i in range(60):
    f=' '.join(random.sample(['%Y','%m','%d','%H','%M','%S','%j','%U %w','%a','%y','%p','%I','%b'],3))
    x=time.gmtime(random.randint(0,2*10**9)); s=time.strftime(f,x)
    try: print(f,s,tuple(T(s,f)))
    except Exception as e: print(f,s,type(e).__name__,e)
    f=f.replace(' ',''); s=s.replace(' ','')
    try: print(f,s,tuple(T(s,f)))
    except Exception as e: print(f,s,type(e).__name__,e)
