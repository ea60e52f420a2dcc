#include "verify/program_certificate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "verify/certificate_reading.h"

/* ---- ways and columns --------------------------------------------------- */

static const char *none_if_empty(const char *text)
{
    return *text ? text : NULL;
}

static bool take_action(ci_certificate_reading *of, circlet_plan_action *out)
{
    const char *words[4], *giver;
    char area[CI_NUMBER_SIZE];
    double area_m2 = (double)NAN;

    if (!ci_certificate_take_sign(of, '['))
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!ci_certificate_take_text(of, &words[i]) ||
            !ci_certificate_take_sign(of, ','))
            return false;
    *out = (circlet_plan_action){.id = "",
                                 .kind = words[0],
                                 .service = none_if_empty(words[1]),
                                 .type = none_if_empty(words[2]),
                                 .tier = none_if_empty(words[3]),
                                 .at = {(double)NAN, (double)NAN},
                                 .cost_cny = (double)NAN};
    if (!ci_json_whole(&of->text, &out->places) ||
        !ci_certificate_take_sign(of, ',') ||
        !ci_json_whole(&of->text, &out->beds) ||
        !ci_certificate_take_sign(of, ',') ||
        !ci_json_text(&of->text, area, sizeof(area)))
        return false;
    if (ci_certificate_take_sign(of, ',')) {
        if (!ci_certificate_take_text(of, &giver))
            return false;
        out->from_service = none_if_empty(giver);
    }
    if (!ci_certificate_take_sign(of, ']'))
        return false;
    if (*area && !ci_parse_double(&area_m2, area))
        return false;
    out->area_m2 = area_m2;
    return out->places >= -1 && out->beds >= -1;
}

/* The most actions of a way: more than anybody does to one facility. */
#define ACTION_MAX 32

static bool take_way(ci_certificate_reading *of, size_t *capacity)
{
    ci_program_certificate *out = of->out;
    circlet_plan_action actions[ACTION_MAX];
    ci_certified_way *ways = ci_array_reserve_one(out->ways, out->way_count,
                                                  capacity, sizeof(*ways));
    ci_certified_way *way;

    if (!ways)
        return ci_certificate_fail_memory(of);
    out->ways = ways;
    way = &ways[out->way_count++];
    *way = (ci_certified_way){NULL, 0};
    if (!ci_certificate_take_sign(of, '['))
        return false;
    do {
        if (way->count == ACTION_MAX ||
            !take_action(of, &actions[way->count++]))
            return false;
    } while (ci_certificate_take_sign(of, ','));
    way->actions = ci_certificate_take_room(of, way->count, sizeof(*actions));
    if (!way->actions)
        return false;
    memcpy(way->actions, actions, way->count * sizeof(*actions));
    return ci_certificate_take_sign(of, ']');
}

static bool take_ways(ci_certificate_reading *of)
{
    size_t capacity = 0;

    if (!ci_certificate_take_sign(of, '['))
        return false;
    if (ci_certificate_take_sign(of, ']'))
        return true;
    do {
        if (!take_way(of, &capacity))
            return false;
    } while (ci_certificate_take_sign(of, ','));
    return ci_certificate_take_sign(of, ']');
}

static bool add_column(ci_certificate_reading *of,
                       const ci_certified_column *column, size_t *capacity)
{
    ci_program_certificate *out = of->out;
    ci_certified_column *columns = ci_array_reserve_one(
        out->columns, out->column_count, capacity, sizeof(*columns));

    if (!columns)
        return ci_certificate_fail_memory(of);
    out->columns = columns;
    columns[out->column_count++] = *column;
    return true;
}

static bool take_place(ci_certificate_reading *of, size_t *capacity)
{
    char kind[16];
    const char *place;

    if (!ci_certificate_take_sign(of, '[') ||
        !ci_json_text(&of->text, kind, sizeof(kind)) ||
        !ci_certificate_take_sign(of, ',') ||
        !ci_certificate_take_text(of, &place) ||
        !ci_certificate_take_sign(of, ',') ||
        !ci_certificate_take_numbers(of) ||
        !ci_certificate_take_sign(of, ']') ||
        (strcmp(kind, "site") != 0 && strcmp(kind, "facility") != 0))
        return false;
    for (size_t i = 0; i < of->numbers.count; i++) {
        int64_t way = of->numbers.items[i];

        if (way < 0 || (uint64_t)way >= of->out->way_count ||
            !add_column(of,
                        &(ci_certified_column){
                            place, strcmp(kind, "site") == 0, (uint32_t)way},
                        capacity))
            return false;
    }
    return true;
}

static bool take_columns(ci_certificate_reading *of)
{
    size_t capacity = 0;

    if (!ci_certificate_take_sign(of, '['))
        return false;
    if (ci_certificate_take_sign(of, ']'))
        return true;
    do {
        if (!take_place(of, &capacity))
            return false;
    } while (ci_certificate_take_sign(of, ','));
    return ci_certificate_take_sign(of, ']') &&
           of->out->column_count < CI_PROGRAM_NONE;
}

/* ---- all of it ---------------------------------------------------------- */

/* Only a plan that begins with another says so. */
static bool take_given(ci_certificate_reading *of)
{
    static const char key[] = ",\"given\":";

    if (strncmp(of->text.at, key, sizeof(key) - 1) != 0)
        return true;
    return ci_certificate_take_key(of, ',', "given") &&
           ci_json_whole(&of->text, &of->out->given_count) &&
           of->out->given_count > 0;
}

static bool take_options(ci_certificate_reading *of)
{
    ci_program_certificate *out = of->out;
    int64_t version, year;

    if (!ci_certificate_take_key(of, '{', "circlet_program_certificate") ||
        !ci_json_whole(&of->text, &version) || version != 2 ||
        !ci_certificate_take_key(of, ',', "level") ||
        !ci_certificate_take_text(of, &out->level))
        return false;
    out->head = of->text.at;
    if (!ci_certificate_take_key(of, ',', "year") ||
        !ci_json_whole(&of->text, &year) || year < 0 || year > 9999)
        return false;
    out->year = (int)year;
    return ci_certificate_take_key(of, ',', "services") &&
           ci_certificate_take_text(of, &out->services) &&
           ci_certificate_take_key(of, ',', "keep") &&
           ci_certificate_take_text(of, &out->keep) &&
           ci_certificate_take_key(of, ',', "forbid") &&
           ci_certificate_take_text(of, &out->forbid) &&
           ci_certificate_take_key(of, ',', "budget_cny") &&
           ci_json_whole(&of->text, &out->budget_cny) &&
           out->budget_cny >= -1 &&
           ci_certificate_take_key(of, ',', "budgets") &&
           ci_certificate_take_text(of, &out->budgets) &&
           ci_certificate_take_key(of, ',', "cautious") &&
           ci_json_boolean(&of->text, &out->is_cautious) &&
           ci_certificate_take_key(of, ',', "max_cost_per_person") &&
           ci_json_whole(&of->text, &out->max_cost_cny) &&
           (out->max_cost_cny == -1 || out->max_cost_cny > 0) &&
           take_given(of);
}

/* A list of whole numbers, none below 0. */
static int64_t *take_amounts(ci_certificate_reading *of, size_t *count)
{
    int64_t *amounts;

    if (!ci_certificate_take_numbers(of))
        return NULL;
    *count = of->numbers.count;
    amounts = ci_certificate_take_room(of, *count, sizeof(*amounts));
    for (size_t i = 0; amounts && i < *count; i++) {
        amounts[i] = of->numbers.items[i];
        if (amounts[i] < 0)
            return NULL;
    }
    return amounts;
}

static bool take_size(ci_certificate_reading *of, size_t most, size_t *out)
{
    int64_t size;

    if (!ci_json_whole(&of->text, &size) || size < 0 || (uint64_t)size > most)
        return false;
    *out = (size_t)size;
    return true;
}

/* The question that the bound comes of. */
static bool take_statement(ci_certificate_reading *of)
{
    ci_program_certificate *out = of->out;
    size_t count = 0;

    if (!ci_certificate_take_key(of, ',', "needs"))
        return false;
    out->needs = take_amounts(of, &count);
    if (!out->needs || count != out->row_count ||
        !ci_certificate_take_key(of, ',', "before"))
        return false;
    out->before = take_amounts(of, &out->before_count);
    if (!out->before || !ci_certificate_take_key(of, ',', "times"))
        return false;
    out->times = take_amounts(of, &count);
    return out->times && count == out->before_count + 1 &&
           ci_certificate_take_key(of, ',', "unit") &&
           ci_json_whole(&of->text, &out->unit) && out->unit >= 1 &&
           ci_certificate_take_key(of, ',', "has_unit_budgets") &&
           ci_json_boolean(&of->text, &out->has_unit_budgets) &&
           ci_certificate_take_key(of, ',', "more_rows") &&
           take_size(of, out->row_count + strlen(out->budgets),
                     &out->more_rows) &&
           ci_certificate_take_key(of, ',', "more_columns") &&
           take_size(of, out->row_count + out->column_count,
                     &out->more_columns);
}

/* How many rows there are, and which of them are left out. */
static bool take_rows(ci_certificate_reading *of)
{
    ci_program_certificate *out = of->out;

    if (!ci_certificate_take_key(of, ',', "rows") ||
        !take_size(of, CI_PROGRAM_NONE - 1, &out->row_count) ||
        !ci_certificate_take_key(of, ',', "dear"))
        return false;
    out->dear = take_amounts(of, &out->dear_count);
    return out->dear != NULL;
}

static bool take_all(ci_certificate_reading *of)
{
    ci_program_certificate *out = of->out;

    if (!take_options(of) || !take_rows(of) ||
        !ci_certificate_take_key(of, ',', "ways") || !take_ways(of) ||
        !ci_certificate_take_key(of, ',', "columns") || !take_columns(of))
        return false;
    out->head_size = (size_t)(of->text.at - out->head);
    return ci_certificate_take_key(of, ',', "bound") &&
           ci_json_whole(&of->text, &out->bound) &&
           ci_certificate_take_key(of, ',', "has_proof") &&
           ci_json_boolean(&of->text, &out->has_proof) &&
           (!out->has_proof ||
            (take_statement(of) && ci_certificate_take_proof(of))) &&
           ci_certificate_take_sign(of, '}') && ci_json_is_at_end(&of->text);
}

circlet_status ci_program_certificate_read(ci_program_certificate *out,
                                           const char *text,
                                           circlet_error *error)
{
    ci_certificate_reading of = {.out = out, .text = {text, text}};
    bool is_read;

    *out = (ci_program_certificate){.level = NULL};
    is_read = take_all(&of);
    free(of.numbers.items);
    if (is_read)
        return CIRCLET_OK;
    return of.has_no_memory
               ? ci_fail_nomem(error)
               : ci_fail(error, CIRCLET_E_DATA,
                         "byte %zu: this is no certificate of a covering "
                         "program, or one of another version",
                         (size_t)(of.text.at - text) + 1);
}

void ci_program_certificate_clear(ci_program_certificate *certificate)
{
    free(certificate->ways);
    free(certificate->columns);
    free(certificate->proof.nodes);
    free(certificate->proof.vectors);
    free(certificate->proof.duals);
    ci_arena_free(&certificate->arena);
    *certificate = (ci_program_certificate){.level = NULL};
}
