/* The proof of a bound, read from a certificate. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "verify/certificate_reading.h"

/* Far above that of any solver: sums that are rounded to it must fit. */
#define SCALE_MAX (INT64_C(1) << 40)

static bool take_steps(ci_certificate_reading *of)
{
    ci_program_proof *proof = &of->out->proof;
    const int64_t *items;

    if (!ci_certificate_take_numbers(of) || of->numbers.count % 3 != 0)
        return false;
    items = of->numbers.items;
    proof->step_count = of->numbers.count / 3;
    proof->steps =
        ci_certificate_take_room(of, proof->step_count, sizeof(*proof->steps));
    for (size_t i = 0; proof->steps && i < proof->step_count; i++) {
        ci_program_step *step = &proof->steps[i];

        step->kind = items[3 * i] ? CI_PROGRAM_FORCED : CI_PROGRAM_DOMINATED;
        if (items[3 * i] < 0 || items[3 * i] > 1 ||
            !ci_certificate_to_name(items[3 * i + 1], &step->column) ||
            !ci_certificate_to_name(items[3 * i + 2], &step->by))
            return false;
    }
    return proof->steps != NULL;
}

static bool take_dropped(ci_certificate_reading *of)
{
    ci_program_proof *proof = &of->out->proof;
    size_t rows = of->out->row_count + of->out->more_rows;

    proof->is_dropped = ci_certificate_take_room(of, rows, 1);
    if (!proof->is_dropped || !ci_certificate_take_numbers(of))
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
static uint32_t *take_names(ci_certificate_reading *of, size_t count)
{
    uint32_t *names;

    if (!ci_certificate_take_numbers(of) ||
        (count != SIZE_MAX && of->numbers.count != count))
        return NULL;
    names = ci_certificate_take_room(of, of->numbers.count, sizeof(*names));
    for (size_t i = 0; names && i < of->numbers.count; i++)
        if (!ci_certificate_to_name(of->numbers.items[i], &names[i]))
            return NULL;
    return names;
}

static bool add_fixes(ci_certificate_reading *of, ci_program_node *node,
                      ci_number_list *fixes)
{
    node->fix_first = fixes->count;
    for (size_t i = 5; i < of->numbers.count; i++) {
        int64_t *items = ci_array_reserve_one(
            fixes->items, fixes->count, &fixes->capacity, sizeof(*items));

        if (!items)
            return ci_certificate_fail_memory(of);
        fixes->items = items;
        items[fixes->count++] = of->numbers.items[i];
    }
    node->fix_count = fixes->count - node->fix_first;
    return true;
}

static bool take_node(ci_certificate_reading *of, size_t *capacity,
                      ci_number_list *fixes)
{
    ci_program_proof *proof = &of->out->proof;
    ci_program_node *nodes = ci_array_reserve_one(
        proof->nodes, proof->node_count, capacity, sizeof(*nodes));
    ci_program_node *node;
    const int64_t *items;

    if (!nodes)
        return ci_certificate_fail_memory(of);
    proof->nodes = nodes;
    node = &nodes[proof->node_count++];
    if (!ci_certificate_take_numbers(of) || of->numbers.count < 5)
        return false;
    items = of->numbers.items;
    node->kind = (ci_program_node_kind)items[0];
    return items[0] >= 0 && items[0] <= CI_PROGRAM_FIX &&
           ci_certificate_to_name(items[1], &node->name) &&
           ci_certificate_to_name(items[2], &node->vector) &&
           ci_certificate_to_name(items[3], &node->without) &&
           ci_certificate_to_name(items[4], &node->with) &&
           add_fixes(of, node, fixes);
}

static bool keep_fixes(ci_certificate_reading *of, const ci_number_list *fixes)
{
    ci_program_proof *proof = &of->out->proof;

    proof->fix_count = fixes->count;
    proof->fixes =
        ci_certificate_take_room(of, fixes->count, sizeof(*proof->fixes));
    for (size_t i = 0; proof->fixes && i < fixes->count; i++)
        if (!ci_certificate_to_name(fixes->items[i], &proof->fixes[i]))
            return false;
    return proof->fixes != NULL;
}

/* Children are looked up among those that are there. */
static bool take_nodes(ci_certificate_reading *of)
{
    ci_number_list fixes = {NULL, 0, 0};
    size_t capacity = 0;
    bool is_taken = ci_certificate_take_sign(of, '[');

    if (is_taken && !ci_certificate_take_sign(of, ']')) {
        do {
            is_taken = take_node(of, &capacity, &fixes);
        } while (is_taken && ci_certificate_take_sign(of, ','));
        is_taken = is_taken && ci_certificate_take_sign(of, ']');
    }
    is_taken = is_taken && keep_fixes(of, &fixes);
    free(fixes.items);
    return is_taken;
}

static bool add_dual(ci_certificate_reading *of, ci_program_dual dual,
                     size_t *room)
{
    ci_program_proof *proof = &of->out->proof;
    ci_program_dual *duals = ci_array_reserve_one(
        proof->duals, proof->dual_count, room, sizeof(*duals));

    if (!duals)
        return ci_certificate_fail_memory(of);
    proof->duals = duals;
    duals[proof->dual_count++] = dual;
    return proof->dual_count <= CI_PROGRAM_DUALS_MAX;
}

/* Copies what a vector has from the place `from` on below a row. */
static bool copy_below(ci_certificate_reading *of,
                       const ci_program_duals *before, size_t *from,
                       uint64_t row, size_t *room)
{
    const ci_program_proof *proof = &of->out->proof;

    while (*from < before->count &&
           proof->duals[before->first + *from].row < row)
        if (!add_dual(of, proof->duals[before->first + (*from)++], room))
            return false;
    return true;
}

/* Puts what is otherwise, rows ascending, in place of what was. */
static bool change_vector(ci_certificate_reading *of,
                          const ci_program_duals *before, size_t *room)
{
    const ci_program_proof *proof = &of->out->proof;
    size_t from = 0;

    for (size_t i = 1; i < of->numbers.count; i += 2) {
        int64_t row = of->numbers.items[i], price = of->numbers.items[i + 1];

        if (row < 0 || row >= CI_PROGRAM_NONE ||
            (i > 1 && row <= of->numbers.items[i - 2]) ||
            !copy_below(of, before, &from, (uint64_t)row, room))
            return false;
        from += from < before->count &&
                proof->duals[before->first + from].row == (uint64_t)row;
        if (price != 0 &&
            !add_dual(of, (ci_program_dual){(uint32_t)row, price}, room))
            return false;
    }
    return copy_below(of, before, &from, CI_PROGRAM_NONE, room);
}

/* A number of the budget, then rows and their prices where these are other
 * than those of the vector before. */
static bool take_vector(ci_certificate_reading *of, size_t *vector_room,
                        size_t *dual_room)
{
    ci_program_proof *proof = &of->out->proof;
    ci_program_duals *vectors = ci_array_reserve_one(
        proof->vectors, proof->vector_count, vector_room, sizeof(*vectors));
    ci_program_duals before = {0, 0, 0};
    size_t first = proof->dual_count;

    if (!vectors)
        return ci_certificate_fail_memory(of);
    proof->vectors = vectors;
    if (proof->vector_count > 0)
        before = vectors[proof->vector_count - 1];
    if (!ci_certificate_take_numbers(of) || of->numbers.count % 2 != 1)
        return false;
    if (of->numbers.count > 1) {
        if (!change_vector(of, &before, dual_room))
            return false;
        before.first = first;
        before.count = proof->dual_count - first;
    }
    before.theta = of->numbers.items[0];
    vectors[proof->vector_count++] = before;
    return true;
}

static bool take_duals(ci_certificate_reading *of)
{
    size_t vector_room = 0, dual_room = 0;

    if (!ci_certificate_take_sign(of, '['))
        return false;
    if (ci_certificate_take_sign(of, ']'))
        return true;
    do {
        if (!take_vector(of, &vector_room, &dual_room))
            return false;
    } while (ci_certificate_take_sign(of, ','));
    return ci_certificate_take_sign(of, ']');
}

bool ci_certificate_take_proof(ci_certificate_reading *of)
{
    ci_program_proof *proof = &of->out->proof;
    int64_t row;

    if (!ci_certificate_take_key(of, ',', "scale") ||
        !ci_json_whole(&of->text, &proof->scale) || proof->scale < 1 ||
        proof->scale > SCALE_MAX ||
        !ci_certificate_take_key(of, ',', "short_row") ||
        !ci_json_whole(&of->text, &row) ||
        !ci_certificate_to_name(row, &proof->short_row) ||
        !ci_certificate_take_key(of, ',', "steps") || !take_steps(of) ||
        !ci_certificate_take_key(of, ',', "dropped") || !take_dropped(of) ||
        !ci_certificate_take_key(of, ',', "parts"))
        return false;
    proof->part_of =
        take_names(of, of->out->column_count + of->out->more_columns);
    if (!proof->part_of || !ci_certificate_take_key(of, ',', "roots"))
        return false;
    proof->roots = take_names(of, SIZE_MAX);
    proof->part_count = of->numbers.count;
    return proof->roots && ci_certificate_take_key(of, ',', "nodes") &&
           take_nodes(of) && ci_certificate_take_key(of, ',', "duals") &&
           take_duals(of);
}
