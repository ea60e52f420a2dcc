"""Random tables of text written by Python, imported by circlet, compared.

usage: random_tables.py CIRCLET COUNT, in a folder for its files
"""
import collections
import csv
import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys

# Python's codec, what circlet is told (None: nothing), the mark before.
ENCODINGS = [
    ("utf-8", None, b""),
    ("utf-8-sig", None, b""),
    ("utf-8", "utf8", b""),
    ("gb18030", None, b""),
    ("gb18030", "GBK", b""),
    ("gbk", "cp936", b""),
    ("gb2312", "gb2312", b""),
    ("utf-16-le", None, b"\xff\xfe"),
    ("utf-16-be", None, b"\xfe\xff"),
    ("utf-16-le", "utf-16", b""),
    ("utf-16-le", None, b""),
    ("utf-32-le", None, b"\xff\xfe\0\0"),
    ("big5", "Big5", b""),
    ("latin-1", "Latin-1", b""),
    ("cp1252", "windows-1252", b""),
    ("cp1251", "1251", b""),
    ("euc-jp", "euc-jp", b""),
    ("cp949", "949", b""),
]
COMMON = ("北京市朝阳区建外街道办事处社区医院学校男女一二三四级视力肢体"
          "残疾人中心路号楼东西南北大小新村镇")
OTHERS = ("abcXYZ 0123456789-_.()/%&'", "São João Conceição Größe Évry",
          "МоскваУлица", "臺北縣國學", "東京さくらバス", "서울특별시",
          "，。（）“”·　", "㐂堃喆𠀀𠮷", ",;\t|\"", "\n", "\r\n")
QUOTINGS = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]


def encodes(text, codec):
    """Whether Python reads back what it writes: the yen of Japan is not.
    Big5 has two tables for kana and Cyrillic."""
    if codec == "big5" and any("\u0400" <= c < "\u3000" or
                               "\u3040" <= c < "\u3100" for c in text):
        return False
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeError:
        return False


def random_text(draw, codec, is_name=False):
    size = draw.choice([0, 1, 2, 3, 5, 8, 40]) + is_name
    text = ""
    for _ in range(size):
        source = COMMON if draw.random() < 0.8 else draw.choice(OTHERS)
        text += source if source[0] in "\r\n" else draw.choice(source)
    # A zero byte ends nothing here, and a line end alone would be a row.
    return "".join(c for c in text if encodes(c, codec))


class Table:
    """What was written, and how."""

    def __init__(self, seed):
        draw = random.Random(seed)
        self.path = "表%d.%s" % (seed, draw.choice(["csv", "CSV", "tsv", "txt"]))
        self.codec, self.said, self.mark = draw.choice(ENCODINGS)
        self.separator = draw.choice(",,,;\t|")
        self.line_end = draw.choice(["\r\n", "\n", "\r"])
        self.says_separator = draw.random() < 0.2
        self.names = ["id", "lon", "lat"]
        for i in range(draw.randrange(0, 8)):
            name = random_text(draw, self.codec, True).strip()
            name = "".join(c for c in name if c not in "\r\n,;\t|\"")
            self.names.append("%sf%d" % (name, i))
        draw.shuffle(self.names)
        self.rows = [self.row(draw, i) for i in range(draw.randrange(1, 30))]
        self.write(draw)

    def row(self, draw, i):
        fixed = {"id": "s%d" % i, "lon": "116.3", "lat": "39.9"}
        return [fixed.get(name) or random_text(draw, self.codec)
                for name in self.names]

    def write(self, draw):
        out = io.StringIO(newline="")
        if self.says_separator:
            out.write("sep=%s%s" % (self.separator, self.line_end))
        quoting = draw.choice(QUOTINGS)
        # Python leaves a line end alone that is not the file's own.
        if any("\r" in cell or "\n" in cell for row in self.rows
               for cell in row):
            quoting = csv.QUOTE_ALL
        writer = csv.writer(out, delimiter=self.separator,
                            lineterminator=self.line_end, quoting=quoting)
        empty = [""] * draw.choice([0, 0, 0, 1, 3])
        for row in [self.names] + self.rows:
            writer.writerow(row + empty)
        text = out.getvalue()
        if draw.random() < 0.3:
            text = text[:-len(self.line_end)]
        with open(self.path, "wb") as file:
            file.write(self.mark + text.encode(self.codec))

    def expected(self):
        """Python's reading of the bytes: line to fields by name."""
        with open(self.path, "rb") as file:
            text = file.read()[len(self.mark):].decode(self.codec)
        lines = io.StringIO(text, newline="")
        if self.says_separator:
            text = text.split(self.line_end, 1)[1]
            lines = io.StringIO(text, newline="")
        reader = csv.reader(lines, delimiter=self.separator)
        names = next(reader)
        rows = {}
        for cells in reader:
            fields = {name: cell for name, cell in zip(names, cells)
                      if name and name not in ("lon", "lat") and cell}
            rows[fields["id"]] = fields
        return rows


def imported(path):
    """What the city has: id to fields by name, id to line."""
    rows, lines = {}, {}
    city = sqlite3.connect(path)
    for line, name, rest in city.execute(
            "SELECT source_row, id, attributes FROM site"):
        rows[name] = dict(json.loads(rest) if rest else {}, id=name)
        lines[name] = line
    city.close()
    return rows, lines


def first_lines(table):
    """The line where each row starts, counted over the text's line ends."""
    with open(table.path, "rb") as file:
        text = file.read()[len(table.mark):].decode(table.codec)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines, at, quoted, start = {}, 1, False, 1
    row = 0
    for i, c in enumerate(text):
        if c == '"':
            quoted = not quoted
        if c == "\n":
            at += 1
        if (c == "\n" or i == len(text) - 1) and not quoted:
            lines[row] = start
            row, start = row + 1, at
    return lines


def check(circlet, seed, said):
    table = Table(seed)
    city = "city%d.gpkg" % seed
    shutil.copyfile("empty.gpkg", city)
    command = [circlet, "import", city, "sites", table.path]
    if table.said:
        command += ["--encoding", table.said]
    result = subprocess.run(command, capture_output=True)
    got, lines = imported(city)
    wanted, start = table.expected(), first_lines(table)
    os.unlink(city)
    os.unlink(table.path)
    if result.returncode == 3 and not table.said and (
            b"say its encoding" in result.stderr):
        said["refused as neither UTF-8 nor Chinese"] += 1
        return True
    skipped = 1 + table.says_separator
    for i, row in enumerate(table.rows):
        name = row[table.names.index("id")]
        if lines.get(name) != start[i + skipped]:
            print("seed %d, %s: line %s, not %d" % (
                seed, name, lines.get(name), start[i + skipped]))
            return False
    if result.returncode == 0 and got == wanted:
        said["equal, %s" % (table.said or "guessed")] += 1
        return True
    print("seed %d, %s: status %d, %s" % (seed, table.codec,
                                          result.returncode,
                                          result.stderr.decode()))
    for name in wanted:
        if got.get(name) != wanted[name]:
            print(" got", got.get(name), "\nwant", wanted[name])
    return False


def main():
    circlet, count = sys.argv[1], int(sys.argv[2])
    said = collections.Counter()
    subprocess.run([circlet, "new", "empty.gpkg"], check=True)
    good = all([check(circlet, seed, said) for seed in range(1, count + 1)])
    for what in sorted(said):
        print("# %4d tables %s" % (said[what], what))
    # The test must not become one of refusals.
    return 0 if good and said["equal, guessed"] > count // 4 else 1


sys.exit(main())
