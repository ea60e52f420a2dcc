/* What can be done, and for how much, so that one facility more is what a
 * rule asks for, or what there is becomes enough. */
#ifndef CI_POLICY_FIX_OPTION_H
#define CI_POLICY_FIX_OPTION_H

#include "policy/fix_view.h"
#include "policy/price.h"

/* The most services that are added to one facility: a rule names so many. */
#define CI_OPTION_SERVICE_MAX 5
#define CI_OPTION_STEP_MAX (1 + CI_OPTION_SERVICE_MAX)

/* One action; what it adds is in whole steps of its price. */
typedef struct ci_option_step {
    ci_price_kind kind;
    const char *service;
    double area_m2; /* 0: none */
    int64_t places, beds; /* 0: none; of a new building, at least so many */
} ci_option_step;

typedef struct ci_option {
    const circlet_facility_record *facility; /* NULL: a new one */
    const circlet_site_record *site; /* of a new one; NULL: anywhere */
    const char *type; /* of a new one; NULL: not known */
    ci_option_step steps[CI_OPTION_STEP_MAX];
    size_t step_count;
    size_t flag_count; /* what it has to become besides, at no known price */
    double size_m2; /* of a new one in another size than the standard one;
                       else NaN */
    bool is_cut; /* to the area of its site, which holds no size */
    ci_way price;
    bool is_taken; /* what it is about is */
} ci_option;

typedef struct ci_options {
    ci_option *items;
    size_t count, capacity;
} ci_options;

void ci_options_clear(ci_options *options);

/* CIRCLET_E_NOMEM. */
circlet_status ci_options_add(ci_options *options, const ci_option *option,
                              circlet_error *error);

/* Options by what they are about. */
typedef enum ci_option_family {
    CI_OPTION_ANY,
    CI_OPTION_OLD, /* facilities that there are */
    CI_OPTION_NEW
} ci_option_family;

/*
 * The cheapest option with a price that is not taken: the one that costs
 * least once, or where it is known what that one costs every year, the one
 * that costs least in the first year of those of which that is known. Of
 * equals the first; NULL: there is none.
 */
ci_option *ci_options_cheapest(const ci_options *options,
                               ci_option_family family);

/* Nothing else is done to the facility or site of an option; there is always
 * more room for what may be built anywhere. */
void ci_options_take(ci_options *options, const ci_option *option);

/* What is asked of one facility. */
typedef struct ci_need {
    const ci_judgement *judgement;
    const ci_selection *selection; /* it is one of these */
    const char *service; /* of the places and beds; NULL: of none */
    double area_m2; /* 0: nothing */
    int64_t places, beds; /* 0: nothing */
} ci_need;

/* Adds what makes an open facility one of the selection by services that it
 * lacks or by what it has to become; nothing if it is one already, or cannot
 * become one: its type and tier stay what they are (fix_upgrade.c). */
circlet_status ci_options_upgrade(ci_options *options, const ci_need *need,
                                  const circlet_facility_record *facility,
                                  circlet_error *error);

/*
 * Adds to a new building, for what the policy asks of its type, the services
 * that it lacks to be surely one of the selection, the one that is needed with
 * its places and beds; of services of which one is enough the cheapest, once
 * or in the first year. false: it lacks something else, or what that costs is
 * not known (fix_upgrade.c).
 */
bool ci_option_complete(ci_option *out, const ci_need *need,
                        const circlet_facility_record *size, bool by_year);

/*
 * Adds what gives a facility so many more beds, places or so much more area
 * that surely count, by whole steps and no larger than the catalogue lets its
 * type grow: making it larger, another service, a section, or designating it
 * (fix_enlarge.c). No bed is taken out of a service whose beds a rule counts.
 * Only what has a price is added; `is_open` is set if it could be made larger
 * at a price that nobody knows.
 */
circlet_status ci_options_enlarge(ci_options *options, bool *is_open,
                                  const ci_need *need,
                                  const circlet_facility_record *facility,
                                  circlet_error *error);

/* The service that beds for another are taken from, as plans do: the one with
 * most beds, of equals the first by name. NULL: it has none, or a rule counts
 * them. */
const circlet_service_record *ci_option_donor(
    const ci_judgement *judgement, const circlet_facility_record *facility,
    const char *service);

/* How many beds of a donor can become a section: those that nobody has, where
 * that is known. */
int64_t ci_option_free_beds(const circlet_service_record *donor);

/*
 * Adds new buildings with so much of what is needed, in every size of the
 * catalogue that is surely one of the selection, or is with services that are
 * added to it: on each candidate site in a unit that holds it, those whose
 * cost is known before others, else anywhere. Where a site has room for no
 * size of a type the smallest stands there, cut to the site's area; beds are
 * never cut (fix_build.c).
 */
circlet_status ci_options_build(ci_options *options, const ci_need *need,
                                circlet_unit unit, circlet_level level,
                                circlet_error *error);

/* Where new buildings may stand, in the order in which that is asked. */
typedef enum ci_build_place {
    CI_BUILD_PRICED_SITE, /* whose cost is known */
    CI_BUILD_OTHER_SITE,
    CI_BUILD_ANYWHERE
} ci_build_place;

#define CI_BUILD_PLACE_COUNT 3

/* Adds those of such a place alone. */
circlet_status ci_options_build_in(ci_options *options, const ci_need *need,
                                   circlet_unit unit, circlet_level level,
                                   ci_build_place place, circlet_error *error);

/* Adds those on no site, in a unit of whose setting they have to be. */
circlet_status ci_options_build_anywhere(ci_options *options,
                                         const ci_need *need,
                                         circlet_unit unit,
                                         circlet_error *error);

/* Adds those on one site. false in `fits`: the catalogue has such buildings,
 * but none that the site holds. */
circlet_status ci_options_build_at(ci_options *options, bool *fits,
                                   const ci_need *need,
                                   const circlet_site_record *site,
                                   circlet_error *error);

/* Whether there is something that could become what is asked for, and nothing
 * that is there has a price (fix_count.c). */
bool ci_fix_has_unpriced(const ci_options *options);

/* Says the cheapest of the options, of which there is one, for one facility
 * that is missing (fix_count.c). */
circlet_status ci_fix_of_options(ci_fix *out, const ci_fix_view *view,
                                 ci_options *options, circlet_error *error);

/* What is built is called as the rule's facilities are, or by its type where
 * they are only called by their service, or it becomes one of them by services
 * that are added (fix_say.c). */
const char *ci_option_word(const ci_option *option,
                           const ci_selection *selection);

/* The area that has to be said of a new building: it is another than that of
 * any size, or the services that it starts with hang on it; 0: none. */
double ci_option_area(const ci_option *option);

/* What is to be done by the options at some positions, in both languages, as
 * the arguments steps_zh and steps_en (fix_say.c). A position that stands
 * there several times is said once, with how often it is built. */
circlet_status ci_options_say(ci_fix *out, const ci_judgement *judgement,
                              const ci_options *options,
                              const size_t *positions, size_t count,
                              const ci_selection *selection,
                              circlet_error *error);

#endif
