/* The figures: adding people and facilities where row and column cross. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "access/coverage.h"
#include "base/error.h"
#include "city/placed_units.h"
#include "policy/circle.h"
#include "report/ledger.h"

/* Beyond it thousandths are no longer exact. */
#define AMOUNT_MAX 9e12

circlet_status ci_ledger_make_figures(circlet_ledger *ledger,
                                      const circlet_city *city,
                                      circlet_error *error)
{
    size_t columns = ledger->column_count;
    bool has_modelled = false;
    size_t count;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++)
        has_modelled |=
            circlet_city_demand(city, (circlet_demand)i)->is_modelled;
    if (columns > SIZE_MAX / sizeof(int64_t) / (ledger->row_count + 1))
        return ci_fail_nomem(error);
    count = columns * (ledger->row_count + 1);
    ledger->values_milli = calloc(count + 1, sizeof(int64_t));
    ledger->flags = calloc(count + 1, 1);
    if (has_modelled)
        ledger->modelled_milli = calloc(count + 1, sizeof(int64_t));
    return ledger->values_milli && ledger->flags &&
                   (!has_modelled || ledger->modelled_milli)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* A part is never more than the total, which alone is checked first. */
static circlet_status add_to(int64_t *sums, circlet_ledger *ledger, size_t row,
                             size_t column, int64_t milli,
                             circlet_error *error)
{
    size_t columns = ledger->column_count;

    if (!ci_add_weight(&sums[ledger->row_count * columns + column], milli))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the figures of column '%s' add up to more than 64 "
                       "bits hold",
                       ledger->columns[column].word);
    sums[row * columns + column] += milli;
    return CIRCLET_OK;
}

static void mark(circlet_ledger *ledger, size_t row, size_t column, int bit)
{
    size_t columns = ledger->column_count;

    ledger->flags[row * columns + column] |= (uint8_t)bit;
    ledger->flags[ledger->row_count * columns + column] |= (uint8_t)bit;
}

circlet_status ci_ledger_add(circlet_ledger *ledger, size_t row, size_t column,
                             int64_t milli, circlet_error *error)
{
    mark(ledger, row, column, CI_FIGURE_KNOWN);
    return add_to(ledger->values_milli, ledger, row, column, milli, error);
}

void ci_ledger_add_unknown(circlet_ledger *ledger, size_t row, size_t column)
{
    mark(ledger, row, column, CI_FIGURE_UNKNOWN);
}

void ci_ledger_add_unknowns(circlet_ledger *ledger, size_t column)
{
    for (size_t row = 0; row <= ledger->row_count; row++)
        ci_ledger_add_unknown(ledger, row, column);
}

circlet_status ci_ledger_add_person(circlet_ledger *ledger, size_t row,
                                    size_t column,
                                    const circlet_demand_record *person,
                                    circlet_error *error)
{
    mark(ledger, row, column, CI_FIGURE_KNOWN);
    return add_to(person->is_modelled ? ledger->modelled_milli
                                      : ledger->values_milli,
                  ledger, row, column, person->weight_milli, error);
}

/* ---- people ------------------------------------------------------------- */

static bool answer_is(circlet_answer answer, const char *word)
{
    if (answer == CIRCLET_UNKNOWN)
        return strcmp(word, "unknown") == 0;
    return strcmp(word, answer == CIRCLET_YES ? "yes" : "no") == 0;
}

/* `list` is NULL where it is not known. */
static bool list_is(const char *list, const char *word)
{
    return list ? circlet_list_has(list, word) : strcmp(word, "unknown") == 0;
}

/* Bands and grades are told apart by where their columns stand: column
 * `first` is that of the first band, or of grade 1. */
static bool stands_in(const circlet_ledger *ledger, size_t column,
                      size_t first, const circlet_demand_record *person)
{
    const char *word = ledger->columns[column].word;

    switch (ledger->columns[column].section) {
    case CIRCLET_LEDGER_PEOPLE:
        return true;
    case CIRCLET_LEDGER_KIND:
        return list_is(person->kind, word);
    case CIRCLET_LEDGER_GRADE:
        return column - first ==
               (person->grade < 0 ? 4U : (unsigned)person->grade - 1U);
    case CIRCLET_LEDGER_AGE:
        return column - first ==
               ci_age_band_of(&ledger->ages, person, ledger->year);
    case CIRCLET_LEDGER_NEED:
        return list_is(person->needs, word);
    case CIRCLET_LEDGER_AID:
        return strcmp(person->aid ? person->aid : "unknown", word) == 0;
    case CIRCLET_LEDGER_CERTIFIED:
        return answer_is(person->certified, word);
    case CIRCLET_LEDGER_POOR:
        return answer_is(person->poor, word);
    default:
        return false;
    }
}

circlet_status ci_ledger_count_people(circlet_ledger *ledger,
                                      const ci_ledger_places *places,
                                      const circlet_city *city,
                                      circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t first = 0;

    for (size_t c = 0; !status && c < ledger->column_count; c++) {
        circlet_ledger_section section = ledger->columns[c].section;

        if (section > CIRCLET_LEDGER_POOR)
            break;
        if (section != ledger->columns[first].section)
            first = c;
        if (!circlet_city_knows_people(city))
            ci_ledger_add_unknowns(ledger, c);
        for (size_t i = 0; !status && i < circlet_city_demand_count(city);
             i++) {
            const circlet_demand_record *person =
                circlet_city_demand(city, (circlet_demand)i);

            if (stands_in(ledger, c, first, person))
                status = ci_ledger_add_person(ledger, places->demand_rows[i],
                                              c, person, error);
        }
    }
    return status;
}

/* ---- facilities --------------------------------------------------------- */

bool ci_ledger_is_open(const circlet_ledger *ledger,
                       const circlet_facility_record *facility)
{
    if (ledger->year > 0)
        return ci_facility_is_open(facility, ledger->year);
    return facility->status == CIRCLET_FACILITY_OPEN && facility->closed < 0;
}

static int64_t occupied(const circlet_facility_record *facility,
                        const char *service, const ci_facility_types *types)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return facility->services[i].occupied;
    return ci_facility_offers(facility, service, types) ? -1 : 0;
}

static double measure_of(const circlet_facility_record *facility,
                         const char *word)
{
    for (int i = 0; i < CIRCLET_MEASURE_COUNT; i++)
        if (strcmp(circlet_measure_name((circlet_measure)i), word) == 0)
            return facility->measures[i];
    return (double)NAN;
}

/* What a facility adds to a column; NaN: it is not known. */
static double amount_of(const circlet_ledger_column *column,
                        const circlet_facility_record *facility,
                        const ci_facility_types *types)
{
    const char *word = column->word;
    int64_t count;

    switch (column->section) {
    case CIRCLET_LEDGER_TYPE:
        return strcmp(word, "all") == 0 || strcmp(word, facility->type) == 0;
    case CIRCLET_LEDGER_SERVICE:
        return ci_facility_offers(facility, word, types);
    case CIRCLET_LEDGER_PLACES:
        count = ci_facility_places(facility, word, types);
        break;
    case CIRCLET_LEDGER_OCCUPIED:
        count = occupied(facility, word, types);
        break;
    case CIRCLET_LEDGER_BEDS:
        count = ci_facility_beds(facility, word, types);
        break;
    default:
        return measure_of(facility, word);
    }
    return count < 0 ? (double)NAN : (double)count;
}

static circlet_status add_facility(circlet_ledger *ledger, size_t row,
                                   size_t column,
                                   const circlet_facility_record *facility,
                                   const ci_facility_types *types,
                                   circlet_error *error)
{
    double amount = amount_of(&ledger->columns[column], facility, types);

    if (isnan(amount)) {
        ci_ledger_add_unknown(ledger, row, column);
        return CIRCLET_OK;
    }
    if (amount == 0 &&
        ledger->columns[column].section <= CIRCLET_LEDGER_SERVICE)
        return CIRCLET_OK; /* one of another type says nothing of this one */
    if (amount > AMOUNT_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has more %s than a ledger can add up",
                       facility->id, ledger->columns[column].word);
    return ci_ledger_add(ledger, row, column, llround(amount * 1000), error);
}

static bool may_offer(const ci_facility_type *type, const char *service)
{
    return ci_words_have(&type->services, service) ||
           ci_words_have(&type->perhaps, service);
}

/* Whether there may be facilities that no import has spoken of and that
 * would add to a column: any where nothing was imported, else those of the
 * policy's types. Without a policy the total may lack those of types that no
 * import has spoken of. */
static bool lacks_facilities(const circlet_ledger_column *column,
                             const circlet_city *city,
                             const ci_facility_types *types)
{
    bool is_of_service = column->section == CIRCLET_LEDGER_SERVICE ||
                         column->section == CIRCLET_LEDGER_PLACES ||
                         column->section == CIRCLET_LEDGER_OCCUPIED ||
                         column->section == CIRCLET_LEDGER_BEDS;
    bool is_of_type = column->section == CIRCLET_LEDGER_TYPE &&
                      strcmp(column->word, "all") != 0;

    if (circlet_city_is_complete(city, CIRCLET_PART_FACILITIES))
        return false;
    if (circlet_city_facility_count(city) == 0)
        return true;
    if (is_of_type)
        return !circlet_city_knows_facility_type(city, column->word);
    if (types->count == 0)
        return column->section == CIRCLET_LEDGER_TYPE;
    for (size_t i = 0; i < types->count; i++)
        if (!circlet_city_knows_facility_type(city, types->items[i].type) &&
            (!is_of_service || may_offer(&types->items[i], column->word)))
            return true;
    return false;
}

circlet_status ci_ledger_count_facilities(circlet_ledger *ledger,
                                          const ci_ledger_places *places,
                                          const circlet_city *city,
                                          const circlet_policy *policy,
                                          circlet_error *error)
{
    const ci_facility_types types = {policy ? policy->types : NULL,
                                     policy ? policy->type_count : 0};
    circlet_status status = CIRCLET_OK;

    for (size_t c = 0; c < ledger->column_count; c++)
        if (ledger->columns[c].section >= CIRCLET_LEDGER_TYPE &&
            lacks_facilities(&ledger->columns[c], city, &types))
            ci_ledger_add_unknowns(ledger, c);
    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (!ci_ledger_is_open(ledger, facility))
            continue;
        for (size_t c = 0; !status && c < ledger->column_count; c++)
            if (ledger->columns[c].section >= CIRCLET_LEDGER_TYPE)
                status = add_facility(ledger, places->facility_rows[i], c,
                                      facility, &types, error);
    }
    return status;
}

/* ---- units without an area ---------------------------------------------- */

/* The rows of units stand first, in the city's order. */
circlet_status ci_ledger_hide_placeless(circlet_ledger *ledger,
                                        const circlet_city *city,
                                        circlet_error *error)
{
    size_t columns = ledger->column_count, row = 0;
    bool *is_placed = NULL;
    circlet_status status = ci_placed_units_find(&is_placed, city, error);

    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++) {
        if ((int)circlet_city_unit(city, (circlet_unit)i)->level !=
            (int)ledger->level)
            continue;
        for (size_t c = 0; !is_placed[i] && c < columns; c++)
            ledger->flags[row * columns + c] |= CI_FIGURE_UNKNOWN;
        row++;
    }
    free(is_placed);
    return status;
}
