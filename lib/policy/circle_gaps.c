#include "policy/circle_gaps.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle_times.h"

/* More keys than any travel mode asks for; what goes beyond is not named. */
#define KEY_MAX 32

void ci_circle_gaps_clear(ci_circle_gaps *gaps)
{
    for (size_t i = 0; i < gaps->mode_count; i++)
        circlet_gaps_free(gaps->of_mode[i]);
    free(gaps->of_mode);
    *gaps = (ci_circle_gaps){NULL, 0};
}

circlet_status ci_circle_gaps_find(ci_circle_gaps *out,
                                   const ci_circle_run *run,
                                   const bool *wanted, circlet_error *error)
{
    size_t count = run->judgement->policy->mode_count;
    circlet_status status = CIRCLET_OK;

    *out = (ci_circle_gaps){NULL, 0};
    out->of_mode = calloc(count + 1, sizeof(void *));
    if (!out->of_mode)
        return ci_fail_nomem(error);
    for (size_t mode = 0; !status && mode < count; mode++) {
        status = ci_circle_times_gaps(&out->of_mode[mode], run, mode, wanted,
                                      error);
        out->mode_count = mode + 1;
    }
    return status;
}

/* Adds the counts of a key to those of an earlier mode. */
static void add_key(ci_circle_gap keys[KEY_MAX], size_t *count,
                    ci_circle_gap gap)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(keys[i].key, gap.key) == 0) {
            keys[i].asked += gap.asked;
            keys[i].missing += gap.missing;
            return;
        }
    if (*count < KEY_MAX)
        keys[(*count)++] = gap;
}

static size_t gather(ci_circle_gap keys[KEY_MAX], const ci_circle_gaps *gaps,
                     circlet_unit unit)
{
    size_t count = 0;

    for (size_t mode = 0; mode < gaps->mode_count; mode++) {
        const circlet_gaps *of_mode = gaps->of_mode[mode];
        size_t key_count = of_mode ? circlet_gaps_key_count(of_mode) : 0;

        for (size_t k = 0; k < key_count; k++) {
            ci_circle_gap gap = {circlet_gaps_key(of_mode, k), 0, 0};

            circlet_gaps_count(of_mode, unit, k, &gap.asked, &gap.missing);
            add_key(keys, &count, gap);
        }
    }
    return count;
}

size_t ci_circle_gaps_worst(ci_circle_gap out[CI_CIRCLE_GAP_MAX],
                            const ci_circle_gaps *gaps, circlet_unit unit)
{
    ci_circle_gap keys[KEY_MAX];
    size_t key_count = gather(keys, gaps, unit), count = 0;

    while (count < CI_CIRCLE_GAP_MAX) {
        size_t worst = key_count;

        for (size_t i = 0; i < key_count; i++)
            if (keys[i].missing > 0 &&
                (worst == key_count || keys[i].missing > keys[worst].missing))
                worst = i;
        if (worst == key_count)
            return count;
        out[count++] = keys[worst];
        keys[worst].missing = 0;
    }
    return count;
}
