/*
 * The style of a layer in QGIS's own XML: what it reads from a .qml, from
 * the table layer_styles and from a project. Properties are written as <prop>,
 * which every QGIS 3 reads.
 */
#include "io/qgis_style.h"

#include "io/xml_text.h"

void ci_qgis_colour(ci_buffer *out, uint32_t rgb, int alpha)
{
    for (int shift = 16; shift >= 0; shift -= 8) {
        ci_buffer_add_int(out, rgb >> shift & 255);
        ci_buffer_add(out, ",");
    }
    ci_buffer_add_int(out, alpha);
}

/* ---- symbols ------------------------------------------------------------ */

static void add_prop(ci_buffer *out, const char *key, const char *value)
{
    ci_buffer_add(out, "<prop");
    ci_xml_add_attribute(out, "k", key);
    ci_xml_add_attribute(out, "v", value);
    ci_buffer_add(out, "/>");
}

static void add_colour(ci_buffer *out, const char *key, uint32_t rgb,
                       int alpha)
{
    ci_buffer value = {0};

    ci_qgis_colour(&value, rgb, alpha);
    if (value.text)
        add_prop(out, key, value.text);
    out->failed = out->failed || value.failed;
    ci_buffer_free(&value);
}

static void add_length(ci_buffer *out, const char *key, double mm)
{
    char text[CI_NUMBER_SIZE];

    ci_format_double(text, mm);
    add_prop(out, key, text);
}

static void start_layer(ci_buffer *out, const char *class_name)
{
    ci_buffer_add(out, "<layer");
    ci_xml_add_attribute(out, "class", class_name);
    ci_buffer_add(out, " enabled=\"1\" locked=\"0\" pass=\"0\">");
}

static void add_marker(ci_buffer *out, const char *name, double size,
                       double angle, const ci_map_symbol *symbol,
                       uint32_t fill, uint32_t line, double line_mm)
{
    start_layer(out, "SimpleMarker");
    add_prop(out, "name", name);
    add_length(out, "size", size);
    add_prop(out, "size_unit", "MM");
    add_length(out, "angle", angle);
    add_colour(out, "color", fill, symbol->fill_alpha);
    add_colour(out, "outline_color", line, 255);
    add_length(out, "outline_width", line_mm);
    add_prop(out, "outline_width_unit", "MM");
    add_prop(out, "outline_style", line_mm > 0 ? "solid" : "no");
    add_prop(out, "joinstyle", "miter");
    ci_buffer_add(out, "</layer>");
}

/* QGIS's names; a triangle on its point is turned. */
static const char *shape_name(ci_shape shape)
{
    static const char *const names[CI_SHAPE_COUNT] = {
        "circle",   "square",   "triangle",   "diamond",
        "triangle", "pentagon", "cross_fill", "star"};

    return names[shape];
}

static void add_sign(ci_buffer *out, const ci_map_symbol *symbol)
{
    static const struct {
        const char *name;
        double angle, size; /* in parts of the shape's */
    } signs[CI_ACTION_COUNT] = {
        [CI_ACTION_BUILD] = {"star", 0, 0.6},
        [CI_ACTION_ENLARGE] = {"arrow", 0, 0.6},
        [CI_ACTION_ADD_SERVICE] = {"cross", 0, 0.65},
        [CI_ACTION_PARTITION] = {"line", 0, 0.65},
        [CI_ACTION_DESIGNATE] = {"diamond", 0, 0.55},
        [CI_ACTION_MOVE] = {"arrow", 90, 0.6},
        [CI_ACTION_CLOSE] = {"line", 90, 0.65},
    };
    uint32_t ink = symbol->is_hollow ? symbol->line : 0xffffff;

    add_marker(out, signs[symbol->sign].name,
               signs[symbol->sign].size * symbol->size_mm,
               signs[symbol->sign].angle, symbol, ink, ink, 0.6);
}

static void add_point_layers(ci_buffer *out, const ci_map_symbol *symbol)
{
    add_marker(out, shape_name(symbol->shape), symbol->size_mm,
               symbol->shape == CI_SHAPE_INVERTED ? 180 : 0, symbol,
               symbol->fill, symbol->line, symbol->line_mm);
    if (symbol->sign != CI_ACTION_COUNT)
        add_sign(out, symbol);
}

static void add_line_layer(ci_buffer *out, const ci_map_symbol *symbol)
{
    start_layer(out, "SimpleLine");
    add_colour(out, "line_color", symbol->line, 255);
    add_length(out, "line_width", symbol->line_mm);
    add_prop(out, "line_width_unit", "MM");
    add_prop(out, "line_style", symbol->is_dashed ? "dash" : "solid");
    add_prop(out, "capstyle", "round");
    add_prop(out, "joinstyle", "round");
    ci_buffer_add(out, "</layer>");
}

static void add_hatch(ci_buffer *out, const ci_map_symbol *symbol,
                      double angle, int number)
{
    const ci_map_symbol line = {.line = symbol->hatch, .line_mm = 0.18};
    char name[CI_NUMBER_SIZE + 8] = "@0@";

    name[3] = (char)('0' + number);
    name[4] = '\0';
    start_layer(out, "LinePatternFill");
    add_length(out, "angle", angle);
    add_length(out, "distance", symbol->hatch_mm);
    add_prop(out, "distance_unit", "MM");
    add_length(out, "line_width", line.line_mm);
    add_colour(out, "color", symbol->hatch, 150);
    ci_buffer_add(out, "<symbol type=\"line\"");
    ci_xml_add_attribute(out, "name", name);
    ci_buffer_add(out, " alpha=\"0.5\" clip_to_extent=\"1\" force_rhr=\"0\">");
    add_line_layer(out, &line);
    ci_buffer_add(out, "</symbol></layer>");
}

static void add_area_layers(ci_buffer *out, const ci_map_symbol *symbol)
{
    start_layer(out, "SimpleFill");
    add_colour(out, "color", symbol->fill, symbol->fill_alpha);
    add_prop(out, "style", symbol->fill_alpha > 0 ? "solid" : "no");
    add_colour(out, "outline_color", symbol->line, 255);
    add_length(out, "outline_width", symbol->line_mm);
    add_prop(out, "outline_width_unit", "MM");
    add_prop(out, "outline_style", symbol->line_mm > 0 ? "solid" : "no");
    add_prop(out, "joinstyle", "round");
    ci_buffer_add(out, "</layer>");
    if (symbol->hatch_mm > 0)
        add_hatch(out, symbol, 45, 1);
    if (symbol->hatch_mm > 0 && symbol->is_crossed)
        add_hatch(out, symbol, 135, 2);
}

static void add_symbol(ci_buffer *out, ci_geometry_type kind,
                       const ci_map_symbol *symbol, size_t number)
{
    ci_buffer_add(out, "<symbol type=\"");
    ci_buffer_add(out, kind == CI_GEOMETRY_POINT  ? "marker"
                       : kind == CI_GEOMETRY_LINE ? "line"
                                                  : "fill");
    ci_buffer_add(out, "\" name=\"");
    ci_buffer_add_int(out, (int64_t)number);
    ci_buffer_add(out, "\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">");
    if (kind == CI_GEOMETRY_POINT)
        add_point_layers(out, symbol);
    else if (kind == CI_GEOMETRY_LINE)
        add_line_layer(out, symbol);
    else
        add_area_layers(out, symbol);
    ci_buffer_add(out, "</symbol>");
}

/* ---- renderers ---------------------------------------------------------- */

static void add_number(ci_buffer *out, const char *name, double value)
{
    char text[CI_NUMBER_SIZE];

    ci_format_double(text, value);
    ci_xml_add_attribute(out, name, text);
}

static void add_classes(ci_buffer *out, const ci_map_style *style)
{
    ci_buffer_add(out, style->is_ranges ? "<ranges>" : "<categories>");
    for (size_t i = 0; i < style->count; i++) {
        const ci_map_class *one = &style->classes[i];

        ci_buffer_add(out, style->is_ranges ? "<range" : "<category");
        if (style->is_ranges) {
            add_number(out, "lower", one->from);
            add_number(out, "upper", one->to);
        } else {
            ci_xml_add_attribute(out, "type", "string");
            ci_xml_add_attribute(out, "value", one->value ? one->value : "");
        }
        add_number(out, "symbol", (double)i);
        ci_xml_add_attribute(out, "label", one->label);
        ci_buffer_add(out, " render=\"true\"/>");
    }
    ci_buffer_add(out, style->is_ranges ? "</ranges>" : "</categories>");
}

static void add_renderer(ci_buffer *out, const ci_map_style *style)
{
    ci_buffer_add(out, "<renderer-v2 symbollevels=\"0\" enableorderby=\"0\" "
                       "forceraster=\"0\"");
    if (!style->attribute)
        ci_buffer_add(out, " type=\"singleSymbol\">");
    else {
        ci_xml_add_attribute(out, "type",
                             style->is_ranges ? "graduatedSymbol"
                                              : "categorizedSymbol");
        if (style->is_ranges)
            ci_buffer_add(out, " graduatedMethod=\"GraduatedColor\"");
        ci_xml_add_attribute(out, "attr", style->attribute);
        ci_buffer_add(out, ">");
        add_classes(out, style);
    }
    ci_buffer_add(out, "<symbols>");
    for (size_t i = 0; i < style->count; i++)
        add_symbol(out, style->kind, &style->classes[i].symbol, i);
    ci_buffer_add(out, "</symbols></renderer-v2>");
}

/* ---- labels ------------------------------------------------------------- */

/* A text in QGIS's expressions. */
static void add_quoted(ci_buffer *out, const char *text)
{
    ci_buffer_add(out, "'");
    for (const char *c = text; *c; c++) {
        if (*c == '\'' || *c == '\\')
            ci_buffer_add_n(out, c, 1);
        ci_buffer_add_n(out, c, 1);
    }
    ci_buffer_add(out, "'");
}

static void add_label_field(ci_buffer *out, const ci_map_style *style)
{
    ci_buffer text = {0};

    if (!style->is_class_written) {
        ci_xml_add_attribute(out, "fieldName", style->label);
        ci_xml_add_attribute(out, "isExpression", "0");
        return;
    }
    ci_buffer_add(&text, "CASE");
    for (size_t i = 0; i < style->count; i++) {
        ci_buffer_add(&text, " WHEN \"");
        ci_buffer_add(&text, style->attribute);
        ci_buffer_add(&text, "\" = ");
        add_quoted(&text, style->classes[i].value);
        ci_buffer_add(&text, " THEN ");
        add_quoted(&text, style->classes[i].label);
    }
    ci_buffer_add(&text, " END || coalesce(' ' || \"");
    ci_buffer_add(&text, style->label);
    ci_buffer_add(&text, "\", '')");
    out->failed = out->failed || text.failed;
    if (text.text)
        ci_xml_add_attribute(out, "fieldName", text.text);
    ci_xml_add_attribute(out, "isExpression", "1");
    ci_buffer_free(&text);
}

static void add_labels(ci_buffer *out, const ci_map_style *style)
{
    bool is_point = style->kind == CI_GEOMETRY_POINT;

    if (!style->label)
        return;
    ci_buffer_add(out, "<labeling type=\"simple\"><settings "
                       "calloutType=\"simple\"><text-style");
    add_label_field(out, style);
    ci_buffer_add(out, " fontFamily=\"Sans Serif\" fontSize=\"8\" "
                       "fontSizeUnit=\"Point\" fontWeight=\"50\" "
                       "textOpacity=\"1\" textColor=\"");
    ci_qgis_colour(out, CI_INK_TEXT, 255);
    ci_buffer_add(out, "\"><text-buffer bufferDraw=\"1\" bufferSize=\"0.7\" "
                       "bufferSizeUnits=\"MM\" bufferOpacity=\"0.9\" "
                       "bufferColor=\"255,255,255,255\" "
                       "bufferJoinStyle=\"128\" bufferNoFill=\"1\"/>"
                       "</text-style><placement dist=\"0.6\" "
                       "distUnits=\"MM\" priority=\"5\" placement=\"");
    ci_buffer_add(out, is_point                          ? "6"
                       : style->kind == CI_GEOMETRY_LINE ? "3"
                                                         : "4");
    ci_buffer_add(out, "\"/><rendering drawLabels=\"1\" obstacle=\"1\" "
                       "scaleVisibility=\"");
    ci_buffer_add(out, style->label_scale > 0 ? "1" : "0");
    ci_buffer_add(out, "\"");
    add_number(out, "scaleMax", style->label_scale);
    ci_buffer_add(out, " scaleMin=\"1\"/></settings></labeling>");
}

/* ---- a style ------------------------------------------------------------ */

void ci_qgis_style_attributes(ci_buffer *out, const ci_map_style *style)
{
    ci_xml_add_attribute(out, "labelsEnabled", style->label ? "1" : "0");
    ci_xml_add_attribute(out, "hasScaleBasedVisibilityFlag",
                         style->scale > 0 ? "1" : "0");
    add_number(out, "minScale", style->scale);
    ci_xml_add_attribute(out, "maxScale", "0");
}

void ci_qgis_style(ci_buffer *out, const ci_map_style *style)
{
    if (style->kind == CI_GEOMETRY_NONE)
        return;
    add_renderer(out, style);
    add_labels(out, style);
}
