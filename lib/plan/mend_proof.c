#include "plan/mend_proof.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/mend_duals.h"

/* ---- lists -------------------------------------------------------------- */

static void add_comma(ci_buffer *out, size_t i)
{
    if (i > 0)
        ci_buffer_add_n(out, ",", 1);
}

/* A name; none is -1. */
static void add_name(ci_buffer *out, uint32_t name)
{
    ci_buffer_add_int(out, name == CI_PROGRAM_NONE ? -1 : (int64_t)name);
}

static void add_numbers(ci_buffer *out, const char *key,
                        const int64_t *numbers, size_t count)
{
    ci_buffer_add(out, key);
    for (size_t i = 0; i < count; i++) {
        add_comma(out, i);
        ci_buffer_add_int(out, numbers[i]);
    }
    ci_buffer_add(out, "]");
}

static void add_names(ci_buffer *out, const char *key, const uint32_t *names,
                      size_t count)
{
    ci_buffer_add(out, key);
    for (size_t i = 0; i < count; i++) {
        add_comma(out, i);
        add_name(out, names[i]);
    }
    ci_buffer_add(out, "]");
}

static void add_text(ci_buffer *out, const char *text)
{
    ci_buffer_add_json(out, text ? text : "");
}

/* Those of years do not count in the program of the last. */
static void add_unit_budgets(ci_buffer *out, const char *list)
{
    ci_buffer units = {0};

    ci_buffer_add(&units, "");
    while (list && *list) {
        size_t size = strcspn(list, ",");

        if (!memchr(list, ':', size)) {
            ci_buffer_add(&units, units.size > 0 ? "," : "");
            ci_buffer_add_n(&units, list, size);
        }
        list += size + (list[size] == ',');
    }
    add_text(out, units.text);
    out->failed |= units.failed;
    ci_buffer_free(&units);
}

/* ---- the program -------------------------------------------------------- */

static void add_options(ci_buffer *out, const ci_mend *mend, const char *level)
{
    const circlet_plan_options *options = mend->options;

    ci_buffer_add(out, "{\"circlet_program_certificate\":2,\"level\":");
    add_text(out, level);
    ci_buffer_add(out, ",\"year\":");
    ci_buffer_add_int(out, mend->judgement.year);
    ci_buffer_add(out, ",\"services\":");
    add_text(out, options->services);
    ci_buffer_add(out, ",\"keep\":");
    add_text(out, options->keep);
    ci_buffer_add(out, ",\"forbid\":");
    add_text(out, options->forbid);
    ci_buffer_add(out, ",\"budget_cny\":");
    ci_buffer_add_int(
        out, options->budget_cny > 0 ? (int64_t)options->budget_cny : -1);
    ci_buffer_add(out, ",\"budgets\":");
    add_unit_budgets(out, options->budgets);
    ci_buffer_add(out, ",\"cautious\":");
    ci_buffer_add(out, options->is_cautious ? "true" : "false");
    ci_buffer_add(out, ",\"max_cost_per_person\":");
    ci_buffer_add_int(out, options->max_cost_per_person > 0
                               ? (int64_t)options->max_cost_per_person
                               : -1);
    if (options->from) {
        ci_buffer_add(out, ",\"given\":");
        ci_buffer_add_int(out,
                          (int64_t)circlet_plan_action_count(options->from));
    }
}

/* The rows that are left out for what they cost. */
static void add_dear(ci_buffer *out, const ci_mend_program *program)
{
    size_t count = 0;

    ci_buffer_add(out, ",\n\"dear\":[");
    for (size_t i = 0; i < program->row_count; i++)
        if (program->dear[i] > 0) {
            add_comma(out, count++);
            ci_buffer_add_int(out, (int64_t)i);
        }
    ci_buffer_add(out, "]");
}

/* kind, service, type, tier, places, beds, area; of a section that says so
 * whose beds it takes */
static void add_action(ci_buffer *out, const circlet_plan_action *action)
{
    const char *const words[] = {action->kind, action->service, action->type,
                                 action->tier};

    ci_buffer_add(out, "[");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        add_text(out, words[i]);
        ci_buffer_add(out, ",");
    }
    ci_buffer_add_int(out, action->places);
    ci_buffer_add(out, ",");
    ci_buffer_add_int(out, action->beds);
    ci_buffer_add(out, ",\"");
    if (!isnan(action->area_m2))
        ci_buffer_add_double(out, action->area_m2);
    ci_buffer_add(out, "\"");
    if (action->from_service) {
        ci_buffer_add(out, ",");
        add_text(out, action->from_service);
    }
    ci_buffer_add(out, "]");
}

static void add_steps_of(ci_buffer *out, const ci_mend_bundle *bundle)
{
    for (size_t i = 0; i < bundle->step_count; i++) {
        const circlet_plan_action action =
            ci_mend_step_action(&bundle->steps[i], "", 0);

        add_comma(out, i);
        add_action(out, &action);
    }
}

/* As it is built, then what is done to it at once, if anything. */
static void add_building(ci_buffer *out, const ci_wish *wish, double area_m2,
                         const ci_mend_bundle *bundle)
{
    const circlet_plan_action action = {.kind = "build",
                                        .service = wish->service,
                                        .type = wish->type,
                                        .tier = wish->tier,
                                        .places = wish->places,
                                        .beds = wish->beds,
                                        .area_m2 = area_m2};

    ci_buffer_add(out, "[");
    add_action(out, &action);
    ci_buffer_add(out, bundle ? "," : "");
    if (bundle)
        add_steps_of(out, bundle);
    ci_buffer_add(out, "]");
}

static void add_bundle(ci_buffer *out, const ci_mend_bundle *bundle)
{
    ci_buffer_add(out, "[");
    add_steps_of(out, bundle);
    ci_buffer_add(out, "]");
}
/* Whether a column has a way that no other has: a bundle, or a building cut
 * to its site. */
static bool is_own_way(const ci_mend *mend, const ci_mend_column *column)
{
    return column->bundle ||
           column->area_m2 < mend->sizes[column->size].wish.area_m2;
}

/* The sizes of the catalogue, then the ways of single columns in the order of
 * these. */
static void add_ways(ci_buffer *out, const ci_mend *mend)
{
    size_t count = 0;

    ci_buffer_add(out, ",\n\"ways\":[");
    for (size_t i = 0; i < mend->size_count; i++) {
        add_comma(out, count++);
        add_building(out, &mend->sizes[i].wish, mend->sizes[i].wish.area_m2,
                     NULL);
    }
    for (size_t j = 0; j < mend->column_count; j++) {
        const ci_mend_column *column = &mend->columns[j];

        if (!is_own_way(mend, column))
            continue;
        add_comma(out, count++);
        ci_buffer_add(out, "\n");
        if (column->size == CI_MEND_NONE)
            add_bundle(out, column->bundle);
        else
            add_building(out, &mend->sizes[column->size].wish, column->area_m2,
                         column->bundle);
    }
    ci_buffer_add(out, "]");
}

static void add_place(ci_buffer *out, const ci_mend *mend, size_t place)
{
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city);

    ci_buffer_add(out, place < sites ? "[\"site\"," : "[\"facility\",");
    add_text(out, place < sites
                      ? circlet_city_site(city, (circlet_site)place)->id
                      : circlet_city_facility(
                            city, (circlet_facility)(place - sites))
                            ->id);
    ci_buffer_add(out, ",[");
}

/* Place by place the ways that may be taken there, one column each. */
static void add_columns(ci_buffer *out, const ci_mend *mend)
{
    size_t way = mend->size_count;

    ci_buffer_add(out, ",\n\"columns\":[");
    for (size_t j = 0; j < mend->column_count; j++) {
        const ci_mend_column *column = &mend->columns[j];
        bool is_first = j == 0 || column->place != column[-1].place;

        if (is_first) {
            ci_buffer_add(out, j > 0 ? "]],\n" : "\n");
            add_place(out, mend, column->place);
        } else {
            ci_buffer_add(out, ",");
        }
        ci_buffer_add_int(
            out, (int64_t)(is_own_way(mend, column) ? way++ : column->size));
    }
    ci_buffer_add(out, mend->column_count > 0 ? "]]]" : "]");
}

static void add_statement(ci_buffer *out, const ci_mend_program *program,
                          const ci_mend_statement *statement)
{
    add_numbers(out, ",\n\"needs\":[", statement->needs, program->row_count);
    add_numbers(out, ",\n\"before\":[", statement->before,
                statement->before_count);
    add_numbers(out, ",\"times\":[", statement->times,
                statement->before_count + 1);
    ci_buffer_add(out, ",\"unit\":");
    ci_buffer_add_int(out, statement->unit);
    ci_buffer_add(out, ",\"has_unit_budgets\":");
    ci_buffer_add(out, statement->size.has_unit_budgets ? "true" : "false");
    ci_buffer_add(out, ",\"more_rows\":");
    ci_buffer_add_int(out, (int64_t)statement->size.more_rows);
    ci_buffer_add(out, ",\"more_columns\":");
    ci_buffer_add_int(out, (int64_t)statement->size.more_columns);
}

/* ---- the proof ---------------------------------------------------------- */

static void add_steps(ci_buffer *out, const ci_program_proof *proof,
                      size_t row_count)
{
    size_t count = 0;

    ci_buffer_add(out, ",\n\"steps\":[");
    for (size_t i = 0; i < proof->step_count; i++) {
        add_comma(out, i);
        ci_buffer_add_int(out, proof->steps[i].kind == CI_PROGRAM_FORCED);
        ci_buffer_add(out, ",");
        add_name(out, proof->steps[i].column);
        ci_buffer_add(out, ",");
        add_name(out, proof->steps[i].by);
    }
    ci_buffer_add(out, "],\n\"dropped\":[");
    for (size_t i = 0; i < row_count; i++)
        if (proof->is_dropped[i]) {
            add_comma(out, count++);
            ci_buffer_add_int(out, (int64_t)i);
        }
    ci_buffer_add(out, "]");
}

static void add_nodes(ci_buffer *out, const ci_program_proof *proof,
                      const ci_mend_duals *duals)
{
    ci_buffer_add(out, ",\n\"nodes\":[");
    for (size_t i = 0; i < proof->node_count; i++) {
        const ci_program_node *node = &proof->nodes[i];

        ci_buffer_add(out, i > 0 ? ",\n[" : "\n[");
        ci_buffer_add_int(out, (int64_t)node->kind);
        ci_buffer_add(out, ",");
        add_name(out, node->name);
        ci_buffer_add(out, ",");
        add_name(out, node->vector < proof->vector_count
                          ? duals->name_of[node->vector]
                          : CI_PROGRAM_NONE);
        ci_buffer_add(out, ",");
        add_name(out, node->without);
        ci_buffer_add(out, ",");
        add_name(out, node->with);
        for (size_t k = 0; node->kind == CI_PROGRAM_FIX && k < node->fix_count;
             k++) {
            ci_buffer_add(out, ",");
            add_name(out, proof->fixes[node->fix_first + k]);
        }
        ci_buffer_add(out, "]");
    }
    ci_buffer_add(out, "]");
}

static void add_proof(ci_buffer *out, const ci_mend_program *program,
                      const ci_mend_extent *size,
                      const ci_program_proof *proof,
                      const ci_mend_duals *duals)
{
    ci_buffer_add(out, ",\"scale\":");
    ci_buffer_add_int(out, proof->scale);
    ci_buffer_add(out, ",\"short_row\":");
    add_name(out, proof->short_row);
    add_steps(out, proof, program->row_count + size->more_rows);
    add_names(out, ",\n\"parts\":[", proof->part_of,
              program->mend->column_count + size->more_columns);
    add_names(out, ",\n\"roots\":[", proof->roots, proof->part_count);
    add_nodes(out, proof, duals);
    ci_buffer_add(out, ",\n\"duals\":");
    ci_mend_duals_write(out, duals, proof);
}

/* ---- all of it ---------------------------------------------------------- */

static void write(ci_buffer *out, const ci_mend_program *program,
                  const ci_mend_statement *statement,
                  const ci_program_proof *proof, const ci_mend_duals *duals)
{
    const ci_mend *mend = program->mend;

    add_options(out, mend, statement->level);
    ci_buffer_add(out, ",\"rows\":");
    ci_buffer_add_int(out, (int64_t)program->row_count);
    add_dear(out, program);
    add_ways(out, mend);
    add_columns(out, mend);
    ci_buffer_add(out, ",\n\"bound\":");
    ci_buffer_add_int(out, statement->bound);
    ci_buffer_add(out, ",\"has_proof\":");
    ci_buffer_add(out, proof ? "true" : "false");
    if (proof) {
        add_statement(out, program, statement);
        add_proof(out, program, &statement->size, proof, duals);
    }
    ci_buffer_add(out, "}\n");
}

circlet_status ci_mend_certify(char **out, const ci_mend_program *program,
                               const ci_mend_statement *statement,
                               const ci_program_proof *proof,
                               circlet_error *error)
{
    ci_mend_duals duals = {.count = 0};
    ci_buffer text = {0};

    if (proof && !ci_mend_duals_find(&duals, proof)) {
        ci_mend_duals_clear(&duals);
        return ci_fail_nomem(error);
    }
    if (duals.dual_count > CI_PROGRAM_DUALS_MAX)
        proof = NULL;
    write(&text, program, statement, proof, &duals);
    if (!text.failed && proof && text.size > CI_MEND_PROOF_SIZE_MAX) {
        ci_buffer_free(&text);
        text = (ci_buffer){0};
        write(&text, program, statement, NULL, &duals);
    }
    ci_mend_duals_clear(&duals);
    if (text.failed) {
        ci_buffer_free(&text);
        return ci_fail_nomem(error);
    }
    *out = text.text;
    return CIRCLET_OK;
}
