"""qgis_expect.py PROJECT PNG PDF [LAYERS]: opens a project in QGIS, without a
screen, and says what is wrong with it: layers and their coordinate systems,
how they are drawn, labels, headings, the picture, the print layout. Writes
the picture and the page."""
import os
import sys

os.environ['QT_QPA_PLATFORM'] = 'offscreen'
os.environ.setdefault('XDG_RUNTIME_DIR', os.getcwd())

from qgis.core import (QgsApplication, QgsLayoutExporter, QgsProject,
                       QgsMapRendererParallelJob, QgsMapSettings,
                       QgsMapLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

RENDERERS = {'unit': 'categorizedSymbol', 'facility': 'categorizedSymbol',
             'facility_after': 'categorizedSymbol',
             'plan_action': 'categorizedSymbol',
             'uncovered_cell': 'graduatedSymbol',
             'density_cell': 'graduatedSymbol',
             'density_unit': 'graduatedSymbol'}
LABELLED = {'unit', 'facility', 'facility_after', 'plan_action', 'site'}
wrong = []


def check(is_right, what):
    if not is_right:
        wrong.append(what)


def table_of(layer):
    source = layer.source()
    if 'layername=' in source:
        return source.split('layername=')[1].split('|')[0]
    return source.split('|')[0].rsplit('/', 1)[-1].split('_', 1)[-1][:-4]


def check_layer(layer):
    name = layer.name()
    check(layer.isValid(), f'{name}: not valid')
    if not layer.isValid():
        return
    table = table_of(layer)
    if layer.isSpatial():
        check(layer.crs().isValid(), f'{name}: no coordinate system')
        expected = RENDERERS.get(table, 'singleSymbol')
        found = layer.renderer().type() if layer.renderer() else None
        check(found == expected, f'{name}: drawn by {found}, not {expected}')
        if table in RENDERERS:
            items = layer.renderer().legendSymbolItems()
            check(all(i.label() for i in items) and items,
                  f'{name}: a class without a name')
        check(layer.labelsEnabled() or table not in LABELLED,
              f'{name}: no labels')
    check(any(layer.attributeAlias(i) for i in range(layer.fields().count())),
          f'{name}: no headings')


def draw(project, layers, extent, path):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1200, 900))
    settings.setBackgroundColor(QColor(255, 255, 255))
    settings.setTransformContext(project.transformContext())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(path)
    for error in job.errors():
        wrong.append(f'drawing: {error.message}')
    return {image.pixel(x, y) for x in range(0, 1200, 3)
            for y in range(0, 900, 3)}


def main():
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    check(project.read(sys.argv[1]), 'the project cannot be read')
    check(project.crs().isValid(), 'the project has no coordinate system')
    layers = list(project.mapLayers().values())
    check(len(layers) >= 8, f'only {len(layers)} layers')
    for layer in layers:
        check_layer(layer)
    root = project.layerTreeRoot()
    check(len(root.findGroups()) >= 4, 'the layers are in no groups')
    check(all(node.layer() for node in root.findLayers()),
          'the tree names a layer that is not there')
    shown = root.checkedLayers()
    extent = project.viewSettings().defaultViewExtent()
    colours = draw(project, shown, extent, sys.argv[2])
    check(len(colours) > 20, f'the picture has {len(colours)} colours')
    layouts = project.layoutManager().printLayouts()
    check(len(layouts) == 1, f'{len(layouts)} print layouts')
    for layout in layouts:
        exporter = QgsLayoutExporter(layout)
        result = exporter.exportToPdf(
            sys.argv[3], QgsLayoutExporter.PdfExportSettings())
        check(result == QgsLayoutExporter.Success, f'no page: {result}')
    if len(sys.argv) > 4:
        for layer in layers:
            if layer.isValid():
                print(layer.name(), layer.featureCount(), layer.crs().authid())
    for what in wrong:
        print(what)
    sys.stdout.flush()
    os._exit(1 if wrong else 0)


main()
