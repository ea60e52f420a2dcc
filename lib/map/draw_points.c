/* People outside circles, sites, facilities and what a plan does. */
#include <math.h>
#include <string.h>

#include "map/picture.h"
#include "policy/circle.h"
#include "policy/selection.h"

bool ci_place_point(circlet_point *out, const ci_picture *picture,
                    circlet_point at)
{
    const ci_rect *rect = &picture->frame.rect;
    circlet_point place;

    if (!ci_box_has(&picture->frame.box, at))
        return false;
    place = ci_map_frame_place(&picture->frame, at);
    if (!(place.lon >= rect->left && place.lat >= rect->top &&
          place.lon <= rect->left + rect->width &&
          place.lat <= rect->top + rect->height))
        return false;
    *out = place;
    return true;
}

/* How strongly what lies outside the unit asked for is drawn. */
#define FAINT 0.35

/* Whether a place of a city lies in the unit asked for. */
static bool is_near_focus(const ci_picture *picture, circlet_point at)
{
    return picture->focus == CIRCLET_NONE ||
           ci_area_has(
               &circlet_city_unit(picture->content->city, picture->focus)
                    ->area,
               at);
}

/* No name is to cover a mark where there are not too many of them. */
#define GUARDED_MAX 150

static void guard(ci_picture *picture, size_t count, circlet_point at,
                  double radius)
{
    if (count <= GUARDED_MAX)
        ci_label_room_block(&picture->labels,
                            &(ci_rect){at.lon - radius, at.lat - radius,
                                       2 * radius, 2 * radius});
}

/* Marks are smaller where there are many of them, between two limits. */
static double radius_for(const ci_picture *picture, size_t count,
                         double smallest, double largest)
{
    const ci_rect *rect = &picture->frame.rect;
    double room = sqrt(rect->width * rect->height / (double)(count + 1));

    return fmin(fmax(0.1 * room, smallest * picture->base),
                largest * picture->base);
}

/* ---- people ------------------------------------------------------------- */

void ci_draw_outside(ci_picture *picture)
{
    ci_canvas_open_group(picture->canvas, "outside", NULL);
    for (size_t i = 0; i < picture->outside.count; i++) {
        const ci_outside_cell *cell = &picture->outside.items[i];
        circlet_point at;
        int size;

        if (!ci_place_point(&at, picture, cell->at))
            continue;
        size = ci_crowd_size(cell->persons);
        ci_crowd_draw(picture->canvas, at,
                      ci_crowd_radius(size, picture->base));
        picture->crowd_counts[size]++;
        picture->persons_drawn += cell->persons;
    }
    ci_canvas_close_group(picture->canvas);
}

/* ---- sites -------------------------------------------------------------- */

static bool is_used(const circlet_plan *plan, const char *site)
{
    for (size_t i = 0; plan && i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        if (action->site && strcmp(action->site, site) == 0)
            return true;
    }
    return false;
}

/* Thousands of crosses would hide what they are candidates for. */
#define SITES_MAX 400

void ci_draw_sites(ci_picture *picture)
{
    const circlet_city *city = picture->content->city;
    size_t count = circlet_city_site_count(city), seen = 0;
    circlet_point at;

    for (size_t i = 0; i < count; i++)
        seen += ci_place_point(&at, picture,
                               circlet_city_site(city, (circlet_site)i)->at);
    if (seen > SITES_MAX)
        return;
    ci_canvas_open_group(picture->canvas, "sites", NULL);
    for (size_t i = 0; i < count; i++) {
        const circlet_site_record *site =
            circlet_city_site(city, (circlet_site)i);

        if (!ci_place_point(&at, picture, site->at) ||
            is_used(picture->content->plan, site->id))
            continue;
        ci_site_mark_draw(picture->canvas, at,
                          radius_for(picture, seen, 0.16, 0.34));
        picture->site_count++;
    }
    ci_canvas_close_group(picture->canvas);
}

/* ---- facilities --------------------------------------------------------- */

static bool has_item(const char *list, const char *item)
{
    size_t size = strlen(item);

    for (; *list; list += *list == ',') {
        size_t length = strcspn(list, ",");

        if (length == size && strncmp(list, item, size) == 0)
            return true;
        list += length;
    }
    return false;
}

/* Whether a facility is one of those that the map is about. */
static bool is_asked_for(const ci_picture *picture,
                         const circlet_facility_record *facility)
{
    const circlet_map_options *options = picture->options;
    const circlet_policy *policy = picture->content->policy;

    if (options->types)
        return has_item(options->types, facility->type);
    if (options->show != CIRCLET_MAP_COVERAGE || !options->service)
        return true;
    if (strcmp(facility->type, options->service) == 0)
        return true;
    return ci_facility_offers(
        facility, options->service,
        &(ci_facility_types){policy->types, policy->type_count});
}

/* On the day of the findings; without any, those that are not closed. */
static bool is_there(const ci_picture *picture,
                     const circlet_facility_record *facility)
{
    const circlet_findings *findings = picture->content->findings;

    if (!findings)
        return facility->status == CIRCLET_FACILITY_OPEN;
    return ci_facility_is_open_on(facility, circlet_findings_date(findings));
}

static void count_type(ci_picture *picture, const char *type)
{
    size_t i = 0;

    while (i < picture->type_count && picture->types[i].type &&
           strcmp(picture->types[i].type, type) != 0)
        i++;
    if (i == picture->type_count && i < CI_MAP_TYPE_MAX)
        picture->types[picture->type_count++] =
            (ci_drawn_type){i + 1 < CI_MAP_TYPE_MAX ? type : NULL, 0};
    picture->types[i].count++;
}

void ci_draw_facilities(ci_picture *picture)
{
    const circlet_city *city = picture->content->city;
    size_t count = circlet_city_facility_count(city), seen = 0;
    circlet_point at;
    double radius;
    bool is_near;

    for (size_t i = 0; i < count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        seen += is_asked_for(picture, facility) &&
                is_there(picture, facility) &&
                ci_place_point(&at, picture, facility->at);
    }
    radius = radius_for(picture, seen, 0.12, 0.4);
    ci_canvas_open_group(picture->canvas, "facilities", NULL);
    for (size_t i = 0; i < count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (!is_asked_for(picture, facility) || !is_there(picture, facility) ||
            !ci_place_point(&at, picture, facility->at))
            continue;
        is_near = is_near_focus(picture, facility->at);
        ci_mark_draw(picture->canvas, ci_mark_of_type(facility->type), at,
                     radius, (ci_ink){CI_INK_FACILITY, is_near ? 1 : FAINT});
        guard(picture, seen, at, radius);
        if (is_near)
            count_type(picture, facility->type);
    }
    ci_canvas_close_group(picture->canvas);
}

/* ---- the plan ----------------------------------------------------------- */

static bool has_place(circlet_point at)
{
    return isfinite(at.lon) && isfinite(at.lat) &&
           !(at.lon == 0 && at.lat == 0);
}

static const circlet_site_record *find_site(const ci_picture *picture,
                                            const char *id)
{
    const circlet_plan *plan = picture->content->plan;
    circlet_site site = circlet_city_find_site(picture->content->city, id);

    if (site != CIRCLET_NONE)
        return circlet_city_site(picture->content->city, site);
    for (size_t i = 0; i < circlet_plan_site_count(plan); i++)
        if (strcmp(circlet_plan_site_at(plan, i)->id, id) == 0)
            return circlet_plan_site_at(plan, i);
    return NULL;
}

/* Where it is to be done; false: that is not known. */
static bool place_action(circlet_point *out, const ci_picture *picture,
                         const circlet_plan_action *action)
{
    const circlet_city *planned = picture->content->planned;
    const circlet_site_record *site =
        action->site ? find_site(picture, action->site) : NULL;
    circlet_facility facility;

    if (has_place(action->at)) {
        *out = action->at;
        return true;
    }
    if (site) {
        *out = site->at;
        return true;
    }
    facility = action->facility && planned
                   ? circlet_city_find_facility(planned, action->facility)
                   : CIRCLET_NONE;
    if (facility == CIRCLET_NONE)
        return false;
    *out = circlet_city_facility(planned, facility)->at;
    return true;
}

/* Whether it is done by the day of the findings, and changes something. */
static bool is_done(const ci_picture *picture,
                    const circlet_plan_action *action)
{
    const circlet_findings *findings = picture->content->findings;

    return ci_action_mark_of(action->kind) != CI_ACTION_COUNT &&
           (action->year < 0 || !findings ||
            action->year <= circlet_findings_year(findings));
}

/* An action about a facility of a type that is not asked for stays out. */
static bool is_action_asked_for(const ci_picture *picture,
                                const circlet_plan_action *action)
{
    const circlet_city *planned = picture->content->planned;
    circlet_facility facility;

    if (!planned || !action->facility)
        return true;
    facility = circlet_city_find_facility(planned, action->facility);
    return facility == CIRCLET_NONE ||
           is_asked_for(picture, circlet_city_facility(planned, facility));
}

static void draw_move(ci_picture *picture, const circlet_plan_action *action,
                      circlet_point to, double radius)
{
    const circlet_city *city = picture->content->city;
    circlet_facility facility =
        action->facility ? circlet_city_find_facility(city, action->facility)
                         : CIRCLET_NONE;

    if (facility != CIRCLET_NONE)
        ci_move_draw(
            picture->canvas,
            ci_map_frame_place(&picture->frame,
                               circlet_city_facility(city, facility)->at),
            to, radius);
}

bool ci_find_action(circlet_point *out, const ci_picture *picture,
                    const circlet_plan_action *action)
{
    circlet_point at;

    return is_done(picture, action) && is_action_asked_for(picture, action) &&
           place_action(&at, picture, action) &&
           ci_place_point(out, picture, at);
}

void ci_draw_actions(ci_picture *picture)
{
    const circlet_plan *plan = picture->content->plan;
    size_t count = plan ? circlet_plan_action_count(plan) : 0, seen = 0;
    circlet_point at, place;
    double radius;
    bool is_near;

    for (size_t i = 0; i < count; i++)
        seen += ci_find_action(&at, picture, circlet_plan_action_at(plan, i));
    radius = radius_for(picture, seen, 0.16, 0.58);
    ci_canvas_open_group(picture->canvas, "plan", NULL);
    for (size_t i = 0; i < count; i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);
        ci_action_mark mark = ci_action_mark_of(action->kind);

        if (!ci_find_action(&at, picture, action))
            continue;
        if (mark == CI_ACTION_MOVE)
            draw_move(picture, action, at, radius);
        is_near = place_action(&place, picture, action) &&
                  is_near_focus(picture, place);
        ci_action_mark_draw(picture->canvas, mark, at, radius,
                            is_near ? 1 : FAINT);
        guard(picture, seen, at, radius);
        picture->action_counts[mark] += is_near;
    }
    ci_canvas_close_group(picture->canvas);
}
