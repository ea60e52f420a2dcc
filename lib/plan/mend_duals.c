#include "plan/mend_duals.h"

#include <stdlib.h>

void ci_mend_duals_clear(ci_mend_duals *duals)
{
    free(duals->name_of);
    free(duals->vectors);
    *duals = (ci_mend_duals){.count = 0};
}

/* ---- which are alike ---------------------------------------------------- */

/* A vector of the proof while they are sorted. */
typedef struct placed_vector {
    const ci_program_proof *proof;
    uint32_t position;
} placed_vector;

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_vectors(const placed_vector *a, const placed_vector *b)
{
    const ci_program_duals *left = &a->proof->vectors[a->position];
    const ci_program_duals *right = &b->proof->vectors[b->position];
    const ci_program_dual *one = a->proof->duals + left->first;
    const ci_program_dual *other = b->proof->duals + right->first;
    int order = compare_numbers(left->theta, right->theta);

    if (order == 0)
        order = (left->count > right->count) - (left->count < right->count);
    for (size_t i = 0; order == 0 && i < left->count; i++) {
        order = compare_numbers(one[i].row, other[i].row);
        if (order == 0)
            order = compare_numbers(one[i].price, other[i].price);
    }
    return order;
}

static int compare_placed(const void *left, const void *right)
{
    const placed_vector *a = left, *b = right;
    int order = compare_vectors(a, b);

    return order ? order
                 : (a->position > b->position) - (a->position < b->position);
}

/* Says of each vector which is the first that is so. */
static void find_first(uint32_t *first, const placed_vector *sorted,
                       size_t count)
{
    size_t begin = 0;

    for (size_t i = 0; i < count; i++) {
        if (compare_vectors(&sorted[begin], &sorted[i]) != 0)
            begin = i;
        first[sorted[i].position] = sorted[begin].position;
    }
}

bool ci_mend_duals_find(ci_mend_duals *out, const ci_program_proof *proof)
{
    size_t count = proof->vector_count;
    placed_vector *sorted = calloc(count + 1, sizeof(*sorted));

    out->name_of = calloc(count + 1, sizeof(*out->name_of));
    out->vectors = calloc(count + 1, sizeof(*out->vectors));
    if (!sorted || !out->name_of || !out->vectors) {
        free(sorted);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = (placed_vector){proof, (uint32_t)i};
    if (count > 0)
        qsort(sorted, count, sizeof(*sorted), compare_placed);
    find_first(out->name_of, sorted, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = out->name_of[i];

        if (first == i) {
            out->vectors[out->count] = i;
            out->name_of[i] = (uint32_t)out->count++;
            out->dual_count += proof->vectors[i].count;
        } else {
            out->name_of[i] = out->name_of[first];
        }
    }
    free(sorted);
    return true;
}

/* ---- text --------------------------------------------------------------- */

static void write_dual(ci_buffer *out, uint32_t row, int64_t price)
{
    ci_buffer_add_n(out, ",", 1);
    ci_buffer_add_int(out, row);
    ci_buffer_add_n(out, ",", 1);
    ci_buffer_add_int(out, price);
}

/* Rows that are there no more have the price 0. */
static void write_vector(ci_buffer *out, const ci_program_proof *proof,
                         const ci_program_duals *before,
                         const ci_program_duals *vector)
{
    const ci_program_dual *old = proof->duals + before->first;
    const ci_program_dual *new = proof->duals + vector->first;
    size_t i = 0, k = 0;

    ci_buffer_add(out, "[");
    ci_buffer_add_int(out, vector->theta);
    while (i < before->count || k < vector->count) {
        bool has_old = i < before->count &&
                       (k == vector->count || old[i].row <= new[k].row);
        bool has_new = k < vector->count &&
                       (i == before->count || new[k].row <= old[i].row);

        if (!has_new)
            write_dual(out, old[i].row, 0);
        else if (!has_old || old[i].price != new[k].price)
            write_dual(out, new[k].row, new[k].price);
        i += has_old;
        k += has_new;
    }
    ci_buffer_add(out, "]");
}

void ci_mend_duals_write(ci_buffer *out, const ci_mend_duals *duals,
                         const ci_program_proof *proof)
{
    static const ci_program_duals none = {0, 0, 0};
    const ci_program_duals *before = &none;

    ci_buffer_add(out, "[");
    for (size_t i = 0; i < duals->count; i++) {
        const ci_program_duals *vector = &proof->vectors[duals->vectors[i]];

        ci_buffer_add(out, i > 0 ? ",\n" : "\n");
        write_vector(out, proof, before, vector);
        before = vector;
    }
    ci_buffer_add(out, "]");
}
