#include "plan_from.h"

#include <string.h>

#include "locale.h"

typedef enum fate {
    FATE_FIXED, /* it stays, as it must */
    FATE_KEPT,
    FATE_CHANGED, /* something else is done there */
    FATE_DROPPED,
    FATE_ADDED, /* of the new plan: done where nothing was */
    FATE_COUNT
} fate;

static bool is_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool has_word(const char *a, const char *b)
{
    return a && *a && is_same(a, b);
}

/* At the same facility, or on the same site. */
static bool is_there(const circlet_plan_action *a,
                     const circlet_plan_action *b)
{
    return has_word(a->facility, b->facility) || has_word(a->site, b->site);
}

static bool is_one(const circlet_plan_action *a, const circlet_plan_action *b)
{
    return is_same(a->id, b->id) && is_same(a->kind, b->kind) &&
           is_same(a->facility, b->facility) && is_same(a->site, b->site);
}

static bool has_one(const circlet_plan *plan,
                    const circlet_plan_action *action,
                    bool (*is_alike)(const circlet_plan_action *a,
                                     const circlet_plan_action *b))
{
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        if (is_alike(circlet_plan_action_at(plan, i), action))
            return true;
    return false;
}

static fate fate_of(const circlet_plan_action *action,
                    const circlet_plan *plan)
{
    if (has_one(plan, action, is_one))
        return action->fixed ? FATE_FIXED : FATE_KEPT;
    return has_one(plan, action, is_there) ? FATE_CHANGED : FATE_DROPPED;
}

/* Calls `tell` with the id of each action of a fate. */
static void list(fate of, const circlet_plan *from, const circlet_plan *plan,
                 void (*tell)(const char *id, void *user), void *user)
{
    const circlet_plan *told = of == FATE_ADDED ? plan : from;

    for (size_t i = 0; i < circlet_plan_action_count(told); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(told, i);
        bool is_of = of == FATE_ADDED ? !has_one(from, action, is_there)
                                      : fate_of(action, plan) == of;

        if (is_of)
            tell(action->id, user);
    }
}

/* ---- JSON --------------------------------------------------------------- */

static void write_id(const char *id, void *user)
{
    json_text(user, NULL, id);
}

void plan_from_write(json *out, const circlet_plan *from,
                     const circlet_plan *plan)
{
    static const char *const names[FATE_COUNT] = {"fixed", "kept", "changed",
                                                  "dropped", "added"};

    json_object(out, "from");
    json_text(out, "plan", circlet_plan_name(from));
    for (int of = 0; of < FATE_COUNT; of++) {
        json_array(out, names[of]);
        list((fate)of, from, plan, write_id, out);
        json_end(out);
    }
    json_end(out);
}

/* ---- text --------------------------------------------------------------- */

static void count_id(const char *id, void *user)
{
    (void)id;
    ++*(size_t *)user;
}

static void print_id(const char *id, void *user)
{
    (void)user;
    printf(" %s", id);
}

void plan_from_print(const circlet_plan *from, const circlet_plan *plan)
{
    const char *const words[FATE_COUNT] = {_("fixed"), _("kept"),
                                           _("something else there"),
                                           _("dropped"), _("added")};

    printf(_("Of plan %s:"), circlet_plan_name(from));
    putchar('\n');
    for (int of = 0; of < FATE_COUNT; of++) {
        size_t count = 0;

        list((fate)of, from, plan, count_id, &count);
        if (count == 0)
            continue;
        printf("  %s (%zu):", words[of], count);
        list((fate)of, from, plan, print_id, NULL);
        putchar('\n');
    }
    puts(_("The levels are of what can be had beside what stays."));
}
