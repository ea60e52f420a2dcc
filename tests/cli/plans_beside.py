"""plans_beside.py groups|pages|years|books PLAN...: holds what is published of
plans of one city against each other and against today."""
import itertools
import json
import re
import sys

what, plans = sys.argv[1], sys.argv[2:]


def check(number, where):
    assert not 0.0005 < abs(number) < 4.9995, (number, where)


def compare(tables):
    """Tables of the same numbers by key, None where one is hidden: of today
    first, then of plans."""
    count = 0
    for name, table in tables.items():
        for key, number in table.items():
            if number is not None:
                check(number, (name, key))
                count += 1
    moved = 0
    for (a, one), (b, other) in itertools.combinations(tables.items(), 2):
        assert set(one) == set(other), (a, b, set(one) ^ set(other))
        for key, number in one.items():
            assert (number is None) == (other[key] is None), (a, b, key)
            if number is not None:
                check(number - other[key], (a, b, key))
                moved += number != other[key]
    assert count and moved, (count, moved)


# ---- groups

FIGURES = ('covered', 'covered_low', 'persons_low', 'covered_high',
           'persons_high', 'timed')


def group_table(data, state):
    out = {}
    for row in data['groups']:
        key = row['rule'], row['by'], row['group']
        of = row[state]
        out[key, 'persons'] = row['persons']
        for name in FIGURES:
            out[key, name] = of[name]
            check(row['persons'] - of[name], (key, name))
        for name in 'gained', 'lost', 'farther':
            out[key, name] = row[name] if state == 'after' else 0
        check(of['covered'] - of['covered_low'], key)
        check(of['covered_high'] - of['covered'], key)
    return out


def check_groups():
    today = json.load(open('today.json'))
    assert today['step'] is None
    tables = {'today': group_table(today, 'before')}
    losing = 0
    for plan in plans:
        data = json.load(open(plan + '.json'))
        exact = json.load(open(plan + '.exact.json'))
        assert (data['step'], exact['step']) == (5, None)
        assert group_table(data, 'before') == tables['today']
        tables[plan] = group_table(data, 'after')
        true = {(r['rule'], r['by'], r['group']): r for r in exact['groups']}
        wholes = {}
        for row in data['groups']:
            of = true[row['rule'], row['by'], row['group']]['after']
            assert abs(of['covered'] - row['after']['covered']) < 10
            assert abs(of['mean_minutes'] - row['after']['mean_minutes']) < .06
            change = row['after']['covered'] - row['before']['covered']
            assert ('cover' in row['losses']) == (change < 0)
            assert row['gained'] - row['lost'] == change, row
            losing += row['lost'] > 0
            wholes.setdefault((row['rule'], row['by']), []).append(row)
        # A division that is shown whole comes to what everybody does.
        whole = 0
        for (rule, by), rows in wholes.items():
            everybody = wholes[rule, 'all'][0]
            if by == 'kind' or sum(r['persons'] for r in rows) != everybody[
                    'persons']:
                continue
            whole += by != 'all'
            assert sum(r['after']['covered'] for r in rows) == everybody[
                'after']['covered'], (plan, rule, by)
        assert whole > 0
    assert losing > 0
    compare(tables)


# ---- pages

def number(text):
    text = re.sub('<[^>]*>', '', text).replace(',', '').strip()
    return None if text == '*' else float(text)


def times_of(page):
    part = page.split('How long people take')[1].split('</figure>')[0]
    out = {'today': {}, 'plan': {}}
    for title, state, cells in re.findall(
            r'<tr><th scope="row">([^<]*) · (today|plan)</th>'
            r'((?:<td class="n">[^<]*</td>)+)</tr>', english(part)):
        for i, cell in enumerate(re.findall('<td class="n">(.*?)</td>',
                                            cells)):
            out[state][title, i] = number(cell)
    return out


def english(text):
    text = re.sub('<span lang="?zh"?>.*?</span>', '', text, flags=re.S)
    return re.sub('<span lang="?en"?>(.*?)</span>', r'\1', text, flags=re.S)


def places_of(page):
    data = re.search('<script id="places"[^>]*>(.*?)</script>', page, re.S)
    return [{(lon, lat): persons for lon, lat, persons, _ in cells}
            for cells in json.loads(data.group(1))['people']]


def check_pages():
    page = open('today.html', encoding='utf-8').read()
    cells = places_of(page)[0]
    times = {'today': times_of(page)['today']}
    assert times['today']
    states = {'today': cells}
    for plan in plans:
        page = open(plan + '.html', encoding='utf-8').read()
        found = times_of(page)
        assert found['today'] == times['today']
        times[plan] = found['plan']
        before, states[plan] = places_of(page)
        assert before == cells
        # What cover costs: sums by steps.
        if 'What cover costs' in page:
            part = page.split('What cover costs')[1].split('</figure>')[0]
            sums = [number(cell) for cell in re.findall(
                '<tr><td class="n">(.*?)</td>', part)]
            assert sums and all(n > 0 and n % 5 == 0 for n in sums), sums
    compare(times)
    moved = 0
    for (a, one), (b, other) in itertools.combinations(states.items(), 2):
        for at in set(one) & set(other):
            check(one[at] - other[at], (a, b, at))
            moved += one[at] != other[at]
    assert moved


# ---- years

def years_of(plan):
    page = english(open(plan + '.html', encoding='utf-8').read())
    part = page.split('<section id="years">')[1].split('</section>')[0]
    out = {}
    for row in re.findall(r'<tr><th scope="row">(\d{4}.*?)</tr>', part, re.S):
        cells = [re.sub('<[^>]*>', '', c) for c in re.split('</t[hd]>', row)]
        was, now = cells[5].split(' → ')
        out[cells[0], 'was'], out[cells[0], 'now'] = number(was), number(now)
    return out


def check_years(tables):
    for table in tables.values():
        for (year, state), persons in table.items():
            check(persons - table[year, 'was'], (year, state))
            for (other, another), more in table.items():
                if another == state == 'was':
                    check(persons - more, (year, other))
    compare(tables)


# ---- workbooks

def book_of(name):
    import openpyxl
    head, *rows = openpyxl.load_workbook(name)['Costs by year'].values
    out = {}
    for row in rows:
        cell = dict(zip(head, row))
        out[cell['YEAR'], 'was'] = cell['COVERED IF NOTHING IS DONE']
        out[cell['YEAR'], 'now'] = cell['COVERED WITH THE PLAN']
    return out


def check_books():
    import openpyxl
    tables = {plan: book_of(plan + '.xlsx') for plan in plans}
    check_years(tables)
    for plan in plans:
        exact = book_of(plan + '.exact.xlsx')
        assert all(abs(exact[k] - tables[plan][k]) < 10 for k in exact)
        said = [r[1] for r in openpyxl.load_workbook(plan + '.xlsx')[
            'Summary'].values]
        assert sum('steps of five' in str(text) for text in said) == 1


if what == 'groups':
    check_groups()
elif what == 'pages':
    check_pages()
elif what == 'years':
    check_years({plan: years_of(plan) for plan in plans})
else:
    check_books()
