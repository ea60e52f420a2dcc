/* A report while it is written: what it says, and its parts. */
#ifndef CI_PAGE_PAGE_H
#define CI_PAGE_PAGE_H

#include <circlet/page.h>
#include <circlet/privacy.h>

#include "map/outside.h"
#include "map/unit_fill.h"
#include "page/markup.h"
#include "page/time_bands.h"

/* Today, and with the plan. */
#define CI_PAGE_STATES 2

/* What stands in a row of the table by street, and on the map. */
typedef struct ci_page_unit {
    circlet_unit unit;
    circlet_unit above; /* the unit of the next higher level, or NONE */
    size_t broken[CI_PAGE_STATES]; /* rules that must be kept and are not */
    ci_fill fill[CI_PAGE_STATES]; /* by these */
    ci_fill share_fill[CI_PAGE_STATES]; /* by the share covered */
    double persons[CI_PAGE_STATES], covered[CI_PAGE_STATES]; /* of circle
                                                   rules; NaN: not known */
    bool is_hidden[CI_PAGE_STATES]; /* so few are outside that it would say
                                       who */
    size_t actions; /* of the plan, there */
    double cost_cny; /* of these; NaN: that of one is not known */
} ci_page_unit;

/* What came of a rule in all units. */
typedef struct ci_page_rule {
    const char *rule; /* its id; borrowed */
    const char *mode; /* or NULL */
    circlet_force force;
    bool is_circle; /* whose people count */
    size_t verdicts[CI_PAGE_STATES][CIRCLET_VERDICT_COUNT];
    double persons[CI_PAGE_STATES], covered[CI_PAGE_STATES];
    double unreached[CI_PAGE_STATES], modelled[CI_PAGE_STATES];
    bool knows_persons[CI_PAGE_STATES];
} ci_page_rule;

typedef struct ci_page {
    const circlet_page_content *content;
    const circlet_page_options *options;
    size_t state_count; /* 1 without a plan */
    const circlet_findings *findings[CI_PAGE_STATES]; /* as they are told */
    circlet_findings *stepped; /* those with the plan; NULL: none */
    circlet_privacy *privacy; /* what of them must not be told */
    circlet_plan *told; /* the plan as it is published; NULL: none */
    circlet_level level; /* of the streets' table */
    ci_page_unit *units; /* of that level that something is known of */
    size_t unit_count;
    ci_page_unit *wider; /* of higher levels */
    size_t wider_count;
    ci_page_rule *rules; /* in the order of the findings */
    size_t rule_count, rule_capacity;
    ci_outside outside[CI_PAGE_STATES];
    ci_page_bands bands[CI_PAGE_STATES];
    double modelled, persons; /* of all circle rules, today */
    circlet_page_facts facts;
    ci_buffer out;
} ci_page;

bool ci_page_is_plain(const ci_page *page);
bool ci_page_has_scripts(const ci_page *page);
ci_tongues ci_page_tongues(const ci_page *page);

/* How wide the columns of a table of a plain page are, a digit each; a full
 * one finds that by itself. */
void ci_page_put_widths(ci_page *page, const char *digits);

/* ---- what it says: page_figures.c, page_units.c ------------------------- */

circlet_status ci_page_add_up(ci_page *page, circlet_error *error);
circlet_status ci_page_find_units(ci_page *page, circlet_error *error);

/* The row of a unit that an action or finding is in, or NULL. */
ci_page_unit *ci_page_unit_of(const ci_page *page, circlet_unit unit);

/* Persons outside of a row; NaN: not known. */
double ci_page_outside_of(const ci_page_unit *unit, size_t state);

/* The unit that an action is done in, CIRCLET_NONE: none. */
circlet_unit ci_page_unit_of_action(const ci_page *page,
                                    const circlet_plan_action *action,
                                    circlet_level level);

/* Where it is done. CIRCLET_E_NOT_FOUND leaves `out` as it is. */
bool ci_page_place_of_action(circlet_point *out, const ci_page *page,
                             const circlet_plan_action *action);

/* Year i of the plan as it is told, and persons of circle rules who are
 * covered on the 31 December of it, [0] if nothing is done and [1] with the
 * plan. False: nobody is concerned, or so few are covered or not that it would
 * say who. */
bool ci_page_cover_of_year(circlet_course_year *out,
                           double covered[CI_PAGE_STATES], const ci_page *page,
                           size_t i);

/* The titles of a rule, by its id ("ID/WORD" has that of "ID"). */
ci_phrase ci_page_rule_title(const ci_page *page, const char *rule);

/* ---- its parts, in their order ------------------------------------------ */

void ci_page_write_answer(ci_page *page);
circlet_status ci_page_write_pictures(ci_page *page, circlet_error *error);
circlet_status ci_page_write_map(ci_page *page, circlet_error *error);
circlet_status ci_page_write_streets(ci_page *page, circlet_error *error);
void ci_page_write_rules(ci_page *page);
circlet_status ci_page_write_charts(ci_page *page, circlet_error *error);
circlet_status ci_page_chart_money(ci_page *page, circlet_error *error);
void ci_page_write_years(ci_page *page);
void ci_page_chart_years(ci_page *page);
/* How numbers with a plan are told. */
void ci_page_put_steps(ci_page *page);
void ci_page_write_actions(ci_page *page);
void ci_page_write_left(ci_page *page);
circlet_status ci_page_write_method(ci_page *page, circlet_error *error);
circlet_status ci_page_write_quality(ci_page *page, circlet_error *error);
void ci_page_write_origin(ci_page *page);

#endif
