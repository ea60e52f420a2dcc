#include "io/sld_style.h"

#include "io/xml_text.h"

/* A pixel of Symbology Encoding is 0.28 mm. */
#define PIXEL_MM 0.28

static void add_parameter(ci_buffer *out, const char *name, const char *value)
{
    ci_buffer_add(out, "<se:SvgParameter");
    ci_xml_add_attribute(out, "name", name);
    ci_buffer_add(out, ">");
    ci_xml_add_text(out, value);
    ci_buffer_add(out, "</se:SvgParameter>");
}

static void add_colour(ci_buffer *out, const char *name, uint32_t rgb)
{
    static const char digits[] = "0123456789abcdef";
    char text[8] = "#";

    for (int i = 0; i < 6; i++)
        text[i + 1] = digits[rgb >> (20 - 4 * i) & 15];
    add_parameter(out, name, text);
}

static void add_pixels(ci_buffer *out, const char *name, double mm)
{
    char text[CI_NUMBER_SIZE];

    ci_format_fixed(text, mm / PIXEL_MM, 2);
    add_parameter(out, name, text);
}

static void add_fill(ci_buffer *out, const ci_map_symbol *symbol)
{
    char text[CI_NUMBER_SIZE];

    ci_buffer_add(out, "<se:Fill>");
    add_colour(out, "fill", symbol->fill);
    ci_format_fixed(text, symbol->fill_alpha / 255.0, 2);
    if (symbol->fill_alpha < 255)
        add_parameter(out, "fill-opacity", text);
    ci_buffer_add(out, "</se:Fill>");
}

static void add_stroke(ci_buffer *out, const ci_map_symbol *symbol)
{
    if (symbol->line_mm <= 0)
        return;
    ci_buffer_add(out, "<se:Stroke>");
    add_colour(out, "stroke", symbol->line);
    add_pixels(out, "stroke-width", symbol->line_mm);
    if (symbol->is_dashed)
        add_parameter(out, "stroke-dasharray", "8 4");
    ci_buffer_add(out, "</se:Stroke>");
}

/* ---- symbolizers -------------------------------------------------------- */

static void add_point(ci_buffer *out, const ci_map_symbol *symbol)
{
    static const char *const names[CI_SHAPE_COUNT] = {
        "circle",   "square", "triangle", "square",
        "triangle", "circle", "cross",    "star"};
    char size[CI_NUMBER_SIZE];

    ci_format_fixed(size, symbol->size_mm / PIXEL_MM, 2);
    ci_buffer_add(out, "<se:PointSymbolizer><se:Graphic><se:Mark>");
    ci_xml_add_element(out, "se:WellKnownName", names[symbol->shape]);
    add_fill(out, symbol);
    add_stroke(out, symbol);
    ci_buffer_add(out, "</se:Mark>");
    ci_xml_add_element(out, "se:Size", size);
    if (symbol->shape == CI_SHAPE_DIAMOND)
        ci_xml_add_element(out, "se:Rotation", "45");
    if (symbol->shape == CI_SHAPE_INVERTED)
        ci_xml_add_element(out, "se:Rotation", "180");
    ci_buffer_add(out, "</se:Graphic></se:PointSymbolizer>");
}

static void add_hatch(ci_buffer *out, const ci_map_symbol *symbol)
{
    char size[CI_NUMBER_SIZE];

    ci_format_fixed(size, symbol->hatch_mm / PIXEL_MM, 2);
    ci_buffer_add(out, "<se:PolygonSymbolizer><se:Fill><se:GraphicFill>"
                       "<se:Graphic><se:Mark>");
    ci_xml_add_element(out, "se:WellKnownName",
                       symbol->is_crossed ? "x" : "shape://slash");
    ci_buffer_add(out, "<se:Stroke>");
    add_colour(out, "stroke", symbol->hatch);
    add_parameter(out, "stroke-opacity", "0.5");
    ci_buffer_add(out, "</se:Stroke></se:Mark>");
    ci_xml_add_element(out, "se:Size", size);
    ci_buffer_add(out, "</se:Graphic></se:GraphicFill></se:Fill>"
                       "</se:PolygonSymbolizer>");
}

static void add_symbolizer(ci_buffer *out, ci_geometry_type kind,
                           const ci_map_symbol *symbol)
{
    if (kind == CI_GEOMETRY_POINT) {
        add_point(out, symbol);
        return;
    }
    if (kind == CI_GEOMETRY_LINE) {
        ci_buffer_add(out, "<se:LineSymbolizer>");
        add_stroke(out, symbol);
        ci_buffer_add(out, "</se:LineSymbolizer>");
        return;
    }
    ci_buffer_add(out, "<se:PolygonSymbolizer>");
    add_fill(out, symbol);
    add_stroke(out, symbol);
    ci_buffer_add(out, "</se:PolygonSymbolizer>");
    if (symbol->hatch_mm > 0)
        add_hatch(out, symbol);
}

/* ---- rules -------------------------------------------------------------- */

static void add_comparison(ci_buffer *out, const char *operation,
                           const char *column, const char *value)
{
    ci_buffer_add(out, "<ogc:");
    ci_buffer_add(out, operation);
    ci_buffer_add(out, ">");
    ci_xml_add_element(out, "ogc:PropertyName", column);
    ci_xml_add_element(out, "ogc:Literal", value);
    ci_buffer_add(out, "</ogc:");
    ci_buffer_add(out, operation);
    ci_buffer_add(out, ">");
}

static void add_filter(ci_buffer *out, const ci_map_style *style,
                       const ci_map_class *one)
{
    char number[CI_NUMBER_SIZE];

    if (!style->attribute || (!style->is_ranges && !one->value))
        return;
    ci_buffer_add(out, "<ogc:Filter>");
    if (!style->is_ranges)
        add_comparison(out, "PropertyIsEqualTo", style->attribute, one->value);
    else {
        ci_buffer_add(out, "<ogc:And>");
        ci_format_double(number, one->from);
        add_comparison(out, "PropertyIsGreaterThanOrEqualTo", style->attribute,
                       number);
        ci_format_double(number, one->to);
        add_comparison(out, "PropertyIsLessThan", style->attribute, number);
        ci_buffer_add(out, "</ogc:And>");
    }
    ci_buffer_add(out, "</ogc:Filter>");
}

static void add_scale(ci_buffer *out, double scale)
{
    char number[CI_NUMBER_SIZE];

    ci_format_double(number, scale);
    if (scale > 0)
        ci_xml_add_element(out, "se:MaxScaleDenominator", number);
}

static void add_label_rule(ci_buffer *out, const ci_map_style *style)
{
    if (!style->label || style->is_class_written)
        return;
    ci_buffer_add(out, "<se:Rule>");
    add_scale(out, style->label_scale);
    ci_buffer_add(out, "<se:TextSymbolizer><se:Label>");
    ci_xml_add_element(out, "ogc:PropertyName", style->label);
    ci_buffer_add(out, "</se:Label><se:Font>");
    add_parameter(out, "font-family", "Sans Serif");
    add_parameter(out, "font-size", "11");
    ci_buffer_add(out, "</se:Font><se:Halo><se:Radius>2</se:Radius><se:Fill>");
    add_colour(out, "fill", 0xffffff);
    ci_buffer_add(out, "</se:Fill></se:Halo><se:Fill>");
    add_colour(out, "fill", CI_INK_TEXT);
    ci_buffer_add(out, "</se:Fill></se:TextSymbolizer></se:Rule>");
}

void ci_sld_style(ci_buffer *out, const char *layer, const ci_map_style *style)
{
    ci_buffer_add(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                  "<StyledLayerDescriptor version=\"1.1.0\" "
                  "xmlns=\"http://www.opengis.net/sld\" "
                  "xmlns:se=\"http://www.opengis.net/se\" "
                  "xmlns:ogc=\"http://www.opengis.net/ogc\"><NamedLayer>");
    ci_xml_add_element(out, "se:Name", layer);
    ci_buffer_add(out, "<UserStyle>");
    ci_xml_add_element(out, "se:Name", layer);
    ci_buffer_add(out, "<se:FeatureTypeStyle>");
    for (size_t i = 0; i < style->count; i++) {
        ci_buffer_add(out, "<se:Rule>");
        ci_xml_add_element(out, "se:Name", style->classes[i].label);
        add_filter(out, style, &style->classes[i]);
        add_scale(out, style->scale);
        add_symbolizer(out, style->kind, &style->classes[i].symbol);
        ci_buffer_add(out, "</se:Rule>");
    }
    add_label_rule(out, style);
    ci_buffer_add(out, "</se:FeatureTypeStyle></UserStyle></NamedLayer>"
                       "</StyledLayerDescriptor>");
}
