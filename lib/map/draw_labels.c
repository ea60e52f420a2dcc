/* Names of units where they fit, the largest units first; of sites of the
 * plan where the map is of few. */
#include <math.h>
#include <stdlib.h>

#include "geo/geodesic.h"
#include "geo/inner_point.h"
#include "map/picture.h"

/* Sites of a plan have names on maps of at most so many. */
#define NAMED_ACTIONS 40

typedef struct label {
    circlet_unit unit;
    double area_m2;
} label;

static int compare_labels(const void *left, const void *right)
{
    const label *a = left, *b = right;

    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* ---- units -------------------------------------------------------------- */

/* Whether a place of the page lies in the unit that the path is of. */
static bool path_has(const ci_canvas *canvas, double x, double y)
{
    bool is_in = false;
    size_t start = 0;

    for (size_t i = 0; i < canvas->count; i++) {
        const ci_path_item *item = &canvas->items[i];
        const ci_path_item *next = &canvas->items[i + 1];

        if (item->kind == CI_PATH_CLOSE)
            continue;
        if (item->kind == CI_PATH_MOVE)
            start = i;
        if (i + 1 == canvas->count || next->kind != CI_PATH_LINE)
            next = &canvas->items[start];
        if ((item->y > y) != (next->y > y) &&
            x < (next->x - item->x) * (y - item->y) / (next->y - item->y) +
                    item->x)
            is_in = !is_in;
    }
    return is_in;
}

/* Whether nearly all of a text's box lies in the unit. */
static bool fits(const ci_picture *picture, const circlet_unit_record *unit,
                 const ci_rect *box)
{
    size_t inside = 0;

    if (ci_trace_unit(picture, unit))
        for (int i = 0; i <= 4; i++)
            for (int k = 0; k <= 1; k++)
                inside +=
                    path_has(picture->canvas, box->left + box->width * i / 4,
                             box->top + box->height * k);
    ci_canvas_drop_path(picture->canvas);
    return inside >= 8;
}

/* Tries the middle of a unit, then places above and below it. */
static void name_unit(ci_picture *picture, circlet_unit which, bool must_fit,
                      const ci_lettering *lettering)
{
    static const double shifts[] = {0, -0.75, 0.75, -1.5, 1.5, -2.25, 2.25};
    const circlet_unit_record *unit =
        circlet_city_unit(picture->content->city, which);
    ci_text_size size;
    circlet_point at;

    if (!ci_area_inner_point(&at, &unit->area) ||
        !ci_place_point(&at, picture, at))
        return;
    size = ci_canvas_measure(picture->canvas, unit->name, lettering);
    for (size_t i = 0; i < sizeof(shifts) / sizeof(shifts[0]); i++) {
        double y = at.lat + shifts[i] * lettering->size;
        ci_rect box = {at.lon - size.width / 2, y - 0.5 * lettering->size,
                       size.width, lettering->size};

        if ((must_fit && !fits(picture, unit, &box)) ||
            !ci_label_room_take(&picture->labels, &box))
            continue;
        ci_canvas_text(picture->canvas, at.lon, y + 0.37 * lettering->size,
                       unit->name, lettering);
        return;
    }
}

/* The units of a level that are in sight, the largest first; NULL: memory ran
 * out. */
static label *list_units(size_t *count, const ci_picture *picture,
                         circlet_level level)
{
    const circlet_city *city = picture->content->city;
    label *labels = calloc(circlet_city_unit_count(city) + 1, sizeof(*labels));

    *count = 0;
    for (size_t i = 0; labels && i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);
        ci_box box;

        if (unit->level != level || unit->area.ring_count == 0)
            continue;
        box = ci_area_box(&unit->area);
        if (ci_box_meets(&box, &picture->frame.box))
            labels[(*count)++] =
                (label){(circlet_unit)i, ci_flat_area_m2(&unit->area)};
    }
    if (labels)
        qsort(labels, *count, sizeof(*labels), compare_labels);
    return labels;
}

static void name_units(ci_picture *picture, circlet_level level, bool must_fit,
                       const ci_lettering *lettering)
{
    size_t count;
    label *labels = list_units(&count, picture, level);

    if (!labels) {
        picture->canvas->failed = true;
        return;
    }
    for (int pass = 0; pass < 2; pass++) /* those in focus first */
        for (size_t i = 0; i < count; i++) {
            ci_lettering style = *lettering;
            bool is_in = ci_is_in_focus(picture, labels[i].unit);

            if (is_in != (pass == 0))
                continue;
            if (!is_in)
                style.ink.rgb = CI_INK_QUIET;
            name_unit(picture, labels[i].unit, must_fit, &style);
        }
    free(labels);
}

/* The level above the one that is filled, where several of it are in sight. */
static void name_upper_level(ci_picture *picture)
{
    double base = picture->base;
    int level = (int)picture->fills.level - 1;
    size_t count;
    label *labels;

    if (picture->focus != CIRCLET_NONE || level < CIRCLET_LEVEL_DISTRICT)
        return;
    labels = list_units(&count, picture, (circlet_level)level);
    free(labels);
    if (labels && count > 1)
        name_units(picture, (circlet_level)level, false,
                   &(ci_lettering){1.12 * base,
                                   true,
                                   {CI_INK_TEXT, 1},
                                   0.2 * base,
                                   CI_ANCHOR_MIDDLE});
}

/* ---- the plan ----------------------------------------------------------- */

/* What stands where something is done: the site, else the facility. */
static const char *name_of(const ci_picture *picture,
                           const circlet_plan_action *action)
{
    const circlet_city *city = picture->content->city;
    circlet_site site = action->site
                            ? circlet_city_find_site(city, action->site)
                            : CIRCLET_NONE;
    circlet_facility facility;

    if (site != CIRCLET_NONE && circlet_city_site(city, site)->name)
        return circlet_city_site(city, site)->name;
    if (action->site)
        return action->site;
    facility = action->facility
                   ? circlet_city_find_facility(city, action->facility)
                   : CIRCLET_NONE;
    return facility == CIRCLET_NONE
               ? NULL
               : circlet_city_facility(city, facility)->name;
}

static void name_actions(ci_picture *picture)
{
    const circlet_plan *plan = picture->content->plan;
    const ci_lettering lettering = {0.8 * picture->base,
                                    false,
                                    {CI_INK_PLAN, 1},
                                    0.16 * picture->base,
                                    CI_ANCHOR_MIDDLE};
    const char *last = NULL;
    size_t drawn = 0;

    for (int i = 0; i < CI_ACTION_COUNT; i++)
        drawn += picture->action_counts[i];
    if (!plan || drawn > NAMED_ACTIONS)
        return;
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);
        const char *name = name_of(picture, action);
        circlet_point at;
        ci_text_size size;

        if (!name || name == last || !ci_find_action(&at, picture, action))
            continue;
        last = name;
        size = ci_canvas_measure(picture->canvas, name, &lettering);
        if (ci_label_room_beside(&at, &picture->labels, at,
                                 0.75 * picture->base, size.width,
                                 lettering.size))
            ci_canvas_text(picture->canvas, at.lon,
                           at.lat + 0.37 * lettering.size, name, &lettering);
    }
}

void ci_draw_labels(ci_picture *picture)
{
    const ci_lettering lettering = {0.78 * picture->base,
                                    false,
                                    {CI_INK_TEXT, 1},
                                    0.16 * picture->base,
                                    CI_ANCHOR_MIDDLE};

    ci_canvas_open_group(picture->canvas, "labels", NULL);
    name_upper_level(picture);
    name_units(picture, picture->fills.level, true, &lettering);
    name_actions(picture);
    ci_canvas_close_group(picture->canvas);
}
