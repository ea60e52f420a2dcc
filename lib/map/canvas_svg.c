/*
 * SVG by itself: cairo would turn text into shapes that cannot be searched or
 * edited on a slide, and number its surfaces through a program's life.
 */
#include "map/canvas.h"

#ifdef HAVE_MAP

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "map/letters.h"

/* A map has fewer kinds of hatches. */
#define HATCH_MAX 16

typedef struct svg_canvas {
    ci_canvas base; /* first, so that one can be taken for the other */
    ci_buffer text;
    size_t clip_count, hatch_count;
    ci_hatch hatches[HATCH_MAX];
} svg_canvas;

#define FAMILIES                                                              \
    "'Noto Sans','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC',"     \
    "'Microsoft YaHei','PingFang SC','DejaVu Sans',sans-serif"

static ci_buffer *text_of(ci_canvas *canvas)
{
    return &((svg_canvas *)canvas)->text;
}

/* ---- parts of elements -------------------------------------------------- */

/* A hundredth of a pixel is finer than anybody sees. */
static void add_number(ci_buffer *out, double value)
{
    char text[CI_NUMBER_SIZE];
    size_t end;

    ci_format_fixed(text, value, 2);
    end = strlen(text);
    while (text[end - 1] == '0')
        end--;
    text[text[end - 1] == '.' ? end - 1 : end] = '\0';
    ci_buffer_add(out, text);
}

static void add_attribute(ci_buffer *out, const char *name, double value)
{
    ci_buffer_add(out, " ");
    ci_buffer_add(out, name);
    ci_buffer_add(out, "=\"");
    add_number(out, value);
    ci_buffer_add(out, "\"");
}

/* Text of XML, without what XML 1.0 has no way to write. */
static void add_escaped(ci_buffer *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;

        if (byte == '<')
            ci_buffer_add(out, "&lt;");
        else if (byte == '>')
            ci_buffer_add(out, "&gt;");
        else if (byte == '&')
            ci_buffer_add(out, "&amp;");
        else if (byte == '"')
            ci_buffer_add(out, "&quot;");
        else if (byte < 0x20 || byte == 0x7f)
            ci_buffer_add(out, " ");
        else
            ci_buffer_add_n(out, c, 1);
    }
}

/* fill="#rrggbb" and how opaque it is; `what` is "fill" or "stroke". */
static void add_ink(ci_buffer *out, const char *what, ci_ink ink)
{
    static const char digits[] = "0123456789abcdef";
    char colour[8] = "#";

    for (int i = 0; i < 6; i++)
        colour[1 + i] = digits[ink.rgb >> (20 - 4 * i) & 15];
    ci_buffer_add(out, " ");
    ci_buffer_add(out, what);
    ci_buffer_add(out, "=\"");
    ci_buffer_add(out, colour);
    ci_buffer_add(out, "\"");
    if (ink.alpha < 1) {
        ci_buffer_add(out, " ");
        ci_buffer_add(out, what);
        ci_buffer_add(out, "-opacity=\"");
        add_number(out, ink.alpha);
        ci_buffer_add(out, "\"");
    }
}

static void add_point(ci_buffer *out, const char *letter, double x, double y)
{
    ci_buffer_add(out, letter);
    add_number(out, x);
    ci_buffer_add(out, " ");
    add_number(out, y);
}

static void add_circle(ci_buffer *out, const ci_path_item *circle)
{
    for (int half = 0; half < 2; half++) {
        double side = half == 0 ? -circle->radius : circle->radius;

        if (half == 0)
            add_point(out, "M", circle->x + side, circle->y);
        add_point(out, "A", circle->radius, circle->radius);
        ci_buffer_add(out, " 0 1 0 ");
        add_number(out, circle->x - side);
        ci_buffer_add(out, " ");
        add_number(out, circle->y);
    }
    ci_buffer_add(out, "Z");
}

/* The start of an element that draws the path. */
static ci_buffer *open_path(ci_canvas *canvas)
{
    ci_buffer *out = text_of(canvas);

    ci_buffer_add(out, "<path d=\"");
    for (size_t i = 0; i < canvas->count; i++) {
        const ci_path_item *item = &canvas->items[i];

        switch (item->kind) {
        case CI_PATH_MOVE:
            add_point(out, "M", item->x, item->y);
            break;
        case CI_PATH_LINE:
            add_point(out, "L", item->x, item->y);
            break;
        case CI_PATH_CLOSE:
            ci_buffer_add(out, "Z");
            break;
        case CI_PATH_CIRCLE:
            add_circle(out, item);
            break;
        }
    }
    ci_buffer_add(out, "\"");
    return out;
}

/* ---- drawing ------------------------------------------------------------ */

static void fill(ci_canvas *canvas, ci_ink ink)
{
    ci_buffer *out = open_path(canvas);

    add_ink(out, "fill", ink);
    ci_buffer_add(out, " fill-rule=\"evenodd\"/>\n");
}

static void stroke(ci_canvas *canvas, const ci_pen *pen)
{
    ci_buffer *out = open_path(canvas);

    ci_buffer_add(out, " fill=\"none\"");
    add_ink(out, "stroke", pen->ink);
    add_attribute(out, "stroke-width", pen->width);
    if (pen->dash > 0)
        add_attribute(out, "stroke-dasharray", pen->dash);
    ci_buffer_add(out, "/>\n");
}

static void add_line(ci_buffer *out, double spacing, const ci_hatch *lines)
{
    ci_buffer_add(out, "<path d=\"");
    add_point(out, "M", spacing, -spacing / 2);
    add_point(out, "L", spacing, 1.5 * spacing);
    ci_buffer_add(out, "\" fill=\"none\"");
    add_ink(out, "stroke", lines->ink);
    add_attribute(out, "stroke-width", lines->width);
    ci_buffer_add(out, "/>");
}

static void add_number_of(ci_buffer *out, const char *name, size_t number)
{
    ci_buffer_add(out, name);
    ci_buffer_add_int(out, (int64_t)number);
}

static bool is_same_hatch(const ci_hatch *a, const ci_hatch *b)
{
    return a->ink.rgb == b->ink.rgb && a->ink.alpha == b->ink.alpha &&
           a->width == b->width && a->spacing == b->spacing;
}

/* A hatch is defined once: its two patterns are numbered from what is given
 * back. */
static size_t define_hatch(svg_canvas *canvas, const ci_hatch *lines)
{
    ci_buffer *out = &canvas->text;
    size_t place;

    for (place = 0; place < canvas->hatch_count; place++)
        if (is_same_hatch(&canvas->hatches[place], lines))
            return 2 * place;
    if (place == HATCH_MAX)
        return 0;
    canvas->hatches[canvas->hatch_count++] = *lines;
    for (int way = 0; way < 2; way++) {
        add_number_of(out, "<pattern id=\"hatch", 2 * place + (size_t)way);
        ci_buffer_add(out, "\" patternUnits=\"userSpaceOnUse\"");
        add_attribute(out, "width", lines->spacing);
        add_attribute(out, "height", lines->spacing);
        ci_buffer_add(out, way ? " patternTransform=\"rotate(-45)\">"
                               : " patternTransform=\"rotate(45)\">");
        add_line(out, lines->spacing / 2, lines);
        ci_buffer_add(out, "</pattern>\n");
    }
    return 2 * place;
}

static void hatch(ci_canvas *base, const ci_hatch *lines)
{
    size_t first = define_hatch((svg_canvas *)base, lines);

    for (size_t way = 0; way <= lines->is_crossed; way++) {
        ci_buffer *out = open_path(base);

        add_number_of(out, " fill=\"url(#hatch", first + way);
        ci_buffer_add(out, ")\" fill-rule=\"evenodd\"/>\n");
    }
}

static void clip(ci_canvas *base, const ci_rect *rect)
{
    svg_canvas *canvas = (svg_canvas *)base;
    ci_buffer *out = &canvas->text;

    add_number_of(out, "<clipPath id=\"clip", ++canvas->clip_count);
    ci_buffer_add(out, "\"><rect");
    add_attribute(out, "x", rect->left);
    add_attribute(out, "y", rect->top);
    add_attribute(out, "width", rect->width);
    add_attribute(out, "height", rect->height);
    add_number_of(out, "/></clipPath>\n<g clip-path=\"url(#clip",
                  canvas->clip_count);
    ci_buffer_add(out, ")\">\n");
}

static void unclip(ci_canvas *canvas)
{
    ci_buffer_add(text_of(canvas), "</g>\n");
}

/* Where other fonts are, the line is as long as it was measured. */
static void add_text(ci_buffer *out, circlet_point at, const char *text,
                     const ci_lettering *lettering, double width, bool is_halo)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    const ci_ink white = {0xffffff, 0.85};

    ci_buffer_add(out, "<text");
    add_attribute(out, "x", at.lon);
    add_attribute(out, "y", at.lat);
    add_attribute(out, "font-size", lettering->size);
    if (lettering->is_bold)
        ci_buffer_add(out, " font-weight=\"bold\"");
    add_ink(out, "fill", is_halo ? white : lettering->ink);
    if (is_halo) {
        add_ink(out, "stroke", white);
        add_attribute(out, "stroke-width", 2 * lettering->halo);
        ci_buffer_add(out, " aria-hidden=\"true\"");
    }
    if (lettering->anchor != CI_ANCHOR_START) {
        ci_buffer_add(out, " text-anchor=\"");
        ci_buffer_add(out, anchors[lettering->anchor]);
        ci_buffer_add(out, "\"");
    }
    add_attribute(out, "textLength", width);
    ci_buffer_add(out, ">");
    add_escaped(out, text);
    ci_buffer_add(out, "</text>\n");
}

/* The rim is a text of its own: slide programs know no order of painting. */
static void write_text(ci_canvas *canvas, double x, double y, const char *text,
                       const ci_lettering *lettering)
{
    ci_text_size size =
        ci_letters_measure(canvas->letters, text, lettering, true);
    circlet_point at = {x, y};

    if (lettering->halo > 0)
        add_text(text_of(canvas), at, text, lettering, size.width, true);
    add_text(text_of(canvas), at, text, lettering, size.width, false);
}

static void open_group(ci_canvas *canvas, const char *id, const char *title)
{
    ci_buffer *out = text_of(canvas);

    ci_buffer_add(out, "<g");
    if (id) {
        ci_buffer_add(out, " id=\"");
        add_escaped(out, id);
        ci_buffer_add(out, "\"");
    }
    ci_buffer_add(out, ">\n");
    if (title) {
        ci_buffer_add(out, "<title>");
        add_escaped(out, title);
        ci_buffer_add(out, "</title>\n");
    }
}

static void close_group(ci_canvas *canvas)
{
    ci_buffer_add(text_of(canvas), "</g>\n");
}

/* ---- from start to end -------------------------------------------------- */

static circlet_status finish(ci_canvas *canvas, circlet_error *error)
{
    ci_buffer *out = text_of(canvas);

    ci_buffer_add(out, "</svg>\n");
    if (out->failed)
        return ci_fail_nomem(error);
    if (!canvas->output(out->text, out->size, canvas->user))
        return ci_fail(error, CIRCLET_E_IO, "the map could not be written");
    return CIRCLET_OK;
}

static void free_canvas(ci_canvas *base)
{
    ci_buffer_free(text_of(base));
    free(base);
}

static const ci_canvas_driver driver = {
    .fill = fill,
    .stroke = stroke,
    .hatch = hatch,
    .clip = clip,
    .unclip = unclip,
    .write = write_text,
    .open_group = open_group,
    .close_group = close_group,
    .finish = finish,
    .free = free_canvas,
};

static void add_head(ci_buffer *out, const ci_canvas_plan *plan)
{
    ci_buffer_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    add_attribute(out, "width", plan->width);
    add_attribute(out, "height", plan->height);
    ci_buffer_add(out, " viewBox=\"0 0 ");
    add_number(out, plan->width);
    ci_buffer_add(out, " ");
    add_number(out, plan->height);
    ci_buffer_add(out, "\" font-family=\"" FAMILIES "\" "
                       "stroke-linejoin=\"round\">\n<title>");
    add_escaped(out, plan->title);
    ci_buffer_add(out, "</title>\n<rect width=\"100%\" height=\"100%\" "
                       "fill=\"#ffffff\"/>\n");
}

circlet_status ci_svg_canvas_new(ci_canvas **out, const ci_canvas_plan *plan,
                                 circlet_error *error)
{
    svg_canvas *canvas = calloc(1, sizeof(*canvas));

    if (!canvas)
        return ci_fail_nomem(error);
    canvas->base.driver = &driver;
    add_head(&canvas->text, plan);
    *out = &canvas->base;
    return CIRCLET_OK;
}

#endif
