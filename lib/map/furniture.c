/* The scale bar and the north arrow. */
#include <math.h>

#include "map/map_words.h"
#include "map/picture.h"

/* In parts of the height of text. */
#define EDGE 0.9
#define BAR_HEIGHT 0.32
#define ARROW 1.5

static void name_length(ci_buffer *out, double metres)
{
    if (metres >= 1000) {
        ci_buffer_add_double(out, metres / 1000);
        ci_buffer_add(out, " km");
    } else {
        ci_buffer_add_double(out, metres);
        ci_buffer_add(out, " m");
    }
}

/* A light ground, so that what lies below does not disturb. */
static void draw_ground(ci_picture *picture, const ci_rect *rect)
{
    ci_canvas_rect(picture->canvas, rect);
    ci_canvas_fill(picture->canvas, (ci_ink){0xffffff, 0.8});
    ci_canvas_drop_path(picture->canvas);
    ci_label_room_block(&picture->labels, rect);
}

static void draw_bar(ci_picture *picture, circlet_point at, double width,
                     double height)
{
    const ci_ink dark = {CI_INK_TEXT, 1};
    ci_rect whole = {at.lon, at.lat, width, height};
    ci_rect half = {at.lon, at.lat, width / 2, height};

    ci_canvas_rect(picture->canvas, &whole);
    ci_canvas_fill(picture->canvas, (ci_ink){0xffffff, 1});
    ci_canvas_stroke(picture->canvas,
                     &(ci_pen){dark, 0.07 * picture->base, 0});
    ci_canvas_drop_path(picture->canvas);
    ci_canvas_rect(picture->canvas, &half);
    ci_canvas_fill(picture->canvas, dark);
    ci_canvas_drop_path(picture->canvas);
}

void ci_draw_scale_bar(ci_picture *picture)
{
    const ci_rect *rect = &picture->frame.rect;
    double base = picture->base;
    double metres = ci_map_round_m(picture->frame.per_m, rect->width / 5);
    double width = metres * picture->frame.per_m;
    double left = rect->left + EDGE * base;
    double bottom = rect->top + rect->height - EDGE * base;
    ci_lettering lettering = {
        0.8 * base, false, {CI_INK_TEXT, 1}, 0, CI_ANCHOR_MIDDLE};
    ci_buffer text = {0};

    if (!(metres > 0))
        return;
    draw_ground(picture, &(ci_rect){left - 0.5 * base, bottom - 1.65 * base,
                                    width + 2.2 * base, 2.1 * base});
    draw_bar(picture, (circlet_point){left, bottom - BAR_HEIGHT * base}, width,
             BAR_HEIGHT * base);
    name_length(&text, metres);
    if (text.failed)
        picture->canvas->failed = true;
    else
        ci_canvas_text(picture->canvas, left + width,
                       bottom - (BAR_HEIGHT + 0.35) * base, text.text,
                       &lettering);
    ci_canvas_text(picture->canvas, left, bottom - (BAR_HEIGHT + 0.35) * base,
                   "0", &lettering);
    ci_buffer_free(&text);
}

/* A place of the arrow, which points upwards, turned to where north is. */
static circlet_point turn(const ci_picture *picture, circlet_point middle,
                          double x, double y)
{
    double sine = sin(picture->frame.north),
           cosine = cos(picture->frame.north);
    double size = ARROW * picture->base;

    return (circlet_point){middle.lon + (x * cosine - y * sine) * size,
                           middle.lat + (x * sine + y * cosine) * size};
}

static void draw_half(ci_picture *picture, circlet_point middle, double side,
                      ci_ink ink)
{
    static const double corners[][2] = {{0, -1}, {0.42, 0.85}, {0, 0.5}};

    for (int i = 0; i < 3; i++) {
        circlet_point at =
            turn(picture, middle, side * corners[i][0], corners[i][1]);

        if (i == 0)
            ci_canvas_move(picture->canvas, at.lon, at.lat);
        else
            ci_canvas_line(picture->canvas, at.lon, at.lat);
    }
    ci_canvas_close(picture->canvas);
    ci_canvas_fill(picture->canvas, ink);
    ci_canvas_stroke(picture->canvas,
                     &(ci_pen){{CI_INK_TEXT, 1}, 0.06 * picture->base, 0});
    ci_canvas_drop_path(picture->canvas);
}

void ci_draw_north_arrow(ci_picture *picture)
{
    const ci_rect *rect = &picture->frame.rect;
    double base = picture->base;
    circlet_point middle = {rect->left + rect->width - 1.9 * base,
                            rect->top + 3.2 * base};
    circlet_point above = turn(picture, middle, 0, -1.35);
    const ci_lettering lettering = {
        0.95 * base, true, {CI_INK_TEXT, 1}, 0, CI_ANCHOR_MIDDLE};

    draw_ground(picture,
                &(ci_rect){middle.lon - 1.2 * base, middle.lat - 2.8 * base,
                           2.4 * base, 4.4 * base});
    draw_half(picture, middle, -1, (ci_ink){CI_INK_TEXT, 1});
    draw_half(picture, middle, 1, (ci_ink){0xffffff, 1});
    ci_canvas_text(
        picture->canvas, above.lon, above.lat + 0.25 * base,
        ci_map_word_text(CI_WORD_NORTH, picture->options->is_chinese),
        &lettering);
}
