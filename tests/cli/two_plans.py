"""Two plans of one city as they are published, each held against the other.

    two_plans.py ONE.gpkg ONE.exact.gpkg OTHER.gpkg OTHER.exact.gpkg ...

No number of persons in the tables of a plan, and no difference of such
numbers of two plans, is of one to four; sentences tell the same; what is told
is what is known in steps. Prints how many such differences the exact files
have: where they have none nothing was tried.
"""

import itertools
import re
import sqlite3
import sys

STEP = 5
LEVELS = ("covered_persons", "must_shortfall", "should_shortfall")


def is_few(number):
    return number is not None and 1e-6 < abs(number) < STEP - 1e-6


def rows(path, sql):
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


class Published:
    """The numbers of persons of a file, by what they are about."""

    def __init__(self, path):
        self.numbers = {}
        for at, gained, modelled in rows(
                path, "SELECT coalesce(site, facility) || kind || "
                "coalesce(service, ''), persons_gained, persons_modelled "
                "FROM plan_action"):
            self.numbers["gained", at] = gained
            self.numbers["modelled", at] = modelled
        for name, objective, bound in rows(
                path, "SELECT name, objective, bound FROM plan_level"):
            if name in LEVELS:
                self.numbers["objective", name] = objective
                self.numbers["bound", name] = bound
        for rule, unit, reason, persons, modelled, missing, of in rows(
                path, "SELECT rule, unit, reason, persons, persons_modelled, "
                "missing, missing_unit FROM plan_impossible"):
            self.numbers["left", rule, unit, reason] = persons
            self.numbers["left modelled", rule, unit, reason] = modelled
            if of == "persons":
                self.numbers["missing", rule, unit, reason] = missing

    def differences(self, other):
        return [key for key, value in self.numbers.items()
                if value is not None and other.numbers.get(key) is not None
                and is_few(value - other.numbers[key])]


def check_sentences(path):
    """Each number of persons in a sentence is the one of the column."""
    told = 0
    for gained, zh, en in rows(
            path, "SELECT persons_gained, text_zh, text_en FROM plan_action"):
        for text, pattern in ((zh, "新增覆盖(至少)?([0-9.]+)人"),
                              (en, "newly covered: (at least )?([0-9.]*[0-9])")):
            found = re.search(pattern, text or "")
            if gained is None:
                assert text is None, (path, text)
            elif gained > 0:
                assert found and found.group(1), (path, text)
                assert float(found.group(2)) == gained, (path, text)
                told += 1
            else:
                assert not found, (path, text)
    return told


def check_rounding(public, exact):
    assert public.numbers.keys() == exact.numbers.keys()
    for key, told in public.numbers.items():
        known = exact.numbers[key]
        if told is None:
            assert known is None or known > 0 or "left" in key[0], key
            continue
        assert not is_few(told) and abs(told % STEP) < 1e-9, (key, told)
        assert abs(told - known) < STEP, (key, told, known)
        if key[0] not in ("objective", "bound"):
            assert known - STEP < told <= known + 1e-6, (key, told, known)
    for key, known in exact.numbers.items():
        if is_few(known) and key[0] not in ("objective", "bound"):
            assert public.numbers[key] is None, (key, known)


def check_head(path, step):
    assert rows(path, "SELECT persons_step FROM plan") == [(step,)], path
    proofs = rows(path, "SELECT count(*) FROM plan_certificate")[0][0]
    assert (proofs == 0) == (step is not None), path


def main():
    names = sys.argv[1:]
    files = [(Published(a), Published(b))
             for a, b in zip(names[::2], names[1::2])]
    sentences = 0
    tried = 0
    for (public, exact), name in zip(files, names[::2]):
        check_rounding(public, exact)
        sentences += check_sentences(name)
    for a, b in zip(names[::2], names[1::2]):
        check_head(a, STEP)
        check_head(b, None)
    for one, other in itertools.combinations(files, 2):
        found = one[0].differences(other[0])
        assert not found, found
        tried += len(one[1].differences(other[1]))
    print(f"{tried} differences of few, {sentences} sentences")
    return 0 if tried > 0 and sentences > 0 else 1


sys.exit(main())
