"""Averages, spread and relations of numbers."""

import math
from _operator import mul
from bisect import bisect_left, bisect_right
from itertools import groupby

__all__ = ["StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean",
           "linear_regression", "mean", "median", "median_grouped", "median_high", "median_low", "mode",
           "multimode", "NormalDist", "pstdev", "pvariance", "quantiles", "stdev", "variance"]


class StatisticsError(ValueError):
    """The data do not have what was asked for."""


# -- Exact sums ----------------------------------------------------------------------------------------------
# Sums are kept as numerator and denominator, so that the only rounding is that of the result.

def _exact_ratio(x):
    # (numerator, denominator); (x, None) for infinities and NaNs.
    try:
        return x.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return x, None
    try:
        return x.numerator, x.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator") from None


def _coerce(T, S):
    # The type of the result for data of both types.
    assert T is not bool
    if T is S or S is int or S is bool:
        return T
    if T is int:
        return S
    if issubclass(S, T):
        return S
    if issubclass(T, S) or issubclass(S, int):
        return T
    if issubclass(T, int):
        return S
    # A float and a fraction give a float.
    if hasattr(T, "numerator") and issubclass(S, float):
        return S
    if hasattr(S, "numerator") and issubclass(T, float):
        return T
    raise TypeError(f"don't know how to coerce {T.__name__} and {S.__name__}")


def _total(partials):
    # One ratio from {denominator: sum of numerators}.
    if None in partials:
        return partials[None], None
    numerator, denominator = 0, 1
    for d, n in partials.items():
        g = math.gcd(d, denominator)
        numerator = numerator * (d // g) + n * (denominator // g)
        denominator *= d // g
    return numerator, denominator


def _sum(data):
    # (type, (numerator, denominator), count)
    T = int
    partials = {}
    count = 0
    for typ, values in groupby(data, type):
        T = _coerce(T, typ)
        for x in values:
            n, d = _exact_ratio(x)
            partials[d] = partials.get(d, 0) + n
            count += 1
    return T, _total(partials), count


def _ratio(numerator, denominator):
    # numerator / denominator in lowest terms, the denominator positive.
    g = math.gcd(numerator, denominator)
    if denominator < 0:
        g = -g
    return numerator // g, denominator // g


def _convert(ratio, T):
    # The value of a ratio as type T (float if an int would not be exact).
    n, d = ratio
    if d is None:
        return n if type(n) is T else T(n)
    n, d = _ratio(n, d)
    if issubclass(T, int):
        if d == 1:
            return T(n)
        T = float
    if T is float:
        return n / d
    if T.__name__ == "Decimal":
        return T(n) / T(d)
    try:
        return T(n, d) if T.__name__ == "Fraction" else T(n / d)
    except TypeError:
        return T(n) / T(d)


def _divide(ratio, k):
    n, d = ratio
    return (n, None) if d is None else (n, d * k)


def _ss(data, c=None):
    # (type, sum of squared deviations from c or the mean, that centre, count)
    T = int
    count = 0
    if c is not None:
        cn, cd = _exact_ratio(c)
        partials = {}
        for typ, values in groupby(data, type):
            T = _coerce(T, typ)
            for x in values:
                count += 1
                n, d = _exact_ratio(x)
                if d is None or cd is None:
                    partials[None] = partials.get(None, 0) + (x - c) ** 2
                else:
                    e = d * cd
                    partials[e * e] = partials.get(e * e, 0) + (n * cd - cn * d) ** 2
        return T, _total(partials), c, count
    sums, squares = {}, {}
    for typ, values in groupby(data, type):
        T = _coerce(T, typ)
        for x in values:
            n, d = _exact_ratio(x)
            count += 1
            sums[d] = sums.get(d, 0) + n
            d2 = None if d is None else d * d
            squares[d2] = squares.get(d2, 0) + n * n
    if not count:
        return T, (0, 1), (0, 1), 0
    sn, sd = _total(sums)
    if sd is None:
        return T, (sn, None), (sn, None), count
    qn, qd = _total(squares)
    # count * sum of squares - square of the sum, all over count
    numerator = count * qn * sd * sd - sn * sn * qd
    return T, _ratio(numerator, qd * sd * sd * count), _ratio(sn, sd * count), count


def _float_sqrt_of_frac(n, m):
    # The correctly rounded float of sqrt(n / m): an integer root of 109 bits or more, with the last bit set
    # if it is not exact, rounds as the true root would.
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        scaled, divisor = n, m << 2 * shift
    else:
        scaled, divisor = n << -2 * shift, m
    root = math.isqrt(scaled // divisor)
    root |= root * root * divisor != scaled
    return float(root << shift) if shift >= 0 else root / (1 << -shift)


def _root(ratio, T):
    n, d = ratio
    if d is None:
        return math.sqrt(n)
    if T.__name__ == "Decimal":
        return (T(n) / T(d)).sqrt()
    return _float_sqrt_of_frac(*_ratio(n, d)) if n else 0.0


def _fail_neg(values, errmsg):
    for x in values:
        if x < 0:
            raise StatisticsError(errmsg)
        yield x


# -- Averages ------------------------------------------------------------------------------------------------

def mean(data):
    """The arithmetic mean."""
    T, total, n = _sum(data)
    if n < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(_divide(total, n), T)


def fmean(data, weights=None):
    """The arithmetic mean as a float, fast; weights are optional."""
    try:
        n = len(data)
    except TypeError:
        data = list(data)
        n = len(data)
    if weights is None:
        total = math.fsum(data)
        if not n:
            raise StatisticsError("fmean requires at least one data point")
        return total / n
    if not isinstance(weights, (list, tuple)):
        weights = list(weights)
    if n != len(weights):
        raise StatisticsError("data and weights must be the same length")
    num = math.fsum(map(mul, data, weights))
    den = math.fsum(weights)
    if not den:
        raise StatisticsError("sum of weights must be non-zero")
    return num / den


def geometric_mean(data):
    """The n-th root of the product."""
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive "
                              "numbers") from None


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of the reciprocals."""
    if iter(data) is data:
        data = list(data)
    errmsg = "harmonic mean does not support negative values"
    n = len(data)
    if n < 1:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if n == 1 and weights is None:
        x = data[0]
        if not isinstance(x, (int, float)) and not hasattr(x, "as_integer_ratio"):
            raise TypeError("unsupported type")
        if x < 0:
            raise StatisticsError(errmsg)
        return x
    if weights is None:
        weights = [1] * n
        sum_weights = (n, 1)
    else:
        if iter(weights) is weights:
            weights = list(weights)
        if len(weights) != n:
            raise StatisticsError("Number of weights does not match data size")
        _, sum_weights, _ = _sum(w for w in _fail_neg(weights, errmsg))
    partials = {}
    T = int
    try:
        for w, x in zip(weights, _fail_neg(data, errmsg)):
            wn, wd = _exact_ratio(w)
            xn, xd = _exact_ratio(x)
            T = _coerce(T, type(x))
            if not w:
                continue
            if xd is None:
                if x != x:
                    return x
                continue        # the reciprocal of infinity
            if xn == 0:
                raise ZeroDivisionError
            partials[wd * xn] = partials.get(wd * xn, 0) + wn * xd
    except ZeroDivisionError:
        return 0
    n, d = _total(partials)
    if n <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _convert((sum_weights[0] * d, sum_weights[1] * n), T)


def median(data):
    """The middle value, or the mean of the two in the middle."""
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    i = n // 2
    return data[i] if n % 2 else (data[i - 1] + data[i]) / 2


def median_low(data):
    """The middle value, or the lower of the two in the middle."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    """The middle value, or the higher of the two in the middle."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    """The median of data that are the middles of classes of the given width."""
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    x = data[n // 2]
    i = bisect_left(data, x)
    j = bisect_right(data, x, lo=i)
    try:
        interval = float(interval)
        x = float(x)
    except ValueError:
        raise TypeError("Value cannot be converted to a float")
    return x - interval / 2.0 + interval * (n / 2 - i) / (j - i)


def _counts(data):
    from collections import Counter
    return Counter(iter(data)).most_common()


def mode(data):
    """The commonest value, the first of several."""
    pairs = _counts(data)
    if not pairs:
        raise StatisticsError("no mode for empty data") from None
    return pairs[0][0]


def multimode(data):
    """All values that occur most often."""
    pairs = _counts(data)
    return [value for value, count in pairs if count == pairs[0][1]]


def quantiles(data, *, n=4, method="exclusive"):
    """The n - 1 cut points that divide the data into n parts of equal probability."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    ld = len(data)
    if ld < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        m = ld - 1
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == "exclusive":
        m = ld + 1
        for i in range(1, n):
            j = min(max(i * m // n, 1), ld - 1)
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")


# -- Spread --------------------------------------------------------------------------------------------------

def variance(data, xbar=None):
    """The variance of a sample."""
    T, ss, c, n = _ss(data, xbar)
    if n < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(_divide(ss, n - 1), T)


def pvariance(data, mu=None):
    """The variance of a whole population."""
    T, ss, c, n = _ss(data, mu)
    if n < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _convert(_divide(ss, n), T)


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    T, ss, c, n = _ss(data, xbar)
    if n < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(_divide(ss, n - 1), T)


def pstdev(data, mu=None):
    """The standard deviation of a whole population."""
    T, ss, c, n = _ss(data, mu)
    if n < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(_divide(ss, n), T)


# -- Two variables -------------------------------------------------------------------------------------------

def covariance(x, y, /):
    """The covariance of two samples."""
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    xbar = math.fsum(x) / n
    ybar = math.fsum(y) / n
    return math.fsum([(xi - xbar) * (yi - ybar) for xi, yi in zip(x, y)]) / (n - 1)


def correlation(x, y, /):
    """Pearson's correlation coefficient."""
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    xbar = math.fsum(x) / n
    ybar = math.fsum(y) / n
    sxy = math.fsum([(xi - xbar) * (yi - ybar) for xi, yi in zip(x, y)])
    sxx = math.fsum([(d := xi - xbar) * d for xi in x])
    syy = math.fsum([(d := yi - ybar) * d for yi in y])
    try:
        return sxy / math.sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant")


def linear_regression(x, y, /, *, proportional=False):
    """Slope and intercept of the line through the points, by least squares."""
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    if proportional:
        sxy = math.fsum([xi * yi for xi, yi in zip(x, y)])
        sxx = math.fsum([xi * xi for xi in x])
    else:
        xbar = math.fsum(x) / n
        ybar = math.fsum(y) / n
        sxy = math.fsum([(xi - xbar) * (yi - ybar) for xi, yi in zip(x, y)])
        sxx = math.fsum([(d := xi - xbar) * d for xi in x])
    try:
        slope = sxy / sxx
    except ZeroDivisionError:
        raise StatisticsError("x is constant")
    return _line()(slope, 0.0 if proportional else ybar - slope * xbar)


def _line():
    global LinearRegression
    if LinearRegression is None:
        from collections import namedtuple
        LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"), module=__name__)
    return LinearRegression


LinearRegression = None


# -- The normal distribution ---------------------------------------------------------------------------------

_SQRT2 = math.sqrt(2.0)
_TAU = math.tau

# Wichura's algorithm AS241 (1988): rational approximations of the quantile, about 16 digits. Numerator and
# denominator, the highest power first, for the middle, the near and the far tails.
_CENTRE = ((2.50908_09287_30122_6727e+3, 3.34305_75583_58812_8105e+4, 6.72657_70927_00870_0853e+4,
            4.59219_53931_54987_1457e+4, 1.37316_93765_50946_1125e+4, 1.97159_09503_06551_4427e+3,
            1.33141_66789_17843_7745e+2, 3.38713_28727_96366_6080e+0),
           (5.22649_52788_52854_5610e+3, 2.87290_85735_72194_2674e+4, 3.93078_95800_09271_0610e+4,
            2.12137_94301_58659_5867e+4, 5.39419_60214_24751_1077e+3, 6.87187_00749_20579_0830e+2,
            4.23133_30701_60091_1252e+1, 1.0))
_NEAR = ((7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1,
          1.27045_82524_52368_38258e+0, 3.64784_83247_63204_60504e+0, 5.76949_72214_60691_40550e+0,
          4.63033_78461_56545_29590e+0, 1.42343_71107_49683_57734e+0),
         (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2,
          1.48103_97642_74800_74590e-1, 6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e+0,
          2.05319_16266_37758_82187e+0, 1.0))
_FAR = ((2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3,
         2.65321_89526_57612_30930e-2, 2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e+0,
         5.46378_49111_64114_36990e+0, 6.65790_46435_01103_77720e+0),
        (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5,
         7.86869_13114_56132_59100e-4, 1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
         5.99832_20655_58879_37690e-1, 1.0))


def _rational(x, table):
    numerator, denominator = table
    p = q = 0.0
    for a, b in zip(numerator, denominator):
        p = p * x + a
        q = q * x + b
    return p, q


def _normal_quantile(p, mu, sigma):
    q = p - 0.5
    if math.fabs(q) <= 0.425:
        num, den = _rational(0.180625 - q * q, _CENTRE)
        return mu + num * q / den * sigma
    r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
    num, den = _rational(r - 1.6, _NEAR) if r <= 5.0 else _rational(r - 5.0, _FAR)
    x = num / den
    return mu + (-x if q < 0.0 else x) * sigma


class NormalDist:
    """A normal distribution."""

    __slots__ = {"_mu": "Arithmetic mean of a normal distribution",
                 "_sigma": "Standard deviation of a normal distribution"}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The distribution with the mean and deviation of the data."""
        if not isinstance(data, (list, tuple)):
            data = list(data)
        T, ss, c, n = _ss(data)
        if n < 2:
            raise StatisticsError("stdev requires at least two data points")
        return cls(_convert(c, float), _root(_divide(ss, n - 1), float))

    def samples(self, n, *, seed=None):
        """A list of n random values."""
        import random
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        """The probability density at x."""
        variance = self._sigma * self._sigma
        if not variance:
            raise StatisticsError("pdf() not defined when sigma is zero")
        diff = x - self._mu
        return math.exp(diff * diff / (-2.0 * variance)) / math.sqrt(_TAU * variance)

    def cdf(self, x):
        """The probability of values up to x."""
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * (1.0 + math.erf((x - self._mu) / (self._sigma * _SQRT2)))

    def inv_cdf(self, p):
        """The x with cdf(x) == p."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        if self._sigma <= 0.0:
            raise StatisticsError("cdf() not defined when sigma at or below zero")
        return _normal_quantile(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """The n - 1 cut points of n parts of equal probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """The area that the two densities have in common."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        X, Y = self, other
        if (Y._sigma, Y._mu) < (X._sigma, X._mu):
            X, Y = Y, X
        X_var, Y_var = X.variance, Y.variance
        if not X_var or not Y_var:
            raise StatisticsError("overlap() not defined when sigma is zero")
        dv = Y_var - X_var
        dm = math.fabs(Y._mu - X._mu)
        if not dv:
            return 1.0 - math.erf(dm / (2.0 * X._sigma * _SQRT2))
        a = X._mu * Y_var - Y._mu * X_var
        b = X._sigma * Y._sigma * math.sqrt(dm * dm + dv * math.log(Y_var / X_var))
        x1 = (a + b) / dv
        x2 = (a - b) / dv
        return 1.0 - (math.fabs(Y.cdf(x1) - X.cdf(x1)) + math.fabs(Y.cdf(x2) - X.cdf(x2)))

    def zscore(self, x):
        """How many deviations x is away from the mean."""
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    @property
    def median(self):
        return self._mu

    @property
    def mode(self):
        return self._mu

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma * self._sigma

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * math.fabs(x2))

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / math.fabs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    __radd__ = __add__

    def __rsub__(x1, x2):
        return -(x1 - x2)

    __rmul__ = __mul__

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state
