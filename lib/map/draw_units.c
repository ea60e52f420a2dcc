/* Units: what they are filled with, and their borders. */
#include <math.h>

#include "map/picture.h"

/* Points nearer to each other than this are one on the page. */
#define NEAREST 0.35

/* ---- paths -------------------------------------------------------------- */

static void trace_ring(const ci_picture *picture, const circlet_point *points,
                       size_t count)
{
    circlet_point last = {NAN, NAN};

    for (size_t i = 0; i + 1 < count; i++) {
        circlet_point at = ci_map_frame_place(&picture->frame, points[i]);

        if (!isfinite(at.lon) || !isfinite(at.lat))
            continue;
        if (isnan(last.lon))
            ci_canvas_move(picture->canvas, at.lon, at.lat);
        else if (hypot(at.lon - last.lon, at.lat - last.lat) >= NEAREST)
            ci_canvas_line(picture->canvas, at.lon, at.lat);
        else
            continue;
        last = at;
    }
    if (!isnan(last.lon))
        ci_canvas_close(picture->canvas);
}

bool ci_trace_unit(const ci_picture *picture, const circlet_unit_record *unit)
{
    const circlet_area *area = &unit->area;
    ci_box box;
    size_t start = 0;

    if (area->ring_count == 0)
        return false;
    box = ci_area_box(area);
    if (!ci_box_meets(&box, &picture->frame.box))
        return false;
    for (size_t r = 0; r < area->ring_count; r++) {
        trace_ring(picture, area->points + start, area->rings[r].end - start);
        start = area->rings[r].end;
    }
    return true;
}

bool ci_is_in_focus(const ci_picture *picture, circlet_unit unit)
{
    const circlet_city *city = picture->content->city;

    if (picture->focus == CIRCLET_NONE)
        return true;
    while (unit != CIRCLET_NONE && unit != picture->focus)
        unit = circlet_city_unit_parent(city, unit);
    return unit == picture->focus;
}

/* ---- fills -------------------------------------------------------------- */

static void fill_unit(ci_picture *picture, circlet_unit unit)
{
    const ci_unit_fill *fill = &picture->fills.items[unit];
    ci_canvas *canvas = picture->canvas;
    ci_hatch hatch;

    ci_canvas_fill(canvas, (ci_ink){ci_fill_colour(fill->fill), 1});
    if (fill->misses) {
        hatch = ci_target_hatch(picture->base);
        ci_canvas_hatch(canvas, &hatch);
    } else if (ci_fill_hatch(&hatch, fill->fill, picture->base))
        ci_canvas_hatch(canvas, &hatch);
    if (!ci_is_in_focus(picture, unit)) { /* its neighbours are faint */
        ci_canvas_fill(canvas, (ci_ink){0xffffff, 0.62});
        return;
    }
    picture->fill_counts[fill->fill]++;
    picture->target_count += fill->misses;
}

void ci_draw_unit_fills(ci_picture *picture)
{
    const circlet_city *city = picture->content->city;

    ci_canvas_open_group(picture->canvas, "units", NULL);
    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);

        if (unit->level != picture->fills.level)
            continue;
        if (ci_trace_unit(picture, unit)) {
            ci_canvas_open_group(picture->canvas, NULL, unit->name);
            fill_unit(picture, (circlet_unit)i);
            ci_canvas_close_group(picture->canvas);
        }
        ci_canvas_drop_path(picture->canvas);
    }
    ci_canvas_close_group(picture->canvas);
}

/* ---- borders ------------------------------------------------------------ */

static ci_pen pen_of(const ci_picture *picture, circlet_level level)
{
    double base = picture->base;

    if (level == picture->fills.level)
        return (ci_pen){{CI_INK_BORDER, 0.75}, 0.055 * base, 0};
    if (level > picture->fills.level)
        return (ci_pen){{CI_INK_BORDER, 0.4}, 0.03 * base, 0};
    if (level == CIRCLET_LEVEL_CITY)
        return (ci_pen){{CI_INK_TEXT, 0.9}, 0.2 * base, 0};
    return (ci_pen){{CI_INK_TEXT, 0.85}, 0.14 * base, 0};
}

static void draw_level(ci_picture *picture, circlet_level level)
{
    const circlet_city *city = picture->content->city;
    ci_pen pen = pen_of(picture, level);

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);

        if (unit->level == level && ci_trace_unit(picture, unit)) {
            ci_canvas_stroke(picture->canvas, &pen);
            picture->has_level[level] = true;
        }
        ci_canvas_drop_path(picture->canvas);
    }
}

/* The lowest first, so that those of higher levels run above them. The city's
 * is that of its districts. */
void ci_draw_borders(ci_picture *picture)
{
    ci_canvas_open_group(picture->canvas, "borders", NULL);
    for (int level = (int)picture->fills.level; level >= 0; level--)
        if (level != CIRCLET_LEVEL_CITY ||
            !picture->has_level[CIRCLET_LEVEL_DISTRICT])
            draw_level(picture, (circlet_level)level);
    if (picture->focus != CIRCLET_NONE &&
        ci_trace_unit(picture, circlet_city_unit(picture->content->city,
                                                 picture->focus)))
        ci_canvas_stroke(
            picture->canvas,
            &(ci_pen){{CI_INK_TEXT, 0.95}, 0.22 * picture->base, 0});
    ci_canvas_drop_path(picture->canvas);
    ci_canvas_close_group(picture->canvas);
}
