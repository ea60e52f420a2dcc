/* What fails in a city that buildings can mend: in units, for people at one
 * place, for venues. The rows of the covering program of a plan, in an order
 * that follows from the city and the policy alone. */
#ifndef CI_VERIFY_LACKS_H
#define CI_VERIFY_LACKS_H

#include "policy/finding.h"
#include "policy/rule.h"
#include "verify/given_actions.h"

/* A finding that fails. */
typedef struct ci_lack {
    const circlet_finding *finding;
    size_t rule; /* position in `rules` */
    circlet_unit unit; /* CIRCLET_NONE: of a venue in none */
    int64_t need; /* that is missing in the unit, as ci_counted_for() counts;
                     0: it has rows of people or of a venue, or none */
    int64_t required; /* likewise, of the whole; at least `need` */
    int64_t persons_milli; /* whom it is about; 0: not known */
    bool is_contested; /* beds that count for it may count for another rule
                          instead: the program does not know for which */
} ci_lack;

typedef struct ci_lack_row {
    size_t lack;
    int64_t need;
    int64_t weight; /* of one unit of it that is missing: millionths of a
                       person x the share */
    int64_t weight_milli, modelled_milli; /* people; 0: of a unit or a venue */
    circlet_unit street; /* where these people live, or CIRCLET_NONE */
    circlet_point at; /* of people or a venue */
    ci_modes open; /* of the batch's modes: by which nothing is in reach */
    ci_modes tied; /* likewise: in which they are tied to streets; else only
                      who is there already reaches a place */
    bool is_tied; /* as assumed */
    bool is_assumed; /* something is in reach as assumed */
    bool is_outside; /* no street is known around: nothing ever is */
} ci_lack_row;

/* Rows of people who travel alike, or of the venues of a rule. */
typedef struct ci_lack_batch {
    size_t rule, mode; /* positions in `rules` and in the policy's modes */
    ci_modes modes; /* each of which has to do: that one, or of a cautious
                       plan all that are possible */
    bool is_unknown; /* no street is known around them: nothing is in reach */
    uint32_t cutoff_ms;
    size_t first, end; /* rows */
} ci_lack_batch;

/* Starts as {0}. */
typedef struct ci_lacks {
    const ci_judgement *judgement;
    const ci_given_actions *given; /* done in the city; or NULL */
    bool is_cautious; /* what is not sure is missing, too */
    bool is_over_years; /* nothing is said to be contested */
    const ci_rule **rules; /* with lacks, in the policy's order */
    size_t rule_count;
    ci_lack *items; /* in the order of the findings */
    size_t count;
    ci_lack_row *rows; /* of units in the order of the lacks; then rule by rule
                          of people by mode, unit and place, or of venues in
                          the order of the lacks */
    size_t row_count, row_capacity;
    ci_lack_batch *batches;
    size_t batch_count, batch_capacity;
} ci_lacks;

/*
 * Finds what fails of the rules about some services (an empty list: of all) in
 * findings of the city of `judgement`; both must outlive `out`, which the
 * caller clears, even after a failure. `out->is_cautious` is set before: then
 * what may fail does, and all is missing that is not surely there; so is
 * `out->is_over_years`.
 */
circlet_status ci_lacks_find(ci_lacks *out, const ci_judgement *judgement,
                             const circlet_findings *findings,
                             const char *services, circlet_error *error);
void ci_lacks_clear(ci_lacks *lacks);

/* Whether a rule is about one of the facility types and services of a list; an
 * empty one asks for all. */
bool ci_lack_is_asked_for(const ci_rule *rule, const char *services);

/* Whether a finding fails, or of a cautious plan may: it is undecided, due,
 * and no waiver would excuse it. */
bool ci_lack_is_one(const circlet_finding *finding, const ci_rule *rule,
                    const circlet_city *city, int year, bool is_cautious);

/* What is missing of a finding, as ci_counted_for() counts; 0: nothing. */
int64_t ci_lack_missing(const ci_lacks *lacks, const ci_rule *rule,
                        const circlet_findings *findings, size_t position);

/* Whether some lack of a rule is contested. */
bool ci_lacks_are_contested(const ci_lacks *lacks, size_t rule);

/* Adds the rows of people and venues (lack_people.c). */
circlet_status ci_lacks_add_people(ci_lacks *lacks, circlet_error *error);

/* CIRCLET_E_NOMEM. */
circlet_status ci_lacks_add_row(ci_lacks *lacks, const ci_lack_row *row,
                                circlet_error *error);

static inline const ci_rule *ci_lack_rule(const ci_lacks *lacks, size_t lack)
{
    return lacks->rules[lacks->items[lack].rule];
}

#endif
