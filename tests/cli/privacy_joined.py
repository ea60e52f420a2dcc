"""privacy_joined.py LEDGERS... -- EXACT LEDGERS... -- EXPORT EXACT_EXPORT GROUPS
EXACT_GROUPS REPORT: everything that is published of a city today, put together:
ledgers of all levels, the findings of an export, groups, and the streets of a
report, with every sum over all units of a rule in hand. Says which number of
one to four persons somebody pins down by all of it."""
import html
import json
import re
import sqlite3
import sys

sys.dont_write_bytecode = True
import privacy_ledger as ledger_tools

QUERY = ('SELECT f.rule, f.unit, u.level, f.persons, f.persons_covered '
         'FROM finding AS f JOIN unit AS u ON u.code = f.unit '
         "WHERE f.subject = 'unit' AND f.mode = 'own'")


def findings(path):
    """Persons and covered of each rule and unit, and the sums over them."""
    out, levels = {}, {}
    with sqlite3.connect(path) as file:
        for rule, unit, level, persons, covered in file.execute(QUERY):
            levels[unit] = level
            out['finding', rule, unit, 'concerned'] = persons
            out['finding', rule, unit, 'covered'] = covered
    return out, levels


def groups(path):
    out = {}
    for row in json.load(open(path))['groups']:
        if row['mode'] == 'own' and row['before']:
            place = ('group', row['rule'], row['by'], row['group'])
            out[place + ('concerned',)] = row['persons']
            out[place + ('covered',)] = row['before']['covered']
    return out


def streets(path, codes):
    """Persons outside of the circle rules, by street, where they are told."""
    out = {}
    text = open(path, encoding='utf-8').read()
    for row in re.findall(r'<tbody data-u=.*?</tr>', text, re.S):
        name = html.unescape(re.search(r'<th[^>]*>(.*?)</th>', row).group(1))
        cells = re.findall(r'<td class="n"[^>]*>(.*?)</td>', row)
        if name in codes and len(cells) >= 2 and \
                re.fullmatch(r'[0-9,.]+', cells[1]):
            out['street', codes[name]] = float(cells[1].replace(',', ''))
    return out


def join(exact, found, levels):
    """Sums that hold of everything: a finding and its row in the ledger, all
    units of a rule, groups and everybody, streets of the report."""
    terms = []
    rules = {c[1] for c in found if c[0] == 'finding'}
    rows = {(k[0][0], k[0][1]): k[0] for k in exact
            if isinstance(k[0], tuple) and len(k[0]) == 3}
    for cell in found:
        if cell[0] == 'finding':
            row = rows.get((levels[cell[2]], cell[2]))
            if row:
                terms.append([(1, cell),
                              (-1, (row, f'{cell[1]}_{cell[3]}'))])
    for rule in rules:
        for what in ('concerned', 'covered'):
            terms.append([(1, c) for c in found if c[0] == 'finding' and
                          c[1] == rule and c[3] == what] +
                         [(-1, ('sum', rule, what))])
            everybody = ('group', rule, 'all', 'all', what)
            by = {c[2] for c in found if c[0] == 'group' and c[1] == rule}
            terms.append([(1, everybody), (-1, ('sum', rule, what))])
            for division in by - {'all'}:
                terms.append([(1, c) for c in found if c[0] == 'group' and
                              c[1] == rule and c[2] == division and
                              c[4] == what] + [(-1, everybody)])
    for cell in found:
        if cell[0] == 'street':
            circles = [c for c in found if c[0] == 'finding' and
                       c[1].startswith('B-CIRCLE') and '/' not in c[1] and
                       c[2] == cell[1]]
            terms.append([(1 if c[3] == 'concerned' else -1, c)
                          for c in circles] + [(-1, cell)])
    return terms


def main():
    parts = ' '.join(sys.argv[1:]).split(' -- ')
    shown_ledgers, exact_ledgers = (ledger_tools.read(p.split())
                                    for p in parts[:2])
    export, exact_export, group_file, exact_groups, page = parts[2].split()
    shown = ledger_tools.values(shown_ledgers)
    exact = ledger_tools.values(exact_ledgers)
    equations = ledger_tools.sums(exact_ledgers, exact)
    pairs = ledger_tools.orders(shown_ledgers, exact)
    truth, levels = findings(exact_export)
    told = findings(export)[0]
    with sqlite3.connect(export) as file:
        codes = {n: c for c, n in file.execute('SELECT code, name FROM unit')}
    truth.update(groups(exact_groups))
    told.update(groups(group_file))
    on_page = streets(page, codes)
    for cell in on_page:
        truth[cell] = sum(
            v if c[3] == 'concerned' else -v for c, v in truth.items()
            if c[0] == 'finding' and c[1].startswith('B-CIRCLE') and
            c[2] == cell[1] and '/' not in c[1] and v is not None)
    told.update(on_page)
    for rule in {c[1] for c in truth if c[0] == 'finding'}:
        for what in ('concerned', 'covered'):
            known = [v for c, v in truth.items() if c[0] == 'finding' and
                     c[1] == rule and c[3] == what and v is not None]
            truth['sum', rule, what] = told['sum', rule, what] = sum(known)
    exact.update(truth)
    shown.update({c: told.get(c) for c in truth})
    joined = [t for t in join(exact, truth, levels)
              if all(exact.get(c) is not None for _, c in t) and
              abs(sum(s * exact[c] for s, c in t)) < 1e-6]
    pairs += [(c, c[:-1] + ('concerned',)) for c in truth
              if c[-1] == 'covered']
    kinds = {t[0][1][0] for t in joined} | {t[-1][1][0] for t in joined}
    lost = ledger_tools.found(shown, exact, equations + joined, pairs)
    won = ledger_tools.found(exact, exact, equations + joined, pairs)
    print(f'{len(shown)} figures, {sum(v is None for v in shown.values())} '
          f'not shown, {len(equations)} + {len(joined)} sums: {len(lost)} '
          f'found; {len(won)} where nothing is hidden')
    print(*lost[:20], sep='\n')
    missing = {'finding', 'group', 'street', 'sum'} - kinds
    links = sum(isinstance(c[0], tuple) for t in joined for _, c in t)
    if missing or not links or len(on_page) < 3:
        print(f'nothing joined of {missing}, {links}, {len(on_page)} streets')
        sys.exit(1)
    sys.exit(1 if lost or not won else 0)


main()
