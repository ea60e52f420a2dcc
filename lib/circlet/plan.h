#ifndef CIRCLET_PLAN_H
#define CIRCLET_PLAN_H

#include <circlet/city.h>
#include <circlet/policy.h>
#include <circlet/siting.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is to be done, and how good that is: made by circlet_plan_compute()
 * or read from a city file. Immutable. */
typedef struct circlet_plan circlet_plan;

/* One thing to do. Text that does not apply is NULL, numbers NaN or -1. */
typedef struct circlet_plan_action {
    const char *id; /* unique in the plan */
    const char *kind; /* a word, see below */
    const char *facility; /* id of the facility that is changed or made */
    const char *site; /* id of the candidate site */
    const char *service;
    const char *from_service; /* of a section: whose beds it takes */
    const char *type; /* facility type */
    const char *tier;
    circlet_point at; /* where it is built or moved to; unknown: the site's */
    int64_t places; /* of `service`; of "enlarge" those that are added */
    int64_t beds;
    double area_m2;
    int year; /* from its 1 January on; -1: from the start */
    int start_year; /* of a plan over years: in which work begins, and the
                       money is spent; else 0: that of `year` */
    double cost_cny;
    bool fixed; /* the user asked for it */
    const char *mends; /* list of rule ids that it works on */
    double persons_gained; /* newly covered when it is taken in order */
    double persons_modelled; /* of them: nobody's known homes */
    const char *mode; /* list of the travel modes behind these figures */
    const char *text_zh;
    const char *text_en;
    bool proposed; /* its site is one that the plan proposes */
    bool is_text_plain; /* the texts were made without a policy, whose words
                           and figures would say more */
} circlet_plan_action;

/*
 * The kinds of actions, and what each needs besides id and facility:
 *
 * keep         nothing: it says that the facility stays
 * enlarge      area_m2, places or beds that are added; places and beds go to
 *              `service`, which the facility offers. What was unknown stays
 *              unknown; an area is then surely what was added
 * add_service  a service that the facility does not offer yet; its places
 *              and beds, if they are known
 * partition    service and beds: a section, whose beds are taken from
 *              `from_service`, or where that is NULL from the other service
 *              with most known beds (of equals the first by name)
 * designate    as add_service, of an institution that is taken into a
 *              service: another word and price
 * build        type, and site or place. What is left open of area, tier,
 *              services, places and beds is that of the policy's catalogue:
 *              of the smallest size of the type that has as much of each as
 *              is given (of equal ones the cheapest), of the standard one
 *              where nothing is given, of the largest where none has as
 *              much; what is given stands. An area out of the catalogue is
 *              no larger than the site. Places and beds without a service
 *              are of the only one whose number of them the catalogue knows
 * move         site or place; the entrances, the address and the building
 *              of the old place go
 * close        nothing
 *
 * Actions are carried out by year, then in the order of the plan; several
 * may be about one facility. Years are 1900 to 2200.
 */

/*
 * One objective; those before it are fixed. Of a plan for a service
 * "covered_persons"; of one that mends all rules "must_shortfall" (persons x
 * the share that a rule lacks, beyond what cannot be had), "must_failures"
 * (findings that lack something that can be had), the same of "should",
 * "cost_cny", "mean_time_worst" and "mean_time_all": minutes, of at most 60
 * each, to the nearest facility of each circle rule that the plan works on;
 * of those of one rule who travel alike, the group that has farthest, and of
 * all (both are left out where there is nobody). A bound is of plans that do
 * as well at the levels before. Where a level before is not 0 and the city is
 * large, the bound of the next ones may be 0: nothing is known. Times are
 * measured, not made small.
 */
typedef struct circlet_plan_level {
    const char *name;
    double objective;
    double bound;
    double gap;
    circlet_proof proof;
    const char *reason; /* why it is not proved; NULL: no more is known.
                           "ways_left_out": a building can be changed in more
                           ways than were looked at */
    const char *mode; /* list of travel modes, "own;walk"; NULL: none */
    const circlet_certificate *certificate; /* what proves the bound: of
                         maximal covering by the sites that may be built on,
                         in the city's order, of the persons whom no facility
                         covers, by rule, travel mode and the city's order, in
                         thousandths of a person; NULL: nothing does, or it
                         was not read */
    const char *program_certificate; /* of a plan that mends all rules, the
                         covering program of the level and what proves its
                         bound: JSON as docs/plan_certificate.md has it, up
                         to 64 MiB (beyond that it says that there is no
                         proof); the first level always has one, the others
                         where their bound is not 0; NULL: there is none, or
                         it was not read */
} circlet_plan_level;

/* What would do where nothing that a plan can choose does. Zeros and NULL: not
 * known, or it does not apply. */
typedef struct circlet_plan_change {
    const char *kind; /* "site": a candidate site for something to be built,
                         "budget": more money, "road": a street to their
                         homes, or that the data know of it, "engage": staff;
                         NULL: none is known */
    const char *type; /* of the facilities to be built, or word of the staff */
    const char *units; /* list of codes: where, of each one once */
    size_t count; /* of facilities or staff */
    double area_m2; /* of each facility: its site has as much at least */
    int64_t beds; /* of each facility, of all services */
    const char *services; /* list: what is added to each, besides what the
                             catalogue gives it */
    double cost_cny; /* once, of all together, without the land */
} circlet_plan_change;

/* What a plan leaves: people of a unit whom no home and no site can reach, or
 * something that is missing in a unit. The fields from `nearest_s` on are of
 * a plan that was just computed: a city file does not keep them, and they are
 * zero and NULL then, and where they do not apply. */
typedef struct circlet_plan_impossible {
    const char *rule;
    const char *unit;
    double persons; /* NaN: it is not about people */
    double persons_modelled; /* of them: nobody's known homes */
    const char *mode; /* of travel: that of the rule */
    const char *reason; /* a word, see below; NULL: the people are not reached
                         */
    double missing; /* so much; 0: only `persons` say */
    const char *missing_unit; /* "facilities", "m2", "beds"; or NULL */

    /* Of people and venues that nothing reaches, the seconds within which all
     * of those, and half of those, who get there at all, get to the nearest
     * facility, site, or facility that could become one. */
    double nearest_s, median_s;
    double persons_cut_off; /* who get to none of these by any street */
    double persons_off_streets; /* around whose homes there is no street */
    const char *parts; /* list of codes: the communities or villages where
                          they live */
    const char *taken_by; /* list of ids: the actions that are done where it
                             could be had */
    circlet_plan_change change; /* the least that would do */
    const char *text_zh, *text_en; /* all of this in a sentence or two */
} circlet_plan_impossible;

/*
 * Reasons: "none_in_reach" (no site, nor any facility that could become one,
 * reaches the people or the venue), "none_in_unit" (not so many can be had in
 * the unit), "sites_taken" (what stands there is needed for something else),
 * "beyond_budget", "too_late" (of a plan over years: work would not be done by
 * the last of them), "too_dear" (see max_cost_per_person), "not_planned" (what
 * is built does not mend such a rule),
 * "outside_extent" (people live where no street is known: as measured they are
 * uncovered, whatever is built), "counted_elsewhere" (beds of facilities count
 * for one rule alone, and not so many are left for this one),
 * "in_doubt" (of a cautious plan: it can be had, or is there, as assumed, but
 * not surely).
 */

/* Things that could be done but have no price, so that they are not planned;
 * of a plan that was just computed. */
typedef struct circlet_plan_unpriced {
    const char *kind; /* as of an action; "upgrade": to become something that
                         no action makes it */
    const char *type; /* of the facilities */
    const char *service; /* or NULL */
    const char *missing; /* the key of the policy file that would give the
                            price: "actions: enlarge: per_m2_cny"; NULL: there
                            is none for it */
    size_t count; /* so many ways */
} circlet_plan_unpriced;

/* Sites that nobody gave. */
typedef enum circlet_proposal {
    CIRCLET_PROPOSE_IF_NONE = 0, /* where the city has no site */
    CIRCLET_PROPOSE_ALWAYS, /* beside the city's sites */
    CIRCLET_PROPOSE_NEVER
} circlet_proposal;

/* Proposed sites keep so far from others in their street or township, proposed
 * or given (for any type of any size). */
#define CIRCLET_PROPOSAL_SPACING_M 250

/* Most of them in a community or village, and in the part of a street that is
 * in none of these. */
#define CIRCLET_PROPOSALS_OF_COMMUNITY 4
#define CIRCLET_PROPOSALS_OF_STREET 8

/* What must be for so much money: of the plans for several budgets one that
 * no other beats. */
typedef struct circlet_plan_point {
    double budget_cny; /* for which it was made */
    double cost_cny;
    double cost_bound_cny; /* no plan of this shortfall costs less */
    double persons; /* whom circle rules that must be kept leave uncovered, a
                       rule each; with those who cannot be reached */
    double must_shortfall; /* as the level of that name */
    double must_shortfall_bound; /* no plan for the budget has less */
    size_t must_failures;
    circlet_proof proof; /* of the shortfall */
} circlet_plan_point;

/* Start from CIRCLET_PLAN_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_plan_options {
    size_t struct_size; /* set by the initialiser */
    const char *name; /* needed */
    const char *services; /* list: the rules about these types and services
                             alone; with a count one type: "warm_home" */
    size_t count; /* how many to build at most; 0: whatever mends the city */
    int year; /* default: the policy's default_year */
    circlet_progress progress; /* default: no reports */

    /* Without a count: */
    double budget_cny; /* of the whole; default: none */
    const char *budgets; /* of units, "110101=2000000,110102=500000": a code
                            and whole yuan each, for all that is done in the
                            unit; of a plan over years also of years,
                            "2018:5000000,2018:110101=1000000": for what is
                            begun in the year. What is left of them lapses;
                            default: none */
    double max_cost_per_person; /* whole yuan; default: none. Persons are left
             uncovered of whom the plan that makes what it costs, and so much
             for each of them, least covers none: to cover any of them, alone
             or with others, adds more than so much for each to the cost, and
             of those who are covered none could be left for a greater saving.
             Each circle rule counts its own persons, budgets do not. They are
             told as impossible, "too_dear" */
    size_t frontier_count; /* plans for so many budgets; default: none */
    const double *frontier_budgets; /* so many, whole yuan, 0 or more; NULL:
                            equal steps up to what the plan costs */
    const char *keep; /* ids of sites that are built on, divided by ',' */
    const char *forbid; /* ids of sites that are not */
    double time_limit_s; /* for each level; default: none */
    double gap_limit; /* stop at this gap; default: 0, a proof */
    uint64_t work_limit; /* elementary steps for each level; default: some
                            tens of seconds' worth */
    uint32_t threads; /* default: one per processor */

    circlet_findings **before; /* where the findings of the city as it is are
                                  put, all rules and units, for the caller to
                                  free; left as it is with a count, or where
                                  sites are proposed; NULL: they are not
                                  wanted */
    const char *allow; /* "move", "close", divided by ','; default: neither,
                          see below. Without a count */
    circlet_proposal propose; /* with a count, too; default: sites are
                                 proposed where the city has none */
    const int *years; /* over which it is carried out, ascending, 1900 to 2200;
                         without a count. NULL: all at once, in `year`, which
                         else is the last of them. See below */
    size_t year_count;
    bool allows_loss; /* facilities may be moved and closed though persons
                         lose cover: they are told of */
    /* Of either kind: whether a person counts as covered, and a rule as kept,
     * only where that is sure: by every travel mode that is possible, with
     * all that is unknown of the streets, people and facilities at its worst.
     * What cannot be had surely is had as assumed. Default: as assumed. */
    bool is_cautious;

    /* A plan to begin with, see below; without a count and a frontier.
     * Borrowed. Default: none. */
    const circlet_plan *from;
} circlet_plan_options;

#define CIRCLET_PLAN_OPTIONS_INIT                                             \
    {                                                                         \
        .struct_size = sizeof(circlet_plan_options)                           \
    }

/*
 * With a count: chooses at most so many of the city's candidate sites so that
 * the most persons come inside the circles of the policy's rules for the
 * service who are not yet.
 *
 * Without: the cheapest of all that can be built and done to facilities, at
 * prices that the policy knows, that mends what fails of the rules about
 * circles, venues, numbers of facilities, groups of villages, beds, places and
 * area; with a budget what fails least then: of what must be, then of what
 * should be. CIRCLET_E_INFEASIBLE if the sites to keep contradict those
 * forbidden, the catalogue or the budget.
 *
 * Sites are proposed where the source of travel times knows where streets are
 * (find_streets), on the streets that one can walk: in each community or
 * village where most of its people live together (in the cells of 250 m in
 * which circlet_density_make() with a bandwidth of 500 m has most), and at the
 * point that stands for it; in a street whose people live in no community
 * that has borders, in the cells with most people. They hold any type and
 * size, and cost nothing by themselves. They are the plan's own, and it takes
 * them along.
 *
 * What is allowed: "move" lets an existing facility move to where a new one of
 * its type would be built, with its beds, staff and equipment, if that costs
 * less in the first year (once, where running costs are not known); "close"
 * closes facilities whose running costs it saves, those that save most first.
 * Both are done only to facilities that alone cover nobody in any circle, that
 * the plan does not change otherwise, and whose type has a price for it, and
 * only if no finding is worse then: of a worse verdict, with more missing, or
 * with fewer people covered. What has a place or bed that is known to be taken
 * is not closed. The bound of "cost_cny" is of plans that do neither.
 *
 * From another plan: its actions that are fixed stay, and what stands before
 * one of these about the same facility. They are done first: the new plan is
 * for the city that they leave, with what they leave of the budgets (each at
 * what it says it costs, else at the policy's price); its bounds are of plans
 * that keep them. All other actions are a proposal: what it does to one
 * facility stays or goes together, and that stays which the best plan keeps,
 * of equal ones the most. Whole plans are compared, by the city that they
 * leave: at the levels up to the cost, what cannot be had counted in. Of up
 * to four facilities every set is tried, of more a part, 40 plans at most, 24
 * where the city has more than 50,000 records of people. What stays comes
 * first, as it is. The levels, and what is told of persons and as impossible,
 * are of the city with it done; of its own persons and rules nothing is told.
 * CIRCLET_E_INFEASIBLE if what is fixed costs more than a budget, is on a site
 * that is forbidden, or is of a year after that which is planned for; other
 * errors as of circlet_plan_apply().
 *
 * The caller frees the plan.
 */
circlet_status circlet_plan_compute(circlet_plan **out,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_travel *travel,
                                    const circlet_plan_options *options,
                                    circlet_error *error);

/* What a plan is made of. A list may be NULL if its count is 0. */
typedef struct circlet_plan_parts {
    const circlet_plan_action *actions; /* of one year: in this order */
    size_t action_count;
    const circlet_plan_level *levels; /* the most important first */
    size_t level_count;
    const circlet_plan_impossible *impossible;
    size_t impossible_count;
    const circlet_site_record *sites; /* that it proposes: as if the city had
                                         them, wherever the plan goes */
    size_t site_count;
    const circlet_plan_unpriced *unpriced;
    size_t unpriced_count;
    bool is_cautious; /* persons are counted where they surely are covered */
    double hold_share; /* as of circlet_hold_options; 0: it is for no share of
                          draws */
    uint32_t hold_draws;
    uint64_t hold_seed;
    int year; /* that it was computed for; 0: it was made by hand */
    const char *years; /* list of those over which it is carried out; NULL: it
                          is not computed over years */
    const char *budgets; /* of years and units: see circlet_plan_options */
    bool allows_loss; /* persons may lose cover through it */
    const char *services; /* types and services that alone it was to mend, as
                             the options had them; NULL: all */
    const circlet_plan_point *points; /* the cheapest first */
    size_t point_count;
    int persons_step; /* as of circlet_plan_publish(); 0: numbers are exact */
} circlet_plan_parts;

/*
 * A plan of one's own; name and parts are copied, the caller frees the plan.
 * CIRCLET_E_ARGUMENT without a name or a list, CIRCLET_E_DATA if an action
 * has no id, no kind or the id of another, a level has no name, or impossible
 * demand no rule.
 */
circlet_status circlet_plan_new(circlet_plan **out, const char *name,
                                const circlet_plan_parts *parts,
                                circlet_error *error);

/*
 * The plan as it is published, so that neither it nor the difference of two
 * such plans tells of few persons: those whom an action newly covers, those of
 * them who are modelled, and those who are left are rounded down to whole
 * steps of CIRCLET_PRIVACY_SMALL (NaN: fewer, but not 0), and sentences say
 * the same; an action that covers few has none. Levels that count persons are
 * rounded to what is worse, their bounds to what is better; certificates,
 * which have the exact numbers, are left out. The caller frees the plan.
 */
circlet_status circlet_plan_publish(circlet_plan **out,
                                    const circlet_plan *plan,
                                    circlet_error *error);

/* The steps in which the plan tells persons; 0: it has their exact numbers. */
int circlet_plan_persons_step(const circlet_plan *plan);

void circlet_plan_free(circlet_plan *plan);

/* Borrowed from the plan. */
const char *circlet_plan_name(const circlet_plan *plan);

/* Of a plan read from a city file: the id of the policy that it was computed
 * for; NULL: it was made by hand, or in memory. */
const char *circlet_plan_policy(const circlet_plan *plan);

/* The year that it was computed for; 0: it was made by hand. */
int circlet_plan_year(const circlet_plan *plan);

/* List of the years over which it is carried out; NULL: it was not computed
 * over years. And the budgets that it kept, as the options had them. */
const char *circlet_plan_years(const circlet_plan *plan);
const char *circlet_plan_budgets(const circlet_plan *plan);
bool circlet_plan_allows_loss(const circlet_plan *plan);

/* The facility types and services that alone it was asked to mend, as the
 * options had them; NULL: all, or it is not such a plan. */
const char *circlet_plan_services(const circlet_plan *plan);

/* Whether it was computed for what is sure: see circlet_plan_options. */
bool circlet_plan_is_cautious(const circlet_plan *plan);

/* The share of draws that it was made to hold in, how many and of what seed:
 * see <circlet/hold.h>; 0: it was made for none. */
double circlet_plan_hold_share(const circlet_plan *plan);
uint32_t circlet_plan_hold_draws(const circlet_plan *plan);
uint64_t circlet_plan_hold_seed(const circlet_plan *plan);

size_t circlet_plan_action_count(const circlet_plan *plan);
const circlet_plan_action *circlet_plan_action_at(const circlet_plan *plan,
                                                  size_t i);
size_t circlet_plan_level_count(const circlet_plan *plan);
const circlet_plan_level *circlet_plan_level_at(const circlet_plan *plan,
                                                size_t i);
size_t circlet_plan_impossible_count(const circlet_plan *plan);
const circlet_plan_impossible *circlet_plan_impossible_at(
    const circlet_plan *plan, size_t i);
size_t circlet_plan_site_count(const circlet_plan *plan);
const circlet_site_record *circlet_plan_site_at(const circlet_plan *plan,
                                                size_t i);
size_t circlet_plan_unpriced_count(const circlet_plan *plan);
const circlet_plan_unpriced *circlet_plan_unpriced_at(const circlet_plan *plan,
                                                      size_t i);

/* The frontier: of a plan that was computed with one; a city file keeps
 * none. */
size_t circlet_plan_point_count(const circlet_plan *plan);
const circlet_plan_point *circlet_plan_point_at(const circlet_plan *plan,
                                                size_t i);

/*
 * The city as the plan leaves it on 31 December of `year`: with the actions
 * of that year and those before, and those of no year; 0: with all of them.
 * The caller frees it. CIRCLET_E_DATA names the plan and the first action,
 * of whatever year, that lacks what its kind needs or contradicts the city or
 * those before it: it is about a facility that is not there, not built yet,
 * not open, or closed, closes one that is kept, or that moves in the same
 * year, adds a service that is offered already, takes beds that are not known
 * to be there or in which people are, is the second move of a year, or puts a
 * facility on a site where the plan put another, that is for other types, or
 * has not room for its area or beds. CIRCLET_E_NOT_FOUND if one builds what
 * the policy's catalogue has not, without a service of its own. */
circlet_status circlet_plan_apply(circlet_city **out, const circlet_plan *plan,
                                  const circlet_policy *policy,
                                  const circlet_city *city, int year,
                                  circlet_error *error);

/*
 * The plan as its policy completes it, for people to read; applied, it does
 * the same. What is built has what the catalogue gives it; each action has
 * what it costs, where that is left open and the policy prices it (a building
 * and a move with what the site costs; another service, a section or a
 * designation with the places and beds that are given: what is not given
 * costs nothing); plain texts and those that are
 * missing are made anew with the policy's words, that of closing with the
 * running costs that it saves. The caller frees the plan. Errors as of
 * circlet_plan_apply().
 */
circlet_status circlet_plan_complete(circlet_plan **out,
                                     const circlet_plan *plan,
                                     const circlet_policy *policy,
                                     const circlet_city *city,
                                     circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
