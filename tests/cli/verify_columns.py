"""Changes every column of every table that a plan is stored in, deletes and
doubles its rows, and expects circlet verify to find each.

    verify_columns.py CIRCLET CITY POLICY PLAN...

Of each column some row, another one in each plan: of the first plan of every
column, of the others of the table "plan" and of half of the other columns.
With CIRCLET_VERIFY_ALL in the environment all columns and all rows.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys

CIRCLET, CITY, POLICY = sys.argv[1:4]
PLANS = sys.argv[4:]
EVERY_ROW = "CIRCLET_VERIFY_ALL" in os.environ
TABLES = {"plan": "name", "plan_action": "plan", "plan_level": "plan",
          "plan_impossible": "plan", "plan_certificate": "plan",
          "plan_site": "plan"}

# What claims nothing: texts for people, keys of rows, which run it was, and
# the order in which it is told what is left.
TEXTS = {("plan", "fid"), ("plan", "name"), ("plan", "run"),
         ("plan_action", "fid"), ("plan_action", "plan"),
         ("plan_action", "text_zh"), ("plan_action", "text_en"),
         ("plan_level", "fid"), ("plan_level", "plan"),
         ("plan_impossible", "fid"), ("plan_impossible", "plan"),
         ("plan_impossible", "position"),
         ("plan_certificate", "fid"), ("plan_certificate", "plan"),
         ("plan_site", "fid"), ("plan_site", "plan"), ("plan_site", "name"),
         ("plan_site", "proposed")}


class Plan:
    """One plan of a city file, which is changed and put back."""

    def __init__(self, name):
        self.name = name
        self.path = "columns.gpkg"
        self.tried = self.refused = 0
        self.missed = []

    def rows(self, table):
        with sqlite3.connect(CITY) as city:
            return [row[0] for row in city.execute(
                f"SELECT fid FROM {table} WHERE {TABLES[table]} = ? "
                "ORDER BY fid", (self.name,))]

    def columns(self, table):
        with sqlite3.connect(CITY) as city:
            return [(row[1], row[2], bool(row[3])) for row in
                    city.execute(f"PRAGMA table_info({table})")
                    if (table, row[1]) not in TEXTS
                    and not self.may(table, row[1])]

    def may(self, table, column):
        """What moves or closes may take cover, if that is allowed."""
        with sqlite3.connect(CITY) as city:
            return (table, column) == ("plan", "allow_loss") and city.execute(
                "SELECT count(*) FROM plan_action WHERE plan = ? AND kind IN "
                "('move', 'close')", (self.name,)).fetchone()[0] > 0

    def value(self, table, column, fid):
        with sqlite3.connect(CITY) as city:
            return city.execute(f"SELECT {column} FROM {table} "
                                "WHERE fid = ?", (fid,)).fetchone()[0]

    def plant(self, what, *statements):
        """Runs statements on a copy, and expects that verify finds them."""
        shutil.copyfile(CITY, self.path)
        city = sqlite3.connect(self.path)
        # The triggers of the container's index call functions of SpatiaLite.
        for (name,) in city.execute("SELECT name FROM sqlite_master "
                                    "WHERE type = 'trigger'").fetchall():
            city.execute(f'DROP TRIGGER "{name}"')
        try:
            for sql, values in statements:
                city.execute(sql, values)
        except sqlite3.IntegrityError:
            city.close()
            return
        city.commit()
        city.close()
        found = subprocess.run([CIRCLET, "verify", self.path, "--policy",
                                POLICY, "--plan", self.name, "--json"],
                               capture_output=True, text=True, check=False)
        self.tried += 1
        if found.returncode == 3:
            self.refused += 1
        elif found.returncode != 1 or json.loads(found.stdout)["holds"]:
            self.missed.append(f"{self.name}: {what} ({found.returncode})")


def others(value, kind):
    """What a value may become."""
    if kind == "BOOLEAN":
        return [1 - value]
    if kind in ("INTEGER", "DOUBLE"):
        return [1] if value is None else [value + 1, value - 1]
    if kind == "TEXT":
        return ["x"] if value is None else [value + "x"]
    return []


def some(fids, seed):
    """A row, another one for other columns."""
    if EVERY_ROW or not fids:
        return fids
    return [fids[hash_of(seed) % len(fids)]]


def is_tried(plan, table, column):
    """Every column is in the first plan; others have the half of them."""
    return (EVERY_ROW or plan.name == PLANS[0] or table == "plan" or
            hash_of(column + plan.name + table) % 2 == 0)


def hash_of(text):
    number = 0
    for letter in text.encode():
        number = (number * 31 + letter) % 1000003
    return number


def change_columns(plan, table):
    fids = plan.rows(table)
    for column, kind, is_needed in plan.columns(table):
        if not is_tried(plan, table, column):
            continue
        if column == "position":
            swap(plan, table, fids)
            continue
        for fid in some(fids, plan.name + table + column):
            value = plan.value(table, column, fid)
            new = others(value, kind)
            if not is_needed and value not in (None, ""):
                new.append(None)
            if not EVERY_ROW:
                new = new[:1] if hash_of(column + str(fid)) % 2 else new[-1:]
            for other in new:
                plan.plant(f"{table}.{column} of {fid}: {value} -> {other}",
                           (f"UPDATE {table} SET {column} = ? WHERE fid = ?",
                            (other, fid)))


def swap(plan, table, fids):
    for one, other in zip(fids[:-1], fids[1:]):
        first = plan.value(table, "position", one)
        second = plan.value(table, "position", other)
        sql = f"UPDATE {table} SET position = ? WHERE fid = ?"
        plan.plant(f"{table}: {one} and {other} change places",
                   (sql, (-1, one)), (sql, (first, other)),
                   (sql, (second, one)))
        if not EVERY_ROW:
            break


def take_and_double(plan, table):
    """Deletes rows, and puts them there twice with another key."""
    fids = plan.rows(table)
    names = [column for column, _, _ in plan.columns(table)]
    with sqlite3.connect(CITY) as city:
        columns = [row[1] for row in city.execute(
            f"PRAGMA table_info({table})") if row[1] != "fid"]
    for fid in some(fids, plan.name + table):
        plan.plant(f"{table} without {fid}",
                   (f"DELETE FROM {table} WHERE fid = ?", (fid,)))
        new = {"id": "id || 'y'", "position": "position + 1000",
               "level": "level || 'y'"}
        plan.plant(f"{table} twice {fid}",
                   (f"INSERT INTO {table} ({', '.join(columns)}) SELECT "
                    f"{', '.join(new.get(c, c) for c in columns)} "
                    f"FROM {table} WHERE fid = ?", (fid,)))
    if names and len(fids) > 1:
        plan.plant(f"{table} without rows",
                   (f"DELETE FROM {table} WHERE {TABLES[table]} = ?",
                    (plan.name,)))


def main():
    missed = []
    for name in PLANS:
        plan = Plan(name)
        for table in TABLES:
            change_columns(plan, table)
            if table != "plan":
                take_and_double(plan, table)
        print(f"{name}: {plan.tried} changes, {plan.refused} refused, "
              f"{len(plan.missed)} not found")
        missed += plan.missed
    print("\n".join(missed), file=sys.stderr)
    return 1 if missed else 0


sys.exit(main())
