#include "map/canvas.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

#ifdef HAVE_MAP

#include "map/letters.h"

circlet_status ci_canvas_new(ci_canvas **out, const ci_canvas_plan *plan,
                             circlet_error *error)
{
    ci_canvas *canvas;
    circlet_status status = plan->format == CIRCLET_MAP_SVG
                                ? ci_svg_canvas_new(&canvas, plan, error)
                                : ci_cairo_canvas_new(&canvas, plan, error);

    if (status)
        return status;
    canvas->width = plan->width;
    canvas->height = plan->height;
    canvas->output = plan->output;
    canvas->user = plan->user;
    canvas->letters = ci_letters_new();
    if (!canvas->letters) {
        ci_canvas_free(canvas);
        return ci_fail_nomem(error);
    }
    *out = canvas;
    return CIRCLET_OK;
}

void ci_canvas_free(ci_canvas *canvas)
{
    if (!canvas)
        return;
    ci_letters_free(canvas->letters);
    free(canvas->items);
    canvas->driver->free(canvas);
}

ci_text_size ci_canvas_measure(ci_canvas *canvas, const char *text,
                               const ci_lettering *lettering)
{
    return ci_letters_measure(canvas->letters, text, lettering, false);
}

size_t ci_canvas_missing_glyphs(const ci_canvas *canvas)
{
    return ci_letters_missing(canvas->letters);
}

#else

circlet_status ci_canvas_new(ci_canvas **out, const ci_canvas_plan *plan,
                             circlet_error *error)
{
    (void)out;
    (void)plan;
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "this circlet was built without maps: that needs cairo and "
                   "pango");
}

void ci_canvas_free(ci_canvas *canvas)
{
    (void)canvas;
}

ci_text_size ci_canvas_measure(ci_canvas *canvas, const char *text,
                               const ci_lettering *lettering)
{
    (void)canvas;
    (void)text;
    return (ci_text_size){0, lettering->size, 0};
}

size_t ci_canvas_missing_glyphs(const ci_canvas *canvas)
{
    (void)canvas;
    return 0;
}

#endif

circlet_status ci_canvas_finish(ci_canvas *canvas, circlet_error *error)
{
    if (canvas->failed)
        return ci_fail_nomem(error);
    return canvas->driver->finish(canvas, error);
}

/* ---- the path ----------------------------------------------------------- */

static void add(ci_canvas *canvas, ci_path_item item)
{
    ci_path_item *items =
        ci_array_reserve_one(canvas->items, canvas->count, &canvas->capacity,
                             sizeof(*canvas->items));

    if (!items) {
        canvas->failed = true;
        return;
    }
    canvas->items = items;
    items[canvas->count++] = item;
}

void ci_canvas_move(ci_canvas *canvas, double x, double y)
{
    add(canvas, (ci_path_item){CI_PATH_MOVE, x, y, 0});
}

void ci_canvas_line(ci_canvas *canvas, double x, double y)
{
    add(canvas, (ci_path_item){CI_PATH_LINE, x, y, 0});
}

void ci_canvas_close(ci_canvas *canvas)
{
    add(canvas, (ci_path_item){CI_PATH_CLOSE, 0, 0, 0});
}

void ci_canvas_circle(ci_canvas *canvas, double x, double y, double radius)
{
    add(canvas, (ci_path_item){CI_PATH_CIRCLE, x, y, radius});
}

void ci_canvas_rect(ci_canvas *canvas, const ci_rect *rect)
{
    double right = rect->left + rect->width;
    double bottom = rect->top + rect->height;

    ci_canvas_move(canvas, rect->left, rect->top);
    ci_canvas_line(canvas, right, rect->top);
    ci_canvas_line(canvas, right, bottom);
    ci_canvas_line(canvas, rect->left, bottom);
    ci_canvas_close(canvas);
}

void ci_canvas_drop_path(ci_canvas *canvas)
{
    canvas->count = 0;
}

/* ---- drawing ------------------------------------------------------------ */

void ci_canvas_fill(ci_canvas *canvas, ci_ink ink)
{
    if (!canvas->failed && canvas->count > 0)
        canvas->driver->fill(canvas, ink);
}

void ci_canvas_stroke(ci_canvas *canvas, const ci_pen *pen)
{
    if (!canvas->failed && canvas->count > 0)
        canvas->driver->stroke(canvas, pen);
}

void ci_canvas_hatch(ci_canvas *canvas, const ci_hatch *hatch)
{
    if (!canvas->failed && canvas->count > 0)
        canvas->driver->hatch(canvas, hatch);
}

void ci_canvas_clip(ci_canvas *canvas, const ci_rect *rect)
{
    canvas->driver->clip(canvas, rect);
}

void ci_canvas_unclip(ci_canvas *canvas)
{
    canvas->driver->unclip(canvas);
}

void ci_canvas_text(ci_canvas *canvas, double x, double y, const char *text,
                    const ci_lettering *lettering)
{
    if (!canvas->failed && *text)
        canvas->driver->write(canvas, x, y, text, lettering);
}

void ci_canvas_open_group(ci_canvas *canvas, const char *id, const char *title)
{
    canvas->driver->open_group(canvas, id, title);
}

void ci_canvas_close_group(ci_canvas *canvas)
{
    canvas->driver->close_group(canvas);
}
