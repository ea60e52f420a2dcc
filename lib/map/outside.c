#include "map/outside.h"

#include <circlet/density.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "map/unit_fill.h"

void ci_outside_free(ci_outside *outside)
{
    free(outside->items);
    outside->items = NULL;
    outside->count = 0;
}

/* ---- cells -------------------------------------------------------------- */

static int compare_cells(const void *left, const void *right)
{
    const ci_outside_cell *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

void ci_outside_merge(ci_outside *outside)
{
    size_t kept = 0;

    if (outside->count > 0)
        qsort(outside->items, outside->count, sizeof(*outside->items),
              compare_cells);
    for (size_t i = 0; i < outside->count; i++)
        if (kept > 0 &&
            compare_cells(&outside->items[kept - 1], &outside->items[i]) == 0)
            outside->items[kept - 1].persons += outside->items[i].persons;
        else
            outside->items[kept++] = outside->items[i];
    outside->count = kept;
    kept = 0;
    for (size_t i = 0; i < outside->count; i++)
        if (outside->items[i].persons < CIRCLET_MAP_SMALL)
            outside->hidden += outside->items[i].persons;
        else
            outside->items[kept++] = outside->items[i];
    outside->count = kept;
}

static circlet_status add_density(ci_outside *outside,
                                  const circlet_density *density,
                                  circlet_error *error)
{
    for (size_t i = 0; i < circlet_density_cell_count(density); i++) {
        circlet_density_cell cell = circlet_density_cell_at(density, i);
        ci_outside_cell *items =
            ci_array_reserve_one(outside->items, outside->count,
                                 &outside->capacity, sizeof(*items));

        if (!items)
            return ci_fail_nomem(error);
        outside->items = items;
        items[outside->count++] = (ci_outside_cell){
            cell.row, cell.column, cell.at, cell.persons.measured};
    }
    return CIRCLET_OK;
}

static circlet_status add_rule(ci_outside *outside,
                               const circlet_map_content *content,
                               const circlet_map_options *options,
                               const char *rule, circlet_error *error)
{
    circlet_density_options density_options = CIRCLET_DENSITY_OPTIONS_INIT;
    const circlet_city *city =
        content->planned ? content->planned : content->city;
    circlet_density *density;
    circlet_status status;

    density_options.uncovered = rule;
    density_options.year =
        content->findings ? circlet_findings_year(content->findings) : 0;
    density_options.kernel = CIRCLET_KERNEL_NONE;
    density_options.cell_m = outside->cell_m;
    density_options.threads = options->threads;
    density_options.progress = options->progress;
    status = circlet_density_make(&density, city, content->policy,
                                  content->travel, &density_options, error);
    if (status)
        return status;
    outside->rule_count++;
    status = add_density(outside, density, error);
    circlet_density_free(density);
    return status;
}

/* ---- rules -------------------------------------------------------------- */

static circlet_status add_named(ci_outside *outside,
                                const circlet_map_content *content,
                                const circlet_map_options *options,
                                circlet_error *error)
{
    const char *rest = options->uncovered;
    circlet_status status = CIRCLET_OK;

    while (*rest && !status) {
        size_t size = strcspn(rest, ",");
        char *rule = ci_text_copy_n(rest, size);

        if (!rule)
            return ci_fail_nomem(error);
        status = add_rule(outside, content, options, rule, error);
        free(rule);
        rest += size + (rest[size] == ',');
    }
    return status;
}

static bool is_judged(const circlet_findings *findings, const char *rule)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++)
        if (strcmp(circlet_findings_at(findings, i)->rule, rule) == 0)
            return true;
    return false;
}

static circlet_status add_judged(ci_outside *outside,
                                 const circlet_map_content *content,
                                 const circlet_map_options *options,
                                 circlet_error *error)
{
    const char *service =
        options->show == CIRCLET_MAP_COVERAGE ? options->service : NULL;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < content->policy->rule_count && !status; i++) {
        const ci_rule *rule = &content->policy->rules[i];

        if (ci_map_is_circle(rule, service) &&
            is_judged(content->findings, rule->id))
            status = add_rule(outside, content, options, rule->id, error);
    }
    return status;
}

circlet_status ci_outside_make(ci_outside *out,
                               const circlet_map_content *content,
                               const circlet_map_options *options,
                               double cell_m, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    out->cell_m = cell_m;
    if (!content->policy || !content->travel ||
        !circlet_city_knows_people(content->city))
        return CIRCLET_OK;
    if (options->uncovered)
        status = add_named(out, content, options, error);
    else if (content->findings)
        status = add_judged(out, content, options, error);
    if (!status)
        ci_outside_merge(out);
    return status;
}
