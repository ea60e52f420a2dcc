"""Random workbooks written by openpyxl, imported by circlet, compared.

usage: random_sheets.py CIRCLET COUNT, in a folder for its files
"""
import datetime
import json
import os
import random
import sqlite3
import subprocess
import sys

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

DATE_FORMATS = ["yyyy-mm-dd", "m/d/yy", 'yyyy"年"m"月"d"日"',
                "[$-804]yyyy/m/d;@", "mmm-yy", "d-mmm-yy"]
MOMENT_FORMATS = ["yyyy-mm-dd hh:mm:ss", "m/d/yy h:mm", "[$-409]d/m/yy h:mm AM/PM;@"]
TIME_FORMATS = ["h:mm", "h:mm:ss", "h:mm AM/PM", "mm:ss.0"]
NUMBER_FORMATS = ["General", "0.00", "#,##0", "0%", "0.00E+00", "@",
                  '"¥"#,##0.00', "[Red]0", '0"人"', "_(* #,##0_)"]
TEXTS = ["甲", "东城区 建国门街道", "a,b", '"quoted"', "x\ny", " led", "tail ",
         "<tag> & more", "110101198001010012", "007", "1.5", "TRUE", "=no",
         "é", "𠮷野家", "  ", "\u3000", "a" * 3000, "#N/A?"]
ERRORS = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"]


def random_number(draw):
    kind = draw.randrange(7)
    if kind == 0:
        return draw.randrange(-10, 100)
    if kind == 1:
        return draw.randrange(10 ** 14, 10 ** 15)
    if kind == 2:
        return draw.uniform(115.4, 117.5)
    if kind == 3:
        return round(draw.uniform(39.4, 41.1), draw.randrange(1, 9))
    if kind == 4:
        return draw.uniform(-1, 1) * 10.0 ** draw.randrange(-12, 14)
    if kind == 5:
        return draw.randrange(110101001, 110117999)
    return 0.1 + 0.2


def random_moment(draw, first_year=1905):
    day = datetime.date(first_year, 1, 1) + datetime.timedelta(
        days=draw.randrange(70000))
    return datetime.datetime.combine(
        day, datetime.time(draw.randrange(24), draw.randrange(60),
                           draw.randrange(60)))


def random_value(draw, cell):
    """Fills a cell; True if its row cannot be used."""
    kind = draw.randrange(100)
    if kind < 15:
        return False
    if kind < 45:
        cell.value = draw.choice(TEXTS)
        # openpyxl takes these for a formula and an error.
        if cell.value == "=no":
            cell.data_type = "s"
    elif kind < 70:
        cell.value = random_number(draw)
        cell.number_format = draw.choice(NUMBER_FORMATS)
    elif kind < 78:
        cell.value = random_moment(draw).date()
        cell.number_format = draw.choice(DATE_FORMATS)
    elif kind < 85:
        cell.value = random_moment(draw)
        cell.number_format = draw.choice(MOMENT_FORMATS)
    elif kind < 90:
        cell.value = random_moment(draw).time()
        cell.number_format = draw.choice(TIME_FORMATS)
    elif kind < 95:
        cell.value = draw.random() < 0.5
    elif kind < 97:
        cell.value = draw.choice(ERRORS)
        return True
    elif kind < 98:
        cell.value = "=1+1"
        return True
    elif kind < 99:
        cell.value = draw.randrange(10 ** 15, 10 ** 20)
        return True
    return False


class Book:
    """What was written, and what is to be read."""

    def __init__(self, seed):
        draw = random.Random(seed)
        self.path = "book%d.xlsx" % seed
        self.book = openpyxl.Workbook()
        if draw.random() < 0.3:
            self.book.epoch = CALENDAR_MAC_1904
        self.sheet = self.book.active
        self.sheet.title = draw.choice(["Sheet1", "名单", "a b"])
        self.first_column = draw.choice([1, 1, 2, 5])
        self.titles(draw)
        self.heading(draw)
        self.rows(draw)
        self.others(draw)
        self.book.save(self.path)

    def titles(self, draw):
        self.row = draw.choice([1, 1, 1, 2, 4])
        for _ in range(draw.choice([0, 0, 1, 2])):
            self.sheet.cell(self.row, self.first_column, "标题：名单")
            if draw.random() < 0.5:
                self.sheet.merge_cells(
                    start_row=self.row, end_row=self.row,
                    start_column=self.first_column,
                    end_column=self.first_column + 4)
            self.row += draw.choice([1, 2])

    def heading(self, draw):
        names = ["id", "lon", "lat"] + [
            draw.choice(["列", "field", "c d"]) + str(i)
            for i in range(draw.randrange(1, 12))]
        draw.shuffle(names)
        self.columns = {}
        column = self.first_column
        for name in names:
            self.sheet.cell(self.row, column, name)
            self.columns[name] = column
            column += draw.choice([1, 1, 1, 1, 2])
        self.heading_row = self.row

    def rows(self, draw):
        self.bad = set()
        for i in range(draw.randrange(1, 30)):
            self.row += draw.choice([1, 1, 1, 1, 2, 5])
            for name, column in self.columns.items():
                cell = self.sheet.cell(self.row, column)
                if name == "id":
                    cell.value = "s%d" % i
                elif name in ("lon", "lat"):
                    cell.value = 116.3 if name == "lon" else 39.9
                elif random_value(draw, cell):
                    self.bad.add(self.row)
            if draw.random() < 0.05:
                self.sheet.row_dimensions[self.row].hidden = True

    def others(self, draw):
        """Merged cells, hidden columns, further sheets."""
        free = [c for n, c in self.columns.items()
                if n not in ("id", "lon", "lat")]
        first = self.heading_row + 1
        if draw.random() < 0.3 and self.row > first + 2:
            column = draw.choice(free)
            last = draw.randrange(first + 1, self.row + 1)
            covered = range(first + 1, last + 1)
            if not self.bad.intersection(covered):
                self.sheet.merge_cells(start_row=first, end_row=last,
                                       start_column=column, end_column=column)
        if draw.random() < 0.2:
            letter = get_column_letter(draw.choice(free))
            self.sheet.column_dimensions[letter].hidden = True
        if draw.random() < 0.3:
            self.book.create_sheet("空表")
        if draw.random() < 0.3:
            other = self.book.create_sheet("旧", 0)
            other["A1"] = "old"
            other.sheet_state = draw.choice(["hidden", "veryHidden"])
            self.book.active = self.book.index(self.sheet)

    def expected(self):
        """Rows that openpyxl reads back: number to fields by name."""
        sheet = openpyxl.load_workbook(self.path)[self.sheet.title]
        rows = {}
        for number in range(self.heading_row + 1, self.row + 1):
            fields = {}
            for name, column in self.columns.items():
                value = sheet.cell(number, column).value
                if name in ("lon", "lat"):
                    continue
                if value is not None and str(value).strip():
                    fields[name] = value
            if fields and number not in self.bad:
                rows[number] = fields
        return rows


def seconds_of(value):
    """A time rounded to milliseconds, as openpyxl may be off by less."""
    return round(((value.hour * 60 + value.minute) * 60 + value.second) * 1000
                 + value.microsecond / 1000)


def same_moment(value, text):
    """A date, date and time, or time, as text."""
    if isinstance(value, datetime.time):
        got = datetime.datetime.fromisoformat("2000-01-01T" + text).time()
        return seconds_of(got) == seconds_of(value)
    got = datetime.datetime.fromisoformat(text)
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time())
    midnight = value.time() == datetime.time()
    return abs(got - value) < datetime.timedelta(milliseconds=1) and (
        ("T" in text) != midnight)


def same(value, text):
    if isinstance(value, bool):
        return text == ("1" if value else "0")
    if isinstance(value, (int, float)):
        digits = len(text.lstrip("-").replace(".", "").split("e")[0].strip("0"))
        return float(text) == float(value) and digits <= len(
            repr(float(value)).lstrip("-").replace(".", "").split("e")[0])
    if isinstance(value, (datetime.date, datetime.time)):
        return same_moment(value, text)
    return text == value


def imported(path):
    """What the city has: number to fields by name."""
    rows = {}
    city = sqlite3.connect(path)
    for number, name, rest in city.execute(
            "SELECT source_row, id, attributes FROM site"):
        fields = json.loads(rest) if rest else {}
        fields["id"] = name
        rows[number] = fields
    city.close()
    return rows


def compare(circlet, seed):
    """The number of cells that were compared."""
    book = Book(seed)
    want = book.expected()
    city = "city%d.gpkg" % seed
    subprocess.run([circlet, "new", city], check=True, stdout=subprocess.PIPE)
    done = subprocess.run([circlet, "import", city, "sites", book.path,
                           "--quiet", "--json"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    if done.returncode != 0:
        if want or b"none of its" not in done.stderr:
            sys.exit("seed %d: %s" % (seed, done.stderr.decode()))
        return 0
    counts = json.loads(done.stdout.decode())
    got = imported(city)
    if sorted(got) != sorted(want):
        sys.exit("seed %d: rows %s instead of %s" % (seed, sorted(got),
                                                     sorted(want)))
    if counts["rejected"] != len(book.bad):
        sys.exit("seed %d: %d rejected instead of %d" %
                 (seed, counts["rejected"], len(book.bad)))
    for number, fields in want.items():
        if sorted(fields) != sorted(got[number]):
            sys.exit("seed %d, row %d: fields %s instead of %s" % (
                seed, number, sorted(got[number]), sorted(fields)))
        for name, value in fields.items():
            if not same(value, got[number][name]):
                sys.exit("seed %d, row %d, %s: %r instead of %r" % (
                    seed, number, name, got[number][name], value))
    os.remove(city)
    os.remove(book.path)
    return sum(len(fields) for fields in want.values())


def main():
    circlet, count = sys.argv[1], int(sys.argv[2])
    cells = sum(compare(circlet, seed) for seed in range(count))
    if cells < 20 * count:
        sys.exit("only %d cells were compared" % cells)
    print("%d cells of %d workbooks are as openpyxl reads them" %
          (cells, count))


main()
