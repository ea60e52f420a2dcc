/* The totals of one unit. What cannot be spread is refused, and what is odd
 * about it is said. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "geo/area.h"
#include "io/import_source.h"
#include "io/spread_totals.h"
#include "io/spread_twice.h"

#define COUNT_MAX INT64_C(1000000000) /* persons in one total */
#define AGE_MAX 130

/* Why a total is refused or in doubt. Starts as {0}. */
typedef struct remarks {
    const char *kind; /* NULL: nothing */
    const char *field; /* our name of the column that it is about, or NULL */
    ci_buffer reason;
} remarks;

/* One unit under way. */
typedef struct unit_run {
    ci_spread_run *run;
    circlet_unit unit;
    const circlet_unit_record *record;
    ci_spread_total *totals;
    size_t total_count; /* of those that are not refused */
    ci_spread_target *targets;
    circlet_point *points;
    size_t target_count;
    int64_t *numbers; /* of some totals, one after the other */
    remarks doubt; /* about all of them */
} unit_run;

static void unit_run_clear(unit_run *u)
{
    free(u->targets);
    free(u->points);
    free(u->numbers);
    ci_buffer_free(&u->doubt.reason);
}

/* ---- notes -------------------------------------------------------------- */

/* Where the reason of one more remark is to be added. */
static ci_buffer *add_remark(remarks *to, const char *kind)
{
    if (to->kind)
        ci_buffer_add(&to->reason, "; ");
    else
        to->kind = kind;
    return &to->reason;
}

static circlet_status change_row(ci_import *import, const char *sql,
                                 int64_t fid, circlet_error *error)
{
    ci_statement *change = NULL;
    circlet_status status = ci_db_prepare(&change, import->db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(change, 1, fid, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(change, NULL, error);
    ci_statement_free(change);
    return status;
}

/* The path that a source was given by. */
static const char *path_of(const ci_spread_run *run, const char *file)
{
    for (size_t i = 0; i < run->source_count; i++)
        if (strcmp(ci_source_base_name(run->sources[i]), file) == 0)
            return run->sources[i];
    return file;
}

/* What stands in a column of a total; `digits` is room for a number. */
static const char *value_of(const ci_spread_total *total, const char *field,
                            char digits[CI_NUMBER_SIZE])
{
    if (!field)
        return NULL;
    if (strcmp(field, "unit_code") == 0)
        return total->unit_code;
    snprintf(digits, CI_NUMBER_SIZE, "%" PRId64,
             strcmp(field, "count") == 0    ? total->count
             : strcmp(field, "age_to") == 0 ? (int64_t)total->age_to
                                            : (int64_t)total->age_from);
    return digits;
}

static circlet_status note(ci_spread_run *run, const ci_spread_total *total,
                           circlet_row_outcome outcome, const remarks *why,
                           circlet_error *error)
{
    char digits[CI_NUMBER_SIZE];
    const circlet_row_note what = {.outcome = outcome,
                                   .kind = why->kind,
                                   .source = path_of(run, total->file),
                                   .row = (uint64_t)total->row,
                                   .field = why->field,
                                   .value =
                                       value_of(total, why->field, digits),
                                   .reason = why->reason.text};

    uint64_t doubtful = run->import->counts.doubtful;

    if (why->reason.failed)
        return ci_fail_nomem(error);
    ci_import_note(run->import, &what);
    if (outcome == CIRCLET_ROW_DOUBTFUL &&
        run->import->counts.doubtful == doubtful)
        return CIRCLET_OK; /* the row is counted already */
    return change_row(
        run->import,
        outcome == CIRCLET_ROW_REFUSED
            ? "UPDATE source SET imported = imported - 1, rejected = "
              "rejected + 1 WHERE fid = ?"
            : "UPDATE source SET doubtful = doubtful + 1 WHERE fid = ?",
        total->source, error);
}

static circlet_status refuse(ci_spread_run *run, const ci_spread_total *total,
                             const remarks *why, circlet_error *error)
{
    circlet_status status = note(run, total, CIRCLET_ROW_REFUSED, why, error);

    if (status == CIRCLET_OK)
        status = change_row(run->import, "DELETE FROM totals WHERE fid = ?",
                            total->fid, error);
    if (status == CIRCLET_OK)
        run->import->counts.imported--;
    return status;
}

static circlet_status refuse_all(unit_run *u, const remarks *why,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < u->total_count && status == CIRCLET_OK; i++)
        status = refuse(u->run, &u->totals[i], why, error);
    u->total_count = 0;
    return status;
}

/* ---- where to ----------------------------------------------------------- */

static circlet_status places_of(const ci_spread_places **out,
                                ci_spread_run *run, ci_spread_by by,
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (!run->places[by])
        status = ci_spread_places_read(&run->places[by], run->import->db, by,
                                       run->city, run->locator, error);
    *out = run->places[by];
    return status;
}

/* Names what the unit could be spread by instead. */
static circlet_status say_no_place(remarks *why, unit_run *u,
                                   circlet_error *error)
{
    const char *word = ci_spread_by_word(u->run->by);
    circlet_status status = CIRCLET_OK;

    add_remark(why, "no_target");
    why->field = "unit_code";
    for (int by = 0; by < CI_SPREAD_BY_COUNT; by++) {
        const ci_spread_places *places = NULL;

        status = places_of(&places, u->run, (ci_spread_by)by, error);
        if (status != CIRCLET_OK)
            return status;
        if (ci_spread_places_count(places, u->unit) > 0) {
            ci_reason_add(&why->reason,
                          "unit '%s' has nothing to spread people over with "
                          "by=%s; with by=%s it has",
                          u->record->code, word,
                          ci_spread_by_word((ci_spread_by)by));
            return status;
        }
    }
    ci_reason_add(&why->reason,
                  "unit '%s' has nothing to spread people over: no building, "
                  "grid cell, community or street lies in it",
                  u->record->code);
    return status;
}

static circlet_status find_targets(unit_run *u, circlet_error *error)
{
    const ci_spread_places *places = NULL;
    circlet_status status = places_of(&places, u->run, u->run->by, error);

    if (status != CIRCLET_OK)
        return status;
    u->target_count = ci_spread_places_count(places, u->unit);
    u->targets = calloc(u->target_count + 1, sizeof(*u->targets));
    u->points = calloc(u->target_count + 1, sizeof(*u->points));
    if (!u->targets || !u->points)
        return ci_fail_nomem(error);
    ci_spread_places_of(places, u->unit, u->targets, u->points);
    return CIRCLET_OK;
}

/* ---- what is odd about the places ----------------------------------------*/

/* The communities without residents, and the first of them. */
static size_t count_unknown(const unit_run *u, const char **out_first)
{
    size_t unknown = 0;

    for (size_t t = 0; t < u->target_count; t++)
        if (isnan(u->targets[t].weight) && unknown++ == 0)
            *out_first = u->targets[t].key;
    return unknown;
}

/* Residents of all communities or of none: a missing number is neither 0 nor
 * guessed. */
static void check_residents(remarks *why, const unit_run *u)
{
    const char *without = NULL;
    size_t unknown = count_unknown(u, &without);

    if (unknown == 0 || unknown == u->target_count)
        return;
    ci_reason_add(add_remark(why, "no_residents"),
                  "community '%s' of unit '%s' has no residents, while "
                  "others have: by what weight?",
                  without, u->record->code);
    why->field = "unit_code";
}

static void doubt_residents(unit_run *u)
{
    const char *without = NULL;
    size_t unknown = count_unknown(u, &without);

    if (unknown < u->target_count || unknown < 2)
        return;
    ci_reason_add(add_remark(&u->doubt, "no_residents"),
                  "no community of unit '%s' has residents: they are taken "
                  "to be alike",
                  u->record->code);
}

static void check_weights(unit_run *u)
{
    for (size_t t = 0; t < u->target_count; t++)
        if (u->targets[t].weight > 0)
            return;
    ci_reason_add(add_remark(&u->doubt, "no_weight"),
                  "all weights in unit '%s' are 0: its places are taken to be "
                  "alike",
                  u->record->code);
}

/* A single community needs no weight. */
static void forget_residents(unit_run *u)
{
    for (size_t t = 0; t < u->target_count; t++)
        if (isnan(u->targets[t].weight))
            u->targets[t].weight = 1.0;
}

/* Communities below a unit that are not at a place in it. */
static void check_communities(unit_run *u)
{
    const circlet_city *city = u->run->city;
    size_t below = 0;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        below += city->records.units[i].level == CIRCLET_LEVEL_COMMUNITY &&
                 city->ancestors[i].of[u->record->level] == u->unit;
    if (below > u->target_count)
        ci_reason_add(add_remark(&u->doubt, "community_elsewhere"),
                      "%zu communities of unit '%s' have no place in it and "
                      "get no people",
                      below - u->target_count, u->record->code);
}

static void check_extent(unit_run *u)
{
    const circlet_area *extent = &u->run->extent;
    size_t count = ci_area_point_count(&u->record->area);

    for (size_t i = 0; extent->ring_count > 0 && i < count; i++)
        if (!ci_area_has(extent, u->record->area.points[i])) {
            ci_reason_add(add_remark(&u->doubt, "outside_extent"),
                          "the streets end inside unit '%s': its people are "
                          "spread over the part that has some",
                          u->record->code);
            return;
        }
}

/* ---- people who are counted twice ----------------------------------------*/

static void doubt_overlap(unit_run *u)
{
    if (ci_spread_has_total_above(u->run, u->unit))
        ci_reason_add(add_remark(&u->doubt, "counted_twice"),
                      "a unit above unit '%s' has totals, too: its people "
                      "count twice",
                      u->record->code);
    if (ci_spread_has_total_below(u->run, u->unit))
        ci_reason_add(add_remark(&u->doubt, "counted_twice"),
                      "a unit below unit '%s' has totals, too: its people "
                      "count twice",
                      u->record->code);
}

static void doubt_twin(remarks *why, const unit_run *u, size_t i)
{
    const ci_spread_total *total = &u->totals[i];
    const ci_spread_total *twin =
        ci_spread_find_twin(u->run, u->totals, u->total_count, i);

    if (!twin)
        return;
    if (ci_spread_is_same_group(total, twin))
        ci_reason_add(add_remark(why, "counted_twice"),
                      "%s, row %" PRId64 " has a total of the same people of "
                      "unit '%s': they count twice",
                      twin->file, twin->row, u->record->code);
    else if (!total->kind && twin->kind)
        ci_reason_add(add_remark(why, "counted_twice"),
                      "it has no kind, while other totals of unit '%s' "
                      "have: they may count the same people",
                      u->record->code);
    else
        ci_reason_add(add_remark(why, "counted_twice"),
                      "%s, row %" PRId64 " has a total of unit '%s' that may "
                      "count some of the same people",
                      twin->file, twin->row, u->record->code);
}

/* ---- one total ---------------------------------------------------------- */

static void check_total(remarks *why, const ci_spread_total *total)
{
    if (total->count < 0 || total->count > COUNT_MAX) {
        ci_reason_add(add_remark(why, "out_of_range"),
                      "%" PRId64 " persons are not from 0 to %" PRId64,
                      total->count, COUNT_MAX);
        why->field = "count";
    } else if (total->age_from > AGE_MAX || total->age_to > AGE_MAX ||
               (total->age_to >= 0 && total->age_from > total->age_to)) {
        ci_reason_add(add_remark(why, "out_of_range"),
                      "ages from %d to %d are none", total->age_from,
                      total->age_to);
        why->field = total->age_from > AGE_MAX ? "age_from" : "age_to";
    }
}

static circlet_status refuse_impossible(unit_run *u, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t kept = 0;

    for (size_t i = 0; i < u->total_count && status == CIRCLET_OK; i++) {
        remarks why = {0};

        check_total(&why, &u->totals[i]);
        if (why.kind)
            status = refuse(u->run, &u->totals[i], &why, error);
        else
            u->totals[kept++] = u->totals[i];
        ci_buffer_free(&why.reason);
    }
    u->total_count = kept;
    return status;
}

static void doubt_ages(remarks *why, const ci_spread_total *total)
{
    if (total->age_from <= 0 || total->age_to >= 0)
        return;
    ci_reason_add(add_remark(why, "open_age"),
                  "ages from %d on have no end: no age is given to "
                  "these people",
                  total->age_from);
    why->field = "age_from";
}

/* What is odd about all totals of the unit, then about this one. */
static circlet_status tell_doubts_of(unit_run *u, size_t i,
                                     circlet_error *error)
{
    const ci_spread_total *total = &u->totals[i];
    remarks twice = {.field = "count"}, open = {0};
    circlet_status status = CIRCLET_OK;

    doubt_twin(&twice, u, i);
    doubt_ages(&open, total);
    if (u->doubt.kind)
        status = note(u->run, total, CIRCLET_ROW_DOUBTFUL, &u->doubt, error);
    if (status == CIRCLET_OK && twice.kind)
        status = note(u->run, total, CIRCLET_ROW_DOUBTFUL, &twice, error);
    if (status == CIRCLET_OK && open.kind)
        status = note(u->run, total, CIRCLET_ROW_DOUBTFUL, &open, error);
    ci_buffer_free(&twice.reason);
    ci_buffer_free(&open.reason);
    return status;
}

static circlet_status tell_doubts(unit_run *u, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    u->doubt.field = "unit_code";
    for (size_t i = 0; i < u->total_count && status == CIRCLET_OK; i++)
        status = tell_doubts_of(u, i, error);
    return status;
}

/* ---- spreading ---------------------------------------------------------- */

/* Some totals of the unit, `count` from `start` on. */
static circlet_status spread_some(unit_run *u, size_t start, size_t count,
                                  ci_random *random, circlet_error *error)
{
    int64_t *counts = calloc(count, sizeof(*counts));
    circlet_status status;

    if (!counts)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        counts[i] = u->totals[start + i].count;
    status = ci_spread(u->numbers, counts, count, u->targets, u->target_count,
                       random, error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++) {
        status = ci_people_write(
            u->run->writer, &u->totals[start + i], u->targets, u->points,
            u->numbers + i * u->target_count, u->target_count, error);
        u->run->persons += counts[i];
    }
    free(counts);
    return status;
}

/* All at once, so that the sum at each place is right, too; where that were
 * more cells than can be, as many as can be. */
static circlet_status spread_totals(unit_run *u, circlet_error *error)
{
    ci_random random =
        ci_random_start(u->run->import->options.seed, u->record->code);
    size_t room = CI_SPREAD_CELLS_MAX / u->target_count;
    circlet_status status = CIRCLET_OK;

    room = room < 1 ? 1 : room < u->total_count ? room : u->total_count;
    u->numbers = calloc(room * u->target_count + 1, sizeof(*u->numbers));
    if (!u->numbers)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < u->total_count && status == CIRCLET_OK; i += room)
        status = spread_some(
            u, i, u->total_count - i < room ? u->total_count - i : room,
            &random, error);
    return status;
}

/* ---- all of a unit -------------------------------------------------------
 */

static circlet_status refuse_placeless(unit_run *u, circlet_error *error)
{
    remarks why = {0};
    circlet_status status = find_targets(u, error);

    if (status == CIRCLET_OK && u->target_count == 0)
        status = say_no_place(&why, u, error);
    else if (status == CIRCLET_OK && u->run->by == CI_SPREAD_COMMUNITIES)
        check_residents(&why, u);
    if (status == CIRCLET_OK && why.kind)
        status = refuse_all(u, &why, error);
    ci_buffer_free(&why.reason);
    return status;
}

static circlet_status refuse_unknown(unit_run *u, circlet_error *error)
{
    remarks why = {.field = "unit_code"};
    circlet_status status;

    ci_reason_add(add_remark(&why, "unknown_unit"),
                  "unit '%s' is not in the city", u->totals[0].unit_code);
    status = refuse_all(u, &why, error);
    ci_buffer_free(&why.reason);
    return status;
}

circlet_status ci_spread_refuse(ci_spread_run *run, size_t start, size_t *end,
                                circlet_error *error)
{
    unit_run u = {.run = run,
                  .totals = run->totals + start,
                  .total_count = *end - start};
    circlet_status status;

    u.unit = circlet_city_find_unit(run->city, u.totals[0].unit_code);
    if (u.unit == CIRCLET_NONE) {
        status = refuse_unknown(&u, error);
    } else {
        u.record = circlet_city_unit(run->city, u.unit);
        status = refuse_impossible(&u, error);
        if (status == CIRCLET_OK && u.total_count > 0)
            status = refuse_placeless(&u, error);
    }
    *end = start + u.total_count;
    unit_run_clear(&u);
    return status;
}

static void doubt_unit(unit_run *u)
{
    if (u->run->by == CI_SPREAD_COMMUNITIES) {
        doubt_residents(u);
        forget_residents(u);
        check_communities(u);
    } else if (u->run->by == CI_SPREAD_ROADS) {
        check_extent(u);
    }
    check_weights(u);
    doubt_overlap(u);
}

circlet_status ci_spread_unit(ci_spread_run *run, size_t start, size_t end,
                              circlet_error *error)
{
    unit_run u = {
        .run = run, .totals = run->totals + start, .total_count = end - start};
    circlet_status status;

    u.unit = circlet_city_find_unit(run->city, u.totals[0].unit_code);
    u.record = circlet_city_unit(run->city, u.unit);
    status = find_targets(&u, error);
    if (status == CIRCLET_OK) {
        doubt_unit(&u);
        status = tell_doubts(&u, error);
    }
    if (status == CIRCLET_OK)
        status = spread_totals(&u, error);
    unit_run_clear(&u);
    return status;
}
