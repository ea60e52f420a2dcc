/* What is published of a year of a plan. */
#include <math.h>

#include <circlet/privacy.h>

#include "report/planned_count.h"

static bool is_few(double persons, int64_t step)
{
    return persons > 0 && persons < (double)step;
}

static int64_t milli_of(double persons)
{
    return (int64_t)llround(persons * 1000);
}

static double round_count(double all, double today, double planned,
                          int64_t step)
{
    const ci_planned_count count = {.all_milli = milli_of(all),
                                    .today_milli = milli_of(today),
                                    .planned_milli = milli_of(planned),
                                    .least_milli = -1};

    return (double)ci_planned_count_round(&count, step * 1000, NULL) / 1000;
}

static bool tells_of_few(double persons, double covered, int64_t step)
{
    return is_few(persons, step) || is_few(covered, step) ||
           is_few(persons - covered, step);
}

circlet_course_year circlet_privacy_year(const circlet_course_year *first,
                                         const circlet_course_year *year,
                                         int64_t threshold)
{
    const double no_end = 1e12; /* of whom the persons would be a part */
    int64_t step = threshold > 0 ? threshold : CIRCLET_PRIVACY_SMALL;
    double covered = first->persons - first->uncovered_before;
    bool is_hidden = tells_of_few(first->persons, covered, step);
    circlet_course_year out = *year;

    out.persons = round_count(no_end, first->persons, year->persons, step);
    covered = round_count(out.persons, covered,
                          year->persons - year->uncovered_before, step);
    out.uncovered_before = out.persons - covered;
    out.uncovered =
        out.persons - round_count(out.persons, covered,
                                  year->persons - year->uncovered, step);
    if (is_hidden || tells_of_few(out.persons, covered, step))
        out.persons = out.uncovered_before = out.uncovered = (double)NAN;
    out.lost = out.closed_out = out.answered = (double)NAN;
    return out;
}
