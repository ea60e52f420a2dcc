"""What the parts of the sample town share: chance, places, tables.

Places are integer decimetres east and north of 116.0 E, 40.0 N and are
written as degrees with six decimals, so that every run and every version
of Python gives the same bytes.
"""

import math

LON0_E6 = 116000000
LAT0_E6 = 40000000
LON_DM = 852000  # decimetres of one degree of longitude near 40.15 N
LAT_DM = 1110400  # and of latitude


class Chance:
    """SplitMix64 (Steele, Lea and Flood 2014): small and always the same."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) % 2**64
        return x ^ (x >> 31)

    def below(self, limit):
        return self.bits() % limit

    def between(self, low, high):
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def percent(self, share):
        return self.below(100) < share

    def pick(self, things):
        return things[self.below(len(things))]

    def weighted(self, pairs):
        """One of [(thing, weight), ...]."""
        at = self.below(sum(weight for _, weight in pairs))
        for thing, weight in pairs:
            if at < weight:
                return thing
            at -= weight
        raise AssertionError("weights add up")


def km(x, y):
    """A place given in kilometres."""
    return (round(x * 10000), round(y * 10000))


def lon_lat_e6(place):
    """Whole millionths of a degree, rounded half up."""
    x, y = place
    return (
        LON0_E6 + (2 * x * 1000000 + LON_DM) // (2 * LON_DM),
        LAT0_E6 + (2 * y * 1000000 + LAT_DM) // (2 * LAT_DM),
    )


def degrees(e6):
    return "%d.%06d" % divmod(e6, 1000000)


def lon_lat(place):
    lon, lat = lon_lat_e6(place)
    return degrees(lon), degrees(lat)


def apart_dm(a, b):
    return math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)


def geodesic_m(a_e6, b_e6):
    """Metres on the WGS 84 ellipsoid, T. Vincenty, Survey Review 23 (1975),
    inverse formula; good to less than a millimetre for neighbours."""
    major, flat = 6378137.0, 1 / 298.257223563
    minor = major * (1 - flat)
    if a_e6 == b_e6:
        return 0.0
    u1 = math.atan((1 - flat) * math.tan(math.radians(a_e6[1] / 1e6)))
    u2 = math.atan((1 - flat) * math.tan(math.radians(b_e6[1] / 1e6)))
    span = math.radians((b_e6[0] - a_e6[0]) / 1e6)
    turn = span
    for _ in range(50):
        sin_s = math.hypot(
            math.cos(u2) * math.sin(turn),
            math.cos(u1) * math.sin(u2)
            - math.sin(u1) * math.cos(u2) * math.cos(turn),
        )
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(
            u2
        ) * math.cos(turn)
        s = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * math.cos(u2) * math.sin(turn) / sin_s
        cos2_a = 1 - sin_a**2
        mid = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_a if cos2_a else 0
        c = flat / 16 * cos2_a * (4 + flat * (4 - 3 * cos2_a))
        last, turn = turn, span + (1 - c) * flat * sin_a * (
            s + c * sin_s * (mid + c * cos_s * (2 * mid**2 - 1))
        )
        if abs(turn - last) < 1e-13:
            break
    k = cos2_a * (major**2 - minor**2) / minor**2
    big = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    small = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    fix = small * sin_s * (
        mid
        + small / 4 * (
            cos_s * (2 * mid**2 - 1)
            - small / 6 * mid * (4 * sin_s**2 - 3) * (4 * mid**2 - 3)
        )
    )
    return minor * big * (s - fix)


def crosses(a, b, c, d):
    """Whether the open segments a-b and c-d cut each other (exact)."""

    def side(p, q, r):
        area = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (area > 0) - (area < 0)

    return (
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    )


def contains(ring, place):
    """Whether a place lies in a ring (even-odd rule, whole numbers)."""
    x, y = place
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        if (y1 > y) != (y2 > y):
            cut = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
            if (cut > 0) == (y2 > y1):
                inside = not inside
    return inside


def write_csv(path, columns, rows):
    """RFC 4180 with LF; a field is quoted only if it must be."""
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(",".join(columns) + "\n")
        for row in rows:
            fields = [str(row.get(column, "")) for column in columns]
            assert all('"' not in f and "\n" not in f for f in fields)
            out.write(
                ",".join('"%s"' % f if "," in f else f for f in fields) + "\n"
            )
