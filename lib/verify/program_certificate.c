#include "verify/program_certificate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/json_reader.h"
#include "base/text.h"

/* Numbers while they are read: most of a certificate. */
typedef struct number_list {
    int64_t *items;
    size_t count, capacity;
} number_list;

typedef struct reading {
    ci_program_certificate *out;
    ci_json_reader text;
    bool has_no_memory;
    number_list numbers; /* of the list at hand */
} reading;

/* ---- pieces ------------------------------------------------------------- */

static bool fail_memory(reading *of)
{
    of->has_no_memory = true;
    return false;
}

static bool take_sign(reading *of, char sign)
{
    return ci_json_sign(&of->text, sign);
}

/* A member's name, the mark before it and the colon behind it. */
static bool take_key(reading *of, char mark, const char *key)
{
    char found[32];

    return take_sign(of, mark) &&
           ci_json_text(&of->text, found, sizeof(found)) &&
           strcmp(found, key) == 0 && take_sign(of, ':');
}

static bool take_text(reading *of, const char **out)
{
    char *text;

    if (!ci_json_string(&of->text, &text))
        return false;
    *out = text ? ci_arena_copy(&of->out->arena, text) : NULL;
    free(text);
    return *out || fail_memory(of);
}

static bool add_number(reading *of, int64_t number)
{
    number_list *list = &of->numbers;
    int64_t *items = ci_array_reserve_one(list->items, list->count,
                                          &list->capacity, sizeof(*items));

    if (!items)
        return fail_memory(of);
    list->items = items;
    items[list->count++] = number;
    return true;
}

/* A list of whole numbers, into `numbers`. */
static bool take_numbers(reading *of)
{
    of->numbers.count = 0;
    if (!take_sign(of, '['))
        return false;
    if (take_sign(of, ']'))
        return true;
    do {
        int64_t number;

        if (!ci_json_whole(&of->text, &number) || !add_number(of, number))
            return false;
    } while (take_sign(of, ','));
    return take_sign(of, ']');
}

static void *take_room(reading *of, size_t count, size_t size)
{
    void *room = ci_arena_take(&of->out->arena, (count + 1) * size);

    if (!room)
        of->has_no_memory = true;
    return room;
}

/* -1 is none. */
static bool to_name(int64_t number, uint32_t *out)
{
    *out = number == -1 ? CI_PROGRAM_NONE : (uint32_t)number;
    return number >= -1 && number < CI_PROGRAM_NONE;
}

/* ---- ways and columns --------------------------------------------------- */

static const char *none_if_empty(const char *text)
{
    return *text ? text : NULL;
}

static bool take_action(reading *of, circlet_plan_action *out)
{
    const char *words[4], *giver;
    char area[CI_NUMBER_SIZE];
    double area_m2 = (double)NAN;

    if (!take_sign(of, '['))
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!take_text(of, &words[i]) || !take_sign(of, ','))
            return false;
    *out = (circlet_plan_action){.id = "",
                                 .kind = words[0],
                                 .service = none_if_empty(words[1]),
                                 .type = none_if_empty(words[2]),
                                 .tier = none_if_empty(words[3]),
                                 .at = {(double)NAN, (double)NAN},
                                 .cost_cny = (double)NAN};
    if (!ci_json_whole(&of->text, &out->places) || !take_sign(of, ',') ||
        !ci_json_whole(&of->text, &out->beds) || !take_sign(of, ',') ||
        !ci_json_text(&of->text, area, sizeof(area)))
        return false;
    if (take_sign(of, ',')) {
        if (!take_text(of, &giver))
            return false;
        out->from_service = none_if_empty(giver);
    }
    if (!take_sign(of, ']'))
        return false;
    if (*area && !ci_parse_double(&area_m2, area))
        return false;
    out->area_m2 = area_m2;
    return out->places >= -1 && out->beds >= -1;
}

/* The most actions of a way: more than anybody does to one facility. */
#define ACTION_MAX 32

static bool take_way(reading *of, size_t *capacity)
{
    ci_program_certificate *out = of->out;
    circlet_plan_action actions[ACTION_MAX];
    ci_certified_way *ways = ci_array_reserve_one(out->ways, out->way_count,
                                                  capacity, sizeof(*ways));
    ci_certified_way *way;

    if (!ways)
        return fail_memory(of);
    out->ways = ways;
    way = &ways[out->way_count++];
    *way = (ci_certified_way){NULL, 0};
    if (!take_sign(of, '['))
        return false;
    do {
        if (way->count == ACTION_MAX ||
            !take_action(of, &actions[way->count++]))
            return false;
    } while (take_sign(of, ','));
    way->actions = take_room(of, way->count, sizeof(*actions));
    if (!way->actions)
        return false;
    memcpy(way->actions, actions, way->count * sizeof(*actions));
    return take_sign(of, ']');
}

static bool take_ways(reading *of)
{
    size_t capacity = 0;

    if (!take_sign(of, '['))
        return false;
    if (take_sign(of, ']'))
        return true;
    do {
        if (!take_way(of, &capacity))
            return false;
    } while (take_sign(of, ','));
    return take_sign(of, ']');
}

static bool add_column(reading *of, const ci_certified_column *column,
                       size_t *capacity)
{
    ci_program_certificate *out = of->out;
    ci_certified_column *columns = ci_array_reserve_one(
        out->columns, out->column_count, capacity, sizeof(*columns));

    if (!columns)
        return fail_memory(of);
    out->columns = columns;
    columns[out->column_count++] = *column;
    return true;
}

static bool take_place(reading *of, size_t *capacity)
{
    char kind[16];
    const char *place;

    if (!take_sign(of, '[') || !ci_json_text(&of->text, kind, sizeof(kind)) ||
        !take_sign(of, ',') || !take_text(of, &place) || !take_sign(of, ',') ||
        !take_numbers(of) || !take_sign(of, ']') ||
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

static bool take_columns(reading *of)
{
    size_t capacity = 0;

    if (!take_sign(of, '['))
        return false;
    if (take_sign(of, ']'))
        return true;
    do {
        if (!take_place(of, &capacity))
            return false;
    } while (take_sign(of, ','));
    return take_sign(of, ']') && of->out->column_count < CI_PROGRAM_NONE;
}

/* Far above that of any solver: sums that are rounded to it must fit. */
#define SCALE_MAX (INT64_C(1) << 40)

/* ---- the proof ---------------------------------------------------------- */

static bool take_steps(reading *of)
{
    ci_program_proof *proof = &of->out->proof;
    const int64_t *items;

    if (!take_numbers(of) || of->numbers.count % 3 != 0)
        return false;
    items = of->numbers.items;
    proof->step_count = of->numbers.count / 3;
    proof->steps = take_room(of, proof->step_count, sizeof(*proof->steps));
    for (size_t i = 0; proof->steps && i < proof->step_count; i++) {
        ci_program_step *step = &proof->steps[i];

        step->kind = items[3 * i] ? CI_PROGRAM_FORCED : CI_PROGRAM_DOMINATED;
        if (items[3 * i] < 0 || items[3 * i] > 1 ||
            !to_name(items[3 * i + 1], &step->column) ||
            !to_name(items[3 * i + 2], &step->by))
            return false;
    }
    return proof->steps != NULL;
}

static bool take_dropped(reading *of)
{
    ci_program_proof *proof = &of->out->proof;
    size_t rows = of->out->row_count + of->out->more_rows;

    proof->is_dropped = take_room(of, rows, 1);
    if (!proof->is_dropped || !take_numbers(of))
        return false;
    memset(proof->is_dropped, 0, rows);
    for (size_t i = 0; i < of->numbers.count; i++) {
        int64_t row = of->numbers.items[i];

        if (row < 0 || (uint64_t)row >= rows)
            return false;
        proof->is_dropped[row] = 1;
    }
    return true;
}

/* A list of names, of which there must be `count` unless that is SIZE_MAX. */
static uint32_t *take_names(reading *of, size_t count)
{
    uint32_t *names;

    if (!take_numbers(of) || (count != SIZE_MAX && of->numbers.count != count))
        return NULL;
    names = take_room(of, of->numbers.count, sizeof(*names));
    for (size_t i = 0; names && i < of->numbers.count; i++)
        if (!to_name(of->numbers.items[i], &names[i]))
            return NULL;
    return names;
}

static bool add_fixes(reading *of, ci_program_node *node, number_list *fixes)
{
    node->fix_first = fixes->count;
    for (size_t i = 5; i < of->numbers.count; i++) {
        int64_t *items = ci_array_reserve_one(
            fixes->items, fixes->count, &fixes->capacity, sizeof(*items));

        if (!items)
            return fail_memory(of);
        fixes->items = items;
        items[fixes->count++] = of->numbers.items[i];
    }
    node->fix_count = fixes->count - node->fix_first;
    return true;
}

static bool take_node(reading *of, size_t *capacity, number_list *fixes)
{
    ci_program_proof *proof = &of->out->proof;
    ci_program_node *nodes = ci_array_reserve_one(
        proof->nodes, proof->node_count, capacity, sizeof(*nodes));
    ci_program_node *node;
    const int64_t *items;

    if (!nodes)
        return fail_memory(of);
    proof->nodes = nodes;
    node = &nodes[proof->node_count++];
    if (!take_numbers(of) || of->numbers.count < 5)
        return false;
    items = of->numbers.items;
    node->kind = (ci_program_node_kind)items[0];
    return items[0] >= 0 && items[0] <= CI_PROGRAM_FIX &&
           to_name(items[1], &node->name) &&
           to_name(items[2], &node->vector) &&
           to_name(items[3], &node->without) &&
           to_name(items[4], &node->with) && add_fixes(of, node, fixes);
}

static bool keep_fixes(reading *of, const number_list *fixes)
{
    ci_program_proof *proof = &of->out->proof;

    proof->fix_count = fixes->count;
    proof->fixes = take_room(of, fixes->count, sizeof(*proof->fixes));
    for (size_t i = 0; proof->fixes && i < fixes->count; i++)
        if (!to_name(fixes->items[i], &proof->fixes[i]))
            return false;
    return proof->fixes != NULL;
}

/* Children are looked up among those that are there. */
static bool take_nodes(reading *of)
{
    number_list fixes = {NULL, 0, 0};
    size_t capacity = 0;
    bool is_taken = take_sign(of, '[');

    if (is_taken && !take_sign(of, ']')) {
        do {
            is_taken = take_node(of, &capacity, &fixes);
        } while (is_taken && take_sign(of, ','));
        is_taken = is_taken && take_sign(of, ']');
    }
    is_taken = is_taken && keep_fixes(of, &fixes);
    free(fixes.items);
    return is_taken;
}

/* A number of the budget, then rows and their prices. */
static bool take_vector(reading *of, size_t *vector_room, size_t *dual_room)
{
    ci_program_proof *proof = &of->out->proof;
    ci_program_duals *vectors = ci_array_reserve_one(
        proof->vectors, proof->vector_count, vector_room, sizeof(*vectors));

    if (!vectors)
        return fail_memory(of);
    proof->vectors = vectors;
    if (!take_numbers(of) || of->numbers.count % 2 != 1)
        return false;
    vectors[proof->vector_count++] = (ci_program_duals){
        proof->dual_count, of->numbers.count / 2, of->numbers.items[0]};
    for (size_t i = 1; i < of->numbers.count; i += 2) {
        ci_program_dual *duals = ci_array_reserve_one(
            proof->duals, proof->dual_count, dual_room, sizeof(*duals));

        if (!duals)
            return fail_memory(of);
        proof->duals = duals;
        if (!to_name(of->numbers.items[i], &duals[proof->dual_count].row))
            return false;
        duals[proof->dual_count++].price = of->numbers.items[i + 1];
    }
    return true;
}

static bool take_duals(reading *of)
{
    size_t vector_room = 0, dual_room = 0;

    if (!take_sign(of, '['))
        return false;
    if (take_sign(of, ']'))
        return true;
    do {
        if (!take_vector(of, &vector_room, &dual_room))
            return false;
    } while (take_sign(of, ','));
    return take_sign(of, ']');
}

static bool take_proof(reading *of)
{
    ci_program_proof *proof = &of->out->proof;
    int64_t row;

    if (!take_key(of, ',', "scale") ||
        !ci_json_whole(&of->text, &proof->scale) || proof->scale < 1 ||
        proof->scale > SCALE_MAX || !take_key(of, ',', "short_row") ||
        !ci_json_whole(&of->text, &row) || !to_name(row, &proof->short_row) ||
        !take_key(of, ',', "steps") || !take_steps(of) ||
        !take_key(of, ',', "dropped") || !take_dropped(of) ||
        !take_key(of, ',', "parts"))
        return false;
    proof->part_of =
        take_names(of, of->out->column_count + of->out->more_columns);
    if (!proof->part_of || !take_key(of, ',', "roots"))
        return false;
    proof->roots = take_names(of, SIZE_MAX);
    proof->part_count = of->numbers.count;
    return proof->roots && take_key(of, ',', "nodes") && take_nodes(of) &&
           take_key(of, ',', "duals") && take_duals(of);
}

/* ---- all of it ---------------------------------------------------------- */

static bool take_options(reading *of)
{
    ci_program_certificate *out = of->out;
    int64_t version, year;

    if (!take_key(of, '{', "circlet_program_certificate") ||
        !ci_json_whole(&of->text, &version) || version != 1 ||
        !take_key(of, ',', "level") || !take_text(of, &out->level))
        return false;
    out->head = of->text.at;
    if (!take_key(of, ',', "year") || !ci_json_whole(&of->text, &year) ||
        year < 0 || year > 9999)
        return false;
    out->year = (int)year;
    return take_key(of, ',', "services") && take_text(of, &out->services) &&
           take_key(of, ',', "keep") && take_text(of, &out->keep) &&
           take_key(of, ',', "forbid") && take_text(of, &out->forbid) &&
           take_key(of, ',', "budget_cny") &&
           ci_json_whole(&of->text, &out->budget_cny) &&
           out->budget_cny >= -1 && take_key(of, ',', "budgets") &&
           take_text(of, &out->budgets);
}

/* A list of whole numbers, none below 0. */
static int64_t *take_amounts(reading *of, size_t *count)
{
    int64_t *amounts;

    if (!take_numbers(of))
        return NULL;
    *count = of->numbers.count;
    amounts = take_room(of, *count, sizeof(*amounts));
    for (size_t i = 0; amounts && i < *count; i++) {
        amounts[i] = of->numbers.items[i];
        if (amounts[i] < 0)
            return NULL;
    }
    return amounts;
}

static bool take_size(reading *of, size_t most, size_t *out)
{
    int64_t size;

    if (!ci_json_whole(&of->text, &size) || size < 0 || (uint64_t)size > most)
        return false;
    *out = (size_t)size;
    return true;
}

/* The bound and the question that it comes of. */
static bool take_statement(reading *of)
{
    ci_program_certificate *out = of->out;
    size_t count = 0;

    if (!take_key(of, ',', "needs"))
        return false;
    out->needs = take_amounts(of, &out->row_count);
    if (!out->needs || out->row_count >= CI_PROGRAM_NONE ||
        !take_key(of, ',', "before"))
        return false;
    out->before = take_amounts(of, &out->before_count);
    if (!out->before || !take_key(of, ',', "times"))
        return false;
    out->times = take_amounts(of, &count);
    return out->times && count == out->before_count + 1 &&
           take_key(of, ',', "unit") && ci_json_whole(&of->text, &out->unit) &&
           out->unit >= 1 && take_key(of, ',', "has_unit_budgets") &&
           ci_json_boolean(&of->text, &out->has_unit_budgets) &&
           take_key(of, ',', "more_rows") &&
           take_size(of, out->row_count + strlen(out->budgets),
                     &out->more_rows) &&
           take_key(of, ',', "more_columns") &&
           take_size(of, out->row_count + out->column_count,
                     &out->more_columns) &&
           take_key(of, ',', "bound") && ci_json_whole(&of->text, &out->bound);
}

static bool take_all(reading *of)
{
    ci_program_certificate *out = of->out;

    if (!take_options(of) || !take_key(of, ',', "ways") || !take_ways(of) ||
        !take_key(of, ',', "columns") || !take_columns(of))
        return false;
    out->head_size = (size_t)(of->text.at - out->head);
    return take_statement(of) && take_key(of, ',', "is_too_large") &&
           ci_json_boolean(&of->text, &out->is_too_large) &&
           (out->is_too_large || take_proof(of)) && take_sign(of, '}') &&
           ci_json_is_at_end(&of->text);
}

circlet_status ci_program_certificate_read(ci_program_certificate *out,
                                           const char *text,
                                           circlet_error *error)
{
    reading of = {.out = out, .text = {text, text}};
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
