#include "plan/worse.h"

#include <math.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"

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

static void write_key(ci_buffer *out, const circlet_finding *finding)
{
    out->size = 0;
    ci_buffer_add(out, finding->rule);
    ci_buffer_add(out, "\n");
    ci_buffer_add(out, finding->mode ? finding->mode : "");
    ci_buffer_add(out, "\n");
    ci_buffer_add_int(out, (int64_t)finding->subject);
    ci_buffer_add(out, finding->subject_id);
}

/* The findings of a city by what they are about. */
typedef struct finding_map {
    ci_name_map *map;
    ci_arena keys;
} finding_map;

static bool fill(finding_map *out, const circlet_findings *findings)
{
    ci_buffer key = {0};
    bool is_filled = true;

    out->map = ci_name_map_new();
    is_filled = out->map != NULL;
    for (size_t i = 0; is_filled && i < circlet_findings_count(findings);
         i++) {
        const char *kept;

        write_key(&key, circlet_findings_at(findings, i));
        kept = key.failed ? NULL : ci_arena_copy(&out->keys, key.text);
        is_filled = kept && (ci_name_map_find(out->map, kept) != CI_NOWHERE ||
                             ci_name_map_add(out->map, kept, (uint32_t)i));
    }
    ci_buffer_free(&key);
    return is_filled;
}

static bool find_worse(bool *out, const finding_map *map,
                       const circlet_findings *before,
                       const circlet_findings *after, comparison is_worse)
{
    ci_buffer key = {0};
    bool has_failed = false;

    *out = false;
    for (size_t i = 0;
         !*out && !has_failed && i < circlet_findings_count(after); i++) {
        const circlet_finding *finding = circlet_findings_at(after, i);
        uint32_t position;

        write_key(&key, finding);
        has_failed = key.failed;
        position =
            has_failed ? CI_NOWHERE : ci_name_map_find(map->map, key.text);
        *out = position == CI_NOWHERE
                   ? finding->verdict == CIRCLET_VERDICT_FAIL
                   : is_worse(finding, circlet_findings_at(before, position));
    }
    ci_buffer_free(&key);
    return !has_failed;
}

static circlet_status compare(bool *out, const circlet_findings *before,
                              const circlet_findings *after,
                              comparison is_worse, circlet_error *error)
{
    finding_map map = {.map = NULL};
    bool is_found =
        fill(&map, before) && find_worse(out, &map, before, after, is_worse);

    ci_name_map_free(map.map);
    ci_arena_free(&map.keys);
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
