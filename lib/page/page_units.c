/* What stands in the table by street: verdicts, people, actions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/city.h"
#include "page/page.h"

/* ---- units -------------------------------------------------------------- */

ci_page_unit *ci_page_unit_of(const ci_page *page, circlet_unit unit)
{
    const circlet_city *city = page->content->city;
    bool is_street = unit != CIRCLET_NONE &&
                     circlet_city_unit(city, unit)->level == page->level;
    ci_page_unit *items = is_street ? page->units : page->wider;
    size_t low = 0, high = is_street ? page->unit_count : page->wider_count;

    if (unit == CIRCLET_NONE)
        return NULL;
    while (low < high) { /* both lists are in the city's order */
        size_t middle = low + (high - low) / 2;

        if (items[middle].unit < unit)
            low = middle + 1;
        else
            high = middle;
    }
    high = is_street ? page->unit_count : page->wider_count;
    return low < high && items[low].unit == unit ? &items[low] : NULL;
}

double ci_page_outside_of(const ci_page_unit *unit, size_t state)
{
    return unit->persons[state] - unit->covered[state];
}

static ci_page_unit empty_unit(const circlet_city *city, circlet_unit unit)
{
    ci_page_unit row = {.unit = unit,
                        .above = circlet_city_unit_parent(city, unit)};

    for (size_t s = 0; s < CI_PAGE_STATES; s++)
        row.persons[s] = row.covered[s] = (double)NAN;
    return row;
}

/* ---- fills -------------------------------------------------------------- */

static bool has_circles(const circlet_policy *policy)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (ci_map_is_circle(&policy->rules[i], NULL))
            return true;
    return false;
}

static circlet_status make_fills(ci_unit_fills *out, const ci_page *page,
                                 size_t state, circlet_map_show show,
                                 circlet_error *error)
{
    circlet_map_options options = CIRCLET_MAP_OPTIONS_INIT;
    const circlet_map_content content = {.city = page->content->city,
                                         .policy = page->content->policy,
                                         .findings = page->findings[state]};

    options.show = show;
    options.has_level = state > 0 || show == CIRCLET_MAP_COVERAGE;
    options.level = page->level;
    return ci_unit_fills_make(out, &content, &options, error);
}

static void take_verdict(ci_page_unit *row, const ci_unit_fill *fill,
                         size_t state)
{
    row->fill[state] = fill->fill;
    row->broken[state] = fill->broken;
}

static void take_share(ci_page_unit *row, const ci_unit_fill *fill,
                       size_t state)
{
    double outside = fill->persons - fill->covered;

    row->share_fill[state] = fill->fill;
    if (fill->fill == CI_FILL_NONE)
        return;
    row->persons[state] = fill->persons;
    row->covered[state] = fill->covered;
    row->is_hidden[state] =
        (outside > 0 && outside < CIRCLET_PAGE_SMALL) ||
        (fill->persons > 0 && fill->persons < CIRCLET_PAGE_SMALL);
}

static circlet_status fill_units(ci_page *page, size_t state,
                                 circlet_map_show show, circlet_error *error)
{
    ci_unit_fills fills = {.items = NULL};
    circlet_status status = make_fills(&fills, page, state, show, error);

    for (size_t i = 0; !status && i < page->unit_count; i++)
        (show == CIRCLET_MAP_COVERAGE ? take_share : take_verdict)(
            &page->units[i], &fills.items[page->units[i].unit], state);
    ci_unit_fills_free(&fills);
    return status;
}

/* ---- units of higher levels --------------------------------------------- */

/* The rules that are broken, each counted once: the findings of a rule stand
 * together, by unit. */
static void count_wider(ci_page *page, size_t state)
{
    const circlet_findings *findings = page->findings[state];
    const char *last_rule = "", *last_unit = "";

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        ci_page_unit *row;

        if (finding->verdict != CIRCLET_VERDICT_FAIL ||
            finding->force != CIRCLET_FORCE_MUST ||
            finding->level >= page->level ||
            (strcmp(last_rule, finding->rule) == 0 &&
             strcmp(last_unit, finding->unit) == 0))
            continue;
        last_rule = finding->rule;
        last_unit = finding->unit;
        row = ci_page_unit_of(
            page, circlet_city_find_unit(page->content->city, finding->unit));
        if (row)
            row->broken[state]++;
    }
}

static circlet_status list_units(ci_page *page, circlet_error *error)
{
    const circlet_city *city = page->content->city;
    size_t count = circlet_city_unit_count(city);

    page->units = calloc(count + 1, sizeof(*page->units));
    page->wider = calloc(count + 1, sizeof(*page->wider));
    if (!page->units || !page->wider)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        circlet_level level = circlet_city_unit(city, (circlet_unit)i)->level;

        if (level == page->level)
            page->units[page->unit_count++] =
                empty_unit(city, (circlet_unit)i);
        else if (level < page->level)
            page->wider[page->wider_count++] =
                empty_unit(city, (circlet_unit)i);
    }
    return CIRCLET_OK;
}

/* ---- numbers that must not be told -------------------------------------- */

/* A unit adds up its findings: with one of them it would tell the rest. */
static void hide_rows(ci_page *page, size_t state)
{
    const circlet_findings *findings = page->findings[state];

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        const ci_rule *rule =
            ci_policy_find_rule(page->content->policy, finding->rule);
        circlet_unit unit =
            circlet_city_find_unit(page->content->city, finding->unit);
        ci_page_unit *row =
            unit == CIRCLET_NONE || finding->level < page->level
                ? NULL
                : ci_page_unit_of(page, ci_map_ancestor(page->content->city,
                                                        unit, page->level));

        if (row && rule && ci_map_is_circle(rule, NULL) &&
            circlet_privacy_hides(page->privacy, state == 1, i))
            row->is_hidden[state] = true;
    }
}

/* What one unit hides, the sum over all would tell: so the least of the
 * others is hidden, too. */
static void hide_another(ci_page *page, size_t state)
{
    ci_page_unit *least = NULL;
    size_t hidden = 0;

    for (size_t i = 0; i < page->unit_count; i++) {
        ci_page_unit *row = &page->units[i];
        double outside = ci_page_outside_of(row, state);

        hidden += row->is_hidden[state];
        if (!row->is_hidden[state] && outside > 0 &&
            (!least || outside < ci_page_outside_of(least, state)))
            least = row;
    }
    if (hidden == 1 && least)
        least->is_hidden[state] = true;
}

/* ---- actions ------------------------------------------------------------ */

bool ci_page_place_of_action(circlet_point *out, const ci_page *page,
                             const circlet_plan_action *action)
{
    const circlet_city *city = page->content->city;
    circlet_site site = action->site
                            ? circlet_city_find_site(city, action->site)
                            : CIRCLET_NONE;
    circlet_facility facility =
        action->facility ? circlet_city_find_facility(city, action->facility)
                         : CIRCLET_NONE;

    if (isfinite(action->at.lon) && isfinite(action->at.lat))
        *out = action->at;
    else if (site != CIRCLET_NONE)
        *out = circlet_city_site(city, site)->at;
    else if (facility != CIRCLET_NONE)
        *out = circlet_city_facility(city, facility)->at;
    else
        return false;
    return true;
}

circlet_unit ci_page_unit_of_action(const ci_page *page,
                                    const circlet_plan_action *action,
                                    circlet_level level)
{
    const circlet_city *city = page->content->city;
    const circlet_city *planned = page->content->planned;
    const char *id = action->facility ? action->facility : "";
    circlet_facility facility = circlet_city_find_facility(planned, id);

    if (facility != CIRCLET_NONE)
        return circlet_city_facility_unit(planned, facility, level);
    facility = circlet_city_find_facility(city, id);
    return facility == CIRCLET_NONE
               ? CIRCLET_NONE
               : circlet_city_facility_unit(city, facility, level);
}

static void count_actions(ci_page *page)
{
    const circlet_plan *plan = page->content->plan;

    for (size_t i = 0; plan && i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);
        ci_page_unit *row = ci_page_unit_of(
            page, ci_page_unit_of_action(page, action, page->level));

        if (!row || strcmp(action->kind, "keep") == 0)
            continue;
        row->actions++;
        row->cost_cny += action->cost_cny;
    }
}

circlet_status ci_page_find_units(ci_page *page, circlet_error *error)
{
    ci_unit_fills fills = {.items = NULL};
    circlet_status status =
        make_fills(&fills, page, 0, CIRCLET_MAP_VERDICTS, error);

    page->level = fills.level;
    ci_unit_fills_free(&fills);
    if (!status)
        status = list_units(page, error);
    for (size_t s = 0; s < page->state_count && !status; s++) {
        status = fill_units(page, s, CIRCLET_MAP_VERDICTS, error);
        if (!status && has_circles(page->content->policy))
            status = fill_units(page, s, CIRCLET_MAP_COVERAGE, error);
        if (!status) {
            count_wider(page, s);
            hide_rows(page, s);
            hide_another(page, s);
        }
    }
    if (!status)
        count_actions(page);
    return status;
}
