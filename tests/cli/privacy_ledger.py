"""privacy_ledger.py SHOWN... -- EXACT...: ledgers of one city at every level,
as they are published and exact ones, as JSON. Says which number of one to four
persons somebody pins down who adds and subtracts all that is shown: units and
the units above, each division and everybody, who is covered and who is not. With
the exact ones in place of those shown he must succeed."""
import json
import math
import sys

FEW = 5
PARTS = ('grade', 'age', 'aid', 'certified', 'poor')


def read(paths):
    return [json.load(open(path)) for path in paths]


def rows(ledger):
    return ledger['rows'] + [dict(ledger['total'], code='', parent=None)]


def key(level, row):
    """A row of no unit is known by what it lies in."""
    if row['code'] == '':
        return ('total',)
    return (level, row['code'], None if row['code'] else row['parent'])


def values(ledgers):
    """(row, column): the figure, None where it is not shown."""
    out = {}
    for ledger in ledgers:
        for row in rows(ledger):
            for column in ledger['columns']:
                if column['unit'] == 'persons':
                    out[key(ledger['level'], row), column['id']] = \
                        row['figures'][column['id']]
    return out


def sums(ledgers, exact):
    """Lists of (sign, cell) that add up to nothing, checked against the exact
    figures."""
    out = []
    columns = [c for c in ledgers[0]['columns'] if c['unit'] == 'persons']
    places = {}
    for ledger in ledgers:
        for row in rows(ledger):
            places[key(ledger['level'], row)] = (ledger['level'], row)

    def add(terms):
        terms = [(s, c) for s, c in terms]
        if all(exact.get(c) is not None for _, c in terms) and \
                abs(sum(s * exact[c] for s, c in terms)) < 1e-6:
            out.append(terms)

    levels = [ledger['level'] for ledger in ledgers]
    for column in columns:
        name = column['id']
        for ledger in ledgers:
            level = ledger['level']
            own = [key(level, r) for r in ledger['rows']]
            add([(1, (k, name)) for k in own] + [(-1, (('total',), name))])
            for above in ledgers[:levels.index(level)]:
                for row in above['rows']:
                    if row['code']:
                        below = [key(level, r) for r in ledger['rows']
                                 if r['parent'] == row['code']]
                        add([(1, (k, name)) for k in below] +
                            [(-1, (key(above['level'], row), name))])
    for place in places:
        for section in PARTS:
            parts = [c['id'] for c in columns if c['section'] == section]
            add([(1, (place, p)) for p in parts] + [(-1, (place, 'persons'))])
        kinds = [c['id'] for c in columns if c['section'] == 'kind']
        add([(1, (place, p)) for p in kinds] + [(-1, (place, 'persons'))])
    return out


def orders(ledgers, exact):
    """Pairs (less, more) of which one is never above the other."""
    columns = [c for c in ledgers[0]['columns'] if c['unit'] == 'persons']
    places = {k for k, _ in exact}
    out = []
    for place in places:
        for c in columns:
            if c['section'] == 'coverage':
                names = {d['word']: d['id'] for d in columns
                         if d['section'] == 'coverage' and
                         d['rule'] == c['rule']}
                chain = ['covered_low', 'covered', 'covered_high',
                         'concerned']
                if c['word'] in chain[:3]:
                    up = names[chain[chain.index(c['word']) + 1]]
                    out.append(((place, c['id']), (place, up)))
            if c['id'] != 'persons':
                out.append(((place, c['id']), (place, 'persons')))
    return out


def attack(shown, equations, pairs):
    low, high = {}, {}
    for cell, value in shown.items():
        low[cell] = 0 if value is None else value
        high[cell] = math.inf if value is None else value
    moved = True
    while moved:
        moved = False
        for terms in equations:
            for sign, cell in terms:
                rest = [(s, c) for s, c in terms if c != cell]
                least = sum(s * (low[c] if s < 0 else high[c])
                            for s, c in rest)
                most = sum(s * (high[c] if s < 0 else low[c])
                           for s, c in rest)
                bounds = (-least, -most) if sign > 0 else (most, least)
                if bounds[0] > low[cell] + 1e-6:
                    low[cell], moved = bounds[0], True
                if bounds[1] < high[cell] - 1e-6:
                    high[cell], moved = bounds[1], True
        for less, more in pairs:
            if less not in low or more not in low:
                continue
            if low[less] > low[more] + 1e-6:
                low[more], moved = low[less], True
            if high[more] < high[less] - 1e-6:
                high[less], moved = high[more], True
    return low, high


def found(shown, exact, equations, pairs):
    low, high = attack(shown, equations, pairs)
    out = []
    for cell, value in exact.items():
        if value is not None and 0 < value < FEW and cell in low and \
                high[cell] - low[cell] < 1e-6:
            out.append(f'{cell}: {value}, shown: {shown[cell]}')
    for less, more in pairs:
        if less not in low or more not in low:
            continue
        if low[less] == high[less] and low[more] == high[more] and \
                0 < high[more] - low[less] < FEW:
            out.append(f'{less} and {more} differ by {high[more] - low[less]}')
    return out


def main():
    middle = sys.argv.index('--')
    ledgers = read(sys.argv[1:middle])
    exact_ledgers = read(sys.argv[middle + 1:])
    shown, exact = values(ledgers), values(exact_ledgers)
    equations, pairs = sums(exact_ledgers, exact), orders(ledgers, exact)
    lost = found(shown, exact, equations, pairs)
    won = found(exact, exact, equations, pairs)
    hidden = sum(v is None for v in shown.values())
    print(f'{len(shown)} figures, {hidden} not shown, {len(equations)} sums: '
          f'{len(lost)} found; {len(won)} where nothing is hidden')
    print(*lost[:20], sep='\n')
    sys.exit(1 if lost or not won else 0)


if __name__ == "__main__":
    main()
