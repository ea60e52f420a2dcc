/* PNG and PDF by cairo. */
#include "map/canvas.h"

#ifdef HAVE_MAP

#include <cairo-pdf.h>
#include <cairo.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "map/letters.h"

typedef struct cairo_canvas {
    ci_canvas base; /* first, so that one can be taken for the other */
    cairo_surface_t *surface;
    cairo_t *cairo;
    bool is_png;
    ci_buffer file; /* what it comes to */
} cairo_canvas;

static cairo_t *cairo_of(ci_canvas *canvas)
{
    return ((cairo_canvas *)canvas)->cairo;
}

/* The file is gathered first, so that the output takes it as a whole and cairo
 * never meets one that fails. */
static cairo_status_t gather(void *closure, const unsigned char *bytes,
                             unsigned int size)
{
    cairo_canvas *canvas = closure;

    ci_buffer_add_n(&canvas->file, (const char *)bytes, size);
    return canvas->file.failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

/* ---- drawing ------------------------------------------------------------ */

static void set_ink(cairo_t *cairo, ci_ink ink)
{
    cairo_set_source_rgba(cairo, (double)(ink.rgb >> 16 & 255) / 255,
                          (double)(ink.rgb >> 8 & 255) / 255,
                          (double)(ink.rgb & 255) / 255, ink.alpha);
}

static void trace(ci_canvas *canvas)
{
    cairo_t *cairo = cairo_of(canvas);

    cairo_new_path(cairo);
    for (size_t i = 0; i < canvas->count; i++) {
        const ci_path_item *item = &canvas->items[i];

        switch (item->kind) {
        case CI_PATH_MOVE:
            cairo_move_to(cairo, item->x, item->y);
            break;
        case CI_PATH_LINE:
            cairo_line_to(cairo, item->x, item->y);
            break;
        case CI_PATH_CLOSE:
            cairo_close_path(cairo);
            break;
        case CI_PATH_CIRCLE:
            cairo_new_sub_path(cairo);
            cairo_arc(cairo, item->x, item->y, item->radius, 0, 2 * M_PI);
            cairo_close_path(cairo);
            break;
        }
    }
}

static void fill(ci_canvas *canvas, ci_ink ink)
{
    trace(canvas);
    set_ink(cairo_of(canvas), ink);
    cairo_fill(cairo_of(canvas));
}

static void stroke(ci_canvas *canvas, const ci_pen *pen)
{
    cairo_t *cairo = cairo_of(canvas);

    trace(canvas);
    set_ink(cairo, pen->ink);
    cairo_set_line_width(cairo, pen->width);
    cairo_set_line_cap(cairo, pen->dash > 0 ? CAIRO_LINE_CAP_BUTT
                                            : CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cairo, &pen->dash, pen->dash > 0, 0);
    cairo_stroke(cairo);
}

/* Lines whose distances from the page's corner are multiples of the spacing,
 * across the rectangle. */
static void draw_lines(cairo_t *cairo, const ci_rect *rect, double spacing,
                       bool is_falling)
{
    double step = spacing * M_SQRT2; /* along the x axis */
    double right = rect->left + rect->width;
    double bottom = rect->top + rect->height;
    double slope = is_falling ? -1 : 1;
    double low = rect->left + (is_falling ? -bottom : rect->top);
    double high = right + (is_falling ? -rect->top : bottom);
    double first = ceil(low / step);

    for (size_t i = 0; (first + (double)i) * step <= high; i++) {
        double sum = (first + (double)i) * step;

        cairo_move_to(cairo, sum - slope * rect->top, rect->top);
        cairo_line_to(cairo, sum - slope * bottom, bottom);
    }
}

static void hatch(ci_canvas *canvas, const ci_hatch *lines)
{
    cairo_t *cairo = cairo_of(canvas);
    double left, top, right, bottom;
    ci_rect rect;

    cairo_save(cairo);
    trace(canvas);
    cairo_clip(cairo);
    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    rect = (ci_rect){left, top, right - left, bottom - top};
    cairo_new_path(cairo);
    draw_lines(cairo, &rect, lines->spacing, false);
    if (lines->is_crossed)
        draw_lines(cairo, &rect, lines->spacing, true);
    set_ink(cairo, lines->ink);
    cairo_set_line_width(cairo, lines->width);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

static void clip(ci_canvas *canvas, const ci_rect *rect)
{
    cairo_t *cairo = cairo_of(canvas);

    cairo_save(cairo);
    cairo_rectangle(cairo, rect->left, rect->top, rect->width, rect->height);
    cairo_clip(cairo);
}

static void unclip(ci_canvas *canvas)
{
    cairo_restore(cairo_of(canvas));
}

static void write_text(ci_canvas *canvas, double x, double y, const char *text,
                       const ci_lettering *lettering)
{
    ci_letters_draw(canvas->letters, cairo_of(canvas), x, y, text, lettering);
}

static void open_group(ci_canvas *canvas, const char *id, const char *title)
{
    (void)canvas;
    (void)id;
    (void)title;
}

static void close_group(ci_canvas *canvas)
{
    (void)canvas;
}

/* ---- from start to end -------------------------------------------------- */

static circlet_status fail_cairo(cairo_status_t status, circlet_error *error)
{
    if (status == CAIRO_STATUS_NO_MEMORY)
        return ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_IO, "the map could not be drawn: %s",
                   cairo_status_to_string(status));
}

static circlet_status finish(ci_canvas *base, circlet_error *error)
{
    cairo_canvas *canvas = (cairo_canvas *)base;
    cairo_status_t status = cairo_status(canvas->cairo);

    if (!status && canvas->is_png)
        status =
            cairo_surface_write_to_png_stream(canvas->surface, gather, canvas);
    if (!status && !canvas->is_png) {
        cairo_show_page(canvas->cairo);
        cairo_surface_finish(canvas->surface);
        status = cairo_surface_status(canvas->surface);
    }
    if (status || canvas->file.failed)
        return fail_cairo(status ? status : CAIRO_STATUS_NO_MEMORY, error);
    if (!base->output(canvas->file.text, canvas->file.size, base->user))
        return ci_fail(error, CIRCLET_E_IO, "the map could not be written");
    return CIRCLET_OK;
}

static void free_canvas(ci_canvas *base)
{
    cairo_canvas *canvas = (cairo_canvas *)base;

    cairo_destroy(canvas->cairo);
    cairo_surface_destroy(canvas->surface);
    ci_buffer_free(&canvas->file);
    free(canvas);
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

/* The date of a PDF would be that of the run. */
static void set_metadata(cairo_surface_t *surface, const char *title)
{
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   "1970-01-01T00:00:00Z");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR,
                                   "circlet");
}

static cairo_surface_t *make_surface(cairo_canvas *canvas,
                                     const ci_canvas_plan *plan)
{
    cairo_surface_t *surface;

    if (canvas->is_png)
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                          (int)lround(plan->width),
                                          (int)lround(plan->height));
    surface = cairo_pdf_surface_create_for_stream(gather, canvas, plan->width,
                                                  plan->height);
    set_metadata(surface, plan->title);
    return surface;
}

circlet_status ci_cairo_canvas_new(ci_canvas **out, const ci_canvas_plan *plan,
                                   circlet_error *error)
{
    cairo_canvas *canvas = calloc(1, sizeof(*canvas));
    circlet_status failure;

    if (!canvas)
        return ci_fail_nomem(error);
    canvas->base.driver = &driver;
    canvas->is_png = plan->format == CIRCLET_MAP_PNG;
    canvas->surface = make_surface(canvas, plan);
    canvas->cairo = cairo_create(canvas->surface);
    if (cairo_status(canvas->cairo)) {
        failure = fail_cairo(cairo_status(canvas->cairo), error);
        free_canvas(&canvas->base);
        return failure;
    }
    cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(canvas->cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_fill_rule(canvas->cairo, CAIRO_FILL_RULE_EVEN_ODD);
    set_ink(canvas->cairo, (ci_ink){0xffffff, 1});
    cairo_paint(canvas->cairo);
    *out = &canvas->base;
    return CIRCLET_OK;
}

#endif
