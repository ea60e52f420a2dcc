#!/bin/sh
# Reports: one page that loads nothing, says what check says, names nobody,
# and escapes whatever stands in the data.
. "${srcdir:-.}/tests/cli/setup"

command -v python3 > "$scratch/.made" || { echo 'no python3' >&2; exit 77; }
sample=$srcdir/geodata/sample
rules=$srcdir/geodata/policies/beijing-2018.yaml

# ---- a town whose names are hostile -----------------------------------------

python3 - "$sample" << 'END'
import csv, json, sys
folder = sys.argv[1]
units = json.load(open(folder + '/units.geojson', encoding='utf-8'))
streets = [f['properties'] for f in units['features']
           if f['properties']['level'] == 'street']
streets[0]['name'] = '<b>街"&amp;</b>'
json.dump(units, open('units.geojson', 'w', encoding='utf-8'))
rows = list(csv.DictReader(open(folder + '/facilities.csv', encoding='utf-8')))
rows[0]['name'] = '</script><script>alert(1)</script>'
rows[1]['name'] = '<!-- <img src=http://example.org/x>'
with open('facilities.csv', 'w', encoding='utf-8', newline='') as out:
    table = csv.DictWriter(out, rows[0].keys())
    table.writeheader()
    table.writerows(rows)
END
{
    circlet new town.gpkg
    circlet import town.gpkg units units.geojson
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities facilities.csv --complete
    circlet import town.gpkg sites "$sample/sites.csv"
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
    circlet site town.gpkg --policy "$rules" --plan 'p<1>'
} > "$scratch/.made" 2>&1 || { cat "$scratch/.made" >&2; exit 1; }

circlet report town.gpkg --policy "$rules" --plan 'p<1>' -o a.html --json \
    --language en > facts.json
circlet report town.gpkg --policy "$rules" --plan 'p<1>' -o b.html --threads 1 \
    --language en --quiet > "$scratch/.made"
cmp a.html b.html
[ "$(stat -c %a a.html)" = 600 ]
circlet check town.gpkg --policy "$rules" --json > before.json || [ $? -eq 1 ]
circlet check town.gpkg --policy "$rules" --plan 'p<1>' --json > after.json ||
    [ $? -eq 1 ]

# ---- what the page is -------------------------------------------------------

cat > page.py << 'END'
import base64, csv, hashlib, html.parser, json, re, sys

class Page(html.parser.HTMLParser):
    VOID = {'meta', 'input', 'br', 'link', 'img', 'hr'}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.texts, self.ids = [], [], [], []
        self.scripts, self.styles, self.hrefs = [], [], []

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.tags.append((tag, facts))
        if 'id' in facts:
            self.ids.append(facts['id'])
        for name, value in attributes:
            assert not name.startswith('on'), (tag, name)
            assert name not in ('src', 'style', 'srcset', 'action'), (tag, name)
            if name == 'href':
                self.hrefs.append(value)
        if tag not in self.VOID:
            self.open.append((tag, facts))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop() if tag not in self.VOID else None

    def handle_endtag(self, tag):
        last, _ = self.open.pop()
        assert last == tag, 'a %s ends a %s' % (tag, last)

    def handle_data(self, data):
        inside, facts = self.open[-1] if self.open else ('', {})
        if inside == 'script':
            self.scripts.append((facts, data))
        elif inside == 'style':
            self.styles.append(data)
        else:
            self.texts.append(data)

text = open('a.html', encoding='utf-8').read()
page = Page()
page.feed(text)
page.close()
assert not page.open, page.open
assert len(page.ids) == len(set(page.ids)), 'an id stands twice'
for href in page.hrefs:
    assert href.startswith('#') and href[1:] in page.ids, href
for tag, facts in page.tags:
    assert tag not in ('link', 'img', 'iframe', 'object', 'base'), tag
    for name in ('aria-labelledby', 'for'):
        assert name not in facts or facts[name] in page.ids, facts

# Nothing is loaded, and nothing but the page's own runs.
rule = [f['content'] for t, f in page.tags
        if f.get('http-equiv') == 'Content-Security-Policy'][0]
parts = dict(p.split(' ', 1) for p in rule.split('; '))
assert parts['default-src'] == "'none'" and parts['img-src'] == 'data:', parts
assert 'unsafe' not in rule and 'http' not in rule, rule

def hash_of(data):
    digest = hashlib.sha256(data.encode('utf-8')).digest()
    return "'sha256-%s'" % base64.b64encode(digest).decode()

assert [hash_of(s) for s in page.styles] == parts['style-src'].split(), 'style'
running = [s for f, s in page.scripts if 'json' not in f.get('type', '')]
assert [hash_of(s) for s in running] == parts['script-src'].split(), 'script'
for style in page.styles:
    assert 'url(' not in style and '@import' not in style

# ---- what it says: the same as check
before, after, facts = (json.load(open(n)) for n in
                        ('before.json', 'after.json', 'facts.json'))

def must_fail(found):
    return sum(f['verdict'] == 'fail' and f['force'] == 'must'
               for f in found['findings'])

def outside(found):
    circles = {'B-CIRCLE-15', 'B-CIRCLE-30'}
    return sum(f['persons'] - f['persons_covered'] for f in found['findings']
               if f['rule'] in circles and f['verdict'] != 'no_data' and
               f['persons_covered'] is not None)

assert facts['must_failures'] == must_fail(before) > 0
assert facts['must_failures_with_plan'] == must_fail(after)
assert facts['must_failures_with_plan'] < facts['must_failures']
assert abs(facts['persons_outside'] - outside(before)) < 1e-6
# With the plan persons are told in steps of five, whose rest goes on.
assert abs(facts['persons_outside_with_plan'] - outside(after)) < 15
assert facts['bytes'] == len(text.encode('utf-8'))
words = ' '.join(page.texts)
for number in (must_fail(before), must_fail(after), outside(before)):
    assert '{:,.0f}'.format(number) in words, number
big = re.findall(r'class="big">(.*?)</dd>', text)
assert '{:,.0f}'.format(facts['persons_outside_with_plan']) in big[1], big

# What the plan leaves adds up to what still fails with it.
def fails(found, force):
    return sum(f['verdict'] == 'fail' and f['force'] == force
               for f in found['findings'])

lead = re.search(r'<p class="lead">(.*?)</p>', text).group(1)
lead_zh = re.sub('<[^>]*>', '', re.sub('<span lang=en>.*?</span>', '', lead))
lead_en = re.sub('<[^>]*>', '', re.sub('<span lang=zh>.*?</span>', '', lead))
musts, shoulds = fails(after, 'must'), fails(after, 'should')
for said, pattern in (
        (lead_en, r'leaves (\d+) places: in (\d+) .* in (\d+) one that should '
                  r'be, and (\d+) are undecided; (\d+) .* in (\d+) the means'),
        (lead_zh, r'有(\d+)处未能解决：“必须”类不符合(\d+)处、“应当”类不符合(\d+)处'
                  r'、尚不能判定(\d+)处； 其中(\d+)处.*，(\d+)处缺少条件')):
    left = [int(n) for n in re.search(pattern, said).groups()]
    assert left[1] == musts and left[2] == shoulds, (left, musts, shoulds)
    assert left[0] == sum(left[1:4]) == sum(left[4:]), left
no_data = sum(f['verdict'] == 'no_data' and f['force'] != 'may'
              for f in before['findings'])
assert '%d could not be judged for want of data' % no_data in lead_en, lead_en
assert '有%d项因缺少数据不能判定' % no_data in lead_zh, lead_zh

# The time bands add up to the people whom the rules count.
rows = re.findall(r'<th scope="row"><span lang=zh>[^<]*</span><span lang=en>'
                  r'15-minute circle in the city · today</span></th>'
                  r'((?:<td class="n">[^<]*</td>)+)', text)
told = [t for t in re.findall(r'>([^<]*)</td>', rows[-1])]
rule15 = [r for r in before['rules'] if r['rule'] == 'B-CIRCLE-15'][0]
if '&lt;5' not in told:
    assert sum(int(t.replace(',', '')) for t in told) == rule15['persons'], told

# ---- hostile names are text
assert '<b>街"&amp;</b>' in words
assert '</script><script>' not in text and '<!-- <img' not in text
places = json.loads([s for f, s in page.scripts if 'json' in
                     f.get('type', '')][0]) if len(page.scripts) > 1 else None
if places:
    names = {f[5] for f in places['facilities']}
    assert '</script><script>alert(1)</script>' in names, names
    assert len(places['units']) == facts['units']
    assert all(c[2] >= 5 for s in places['people'] for c in s)
    assert all(u['states'][0][3] is None or not 0 < u['states'][0][3] < 5
               for u in places['units'])

# ---- nobody is in it
for row in csv.DictReader(open(sys.argv[1], encoding='utf-8')):
    assert '"%s"' % row['id'] not in text and '>%s<' % row['id'] not in text
for cell in re.findall(r'<td class="n" data-v="([0-9.]+)">\*</td>', text):
    assert cell in ('1', '0.99'), cell
END
python3 page.py "$sample/people.csv"

# ---- both languages, without a plan, without borders ------------------------

circlet report town.gpkg --policy "$rules" --plan 'p<1>' -o zh.html \
    --language zh --quiet > "$scratch/.made"
grep -q '<html lang="zh-CN">' zh.html
grep -q '<html lang="en">' a.html
circlet report town.gpkg --policy "$rules" -o plain.html --quiet \
    --title 'A & B' > "$scratch/.made"
grep -q '<title>A &amp; B</title>' plain.html
if grep -q 'id="actions"' plain.html; then exit 1; fi
circlet new bare.gpkg
printf 'code,name,level\nu1,One,community\n' > bare.csv
circlet import bare.gpkg units bare.csv > "$scratch/.made" 2>&1
circlet report bare.gpkg --policy "$rules" -o bare.html --quiet \
    > "$scratch/.made" 2>&1
grep -q 'there is no map' bare.html

# ---- documents for offices --------------------------------------------------

if command -v pandoc > "$scratch/.made"; then
    circlet report town.gpkg --policy "$rules" --plan 'p<1>' --to r.docx \
        --language zh --quiet > "$scratch/.made"
    python3 - << 'END'
import zipfile
text = zipfile.ZipFile('r.docx').read('word/document.xml').decode('utf-8')
assert '方案' in text and '<w:tbl>' in text and 'What the plan' not in text
assert '&lt;b&gt;街' in text
END
    # Maps stand in it as pictures, today and with the plan, where circlet can
    # draw any; pages are A4 and tables as wide as they; what is broken stands
    # under the names of units, in no table.
    circlet report town.gpkg --policy "$rules" --plan 'p<1>' --to e.docx \
        --language en --quiet > "$scratch/.made"
    sleep 2 # the times in the file have two seconds
    circlet report town.gpkg --policy "$rules" --plan 'p<1>' --to again.docx \
        --language en --quiet > "$scratch/.made"
    cmp e.docx again.docx
    circlet report town.gpkg --policy "$rules" --to e.odt --quiet \
        > "$scratch/.made"
    maps=0
    circlet map town.gpkg -o map.png --quiet > "$scratch/.made" 2>&1 && maps=2
    has_template=no
    circlet export town.gpkg --to a.xlsx --policy "$rules" --quiet \
        > "$scratch/.made" 2>&1 && has_template=yes
    python3 - "$maps" "$has_template" << 'END'
import re, sys, zipfile
maps, has_template = int(sys.argv[1]), sys.argv[2] == 'yes'
for name, title in ('r.docx', '现状'), ('e.docx', 'With the plan'):
    book = zipfile.ZipFile(name)
    text = book.read('word/document.xml').decode('utf-8')
    pictures = [n for n in book.namelist() if n.startswith('word/media/')]
    assert len(pictures) == text.count('<pic:pic') == maps, pictures
    for picture in pictures:
        assert book.read(picture).startswith(b'\x89PNG'), picture
    assert maps == 0 or '%s</w:t>' % title in text
    tables = re.findall('<w:tbl>.*?</w:tbl>', text, re.S)
    assert len(tables) > 5
    assert not any('<w:numPr>' in t for t in tables), 'a list in a table'
    assert all('<w:tblHeader' in t for t in tables[:2]), 'no heading'
    assert text.count('w:val="Heading3"') > 10
    assert 'w:val="right"' in tables[0], 'numbers stand to the right'
    if has_template:
        assert '<w:pgSz w:w="11906" w:h="16838"' in text.replace(
            'w:h="16838" w:w="11906"', 'w:w="11906" w:h="16838"'), 'not A4'
        styles = book.read('word/styles.xml').decode('utf-8')
        assert 'w:eastAsia="zh-CN"' in styles
english = zipfile.ZipFile('e.docx').read('word/document.xml').decode('utf-8')
assert 'What is broken in each unit' in english and '不符合' not in english
odt = zipfile.ZipFile('e.odt')
assert 'What is broken in each unit' in \
    odt.read('content.xml').decode('utf-8')
END
fi
# Without pandoc it is said, and nothing is left behind.
mkdir -p no-programs
expect 3 '' "circlet report: --to needs the program pandoc, which is not \
installed here\n" \
    env PATH="$scratch/no-programs" "$CIRCLET" report town.gpkg \
    --policy "$rules" --to none.docx
[ ! -e none.docx ]

# ---- a city of which nothing is known ---------------------------------------

{
    circlet new unknown.gpkg
    circlet import unknown.gpkg units "$sample/units.geojson"
    circlet report unknown.gpkg --policy "$rules" -o unknown.html
} > "$scratch/.made" 2>&1 || { cat "$scratch/.made" >&2; exit 1; }
grep 'class="lead"' unknown.html > lead
grep -q 'none of [0-9]* items could be judged' lead
grep -q '[0-9]项应判定事项无一能判定' lead
if grep -q -e 'in 0 of' -e '有0个' lead; then cat lead >&2; exit 1; fi
grep 'class="card"' unknown.html | head -n 1 | grep -q 'class="big">–<'

# ---- what is refused --------------------------------------------------------

usage="Try 'circlet report --help' for more information.\n"
expect 2 '' "circlet report: --output or --to must say what to write\n$usage" \
    circlet report town.gpkg --policy "$rules"
expect 2 '' "circlet report: 'r.pdf': a report is written as .html; --to \
writes .docx and .odt\n$usage" \
    circlet report town.gpkg --policy "$rules" -o r.pdf
expect 2 '' "circlet report: 'r.pdf': --to writes .docx and .odt\n$usage" \
    circlet report town.gpkg --policy "$rules" --to r.pdf
expect 2 '' "circlet report: option '--language' takes zh, en, not 'fr'\n\
$usage" circlet report town.gpkg --policy "$rules" -o r.html --language fr
status=0
circlet report town.gpkg --policy "$rules" -o a.html 2> "$scratch/.err" ||
    status=$?
[ $status -eq 2 ] || [ $status -eq 3 ]
grep -q 'a.html' "$scratch/.err"
