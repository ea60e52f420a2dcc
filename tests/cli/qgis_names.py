"""Reads the units through a QGIS project as QGIS does, and compares their names
with those that were imported: a wrong encoding makes others of them."""
import json
import os
import sys

os.environ['QT_QPA_PLATFORM'] = 'offscreen'
os.environ.setdefault('XDG_RUNTIME_DIR', os.getcwd())

from qgis.core import QgsApplication, QgsProject


def main():
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    is_read = project.read(sys.argv[1])
    with open(sys.argv[2], encoding='utf-8') as source:
        wanted = {f['properties']['code']: f['properties']['name']
                  for f in json.load(source)['features']}
    found = {}
    for layer in project.mapLayers().values():
        if '_unit.' in layer.source():
            for row in layer.getFeatures():
                found[row['code']] = row['name']
    wrong = [f'{code}: {found.get(code)!r}, not {name!r}'
             for code, name in wanted.items() if found.get(code) != name]
    print(*wrong[:5], sep='\n')
    sys.stdout.flush()
    os._exit(0 if is_read and wanted and not wrong else 1)


main()
