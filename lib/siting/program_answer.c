#include "siting/program_answer.h"

#include <stdlib.h>
#include <string.h>

#define NONE CI_PROGRAM_NONE

/* ---- the plan ---------------------------------------------------------- */

/* Columns of the plan are marked by 1 in `is_in`. */
static void mark_chosen(uint8_t *is_in, const ci_program_reduced *reduced,
                        const ci_program_part *parts, size_t part_count)
{
    for (size_t j = 0; j < reduced->program->column_count; j++)
        is_in[j] = reduced->states[j] == CI_IN;
    for (size_t p = 0; p < part_count; p++)
        for (size_t g = 0; g < parts[p].core.group_count; g++) {
            uint32_t column = parts[p].best.chosen[g];

            if (column != NONE)
                is_in[parts[p].core.column_names[column]] = 1;
        }
}

static void weigh(ci_program_answer *answer, const ci_program_reduced *reduced)
{
    const ci_program *program = reduced->program;
    int64_t spent = 0;

    answer->is_feasible = true;
    answer->objective = 0;
    for (size_t i = 0; i < program->row_count; i++)
        answer->missing[i] = program->needs[i];
    for (size_t c = 0; c < answer->chosen_count; c++) {
        uint32_t j = answer->chosen[c];

        answer->objective += program->values[j];
        spent += ci_program_price(program, j);
        for (size_t k = program->first[j]; k < program->first[j + 1]; k++)
            answer->missing[program->rows[k]] -= ci_program_amount(program, k);
    }
    for (size_t i = 0; i < program->row_count; i++) {
        int64_t penalty = ci_program_penalty(program, i);

        if (answer->missing[i] < 0)
            answer->missing[i] = 0;
        if (penalty != CI_PROGRAM_HARD)
            answer->objective += penalty * answer->missing[i];
        else if (answer->missing[i] > reduced->unavoidable[i])
            answer->is_feasible = false;
    }
    if (program->has_budget && spent > program->budget)
        answer->is_feasible = false;
}

bool ci_program_answer_plan(ci_program_answer *answer,
                            const ci_program_reduced *reduced,
                            const ci_program_part *parts, size_t part_count)
{
    size_t columns = reduced->program->column_count;
    uint8_t *is_in = calloc(columns + 1, 1);

    if (!is_in)
        return false;
    mark_chosen(is_in, reduced, parts, part_count);
    answer->chosen_count = 0;
    for (uint32_t j = 0; j < columns; j++)
        if (is_in[j])
            answer->chosen[answer->chosen_count++] = j;
    free(is_in);
    weigh(answer, reduced);
    return true;
}

/* ---- the bound --------------------------------------------------------- */

/* Of a row that no open column gives anything. */
static bool is_lonely(const ci_program_reduced *reduced, size_t row)
{
    for (size_t k = reduced->row_first[row]; k < reduced->row_first[row + 1];
         k++)
        if (ci_program_reduced_is_open(reduced, reduced->row_columns[k]))
            return false;
    return true;
}

int64_t ci_program_answer_base(const ci_program_reduced *reduced)
{
    const ci_program *program = reduced->program;
    int64_t base = 0;

    for (size_t j = 0; j < program->column_count; j++)
        if (reduced->states[j] == CI_IN)
            base += program->values[j];
    for (size_t i = 0; i < program->row_count; i++)
        if (ci_program_penalty(program, i) != CI_PROGRAM_HARD &&
            ci_program_reduced_is_live(reduced, i) && is_lonely(reduced, i))
            base +=
                program->penalties[i] * ci_program_reduced_rest(reduced, i);
    return base;
}

int64_t ci_program_answer_low(const ci_program_reduced *reduced,
                              const ci_program_part *parts, size_t part_count)
{
    int64_t low = ci_program_answer_base(reduced);

    if (reduced->short_row != NONE ||
        (reduced->program->has_budget && ci_program_reduced_room(reduced) < 0))
        return INT64_MAX;
    for (size_t p = 0; p < part_count; p++) {
        int64_t of_part = ci_program_part_low(&parts[p]);

        if (of_part == INT64_MAX)
            return INT64_MAX;
        low += of_part;
    }
    return low;
}

/* ---- the proof --------------------------------------------------------- */

void ci_program_proof_free(ci_program_proof *proof)
{
    if (!proof)
        return;
    free(proof->steps);
    free(proof->is_dropped);
    free(proof->part_of);
    free(proof->roots);
    free(proof->nodes);
    free(proof->fixes);
    free(proof->vectors);
    free(proof->duals);
    free(proof);
}

/* Room for all traces; a merged row has as many duals as members. */
static bool make(ci_program_proof *proof, const ci_program_reduced *reduced,
                 const ci_program_part *parts, size_t part_count)
{
    const ci_program *program = reduced->program;
    size_t nodes = 1, fixes = 1, vectors = 1, duals = 1;

    for (size_t p = 0; p < part_count; p++) {
        const ci_program_trace *trace = &parts[p].trace;

        nodes += trace->node_count;
        fixes += trace->fix_count;
        vectors += trace->vector_count;
        for (size_t k = 0; k < trace->dual_count; k++) {
            const uint32_t *first =
                &parts[p].core.member_first[trace->duals[k].row];

            duals += first[1] - first[0];
        }
    }
    proof->steps = calloc(reduced->step_count + 1, sizeof(*proof->steps));
    proof->is_dropped = calloc(program->row_count + 1, 1);
    proof->part_of =
        calloc(program->column_count + 1, sizeof(*proof->part_of));
    proof->roots = calloc(part_count + 1, sizeof(*proof->roots));
    proof->nodes = calloc(nodes, sizeof(*proof->nodes));
    proof->fixes = calloc(fixes, sizeof(*proof->fixes));
    proof->vectors = calloc(vectors, sizeof(*proof->vectors));
    proof->duals = calloc(duals, sizeof(*proof->duals));
    return proof->steps && proof->is_dropped && proof->part_of &&
           proof->roots && proof->nodes && proof->fixes && proof->vectors &&
           proof->duals;
}

static void add_steps(ci_program_proof *proof,
                      const ci_program_reduced *reduced, size_t part_count)
{
    const ci_program *program = reduced->program;

    proof->short_row = reduced->short_row;
    proof->part_count = part_count;
    proof->step_count = reduced->step_count;
    if (reduced->step_count > 0)
        memcpy(proof->steps, reduced->steps,
               reduced->step_count * sizeof(*proof->steps));
    memcpy(proof->is_dropped, reduced->is_dropped, program->row_count);
    for (size_t j = 0; j < program->column_count; j++)
        proof->part_of[j] = reduced->part_of[j] == NONE ? NONE
                            : part_count == 1           ? 0
                                                        : reduced->part_of[j];
}

static int by_row(const void *a, const void *b)
{
    const ci_program_dual *x = a;
    const ci_program_dual *y = b;

    return (x->row > y->row) - (x->row < y->row);
}

/* A price of merged rows, which no member pays more of than its penalty. */
static void add_dual(ci_program_proof *proof, const ci_program *program,
                     const ci_program_core *core, const ci_program_dual *dual)
{
    int64_t left = dual->price;

    for (uint32_t k = core->member_first[dual->row];
         left > 0 && k < core->member_first[dual->row + 1]; k++) {
        uint32_t row = core->members[k];
        int64_t penalty = ci_program_penalty(program, row);
        int64_t paid = left;

        if (penalty != CI_PROGRAM_HARD && penalty * core->scale < left)
            paid = penalty * core->scale;
        if (paid > 0)
            proof->duals[proof->dual_count++] = (ci_program_dual){row, paid};
        left -= paid;
    }
}

/* The numbers of the vectors that leaves and fixes are by; those of branches
 * prove nothing, and have none. NULL: no memory. */
static uint32_t *number_vectors(const ci_program_trace *trace)
{
    uint32_t *numbers = calloc(trace->vector_count + 1, sizeof(*numbers));
    uint32_t count = 0;

    for (size_t k = 0; numbers && k < trace->node_count; k++) {
        const ci_program_node *node = &trace->nodes[k];

        if (node->kind == CI_PROGRAM_LEAF || node->kind == CI_PROGRAM_FIX)
            numbers[node->vector] = 1;
    }
    for (size_t v = 0; numbers && v < trace->vector_count; v++)
        numbers[v] = numbers[v] > 0 ? count++ : NONE;
    return numbers;
}

static void add_vectors(ci_program_proof *proof, const ci_program *program,
                        const ci_program_part *part, const uint32_t *numbers)
{
    for (size_t v = 0; v < part->trace.vector_count; v++) {
        const ci_program_duals *from = &part->trace.vectors[v];
        ci_program_duals *to = &proof->vectors[proof->vector_count];

        if (numbers[v] == NONE)
            continue;
        proof->vector_count++;
        to->first = proof->dual_count;
        to->theta = from->theta;
        for (size_t k = 0; k < from->count; k++)
            add_dual(proof, program, &part->core,
                     &part->trace.duals[from->first + k]);
        to->count = proof->dual_count - to->first;
        qsort(proof->duals + to->first, to->count, sizeof(*proof->duals),
              by_row);
    }
}

/* Names of a node in terms of the program. */
static ci_program_node renamed(const ci_program_node *node,
                               const ci_program_core *core,
                               const ci_program_proof *before,
                               const uint32_t *numbers)
{
    ci_program_node out = *node;

    if (node->kind == CI_PROGRAM_LEAF || node->kind == CI_PROGRAM_FIX)
        out.vector = numbers[node->vector] + (uint32_t)before->vector_count;
    out.without += (uint32_t)before->node_count;
    out.with += (uint32_t)before->node_count;
    out.fix_first += before->fix_count;
    if (node->kind == CI_PROGRAM_BRANCH)
        out.name = core->column_names[node->name];
    else if (node->kind == CI_PROGRAM_SHORT)
        out.name = core->members[core->member_first[node->name]];
    return out;
}

/* False: no memory. */
static bool add_part(ci_program_proof *proof, const ci_program *program,
                     const ci_program_part *part, size_t number)
{
    const ci_program_trace *trace = &part->trace;
    ci_program_proof before = *proof;
    uint32_t *numbers = number_vectors(trace);

    if (!numbers)
        return false;
    proof->roots[number] = part->tree.root + (uint32_t)before.node_count;
    for (size_t k = 0; k < trace->node_count; k++)
        proof->nodes[proof->node_count++] =
            renamed(&trace->nodes[k], &part->core, &before, numbers);
    for (size_t k = 0; k < trace->fix_count; k++)
        proof->fixes[proof->fix_count++] =
            2 * part->core.column_names[trace->fixes[k] / 2] +
            trace->fixes[k] % 2;
    add_vectors(proof, program, part, numbers);
    free(numbers);
    return true;
}

ci_program_proof *ci_program_answer_prove(const ci_program_reduced *reduced,
                                          ci_program_part *parts,
                                          size_t part_count)
{
    ci_program_proof *proof = calloc(1, sizeof(*proof));
    bool is_made = proof != NULL;

    for (size_t p = 0; p < part_count; p++) {
        ci_program_tree_finish(&parts[p].tree);
        is_made = is_made && !parts[p].trace.is_failed;
    }
    if (!is_made || !make(proof, reduced, parts, part_count)) {
        ci_program_proof_free(proof);
        return NULL;
    }
    proof->scale = part_count > 0 ? parts[0].core.scale : 1;
    add_steps(proof, reduced, part_count);
    for (size_t p = 0; p < part_count; p++)
        if (!add_part(proof, reduced->program, &parts[p], p)) {
            ci_program_proof_free(proof);
            return NULL;
        }
    return proof;
}
