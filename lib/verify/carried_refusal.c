#include "base/error.h"
#include "verify/carried_change.h"

static circlet_status refuse_facility(ci_refusal refusal,
                                      const ci_carried_change *change,
                                      circlet_error *error)
{
    const char *id = change->action->id, *facility = change->action->facility;
    const char *other = change->other ? change->other->id : "";

    switch (refusal) {
    case CI_REFUSED_ABSENT:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' needs a facility '%s', and there is none",
                       id, facility);
    case CI_REFUSED_PRESENT:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' builds a second facility '%s'", id,
                       facility);
    case CI_REFUSED_CLOSED:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' comes after action '%s', which closes "
                       "'%s'",
                       id, other, facility);
    case CI_REFUSED_NOT_OPEN:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' needs '%s' to be open, and it is not", id,
                       facility);
    case CI_REFUSED_KEPT:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' says that '%s' stays, action '%s' closes "
                       "it",
                       other, facility, id);
    default:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' moves '%s' in the year of action '%s'",
                       other, facility, id);
    }
}

static circlet_status refuse_service(ci_refusal refusal,
                                     const ci_carried_change *change,
                                     circlet_error *error)
{
    const circlet_plan_action *action = change->action;

    switch (refusal) {
    case CI_REFUSED_NO_SERVICE:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' needs '%s' to offer '%s', which it does "
                       "not",
                       action->id, action->facility, action->service);
    case CI_REFUSED_SERVICE:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' adds '%s' to '%s', which has it",
                       action->id, action->service, action->facility);
    case CI_REFUSED_BEDS:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' takes more beds than '%s' surely has in "
                       "the service that they are of",
                       action->id, action->facility);
    case CI_REFUSED_OCCUPIED:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' takes beds of the facility '%s' in which "
                       "people are",
                       action->id, action->facility);
    case CI_REFUSED_UNKNOWN:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about a service that is misspelt",
                       action->id);
    case CI_REFUSED_WHOSE_COUNT:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' does not say of which service its places "
                       "or beds are",
                       action->id);
    default:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' makes a number of places or beds that "
                       "passes 64 bits",
                       action->id);
    }
}

static circlet_status refuse_site(ci_refusal refusal,
                                  const ci_carried_change *change,
                                  circlet_error *error)
{
    const char *id = change->action->id, *site = change->action->site;
    const char *facility = change->action->facility;

    if (change->after.site)
        site = change->after.site->id;
    switch (refusal) {
    case CI_REFUSED_NO_SITE:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' needs a site '%s', and there is none", id,
                       site);
    case CI_REFUSED_SITE_TYPE:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' needs a site for a '%s', and '%s' is none",
                       id, change->after.record.type, site);
    case CI_REFUSED_SITE_TAKEN:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' needs the site '%s', which action '%s' "
                       "has filled",
                       id, site, change->other->id);
    case CI_REFUSED_SITE_AREA:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' makes '%s' larger than its site '%s'", id,
                       facility, site);
    default:
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' leaves '%s' with more beds than its site "
                       "'%s' has room for",
                       id, facility, site);
    }
}

circlet_status ci_carried_refuse(ci_refusal refusal,
                                 const ci_carried_change *change,
                                 circlet_error *error)
{
    if (refusal == CI_REFUSED_NOT)
        return CIRCLET_OK;
    if (refusal == CI_REFUSED_FOR_MEMORY)
        return ci_fail_nomem(error);
    if (refusal == CI_REFUSED_TYPE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' needs a '%s' in the catalogue, and there "
                       "is none",
                       change->action->id, change->action->type);
    if (refusal < CI_REFUSED_NO_SERVICE)
        return refuse_facility(refusal, change, error);
    if (refusal >= CI_REFUSED_NO_SITE && refusal <= CI_REFUSED_SITE_BEDS)
        return refuse_site(refusal, change, error);
    return refuse_service(refusal, change, error);
}
