#include "plan/build_action.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plan/gain_text.h"
#include "policy/circle.h"
#include "policy/policy.h"

#define PERSON_MILLI 1000.0

/* ---- which rules an action works on ------------------------------------- */

/* For each site of the problem when it was chosen, or CIRCLET_NONE. */
static uint32_t *rank_sites(const ci_plan_problem *problem,
                            const circlet_siting *siting)
{
    size_t count;
    const uint32_t *chosen = circlet_siting_sites(siting, &count);
    uint32_t *ranks = calloc(problem->site_count + 1, sizeof(*ranks));

    for (size_t i = 0; ranks && i < problem->site_count; i++)
        ranks[i] = CIRCLET_NONE;
    for (size_t i = 0; ranks && i < count; i++)
        ranks[chosen[i]] = (uint32_t)i;
    return ranks;
}

/* The first chosen site that covers a row, or CIRCLET_NONE. */
static uint32_t first_to_cover(const ci_plan_problem *problem, size_t row,
                               const uint32_t *ranks)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(problem->reach, row, &count);
    uint32_t first = CIRCLET_NONE;

    for (size_t i = 0; i < count; i++)
        if (ranks[entries[i].destination] < first)
            first = ranks[entries[i].destination];
    return first;
}

/* What a chosen site does: the persons whom it covers first. */
typedef struct effect {
    ci_buffer rules; /* a list of those that are about them */
    int64_t modelled_milli; /* of the persons: modelled */
} effect;

/* Finds the effects of the chosen sites. False: no memory. */
static bool find_effects(effect *effects, const ci_plan_problem *problem,
                         const circlet_city *city,
                         const circlet_siting *siting)
{
    uint32_t *ranks = rank_sites(problem, siting);
    bool is_listed = ranks != NULL;

    for (size_t row = 0; row < problem->row_count && is_listed; row++) {
        uint32_t rank = problem->weights[row] > 0
                            ? first_to_cover(problem, row, ranks)
                            : CIRCLET_NONE;
        const char *rule = problem->rows[row].rule;
        ci_buffer *rules;

        if (rank == CIRCLET_NONE)
            continue;
        if (circlet_city_demand(city, problem->rows[row].demand)->is_modelled)
            effects[rank].modelled_milli += problem->weights[row];
        rules = &effects[rank].rules;
        if (circlet_list_has(rules->text, rule))
            continue;
        if (rules->size > 0)
            ci_buffer_add(rules, ";");
        ci_buffer_add(rules, rule);
        is_listed = !rules->failed;
    }
    free(ranks);
    return is_listed;
}

/* ---- texts ---------------------------------------------------------------
 */

/* Moves a text into the arena; NULL: no memory. */
static const char *keep(ci_arena *arena, ci_buffer *buffer)
{
    const char *text = NULL;

    if (!buffer->failed)
        text = ci_arena_copy_n(arena, buffer->text, buffer->size);
    ci_buffer_free(buffer);
    return text;
}

/* Whether one of the listed circle rules judges by a mode. */
static bool is_judged_by(const char *rules, const circlet_policy *policy,
                         size_t mode)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (rule->kind == CI_RULE_CIRCLE && rule->as.circle.mode == mode &&
            circlet_list_has(rules, rule->id))
            return true;
    }
    return false;
}

/* How a language lists the travel modes behind a figure. */
typedef struct mode_marks {
    const char *start, *between, *end;
    const char *(*word)(const circlet_policy *policy, const char *word);
} mode_marks;

/* Adds "(own mode, walking)". */
static void add_modes(ci_buffer *text, const circlet_policy *policy,
                      const char *rules, const mode_marks *marks)
{
    const char *mark = marks->start;

    for (size_t i = 0; i <= policy->mode_count; i++) {
        size_t mode = i == 0 ? CI_NO_POSITION : i - 1;

        if (!is_judged_by(rules, policy, mode))
            continue;
        ci_buffer_add(text, mark);
        ci_buffer_add(text, marks->word(policy, i == 0 ? CI_MODE_OWN
                                                       : policy->modes[mode]));
        mark = marks->between;
    }
    if (mark != marks->start)
        ci_buffer_add(text, marks->end);
}

/* Adds whom an action covers, "12 (own mode, walking)", and of them whom
 * nobody's known homes stand for: people are covered in some mode. */
static void add_gain(ci_buffer *text, const ci_gain_words *words,
                     const circlet_plan_action *action,
                     const circlet_policy *policy, const mode_marks *marks)
{
    ci_buffer_add(text, words->gained);
    ci_buffer_add_double(text, action->persons_gained);
    ci_buffer_add(text, words->persons);
    add_modes(text, policy, action->mends, marks);
    if (!(action->persons_modelled > 0))
        return;
    ci_buffer_add(text, words->modelled);
    ci_buffer_add_double(text, action->persons_modelled);
    ci_buffer_add(text, words->of_them);
}

/* A mode by its own name. */
static const char *same_word(const circlet_policy *policy, const char *word)
{
    (void)policy;
    return word;
}

const char *ci_plan_modes(ci_arena *arena, const circlet_policy *policy,
                          const char *rules)
{
    static const mode_marks marks = {"", ";", "", same_word};
    ci_buffer list = {0};

    ci_buffer_add(&list, "");
    add_modes(&list, policy, rules, &marks);
    return keep(arena, &list);
}

static const char *write_zh(ci_arena *arena, const ci_plan_question *question,
                            const circlet_site_record *site,
                            const circlet_plan_action *action)
{
    static const mode_marks marks = {"（", "、", "）", ci_policy_word_zh};
    ci_buffer text = {0};

    ci_buffer_add(&text, site->is_proposed ? "在建议选址“" : "在候选点");
    ci_buffer_add(&text, site->name ? site->name : site->id);
    ci_buffer_add(&text, site->is_proposed ? "”" : "");
    ci_buffer_add(&text, "新建");
    ci_buffer_add(
        &text, ci_policy_word_zh(question->policy, question->catalogue->type));
    ci_buffer_add(&text, "，");
    add_gain(&text, &ci_gain_words_zh, action, question->policy, &marks);
    ci_buffer_add(&text, "。");
    return keep(arena, &text);
}

static const char *write_en(ci_arena *arena, const ci_plan_question *question,
                            const circlet_site_record *site,
                            const circlet_plan_action *action)
{
    static const mode_marks marks = {" (", ", ", ")", ci_policy_word_en};
    ci_buffer text = {0};

    ci_buffer_add(&text, site->is_proposed ? "Build at proposed site "
                                           : "Build at candidate site ");
    ci_buffer_add(&text, site->name ? site->name : site->id);
    ci_buffer_add(&text, ": ");
    ci_buffer_add(
        &text, ci_policy_word_en(question->policy, question->catalogue->type));
    ci_buffer_add(&text, "; persons");
    add_gain(&text, &ci_gain_words_en, action, question->policy, &marks);
    ci_buffer_add(&text, ".");
    return keep(arena, &text);
}

/* Ids of one length, so that their order as text is the order of the plan. */
const char *ci_plan_action_id(ci_arena *arena, size_t number, size_t count)
{
    char id[32];
    int digits = snprintf(NULL, 0, "%zu", count);

    snprintf(id, sizeof(id), "a%0*zu", digits, number);
    return ci_arena_copy(arena, id);
}

static const char *write_facility(ci_arena *arena, const char *plan,
                                  const char *site)
{
    char *id = ci_plan_facility_id(plan, site);
    const char *kept = id ? ci_arena_copy(arena, id) : NULL;

    free(id);
    return kept;
}

/* ---- actions -------------------------------------------------------------
 */

/* A sum of what is known; NaN if nothing is. */
static double add_known(double a, double b)
{
    if (isnan(a))
        return b;
    return isnan(b) ? a : a + b;
}

static bool fill_action(circlet_plan_action *action, ci_arena *arena,
                        const ci_plan_question *question,
                        const circlet_site_record *site)
{
    const circlet_facility_record *catalogue = question->catalogue;

    action->kind = "build";
    action->facility = write_facility(arena, question->name, site->id);
    action->site = site->id;
    action->proposed = site->is_proposed;
    if (strcmp(question->asked, catalogue->type) != 0)
        action->service = question->asked;
    action->type = catalogue->type;
    action->tier = catalogue->tier;
    action->at = site->at;
    action->places = -1;
    action->beds = -1;
    action->area_m2 =
        fmin(catalogue->measures[CIRCLET_MEASURE_AREA_M2], site->max_area_m2);
    action->year = question->year;
    action->cost_cny =
        add_known(site->cost_cny,
                  ci_policy_catalogue_cost(question->policy, catalogue->type));
    action->text_zh = write_zh(arena, question, site, action);
    action->text_en = write_en(arena, question, site, action);
    return action->facility && action->text_zh && action->text_en;
}

static bool fill_actions(circlet_plan_action *actions, ci_arena *arena,
                         const ci_plan_question *question,
                         const ci_plan_problem *problem,
                         const circlet_siting *siting, effect *effects)
{
    size_t count;
    const uint32_t *chosen = circlet_siting_sites(siting, &count);
    const int64_t *gains = circlet_siting_gains(siting);

    for (size_t i = 0; i < count; i++) {
        const circlet_site_record *site =
            circlet_city_site(question->city, problem->sites[chosen[i]]);

        actions[i].id = ci_plan_action_id(arena, i + 1, count);
        actions[i].mends = keep(arena, &effects[i].rules);
        actions[i].mode =
            ci_plan_modes(arena, question->policy, actions[i].mends);
        actions[i].persons_gained = (double)gains[i] / PERSON_MILLI;
        actions[i].persons_modelled =
            (double)effects[i].modelled_milli / PERSON_MILLI;
        if (!actions[i].id || !actions[i].mends || !actions[i].mode ||
            !fill_action(&actions[i], arena, question, site))
            return false;
    }
    return true;
}

circlet_plan_action *ci_build_actions(ci_arena *arena,
                                      const ci_plan_question *question,
                                      const ci_plan_problem *problem,
                                      const circlet_siting *siting,
                                      size_t *count)
{
    circlet_plan_action *actions;
    effect *effects;
    bool is_made;

    circlet_siting_sites(siting, count);
    actions = ci_arena_take(arena, (*count + 1) * sizeof(*actions));
    effects = calloc(*count + 1, sizeof(*effects));
    is_made = actions && effects;
    if (is_made) {
        memset(actions, 0, (*count + 1) * sizeof(*actions));
        is_made =
            find_effects(effects, problem, question->city, siting) &&
            fill_actions(actions, arena, question, problem, siting, effects);
    }
    for (size_t i = 0; effects && i < *count; i++)
        ci_buffer_free(&effects[i].rules);
    free(effects);
    return is_made ? actions : NULL;
}
