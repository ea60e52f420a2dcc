#include "verify/year_verdicts.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "city/plan_record.h"

static circlet_status judge(ci_year_verdict *out, const ci_years_question *of,
                            circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status =
        ci_years_carry(&out->planned, of, out->year, error);

    options.year = out->year;
    options.threads = of->threads;
    return status ? status
                  : ci_verdict_pair_judge(&out->pair, of->policy, of->city,
                                          out->planned, of->travel, &options,
                                          error);
}

circlet_status ci_year_verdicts_judge(ci_year_verdicts *out,
                                      const ci_years_question *question,
                                      circlet_error *error)
{
    const char *list = circlet_plan_years(question->plan);
    size_t capacity = 0;
    circlet_status status = CIRCLET_OK;

    while (!status && list && *list) {
        int year = ci_plan_take_year(&list, ';');
        ci_year_verdict *items;

        if (!*list)
            break;
        items = ci_array_reserve_one(out->items, out->count, &capacity,
                                     sizeof(*items));
        if (!items)
            return ci_fail_nomem(error);
        out->items = items;
        items[out->count] = (ci_year_verdict){.year = year};
        status = judge(&items[out->count++], question, error);
    }
    return status;
}

void ci_year_verdicts_clear(ci_year_verdicts *verdicts)
{
    for (size_t i = 0; i < verdicts->count; i++) {
        ci_verdict_pair_clear(&verdicts->items[i].pair);
        circlet_city_free(verdicts->items[i].planned);
    }
    free(verdicts->items);
    *verdicts = (ci_year_verdicts){.items = NULL};
}

bool ci_year_verdicts_improve(const ci_year_verdicts *verdicts, int year,
                              const char *rule)
{
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->items[i].year >= year &&
            ci_verdict_pair_improves(&verdicts->items[i].pair, rule))
            return true;
    return false;
}
