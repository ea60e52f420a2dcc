#include "report/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "report/ledger_planned.h"
#include "report/ledger_privacy.h"

#define INTERNAL_BELOW 10
#define INTERNAL_BELOW_MAX 1000000
#define YEAR_MAX 9999

const char *circlet_ledger_level_name(circlet_ledger_level level)
{
    static const char *const names[CIRCLET_LEDGER_LEVEL_COUNT] = {
        "city", "district", "street", "community", "household", "facility"};

    return (unsigned)level < CIRCLET_LEDGER_LEVEL_COUNT ? names[level]
                                                        : "unknown";
}

const char *circlet_ledger_section_name(circlet_ledger_section section)
{
    static const char *const names[CIRCLET_LEDGER_SECTION_COUNT] = {
        "people",  "kind",      "grade",    "age",      "need",
        "aid",     "certified", "poor",     "coverage", "type",
        "service", "places",    "occupied", "beds",     "staff",
        "area",    "catchment", "fund",     "yearly",   "once"};

    return (unsigned)section < CIRCLET_LEDGER_SECTION_COUNT ? names[section]
                                                            : "unknown";
}

/* ---- options ------------------------------------------------------------ */

static circlet_status read_options(circlet_ledger *ledger,
                                   const circlet_policy *policy,
                                   const circlet_ledger_options *options,
                                   circlet_ledger_level level_max,
                                   circlet_error *error)
{
    int64_t below = options->internal_below;

    if ((int)options->level < 0 || options->level > level_max ||
        (level_max == CIRCLET_LEDGER_FACILITY &&
         options->level == CIRCLET_LEDGER_HOUSEHOLD))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "there are no figures for level '%s'",
                       circlet_ledger_level_name(options->level));
    if (options->year < 0 || options->year > YEAR_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "year %d is not from 1 to %d", options->year, YEAR_MAX);
    if (below < 0 || below > INTERNAL_BELOW_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a threshold of %lld persons is not from 1 to %d",
                       (long long)below, INTERNAL_BELOW_MAX);
    ledger->level = options->level;
    ledger->year = options->year;
    if (ledger->year == 0 && policy)
        ledger->year = policy->default_year;
    if (options->hidden_below < 0 ||
        options->hidden_below > INTERNAL_BELOW_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a threshold of %lld persons is not from 1 to %d",
                       (long long)options->hidden_below, INTERNAL_BELOW_MAX);
    ledger->hidden_below = options->hidden_below;
    ledger->internal_milli = (below > 0 ? below : INTERNAL_BELOW) * 1000;
    return ci_age_bands_read(&ledger->ages, options->age_limits,
                             options->age_limit_count, error);
}

circlet_status ci_ledger_new(circlet_ledger **out,
                             const circlet_policy *policy,
                             const circlet_ledger_options *options,
                             circlet_ledger_level level_max,
                             circlet_error *error)
{
    circlet_ledger *ledger = calloc(1, sizeof(*ledger));
    circlet_status status;

    if (!ledger)
        return ci_fail_nomem(error);
    status = read_options(ledger, policy, options, level_max, error);
    if (status)
        circlet_ledger_free(ledger);
    else
        *out = ledger;
    return status;
}

/* ---- making ------------------------------------------------------------- */

typedef struct ledger_sources {
    const circlet_city *city;
    const circlet_policy *policy;
    const circlet_travel *travel;
    const circlet_progress *progress;
} ledger_sources;

static circlet_status count_all(circlet_ledger *ledger,
                                const ci_ledger_places *places,
                                const ledger_sources *sources,
                                circlet_error *error)
{
    circlet_status status =
        ci_ledger_count_people(ledger, places, sources->city, error);

    if (!status && sources->policy)
        status = ci_ledger_count_coverage(ledger, places, sources->city,
                                          sources->policy, sources->travel,
                                          sources->progress, error);
    if (!status && places->facility_rows)
        status = ci_ledger_count_facilities(ledger, places, sources->city,
                                            sources->policy, error);
    return status;
}

static circlet_status fill(circlet_ledger *ledger,
                           const ledger_sources *sources, circlet_error *error)
{
    ci_ledger_places places = {NULL, NULL};
    circlet_status status =
        ci_ledger_place(ledger, &places, sources->city, error);

    if (!status)
        status = ci_ledger_add_columns(ledger, sources->city, sources->policy,
                                       error);
    if (!status)
        status = ci_ledger_make_figures(ledger, sources->city, error);
    if (!status)
        status = count_all(ledger, &places, sources, error);
    if (!status)
        status = ci_ledger_hide_placeless(ledger, sources->city, error);
    ci_ledger_places_clear(&places);
    return status;
}

/* What is hidden depends on what the ledgers of other levels show. */
static circlet_status hide_few(circlet_ledger *ledger,
                               const ledger_sources *sources,
                               const circlet_ledger_options *options,
                               circlet_error *error)
{
    circlet_ledger_options finest = *options;
    circlet_ledger *fine = NULL;
    circlet_status status = CIRCLET_OK;

    finest.level = CIRCLET_LEDGER_COMMUNITY;
    if (ledger->level != finest.level)
        status = ci_ledger_new(&fine, sources->policy, &finest,
                               CIRCLET_LEDGER_HOUSEHOLD, error);
    if (!status && fine)
        status = fill(fine, sources, error);
    if (!status)
        status = ci_ledger_hide_few(ledger, fine ? fine : ledger,
                                    sources->city, options, error);
    circlet_ledger_free(fine);
    return status;
}

circlet_status circlet_ledger_compute(circlet_ledger **out,
                                      const circlet_city *city,
                                      const circlet_policy *policy,
                                      const circlet_travel *travel,
                                      const circlet_ledger_options *options,
                                      circlet_error *error)
{
    circlet_ledger_options own;
    const ledger_sources sources = {city, policy, travel, &own.progress};
    circlet_ledger *ledger = NULL;
    circlet_status status;

    if (!out || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a ledger needs a city");
    status = ci_options_read(&own, sizeof(own), options, error);
    if (!status)
        status = ci_ledger_new(&ledger, policy, &own, CIRCLET_LEDGER_HOUSEHOLD,
                               error);
    if (!status)
        status = fill(ledger, &sources, error);
    if (!status && own.hidden_below > 0 &&
        own.level != CIRCLET_LEDGER_HOUSEHOLD)
        status = own.today
                     ? ci_ledger_publish_planned(ledger, city, &own, error)
                     : hide_few(ledger, &sources, &own, error);
    if (status)
        circlet_ledger_free(ledger);
    else
        *out = ledger;
    return status;
}

/* ---- reading ------------------------------------------------------------ */

void circlet_ledger_free(circlet_ledger *ledger)
{
    if (!ledger)
        return;
    free(ledger->columns);
    free(ledger->rows);
    free(ledger->values_milli);
    free(ledger->modelled_milli);
    free(ledger->flags);
    free(ledger->hidden);
    ci_arena_free(&ledger->arena);
    free(ledger);
}

int circlet_ledger_year(const circlet_ledger *ledger)
{
    return ledger->year;
}

circlet_ledger_level circlet_ledger_level_of(const circlet_ledger *ledger)
{
    return ledger->level;
}

int64_t circlet_ledger_internal_below(const circlet_ledger *ledger)
{
    return ledger->internal_milli / 1000;
}

int64_t circlet_ledger_hidden_below(const circlet_ledger *ledger)
{
    return ledger->hidden ? ledger->hidden_below : 0;
}

bool circlet_ledger_has_modelled(const circlet_ledger *ledger)
{
    return ledger->modelled_milli != NULL;
}

size_t circlet_ledger_column_count(const circlet_ledger *ledger)
{
    return ledger->column_count;
}

const circlet_ledger_column *circlet_ledger_column_at(
    const circlet_ledger *ledger, size_t column)
{
    return column < ledger->column_count ? &ledger->columns[column] : NULL;
}

size_t circlet_ledger_row_count(const circlet_ledger *ledger)
{
    return ledger->row_count;
}

const circlet_ledger_row *circlet_ledger_row_at(const circlet_ledger *ledger,
                                                size_t row)
{
    return row < ledger->row_count ? &ledger->rows[row] : NULL;
}

/* Few people, above none. */
static bool is_small(const circlet_ledger *ledger, size_t row, size_t column)
{
    size_t at = row * ledger->column_count + column;
    int64_t below = ledger->internal_milli;
    int64_t value = ledger->values_milli[at];
    int64_t modelled = ledger->modelled_milli ? ledger->modelled_milli[at] : 0;

    return strcmp(ledger->columns[column].unit, "persons") == 0 &&
           ((value > 0 && value < below) ||
            (modelled > 0 && modelled < below));
}

/* So much for each person tells how many there are. */
static bool is_internal(const circlet_ledger *ledger, size_t row,
                        size_t column)
{
    if (strcmp(ledger->columns[column].unit, "cny") != 0)
        return is_small(ledger, row, column);
    if (ledger->values_milli[row * ledger->column_count + column] == 0)
        return false;
    for (size_t c = 0; c < ledger->column_count; c++)
        if (is_small(ledger, row, c))
            return true;
    return false;
}

circlet_ledger_cell circlet_ledger_cell_at(const circlet_ledger *ledger,
                                           size_t row, size_t column)
{
    circlet_ledger_cell cell = {0, 0, false, false, false, false};
    size_t at = row * ledger->column_count + column;

    if (row > ledger->row_count || column >= ledger->column_count)
        return cell;
    cell.is_hidden = ledger->hidden && ledger->hidden[at];
    if (cell.is_hidden)
        return cell;
    cell.value_milli = ledger->values_milli[at];
    if (ledger->modelled_milli)
        cell.modelled_milli = ledger->modelled_milli[at];
    cell.is_known = ledger->flags[at] != CI_FIGURE_UNKNOWN;
    cell.is_complete = !(ledger->flags[at] & CI_FIGURE_UNKNOWN);
    cell.is_internal = is_internal(ledger, row, column);
    return cell;
}
