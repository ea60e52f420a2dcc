#include "plan/worse.h"

#include <math.h>

#include "base/error.h"
#include "plan/finding_map.h"

/* Figures that differ by rounding alone are the same. */
#define SLACK 1e-6

static int rank_of(circlet_verdict verdict)
{
    switch (verdict) {
    case CIRCLET_VERDICT_PASS:
        return 3;
    case CIRCLET_VERDICT_ADVICE:
        return 2;
    case CIRCLET_VERDICT_FAIL:
        return 0;
    default:
        return 1;
    }
}

/* False where either is not known. */
static bool is_less(double a, double b)
{
    return a < b - SLACK;
}

typedef bool (*comparison)(const circlet_finding *after,
                           const circlet_finding *before);

/* Advice is about what there is too much of. */
static bool lacks_more_than(const circlet_finding *after,
                            const circlet_finding *before)
{
    return (rank_of(after->verdict) < rank_of(before->verdict) &&
            after->verdict != CIRCLET_VERDICT_ADVICE) ||
           is_less(before->shortfall, after->shortfall);
}

static bool is_worse_than(const circlet_finding *after,
                          const circlet_finding *before)
{
    return rank_of(after->verdict) < rank_of(before->verdict) ||
           is_less(before->shortfall, after->shortfall) ||
           is_less(after->persons_covered, before->persons_covered) ||
           is_less(after->covered_low, before->covered_low);
}

static bool find_worse(bool *out, const ci_finding_map *map,
                       const circlet_findings *after, comparison is_worse)
{
    bool is_found = true;

    *out = false;
    for (size_t i = 0; !*out && is_found && i < circlet_findings_count(after);
         i++) {
        const circlet_finding *finding = circlet_findings_at(after, i);
        const circlet_finding *same;

        is_found = ci_finding_map_find(&same, map, finding);
        *out = same ? is_worse(finding, same)
                    : finding->verdict == CIRCLET_VERDICT_FAIL;
    }
    return is_found;
}

static circlet_status compare(bool *out, const circlet_findings *before,
                              const circlet_findings *after,
                              comparison is_worse, circlet_error *error)
{
    ci_finding_map map;
    bool is_found = ci_finding_map_make(&map, before) &&
                    find_worse(out, &map, after, is_worse);

    ci_finding_map_clear(&map);
    return is_found ? CIRCLET_OK : ci_fail_nomem(error);
}

circlet_status ci_is_worse(bool *out, const circlet_findings *before,
                           const circlet_findings *after, circlet_error *error)
{
    return compare(out, before, after, is_worse_than, error);
}

circlet_status ci_lacks_more(bool *out, const circlet_findings *before,
                             const circlet_findings *after,
                             circlet_error *error)
{
    return compare(out, before, after, lacks_more_than, error);
}
