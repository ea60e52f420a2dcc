#include "verify/record_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "city/plan_record.h"
#include "verify/bound_check.h"
#include "verify/mode_list.h"

#define WORST "mean_time_worst"
#define ALL "mean_time_all"

bool ci_plan_is_computed(const circlet_plan *plan)
{
    return plan->level_count > 0 || plan->policy;
}

/* A claim that two texts are one. */
static bool add_texts(circlet_verification *out, const char *what,
                      const char *subject, const char *claimed,
                      const char *found)
{
    const circlet_claim claim = {.what = what,
                                 .subject = subject,
                                 .claimed = (double)NAN,
                                 .found = (double)NAN,
                                 .claimed_text = claimed,
                                 .found_text = found,
                                 .state = strcmp(claimed, found) == 0
                                              ? CIRCLET_CLAIM_HOLDS
                                              : CIRCLET_CLAIM_DIFFERS};

    return ci_verification_add(out, &claim);
}

/* ---- levels ------------------------------------------------------------- */

static bool has_level(const circlet_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->level_count; i++)
        if (strcmp(plan->levels[i].name, name) == 0)
            return true;
    return false;
}

/* Of whom there is nobody no time is said; where that is not known, both times
 * are there or neither. */
static bool has_times(const ci_plan_record *record)
{
    if (record->times->is_found)
        return !isnan(record->times->times.planned.all);
    return has_level(record->plan, WORST) || has_level(record->plan, ALL);
}

static void list_levels(ci_buffer *out, const ci_plan_record *record)
{
    const char *const *names = ci_program_level_names;

    if (has_level(record->plan, CI_LEVEL_COVERED)) {
        ci_buffer_add(out, CI_LEVEL_COVERED);
        return;
    }
    for (int level = 0; level < CI_LEVEL_COUNT; level++) {
        ci_buffer_add(out, level > 0 ? ";" : "");
        ci_buffer_add(out, names[level]);
    }
    if (has_times(record))
        ci_buffer_add(out, ";" WORST ";" ALL);
}

/* Where they are the same their number says so. */
static bool add_levels(circlet_verification *out, size_t count,
                       const char *claimed, const char *found)
{
    const circlet_claim same = {
        .what = "levels", .claimed = (double)count, .found = (double)count};

    return strcmp(claimed, found) == 0
               ? ci_verification_add(out, &same)
               : add_texts(out, "levels", NULL, claimed, found);
}

static bool check_levels(circlet_verification *out,
                         const ci_plan_record *record)
{
    const circlet_plan *plan = record->plan;
    ci_buffer claimed = {0}, found = {0};
    bool is_added;

    ci_buffer_add(&claimed, "");
    for (size_t i = 0; i < plan->level_count; i++) {
        ci_buffer_add(&claimed, i > 0 ? ";" : "");
        ci_buffer_add(&claimed, plan->levels[i].name);
    }
    list_levels(&found, record);
    is_added = !claimed.failed && !found.failed &&
               add_levels(out, plan->level_count, claimed.text, found.text);
    ci_buffer_free(&claimed);
    ci_buffer_free(&found);
    return is_added;
}

/* The rules under which somebody is uncovered. */
static void list_rules(ci_buffer *out, const ci_uncovered *uncovered)
{
    ci_buffer_add(out, "");
    for (size_t i = 0; i < uncovered->batch_count; i++)
        if (uncovered->batch_row[i + 1] > uncovered->batch_row[i]) {
            ci_buffer_add(out, out->size > 0 ? ";" : "");
            ci_buffer_add(out, uncovered->batches[i].rule);
        }
}

/* Only persons are counted by modes; where all are covered the plan names
 * those of what it was asked for, which it need not build. */
static bool check_modes(circlet_verification *out,
                        const ci_plan_record *record)
{
    bool is_added = true;

    for (size_t i = 0; is_added && i < record->plan->level_count; i++) {
        const circlet_plan_level *level = &record->plan->levels[i];
        bool is_of_persons = strcmp(level->name, CI_LEVEL_COVERED) == 0;
        ci_buffer rules = {0}, modes = {0};

        if (is_of_persons && record->uncovered->row_count == 0)
            continue;
        if (is_of_persons)
            list_rules(&rules, record->uncovered);
        ci_buffer_add(&rules, "");
        ci_mode_list_add(&modes, record->policy, rules.text);
        is_added = !rules.failed && !modes.failed &&
                   (strcmp(modes.text, level->mode ? level->mode : "") == 0 ||
                    add_texts(out, "mode", level->name,
                              level->mode ? level->mode : "", modes.text));
        ci_buffer_free(&rules);
        ci_buffer_free(&modes);
    }
    return is_added;
}

/* Whether it is said as it is why the rules leave no bound of a level. */
static bool is_unsure(const ci_program_levels *programs,
                      const circlet_plan_level *level)
{
    for (int k = (int)programs->first_unsure; k < CI_LEVEL_COUNT; k++)
        if (strcmp(ci_program_level_names[k], level->name) == 0)
            return strcmp(level->reason, programs->why_unsure) == 0;
    return false;
}

/* Of ways that were left out nothing is said to be known of the bound; of a
 * plan over years it is of those that have the whole time. */
static bool check_reasons(circlet_verification *out,
                          const ci_plan_record *record)
{
    const circlet_plan *plan = record->plan;

    for (size_t i = 0; i < plan->level_count; i++) {
        const circlet_plan_level *level = &plan->levels[i];
        bool may_have =
            level->proof == CIRCLET_PROOF_BOUND && !(level->bound > 0);
        bool is_over_years =
            level->proof == CIRCLET_PROOF_BOUND && plan->years;

        if (level->reason &&
            !(may_have && strcmp(level->reason, "ways_left_out") == 0) &&
            !(is_over_years && strcmp(level->reason, "over_years") == 0) &&
            !(may_have && is_unsure(record->programs, level)) &&
            !add_texts(out, "reason", level->name, level->reason, ""))
            return false;
    }
    return true;
}

/* ---- certificates ------------------------------------------------------- */

static bool add_stray(circlet_verification *out, const char *level)
{
    const circlet_claim claim = {.what = "certificate",
                                 .subject = level,
                                 .claimed = (double)NAN,
                                 .found = (double)NAN,
                                 .claimed_text = "yes",
                                 .found_text = "no",
                                 .state = CIRCLET_CLAIM_DIFFERS};

    return ci_verification_add(out, &claim);
}

/* A certificate of what has none. */
static bool check_strays(circlet_verification *out,
                         const ci_plan_record *record)
{
    const circlet_plan *plan = record->plan;

    if (plan->stray_proof && !add_stray(out, plan->stray_proof))
        return false;
    for (size_t i = 0; i < plan->level_count; i++) {
        const circlet_plan_level *level = &plan->levels[i];

        if ((level->program_certificate &&
             !ci_program_level_is_known(level->name)) ||
            (level->certificate && strcmp(level->name, CI_LEVEL_COVERED) != 0))
            if (!add_stray(out, level->name))
                return false;
    }
    return true;
}

/* They have the numbers that a plan that was published tells in steps. */
static bool check_steps(circlet_verification *out, const circlet_plan *plan)
{
    bool has_proof = plan->stray_proof != NULL;
    const circlet_claim claim = {.what = "persons_step",
                                 .claimed = plan->persons_step,
                                 .found = 0,
                                 .state = CIRCLET_CLAIM_DIFFERS};

    for (size_t i = 0; i < plan->level_count; i++)
        has_proof |=
            plan->levels[i].certificate || plan->levels[i].program_certificate;
    return plan->persons_step == 0 || !has_proof ||
           ci_verification_add(out, &claim);
}

/* ---- actions ------------------------------------------------------------ */

/* Actions are numbered in their order, from 1 on; behind what is given after a
 * letter that need not be the first. */
static bool check_numbers(circlet_verification *out,
                          const ci_plan_record *record)
{
    const circlet_plan *plan = record->plan;
    bool has_letter = record->programs->lacks.given && plan->action_count > 0;
    char letter = 'a';
    int digits = snprintf(NULL, 0, "%zu", plan->action_count);
    char id[32];

    if (has_letter && *plan->actions[0].id >= 'a' &&
        *plan->actions[0].id <= 'z')
        letter = *plan->actions[0].id;
    for (size_t i = 0; i < plan->action_count; i++) {
        snprintf(id, sizeof(id), "%c%0*zu", letter, digits, i + 1);
        if (strcmp(plan->actions[i].id, id) != 0)
            return add_texts(out, "id", plan->actions[i].id,
                             plan->actions[i].id, id);
    }
    return true;
}

/* ---- the plan ----------------------------------------------------------- */

static bool check_policy(circlet_verification *out,
                         const ci_plan_record *record)
{
    return !record->plan->policy ||
           add_texts(out, "policy", NULL, record->plan->policy,
                     circlet_policy_id(record->policy));
}

/* A plan out of memory need not say its year. */
static bool check_year(circlet_verification *out, const circlet_plan *plan)
{
    circlet_claim claim = {.what = "year",
                           .claimed = plan->year > 0 ? (double)plan->year
                                                     : (double)NAN,
                           .found = (double)NAN};

    if (plan->year == 0 && !plan->policy)
        return true;
    claim.found = claim.claimed;
    if (plan->year == 0)
        claim.state = CIRCLET_CLAIM_DIFFERS;
    for (size_t i = 0; i < plan->action_count; i++)
        if (plan->actions[i].year != plan->year && !plan->years) {
            claim.subject = plan->actions[i].id;
            claim.claimed = plan->actions[i].year;
            claim.state = CIRCLET_CLAIM_DIFFERS;
        }
    return ci_verification_add(out, &claim);
}

bool ci_plan_record_check(circlet_verification *out,
                          const ci_plan_record *record)
{
    if (!ci_plan_is_computed(record->plan))
        return !record->plan->stray_proof ||
               add_stray(out, record->plan->stray_proof);
    return check_policy(out, record) && check_year(out, record->plan) &&
           check_levels(out, record) && check_modes(out, record) &&
           check_reasons(out, record) && check_strays(out, record) &&
           check_steps(out, record->plan) && check_numbers(out, record);
}
