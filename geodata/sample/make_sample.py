#!/usr/bin/python3
"""Makes the sample town 栖云市: the same bytes each time.

    make_sample.py [FOLDER]

FOLDER is where units.geojson, people.csv, facilities.csv, sites.csv,
venues.csv, waivers.csv, node.csv and link.csv go; without it the folder of
this script.
"""

import os
import sys

sys.dont_write_bytecode = True

from sample_facilities import (write_facilities, write_sites,  # noqa: E402
                               write_venues, write_waivers)
from sample_people import WELL_KEPT, People  # noqa: E402
from sample_roads import Roads  # noqa: E402
from sample_units import Units  # noqa: E402


def main(arguments):
    if len(arguments) > 2:
        sys.exit("usage: make_sample.py [FOLDER]")
    folder = os.path.dirname(os.path.abspath(arguments[0]))
    if len(arguments) == 2:
        folder = arguments[1]
        os.makedirs(folder, exist_ok=True)
    units = Units(20180801)
    roads = Roads(20180802)
    people = People(20180803, units, roads)  # adds paths between houses
    roads.survey(lambda place: units.street_of(place) == WELL_KEPT)
    units.write(os.path.join(folder, "units.geojson"))
    roads.write(os.path.join(folder, "node.csv"),
                os.path.join(folder, "link.csv"))
    people.write(os.path.join(folder, "people.csv"))
    write_facilities(os.path.join(folder, "facilities.csv"))
    write_sites(os.path.join(folder, "sites.csv"))
    write_venues(os.path.join(folder, "venues.csv"))
    write_waivers(os.path.join(folder, "waivers.csv"))


main(sys.argv)
