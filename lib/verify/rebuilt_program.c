#include "verify/rebuilt_program.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/rule.h"

void ci_rebuilt_clear(ci_rebuilt_program *program)
{
    ci_workshop_close(&program->workshop);
    ci_arena_free(&program->arena);
    free(program->places);
    free(program->column_first);
    free(program->column_place);
    free(program->columns);
    free(program->row_first);
    free(program->place_rows);
    free(program->is_in_doubt);
    free(program->needs);
    free(program->dear);
    free(program->others);
    free(program->first);
    free(program->rows);
    free(program->amounts);
    free(program->prices);
    *program = (ci_rebuilt_program){.lacks = NULL};
}

/* ---- places ------------------------------------------------------------- */

static bool list_places(ci_rebuilt_program *out)
{
    const circlet_city *city = out->lacks->judgement->city;

    out->site_count = circlet_city_site_count(city);
    out->place_count = out->site_count + circlet_city_facility_count(city);
    out->places = calloc(out->place_count + 1, sizeof(*out->places));
    for (size_t p = 0; out->places && p < out->place_count; p++) {
        bool is_site = p < out->site_count;

        out->places[p] = (ci_remedy_place){
            is_site, (uint32_t)(is_site ? p : p - out->site_count)};
    }
    return out->places != NULL;
}

/* SIZE_MAX: there is no such place. */
static size_t find_place(const ci_rebuilt_program *program,
                         const ci_certified_column *column)
{
    const circlet_city *city = program->lacks->judgement->city;
    uint32_t found = column->is_site
                         ? circlet_city_find_site(city, column->place)
                         : circlet_city_find_facility(city, column->place);

    if (found == CIRCLET_NONE)
        return SIZE_MAX;
    return column->is_site ? found : program->site_count + found;
}

/* ---- columns ------------------------------------------------------------ */

static circlet_status check_column(const ci_rebuilt_program *program, size_t j,
                                   circlet_error *error)
{
    const ci_program_certificate *certificate = program->certificate;
    const ci_certified_column *column = &certificate->columns[j];

    if (column->is_site &&
        ci_rule_is_listed(certificate->forbid, column->place))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the certificate builds on the site '%s', which is "
                       "forbidden",
                       column->place);
    if (!program->columns[j].is_possible)
        return ci_fail(error, CIRCLET_E_DATA,
                       "column %zu of the certificate, at '%s', cannot be "
                       "carried out at a known price",
                       j, column->place);
    return CIRCLET_OK;
}

static circlet_status try_column(ci_rebuilt_program *out, size_t j,
                                 circlet_error *error)
{
    const ci_certified_column *column = &out->certificate->columns[j];
    const ci_certified_way *way = &out->certificate->ways[column->way];
    size_t place = find_place(out, column);
    circlet_status status;

    if (place == SIZE_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the certificate has a place '%s', which is not there",
                       column->place);
    out->column_place[j] = (uint32_t)place;
    out->columns[j].gains =
        ci_arena_take(&out->arena, (out->lacks->rule_count + 1) *
                                       sizeof(*out->columns[j].gains));
    if (!out->columns[j].gains)
        return ci_fail_nomem(error);
    status =
        ci_remedy_try(&out->columns[j], &out->workshop, out->places[place],
                      way->actions, way->count, error);
    return status == CIRCLET_OK ? check_column(out, j, error) : status;
}

/* Where the columns of each place begin; those of a place must follow one
 * another, in any order of the places. */
static circlet_status group_columns(ci_rebuilt_program *out,
                                    circlet_error *error)
{
    size_t count = out->certificate->column_count;

    for (size_t p = 0; p <= out->place_count; p++)
        out->column_first[p] = SIZE_MAX;
    for (size_t j = 0; j < count; j++) {
        uint32_t place = out->column_place[j];

        if (j > 0 && place == out->column_place[j - 1])
            continue;
        if (out->column_first[place] != SIZE_MAX)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the certificate has the place '%s' twice",
                           out->certificate->columns[j].place);
        out->column_first[place] = j;
    }
    return CIRCLET_OK;
}

static circlet_status try_columns(ci_rebuilt_program *out,
                                  circlet_error *error)
{
    size_t count = out->certificate->column_count;
    circlet_status status = CIRCLET_OK;

    out->columns = calloc(count + 1, sizeof(*out->columns));
    out->column_place = calloc(count + 1, sizeof(*out->column_place));
    out->column_first =
        calloc(out->place_count + 1, sizeof(*out->column_first));
    if (!out->columns || !out->column_place || !out->column_first)
        return ci_fail_nomem(error);
    for (size_t j = 0; status == CIRCLET_OK && j < count; j++)
        status = try_column(out, j, error);
    return status == CIRCLET_OK ? group_columns(out, error) : status;
}

/* ---- entries ------------------------------------------------------------ */

static size_t count_entries(const ci_rebuilt_program *program, size_t j)
{
    size_t count = 0, place = program->column_place[j];

    for (size_t k = program->row_first[place];
         k < program->row_first[place + 1]; k++)
        count += ci_rebuilt_amount(program, program->place_rows[k],
                                   program->columns[j].gains) > 0;
    return count;
}

static void fill_column(ci_rebuilt_program *out, size_t j)
{
    size_t place = out->column_place[j], next = out->first[j];

    for (size_t k = out->row_first[place]; k < out->row_first[place + 1];
         k++) {
        int64_t amount =
            ci_rebuilt_amount(out, out->place_rows[k], out->columns[j].gains);

        if (amount <= 0)
            continue;
        out->rows[next] = out->place_rows[k];
        out->amounts[next++] = amount;
    }
    out->prices[j] = out->columns[j].price_cny;
}

static circlet_status fill_columns(ci_rebuilt_program *out,
                                   circlet_error *error)
{
    size_t count = out->certificate->column_count;

    out->first = calloc(count + 1, sizeof(*out->first));
    out->prices = calloc(count + 1, sizeof(*out->prices));
    for (size_t j = 0; out->first && j < count; j++)
        out->first[j + 1] = out->first[j] + count_entries(out, j);
    if (!out->first || !out->prices)
        return ci_fail_nomem(error);
    out->rows = calloc(out->first[count] + 1, sizeof(*out->rows));
    out->amounts = calloc(out->first[count] + 1, sizeof(*out->amounts));
    if (!out->rows || !out->amounts)
        return ci_fail_nomem(error);
    for (size_t j = 0; j < count; j++)
        fill_column(out, j);
    return CIRCLET_OK;
}

/* ---- what can be had ---------------------------------------------------- */

/* What the ways of a place can give a row of it, at most. */
static int64_t most_of(const ci_rebuilt_program *program, size_t place,
                       uint32_t row)
{
    const ci_program_certificate *certificate = program->certificate;
    int64_t most = 0;

    for (size_t j = program->column_first[place];
         j < certificate->column_count && program->column_place[j] == place;
         j++) {
        int64_t amount =
            ci_rebuilt_amount(program, row, program->columns[j].gains);

        if (amount > most)
            most = amount;
    }
    return most;
}

static int64_t whole_need(const ci_rebuilt_program *program, size_t row)
{
    return row < program->lacks->row_count ? program->lacks->rows[row].need
                                           : 1;
}

uint8_t *ci_rebuilt_new_hosts(const ci_rebuilt_program *program)
{
    const ci_lacks *lacks = program->lacks;

    return calloc(
        circlet_city_unit_count(lacks->judgement->city) * lacks->count + 1, 1);
}

bool ci_rebuilt_is_new(const ci_rebuilt_program *program, uint8_t *had,
                       uint32_t row, size_t place)
{
    const ci_lacks *lacks = program->lacks;
    circlet_unit host;
    uint8_t *known;

    if (row >= lacks->row_count)
        return true;
    host =
        ci_remedy_host(lacks, lacks->rows[row].lack, program->places[place]);
    if (host == CIRCLET_NONE)
        return true;
    known = &had[lacks->rows[row].lack *
                     circlet_city_unit_count(lacks->judgement->city) +
                 host];
    return !*known && (*known = 1);
}

/* Of what is contested nothing is known to be out of the question. */
static bool find_needs(ci_rebuilt_program *out)
{
    uint8_t *had = ci_rebuilt_new_hosts(out);

    out->needs = calloc(out->row_count + 1, sizeof(*out->needs));
    for (size_t p = 0; had && out->needs && p < out->place_count; p++)
        for (size_t k = out->row_first[p]; k < out->row_first[p + 1]; k++) {
            uint32_t row = out->place_rows[k];
            int64_t rest = whole_need(out, row) - out->needs[row];
            int64_t most = rest > 0 ? most_of(out, p, row) : 0;

            if (most > 0 && ci_rebuilt_is_new(out, had, row, p))
                out->needs[row] += most < rest ? most : rest;
        }
    for (size_t i = 0; had && out->needs && i < out->lacks->row_count; i++)
        if (out->lacks->items[out->lacks->rows[i].lack].is_contested)
            out->needs[i] = whole_need(out, i);
    free(had);
    return had && out->needs;
}

/* Takes off the needs what is left out for what it costs: people alone. */
static circlet_status leave_dear(ci_rebuilt_program *out, circlet_error *error)
{
    const ci_program_certificate *certificate = out->certificate;

    out->dear = calloc(out->row_count + 1, sizeof(*out->dear));
    if (!out->dear)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < certificate->dear_count; i++) {
        int64_t row = certificate->dear[i];

        if (certificate->max_cost_cny < 0 ||
            (uint64_t)row >= out->lacks->row_count ||
            out->lacks->rows[row].weight_milli == 0 || out->needs[row] == 0)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the certificate leaves out row %lld for what it "
                           "costs, which is none of people who can be reached",
                           (long long)row);
        out->dear[row] = out->needs[row];
        out->needs[row] = 0;
    }
    return CIRCLET_OK;
}

/* ---- what was left out -------------------------------------------------- */

/* Whether a column of the certificate gives every row of the place as much as
 * another way, as far as that is needed, for no more. */
static bool is_as_good(const ci_rebuilt_program *program, size_t j,
                       const ci_other_remedy *than)
{
    if (program->columns[j].price_cny > than->price_cny)
        return false;
    for (size_t k = program->row_first[than->place];
         k < program->row_first[than->place + 1]; k++) {
        uint32_t row = program->place_rows[k];
        int64_t need = whole_need(program, row);
        int64_t wanted = ci_rebuilt_amount(program, row, than->gains);
        int64_t given =
            ci_rebuilt_amount(program, row, program->columns[j].gains);

        if (given < (wanted < need ? wanted : need) && wanted > 0)
            return false;
    }
    return true;
}

static bool gives_nothing(const ci_rebuilt_program *program,
                          const ci_other_remedy *way)
{
    for (size_t k = program->row_first[way->place];
         k < program->row_first[way->place + 1]; k++)
        if (ci_rebuilt_amount(program, program->place_rows[k], way->gains) > 0)
            return false;
    return true;
}

const ci_other_remedy *ci_rebuilt_find_better(
    const ci_rebuilt_program *program)
{
    for (size_t i = 0; i < program->other_count; i++) {
        const ci_other_remedy *way = &program->others[i];
        bool is_better = !gives_nothing(program, way);

        for (size_t j = program->column_first[way->place];
             is_better && j < program->certificate->column_count &&
             program->column_place[j] == way->place;
             j++)
            is_better = !is_as_good(program, j, way);
        if (is_better)
            return way;
    }
    return NULL;
}

/* ---- all ---------------------------------------------------------------- */

static void count_kept(ci_rebuilt_program *out)
{
    const circlet_city *city = out->lacks->judgement->city;

    out->row_count = out->lacks->row_count;
    for (circlet_site i = 0; i < circlet_city_site_count(city); i++)
        out->row_count += ci_rule_is_listed(out->certificate->keep,
                                            circlet_city_site(city, i)->id);
}

circlet_status ci_rebuilt_make(ci_rebuilt_program *out, const ci_lacks *lacks,
                               const ci_program_certificate *certificate,
                               const char *plan, circlet_error *error)
{
    circlet_status status;

    out->lacks = lacks;
    out->certificate = certificate;
    out->plan = plan;
    count_kept(out);
    if (out->row_count != certificate->row_count)
        return ci_fail(error, CIRCLET_E_DATA,
                       "the certificate is of %zu rows, and the city and the "
                       "policy make %zu",
                       certificate->row_count, out->row_count);
    if (!list_places(out))
        return ci_fail_nomem(error);
    status = ci_workshop_open(&out->workshop, lacks, error);
    if (status == CIRCLET_OK)
        status = try_columns(out, error);
    if (status == CIRCLET_OK)
        status = ci_rebuilt_find_others(out, error);
    if (status == CIRCLET_OK)
        status = ci_rebuilt_reach(out, error);
    if (status == CIRCLET_OK)
        status = fill_columns(out, error);
    if (status == CIRCLET_OK && !find_needs(out))
        status = ci_fail_nomem(error);
    return status == CIRCLET_OK ? leave_dear(out, error) : status;
}
