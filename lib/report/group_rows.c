#include "report/group_rows.h"

#include <math.h>
#include <stdlib.h>

#include "access/coverage.h"
#include "base/error.h"
#include "policy/exact.h"

#define MINUTE_MS 60000.0

/* Bits of what becomes of a person under all rules together. A rule that is
 * perhaps not about them is taken to be where that makes it worse, and at
 * best any of those that keep them covered. */
enum together_bit {
    CONCERNED = 1, /* surely, or perhaps */
    SURE = 2, /* a rule is surely about them */
    UNCOVERED = 4, /* under some rule, as measured */
    UNCOVERED_AT_WORST = 8,
    UNCOVERED_AT_BEST = 16, /* under a rule that is surely about them */
    PERHAPS_COVERED = 32, /* at best, under one that perhaps is */
    FARTHER = 64
};

circlet_group_row *ci_group_rows_new(const ci_group_sets *sets,
                                     const char *rule, const char *mode)
{
    circlet_group_row *rows = calloc(sets->count + 1, sizeof(*rows));

    for (size_t i = 0; rows && i < sets->count; i++) {
        const ci_group_set *group = &sets->items[i];

        rows[i].rule = rule;
        rows[i].mode = mode;
        rows[i].by = group->by;
        rows[i].group = group->name;
        rows[i].title_zh = group->title_zh;
        rows[i].title_en = group->title_en;
        rows[i].is_known = true;
    }
    return rows;
}

/* ---- sums --------------------------------------------------------------- */

static bool add_figures(circlet_group_figures *to,
                        const circlet_group_figures *more)
{
    return ci_add_weight(&to->covered_milli, more->covered_milli) &&
           ci_add_weight(&to->covered_low_milli, more->covered_low_milli) &&
           ci_add_weight(&to->persons_low_milli, more->persons_low_milli) &&
           ci_add_weight(&to->covered_high_milli, more->covered_high_milli) &&
           ci_add_weight(&to->persons_high_milli, more->persons_high_milli) &&
           ci_add_weight(&to->time_milli_ms, more->time_milli_ms) &&
           ci_add_weight(&to->timed_milli, more->timed_milli);
}

static bool add_row(circlet_group_row *to, const circlet_group_row *more)
{
    return ci_add_weight(&to->persons_milli, more->persons_milli) &&
           ci_add_weight(&to->modelled_milli, more->modelled_milli) &&
           ci_add_weight(&to->gained_milli, more->gained_milli) &&
           ci_add_weight(&to->lost_milli, more->lost_milli) &&
           ci_add_weight(&to->farther_milli, more->farther_milli) &&
           add_figures(&to->before, &more->before) &&
           add_figures(&to->after, &more->after);
}

/* Adds a person's part to each group they are in. */
static circlet_status add_to_groups(circlet_group_row *rows,
                                    const ci_group_sets *sets,
                                    circlet_demand demand,
                                    const circlet_group_row *more,
                                    circlet_error *error)
{
    for (size_t k = sets->first[demand]; k < sets->first[demand + 1]; k++)
        if (!add_row(&rows[sets->of[k]], more))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the persons of a group, or their ways, add up to "
                           "more than 64 bits hold");
    return CIRCLET_OK;
}

/* ---- one rule ----------------------------------------------------------- */

static circlet_group_figures figures_of(int64_t weight, bool is_sure,
                                        const ci_group_state *state, size_t i)
{
    unsigned cover = state->covers[i];
    bool is_low = (cover & CI_COVERED_AT_WORST) != 0;
    bool is_high = (cover & CI_COVERED_AT_BEST) != 0;
    circlet_group_figures of = {0};

    of.covered_milli = cover & CI_COVERED ? weight : 0;
    of.covered_low_milli = is_sure && is_low ? weight : 0;
    of.persons_low_milli = is_sure || !is_low ? weight : 0;
    of.covered_high_milli = is_high ? weight : 0;
    of.persons_high_milli = is_sure || is_high ? weight : 0;
    if (state->ways_ms[i] != CI_NO_WAY) {
        of.time_milli_ms = weight * state->ways_ms[i];
        of.timed_milli = weight;
    }
    return of;
}

static circlet_group_row part_of(const ci_group_states *states, size_t i,
                                 const circlet_demand_record *person)
{
    const ci_group_state *before = &states->before, *after = states->after;
    int64_t weight = person->weight_milli;
    bool is_sure = states->people[i].is_sure;
    circlet_group_row part = {0};

    part.persons_milli = weight;
    part.modelled_milli = person->is_modelled ? weight : 0;
    if (!before->is_known || !after->is_known)
        return part;
    part.before = figures_of(weight, is_sure, before, i);
    part.after = figures_of(weight, is_sure, after, i);
    if (part.after.covered_milli > part.before.covered_milli)
        part.gained_milli = weight;
    if (part.after.covered_milli < part.before.covered_milli)
        part.lost_milli = weight;
    if (after->ways_ms[i] > before->ways_ms[i])
        part.farther_milli = weight;
    return part;
}

static uint8_t bits_of(bool is_sure, unsigned cover)
{
    bool is_high = (cover & CI_COVERED_AT_BEST) != 0;
    unsigned bits = CONCERNED | (is_sure ? SURE : 0U);

    if (!(cover & CI_COVERED))
        bits |= UNCOVERED;
    if (!(cover & CI_COVERED_AT_WORST))
        bits |= UNCOVERED_AT_WORST;
    if (is_sure && !is_high)
        bits |= UNCOVERED_AT_BEST;
    if (!is_sure && is_high)
        bits |= PERHAPS_COVERED;
    return (uint8_t)bits;
}

/* The ways under a rule, of the part of a person. */
static circlet_group_row ways_of(const circlet_group_row *part)
{
    circlet_group_row ways = {0};

    ways.before.time_milli_ms = part->before.time_milli_ms;
    ways.before.timed_milli = part->before.timed_milli;
    ways.after.time_milli_ms = part->after.time_milli_ms;
    ways.after.timed_milli = part->after.timed_milli;
    return ways;
}

static circlet_status add_together(ci_together *to, const ci_group_sets *sets,
                                   const ci_group_states *states, size_t i,
                                   const circlet_group_row *part,
                                   circlet_error *error)
{
    circlet_demand demand = states->people[i].demand;
    bool is_sure = states->people[i].is_sure;
    const circlet_group_row ways = ways_of(part);

    to->before[demand] |= bits_of(is_sure, states->before.covers[i]);
    to->after[demand] |= bits_of(is_sure, states->after->covers[i]);
    if (part->farther_milli > 0)
        to->after[demand] |= FARTHER;
    return add_to_groups(to->rows, sets, demand, &ways, error);
}

static circlet_status check_weight(const circlet_demand_record *person,
                                   circlet_error *error)
{
    return person->weight_milli <= INT64_MAX / CI_LONGEST_WAY_MS
               ? CIRCLET_OK
               : ci_fail(error, CIRCLET_E_DATA,
                         "a person stands for too many persons to add up "
                         "their ways");
}

circlet_status ci_group_rows_add(circlet_group_row *rows,
                                 ci_together *together,
                                 const ci_group_sets *sets,
                                 const ci_group_states *states,
                                 const circlet_city *city,
                                 circlet_error *error)
{
    bool is_known = states->before.is_known && states->after->is_known;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < sets->count; i++)
        rows[i].is_known = is_known;
    for (size_t i = 0; !status && i < states->count; i++) {
        circlet_demand demand = states->people[i].demand;
        const circlet_demand_record *person =
            circlet_city_demand(city, demand);
        const circlet_group_row part = part_of(states, i, person);

        status = check_weight(person, error);
        if (!status)
            status = add_to_groups(rows, sets, demand, &part, error);
        if (!status && is_known)
            status = add_together(together, sets, states, i, &part, error);
    }
    return status;
}

/* ---- all rules together ------------------------------------------------- */

static circlet_group_figures figures_together(int64_t weight, unsigned bits)
{
    bool is_sure = (bits & SURE) != 0;
    bool is_low = !(bits & UNCOVERED_AT_WORST);
    bool is_high =
        is_sure ? !(bits & UNCOVERED_AT_BEST) : (bits & PERHAPS_COVERED) != 0;
    circlet_group_figures of = {0};

    of.covered_milli = bits & UNCOVERED ? 0 : weight;
    of.covered_low_milli = is_sure && is_low ? weight : 0;
    of.persons_low_milli = is_sure || !is_low ? weight : 0;
    of.covered_high_milli = is_high ? weight : 0;
    of.persons_high_milli = is_sure || is_high ? weight : 0;
    return of;
}

static circlet_group_row part_together(const circlet_demand_record *person,
                                       unsigned before, unsigned after)
{
    int64_t weight = person->weight_milli;
    circlet_group_row part = {0};

    part.persons_milli = weight;
    part.modelled_milli = person->is_modelled ? weight : 0;
    part.before = figures_together(weight, before);
    part.after = figures_together(weight, after);
    if (part.after.covered_milli > part.before.covered_milli)
        part.gained_milli = weight;
    if (part.after.covered_milli < part.before.covered_milli)
        part.lost_milli = weight;
    part.farther_milli = after & FARTHER ? weight : 0;
    return part;
}

circlet_status ci_together_add_up(ci_together *together,
                                  const ci_group_sets *sets,
                                  const circlet_city *city,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_demand_count(city); i++) {
        const circlet_group_row part =
            part_together(circlet_city_demand(city, (circlet_demand)i),
                          together->before[i], together->after[i]);

        if (together->before[i] & CONCERNED)
            status = add_to_groups(together->rows, sets, (circlet_demand)i,
                                   &part, error);
    }
    return status;
}

/* ---- what follows from the sums ----------------------------------------- */

static double mean_of(const circlet_group_figures *figures)
{
    return figures->timed_milli > 0
               ? (double)figures->time_milli_ms /
                     (double)figures->timed_milli / MINUTE_MS
               : (double)NAN;
}

void ci_group_row_finish(circlet_group_row *row)
{
    const circlet_group_figures *before = &row->before, *after = &row->after;

    row->before.mean_minutes = mean_of(before);
    row->after.mean_minutes = mean_of(after);
    if (after->covered_milli < before->covered_milli)
        row->losses |= CIRCLET_GROUP_LOSES_COVER;
    if (ci_compare_products(
            after->covered_low_milli, before->persons_low_milli,
            before->covered_low_milli, after->persons_low_milli) < 0)
        row->losses |= CIRCLET_GROUP_LOSES_SURE;
    if (after->time_milli_ms > before->time_milli_ms)
        row->losses |= CIRCLET_GROUP_LOSES_TIME;
}

/* ---- medians ------------------------------------------------------------ */

/* The ways of one state in ascending order, each with its person. */
typedef struct way {
    uint32_t way_ms;
    uint32_t person; /* of the states */
} way;

static int compare_ways(const void *left, const void *right)
{
    const way *a = left, *b = right;

    if (a->way_ms != b->way_ms)
        return a->way_ms < b->way_ms ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

static way *sort_ways(const ci_group_state *state, size_t count)
{
    way *ways = malloc((count + 1) * sizeof(*ways));

    for (size_t i = 0; ways && i < count; i++)
        ways[i] = (way){state->ways_ms[i], (uint32_t)i};
    if (ways && count > 0)
        qsort(ways, count, sizeof(*ways), compare_ways);
    return ways;
}

static circlet_group_figures *figures_in(circlet_group_row *row, bool is_after)
{
    return is_after ? &row->after : &row->before;
}

/* The first way at which a group's sum comes to half of it. */
static void pass_half(circlet_group_row *rows, int64_t *sums,
                      const ci_group_sets *sets, circlet_demand demand,
                      int64_t weight, uint32_t way_ms, bool is_after)
{
    for (size_t k = sets->first[demand]; k < sets->first[demand + 1]; k++) {
        circlet_group_figures *of = figures_in(&rows[sets->of[k]], is_after);
        int64_t *sum = &sums[sets->of[k]];

        *sum += weight;
        if (isnan(of->median_minutes) && *sum >= of->timed_milli - *sum)
            of->median_minutes = way_ms / MINUTE_MS;
    }
}

static circlet_status find_medians(circlet_group_row *rows,
                                   const ci_group_sets *sets,
                                   const ci_group_states *states,
                                   const circlet_city *city, bool is_after,
                                   circlet_error *error)
{
    const ci_group_state *state = is_after ? states->after : &states->before;
    int64_t *sums = calloc(sets->count + 1, sizeof(*sums));
    way *ways = sort_ways(state, states->count);
    circlet_status status = sums && ways ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < states->count; i++) {
        circlet_demand demand = states->people[ways[i].person].demand;
        int64_t weight = circlet_city_demand(city, demand)->weight_milli;

        if (ways[i].way_ms != CI_NO_WAY && weight > 0)
            pass_half(rows, sums, sets, demand, weight, ways[i].way_ms,
                      is_after);
    }
    free(sums);
    free(ways);
    return status;
}

circlet_status ci_group_rows_find_medians(circlet_group_row *rows,
                                          const ci_group_sets *sets,
                                          const ci_group_states *states,
                                          const circlet_city *city,
                                          circlet_error *error)
{
    circlet_status status;

    for (size_t i = 0; i < sets->count; i++)
        rows[i].before.median_minutes = rows[i].after.median_minutes =
            (double)NAN;
    if (!states->before.is_known || !states->after->is_known)
        return CIRCLET_OK;
    status = find_medians(rows, sets, states, city, false, error);
    return status ? status
                  : find_medians(rows, sets, states, city, true, error);
}
