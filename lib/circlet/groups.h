#ifndef CIRCLET_GROUPS_H
#define CIRCLET_GROUPS_H

#include <circlet/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How well groups of people are served under the circle rules of a policy,
 * as a city is and with a plan: who of each group has a facility near enough,
 * and how far it is for them; which groups lose, and who loses in groups that
 * gain; how far the worst-off group is behind the best-off one.
 */
typedef struct circlet_groups circlet_groups;

/* What people are divided by. */
typedef enum circlet_group_by {
    CIRCLET_GROUP_BY_ALL = 0, /* everybody in one group, "all" */
    CIRCLET_GROUP_BY_KIND = 1, /* of disability; who has two is in both */
    CIRCLET_GROUP_BY_GRADE = 2, /* "1" to "4" */
    CIRCLET_GROUP_BY_MODE = 3, /* by which they go by the policy's table,
                                  whatever mode a rule measures */
    CIRCLET_GROUP_BY_SETTING = 4, /* that of the lowest unit they live in */
    CIRCLET_GROUP_BY_AGE = 5, /* "0-6", "60+" ... */
    CIRCLET_GROUP_BY_STREET = 6 /* the codes of units of that level */
} circlet_group_by;

#define CIRCLET_GROUP_BY_COUNT 7

/* "all", "kind", "grade", "mode", "setting", "age", "street". */
const char *circlet_group_by_name(circlet_group_by by);

/*
 * A group in one state of the city. Persons are thousandths. As in findings,
 * who is perhaps of a rule's group counts as in it in what is measured; at
 * worst and at best what is unknown counts so that it makes the share worse or
 * better, and the two shares are of persons_low and persons_high.
 */
typedef struct circlet_group_figures {
    int64_t covered_milli;
    int64_t covered_low_milli, persons_low_milli;
    int64_t covered_high_milli, persons_high_milli;
    /* The way to the nearest facility, as measured: whole milliseconds x
     * thousandths of persons, each of at most 60 minutes, which also stand for
     * whoever reaches none; and whose they are, all but those who live where
     * streets are not known. */
    int64_t time_milli_ms, timed_milli;
    double mean_minutes; /* NaN: of nobody */
    double median_minutes; /* at least half of them have no longer way; NaN
                              for all rules together */
} circlet_group_figures;

/* How a group can be worse off with a plan, as bits. */
typedef enum circlet_group_loss {
    CIRCLET_GROUP_LOSES_COVER = 1, /* fewer are covered as measured */
    CIRCLET_GROUP_LOSES_SURE = 2, /* fewer surely are */
    CIRCLET_GROUP_LOSES_TIME = 4 /* the mean way is longer */
} circlet_group_loss;

/* A group under a rule. Texts are borrowed. */
typedef struct circlet_group_row {
    const char *rule; /* its id; NULL: all of the rules together, see below */
    const char *mode; /* "own" or the mode that the rule measures; NULL */
    circlet_group_by by;
    const char *group; /* "visual", "1", "manual_wheelchair" ...; "unknown":
                          of whom it is not known; of streets: in none */
    const char *title_zh, *title_en; /* what the policy calls it, or a
                                        street's name; NULL: nothing */
    int64_t persons_milli; /* whom the rule is about, or perhaps is */
    int64_t modelled_milli; /* of these: nobody's known homes */
    bool is_internal; /* so few that it must not get out */
    bool is_known; /* facilities and streets are; else nothing below says
                      anything */
    circlet_group_figures before, after; /* without a plan the same */
    /* Persons, whatever becomes of the group. */
    int64_t gained_milli; /* not covered before, covered after */
    int64_t lost_milli; /* covered before, not after */
    int64_t farther_milli; /* with a longer way than before; under all rules
                              together under any of them */
    unsigned losses; /* bits of circlet_group_loss: of the group */
} circlet_group_row;

/* The groups that are worst and best off, and how far apart they are. */
typedef struct circlet_group_range {
    const char *worst, *best; /* groups; NULL: fewer than two to compare */
    double worst_value, best_value; /* shares from 0 to 1, or minutes */
    double difference; /* not below 0 */
    double ratio; /* of the worse to the better, as 0.5 of shares, 2 of
                     minutes; NaN: the better is 0 */
} circlet_group_range;

/* Those of one rule and division. Groups of whom nothing is known and those
 * that are internal are left out. */
typedef struct circlet_group_gap {
    const char *rule; /* NULL: all together */
    circlet_group_by by;
    circlet_group_range cover_before, cover_after;
    circlet_group_range time_before, time_after; /* means */
} circlet_group_gap;

/* Start from CIRCLET_GROUPS_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_groups_options {
    size_t struct_size; /* set by the initialiser */
    int year; /* 31 December of it; default: the policy's */
    unsigned by; /* bits 1 << circlet_group_by; default: all but streets.
                    Everybody in one group is always there. */
    const char *rule; /* these circle rules alone, by their very ids, divided
                         by ','; NULL: all but advisory variants */
    const char *unit; /* who lives in this unit alone, by code */
    int64_t internal_below; /* persons; default 10 */
    const int *age_limits; /* where bands of age begin, ascending, above 0;
                              default 7, 16, 18, 60 */
    size_t age_limit_count; /* at most 30 */
    uint32_t threads; /* default: one per processor */
    circlet_progress progress; /* default: no reports */
    int64_t hidden_below; /* persons: groups that would tell of fewer are left
                             out, and as many others as it takes that those
                             left do not tell them, and what a plan changes
                             is told by steps of so many; default 0: all are
                             there, and exact */
} circlet_groups_options;

#define CIRCLET_GROUPS_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_groups_options)                         \
    }

/*
 * Adds up the groups under the circle rules in force; the caller frees them.
 * `planned` is the city as a plan leaves it (circlet_plan_apply()), or NULL.
 * CIRCLET_E_ARGUMENT if its people are others. CIRCLET_E_NOT_FOUND for a rule
 * or unit that is not there, or a rule that is none of a circle. The policy
 * and the cities must outlive the groups.
 *
 * Under all rules together a person is covered who is so under each rule that
 * is about them, and has a way for each of them: their mean is what a plan
 * calls the mean time. Rules of which nothing is known are left out of it.
 */
circlet_status circlet_groups_compute(circlet_groups **out,
                                      const circlet_policy *policy,
                                      const circlet_city *city,
                                      const circlet_city *planned,
                                      const circlet_travel *travel,
                                      const circlet_groups_options *options,
                                      circlet_error *error);
void circlet_groups_free(circlet_groups *groups);

int circlet_groups_year(const circlet_groups *groups);
int64_t circlet_groups_internal_below(const circlet_groups *groups);

/* How many groups about somebody are left out as `hidden_below` asks. */
size_t circlet_groups_hidden_count(const circlet_groups *groups);

/* The steps by which persons with a plan are told from today's: so are they
 * where few are hidden. 0: all are exact, or there is no plan. */
int64_t circlet_groups_step(const circlet_groups *groups);

/* Whether there are two states: a plan was given. */
bool circlet_groups_has_plan(const circlet_groups *groups);

/* Groups with people: by rule, all rules together last, then by division,
 * then in a fixed order, "unknown" last. NULL beyond. Borrowed. */
size_t circlet_groups_count(const circlet_groups *groups);
const circlet_group_row *circlet_groups_at(const circlet_groups *groups,
                                           size_t position);

/* By rule and division in the same order. NULL beyond. Borrowed. */
size_t circlet_groups_gap_count(const circlet_groups *groups);
const circlet_group_gap *circlet_groups_gap_at(const circlet_groups *groups,
                                               size_t position);

/* Whether a group is worse off with the plan, or any of its persons: their
 * cover is lost. */
bool circlet_group_loses(const circlet_group_row *row);

#ifdef __cplusplus
}
#endif

#endif
