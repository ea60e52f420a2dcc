/*
 * What can be built and done under a policy, and for how much: its catalogue
 * and the prices of actions. Sums are yuan; what no file says is NaN, never
 * nothing. No verdict rests on them.
 */
#ifndef CI_POLICY_PRICE_H
#define CI_POLICY_PRICE_H

#include "policy/policy.h"

/* A size in which a facility of a type can be built. */
struct ci_catalogue_size {
    circlet_facility_record facility; /* what stands there then: type, tier,
                                         area, services, flags */
    ci_words settings; /* it is for units of these alone; none: any */
    double cost_cny; /* once */
    double yearly_cny; /* to run it */
};

/* NULL: the catalogue has no such type. Borrowed from the policy. */
const ci_catalogue_entry *ci_catalogue_find(const circlet_policy *policy,
                                            const char *type);

/* Below 0 if `a` is smaller than `b`, above if larger: by area, then beds,
 * then places of all services together; what is not known of both decides
 * nothing. */
int ci_catalogue_compare(const circlet_facility_record *a,
                         const circlet_facility_record *b);

/* In how many sizes an entry can be built, the standard one among them. */
size_t ci_catalogue_size_count(const ci_catalogue_entry *entry);

/* Those sizes, the smallest first: the standard one stands behind the last
 * that is smaller. What it holds is borrowed from the policy. */
ci_catalogue_size ci_catalogue_size_at(const ci_catalogue_entry *entry,
                                       size_t i);
size_t ci_catalogue_standard(const ci_catalogue_entry *entry);

typedef enum ci_price_kind {
    CI_PRICE_BUILD, /* a new facility out of the catalogue */
    CI_PRICE_ENLARGE, /* area, places or beds */
    CI_PRICE_ADD_SERVICE, /* in a building that there is */
    CI_PRICE_PARTITION, /* a section of an institution for a service */
    CI_PRICE_DESIGNATE, /* what an institution has already, for a service */
    CI_PRICE_MOVE, /* a new building elsewhere for an old one */
    CI_PRICE_CLOSE,
    CI_PRICE_KIND_COUNT
} ci_price_kind;

/* "build", "enlarge" ...: as policy files call them. */
const char *ci_price_kind_name(ci_price_kind kind);

/* The parts of a sum. NaN: not known; 0 also where the kind of action has no
 * such part. */
typedef struct ci_rate {
    double fixed;
    double per_m2, per_place, per_bed; /* that are added; of CI_PRICE_MOVE
                                          `per_m2` is of what is moved, into
                                          rooms that need no building; 0: one
                                          is built */
} ci_rate;

/* What actions of a kind cost, and of which facilities; never
 * CI_PRICE_BUILD. */
struct ci_action_price {
    ci_price_kind kind;
    ci_words types; /* of the facilities; none: any */
    const char *service; /* NULL: one of `services` */
    ci_words services; /* none: any */
    double area_step_m2; /* area grows by whole steps; 0: by any */
    int64_t place_step, bed_step; /* at least 1 */
    ci_rate once, yearly;
    int lead_months; /* from the start of work until it is done */
    ci_origin origin, yearly_origin;
};

/* The price of a kind of action for a type of facility and a service (NULL:
 * whatever it is): the first that fits, a service's own before those for
 * others. NULL: the policy offers none. */
const ci_action_price *ci_action_price_find(const circlet_policy *policy,
                                            ci_price_kind kind,
                                            const char *type,
                                            const char *service);

/*
 * How long a kind of action takes: months from the start of work until what
 * it does counts. A move takes as long as its own price says, or the building
 * if that takes longer. 0: no time, or the policy does not say.
 */
int ci_price_lead_months(const circlet_policy *policy, ci_price_kind kind,
                         const char *type, const char *service);

/* What is begun on 1 January of a year and takes so long is there on 31
 * December of that year and so many more. */
int ci_lead_years(int months);

/* What an action costs. */
typedef struct ci_price {
    bool is_offered; /* the policy says that this can be done; else the sums
                        are NaN */
    double once_cny; /* NaN: not known */
    double yearly_cny; /* what running costs grow by, below 0 where they
                          shrink; NaN: not known */
    bool is_assumed, is_yearly_assumed; /* no document states it */
    double area_m2; /* what is added then: whole steps; of a new building,
                       what its size has */
    int64_t places, beds; /* of the service, likewise; -1: not known */
    size_t size; /* of a new building: which of the sizes; else
                    CI_NO_POSITION */
} ci_price;

/* What is asked of a new building. */
typedef struct ci_wish {
    const char *type;
    const char *service; /* that it must offer, and whose counts are asked
                            for; NULL: those of all services together */
    const char *tier; /* of a size that has one; NULL: any */
    double area_m2; /* at least; 0 or NaN: nothing is asked */
    int64_t places, beds; /* at least; 0 or -1: nothing is asked */
} ci_wish;

/*
 * The size that an entry has for a wish: the smallest that is enough, of
 * equal ones the cheapest; the standard one if it asks for no number and that
 * is of its tier and offers its service. CI_NO_POSITION: no size is enough.
 */
size_t ci_catalogue_choose(const ci_catalogue_entry *entry,
                           const ci_wish *asked);

/* The largest size of the wish's tier that offers its service, however large;
 * CI_NO_POSITION: there is none. */
size_t ci_catalogue_largest(const ci_catalogue_entry *entry,
                            const ci_wish *asked);

/* What a new building costs, with its site (NaN: nothing is known of that,
 * and nothing added). Not offered where no size is enough. */
ci_price ci_price_of_building(const circlet_policy *policy,
                              const ci_wish *asked, double site_cny);

/*
 * Reckons what an action costs that adds an area, places and beds of a
 * service to a facility of a type, each 0 where none is asked for, NaN or -1
 * where it is not known how much (then neither is the price, if it hangs on
 * it).
 *
 * A new facility has the smallest size with at least so much of each, the
 * standard one where nothing, or nothing known, is asked for; without a
 * service the places and beds of all count. It is not offered where no size
 * is large enough. To move costs that as well, besides its own price, unless
 * that knows what a square metre of fitting out costs; to
 * close saves the running cost of that size. What the site costs is added
 * for a new building; NaN: it says nothing of that, and nothing is added.
 */
ci_price ci_price_of(const circlet_policy *policy, ci_price_kind kind,
                     const char *type, const char *service, double area_m2,
                     int64_t places, int64_t beds, double site_cny);

/* What moving or closing a facility costs, as large as it is known to be;
 * `site_cny` is the cost of where it moves to. */
ci_price ci_price_like(const circlet_policy *policy, ci_price_kind kind,
                       const circlet_facility_record *facility,
                       double site_cny);

#endif
