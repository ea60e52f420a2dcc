/* What is published of a year of a plan. */
#include <math.h>

#include <circlet/privacy.h>

#include "report/planned_count.h"

static bool is_few(double persons, double threshold)
{
    return persons > 0 && persons < threshold;
}

static int64_t milli_of(double persons)
{
    return (int64_t)llround(persons * 1000);
}

circlet_course_year circlet_privacy_year(const circlet_course_year *year,
                                         int64_t threshold)
{
    int64_t step = threshold > 0 ? threshold : CIRCLET_PRIVACY_SMALL;
    const ci_planned_count count = {
        .all_milli = milli_of(year->persons),
        .today_milli = milli_of(year->persons - year->uncovered_before),
        .planned_milli = milli_of(year->persons - year->uncovered),
        .least_milli = -1};
    circlet_course_year out = *year;

    if (is_few(year->persons, (double)step) ||
        is_few(year->uncovered_before, (double)step) ||
        is_few(year->persons - year->uncovered_before, (double)step))
        out.persons = out.uncovered_before = out.uncovered = (double)NAN;
    else
        out.uncovered =
            year->persons -
            (double)ci_planned_count_round(&count, step * 1000, NULL) / 1000;
    out.lost = out.closed_out = out.answered = (double)NAN;
    return out;
}
