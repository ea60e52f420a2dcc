"""Cuts the middle out of a Beijing, for verdicts_beijing.sh.

    verdicts_part.py WEST,SOUTH,EAST,NORTH CITY ID...

What is outside the box goes: people, facilities, units that do not touch it.
An ID such as 朝阳区=plain gives a district another setting (none: empty), and
its communities are villages unless that is urban: rules of the country are
then about streets that are there.
"""

import sqlite3
import sys

from verdict_city import point_of, rings_of


def is_apart(rings, box):
    west, south, east, north = box
    xs, ys = zip(*(point for ring in rings for point in ring))
    return (max(xs) < west or min(xs) > east or max(ys) < south or
            min(ys) > north)


def cut(base, box):
    for code, blob in base.execute("SELECT code, geom FROM unit").fetchall():
        if is_apart(rings_of(blob), box):
            base.execute("DELETE FROM unit WHERE code = ?", [code])
    for table in ("demand", "facility"):
        for id_, blob in base.execute("SELECT id, geom FROM " + table
                                      ).fetchall():
            if is_apart([[point_of(blob)]], box):
                base.execute("DELETE FROM %s WHERE id = ?" % table, [id_])
    base.execute("DELETE FROM facility_service WHERE facility NOT IN "
                 "(SELECT id FROM facility)")


def give_setting(base, district, setting):
    base.execute("UPDATE unit SET setting = ? WHERE code = ?",
                 [setting if setting != "none" else None, district])
    base.execute("UPDATE unit SET kind = ? WHERE level = 'community' AND "
                 "code LIKE ? || '/%'", [
                     "neighbourhood" if setting == "urban" else "village",
                     district])


def main():
    box = [float(number) for number in sys.argv[1].split(",")]
    with sqlite3.connect(sys.argv[2]) as base:
        cut(base, box)
        for word in sys.argv[3:]:
            give_setting(base, *word.split("="))
    base.execute("VACUUM")
    base.close()


main()
