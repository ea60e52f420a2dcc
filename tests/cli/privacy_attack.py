"""privacy_attack.py TODAY EXACT_TODAY [PLAN EXACT_PLAN]...: what somebody can
work out from the findings of published exports, with every sum over all units
of a rule in hand; says where a number of persons that is hidden today is left
between bounds nearer than five, or where two files, or what sums leave of the
units that both hide, differ by fewer than five."""
import math
import sqlite3
import sys

FEW = 5
QUERY = ('SELECT rule, mode, unit, persons, persons_covered FROM finding '
         "WHERE subject = 'unit' ORDER BY fid")
wrong = []


def read(path):
    """(rule, mode) and unit: persons, covered."""
    with sqlite3.connect(path) as file:
        return {((r[0], r[1]), r[2]): r[3:] for r in file.execute(QUERY)}


def read_parents(path):
    with sqlite3.connect(path) as file:
        return dict(file.execute('SELECT code, parent FROM unit'))


def above(unit, units, parents):
    """The nearest unit above that has a finding, too."""
    unit = parents[unit]
    while unit and unit not in units:
        unit = parents[unit]
    return unit


def wholes(exact):
    """Rules whose persons are the same wherever both are judged: a name for
    all of them."""
    rules = sorted({k[0] for k in exact}, key=str)
    own = {r: {k[1]: v[0] for k, v in exact.items()
               if k[0] == r and v[0] is not None} for r in rules}
    name = {r: r for r in rules}
    for a in rules:
        for b in rules:
            both = own[a].keys() & own[b].keys()
            if both and all(own[a][u] == own[b][u] for u in both) and \
                    any(own[a][u] for u in both):
                old, new = name[b], name[a]
                if all(own[x].get(u, v) == v for x in rules
                       if name[x] in (old, new) for y in rules
                       if name[y] in (old, new) for u, v in own[y].items()):
                    name = {r: new if n == old else n
                            for r, n in name.items()}
    return name


def attack(shown, exact, parents):
    """Bounds of every number by adding and subtracting until none moves."""
    low, high, truth, sums = {}, {}, {}, []
    name = wholes(exact)

    def add(key, value, is_shown):
        truth[key] = value
        if is_shown or key not in low:
            low[key], high[key] = (value, value) if is_shown else \
                (0, math.inf)

    for (rule, unit), (persons, covered) in exact.items():
        if persons is None:
            continue
        whole = ('all', name[rule], unit)
        is_shown = shown[(rule, unit)][0] is not None
        if not (low.get(whole) == high.get(whole) != None):
            add(whole, persons, is_shown)
        if covered is None:
            continue
        add(('in', rule, unit), covered, is_shown)
        add(('out', rule, unit), persons - covered, is_shown)
        sums.append((whole, [('in', rule, unit), ('out', rule, unit)]))
    for what in {k[:2] for k in truth}:
        units = {k[2] for k in truth if k[:2] == what}
        for parent in {above(u, units, parents) for u in units}:
            parts = [what + (u,) for u in units
                     if above(u, units, parents) == parent]
            total = sum(truth[p] for p in parts)
            key = what + (parent,)
            if parent is None:
                add(key, total, True)
            if truth[key] == total:
                sums.append((key, parts))
    moved = True
    while moved:
        moved = False
        for whole, parts in sums:
            for part in [whole] + parts:
                rest = [p for p in parts if p != part]
                if part == whole:
                    least = sum(low[p] for p in parts)
                    most = sum(high[p] for p in parts)
                else:
                    least = low[whole] - sum(high[p] for p in rest)
                    most = high[whole] - sum(low[p] for p in rest)
                if least > low[part]:
                    low[part], moved = least, True
                if most < high[part]:
                    high[part], moved = most, True
    return low, high, truth


def check(shown, exact, parents, where):
    low, high, truth = attack(shown, exact, parents)
    hidden = {k for k, v in exact.items()
              if v[0] is not None and shown[k][0] is None}
    for (rule, unit), (persons, covered) in exact.items():
        few = [n for n in (persons, covered, None if covered is None else
                           persons - covered) if n and 0 < n < FEW]
        if few and (rule, unit) not in hidden:
            wrong.append(f'{where}: {rule} {unit} tells {few}')
    for rule, unit in hidden:
        for what in ('in', 'out'):
            key = (what, rule, unit)
            if key in truth and 0 < truth[key] < FEW and \
                    high[key] - low[key] < FEW:
                wrong.append(f'{where}: {key} from {low[key]} to {high[key]}')
    return hidden


def is_few(number):
    return 1e-6 < abs(number) < FEW - 1e-6


def check_plan(planned, exact, where):
    """Numbers with a plan are near the truth, and none looks small."""
    steps = 0
    for key, (persons, covered) in planned.items():
        if persons is None or covered is None:
            continue
        if is_few(covered) or is_few(persons - covered):
            wrong.append(f'{where}: {key} tells {covered} of {persons}')
        if persons != exact[key][0] or \
                abs(covered - exact[key][1]) >= 2 * FEW:
            wrong.append(f'{where}: {key} tells {covered}, is {exact[key]}')
        steps += covered != exact[key][1]
    return steps


def rests(findings, parents):
    """What a unit that is told leaves of those below that are not: by rule
    and unit, the units and their number."""
    out = {}
    for rule in {k[0] for k in findings}:
        units = {u for r, u in findings if r == rule}
        for unit in units:
            if findings[(rule, unit)][1] is None:
                continue
            below = [u for u in units if above(u, units, parents) == unit]
            shown = [u for u in below if findings[(rule, u)][1] is not None]
            if below:
                out[(rule, unit)] = (
                    sorted(set(below) - set(shown)),
                    findings[(rule, unit)][1] -
                    sum(findings[(rule, u)][1] for u in shown))
    return out


def compare(one, other, parents, where):
    for key in one.keys() & other.keys():
        a, b = one[key][1], other[key][1]
        if a is not None and b is not None and is_few(a - b):
            wrong.append(f'{where}: {key} differs by {a - b}')
    left, right = rests(one, parents), rests(other, parents)
    for key in left.keys() & right.keys():
        if left[key][0] and left[key][0] == right[key][0] and \
                is_few(left[key][1] - right[key][1]):
            wrong.append(f'{where}: below {key} {left[key]} {right[key]}')


def main():
    files = list(map(read, sys.argv[1:]))
    today, exact = files[:2]
    parents = read_parents(sys.argv[1])
    hidden = check(today, exact, parents, 'today')
    steps = 0
    if not hidden or len(hidden) == len(exact):
        wrong.append(f'{len(hidden)} of {len(exact)} hidden')
    for i in range(2, len(files), 2):
        planned = files[i]
        steps += check_plan(planned, files[i + 1], sys.argv[i + 1])
        for k in range(0, i, 2):
            compare(files[k], planned, parents,
                    f'{sys.argv[k + 1]} and {sys.argv[i + 1]}')
        for key in hidden:
            if planned.get(key, (None,))[0] is not None:
                wrong.append(f'{key} is hidden today alone')
    if len(files) > 2 and not steps:
        wrong.append('no number of a plan is told in steps')
    print(*wrong[:20], sep='\n', end='\n' if wrong else '')
    sys.exit(1 if wrong else 0)


main()
