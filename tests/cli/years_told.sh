#!/bin/sh
# A plan over years in the report and in the workbook: of each year both say
# what circlet site says; a plan of one year is told as ever.
. "${srcdir:-.}/tests/cli/setup"

sample_town town.gpkg
circlet site town.gpkg --policy "$policy" --plan years --json --quiet \
    --years 2018,2019,2020 --budget 2018:20000000,2019:990101=30000000 \
    > years.json
circlet site town.gpkg --policy "$policy" --plan once --quiet > out

report() { circlet report town.gpkg --policy "$policy" --quiet "$@" > out; }
report --plan years -o years.html --threads 1
report --plan years -o again.html --threads 3
cmp years.html again.html
report --plan once -o once.html
report -o plain.html
for page in once.html plain.html; do
    if grep -q 'id="years"\|href="#years"' "$page"; then exit 1; fi
done
grep -q 'href="#years"' years.html

command -v python3 > out || exit 0
cat > page.py <<'END'
import html, json, math, re
years = json.load(open('years.json'))['years']
assert [y['year'] for y in years] == [2018, 2019, 2020]
text = open('years.html', encoding='utf-8').read()
part = text.split('<section id="years">')[1].split('</section>')[0]

# In steps of five, from the first year and from doing nothing.
def told(first, year):
    start, was, now = (y['persons'] - y[k] for y, k in
                       ((first, 'uncovered_before'),
                        (year, 'uncovered_before'), (year, 'uncovered')))
    assert first['persons'] == year['persons'] > now > was > 5
    was = start + 5 * math.floor((was - start) / 5 + .5)
    return was, was + 5 * math.floor((now - was) / 5 + .5)

def say(n):
    return '{:,.0f}'.format(n)

def share(n):
    return ('%.1f' % (n * 100)).replace('.0', '') + '%'

def change(a, b):
    return a + ' → ' + b

for tongue in 'zh', 'en':
    other = 'en' if tongue == 'zh' else 'zh'
    only = re.sub('<span lang=%s>.*?</span>' % other, '', part)
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', only)
    assert len(rows) == len(years)
    for row, y in zip(rows, years):
        cells = [html.unescape(re.sub('<[^>]*>', '', c))
                 for c in re.split('</t[hd]>', row)][:-1]
        was, now = told(years[0], y)
        assert cells[:3] == [str(y['year']), say(y['begun']),
                             say(y['done'])], cells
        assert cells[5:] == [
            change(say(was), say(now)),
            change(share(was / y['persons']), share(now / y['persons'])),
            change(say(y['must_fail_before']), say(y['must_fail'])),
            change(say(y['should_fail_before']), say(y['should_fail']))], cells
        millions = float(re.sub('[^0-9.]', '', cells[3]))
        spent = y['cost_cny'] / (1e4 if tongue == 'zh' else 1e6)
        assert abs(millions - spent) < (1 if tongue == 'zh' else .006), cells
    # The budget of the one year that has one for the whole town.
    assert ['–' in r.split('</td>')[3] for r in rows] == [False, True, True]
    assert ('2,000万元' if tongue == 'zh' else 'CNY 20 million') in rows[0]
# The chart: a bar for each year in which something is begun, the frame of a
# budget, and the dots of both states.
assert part.count('class="spent" x=') == sum(y['cost_cny'] > 0 for y in years)
assert part.count('class="budget" x=') == 1
for state in 'before', 'after':
    assert part.count('r="5" class="%s" cx=' % state) == len(years)
END
python3 page.py

# ---- the workbook -----------------------------------------------------------

circlet export town.gpkg --to years.xlsx --policy "$policy" --plan years \
    > said || { grep -q 'built without' said && exit 0; }
cat > book.py <<'END'
import json, math, sys
try:
    import openpyxl
except ImportError:
    sys.exit(77)
years = json.load(open('years.json'))['years']
sheet = openpyxl.load_workbook('years.xlsx')['Costs by year']
head, *rows = [list(r) for r in sheet.iter_rows(values_only=True)]
assert sheet.freeze_panes and sheet.auto_filter.ref.startswith('A1:')
so_far = 0
for year, row in zip(years, rows, strict=True):
    cell = dict(zip(head, row))
    so_far += year['cost_cny']
    start, was, now = (y['persons'] - y[k] for y, k in (
        (years[0], 'uncovered_before'), (year, 'uncovered_before'),
        (year, 'uncovered')))
    was = start + 5 * math.floor((was - start) / 5 + .5)  # in steps of five
    now = was + 5 * math.floor((now - was) / 5 + .5)
    wanted = {
        'YEAR': year['year'], 'BEGUN': year['begun'], 'DONE': year['done'],
        'ONCE (CNY)': year['cost_cny'], 'ONCE SO FAR (CNY)': so_far,
        'PERSONS': year['persons'],
        'COVERED IF NOTHING IS DONE': was,
        'COVERED WITH THE PLAN': now,
        'MUST FAIL IF NOTHING IS DONE': year['must_fail_before'],
        'MUST FAIL WITH THE PLAN': year['must_fail'],
        'SHOULD FAIL IF NOTHING IS DONE': year['should_fail_before'],
        'SHOULD FAIL WITH THE PLAN': year['should_fail'],
        'BUDGET (CNY)': 20000000 if year['year'] == 2018 else None}
    for name, value in wanted.items():
        assert cell[name] == value, (name, cell[name], value)
    assert math.isclose(cell['SHARE COVERED'], now / year['persons'])
    assert cell['FUNDS A YEAR (CNY)'] > 0
assert head[-1] == 'FUNDS AT MOST (CNY)'
END
status=0
/usr/bin/python3 book.py || status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 77 ]
