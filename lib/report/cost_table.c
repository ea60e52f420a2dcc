/* What funds come to, in the form of a ledger. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "policy/cost.h"
#include "report/ledger.h"

typedef struct cost_sources {
    const circlet_city *city;
    const circlet_policy *policy;
    const ci_costs *costs;
} cost_sources;

/* ---- rows --------------------------------------------------------------- */

static circlet_unit lowest_unit(const circlet_city *city,
                                circlet_facility facility)
{
    circlet_unit unit = CIRCLET_NONE;

    for (int level = CIRCLET_LEVEL_STREET; unit == CIRCLET_NONE && level >= 0;
         level--)
        unit =
            circlet_city_facility_unit(city, facility, (circlet_level)level);
    return unit;
}

/* A row for each facility that some fund pays for, or perhaps does. */
static circlet_status add_facility_rows(circlet_ledger *ledger, uint32_t *rows,
                                        const cost_sources *from,
                                        circlet_error *error)
{
    size_t count = circlet_city_facility_count(from->city);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < from->costs->count; i++)
        rows[from->costs->items[i].facility] = 1;
    for (size_t i = 0; !status && i < count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(from->city, (circlet_facility)i);
        circlet_ledger_row row = {ledger->level, facility->id, facility->name,
                                  NULL, NULL};

        if (rows[i] == 0)
            continue;
        ci_ledger_set_parent(&row, from->city,
                             lowest_unit(from->city, (circlet_facility)i));
        rows[i] = (uint32_t)ledger->row_count;
        status = ci_ledger_add_row(ledger, &row, error);
    }
    return status;
}

static circlet_status add_rows(circlet_ledger *ledger,
                               ci_ledger_places *places,
                               const cost_sources *from, circlet_error *error)
{
    if (ledger->level != CIRCLET_LEDGER_FACILITY)
        return ci_ledger_place_facilities(ledger, places, from->city, error);
    places->facility_rows = calloc(circlet_city_facility_count(from->city) + 1,
                                   sizeof(*places->facility_rows));
    if (!places->facility_rows)
        return ci_fail_nomem(error);
    return add_facility_rows(ledger, places->facility_rows, from, error);
}

/* ---- columns ------------------------------------------------------------ */

static circlet_status add_three(circlet_ledger *ledger,
                                circlet_ledger_column column,
                                const char *const words[3],
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < 3; i++) {
        column.word = words[i];
        status = ci_ledger_add_column(ledger, &column, error);
    }
    return status;
}

static circlet_ledger_column fund_column(const ci_fund *fund)
{
    const circlet_ledger_column column = {.section = CIRCLET_LEDGER_FUND,
                                          .word = fund->is_once ? "once"
                                                                : "yearly",
                                          .rule = fund->id,
                                          .unit = "cny",
                                          .title_zh = fund->title_zh,
                                          .title_en = fund->title_en,
                                          .citation = fund->citation};

    return column;
}

static circlet_status add_catchments(circlet_ledger *ledger,
                                     const circlet_policy *policy,
                                     circlet_error *error)
{
    static const char *const words[3] = {"persons", "persons_low",
                                         "persons_high"};
    const circlet_ledger_column facilities = {.section =
                                                  CIRCLET_LEDGER_CATCHMENT,
                                              .word = "facilities",
                                              .unit = "facilities"};
    circlet_status status = ci_ledger_add_column(ledger, &facilities, error);

    for (size_t i = 0; !status && i < policy->fund_count; i++) {
        circlet_ledger_column column = fund_column(&policy->funds[i]);

        column.section = CIRCLET_LEDGER_CATCHMENT;
        column.unit = "persons";
        if (policy->funds[i].per_person_cny > 0 &&
            ci_fund_is_in_force(&policy->funds[i], ledger->year))
            status = add_three(ledger, column, words, error);
    }
    return status;
}

static circlet_status add_funds(circlet_ledger *ledger,
                                const circlet_policy *policy,
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < policy->fund_count; i++) {
        const circlet_ledger_column column = fund_column(&policy->funds[i]);

        if (ci_fund_is_in_force(&policy->funds[i], ledger->year))
            status = ci_ledger_add_column(ledger, &column, error);
    }
    return status;
}

static circlet_status add_columns(circlet_ledger *ledger,
                                  const circlet_policy *policy,
                                  circlet_error *error)
{
    static const char *const words[3] = {"known", "low", "high"};
    const circlet_ledger_column yearly = {.section = CIRCLET_LEDGER_YEARLY,
                                          .unit = "cny"};
    const circlet_ledger_column once = {.section = CIRCLET_LEDGER_ONCE,
                                        .unit = "cny"};
    circlet_status status = add_catchments(ledger, policy, error);

    if (!status)
        status = add_funds(ledger, policy, error);
    if (!status)
        status = add_three(ledger, yearly, words, error);
    return status ? status : add_three(ledger, once, words, error);
}

/* ---- figures ------------------------------------------------------------ */

/* The first column of a section, of a fund or (NULL) of any. */
static size_t find_column(const circlet_ledger *ledger,
                          circlet_ledger_section section, const char *fund)
{
    size_t i = 0;

    while (i < ledger->column_count &&
           (ledger->columns[i].section != section ||
            (fund && (!ledger->columns[i].rule ||
                      strcmp(ledger->columns[i].rule, fund) != 0))))
        i++;
    return i;
}

static circlet_status add_figure(circlet_ledger *ledger, size_t row,
                                 size_t column, int64_t milli,
                                 bool is_complete, circlet_error *error)
{
    if (!is_complete)
        ci_ledger_add_unknown(ledger, row, column);
    return milli == 0 && !is_complete
               ? CIRCLET_OK
               : ci_ledger_add(ledger, row, column, milli, error);
}

static circlet_status add_range(circlet_ledger *ledger, size_t row,
                                size_t column, const ci_cost_range *range,
                                bool is_complete, circlet_error *error)
{
    circlet_status status =
        add_figure(ledger, row, column, range->known, is_complete, error);

    if (!status)
        status = add_figure(ledger, row, column + 1, range->low, true, error);
    return status ? status
                  : add_figure(ledger, row, column + 2, range->high,
                               is_complete, error);
}

/* Modelled people are apart from the others in the known number. */
static circlet_status add_persons(circlet_ledger *ledger, size_t row,
                                  const ci_cost *cost, circlet_error *error)
{
    size_t column =
        find_column(ledger, CIRCLET_LEDGER_CATCHMENT, cost->fund->id);
    size_t at = row * ledger->column_count + column;
    size_t total = ledger->row_count * ledger->column_count + column;
    ci_cost_range persons = cost->persons_milli;

    persons.known -= cost->modelled_milli;
    if (ledger->modelled_milli) {
        ledger->modelled_milli[at] += cost->modelled_milli;
        ledger->modelled_milli[total] += cost->modelled_milli;
    }
    return add_range(ledger, row, column, &persons, cost->is_complete, error);
}

static circlet_status add_cost(circlet_ledger *ledger, size_t row,
                               const ci_cost *cost, circlet_error *error)
{
    const ci_fund *fund = cost->fund;
    circlet_status status = CIRCLET_OK;

    if (fund->per_person_cny > 0)
        status = add_persons(ledger, row, cost, error);
    if (!status)
        status = add_figure(ledger, row,
                            find_column(ledger, CIRCLET_LEDGER_FUND, fund->id),
                            cost->cny_milli.known, cost->is_complete, error);
    if (status)
        return status;
    return add_range(ledger, row,
                     find_column(ledger,
                                 fund->is_once ? CIRCLET_LEDGER_ONCE
                                               : CIRCLET_LEDGER_YEARLY,
                                 NULL),
                     &cost->cny_milli, cost->is_complete, error);
}

/* Each facility counts once, however many funds pay for it. */
static circlet_status count_facilities(circlet_ledger *ledger,
                                       const uint32_t *rows,
                                       const cost_sources *from,
                                       circlet_error *error)
{
    bool *is_counted = calloc(circlet_city_facility_count(from->city) + 1,
                              sizeof(*is_counted));
    circlet_status status = is_counted ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < from->costs->count; i++) {
        circlet_facility facility = from->costs->items[i].facility;

        if (is_counted[facility])
            continue;
        is_counted[facility] = true;
        status = ci_ledger_add(ledger, rows[facility], 0, 1000, error);
    }
    free(is_counted);
    return status;
}

/* From a row on. */
static void add_unknowns(circlet_ledger *ledger, size_t first, size_t column)
{
    for (size_t row = first; row <= ledger->row_count; row++)
        ci_ledger_add_unknown(ledger, row, column);
}

/* What a fund pays for facilities of which no import has spoken. */
static void add_unknown_fund(circlet_ledger *ledger, size_t first,
                             const ci_fund *fund)
{
    size_t sums = find_column(
        ledger, fund->is_once ? CIRCLET_LEDGER_ONCE : CIRCLET_LEDGER_YEARLY,
        NULL);

    add_unknowns(ledger, first, 0);
    if (fund->per_person_cny > 0) {
        size_t persons =
            find_column(ledger, CIRCLET_LEDGER_CATCHMENT, fund->id);

        add_unknowns(ledger, first, persons);
        add_unknowns(ledger, first, persons + 2);
    }
    add_unknowns(ledger, first,
                 find_column(ledger, CIRCLET_LEDGER_FUND, fund->id));
    add_unknowns(ledger, first, sums);
    add_unknowns(ledger, first, sums + 2);
}

/* Where some types were spoken of, only sums are open: what each facility of
 * them gets for itself is known. */
static void add_unknown_funds(circlet_ledger *ledger, const cost_sources *from)
{
    const circlet_policy *policy = from->policy;
    size_t first_sum =
        ledger->level == CIRCLET_LEDGER_FACILITY ? ledger->row_count : 0;

    for (size_t i = 0; i < policy->fund_count; i++) {
        const ci_fund *fund = &policy->funds[i];

        if (!ci_fund_is_in_force(fund, ledger->year))
            continue;
        if (!ci_fund_is_known(fund, policy, from->city))
            add_unknown_fund(ledger, 0, fund);
        else if (ci_fund_lacks_types(fund, policy, from->city))
            add_unknown_fund(ledger, first_sum, fund);
    }
}

/* ---- the call ----------------------------------------------------------- */

static circlet_status fill(circlet_ledger *ledger, const cost_sources *from,
                           circlet_error *error)
{
    ci_ledger_places places = {NULL, NULL};
    circlet_status status = add_rows(ledger, &places, from, error);

    if (!status)
        status = add_columns(ledger, from->policy, error);
    if (!status)
        status = ci_ledger_make_figures(ledger, from->city, error);
    if (!status)
        status = count_facilities(ledger, places.facility_rows, from, error);
    for (size_t i = 0; !status && i < from->costs->count; i++)
        status = add_cost(ledger,
                          places.facility_rows[from->costs->items[i].facility],
                          &from->costs->items[i], error);
    if (!status) {
        add_unknown_funds(ledger, from);
        status = ci_ledger_hide_placeless(ledger, from->city, error);
    }
    ci_ledger_places_clear(&places);
    return status;
}

static circlet_status check(const void *out, const circlet_city *city,
                            const circlet_policy *policy, circlet_error *error)
{
    if (!out || !city || !policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "costs need a city and a policy");
    if (policy->fund_count > 0)
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_NOT_FOUND, "policy '%s' has no funds",
                   policy->id);
}

circlet_status circlet_cost_compute(circlet_ledger **out,
                                    const circlet_city *city,
                                    const circlet_policy *policy,
                                    const circlet_travel *travel,
                                    const circlet_ledger_options *options,
                                    circlet_error *error)
{
    circlet_ledger_options own;
    circlet_ledger *ledger = NULL;
    ci_costs costs = {NULL, 0, 0};
    const cost_sources from = {city, policy, &costs};
    circlet_status status = check(out, city, policy, error);

    if (!status)
        status = ci_options_read(&own, sizeof(own), options, error);
    if (!status)
        status = ci_ledger_new(&ledger, policy, &own, CIRCLET_LEDGER_FACILITY,
                               error);
    if (!status)
        status = ci_costs_find(&costs, policy, city, travel, ledger->year,
                               &own.progress, error);
    if (!status)
        status = fill(ledger, &from, error);
    ci_costs_clear(&costs);
    if (status)
        circlet_ledger_free(ledger);
    else
        *out = ledger;
    return status;
}
