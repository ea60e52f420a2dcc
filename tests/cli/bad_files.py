"""Files that planners really send and that no city can take, each with what
circlet says of it: run by bad_files.sh, which hands over the program.

A case is a layer, the sources with their bytes, options, the exit status and
what stderr must say. After a failure the city is byte for byte as it was;
after success as many rows are refused or doubtful as the case says.
"""
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import zipfile
import zlib

CIRCLET, SCRATCH = sys.argv[1], sys.argv[2]
CITY = os.path.join(SCRATCH, "city.gpkg")
ID = "11010519491231002X"  # GB 11643-1999, annex A.3

cases = []


def case(name, layer, files, status, says, *options, refused=None,
         doubtful=None, sources=None):
    """`files`: name -> bytes or text; the first is the source."""
    cases.append((name, layer, files, status, says, list(options), refused,
                  doubtful, sources))


def csv(*lines):
    return {"in.csv": "\n".join(lines) + "\n"}


def people(*rows, head="id,lon,lat,age,grade,weight,aid,certified,unit_code"):
    return csv(head, *rows)


# ---- making the binary formats -----------------------------------------------

def geojson(*features, **members):
    return {"in.geojson": json.dumps(
        dict({"type": "FeatureCollection", "features": list(features)},
             **members))}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(map(list, ring))]}


def shapefile(geometry_type=1, corner=(116.1, 40.1), prj=None, cpg=None,
              fields=(b"id",), rows=((b"a",),), drop=(), shapes=None):
    """One point (or null shape) per row; `corner` is where the first lies."""
    def header(words, kind):
        box = corner + corner
        return (struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) +
                struct.pack("<2i4d4d", 1000, kind, *box, 0, 0, 0, 0))
    shp, shx = b"", b""
    for i, _ in enumerate(rows):
        body = (shapes[i] if shapes else
                struct.pack("<i2d", 1, corner[0] + i * 1e-3, corner[1]))
        words = len(body) // 2
        shx += struct.pack(">2i", 50 + len(shp) // 2, words)
        shp += struct.pack(">2i", i + 1, words) + body
    shp = header(50 + len(shp) // 2, geometry_type) + shp
    shx = header(50 + len(shx) // 2, geometry_type) + shx
    width = 24
    table = struct.pack("<4BIHH20x", 3, 124, 1, 1, len(rows),
                        33 + 32 * len(fields), 1 + width * len(fields))
    for name in fields:
        table += struct.pack("<11sc4xBB14x", name[:11], b"C", width, 0)
    table += b"\r"
    for row in rows:
        table += b" " + b"".join(v.ljust(width)[:width] for v in row)
    files = {"in.shp": shp, "in.shx": shx, "in.dbf": table + b"\x1a"}
    if prj is not None:
        files["in.prj"] = prj
    if cpg is not None:
        files["in.cpg"] = cpg
    return {k: v for k, v in files.items() if k not in drop}


def database(name, *sql):
    path = os.path.join(SCRATCH, "made.db")
    if os.path.exists(path):
        os.remove(path)
    db = sqlite3.connect(path)
    for statement in sql:
        if isinstance(statement, tuple):
            db.execute(*statement)
        else:
            db.executescript(statement)
    db.commit()
    db.close()
    with open(path, "rb") as file:
        return {name: file.read()}


GPKG = """PRAGMA application_id=1196444487; PRAGMA user_version=10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,
 organization TEXT, organization_coordsys_id INTEGER, definition TEXT,
 description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('w',4326,'EPSG',4326,'undefined',''),
 ('n',99999,'NONE',99999,'no such system','');
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT,
 identifier TEXT, description TEXT, last_change TEXT, min_x DOUBLE,
 min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,
 geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
"""


def gpkg_layer(name, srs=4326):
    return f"""CREATE TABLE {name} (fid INTEGER PRIMARY KEY, geom POINT,
 id TEXT);
INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)
 VALUES ('{name}', 'features', '{name}', {srs});
INSERT INTO gpkg_geometry_columns VALUES ('{name}','geom','POINT',{srs},0,0);
"""


def xlsx(sheets, **extra):
    """`sheets`: name -> XML of the rows."""
    path = os.path.join(SCRATCH, "made.xlsx")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/" \
        "relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {"_rels/.rels":
             f'<Relationships xmlns="{package}"><Relationship Id="r" '
             f'Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
             '</Relationships>',
             "xl/workbook.xml":
             f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>' +
             "".join(f'<sheet name="{n}" sheetId="{i}" r:id="s{i}"/>'
                     for i, n in enumerate(sheets, 1)) +
             '</sheets></workbook>',
             "xl/_rels/workbook.xml.rels":
             f'<Relationships xmlns="{package}">' +
             "".join(f'<Relationship Id="s{i}" Type="{office}/worksheet" '
                     f'Target="worksheets/sheet{i}.xml"/>'
                     for i, _ in enumerate(sheets, 1)) + '</Relationships>'}
    for i, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
            '</worksheet>')
    parts.update(extra)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, text in parts.items():
            if text is not None:
                book.writestr(part, text)
    with open(path, "rb") as file:
        return {"in.xlsx": file.read()}


def cells(row, *values):
    """Texts, or ready XML of a cell after its place: 't="e"><v>#N/A</v>'."""
    out = ""
    for letter, value in zip("ABCDEFGH", values):
        at = f'r="{letter}{row}"'
        if value.startswith(("<", ">", "t=")):
            out += f"<c {at} {value}</c>"
        else:
            out += f'<c {at} t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<row r="{row}">{out}</row>'


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def number(key, value):
    return varint(key << 3) + varint(value)


def blob(kind, data, compression=1):
    if compression == 1:
        body = number(2, len(data)) + field(3, zlib.compress(data))
    else:
        body = number(2, len(data)) + field(compression, data)
    head = field(1, kind) + number(3, len(body))
    return struct.pack(">I", len(head)) + head + body


def pbf(*features, block=b"", compression=1):
    head = b"".join(field(4, f) for f in features)
    strings = field(1, field(1, b"") + field(1, b"building"))
    return {"in.osm.pbf": blob(b"OSMHeader", head) +
            blob(b"OSMData", strings + field(2, block), compression)}


# ---- tables of text ------------------------------------------------------------

OK = "p1,116.05,40.05,30,2,1,stick,1,"

case("csv: streets without areas", "units",
     csv("code,name,level", "a,A,street"), 3,
     "only a community may do without an area")
case("csv: geometries cut short", "sites",
     csv("id,WKT", "a,POINT (116.05 40.05", "b,POINT (116.05 40.05)"), 0,
     "malformed at character", refused=1)
case("csv: geometries of two systems", "sites",
     csv("id,geom", "a,SRID=4326;POINT (116.05 40.05)",
         "b,SRID=4490;POINT (116.05 40.05)"), 0,
     "geometry has SRID 4490, but the first one 4326", refused=1)
case("csv: metres of a central meridian that nothing tells", "sites",
     csv("id,lon,lat", "a,448688.856,4418598"), 3,
     "such as EPSG:4548 (117 E)")
case("csv: northing before easting", "sites",
     csv("id,lon,lat", "a,4418598,448688.856"), 3,
     "the easting comes first", "--crs", "EPSG:4548")
case("geojson: fields that say another place", "sites",
     geojson(feature({"type": "Point", "coordinates": [116.05, 40.05]},
                     id="a", lon=116.01, lat=40.01)), 0,
     "where its geometry lies", doubtful=1)
case("geojson: several points in one", "sites",
     geojson(feature({"type": "MultiPoint",
                      "coordinates": [[116.05, 40.05], [116.06, 40.05]]},
                     id="a"),
             feature({"type": "MultiPoint",
                      "coordinates": [[116.05, 40.05]]}, id="b")), 0,
     "2 points in one", refused=1)
case("gpkg: an encoding, which it has not", "sites",
     database("in.gpkg", GPKG, gpkg_layer("s")), 2, "it takes no other",
     "--encoding", "GBK")
case("csv: no byte", "people", {"in.csv": ""}, 3, "file is empty")
case("csv: only a heading", "people", people(), 0, "", refused=0)
case("csv: a heading twice", "people", csv("id,lon,lat,lat", "a,1,2,3"), 3,
     "two columns have the name 'lat'")
case("csv: a heading is missing", "people", csv("id,lon,,lat", "a,1,x,3"), 3,
     "column 3 holds a value, but has no name")
case("csv: a zero byte", "people", people("p\0,116.05,40.05,,,1,,,"), 3,
     "zero byte")
case("csv: a quote that never ends", "people",
     people('"p1,116.05,40.05,,,1,,,'), 3,
     "the quote opened in line 2 is never closed")
case("csv: more cells than headings", "people", people(OK, OK + ",x,y"), 0,
     "row has 11 fields, the heading has 9", refused=1)
case("csv: no latitude", "people", csv("id,lon", "a,116"), 3,
     "needed column 'lat' is missing")
case("csv: not the encoding that is said", "people",
     {"in.csv": b"id,lon,lat,\xb1\xb8\xd7\xa2\na,116.05,40.05,x\n"}, 3,
     "byte 12 of the file is no text of UTF-8", "--encoding", "UTF-8")
case("csv: an encoding that there is not", "people", people(OK), 3,
     "text encoding 'klingon' is not known", "--encoding", "klingon")
case("csv: UTF-16 cut within a character", "people",
     {"in.csv": "\ufeffid,lon,lat\na,116.05,40.05\n".encode("utf-16-le")[:-1]},
     3,
     "is no text of UTF-16LE")
case("csv: a decimal comma", "people",
     csv("id;lon;lat", "a;116,05;40,05", "b;116.05;40.05"), 0,
     "lon '116,05' has a comma",
     refused=1)
case("csv: a folder", "people", {"in.csv/x": ""}, 3,
     "Is a directory",
     sources=["in.csv"])
case("csv: not there", "people", {}, 3, "No such file", sources=["no.csv"])
case("a suffix that is none", "people", {"in.doc": "id"}, 3,
     "in.doc: the suffix is none of .gpkg",
     sources=["in.doc"])
case("an OpenDocument sheet", "people", {"in.ods": "PK"}, 3,
     "in.ods: the suffix is none of .gpkg",
     sources=["in.ods"])

# ---- values ---------------------------------------------------------------------

for name, row, says in (
        ("an id that is empty", ",116.05,40.05,30,2,1,,,", "id is empty"),
        ("no longitude", "p2,,40.05,30,2,1,,,", "lon is empty"),
        ("letters in a number", "p2,116.05,40.05,7o,2,1,,,",
         "age '7o' is no whole number"),
        ("an age of 200", "p2,116.05,40.05,200,2,1,,,", "age 200 is outside"),
        ("an age below zero", "p2,116.05,40.05,-1,2,1,,,",
         "age -1 is outside"),
        ("half a year", "p2,116.05,40.05,1.5,2,1,,,",
         "age '1.5' is no whole number"),
        ("grade 5", "p2,116.05,40.05,30,5,1,,,", "grade 5 is outside 1..4"),
        ("no weight", "p2,116.05,40.05,30,2,,,,", "weight is empty"),
        ("a weight below zero", "p2,116.05,40.05,30,2,-1,,,",
         "weight -1 is outside"),
        ("an aid that is none", "p2,116.05,40.05,30,2,1,broom,,",
         "aid 'broom' is none of none, stick"),
        ("an aid that says too little", "p2,116.05,40.05,30,2,1,轮椅,,",
         "aid '轮椅' is none of none, stick"),
        ("neither yes nor no", "p2,116.05,40.05,30,2,1,,maybe,",
         "'maybe' is neither yes (1) nor no"),
        ("beyond the pole", "p2,116.05,95,30,2,1,,,",
         "lat 95 is outside -90..90"),
        ("infinity", "p2,inf,40.05,30,2,1,,,",
         "lon 'inf' is no number"),
        ("null island", "p2,0,0,30,2,1,,,", "never filled in"),
        ("longitude and latitude exchanged", "p2,40.05,116.05,30,2,1,,,",
         "look exchanged at 40.05,116.05"),
        ("in another city", "p2,121.47,31.23,30,2,1,,,",
         "outside every unit of the city"),
        ("an id twice", OK,
         "its id stands in row 2 already"),
        ("an identity number as id", ID + ",116.05,40.05,30,2,1,,,",
         "identity number")):
    case("people: " + name, "people", people(OK, row), 0, says, refused=1)
    if name == "grade 5":
        case("people: grade 5, strictly", "people", people(OK, row), 3,
             "1 of 2 rows were refused", "--strict")
case("people: all rows are useless", "people", people("p1,0,0,,,1,,,"), 3,
     "none of its 1 rows can be used")
case("people: a mobile number as household", "people",
     csv("id,lon,lat,household", "a,116.05,40.05,13800138000",
         "b,116.05,40.05,7"), 0, "phone number in it", refused=1)
for heading in ("姓名", "身份证号", "联系电话", "phone_number", "xm"):
    case(f"people: a column {heading}", "people",
         csv(f"id,lon,lat,{heading}", "a,116.05,40.05,x"), 3, heading)
case("people: a unit that is not in the city", "people",
     people(OK + "zz9"), 0,
     "unit_code 'zz9' is not in the city", doubtful=1)
case("people: age and birth year contradict", "people",
     csv("id,lon,lat,age,birth_year", "a,116.05,40.05,30,1990",
         "b,116.05,40.05,40,1980", "c,116.05,40.05,30,1900"), 0,
     "age 30 and birth_year 1900 do not agree",
     doubtful=1)
case("facilities: fewer than no staff", "facilities",
     csv("id,name,type,lon,lat,directors", "f,F,warm_home,116.05,40.05,-1",
         "g,G,warm_home,116.05,40.05,1"), 0, "directors -1", refused=1)
case("facilities: beds below zero", "facilities",
     csv("id,name,type,lon,lat,services",
         "f,F,warm_home,116.05,40.05,respite:beds=-5",
         "g,G,warm_home,116.05,40.05,respite:beds=5"), 0,
     "'respite:beds=-5' is not name", refused=1)
case("facilities: more people than places", "facilities",
     csv("id,name,type,lon,lat,services",
         "f,F,warm_home,116.05,40.05,day_care:ten",
         "g,G,warm_home,116.05,40.05,day_care:10"), 0,
     "'day_care:ten' is not name", refused=1)
case("facilities: a type that is misspelt", "facilities",
     csv("id,name,type,lon,lat", "f,F,warm_hom,116.05,40.05",
         "g,G,warm_home,116.05,40.05", "h,H,warm_home,116.05,40.05",
         "i,I,warm_home,116.05,40.05"), 0,
     "warm_hom", doubtful=1)
case("facilities: closed before it opened", "facilities",
     csv("id,name,type,lon,lat,opened,closed",
         "f,F,warm_home,116.05,40.05,2020,2019",
         "g,G,warm_home,116.05,40.05,2019,2020"), 0,
     "closed 2019 is before opened 2020", refused=1)
case("facilities: 30 February", "facilities",
     csv("id,name,type,lon,lat,opened",
         "f,F,warm_home,116.05,40.05,2020-02-30",
         "g,G,warm_home,116.05,40.05,2020-02-29"), 0,
     "opened '2020-02-30' is no date", refused=1)
case("totals: a unit that is not there", "totals",
     csv("unit_code,count", "zz9,10", "s1,5"), 0,
     "unit_code 'zz9' is not in the city", refused=1)
case("totals: half a person", "totals",
     csv("unit_code,count", "s1,2.5", "s1,5"), 0,
     "count '2.5' is no whole number", refused=1)
case("totals: nothing to spread by", "totals", csv("unit_code,count", "s1,5"),
     3,
     "unit 's1' has nothing to spread people over", "--spread", "by=grid")
case("totals: spread by magic", "totals", csv("unit_code,count", "s1,5"), 2,
     "not by 'magic'", "--spread", "by=magic")
case("waivers: no document", "waivers",
     csv("rule,unit_code,document", "R,s1,", "R,s1,No. 1"), 0,
     "document is empty", refused=1)
case("waivers: over before it begins", "waivers",
     csv("rule,unit_code,document,from,until", "R,s1,No. 1,2020,2019",
         "R,s1,No. 2,2019,2020"), 0,
     "until 2019 is before from 2020", refused=1)
case("grid: a weight below zero", "grid",
     csv("lon,lat,weight", "116.05,40.05,-3", "116.05,40.05,3"), 0,
     "weight -3 is outside 0",
     refused=1)

# ---- the command line ------------------------------------------------------------

case("people: born long ago and after all plans", "people",
     csv("id,lon,lat,birth_year", "a,116.05,40.05,1800", "b,116.05,40.05,1895",
         "c,116.05,40.05,2070", "d,116.05,40.05,1960"), 0,
     "birth_year 1800 is outside 1880..2100", refused=1, doubtful=2)
case("people: one age and birth year that contradict", "people",
     csv("id,lon,lat,age,birth_year", "a,116.05,40.05,30,1900"), 0,
     "they add up to 1930, a year without a survey", doubtful=1)
case("people: a unit of age under a heading of its own", "people",
     csv("编号,经度,纬度,年龄", "a,116.05,40.05,45岁", "b,116.05,40.05,45"), 0,
     "age '45岁' is no whole number (field 年龄)", refused=1)
case("people: multiply disabled", "people",
     csv("id,lon,lat,kind", "a,116.05,40.05,多重", "b,116.05,40.05,visual"), 0,
     "listed, as in visual;hearing", refused=1)
case("facilities: beds below zero in a column of their own", "facilities",
     csv("id,name,type,lon,lat,床位数", "f,F,warm_home,116.05,40.05,-5",
         "g,G,warm_home,116.05,40.05,5"), 0, "床位数 -5 is less than 0",
     refused=1)
case("facilities: stars and year that are odd", "facilities",
     csv("id,name,type,lon,lat,stars,tier,opened",
         "f,F,warm_home,116.05,40.05,9,,", "g,G,warm_home,116.05,40.05,,,",
         "h,H,warm_home,116.05,40.05,,,1015", "i,I,warm_home,116.05,40.05,3,,1995"),
     0, "opened 1015 is not from 1850", doubtful=2)
case("grid: outside the city, and two cells at one place", "grid",
     csv("lon,lat,weight", "120,30,3", "116.05,40.05,1", "116.05,40.05,2"), 0,
     "another cell lies at this place: in.csv, row 3", doubtful=2)
case("buildings: outside the city", "buildings",
     csv("lon,lat,weight", "120,30,3", "116.05,40.05,1"), 0,
     "it lies at 120,30, outside every unit", doubtful=1)
case("units: a community outside, and its own parent", "units",
     csv("code,name,level,parent_code,lon,lat", "c1,A,community,s1,130,20",
         "c2,B,community,c2,116.05,40.05", "c3,C,community,s1,116.05,40.05",
         "c4,D,community,c3,116.05,40.05"), 0,
     "unit 'c1' (A) lies at 130,20, in the area of no unit", refused=2,
     doubtful=1)
case("a field that is not there", "people", people(OK), 3, "no field 'x'",
     "--map", "kind=x")
case("a column that is not there", "people", people(OK), 2,
     "the layer has no column 'horoscope'",
     "--map", "horoscope=age")
case("a column given twice", "people", people(OK), 2,
     "column 'kind' is given twice",
     "--map", "kind=age", "--set", "kind=visual")
case("two headings for one column", "people",
     csv("编号,人员编号,经度,纬度", "a,b,116.05,40.05"), 3, "人员编号")
case("a datum that is none", "people", people(OK), 2,
     "not 'gcj03'",
     "--datum", "gcj03")
case("a spread of people", "people", people(OK), 2,
     "'--spread' does not apply to people",
     "--spread", "by=grid")
case("a coordinate system that is none", "people", people(OK), 3,
     "coordinate system 'EPSG:9' is not known",
     "--crs", "EPSG:9")
case("Beijing 1954 without parameters", "people", people(OK), 3,
     "datum 'Beijing 1954', which has no public",
     "--crs", "EPSG:4214")
case("Xian 1980 without parameters", "people", people(OK), 3,
     "datum 'Xian 1980', which has no public",
     "--crs", "EPSG:4610")
case("an id key that is too short", "people",
     dict(people(OK), **{"key": "short"}), 2,
     "the key of ids has 5 bytes", "--id-key", "key")
case("a certificate number that is none", "people",
     dict(csv("id,lon,lat", ID + "44,116.05,40.05",
              ID[:-1] + "144,116.05,40.05"),
          key="a key of sixteen bytes"), 0,
     "wrong date of birth or check digit", "--id-key", "key",
     refused=1)

# ---- GeoJSON ----------------------------------------------------------------------

SQUARE = polygon((116, 40), (116.01, 40), (116.01, 40.01), (116, 40))
UNIT = {"code": "n1", "name": "N", "level": "community"}
case("geojson: not JSON", "units", {"in.geojson": "{\"type\":"}, 3,
     "unexpected token near end of file")
case("geojson: something else", "units", {"in.geojson": "{\"a\":1}"}, 3,
     "file is no GeoJSON")
case("geojson: latitude first", "units",
     geojson(feature(polygon((40, 116), (40, 116.01), (40.01, 116.01),
                             (40, 116)), **UNIT)), 3,
     "latitude stands first")
case("geojson: a line as a unit", "units",
     geojson(feature({"type": "LineString",
                      "coordinates": [[116, 40], [116.01, 40]]}, **UNIT)), 3,
     "its geometry is a line")
case("geojson: a street without a polygon", "units",
     geojson(feature(None, code="n1", name="N", level="street"),
             feature(SQUARE, **UNIT)), 0,
     "it has no geometry: only a community", refused=1)
case("geojson: a ring of two points", "units",
     geojson(feature(polygon((116, 40), (116.01, 40), (116, 40)), **UNIT)), 3,
     "ring 1 has 3 points, fewer than 4")
case("geojson: a coordinate that is a word", "units",
     geojson(feature(polygon((116, "x"), (116.01, 40), (116, 40)), **UNIT)),
     3,
     "coordinates are no pair of numbers")
case("geojson: one code, two names", "units",
     geojson(feature(SQUARE, **UNIT),
             feature(SQUARE, code="n1", name="M", level="community")), 0,
     "with the name 'N' instead of 'M'", refused=1)
case("geojson: a level that is none", "units",
     geojson(feature(SQUARE, code="n1", name="N", level="galaxy")), 3,
     "level 'galaxy' is none of city")
case("geojson: a coordinate system that is none", "units",
     geojson(feature(SQUARE, **UNIT),
             crs={"type": "name", "properties": {"name": "mars9"}}), 3,
     "coordinate system 'mars9' is not known")
case("geojson: two units of one area", "units",
     geojson(feature(SQUARE, code="n1", name="N", level="community",
                     parent_code="s1"),
             feature(SQUARE, code="n2", name="M", level="community",
                     parent_code="s1")), 0,
     "unit 'n2' (M) has the same area as unit 'n1' (N)")

# ---- shapefiles ---------------------------------------------------------------------

BEIJING_54 = b'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID[' \
    b'"Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],' \
    b'UNIT["Degree",0.0174532925199433]]'
WGS_84 = b'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",' \
    b'6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],' \
    b'UNIT["Degree",0.0174532925199433]]'
case("shapefile: no .shx", "sites", shapefile(drop=("in.shx",)), 3,
     "in.shx: this part of the shapefile is missing")
case("shapefile: no .dbf", "sites", shapefile(drop=("in.dbf",)), 3,
     "in.dbf: this part of the shapefile is missing")
case("shapefile: metres under a .prj of degrees", "sites",
     shapefile(corner=(448000.0, 4440000.0), prj=WGS_84), 3,
     "are not the degrees that")
case("shapefile: metres without a .prj", "sites",
     shapefile(corner=(448000.0, 4440000.0)), 3, "EPSG:4534")
case("shapefile: Beijing 1954", "sites", shapefile(prj=BEIJING_54), 3,
     "datum 'Beijing 1954', which has no public")
case("shapefile: a .prj that is none", "sites", shapefile(prj=b"GEOGCS["), 3,
     "coordinate system 'GEOGCS[' is not known")
case("shapefile: a multipatch", "sites", shapefile(geometry_type=31), 3,
     "shapes of type MultiPatch are not read")
case("shapefile: a code page that is none", "sites",
     shapefile(cpg=b"KLINGON", rows=((b"\xc4\xe3",),)), 3,
     "text encoding 'KLINGON' of the .dbf")
case("shapefile: text that is not what the .cpg says", "sites",
     shapefile(cpg=b"UTF-8", corner=(116.05, 40.05),
               rows=((b"\xc4\xe3\xba\xc3",), (b"a",))), 0,
     "text of field 1 is not UTF-8", refused=1)
case("shapefile: a null shape", "sites",
     shapefile(rows=((b"a",), (b"b",)),
               shapes=(struct.pack("<i", 0),
                       struct.pack("<i2d", 1, 116.05, 40.05))), 0,
     "it has no lon and lat and no point",
     refused=1)
case("shapefile: cut short", "sites",
     {k: v[:-9] if k == "in.shp" else v for k, v in shapefile().items()}, 3,
     "cut short: 119 bytes of 128")

# ---- databases ----------------------------------------------------------------------

case("gpkg: no database", "sites", {"in.gpkg": "hello" * 200}, 3,
     "file is not a database")
case("gpkg: no layer", "sites", database("in.gpkg", GPKG), 3,
     "file has no layer")
case("gpkg: which layer", "sites",
     database("in.gpkg", GPKG, gpkg_layer("one"), gpkg_layer("two")), 3,
     "file has several layers (one, two)")
case("gpkg: no such layer", "sites",
     database("in.gpkg", GPKG, gpkg_layer("one")), 3,
     "file has no layer 'three'",
     sources=["in.gpkg:three"])
case("gpkg: a coordinate system that is none", "sites",
     database("in.gpkg", GPKG, gpkg_layer("one", 99999)), 3,
     "coordinate system 'no such system'")
case("gpkg: a geometry that is none", "sites",
     database("in.gpkg", GPKG, gpkg_layer("one"),
              ("INSERT INTO one VALUES (1, ?, 'a')", (b"GP\0\1rubbish",)),
              ("INSERT INTO one VALUES (2, ?, 'b')",
               (b"GP\0\1" + struct.pack("<iBI2d", 4326, 1, 1, 116.05,
                                        40.05),))), 0,
     "geometry has byte order 105",
     refused=1)
case("sqlite: no table", "sites",
     database("in.sqlite", "PRAGMA user_version=1;CREATE TABLE a(b);"
              "DROP TABLE a;"), 3,
     "file has no layer")

# ---- spreadsheets --------------------------------------------------------------------

HEAD = cells(1, "id", "lon", "lat")
GOOD = cells(2, "a", "><v>116.05</v>", "><v>40.05</v>")
case("xls: the format before 2007", "people",
     {"in.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}, 3,
     "old Excel files (.xls) are not read",
     sources=["in.xls"])
case("xlsx: the format before 2007 under a new name", "people",
     {"in.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)}, 3,
     "an old Excel file (.xls) or one")
case("xlsx: no zip", "people", {"in.xlsx": "hello"}, 3,
     "not an .xlsx file, whatever its name")
case("xlsx: cut short", "people",
     {"in.xlsx": xlsx({"S": HEAD + GOOD})["in.xlsx"][:-30]}, 3,
     "cut short or damaged")
case("xlsx: no workbook", "people",
     xlsx({"S": HEAD}, **{"xl/workbook.xml": None}), 3,
     "its part xl/workbook.xml is missing")
case("xlsx: which sheet", "people",
     xlsx({"One": HEAD + GOOD, "Two": HEAD + GOOD}), 3,
     "2 sheets have cells")
case("xlsx: no such sheet", "people", xlsx({"One": HEAD + GOOD}), 3,
     "there is no sheet 'Three'",
     sources=["in.xlsx:Three"])
case("xlsx: no cell", "people", xlsx({"One": ""}), 3,
     "no sheet that is shown has a filled cell")
case("xlsx: entities of its own", "people",
     xlsx({"S": HEAD}, **{"xl/worksheets/sheet1.xml":
                          '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), 3,
     "has a document type")
case("xlsx: a number that Excel has cut", "people",
     xlsx({"S": HEAD + GOOD +
           cells(3, "><v>1.1010519491231001E+17</v>", "><v>116.05</v>",
                 "><v>40.05</v>")}), 0,
     "a number of more than 15 digits", refused=1)
case("xlsx: #N/A", "people",
     xlsx({"S": HEAD + GOOD + cells(3, "b", 't="e"><v>#N/A</v>',
                                    "><v>40.05</v>")}), 0,
     "lon in cell B3 is the error #N/A", refused=1)
case("xlsx: a formula that was never computed", "people",
     xlsx({"S": HEAD + GOOD + cells(3, "b", "><f>A1</f>",
                                    "><v>40.05</v>")}), 0,
     "is a formula without a stored result",
     refused=1)

# ---- streets ---------------------------------------------------------------------------

LINE = {"type": "LineString", "coordinates": [[116, 40], [116.01, 40]]}
case("pbf: no pbf", "roads", {"in.osm.pbf": "hello world, no blob"}, 3,
     "byte 0: not an OpenStreetMap .pbf file")
case("pbf: no street", "roads", pbf(b"OsmSchema-V0.6"), 3,
     "none of 0 ways has the tag highway")
case("pbf: history", "roads", pbf(b"HistoricalInformation"), 3,
     "HistoricalInformation")
case("pbf: lz4", "roads", pbf(b"OsmSchema-V0.6", compression=6), 3,
     "compression lz4 cannot be read")
case("pbf: zstd", "roads", pbf(b"OsmSchema-V0.6", compression=7), 3,
     "compression zstd cannot be read")
case("pbf: cut short", "roads",
     {"in.osm.pbf": pbf(b"OsmSchema-V0.6")["in.osm.pbf"][:-3]}, 3,
     "file is cut off at byte 85")
case("OpenStreetMap as XML", "roads", {"in.osm": "<osm/>"}, 3,
     "osmium cat -o",
     sources=["in.osm"])
case("lines that are no streets yet", "roads", geojson(feature(LINE, id="1")),
     3,
     "nothing says which kind of street")
case("streets that are points", "roads",
     geojson(feature({"type": "Point", "coordinates": [116, 40]},
                     highway="residential")), 3,
     "the geometry is no line")
case("GMNS: a link to nowhere", "roads",
     {"node.csv": "node_id,x_coord,y_coord\n1,116,40\n2,116.01,40\n",
      "link.csv": "link_id,from_node_id,to_node_id,length,facility_type\n"
      "1,1,2,900,residential\n2,1,9,900,residential\n"}, 0,
     "to_node_id '9' is no node", refused=1,
     sources=["node.csv", "link.csv"])
case("GMNS: two node files", "roads",
     {"a.csv": "node_id,x_coord,y_coord\n1,116,40\n",
      "b.csv": "node_id,x_coord,y_coord\n1,116,40\n"}, 3, "both node files",
     sources=["a.csv", "b.csv"])


# ---- running them ------------------------------------------------------------------------

def write(folder, files):
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes)
                       else content.encode())


def run(folder, layer, files, options, sources):
    city = os.path.join(folder, "city.gpkg")
    shutil.copy(CITY, city)
    write(folder, files)
    sources = sources or [next(iter(files))]
    done = subprocess.run(
        [CIRCLET, "import", "city.gpkg", layer, *sources, *options, "--json"],
        cwd=folder, capture_output=True, text=True, timeout=60)
    with open(city, "rb") as after, open(CITY, "rb") as before:
        return done, after.read() == before.read()


def judge(done, is_same, status, says, refused, doubtful):
    if done.returncode != status:
        return f"status {done.returncode} instead of {status}"
    if says not in done.stderr:
        return f"nothing about '{says}'"
    if status != 0:
        return None if is_same else "the city has changed"
    counts = json.loads(done.stdout)
    for name, want in (("rejected", refused), ("doubtful", doubtful)):
        if want is not None and counts[name] != want:
            return f"{name} {counts[name]} instead of {want}"
    return None


def base_city():
    subprocess.run([CIRCLET, "new", CITY], check=True,
                   stdout=subprocess.DEVNULL)
    street = polygon((116, 40), (116.1, 40), (116.1, 40.1), (116, 40.1),
                     (116, 40))
    write(SCRATCH, {"units.geojson": json.dumps(
        {"type": "FeatureCollection", "features": [
            feature(street, code="s1", name="东街道", level="street")]})})
    subprocess.run([CIRCLET, "import", CITY, "units",
                    os.path.join(SCRATCH, "units.geojson")], check=True,
                   stdout=subprocess.DEVNULL)


def main():
    base_city()
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    failed = 0
    for i, (name, layer, files, status, says, options, refused, doubtful,
            sources) in enumerate(cases, 1):
        if only and only not in name:
            continue
        folder = os.path.join(SCRATCH, f"case{i}")
        os.makedirs(folder)
        done, is_same = run(folder, layer, files, options, sources)
        trouble = judge(done, is_same, status, says, refused, doubtful)
        print("not ok" if trouble else "ok", i, "-", name)
        failed += trouble is not None
        if trouble:
            print(f"# {trouble}\n# " +
                  "\n# ".join((done.stdout + done.stderr).splitlines()))
        shutil.rmtree(folder)
    print(f"{len(cases)} bad files, {failed} not told as they should be")
    return failed > 0


sys.exit(main())
