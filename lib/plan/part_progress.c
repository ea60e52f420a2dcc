#include "plan/part_progress.h"

static bool report_part(const char *stage, double fraction, void *user)
{
    const ci_part_progress *part = user;

    return part->whole.report(stage, part->start + part->share * fraction,
                              part->whole.user);
}

circlet_progress ci_part_progress_of(ci_part_progress *part)
{
    circlet_progress progress = {0};

    if (part->whole.report) {
        progress.report = report_part;
        progress.user = part;
    }
    return progress;
}
