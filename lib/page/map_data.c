#include "page/map_data.h"

#include <math.h>
#include <string.h>

#include "map/map_words.h"
#include "page/page_words.h"
#include "policy/circle.h"

#define PARTS_PER_DEGREE 1e5

static int64_t part_of(double degrees)
{
    return (int64_t)llround(degrees * PARTS_PER_DEGREE);
}

static void put_place(ci_buffer *out, circlet_point at)
{
    ci_buffer_add_int(out, part_of(at.lon));
    ci_buffer_add(out, ",");
    ci_buffer_add_int(out, part_of(at.lat));
}

static void put_pair(ci_buffer *out, const char *zh, const char *en)
{
    ci_buffer_add(out, "[");
    ci_markup_json(out, zh);
    ci_buffer_add(out, ",");
    ci_markup_json(out, en);
    ci_buffer_add(out, "]");
}

/* Each point by how far it is from the one before. */
static void put_rings(ci_buffer *out, const ci_polygon *polygon)
{
    size_t start = 0;

    ci_buffer_add(out, "[");
    for (size_t r = 0; r < polygon->ring_count; r++) {
        int64_t lon = 0, lat = 0;

        ci_buffer_add(out, r > 0 ? ",[" : "[");
        for (size_t p = start; p + 1 < polygon->rings[r].end; p++) {
            int64_t to_lon = part_of(polygon->points[p].lon);
            int64_t to_lat = part_of(polygon->points[p].lat);

            ci_buffer_add(out, p > start ? "," : "");
            ci_buffer_add_int(out, to_lon - lon);
            ci_buffer_add(out, ",");
            ci_buffer_add_int(out, to_lat - lat);
            lon = to_lon;
            lat = to_lat;
        }
        ci_buffer_add(out, "]");
        start = polygon->rings[r].end;
    }
    ci_buffer_add(out, "]");
}

/* ---- units -------------------------------------------------------------- */

/* null where it is not known, or must not be told. */
static void put_persons(ci_buffer *out, const ci_page_unit *row, size_t state)
{
    double outside = ci_page_outside_of(row, state);

    if (row->is_hidden[state] || !isfinite(outside))
        ci_buffer_add(out, "null");
    else
        ci_buffer_add_fixed(out, outside, 0);
}

static void put_unit(ci_page *page, const ci_page_unit *row,
                     const ci_polygon *polygon)
{
    const circlet_city *city = page->content->city;
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "{\"u\":");
    ci_buffer_add_int(out, row->unit);
    ci_buffer_add(out, ",\"name\":");
    ci_markup_json(out, circlet_city_unit(city, row->unit)->name);
    for (size_t s = 0; s < page->state_count; s++) {
        ci_buffer_add(out, s == 0 ? ",\"states\":[[" : ",[");
        ci_buffer_add_int(out, row->fill[s]);
        ci_buffer_add(out, ",");
        ci_buffer_add_int(out, row->share_fill[s]);
        ci_buffer_add(out, ",");
        ci_buffer_add_int(out, (int64_t)row->broken[s]);
        ci_buffer_add(out, ",");
        put_persons(out, row, s);
        ci_buffer_add(out, "]");
    }
    ci_buffer_add(out, "],\"rings\":");
    put_rings(out, polygon);
    ci_buffer_add(out, "}");
}

static void put_units(ci_page *page, const ci_plan_view *view)
{
    bool is_first = true;

    ci_buffer_add(&page->out, "\"units\":[");
    for (size_t i = 0; i < page->unit_count; i++) {
        if (view->units[i].ring_count == 0)
            continue;
        ci_buffer_add(&page->out, is_first ? "\n" : ",\n");
        put_unit(page, &page->units[i], &view->units[i]);
        is_first = false;
    }
    ci_buffer_add(&page->out, "],\n\"borders\":[");
    is_first = true;
    for (size_t i = 0; i < page->wider_count; i++) {
        if (view->wider[i].ring_count == 0)
            continue;
        ci_buffer_add(&page->out, is_first ? "" : ",");
        put_rings(&page->out, &view->wider[i]);
        is_first = false;
    }
    ci_buffer_add(&page->out, "]");
}

/* ---- fills -------------------------------------------------------------- */

static void put_fill(ci_buffer *out, ci_fill fill)
{
    ci_hatch hatch = {{0, 0}, 0, 0, false};

    ci_fill_hatch(&hatch, fill, 10);
    ci_buffer_add(out, "{\"colour\":");
    ci_buffer_add_int(out, ci_fill_colour(fill));
    ci_buffer_add(out, ",\"step\":");
    ci_buffer_add_fixed(out, hatch.spacing, 1);
    ci_buffer_add(out, ",\"ink\":");
    ci_buffer_add_int(out, hatch.ink.rgb);
    ci_buffer_add(out, hatch.is_crossed ? ",\"crossed\":true" : "");
    ci_buffer_add(out, ",\"text\":");
    put_pair(out, ci_fill_text(fill, true), ci_fill_text(fill, false));
    ci_buffer_add(out, "}");
}

static void put_fills(ci_page *page)
{
    ci_buffer_add(&page->out, ",\n\"fills\":[");
    for (int fill = 0; fill < CI_FILL_COUNT; fill++) {
        ci_buffer_add(&page->out, fill > 0 ? "," : "");
        put_fill(&page->out, (ci_fill)fill);
    }
    ci_buffer_add(&page->out, "]");
}

/* ---- facilities, actions, people ---------------------------------------- */

static bool is_first_of_type(const circlet_city *city, size_t position)
{
    const char *type =
        circlet_city_facility(city, (circlet_facility)position)->type;

    for (size_t i = 0; i < position; i++)
        if (strcmp(circlet_city_facility(city, (circlet_facility)i)->type,
                   type) == 0)
            return false;
    return true;
}

static void put_facilities(ci_page *page)
{
    const circlet_city *city = page->content->city;
    const circlet_policy *policy = page->content->policy;
    ci_buffer *out = &page->out;

    ci_buffer_add(out, ",\n\"facilities\":[");
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);
        ci_mark mark = ci_mark_of_type(facility->type);

        ci_buffer_add(out, i > 0 ? ",[" : "[");
        put_place(out, facility->at);
        ci_buffer_add(out, ",");
        ci_buffer_add_int(out, mark.shape);
        ci_buffer_add(out, mark.is_hollow ? ",1," : ",0,");
        ci_markup_json(out, facility->type);
        ci_buffer_add(out, ",");
        ci_markup_json(out, facility->name);
        ci_buffer_add(out, "]");
    }
    ci_buffer_add(out, "],\n\"types\":{");
    for (size_t i = 0, found = 0; i < circlet_city_facility_count(city); i++) {
        const char *type =
            circlet_city_facility(city, (circlet_facility)i)->type;

        if (!is_first_of_type(city, i))
            continue;
        ci_buffer_add(out, found++ > 0 ? "," : "");
        ci_markup_json(out, type);
        ci_buffer_add(out, ":");
        put_pair(out, ci_policy_word_zh(policy, type),
                 ci_policy_word_en(policy, type));
    }
    ci_buffer_add(out, "}");
}

static void put_actions(ci_page *page)
{
    const circlet_plan *plan = page->content->plan;
    ci_buffer *out = &page->out;
    bool is_first = true;

    ci_buffer_add(out, ",\n\"actions\":[");
    for (size_t i = 0; plan && i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);
        ci_action_mark mark = ci_action_mark_of(action->kind);
        ci_phrase word = ci_page_action_word(action->kind);
        circlet_point at;

        if (mark == CI_ACTION_COUNT ||
            !ci_page_place_of_action(&at, page, action))
            continue;
        ci_buffer_add(out, is_first ? "[" : ",[");
        put_place(out, at);
        ci_buffer_add(out, ",");
        ci_buffer_add_int(out, mark);
        ci_buffer_add(out, ",");
        ci_buffer_add_int(out, (int64_t)i);
        ci_buffer_add(out, ",");
        put_pair(out, word.zh, word.en);
        ci_buffer_add(out, "]");
        is_first = false;
    }
    ci_buffer_add(out, "]");
}

static void put_people(ci_page *page)
{
    ci_buffer *out = &page->out;

    ci_buffer_add(out, ",\n\"people\":[");
    for (size_t s = 0; s < page->state_count; s++) {
        ci_buffer_add(out, s > 0 ? ",[" : "[");
        for (size_t i = 0; i < page->outside[s].count; i++) {
            const ci_outside_cell *cell = &page->outside[s].items[i];

            ci_buffer_add(out, i > 0 ? ",[" : "[");
            put_place(out, cell->at);
            ci_buffer_add(out, ",");
            ci_buffer_add_fixed(out, cell->persons, 0);
            ci_buffer_add(out, ",");
            ci_buffer_add_int(out, ci_crowd_size(cell->persons));
            ci_buffer_add(out, "]");
        }
        ci_buffer_add(out, "]");
    }
    ci_buffer_add(out, "]");
}

void ci_map_data_write(ci_page *page, const ci_plan_view *view)
{
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "{\"box\":[");
    put_place(out, (circlet_point){view->west, view->south});
    ci_buffer_add(out, ",");
    put_place(out, (circlet_point){view->east, view->north});
    ci_buffer_add(out, "],\n");
    put_units(page, view);
    put_fills(page);
    put_facilities(page);
    put_actions(page);
    put_people(page);
    ci_buffer_add(out, "}");
}
