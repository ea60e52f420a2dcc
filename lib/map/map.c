/* A map from its content: checks, layout of the page, layers. */
#include <circlet/map.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "map/map_words.h"
#include "map/picture.h"

#define POINTS_PER_MM (72 / 25.4)

/* The part of a page that is text, one line of it: legible on a slide. */
#define PAGE_PER_TEXT 84.0

/* Where things are on the page. */
typedef struct page_layout {
    double base; /* how high text is */
    ci_rect map, legend;
    double title_y, subtitle_y, note_y, left;
} page_layout;

/* ---- what is asked for -------------------------------------------------- */

static circlet_status check_size(circlet_map_options *options,
                                 circlet_error *error)
{
    bool is_pdf = options->format == CIRCLET_MAP_PDF;
    circlet_status status;

    if (options->width == 0)
        options->width = is_pdf ? 297 : 1600;
    if (options->height == 0)
        options->height = is_pdf ? 210 : 1200;
    status = ci_options_check("width", options->width, is_pdf ? 50 : 200,
                              is_pdf ? 3000 : 16000, error);
    if (!status)
        status = ci_options_check("height", options->height, is_pdf ? 50 : 200,
                                  is_pdf ? 3000 : 16000, error);
    if (status)
        return status;
    if (is_pdf) {
        options->width *= POINTS_PER_MM;
        options->height *= POINTS_PER_MM;
    } else {
        options->width = round(options->width);
        options->height = round(options->height);
    }
    return CIRCLET_OK;
}

static circlet_status check_extent(const circlet_map_options *options,
                                   circlet_error *error)
{
    if (!options->has_extent)
        return CIRCLET_OK;
    if (options->unit)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a map shows a unit or an extent: give one of them");
    if (options->west >= -180 && options->west < options->east &&
        options->east <= 180 && options->south > -90 &&
        options->south < options->north && options->north < 90)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_ARGUMENT,
                   "an extent is west,south,east,north in degrees");
}

static circlet_status check_content(const circlet_map_content *content,
                                    const circlet_map_options *options,
                                    circlet_error *error)
{
    if (!content->city)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a map needs a city");
    if (options->show == CIRCLET_MAP_COVERAGE &&
        (!content->policy || !content->findings))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a map of who is covered needs a policy and findings");
    return CIRCLET_OK;
}

/* ---- what is in sight --------------------------------------------------- */

static void grow_units(ci_box *box, const circlet_city *city,
                       circlet_level level)
{
    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);
        ci_box own;

        if (unit->level != level || unit->area.ring_count == 0)
            continue;
        own = ci_area_box(&unit->area);
        ci_box_grow(box, (circlet_point){own.west, own.south});
        ci_box_grow(box, (circlet_point){own.east, own.north});
    }
}

/* Of a city without borders: where its facilities, sites and streets are. No
 * home of a person may decide it. */
static void grow_points(ci_box *box, const circlet_map_content *content)
{
    const circlet_city *city = content->city;

    for (size_t i = 0; i < circlet_city_facility_count(city); i++)
        ci_box_grow(box, circlet_city_facility(city, (circlet_facility)i)->at);
    for (size_t i = 0; i < circlet_city_site_count(city); i++)
        ci_box_grow(box, circlet_city_site(city, (circlet_site)i)->at);
    if (content->network)
        for (size_t i = 0; i < circlet_network_node_count(content->network);
             i++)
            ci_box_grow(box, circlet_network_node_point(content->network,
                                                        (circlet_node)i));
}

static circlet_status find_focus(ci_picture *picture, ci_box *box,
                                 circlet_error *error)
{
    const circlet_city *city = picture->content->city;
    const char *code = picture->options->unit;

    picture->focus = circlet_city_find_unit(city, code);
    if (picture->focus == CIRCLET_NONE)
        return ci_fail(error, CIRCLET_E_NOT_FOUND, "no unit '%s'", code);
    if (circlet_city_unit(city, picture->focus)->area.ring_count == 0)
        return ci_fail(error, CIRCLET_E_DATA, "unit '%s' has no borders",
                       code);
    *box = ci_area_box(&circlet_city_unit(city, picture->focus)->area);
    return CIRCLET_OK;
}

static circlet_status find_box(ci_picture *picture, ci_box *box,
                               circlet_error *error)
{
    const circlet_map_options *options = picture->options;

    picture->focus = CIRCLET_NONE;
    *box = ci_box_empty();
    if (options->has_extent) {
        *box = (ci_box){options->west, options->south, options->east,
                        options->north};
        return CIRCLET_OK;
    }
    if (options->unit)
        return find_focus(picture, box, error);
    grow_units(box, picture->content->city, picture->fills.level);
    if (!(box->west < box->east))
        grow_points(box, picture->content);
    if (box->west < box->east && box->south < box->north)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_DATA,
                   "there is nothing to draw: no unit has borders, and no "
                   "streets or facilities lie apart");
}

/* ---- the page ----------------------------------------------------------- */

/* The legend is beside the map on a wide page, else below it. */
static page_layout lay_out(const circlet_map_options *options)
{
    double width = options->width, height = options->height;
    double base = sqrt(width * height) / PAGE_PER_TEXT;
    double edge = 1.1 * base, top = 4.6 * base;
    double bottom = options->note ? 2.4 * base : edge;
    page_layout page = {.base = base, .left = edge};

    page.title_y = 2.1 * base;
    page.subtitle_y = 3.65 * base;
    page.note_y = height - 0.9 * base;
    page.map = (ci_rect){edge, top, width - 2 * edge, height - top - bottom};
    if (width >= height) {
        double panel = fmin(17 * base, 0.32 * width);

        page.map.width -= panel;
        page.legend = (ci_rect){edge + page.map.width + 1.2 * base, top,
                                panel - 1.2 * base, page.map.height};
    } else {
        double panel = fmin(22 * base, 0.3 * height);

        page.map.height -= panel;
        page.legend = (ci_rect){edge, top + page.map.height + 1.2 * base,
                                page.map.width, panel - 1.2 * base};
    }
    return page;
}

/* The name of the unit asked for, else of the city. */
static const char *place_name(const ci_picture *picture)
{
    const circlet_city *city = picture->content->city;

    if (picture->focus != CIRCLET_NONE)
        return circlet_city_unit(city, picture->focus)->name;
    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        if (circlet_city_unit(city, (circlet_unit)i)->level ==
            CIRCLET_LEVEL_CITY)
            return circlet_city_unit(city, (circlet_unit)i)->name;
    return "";
}

static void make_title(ci_buffer *out, const ci_picture *picture)
{
    bool is_chinese = picture->options->is_chinese;
    const circlet_plan *plan = picture->content->plan;
    ci_map_word word = CI_WORD_MAP;
    ci_buffer state = {0};

    if (picture->content->findings)
        word = picture->options->show == CIRCLET_MAP_COVERAGE
                   ? CI_WORD_COVERAGE_OF
                   : CI_WORD_VERDICTS_OF;
    ci_map_format(
        &state,
        ci_map_word_text(plan ? CI_WORD_WITH_PLAN : CI_WORD_TODAY, is_chinese),
        plan ? circlet_plan_name(plan) : NULL, NULL);
    ci_map_format(out, ci_map_word_text(word, is_chinese), place_name(picture),
                  state.text);
    if (state.failed)
        out->failed = true;
    ci_buffer_free(&state);
}

/* The rule, where all findings are of one; then the policy and the day. */
static void make_subtitle(ci_buffer *out, const ci_picture *picture)
{
    const circlet_policy *policy = picture->content->policy;
    const circlet_findings *findings = picture->content->findings;
    bool is_chinese = picture->options->is_chinese;
    size_t count = findings ? circlet_findings_count(findings) : 0;
    const ci_rule *rule = NULL;
    int day;

    if (!policy || !findings)
        return;
    if (count > 0)
        rule = ci_policy_find_rule(policy,
                                   circlet_findings_at(findings, 0)->rule);
    for (size_t i = 1; i < count && rule; i++)
        if (strcmp(circlet_findings_at(findings, i)->rule, rule->id) != 0)
            rule = NULL;
    if (rule) {
        ci_map_format(out, ci_map_word_text(CI_WORD_RULE, is_chinese),
                      rule->id, is_chinese ? rule->title_zh : rule->title_en);
        ci_buffer_add(out, is_chinese ? "；" : "; ");
    }
    ci_buffer_add(out, is_chinese ? policy->title_zh : policy->title_en);
    ci_buffer_add(out, is_chinese ? "，" : ", ");
    day = circlet_findings_date(findings);
    ci_buffer_add_int(out, day / 10000);
    ci_buffer_add(out, day / 100 % 100 < 10 ? "-0" : "-");
    ci_buffer_add_int(out, day / 100 % 100);
    ci_buffer_add(out, day % 100 < 10 ? "-0" : "-");
    ci_buffer_add_int(out, day % 100);
}

/* A line of text, smaller where it would be too long. */
static void write_line(ci_picture *picture, double left, double y,
                       const char *text, ci_lettering lettering)
{
    double room = picture->canvas->width - 2 * left;
    ci_text_size size = ci_canvas_measure(picture->canvas, text, &lettering);

    if (size.width > room)
        lettering.size *= room / size.width;
    ci_canvas_text(picture->canvas, left, y, text, &lettering);
}

static void write_lines(ci_picture *picture, const page_layout *page,
                        const char *title)
{
    const circlet_map_options *options = picture->options;
    double base = page->base;
    ci_buffer made = {0};
    const char *subtitle = options->subtitle;

    ci_canvas_open_group(picture->canvas, "title", NULL);
    write_line(picture, page->left, page->title_y, title,
               (ci_lettering){1.6 * base, true, {CI_INK_TEXT, 1}, 0, 0});
    if (!subtitle) {
        make_subtitle(&made, picture);
        subtitle = made.text;
        picture->canvas->failed = picture->canvas->failed || made.failed;
    }
    if (subtitle)
        write_line(picture, page->left, page->subtitle_y, subtitle,
                   (ci_lettering){base, false, {CI_INK_QUIET, 1}, 0, 0});
    if (options->note)
        write_line(
            picture, page->left, page->note_y, options->note,
            (ci_lettering){0.72 * base, false, {CI_INK_QUIET, 1}, 0, 0});
    ci_canvas_close_group(picture->canvas);
    ci_buffer_free(&made);
}

/* ---- drawing ------------------------------------------------------------ */

static void draw_map(ci_picture *picture, const page_layout *page)
{
    ci_canvas *canvas = picture->canvas;

    ci_label_room_start(&picture->labels, &page->map);
    ci_canvas_clip(canvas, &page->map);
    ci_draw_unit_fills(picture);
    ci_draw_roads(picture);
    ci_draw_borders(picture);
    ci_draw_outside(picture);
    ci_draw_sites(picture);
    ci_draw_facilities(picture);
    ci_draw_actions(picture);
    ci_draw_scale_bar(picture);
    ci_draw_north_arrow(picture);
    ci_draw_labels(picture);
    ci_canvas_unclip(canvas);
    ci_canvas_rect(canvas, &page->map);
    ci_canvas_stroke(canvas,
                     &(ci_pen){{CI_INK_BORDER, 0.6}, 0.06 * page->base, 0});
    ci_canvas_drop_path(canvas);
    ci_draw_legend(picture, &page->legend);
    ci_label_room_free(&picture->labels);
}

static void tell(circlet_map_facts *facts, const ci_picture *picture)
{
    if (!facts)
        return;
    *facts = (circlet_map_facts){.missing_glyphs =
                                     ci_canvas_missing_glyphs(picture->canvas),
                                 .site_count = picture->site_count,
                                 .persons_outside = picture->persons_drawn,
                                 .persons_hidden = picture->outside.hidden};
    for (int i = 0; i < CI_FILL_COUNT; i++)
        facts->unit_count += picture->fill_counts[i];
    for (size_t i = 0; i < picture->type_count; i++)
        facts->facility_count += picture->types[i].count;
    for (int i = 0; i < CI_ACTION_COUNT; i++)
        facts->action_count += picture->action_counts[i];
}

static circlet_status draw(circlet_map_facts *facts, ci_picture *picture,
                           const page_layout *page, circlet_write_fn write,
                           void *user, circlet_error *error)
{
    const circlet_map_options *options = picture->options;
    ci_buffer title = {0};
    ci_canvas_plan plan = {options->format, options->width, options->height,
                           options->title,  write,          user};
    circlet_status status = CIRCLET_OK;

    if (!plan.title) {
        make_title(&title, picture);
        plan.title = title.text ? title.text : "";
        if (title.failed)
            status = ci_fail_nomem(error);
    }
    if (!status)
        status = ci_canvas_new(&picture->canvas, &plan, error);
    if (!status) {
        write_lines(picture, page, plan.title);
        draw_map(picture, page);
        status = ci_canvas_finish(picture->canvas, error);
    }
    if (!status)
        tell(facts, picture);
    if (picture->canvas)
        ci_canvas_free(picture->canvas);
    ci_buffer_free(&title);
    return status;
}

/* In smaller cells five people would be those of one house. */
#define CELL_LEAST_M 200

/* The least of 200, 500, 1000 ... metres in which a circle of many people has
 * room. */
static double cell_size(const ci_map_frame *frame, double base)
{
    static const double steps[] = {2.5, 2, 2}; /* 200, 500, 1000, 2000 */
    double metres = CELL_LEAST_M;

    for (int i = 0; metres * frame->per_m < base && metres < 1e6; i++)
        metres *= steps[i % 3];
    return metres;
}

circlet_status circlet_map_write(circlet_map_facts *facts,
                                 const circlet_map_content *content,
                                 const circlet_map_options *options,
                                 circlet_write_fn write, void *user,
                                 circlet_error *error)
{
    circlet_map_options own;
    ci_picture picture = {.content = content, .options = &own};
    page_layout page;
    ci_box box;
    circlet_status status = ci_options_read(&own, sizeof(own), options, error);

    if (!status)
        status = check_content(content, &own, error);
    if (!status)
        status = check_extent(&own, error);
    if (!status)
        status = check_size(&own, error);
    if (status)
        return status;
    page = lay_out(&own);
    picture.base = page.base;
    status = ci_unit_fills_make(&picture.fills, content, &own, error);
    if (!status)
        status = find_box(&picture, &box, error);
    if (!status)
        status =
            ci_map_frame_make(&picture.frame, &box, &page.map, own.crs, error);
    if (!status)
        status = ci_outside_make(&picture.outside, content, &own,
                                 cell_size(&picture.frame, page.base), error);
    if (!status)
        status = draw(facts, &picture, &page, write, user, error);
    ci_outside_free(&picture.outside);
    ci_unit_fills_free(&picture.fills);
    ci_map_frame_free(&picture.frame);
    return status;
}
