/* What a fix says in English, read back as actions of a plan. */
#ifndef TESTS_FIX_ACTIONS_H
#define TESTS_FIX_ACTIONS_H

#include "judge_city.h"

#include <circlet/plan.h>

#include "policy/policy.h"

#define FIX_ACTION_MAX 32

typedef struct fix_actions {
    circlet_plan_action items[FIX_ACTION_MAX];
    char ids[FIX_ACTION_MAX][8], names[FIX_ACTION_MAX][12];
    size_t count;
} fix_actions;

static inline circlet_plan_action fix_action(const char *kind,
                                             const char *facility)
{
    return (circlet_plan_action){.id = "a",
                                 .kind = kind,
                                 .facility = facility,
                                 .at = {(double)NAN, (double)NAN},
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = (double)NAN,
                                 .cost_cny = (double)NAN,
                                 .year = -1};
}

/* "1,234.5 beds". */
static inline double fix_number_of(const char *text)
{
    char digits[32] = "";
    double number = 0;
    size_t size = 0;

    for (; *text != ' ' && size + 1 < sizeof(digits); text++)
        if (*text != ',')
            digits[size++] = *text;
    if (!ci_parse_double(&number, digits))
        fail_msg("no number: %s", text);
    return number;
}

/* What is said to be paid; NaN: nothing is. */
static inline double fix_cny_of(const char *text)
{
    const char *found = strstr(text, ", for ");

    return found ? fix_number_of(found + strlen(", for ")) : (double)NAN;
}

static inline const char *const *fix_services(void)
{
    static const char *const services[] = {"mental_care",
                                           "severe_care",
                                           "rehabilitation_assessment",
                                           "mental_welfare",
                                           "special_welfare",
                                           "rehabilitation",
                                           NULL};

    return services;
}

/* The facility "f0012" of a part of the text; false: what is built. */
static inline bool fix_read_name(char name[8], const char *from,
                                 const char *end)
{
    const char *found = from;

    while (found < end &&
           !(found[0] == 'f' && found[1] >= '0' && found[1] <= '9'))
        found++;
    snprintf(name, 8, "%.5s", found);
    return found < end;
}

static inline void fix_read_numbers(circlet_plan_action *out, const char *from,
                                    const char *end)
{
    for (const char *c = from; c < end; c++) {
        const char *number = c;

        while (number > from && number[-1] != ' ')
            number--;
        if (strncmp(c, " beds", 5) == 0 || strncmp(c, " bed ", 5) == 0)
            out->beds = (int64_t)fix_number_of(number);
        if (strncmp(c, " m²", strlen(" m²")) == 0)
            out->area_m2 = fix_number_of(number);
    }
}

/* One action for each service that is named; "adding A, B at f0001". */
static inline void fix_add_part(fix_actions *out, const circlet_policy *policy,
                                const char *kind, const char *from,
                                const char *end)
{
    circlet_plan_action action = fix_action(kind, NULL);
    char part[512];
    size_t before = out->count;
    char name[8];

    if (!fix_read_name(name, from, end))
        return;
    snprintf(part, sizeof(part), "%.*s", (int)(end - from), from);
    fix_read_numbers(&action, from, end);
    for (size_t i = 0; !isnan(action.area_m2) || fix_services()[i]; i++) {
        const char *service = isnan(action.area_m2) ? fix_services()[i] : NULL;
        char *found =
            service
                ? strstr(part, ci_policy_find_word(policy, service)->en_plural)
                : part;

        if (!found)
            continue;
        assert_true(out->count < FIX_ACTION_MAX);
        snprintf(out->ids[out->count], 8, "a%zu", out->count);
        snprintf(out->names[out->count], 8, "%s", name);
        out->items[out->count] = action;
        out->items[out->count++].service = service;
        if (!service)
            break;
        *found = '-'; /* so that a part of a word is not found, too */
    }
    assert_true(out->count > before);
}

/* Everything that is done to what there is; what is built is left out. */
static inline fix_actions fix_read(const circlet_policy *policy,
                                   const char *text)
{
    static const char *const verbs[][2] = {{"adding ", "add_service"},
                                           {"enlarging ", "enlarge"},
                                           {"partitioning ", "partition"},
                                           {"designating ", "designate"}};
    const char *end =
        strstr(text, ", for ") ? strstr(text, ", for ") : text + strlen(text);
    fix_actions out = {.count = 0};

    for (const char *c = text; c < end; c++)
        for (size_t v = 0; v < 4; v++) {
            const char *next = end;

            if (strncmp(c, verbs[v][0], strlen(verbs[v][0])) != 0)
                continue;
            for (const char *d = end - 1; d > c; d--) {
                for (size_t w = 0; w < 4; w++)
                    if (strncmp(d, verbs[w][0], strlen(verbs[w][0])) == 0)
                        next = d;
                if (strncmp(d, " more ", 6) == 0)
                    next = d;
            }
            fix_add_part(&out, policy, verbs[v][1], c + strlen(verbs[v][0]),
                         next);
        }
    return out;
}

/* NULL: that cannot be done. */
static inline circlet_city *fix_apply(fix_actions *fix,
                                      const circlet_policy *policy,
                                      const circlet_city *city,
                                      circlet_error *why)
{
    const circlet_plan_parts parts = {.actions = fix->items,
                                      .action_count = fix->count};
    circlet_plan *plan = NULL;
    circlet_city *out = NULL;

    for (size_t i = 0; i < fix->count; i++) {
        fix->items[i].id = fix->ids[i];
        if (!fix->items[i].facility)
            fix->items[i].facility = fix->names[i];
    }
    assert_ok(circlet_plan_new(&plan, "fix", &parts, error));
    if (circlet_plan_apply(&out, plan, policy, city, 0, why))
        out = NULL;
    circlet_plan_free(plan);
    return out;
}

#endif
