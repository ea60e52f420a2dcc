"""What each mode closes, written from the words of geodata/README.md and not
from the modes' files: why a street or a node is closed, or None."""

import math
import re

CARS = {"motorway", "trunk", "primary", "secondary", "tertiary"}
CARS |= {kind + "_link" for kind in CARS}
CARS |= {"unclassified", "residential", "living_street", "service", "track",
         "road"}
FEET = CARS - {"motorway", "motorway_link"} | {
    "footway", "pedestrian", "path", "steps", "cycleway", "bridleway",
    "corridor", "crossing", "platform", "elevator"}
WHEELS = FEET - {"steps", "bridleway"}
NOT_ON_FOOT = {"no", "private", "military", "emergency", "restricted"}
NOT_BY_CAR = NOT_ON_FOOT | {"agricultural", "forestry", "delivery",
                            "agricultural;forestry", "forestry;agricultural"}
BY_CAR = {"yes", "permissive", "designated", "destination"}
SOFT = {"earth", "grass", "dirt", "mud", "sand", "snow", "ice", "salt",
        "ground", "soil"}
ROUGH = {"bad", "very_bad", "horrible", "very_horrible", "impassable"}
WHEELCHAIRS = {"manual_wheelchair": (8.3, 10), "powered_wheelchair": (10, 10)}
HARD_HIKES = {"demanding_mountain_hiking", "alpine_hiking",
              "demanding_alpine_hiking", "difficult_alpine_hiking"}
NO_HIKES = {"walk": set(), "escort": set(), "elderly": HARD_HIKES}
WALLS = {"wall", "fence", "hedge", "debris"}
STILES = {"stile", "horse_stile", "log"}
NO_WHEELS = WALLS | STILES | {
    "turnstile", "full-height_turnstile", "kissing_gate", "cycle_barrier",
    "motorcycle_barrier", "hampshire_gate", "block", "step"}
NO_CARS = WALLS | STILES | {
    "bollard", "block", "cycle_barrier", "motorcycle_barrier", "kissing_gate",
    "turnstile", "full-height_turnstile", "jersey_barrier", "chain", "step"}


def is_there(tags, key):
    return tags.get(key, "no") != "no"


def metres(text):
    found = re.fullmatch(r"\s*([-+]?\d*\.?\d+)\s*(m|cm|mm|ft|'|in|\")?\s*",
                         text or "")
    if not found:
        return None
    unit = {"cm": 0.01, "mm": 0.001, "ft": 0.3048, "'": 0.3048,
            "in": 0.0254, '"': 0.0254}.get(found.group(2), 1)
    return float(found.group(1)) * unit


def per_cent(text):
    found = re.fullmatch(r"\s*([-+]?\d*\.?\d+)\s*(%|°|deg)?\s*", text or "")
    if not found:
        return None
    number = float(found.group(1))
    if found.group(2) in ("°", "deg"):
        return 100 * math.tan(math.radians(number))
    return number


def all_in(value, words):
    """Of a list, all parts."""
    return value is not None and all(
        part.strip(" ") in words for part in value.split(";"))


def not_for_feet(tags):
    """Who may go: foot is closer to walkers than access."""
    kind = tags.get("highway")
    foot = tags.get("foot")
    if all_in(foot, NOT_ON_FOOT | {"use_sidepath"}):
        return "foot=" + foot
    if is_there(tags, "foot"):
        return None
    if kind in ("trunk", "trunk_link") and (
            not is_there(tags, "sidewalk")
            or tags["sidewalk"] in ("none", "separate")):
        return "trunk without pavement"
    if tags.get("motorroad") == "yes":
        return "motorroad"
    if all_in(tags.get("access"), NOT_ON_FOOT):
        return "access=" + tags["access"]
    return None


def is_walked_motorway(tags):
    return (tags.get("highway") in ("motorway", "motorway_link")
            and tags.get("foot") in ("yes", "designated", "permissive",
                                     "destination", "official")
            and tags.get("sidewalk") in ("yes", "both", "left", "right"))


def is_for_feet(tags, kinds):
    return (tags.get("highway") in kinds or tags.get("railway") == "platform"
            or is_walked_motorway(tags))


def against_the_band(tags, forward):
    return tags.get("conveying") == ("backward" if forward else "forward")


def closed_on_foot(mode, tags, forward):
    if not is_for_feet(tags, FEET):
        return "no street to walk on"
    if against_the_band(tags, forward):
        return "conveying"
    if (tags.get("highway") in ("path", "track", "footway", "steps",
                                "bridleway")
            and tags.get("sac_scale") in NO_HIKES.get(
                mode, HARD_HIKES | {"mountain_hiking"})):
        return "sac_scale"
    return not_for_feet(tags)


def wheels_stop(tags):
    """What a wheelchair does not get over; a word about wheelchairs undoes
    it."""
    if tags.get("surface") in SOFT:
        return "surface"
    if tags.get("smoothness") in ROUGH:
        return "smoothness"
    if tags.get("tracktype") in ("grade4", "grade5"):
        return "tracktype"
    if is_there(tags, "sac_scale"):
        return "sac_scale"
    width = metres(tags.get("width"))
    if width is not None and width < 0.9:
        return "width"
    if tags.get("kerb") in ("raised", "regular"):
        return "kerb"
    if (metres(tags.get("kerb:height")) or 0) > 0.06:
        return "kerb:height"
    return None


def too_steep(mode, tags, forward):
    slope = per_cent(tags.get("incline"))
    if slope is None or tags.get("highway") in ("steps", "elevator"):
        return None
    up, down = WHEELCHAIRS[mode]
    slope = slope if forward else -slope
    return "incline" if slope > up or slope < -down else None


def closed_on_wheels(mode, tags, forward):
    ramp = (tags.get("ramp:wheelchair") == "yes"
            or tags.get("ramp") == "wheelchair")
    good = tags.get("wheelchair") in ("yes", "designated") and (
        tags.get("highway") in WHEELS | {"steps"}
        or tags.get("railway") == "platform")
    if tags.get("wheelchair") == "no":
        return ("wheelchair=no" if is_for_feet(tags, WHEELS | {"steps"})
                else "no street to walk on")
    if not good:
        if tags.get("highway") == "steps" and not ramp:
            return "steps"
        if not is_for_feet(tags, WHEELS | {"steps"}):
            return "no street to walk on"
        if wheels_stop(tags):
            return wheels_stop(tags)
    if tags.get("highway") == "steps" and is_there(tags, "conveying"):
        return "conveying"
    if against_the_band(tags, forward):
        return "conveying"
    return not_for_feet(tags) or too_steep(mode, tags, forward)


def not_for_cars(tags, reason):
    """The word closest to a car decides; `reason`: closed until one opens."""
    if all_in(tags.get("access"), NOT_BY_CAR):
        reason = "access=" + tags["access"]
    for key in ("vehicle", "motor_vehicle", "motorcar"):
        if all_in(tags.get(key), NOT_BY_CAR):
            reason = "%s=%s" % (key, tags[key])
        elif tags.get(key) in BY_CAR:
            reason = None
    return reason


def closed_by_car(tags, forward):
    if tags.get("highway") not in CARS:
        return "no street for cars"
    reason = not_for_cars(tags, None)
    if reason:
        return reason
    oneway = tags.get("oneway")
    if oneway is None and (tags["highway"] == "motorway" or tags.get(
            "junction") in ("roundabout", "circular")):
        oneway = "yes"
    if tags.get("junction") in ("roundabout", "circular") and oneway not in (
            "no", "-1", "reverse"):
        oneway = "yes"
    if oneway in ("yes", "1", "true") and not forward:
        return "oneway"
    if oneway in ("-1", "reverse") and forward:
        return "oneway"
    return None


def closed_street(mode, tags, forward):
    if mode == "drive":
        return closed_by_car(tags, forward)
    if mode in WHEELCHAIRS:
        return closed_on_wheels(mode, tags, forward)
    return closed_on_foot(mode, tags, forward)


def gate_on_foot(tags):
    if is_there(tags, "barrier"):
        if all_in(tags.get("foot"), NOT_ON_FOOT | {"use_sidepath"}):
            return "foot=" + tags["foot"]
        if all_in(tags.get("access"), NOT_ON_FOOT) and not is_there(tags, "foot"):
            return "access=" + tags["access"]
    return None


ROADS = {"living_street", "residential", "service", "unclassified",
         "tertiary", "tertiary_link", "secondary", "secondary_link", "primary",
         "primary_link", "trunk", "trunk_link", "motorway", "motorway_link",
         "busway", "road"}


def node_on_wheels(tags, stays_on_road):
    """Who stays on a road meets neither a kerb at a point of it nor what is
    said of its crossing."""
    height = metres(tags.get("kerb:height"))
    crosses = tags.get("highway") in ("crossing", "traffic_signals")
    if tags.get("wheelchair") == "no" and not (stays_on_road and crosses):
        return "wheelchair=no"
    if tags.get("wheelchair") not in ("yes", "designated"):
        if tags.get("barrier") in NO_WHEELS:
            return "barrier=" + tags["barrier"]
        width = metres(tags.get("maxwidth:physical"))
        if is_there(tags, "barrier") and width is not None and width < 0.8:
            return "maxwidth:physical"
        if stays_on_road:
            return gate_on_foot(tags)
        if height is not None and height > 0.06:
            return "kerb:height"
        if tags.get("kerb") in ("raised", "regular") and not (
                height is not None and height < 0.06):
            return "kerb"
    return gate_on_foot(tags)


def closed_node(mode, tags, stays_on_road=False):
    if mode == "drive":
        barrier = tags.get("barrier")
        reason = "barrier=" + barrier if barrier in NO_CARS else None
        return not_for_cars(tags, reason) if is_there(tags, "barrier") else None
    if mode in WHEELCHAIRS:
        return node_on_wheels(tags, stays_on_road)
    walls = WALLS | (STILES if mode in ("stick", "crutches", "blind")
                     else set())
    if (tags.get("barrier") in walls and not is_there(tags, "foot")
            and not is_there(tags, "wheelchair")):
        return "barrier=" + tags["barrier"]
    return gate_on_foot(tags)
