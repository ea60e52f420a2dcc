/*
 * What maps are drawn on: paths, hatches and text on a page, by cairo (PNG,
 * PDF) or as SVG. Lengths are units of the page: pixels of a PNG or SVG,
 * points of a PDF; y grows downwards.
 */
#ifndef CI_MAP_CANVAS_H
#define CI_MAP_CANVAS_H

#include <circlet/map.h>

#include "base/text.h"

/* A colour, 0xRRGGBB, and how much of it covers what lies below. */
typedef struct ci_ink {
    uint32_t rgb;
    double alpha;
} ci_ink;

typedef struct ci_pen {
    ci_ink ink;
    double width;
    double dash; /* its length; 0: an unbroken line */
} ci_pen;

/* Parallel lines from the lower left to the upper right, which continue from
 * one shape to the next; crossed: the others as well. */
typedef struct ci_hatch {
    ci_ink ink;
    double width, spacing;
    bool is_crossed;
} ci_hatch;

typedef struct ci_rect {
    double left, top, width, height;
} ci_rect;

typedef enum ci_anchor {
    CI_ANCHOR_START,
    CI_ANCHOR_MIDDLE,
    CI_ANCHOR_END
} ci_anchor;

typedef struct ci_lettering {
    double size;
    bool is_bold;
    ci_ink ink;
    double halo; /* width of the white rim; 0: none */
    ci_anchor anchor;
} ci_lettering;

typedef struct ci_text_size {
    double width;
    double ascent, descent; /* above and below the line it stands on */
} ci_text_size;

typedef enum ci_path_kind {
    CI_PATH_MOVE,
    CI_PATH_LINE,
    CI_PATH_CLOSE,
    CI_PATH_CIRCLE
} ci_path_kind;

typedef struct ci_path_item {
    ci_path_kind kind;
    double x, y, radius; /* radius: of a circle alone */
} ci_path_item;

typedef struct ci_canvas ci_canvas;

/* What a kind of canvas does; `canvas->items` is the path. */
typedef struct ci_canvas_driver {
    void (*fill)(ci_canvas *canvas, ci_ink ink);
    void (*stroke)(ci_canvas *canvas, const ci_pen *pen);
    void (*hatch)(ci_canvas *canvas, const ci_hatch *hatch);
    void (*clip)(ci_canvas *canvas, const ci_rect *rect);
    void (*unclip)(ci_canvas *canvas);
    void (*write)(ci_canvas *canvas, double x, double y, const char *text,
                  const ci_lettering *lettering);
    void (*open_group)(ci_canvas *canvas, const char *id, const char *title);
    void (*close_group)(ci_canvas *canvas);
    circlet_status (*finish)(ci_canvas *canvas, circlet_error *error);
    void (*free)(ci_canvas *canvas);
} ci_canvas_driver;

struct ci_letters;

struct ci_canvas {
    const ci_canvas_driver *driver;
    struct ci_letters *letters;
    double width, height;
    ci_path_item *items;
    size_t count, capacity;
    bool failed; /* memory ran out: what follows is not drawn */
    circlet_write_fn output;
    void *user;
};

/* What a canvas is to be. */
typedef struct ci_canvas_plan {
    circlet_map_format format;
    double width, height; /* of the page */
    const char *title; /* of the document; borrowed */
    circlet_write_fn output; /* takes the file's bytes */
    void *user;
} ci_canvas_plan;

/* CIRCLET_E_UNSUPPORTED where circlet was built without maps. */
circlet_status ci_canvas_new(ci_canvas **out, const ci_canvas_plan *plan,
                             circlet_error *error);
void ci_canvas_free(ci_canvas *canvas);

/* Writes what was drawn; nothing can be drawn after it. CIRCLET_E_IO if the
 * output takes no more, CIRCLET_E_NOMEM. */
circlet_status ci_canvas_finish(ci_canvas *canvas, circlet_error *error);

/* Adds to the path, which starts empty. */
void ci_canvas_move(ci_canvas *canvas, double x, double y);
void ci_canvas_line(ci_canvas *canvas, double x, double y);
void ci_canvas_close(ci_canvas *canvas);
void ci_canvas_circle(ci_canvas *canvas, double x, double y, double radius);
void ci_canvas_rect(ci_canvas *canvas, const ci_rect *rect);

/* Draw the path (even-odd), and keep it. */
void ci_canvas_fill(ci_canvas *canvas, ci_ink ink);
void ci_canvas_stroke(ci_canvas *canvas, const ci_pen *pen);
void ci_canvas_hatch(ci_canvas *canvas, const ci_hatch *hatch);
void ci_canvas_drop_path(ci_canvas *canvas);

/* What is drawn until ci_canvas_unclip() shows in the rectangle alone. */
void ci_canvas_clip(ci_canvas *canvas, const ci_rect *rect);
void ci_canvas_unclip(ci_canvas *canvas);

/* A line of text; its anchor is at x, it stands on y. */
void ci_canvas_text(ci_canvas *canvas, double x, double y, const char *text,
                    const ci_lettering *lettering);
ci_text_size ci_canvas_measure(ci_canvas *canvas, const char *text,
                               const ci_lettering *lettering);

/* Characters, out of all that was written, that no font has. */
size_t ci_canvas_missing_glyphs(const ci_canvas *canvas);

/* What belongs together, in formats that can say so; `title` may be NULL. */
void ci_canvas_open_group(ci_canvas *canvas, const char *id,
                          const char *title);
void ci_canvas_close_group(ci_canvas *canvas);

/* Drivers, for ci_canvas_new(). `out` has no driver yet. */
circlet_status ci_cairo_canvas_new(ci_canvas **out, const ci_canvas_plan *plan,
                                   circlet_error *error);
circlet_status ci_svg_canvas_new(ci_canvas **out, const ci_canvas_plan *plan,
                                 circlet_error *error);

#endif
