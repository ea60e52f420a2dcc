/* The print layout of a QGIS project: A4 across. */
#include <math.h>

#include "io/qgis_project.h"
#include "io/qgis_style.h"
#include "io/xml_text.h"
#include "report/map_key.h"

/* Where things stand on the page, in millimetres. */
#define PAGE_WIDTH 297.0
#define PAGE_HEIGHT 210.0
#define MARGIN 10.0
#define MAP_TOP 24.0
#define MAP_WIDTH 205.0
#define MAP_HEIGHT 162.0
#define LEGEND_LEFT (MARGIN + MAP_WIDTH + 4)

/* Items of QGIS. */
#define ITEM_PAGE "65638"
#define ITEM_MAP "65639"
#define ITEM_PICTURE "65640"
#define ITEM_LABEL "65641"
#define ITEM_LEGEND "65642"
#define ITEM_SCALE "65646"

#define MAP_UUID "{c1c1e700-0000-4000-8000-000000000002}"

static void add_pair(ci_buffer *out, const char *name, double a, double b)
{
    ci_buffer_add(out, " ");
    ci_buffer_add(out, name);
    ci_buffer_add(out, "=\"");
    ci_buffer_add_double(out, a);
    ci_buffer_add(out, ",");
    ci_buffer_add_double(out, b);
    ci_buffer_add(out, ",mm\"");
}

/* Starts an item, to which attributes may be added. */
static void start_item(ci_buffer *out, const char *type, int number,
                       const ci_box *at, bool has_frame)
{
    char digit = (char)('0' + number);

    ci_buffer_add(out, "<LayoutItem visibility=\"1\" opacity=\"1\" "
                       "referencePoint=\"0\" itemRotation=\"0\" "
                       "positionLock=\"false\" excludeFromExports=\"0\" "
                       "blendMode=\"0\" groupUuid=\"\" "
                       "outlineWidthM=\"0.2,mm\" frameJoinStyle=\"miter\"");
    ci_xml_add_attribute(out, "type", type);
    ci_xml_add_attribute(out, "frame", has_frame ? "true" : "false");
    ci_xml_add_attribute(out, "background", has_frame ? "true" : "false");
    ci_buffer_add(out, " uuid=\"{c1c1e700-0000-4000-8000-00000000000");
    ci_buffer_add_n(out, &digit, 1);
    ci_buffer_add(out, "}\" zValue=\"");
    ci_buffer_add_n(out, &digit, 1);
    ci_buffer_add(out, "\"");
    add_pair(out, "position", at->west, at->north);
    add_pair(out, "positionOnPage", at->west, at->north);
    add_pair(out, "size", at->east - at->west, at->south - at->north);
}

static void add_frame(ci_buffer *out)
{
    ci_buffer_add(out, "><FrameColor red=\"92\" green=\"102\" blue=\"112\" "
                       "alpha=\"255\"/><BackgroundColor red=\"255\" "
                       "green=\"255\" blue=\"255\" alpha=\"255\"/>");
}

static ci_box place(double left, double top, double width, double height)
{
    return (ci_box){left, top + height, left + width, top};
}

/* ---- items -------------------------------------------------------------- */

static void add_page(ci_buffer *out)
{
    const ci_box at = place(0, 0, PAGE_WIDTH, PAGE_HEIGHT);

    ci_buffer_add(out, "<PageCollection>");
    start_item(out, ITEM_PAGE, 1, &at, false);
    add_frame(out);
    ci_buffer_add(
        out,
        "<symbol type=\"fill\" name=\"\" alpha=\"1\" clip_to_extent=\"1\" "
        "force_rhr=\"0\"><layer class=\"SimpleFill\" enabled=\"1\" "
        "locked=\"0\" pass=\"0\"><prop k=\"color\" v=\"255,255,255,255\"/>"
        "<prop k=\"outline_style\" v=\"no\"/><prop k=\"style\" "
        "v=\"solid\"/></layer></symbol></LayoutItem></PageCollection>");
}

/* The box, grown to the shape of the map on the page. */
static ci_box shape_box(const ci_box *box)
{
    double width = box->east - box->west, height = box->north - box->south;
    double x = (box->west + box->east) / 2, y = (box->south + box->north) / 2;

    width = fmax(width, height * MAP_WIDTH / MAP_HEIGHT);
    height = width * MAP_HEIGHT / MAP_WIDTH;
    return (ci_box){x - width / 2, y - height / 2, x + width / 2,
                    y + height / 2};
}

static void add_map(ci_buffer *out, const ci_box *box)
{
    const ci_box at = place(MARGIN, MAP_TOP, MAP_WIDTH, MAP_HEIGHT);
    static const char *const names[] = {"xmin", "ymin", "xmax", "ymax"};
    const double sides[] = {box->west, box->south, box->east, box->north};

    start_item(out, ITEM_MAP, 2, &at, true);
    ci_buffer_add(out, " followPreset=\"false\" keepLayerSet=\"false\" "
                       "drawCanvasItems=\"true\" mapRotation=\"0\" "
                       "labelMargin=\"0,mm\"");
    add_frame(out);
    ci_buffer_add(out, "<Extent");
    for (int i = 0; i < 4; i++) {
        char text[CI_NUMBER_SIZE];

        ci_format_double(text, sides[i]);
        ci_xml_add_attribute(out, names[i], text);
    }
    ci_buffer_add(out, "/><LayerSet/></LayoutItem>");
}

static void add_label(ci_buffer *out, int number, const ci_box *at,
                      const char *text, const char *size, const char *weight)
{
    start_item(out, ITEM_LABEL, number, at, false);
    ci_buffer_add(out, " htmlState=\"0\" halign=\"1\" valign=\"128\" "
                       "marginX=\"0\" marginY=\"0\"");
    ci_xml_add_attribute(out, "labelText", text);
    add_frame(out);
    ci_buffer_add(out, "<LabelFont style=\"\" description=\"Sans Serif,");
    ci_buffer_add(out, size);
    ci_buffer_add(out, ",-1,5,");
    ci_buffer_add(out, weight);
    ci_buffer_add(out, ",0,0,0,0,0\"/><FontColor red=\"31\" green=\"41\" "
                       "blue=\"51\" alpha=\"255\"/></LayoutItem>");
}

static void add_legend_style(ci_buffer *out, const char *name,
                             const char *size, const char *margin)
{
    ci_buffer_add(out, "<style indent=\"0\" alignment=\"1\" "
                       "marginLeft=\"1.5\"");
    ci_xml_add_attribute(out, "name", name);
    ci_xml_add_attribute(out, "marginTop", margin);
    ci_buffer_add(out, "><styleFont style=\"\" description=\"Sans Serif,");
    ci_buffer_add(out, size);
    ci_buffer_add(out, ",-1,5,50,0,0,0,0,0\"/></style>");
}

/* The layers that are shown, without their groups. */
static void add_legend_tree(ci_buffer *out, const ci_qgis_layers *layers)
{
    ci_buffer_add(out, "<layer-tree-group><customproperties/>");
    for (size_t i = 0; i < layers->count; i++) {
        const ci_qgis_layer *layer = &layers->items[i];

        if (!layer->is_shown)
            continue;
        ci_buffer_add(out, "<layer-tree-layer providerKey=\"ogr\" "
                           "expanded=\"1\" checked=\"Qt::Checked\" "
                           "source=\"\"");
        ci_xml_add_attribute(out, "id", layer->id);
        ci_xml_add_attribute(out, "name", layer->title);
        ci_buffer_add(out, "><customproperties/></layer-tree-layer>");
    }
    ci_buffer_add(out, "</layer-tree-group>");
}

static void add_legend(ci_buffer *out, const ci_qgis_layers *layers,
                       bool is_chinese)
{
    const ci_box at = place(LEGEND_LEFT, MAP_TOP,
                            PAGE_WIDTH - MARGIN - LEGEND_LEFT, MAP_HEIGHT);

    start_item(out, ITEM_LEGEND, 4, &at, false);
    ci_buffer_add(
        out, " resizeToContents=\"1\" legendFilterByMap=\"1\" "
             "legendFilterByAtlas=\"0\" columnCount=\"1\" splitLayer=\"0\" "
             "equalColumnWidth=\"0\" titleAlignment=\"1\" boxSpace=\"0\" "
             "columnSpace=\"2\" lineSpacing=\"0.8\" symbolWidth=\"6\" "
             "symbolHeight=\"3.4\" symbolAlignment=\"1\" rasterBorder=\"1\" "
             "wrapChar=\"\" fontColor=\"#1f2933\" map_uuid=\"" MAP_UUID "\"");
    ci_xml_add_attribute(out, "title", is_chinese ? "图例" : "Legend");
    add_frame(out);
    ci_buffer_add(out, "<styles>");
    add_legend_style(out, "title", "11", "0");
    add_legend_style(out, "group", "9", "2");
    add_legend_style(out, "subgroup", "8", "2");
    add_legend_style(out, "symbol", "7", "0.9");
    add_legend_style(out, "symbolLabel", "7", "0.9");
    ci_buffer_add(out, "</styles>");
    add_legend_tree(out, layers);
    ci_buffer_add(out, "</LayoutItem>");
}

/* 1, 2 or 5 times a power of ten, at most `value`. */
static double round_length(double value)
{
    double power = pow(10, floor(log10(value)));

    if (value >= 5 * power)
        return 5 * power;
    return value >= 2 * power ? 2 * power : power;
}

/* Two parts of a seventh of the map's width each, in kilometres. */
static void add_scale(ci_buffer *out, const ci_box *box)
{
    const ci_box at = place(MARGIN + 3, MAP_TOP + MAP_HEIGHT - 14, 80, 12);
    double metres = round_length((box->east - box->west) / 7);
    double page_mm = metres / (box->east - box->west) * MAP_WIDTH;
    char text[CI_NUMBER_SIZE];

    start_item(out, ITEM_SCALE, 5, &at, false);
    ci_buffer_add(
        out, " style=\"Single Box\" unitType=\"km\" unitLabel=\"km\" "
             "numMapUnitsPerScaleBarUnit=\"1\" numSegments=\"2\" "
             "numSegmentsLeft=\"0\" numSubdivisions=\"1\" height=\"2\" "
             "subdivisionsHeight=\"1\" segmentSizeMode=\"0\" "
             "minBarWidth=\"30\" maxBarWidth=\"80\" labelBarSpace=\"1.5\" "
             "boxContentSpace=\"1\" alignment=\"0\" outlineWidth=\"0.2\" "
             "labelVerticalPlacement=\"0\" labelHorizontalPlacement=\"0\" "
             "lineJoinStyle=\"miter\" lineCapStyle=\"square\" "
             "mapUuid=\"" MAP_UUID "\"");
    ci_format_double(text, metres / 1000);
    ci_xml_add_attribute(out, "numUnitsPerSegment", text);
    ci_format_fixed(text, page_mm, 3);
    ci_xml_add_attribute(out, "segmentMillimeters", text);
    add_frame(out);
    ci_buffer_add(out,
                  "<text-style fontFamily=\"Sans Serif\" fontSize=\"8\" "
                  "fontSizeUnit=\"Point\" fontWeight=\"50\" "
                  "textColor=\"31,41,51,255\" textOpacity=\"1\"/>"
                  "<strokeColor red=\"31\" green=\"41\" blue=\"51\" "
                  "alpha=\"255\"/><fillColor red=\"31\" green=\"41\" "
                  "blue=\"51\" alpha=\"255\"/><fillColor2 red=\"255\" "
                  "green=\"255\" blue=\"255\" alpha=\"255\"/></LayoutItem>");
}

/* One of QGIS's own pictures. */
static void add_north(ci_buffer *out)
{
    const ci_box at = place(MARGIN + MAP_WIDTH - 14, MAP_TOP + 3, 11, 14);

    start_item(out, ITEM_PICTURE, 6, &at, false);
    ci_buffer_add(out, " file=\"arrows/NorthArrow_02.svg\" mode=\"0\" "
                       "resizeMode=\"0\" anchorPoint=\"4\" northMode=\"0\" "
                       "northOffset=\"0\" pictureRotation=\"0\" "
                       "pictureWidth=\"11\" pictureHeight=\"14\" "
                       "svgFillColor=\"31,41,51,255\" "
                       "svgBorderColor=\"31,41,51,255\" "
                       "svgBorderWidth=\"0.2\" mapUuid=\"" MAP_UUID "\"");
    add_frame(out);
    ci_buffer_add(out, "</LayoutItem>");
}

void ci_qgis_layout(ci_buffer *out, const ci_qgis_source *source,
                    const ci_qgis_layers *layers, const ci_box *box,
                    bool is_degrees)
{
    const circlet_export_options *options = source->options;
    const ci_box title = place(MARGIN, 8, PAGE_WIDTH - 2 * MARGIN, 12);
    const ci_box note =
        place(MARGIN, MAP_TOP + MAP_HEIGHT + 4, PAGE_WIDTH - 2 * MARGIN, 14);
    const ci_box shaped = shape_box(box);

    ci_buffer_add(out, "<Layout units=\"mm\" printResolution=\"300\" "
                       "worldFileMap=\"" MAP_UUID "\"");
    ci_xml_add_attribute(out, "name",
                         options->is_chinese ? "A4 横向" : "A4 across");
    ci_buffer_add(out, ">");
    add_page(out);
    add_map(out, &shaped);
    add_label(out, 3, &title, source->title, "18", "75");
    add_legend(out, layers, options->is_chinese);
    if (!is_degrees)
        add_scale(out, &shaped);
    add_north(out);
    if (options->note)
        add_label(out, 7, &note, options->note, "7", "50");
    ci_buffer_add(out, "</Layout>");
}
