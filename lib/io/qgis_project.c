/*
 * A project as QGIS 3 reads it (checked with 3.22). What it drops in silence:
 * layer ids of ten characters and fewer, a coordinate system without its
 * text, that of the project without the property ProjectionsEnabled; and the
 * table layer_styles, so that each layer's style stands here again.
 */
#include "io/qgis_project.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "geo/crs.h"
#include "io/map_style.h"
#include "io/qgis_style.h"
#include "io/xml_text.h"

/* ---- coordinate systems ------------------------------------------------- */

static void add_srs(ci_buffer *out, const ci_crs_text *crs)
{
    ci_buffer id = {0};

    if (crs->authority && crs->code > 0) {
        ci_buffer_add(&id, crs->authority);
        ci_buffer_add(&id, ":");
        ci_buffer_add_int(&id, crs->code);
    }
    ci_buffer_add(out, "<spatialrefsys>");
    ci_xml_add_element(out, "wkt", crs->wkt);
    if (crs->proj)
        ci_xml_add_element(out, "proj4", crs->proj);
    if (id.text) {
        ci_xml_add_element(out, "srid", strchr(id.text, ':') + 1);
        ci_xml_add_element(out, "authid", id.text);
    }
    ci_xml_add_element(out, "description", crs->name);
    ci_xml_add_element(out, "geographicflag",
                       crs->is_degrees ? "true" : "false");
    ci_buffer_add(out, "</spatialrefsys>");
    ci_buffer_free(&id);
}

/* A plane for the map: that of the layers, or for degrees the zone of three
 * degrees of CGCS2000, outside China that of UTM. */
static circlet_status choose_plane(ci_buffer *name, ci_crs_text *out,
                                   const ci_qgis_source *source,
                                   const ci_box *box, circlet_error *error)
{
    double lon = (box->west + box->east) / 2;
    int code;

    if (!source->crs->is_degrees || box->west > box->east) {
        ci_buffer_add(name, source->options->crs ? source->options->crs
                                                 : "EPSG:4326");
        return name->failed ? ci_fail_nomem(error)
                            : ci_crs_describe(out, name->text, error);
    }
    if (lon >= 73.5 && lon < 136.5 && box->south > 0)
        code = 4534 + (int)lround(lon / 3) - 25;
    else
        code = (box->south + box->north < 0 ? 32701 : 32601) +
               (int)fmin(59, fmax(0, floor((lon + 180) / 6)));
    ci_buffer_add(name, "EPSG:");
    ci_buffer_add_int(name, code);
    return name->failed ? ci_fail_nomem(error)
                        : ci_crs_describe(out, name->text, error);
}

/* The box of the layers in the plane, from corners and middles of sides. */
static circlet_status project_box(ci_box *box, const char *plane,
                                  circlet_error *error)
{
    circlet_point points[9];
    ci_transform *way = NULL;
    circlet_status status;

    for (int i = 0; i < 9; i++) {
        int column = i % 3, row = i / 3;

        points[i] =
            (circlet_point){box->west + (box->east - box->west) * column / 2,
                            box->south + (box->north - box->south) * row / 2};
    }
    status = ci_transform_new(&way, plane, error);
    if (status == CIRCLET_OK)
        status = ci_transform_points_back(way, points, 9, error);
    ci_transform_free(way);
    if (status != CIRCLET_OK)
        return status;
    *box = ci_box_empty();
    for (int i = 0; i < 9; i++)
        ci_box_grow(box, points[i]);
    return CIRCLET_OK;
}

/* ---- layers ------------------------------------------------------------- */

static void add_source(ci_buffer *out, const ci_qgis_source *source,
                       const ci_qgis_layer *layer)
{
    ci_buffer_add(out, "./");
    ci_buffer_add(out, source->file);
    if (source->is_shapefile) {
        ci_buffer_add(out, "_");
        ci_buffer_add(out, layer->table);
        ci_buffer_add(out,
                      strcmp(layer->group, "tables") == 0 ? ".dbf" : ".shp");
    } else {
        ci_buffer_add(out, "|layername=");
        ci_buffer_add(out, layer->table);
    }
    if (layer->filter) {
        ci_buffer_add(out, "|subset=");
        ci_buffer_add(out, layer->filter);
    }
}

static void add_tree_layer(ci_buffer *out, const ci_qgis_source *source,
                           const ci_qgis_layer *layer)
{
    ci_buffer text = {0};

    add_source(&text, source, layer);
    out->failed = out->failed || text.failed;
    ci_buffer_add(out, "<layer-tree-layer providerKey=\"ogr\" expanded=\"0\"");
    ci_xml_add_attribute(out, "checked",
                         layer->is_shown ? "Qt::Checked" : "Qt::Unchecked");
    ci_xml_add_attribute(out, "id", layer->id);
    ci_xml_add_attribute(out, "name", layer->title);
    ci_xml_add_attribute(out, "source", text.text ? text.text : "");
    ci_buffer_add(out, "><customproperties/></layer-tree-layer>");
    ci_buffer_free(&text);
}

static void add_tree(ci_buffer *out, const ci_qgis_source *source,
                     const ci_qgis_layers *layers)
{
    const char *group = NULL;

    ci_buffer_add(out, "<layer-tree-group><customproperties/>");
    for (size_t i = 0; i < layers->count; i++) {
        const ci_qgis_layer *layer = &layers->items[i];

        if (!group || strcmp(group, layer->group) != 0) {
            ci_buffer_add(out, group ? "</layer-tree-group>" : "");
            group = layer->group;
            ci_buffer_add(out, "<layer-tree-group expanded=\"1\" "
                               "checked=\"Qt::Checked\"");
            ci_xml_add_attribute(
                out, "name",
                ci_qgis_group_title(group, source->options->is_chinese));
            ci_buffer_add(out, "><customproperties/>");
        }
        add_tree_layer(out, source, layer);
    }
    ci_buffer_add(out, group ? "</layer-tree-group>" : "");
    ci_buffer_add(out, "</layer-tree-group>");
}

static const char *geometry_name(ci_geometry_type kind)
{
    static const char *const names[] = {"No geometry", "Point", "Line",
                                        "Polygon"};

    return names[kind];
}

/* That of the text: QGIS reads by it and asks no .cpg. */
static const char *encoding_of(const ci_qgis_source *source)
{
    const char *encoding = source->options->encoding;

    return source->is_shapefile && encoding ? encoding : "UTF-8";
}

static circlet_status add_layer(ci_buffer *out, const ci_qgis_source *source,
                                const ci_qgis_layer *layer,
                                circlet_error *error)
{
    const circlet_export_options *options = source->options;
    ci_map_style style = {0};
    ci_field_names fields = {0};
    ci_buffer text = {0};
    circlet_status status =
        ci_map_style_make(&style, source->db, layer->table, layer->attribute,
                          options->policy, options->is_chinese, error);

    if (status == CIRCLET_OK && source->is_shapefile)
        status = ci_field_names_read(&fields, source->db, layer->table, error);
    if (status != CIRCLET_OK) {
        ci_map_style_free(&style);
        return status;
    }
    if (style.attribute)
        style.attribute = ci_export_field(&fields, style.attribute);
    add_source(&text, source, layer);
    ci_buffer_add(out, "<maplayer type=\"vector\"");
    ci_xml_add_attribute(out, "geometry", geometry_name(style.kind));
    ci_qgis_style_attributes(out, &style);
    ci_buffer_add(out, ">");
    ci_xml_add_element(out, "id", layer->id);
    ci_xml_add_element(out, "datasource", text.text ? text.text : "");
    ci_xml_add_element(out, "layername", layer->title);
    ci_buffer_add(out, "<provider");
    ci_xml_add_attribute(out, "encoding", encoding_of(source));
    ci_buffer_add(out, ">ogr</provider><srs>");
    add_srs(out, source->crs);
    ci_buffer_add(out, "</srs>");
    if (options->note) {
        ci_buffer_add(out, "<resourceMetadata>");
        ci_xml_add_element(out, "title", layer->title);
        ci_xml_add_element(out, "rights", options->note);
        ci_buffer_add(out, "</resourceMetadata>");
    }
    ci_qgis_style(out, &style);
    status = ci_export_aliases(out, source->db, layer->table, &fields,
                               options->is_chinese, error);
    ci_field_names_free(&fields);
    ci_buffer_add(out, "</maplayer>");
    out->failed = out->failed || text.failed;
    ci_buffer_free(&text);
    ci_map_style_free(&style);
    return status;
}

/* ---- the project -------------------------------------------------------- */

static void add_box(ci_buffer *out, const ci_box *box)
{
    static const char *const names[] = {"xmin", "ymin", "xmax", "ymax"};
    const double sides[] = {box->west, box->south, box->east, box->north};

    for (int i = 0; i < 4; i++) {
        char text[CI_NUMBER_SIZE];

        ci_format_double(text, sides[i]);
        ci_xml_add_element(out, names[i], text);
    }
}

/* Where programs without a canvas look for what to show. */
static void add_view(ci_buffer *out, const ci_crs_text *plane,
                     const ci_box *box)
{
    static const char *const names[] = {"xmin", "ymin", "xmax", "ymax"};
    const double sides[] = {box->west, box->south, box->east, box->north};

    ci_buffer_add(out, "<ProjectViewSettings UseProjectScales=\"0\"><Scales/>"
                       "<DefaultViewExtent");
    for (int i = 0; i < 4; i++) {
        char text[CI_NUMBER_SIZE];

        ci_format_double(text, sides[i]);
        ci_xml_add_attribute(out, names[i], text);
    }
    ci_buffer_add(out, ">");
    add_srs(out, plane);
    ci_buffer_add(out, "</DefaultViewExtent></ProjectViewSettings>");
}

static void start_project(ci_buffer *out, const ci_qgis_source *source,
                          const ci_qgis_layers *layers,
                          const ci_crs_text *plane, const ci_box *box)
{
    ci_buffer_add(out, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' "
                       "'SYSTEM'>\n<qgis version=\"3.22.0\"");
    ci_xml_add_attribute(out, "projectname", source->title);
    ci_buffer_add(out, ">");
    ci_xml_add_element(out, "title", source->title);
    ci_buffer_add(out, "<projectCrs>");
    add_srs(out, plane);
    ci_buffer_add(out, "</projectCrs>");
    add_tree(out, source, layers);
    ci_buffer_add(out, "<mapcanvas name=\"theMapCanvas\">");
    ci_xml_add_element(out, "units", plane->is_degrees ? "degrees" : "meters");
    ci_buffer_add(out, "<extent>");
    add_box(out, box);
    ci_buffer_add(out, "</extent><rotation>0</rotation><destinationsrs>");
    add_srs(out, plane);
    ci_buffer_add(out, "</destinationsrs></mapcanvas>");
    add_view(out, plane, box);
    ci_buffer_add(out, "<projectlayers>");
}

static void end_project(ci_buffer *out, const ci_qgis_source *source,
                        const ci_qgis_layers *layers, const ci_box *box,
                        bool is_degrees)
{
    ci_buffer_add(out, "</projectlayers><layerorder>");
    for (size_t i = 0; i < layers->count; i++) {
        ci_buffer_add(out, "<layer");
        ci_xml_add_attribute(out, "id", layers->items[i].id);
        ci_buffer_add(out, "/>");
    }
    ci_buffer_add(
        out, "</layerorder><properties><SpatialRefSys><ProjectionsEnabled "
             "type=\"int\">1</ProjectionsEnabled></SpatialRefSys><Paths>"
             "<Absolute type=\"bool\">false</Absolute></Paths><Gui>"
             "<CanvasColorRedPart type=\"int\">255</CanvasColorRedPart>"
             "<CanvasColorGreenPart type=\"int\">255</CanvasColorGreenPart>"
             "<CanvasColorBluePart type=\"int\">255</CanvasColorBluePart>"
             "</Gui></properties><projectMetadata>");
    ci_xml_add_element(out, "title", source->title);
    if (source->options->note)
        ci_xml_add_element(out, "rights", source->options->note);
    ci_buffer_add(out, "<author>circlet</author></projectMetadata><Layouts>");
    ci_qgis_layout(out, source, layers, box, is_degrees);
    ci_buffer_add(out, "</Layouts></qgis>\n");
}

/* A twentieth more on each side; a degree or so where there is nothing. */
static void widen(ci_box *box)
{
    double width = box->east - box->west, height = box->north - box->south;

    if (width < 0)
        *box = (ci_box){116, 39, 117, 40};
    else
        *box = (ci_box){box->west - width / 20, box->south - height / 20,
                        box->east + width / 20, box->north + height / 20};
}

circlet_status ci_qgis_project(ci_buffer *out, const ci_qgis_source *source,
                               circlet_error *error)
{
    ci_qgis_layers layers = {0};
    ci_crs_text plane = {0};
    ci_buffer name = {0};
    ci_box box = ci_box_empty();
    circlet_status status = ci_qgis_layers_list(&layers, source, error);

    if (status == CIRCLET_OK)
        status = ci_container_box(&box, source->db, "unit", error);
    if (status == CIRCLET_OK && box.west > box.east)
        status = ci_container_box(&box, source->db, "facility", error);
    if (status == CIRCLET_OK)
        status = choose_plane(&name, &plane, source, &box, error);
    if (status == CIRCLET_OK && source->crs->is_degrees && !plane.is_degrees)
        status = project_box(&box, name.text, error);
    if (status == CIRCLET_OK) {
        widen(&box);
        start_project(out, source, &layers, &plane, &box);
    }
    for (size_t i = 0; i < layers.count && status == CIRCLET_OK; i++)
        status = add_layer(out, source, &layers.items[i], error);
    if (status == CIRCLET_OK)
        end_project(out, source, &layers, &box, plane.is_degrees);
    ci_qgis_layers_free(&layers);
    ci_crs_text_free(&plane);
    ci_buffer_free(&name);
    return status == CIRCLET_OK && out->failed ? ci_fail_nomem(error) : status;
}
