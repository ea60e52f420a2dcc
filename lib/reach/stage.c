#include "reach/stage.h"

#define REPORTS 20

bool ci_stage_report(const ci_stage *stage, size_t done, size_t total)
{
    const circlet_progress *progress = stage->progress;
    double share = total > 0 ? (double)done / (double)total : 1;

    return !progress->report ||
           progress->report(stage->name,
                            stage->from + share * (stage->to - stage->from),
                            progress->user);
}

bool ci_stage_goes_on(const ci_stage *stage, size_t done, size_t total)
{
    if (done < total && done % (total / REPORTS + 1) != 0)
        return true;
    return ci_stage_report(stage, done, total);
}
