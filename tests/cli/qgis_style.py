"""qgis_style.py GPKG HEADING CLASS: a layer that is added to an empty project
has its default style, headings and labels from the file alone."""
import os
import sys

from qgis.core import QgsApplication, QgsVectorLayer

application = QgsApplication([], False)
application.initQgis()
path, heading, label = sys.argv[1:]
units = QgsVectorLayer(f'{path}|layername=unit', 'unit', 'ogr')
actions = QgsVectorLayer(f'{path}|layername=plan_action', 'plan', 'ogr')
index = units.fields().indexOf('class')
is_right = (units.renderer().type() == 'categorizedSymbol' and
            units.attributeAlias(index) == heading and
            units.labelsEnabled() and
            actions.renderer().categories()[0].label() == label)
if not is_right:
    print(units.renderer().type(), units.attributeAlias(index),
          units.labelsEnabled(), actions.renderer().type())
sys.stdout.flush()
os._exit(0 if is_right else 1)
