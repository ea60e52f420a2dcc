#include "page/map_picture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/inner_point.h"
#include "map/map_words.h"
#include "page/page_words.h"
#include "policy/circle.h"

/* Of many facilities each is a dot. */
#define MANY_FACILITIES 300

/* ---- what is referred to ------------------------------------------------ */

static void put_colour(ci_buffer *out, uint32_t rgb)
{
    char text[8];

    snprintf(text, sizeof(text), "#%06x", (unsigned)rgb);
    ci_buffer_add(out, text);
}

/* Stripes in SVG and dots of the same colour in the legend are one pattern. */
static void put_pattern(ci_buffer *out, ci_fill fill)
{
    ci_hatch hatch;
    double step;

    ci_markup_put(out, CI_TONGUES_EN,
                  "<pattern id=\"h%z\" patternUnits=\"userSpaceOnUse\" ",
                  (size_t)fill);
    if (!ci_fill_hatch(&hatch, fill, 90))
        hatch = (ci_hatch){{0, 0}, 0, 90, false};
    step = hatch.spacing;
    ci_buffer_add(out, "width=\"");
    ci_buffer_add_fixed(out, step, 1);
    ci_buffer_add(out, "\" height=\"");
    ci_buffer_add_fixed(out, step, 1);
    ci_buffer_add(out, "\" patternTransform=\"rotate(45)\"><rect width=\"");
    ci_buffer_add_fixed(out, step, 1);
    ci_buffer_add(out, "\" height=\"");
    ci_buffer_add_fixed(out, step, 1);
    ci_buffer_add(out, "\" fill=\"");
    put_colour(out, ci_fill_colour(fill));
    ci_buffer_add(out, "\"/>");
    if (hatch.width > 0) {
        ci_buffer_add(out, "<path d=\"M0 0V200");
        ci_buffer_add(out, hatch.is_crossed ? "M0 0H200" : "");
        ci_buffer_add(out, "\" stroke=\"");
        put_colour(out, hatch.ink.rgb);
        ci_buffer_add(out, "\" stroke-opacity=\"");
        ci_buffer_add_fixed(out, hatch.ink.alpha, 2);
        ci_buffer_add(out, "\" stroke-width=\"");
        ci_buffer_add_fixed(out, 2 * hatch.width, 1);
        ci_buffer_add(out, "\"/>");
    }
    ci_buffer_add(out, "</pattern>");
}

static void put_rings(ci_buffer *out, const ci_plan_view *view,
                      const ci_polygon *polygon)
{
    size_t start = 0;

    for (size_t r = 0; r < polygon->ring_count; r++) {
        int64_t x = 0, y = 0;

        for (size_t p = start; p + 1 < polygon->rings[r].end; p++) {
            int64_t to_x = ci_plan_view_x(view, polygon->points[p]);
            int64_t to_y = ci_plan_view_y(view, polygon->points[p]);

            if (p > start && to_x == x && to_y == y)
                continue;
            ci_buffer_add(out, p == start ? "M" : p == start + 1 ? "l" : " ");
            ci_buffer_add_int(out, p == start ? to_x : to_x - x);
            ci_buffer_add(out, " ");
            ci_buffer_add_int(out, p == start ? to_y : to_y - y);
            x = to_x;
            y = to_y;
        }
        ci_buffer_add(out, "z");
        start = polygon->rings[r].end;
    }
}

static void put_shapes(ci_buffer *out)
{
    static const char *const shapes[CI_SHAPE_COUNT] = {
        [CI_SHAPE_CIRCLE] = "M-32 0a32 32 0 1 0 64 0a32 32 0 1 0 -64 0z",
        [CI_SHAPE_SQUARE] = "M-29 -29h58v58h-58z",
        [CI_SHAPE_TRIANGLE] = "M0 -45l39 67h-78z",
        [CI_SHAPE_DIAMOND] = "M0 -42l42 42l-42 42l-42 -42z",
        [CI_SHAPE_INVERTED] = "M0 45l39 -67h-78z",
        [CI_SHAPE_PENTAGON] = "M0 -40l38 28l-14 44h-48l-14 -44z",
        [CI_SHAPE_CROSS] = "M-13 -38h26v25h25v26h-25v25h-26v-25h-25v-26h25z",
        [CI_SHAPE_STAR] =
            ("M0 -50l14 31 34 4 -25 23 6 33 -29 -16 -29 16 6 -33 "
             "-25 -23 34 -4z")};

    for (size_t i = 0; i < CI_SHAPE_COUNT; i++)
        ci_markup_put(out, CI_TONGUES_EN, "<path id=\"m%z\" d=\"%r\"/>", i,
                      shapes[i]);
}

void ci_map_picture_define(ci_page *page, const ci_plan_view *view)
{
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "<svg class=\"defs\" aria-hidden=\"true\" "
                       "focusable=\"false\"><defs>\n");
    for (int fill = 0; fill < CI_FILL_COUNT; fill++)
        put_pattern(out, (ci_fill)fill);
    put_shapes(out);
    for (size_t i = 0; i < page->unit_count; i++) {
        if (view->units[i].ring_count == 0)
            continue;
        ci_markup_put(out, CI_TONGUES_EN, "\n<path id=\"u%r", "");
        ci_buffer_add_int(out, page->units[i].unit);
        ci_buffer_add(out, "\" d=\"");
        put_rings(out, view, &view->units[i]);
        ci_buffer_add(out, "\"/>");
    }
    ci_buffer_add(out, "\n<path id=\"borders\" d=\"");
    for (size_t i = 0; i < page->wider_count; i++)
        put_rings(out, view, &view->wider[i]);
    ci_buffer_add(out, "\"/></defs></svg>\n");
}

/* ---- a picture ---------------------------------------------------------- */

static void put_use(ci_buffer *out, const char *what, int64_t number,
                    const ci_plan_view *view, circlet_point at)
{
    ci_buffer_add(out, "<use href=\"#");
    ci_buffer_add(out, what);
    ci_buffer_add_int(out, number);
    ci_buffer_add(out, "\" x=\"");
    ci_buffer_add_int(out, ci_plan_view_x(view, at));
    ci_buffer_add(out, "\" y=\"");
    ci_buffer_add_int(out, ci_plan_view_y(view, at));
    ci_buffer_add(out, "\"/>");
}

static void put_units(ci_page *page, const ci_plan_view *view, size_t state)
{
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "<g class=\"units\">");
    for (size_t i = 0; i < page->unit_count; i++) {
        const ci_page_unit *row = &page->units[i];
        char room[CI_MARKUP_NUMBER];

        if (view->units[i].ring_count == 0)
            continue;
        ci_buffer_add(out, "<use href=\"#u");
        ci_buffer_add_int(out, row->unit);
        ci_buffer_add(out, "\" fill=\"url(#h");
        ci_buffer_add_int(out, row->fill[state]);
        ci_markup_put(out, CI_TONGUES_EN, ")\"><title>%t: %r</title></use>",
                      circlet_city_unit(page->content->city, row->unit)->name,
                      ci_markup_number(room, (double)row->broken[state], 0));
    }
    ci_buffer_add(out, "</g><use href=\"#borders\" class=\"borders\"/>\n");
}

static void put_people(ci_page *page, const ci_plan_view *view, size_t state)
{
    ci_buffer *out = &page->out;

    ci_buffer_add(out, "<g class=\"people\">");
    for (size_t i = 0; i < page->outside[state].count; i++) {
        const ci_outside_cell *cell = &page->outside[state].items[i];

        ci_buffer_add(out, "<circle r=\"");
        ci_buffer_add_fixed(
            out, ci_crowd_radius(ci_crowd_size(cell->persons), 100), 0);
        ci_buffer_add(out, "\" cx=\"");
        ci_buffer_add_int(out, ci_plan_view_x(view, cell->at));
        ci_buffer_add(out, "\" cy=\"");
        ci_buffer_add_int(out, ci_plan_view_y(view, cell->at));
        ci_buffer_add(out, "\"/>");
    }
    ci_buffer_add(out, "</g>\n");
}

static void put_facilities(ci_page *page, const ci_plan_view *view)
{
    const circlet_city *city = page->content->city;
    size_t count = circlet_city_facility_count(city);
    ci_buffer *out = &page->out;

    ci_buffer_add(out, count > MANY_FACILITIES
                           ? "<g class=\"facilities many\">"
                           : "<g class=\"facilities\">");
    for (size_t i = 0; i < count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);
        ci_mark mark = ci_mark_of_type(facility->type);

        if (count <= MANY_FACILITIES) {
            if (mark.is_hollow)
                ci_buffer_add(out, "<g class=\"hollow\">");
            put_use(out, "m", mark.shape, view, facility->at);
            if (mark.is_hollow)
                ci_buffer_add(out, "</g>");
        } else {
            ci_buffer_add(out, "<path d=\"M");
            ci_buffer_add_int(out, ci_plan_view_x(view, facility->at));
            ci_buffer_add(out, " ");
            ci_buffer_add_int(out, ci_plan_view_y(view, facility->at));
            ci_buffer_add(out, "h0\"/>");
        }
    }
    ci_buffer_add(out, "</g>\n");
}

/* What is built is a star, what changes a disc, what closes a square. */
static void put_actions(ci_page *page, const ci_plan_view *view)
{
    const circlet_plan *plan = page->content->plan;

    ci_buffer_add(&page->out, "<g class=\"actions\">");
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);
        ci_action_mark mark = ci_action_mark_of(action->kind);
        circlet_point at;

        if (mark == CI_ACTION_COUNT ||
            !ci_page_place_of_action(&at, page, action))
            continue;
        put_use(&page->out, "m",
                mark == CI_ACTION_BUILD   ? CI_SHAPE_STAR
                : mark == CI_ACTION_CLOSE ? CI_SHAPE_SQUARE
                                          : CI_SHAPE_CIRCLE,
                view, at);
    }
    ci_buffer_add(&page->out, "</g>\n");
}

/* Names have room on a map of few units. */
#define NAMES_MAX 40

static void put_names(ci_page *page, const ci_plan_view *view)
{
    bool of_wider = page->unit_count > NAMES_MAX;
    const ci_page_unit *rows = of_wider ? page->wider : page->units;
    const ci_polygon *areas = of_wider ? view->wider : view->units;
    size_t count = of_wider ? page->wider_count : page->unit_count;

    ci_buffer_add(&page->out, "<g class=\"names\">");
    for (size_t i = 0; i < count && count <= NAMES_MAX; i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(page->content->city, rows[i].unit);
        circlet_point at;
        circlet_area area = ci_polygon_area(&areas[i]);

        if (area.ring_count == 0 || unit->level == CIRCLET_LEVEL_CITY ||
            !ci_area_inner_point(&at, &area))
            continue;
        ci_buffer_add(&page->out, "<text text-anchor=\"middle\" x=\"");
        ci_buffer_add_int(&page->out, ci_plan_view_x(view, at));
        ci_buffer_add(&page->out, "\" y=\"");
        ci_buffer_add_int(&page->out, ci_plan_view_y(view, at));
        ci_markup_put(&page->out, CI_TONGUES_EN, "\">%t</text>", unit->name);
    }
    ci_buffer_add(&page->out, "</g>");
}

void ci_map_picture_draw(ci_page *page, const ci_plan_view *view, size_t state)
{
    const ci_phrase titles[] = {{"现状", "Today"},
                                {"方案实施后", "With the plan"}};
    ci_buffer *out = &page->out;

    ci_markup_put(out, CI_TONGUES_BOTH,
                  "<figure><figcaption>%b</figcaption>"
                  "<svg class=\"picture\" aria-hidden=\"true\" "
                  "viewBox=\"-60 -60 ",
                  titles[state].zh, titles[state].en);
    ci_buffer_add_int(out, view->width + 120);
    ci_buffer_add(out, " ");
    ci_buffer_add_int(out, view->height + 120);
    ci_buffer_add(out, "\">\n");
    put_units(page, view, state);
    put_people(page, view, state);
    put_facilities(page, view);
    if (state == 1)
        put_actions(page, view);
    put_names(page, view);
    ci_buffer_add(out, "</svg></figure>\n");
}

/* ---- the legend --------------------------------------------------------- */

static void put_sample(ci_page *page, ci_fill fill)
{
    ci_markup_put(
        &page->out, CI_TONGUES_BOTH,
        "<li class=\"still\"><svg aria-hidden=\"true\" class=\"sample\" "
        "viewBox=\"0 0 220 160\"><rect width=\"220\" height=\"160\" "
        "fill=\"url(#h%z)\"/></svg>%b</li>",
        (size_t)fill, ci_fill_text(fill, true), ci_fill_text(fill, false));
}

static void put_shape(ci_page *page, const char *kind, int shape,
                      ci_phrase text)
{
    ci_markup_put(&page->out, CI_TONGUES_BOTH,
                  "<li><svg aria-hidden=\"true\" class=\"sample\" "
                  "viewBox=\"-80 -60 160 120\"><g class=\"%r\"><use "
                  "href=\"#m%z\"/></g></svg>%b</li>",
                  kind, (size_t)shape, text.zh, text.en);
}

static void explain_facilities(ci_page *page)
{
    const circlet_city *city = page->content->city;
    size_t count = circlet_city_facility_count(city);
    bool is_told[CI_SHAPE_COUNT][2] = {{false}};

    for (size_t i = 0; i < count; i++) {
        const char *type =
            circlet_city_facility(city, (circlet_facility)i)->type;
        ci_mark mark = ci_mark_of_type(type);
        bool is_other = mark.shape == CI_SHAPE_CIRCLE && mark.is_hollow;

        if (is_told[mark.shape][mark.is_hollow])
            continue;
        is_told[mark.shape][mark.is_hollow] = true;
        put_shape(
            page, mark.is_hollow ? "facilities hollow" : "facilities",
            (int)mark.shape,
            is_other
                ? (ci_phrase){"其他设施", "other facilities"}
                : (ci_phrase){ci_policy_word_zh(page->content->policy, type),
                              ci_policy_word_en(page->content->policy, type)});
    }
}

void ci_map_picture_explain(ci_page *page)
{
    bool is_used[CI_FILL_COUNT] = {false};

    ci_buffer_add(&page->out, "<ul class=\"legend\">");
    for (size_t i = 0; i < page->unit_count; i++)
        for (size_t s = 0; s < page->state_count; s++)
            is_used[page->units[i].fill[s]] = true;
    for (int fill = 0; fill < CI_FILL_COUNT; fill++)
        if (is_used[fill])
            put_sample(page, (ci_fill)fill);
    explain_facilities(page);
    if (page->content->plan) {
        put_shape(page, "actions", CI_SHAPE_STAR,
                  (ci_phrase){"方案：新建", "plan: built"});
        put_shape(page, "actions", CI_SHAPE_CIRCLE,
                  (ci_phrase){"方案：改变现有设施", "plan: changed"});
    }
    if (page->outside[0].count > 0)
        ci_markup_put(&page->out, CI_TONGUES_BOTH,
                      "<li><svg aria-hidden=\"true\" class=\"sample\" "
                      "viewBox=\"-80 -60 160 120\"><g class=\"people\">"
                      "<circle r=\"40\"/></g></svg>%b</li>",
                      "圈外人口（以格网计，大小分级；每格不足5人的不显示）",
                      "people outside a circle, in cells, by size; cells of "
                      "fewer than 5 not shown");
    ci_buffer_add(&page->out, "</ul>\n");
}
