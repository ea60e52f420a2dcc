#!/bin/sh
# circlet export to .xlsx: what it has is what check, ledger, site and cost
# say, read back by openpyxl and LibreOffice where they are there (circlet's own
# reader: test_workbook).
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
circlet site city.gpkg --policy "$policy" --plan p > out
circlet export city.gpkg --to plain.xlsx --policy "$policy" --exact > said || {
    grep -q 'built without' said && exit 77
}
circlet check city.gpkg --policy "$policy" --plan p --json > check.json || :
circlet ledger city.gpkg --policy "$policy" --level street --json --exact \
    > ledger.json
circlet site city.gpkg --policy "$policy" --plan p --json > plan.json
circlet cost city.gpkg --policy "$policy" --level city --json > cost.json
circlet info city.gpkg --json > info.json

# ---- the command ------------------------------------------------------------

count=$(jq '.findings | length' check.json)
expect 0 "plan.xlsx written, with $count findings\n" '' \
    circlet export city.gpkg --to plan.xlsx --policy "$policy" --plan p \
    --exact
expect 2 '' "circlet export: 'plan.xlsx' exists; --force replaces it\n" \
    circlet export city.gpkg --to plan.xlsx --policy "$policy" --plan p
expect 0 "{\"file\":\"again.xlsx\",\"plan\":\"p\",\"findings\":$count,\"exact\":true}\n" \
    '' circlet export city.gpkg --to again.xlsx --policy "$policy" --plan p \
    --json --exact
cmp plan.xlsx again.xlsx # the same bytes
TZ=Asia/Shanghai "$CIRCLET" export city.gpkg --to again.xlsx \
    --policy "$policy" --plan p --force --quiet --exact > out
cmp plan.xlsx again.xlsx
SOURCE_DATE_EPOCH=1600000000 "$CIRCLET" export city.gpkg --to dated.xlsx \
    --policy "$policy" --plan p --exact > out
hint="Try 'circlet export --help' for more information.\n"
expect 2 '' "circlet export: an .xlsx file needs --policy\n$hint" \
    circlet export city.gpkg --to a.xlsx
expect 2 '' "circlet export: option '--language' takes zh, en, not 'fr'\n$hint" \
    circlet export city.gpkg --to a.xlsx --policy "$policy" --language fr
expect 2 '' "circlet export: option '--year' takes a whole number from 1900 to 2200, not '20'\n$hint" \
    circlet export city.gpkg --to a.xlsx --policy "$policy" --year 20
expect 3 '' "circlet export: city.gpkg: no plan 'q' (plans: p)\n" \
    circlet export city.gpkg --to a.xlsx --policy "$policy" --plan q
expect 5 '' "circlet export: cannot write 'nowhere/a.xlsx': No such file or directory\n" \
    circlet export city.gpkg --to nowhere/a.xlsx --policy "$policy"
[ ! -e a.xlsx ]
catalogues=$CIRCLET_BUILD/po
has_chinese=no
if [ -e "$catalogues/zh_CN/LC_MESSAGES/circlet.mo" ]; then
    has_chinese=yes
    CIRCLET_LOCALEDIR=$catalogues
    export CIRCLET_LOCALEDIR
fi
# The file has another language than the messages, and they come back.
expect 0 "zh.xlsx written, with $count findings\n" '' \
    circlet export city.gpkg --to zh.xlsx --policy "$policy" --plan p \
    --language zh --exact

# ---- by other readers -------------------------------------------------------

cat > read.py <<'PYTHON'
"""What plan.xlsx and zh.xlsx say, against what the commands say."""
import json
import math
import sys
import zipfile

try:
    import openpyxl
except ImportError:
    sys.exit(77)


def load(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def table(book, name):
    sheet = book[name]
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert sheet.freeze_panes, name
    assert sheet.auto_filter.ref.startswith("A1:"), name
    return head, [dict(zip(head, row)) for row in rows]


def same(cell, value, what):
    if value is None or value == "":
        assert cell is None, (what, cell, value)
    elif isinstance(value, str):
        assert cell == value, (what, cell, value)
    else:
        assert cell == value or math.isclose(cell, value, rel_tol=1e-15), \
            (what, cell, value)


check, ledger = load("check.json"), load("ledger.json")
plan, info = load("plan.json"), load("info.json")


def findings(book, name, keys, text):
    _, rows = table(book, name)
    assert len(rows) == len(check["findings"])
    for row, finding in zip(rows, check["findings"]):
        for key, field in keys.items():
            same(row[key], finding[field], key)
        same(row[text], finding["text_zh" if text == "说明" else "text_en"],
             text)


book = openpyxl.load_workbook("plan.xlsx")
findings(book, "Findings", {
    "RULE": "rule", "CODE": "unit", "UNIT": "unit_name", "DUE": "due",
    "MEASURED": "measured", "AT LEAST": "measured_low",
    "AT MOST": "measured_high", "REQUIRED": "required",
    "SHORTFALL": "shortfall", "PERSONS": "persons",
    "COVERED": "persons_covered", "UNREACHED": "persons_unreached",
    "MODELLED": "persons_modelled", "CLAUSE": "citation"}, "FINDING")

# Verdicts have one colour each, and a share is shown as per cent.
colours = {}
sheet = book["Findings"]
head = [cell.value for cell in sheet[1]]
for row, finding in zip(sheet.iter_rows(min_row=2), check["findings"]):
    cell = row[head.index("VERDICT")]
    colours.setdefault(finding["verdict"], set()).add(cell.fill.fgColor.rgb)
    shown = row[head.index("MEASURED")].number_format
    if finding["measured_unit"] == "share" and finding["measured"] is not None:
        assert shown == "0.0%", shown
assert all(len(found) == 1 for found in colours.values()), colours
assert len({min(found) for found in colours.values()}) == len(colours) > 2

_, rules = table(book, "Rules")
assert len(rules) == len(check["rules"])
for row, rule in zip(rules, check["rules"]):
    for key, field in {"RULE": "rule", "FINDINGS": "units", "PASS": "pass",
                       "FAIL": "fail", "ADVICE": "advice",
                       "UNDECIDED": "undecided", "NO DATA": "no_data",
                       "PERSONS": "persons",
                       "COVERED": "persons_covered"}.items():
        same(row[key], rule[field], key)

summary = dict((row[0], row[1]) for row in
               book["Summary"].iter_rows(values_only=True))
for verdict, word in {"pass": "pass", "fail": "FAIL", "advice": "advice",
                      "undecided": "undecided", "no_data": "no data"}.items():
    same(summary[word], check["summary"].get(verdict, 0), verdict)

# Without a plan the ledger is that of the city as it is.
plain = openpyxl.load_workbook("plain.xlsx")
assert "Plan" not in plain.sheetnames
head, rows = table(plain, "Ledger")
assert len(rows) == len(ledger["rows"]) + 1
assert len(head) == 3 + len(ledger["columns"])
for row, said in zip(rows, ledger["rows"] + [ledger["total"]]):
    same(row["CODE"], said.get("code"), "code")
    for cell, (name, value) in zip(list(row.values())[3:],
                                   said["figures"].items()):
        same(cell, "?" if value is None else value, name)
sheet = plain["Ledger"]
for number, said in enumerate(ledger["rows"], 2):
    for name in said["internal"]:
        column = list(said["figures"]).index(name) + 4
        assert "*" in sheet.cell(number, column).number_format, name
assert any(said["internal"] for said in ledger["rows"])

_, actions = table(book, "Plan")
assert len(actions) == len(plan["actions"]) > 0
for row, action in zip(actions, plan["actions"]):
    for key, field in {"ID": "id", "FACILITY": "facility", "SITE": "site",
                       "YEAR": "year", "M2": "area_m2", "PLACES": "places",
                       "BEDS": "beds", "COST (CNY)": "cost_cny",
                       "PERSONS GAINED": "persons_gained",
                       "WHAT IT IS": "text_en"}.items():
        same(row[key], action[field], key)

_, costs = table(book, "Costs by year")
once = sum(row["ONCE (CNY)"] for row in costs)
same(once, plan["funds"]["once_cny"], "once")
same(costs[-1]["ONCE SO FAR (CNY)"], once, "so far")
same(sum(row["ACTIONS"] for row in costs), len(plan["actions"]), "actions")

# Without a plan: what the funds pay for the city as it is, as `cost` has it,
# with the mark of what hangs on few persons.
cost = load("cost.json")["total"]
_, costs = table(plain, "Costs by year")
assert len(costs) == 1 and costs[0]["ACTIONS"] == 0
for title, name in {"FUNDS A YEAR (CNY)": "yearly_cny",
                    "FUNDS AT LEAST (CNY)": "yearly_cny_low",
                    "FUNDS AT MOST (CNY)": "yearly_cny_high"}.items():
    same(costs[0][title], cost["figures"][name], name)
    column = list(costs[0]).index(title) + 1
    assert (name in cost["internal"]) == \
        ("*" in plain["Costs by year"].cell(2, column).number_format), name

_, sources = table(book, "Sources")
assert len(sources) == len(info["sources"])
for row, source in zip(sources, info["sources"]):
    for key, field in {"LAYER": "layer", "SOURCE": "file", "ROWS": "rows",
                       "SHA-256": "sha256"}.items():
        same(row[key], source[field], key)

assert openpyxl.load_workbook("dated.xlsx").properties.created.year == 2020
with zipfile.ZipFile("plan.xlsx") as archive:
    assert archive.testzip() is None
    assert all(item.date_time == (1980, 1, 1, 0, 0, 0)
               for item in archive.infolist())
zh = openpyxl.load_workbook("zh.xlsx")
if sys.argv[1] == "yes":
    findings(zh, zh.sheetnames[2], {"规则": "rule", "代码": "unit"}, "说明")
print("read by openpyxl")
PYTHON
status=0
/usr/bin/python3 read.py "$has_chinese" || status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 77 ] || exit 1

# LibreOffice, which takes a while: it is asked where it is there.
command -v soffice > /dev/null 2>&1 || exit 0
LC_ALL=C.UTF-8 soffice -env:UserInstallation="file://$scratch/profile" --headless \
    --convert-to \
    'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
    --outdir sheets plan.xlsx zh.xlsx > office 2>&1 || {
    cat office >&2
    exit 1
}
[ "$(find sheets -name 'plan-*.csv' | wc -l)" -eq 7 ]
cat > read_csv.py <<'PYTHON'
"""What LibreOffice made of the findings, against what check says."""
import csv
import glob
import json
import sys

with open("check.json", encoding="utf-8") as file:
    findings = json.load(file)["findings"]
with open("sheets/plan-Findings.csv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
assert len(rows) == len(findings)
for row, finding in zip(rows, findings):
    assert row["RULE"] == finding["rule"], row
    assert row["FINDING"] == finding["text_en"], row
    assert row["UNIT"] == (finding["unit_name"] or ""), row
    if finding["persons"] is not None:
        assert float(row["PERSONS"]) == finding["persons"], row
if sys.argv[1] == "yes":
    texts = "".join(open(name, encoding="utf-8").read()
                    for name in glob.glob("sheets/zh-*.csv"))
    for finding in findings:
        assert finding["text_zh"].replace('"', '""') in texts, finding
PYTHON
/usr/bin/python3 read_csv.py "$has_chinese"
