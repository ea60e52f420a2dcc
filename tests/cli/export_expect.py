"""export_expect.py FOUND BEFORE GPKG SQLITE STEM METRES SHAPES: reads every
export with OGR and says where they differ from each other and from the
findings that `check --json` gave."""
import csv
import json
import os
import sys

from osgeo import gdal, ogr, osr

ogr.UseExceptions()
gdal.UseExceptions()
FORCES = {'fail': 4, 'undecided': 3, 'no_data': 2, 'advice': 1, 'pass': 0}
found, before, gpkg, sqlite, stem, metres, shapes = sys.argv[1:]
wrong = []


def check(is_right, what):
    if not is_right:
        wrong.append(what)


def read(path, layer, names=None):
    """Rows by fid: {column: value} and the geometry."""
    options = ['DATE_AS_STRING=YES'] if path.endswith('.geojson') else []
    source = gdal.OpenEx(path, gdal.OF_VECTOR, open_options=options)
    table = source.GetLayerByName(layer) if layer else source.GetLayer(0)
    rows = []
    for feature in table:
        row = {}
        for i in range(feature.GetFieldCount()):
            name = feature.GetFieldDefnRef(i).GetName()
            name = names.get(name, name) if names else name
            row[name] = (feature.GetField(i)
                         if feature.IsFieldSetAndNotNull(i) else None)
        row.setdefault('fid', feature.GetFID())
        shape = feature.GetGeometryRef()
        rows.append((row, shape.Clone() if shape else None))
    return sorted(rows, key=lambda r: int(r[0]['fid']))


def same(a, b):
    if a in (None, '') and b in (None, ''):
        return True
    try:
        return abs(float(a) - float(b)) <= 1e-6 * max(1, abs(float(a)))
    except (TypeError, ValueError):
        return str(a) == str(b)


def compare(name, first, second, is_cut=False):
    check(len(first) == len(second),
          f'{name}: {len(second)} rows, not {len(first)}')
    for (a, shape), (b, other) in zip(first, second):
        for column, value in a.items():
            if column not in b:
                check(column == 'fid', f'{name}: no column {column}')
                continue
            if is_cut and isinstance(value, str) and \
                    len(value.encode('gb18030')) > 254:
                check(value.startswith(b[column]) and b[column],
                      f'{name}: {column} cut: {b[column]!r}')
                continue
            check(same(value, b[column]),
                  f'{name} {a["fid"]}: {column} {b[column]!r}, '
                  f'not {value!r}')
        if other is not None:
            check(shape is not None and
                  all(abs(x - y) < 1e-6 for x, y in
                      zip(shape.GetEnvelope(), other.GetEnvelope())),
                  f'{name} {a["fid"]}: elsewhere')
            if shape.GetGeometryName() == 'MULTIPOLYGON':
                check(abs(shape.Area() - other.Area()) < 1e-7,
                      f'{name} {a["fid"]}: area')


def worst_of(findings, codes, parents):
    """Of each unit: worst verdict, must rules broken, should rules broken."""
    out = {code: ['', set(), set()] for code in codes}
    for finding in findings:
        unit = finding['unit']
        while unit:
            state = out[unit]
            verdict = finding['verdict']
            if state[0] == '' or FORCES[verdict] > FORCES[state[0]]:
                state[0] = verdict
            if verdict == 'fail':
                state[1 if finding['force'] == 'must' else 2].add(
                    finding['rule'])
            unit = parents[unit]
    return out


def check_units():
    units = [row for row, _ in read(gpkg, 'unit')]
    parents = {u['code']: u['parent'] for u in units}
    for file, suffix in ((found, ''), (before, '_before')):
        findings = json.load(open(file))['findings']
        expected = worst_of(findings, parents, parents)
        for unit in units:
            worst, must, should = expected[unit['code']]
            check((unit['worst' + suffix] or '') == worst,
                  f'{unit["name"]}: worst{suffix} {unit["worst" + suffix]}, '
                  f'not {worst}')
            check((unit['broken_must' + suffix] or 0) == len(must) and
                  (unit['broken_should' + suffix] or 0) == len(should),
                  f'{unit["name"]}: rules broken{suffix}')
        if not suffix:
            saved = [row for row, _ in read(gpkg, 'finding')]
            check([(f['rule'], f['subject_id'], f['verdict'], f['text_zh'])
                   for f in findings] ==
                  [(f['rule'], f['subject_id'], f['verdict'], f['text_zh'])
                   for f in saved], 'findings')
    check(any(u['broken_must'] for u in units), 'nothing is broken')


def main():
    check_units()
    source = ogr.Open(gpkg)
    layers = [source.GetLayer(i).GetName()
              for i in range(source.GetLayerCount())]
    for layer in layers:
        # Styles are QGIS's, and what a plan takes along is for circlet.
        if layer in ('layer_styles', 'plan', 'plan_level',
                     'plan_impossible', 'plan_certificate'):
            continue
        rows = read(gpkg, layer)
        if os.path.exists(sqlite):
            compare(f'.sqlite {layer}', rows, read(sqlite, layer))
        compare(f'.geojson {layer}', rows,
                read(f'{stem}_{layer}.geojson', None))
        kind = 'shp' if os.path.exists(f'{stem}_{layer}.shp') else 'dbf'
        names = {}
        with open(f'{stem}_{layer}_fields.csv', encoding='utf-8-sig') as text:
            for line in csv.DictReader(text):
                check(len(line['field'].encode()) <= 10,
                      f'field {line["field"]}')
                names[line['field']] = line['column']
        compare(f'.{kind} {layer}', rows,
                read(f'{stem}_{layer}.{kind}', None, names), True)
        with open(f'{stem}_{layer}.csv', encoding='utf-8-sig') as text:
            lines = list(csv.DictReader(text))
        compare(f'.csv {layer}', rows, [(line, None) for line in lines])
        if rows and rows[0][1] and rows[0][1].GetGeometryName() == 'POINT':
            check(all(same(shape.GetX(), line['lon']) and
                      same(shape.GetY(), line['lat'])
                      for (_, shape), line in zip(rows, lines)),
                  f'.csv {layer}: places')
    plane = osr.SpatialReference()
    plane.ImportFromEPSG(4548)
    plane.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    way = osr.CoordinateTransformation(degrees, plane)
    moved, shaped = read(metres, 'unit'), read(shapes, None)
    for (row, shape), (_, other), (_, third) in zip(read(gpkg, 'unit'), moved,
                                                    shaped):
        if shape is None:
            continue
        shape.Transform(way)
        check(all(abs(a - b) < 0.01 for a, b in
                  zip(shape.GetEnvelope(), other.GetEnvelope())) and
              all(abs(a - b) < 0.01 for a, b in
                  zip(shape.GetEnvelope(), third.GetEnvelope())),
              f'{row["name"]} in metres')
    for path, layer in ((metres, 'unit'), (shapes, None)):
        opened = ogr.Open(path)
        table = opened.GetLayerByName(layer) if layer else opened.GetLayer(0)
        check(table.GetSpatialRef().IsSame(plane) == 1 or
              table.GetSpatialRef().GetAuthorityCode(None) == '4548',
              f'{path}: coordinate system')
    print(*wrong[:40], sep='\n', end='\n' if wrong else '')
    sys.exit(1 if wrong else 0)


main()
