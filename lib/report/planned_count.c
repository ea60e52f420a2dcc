#include "report/planned_count.h"

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* Whether a count that is not the plan's own may be told. */
static bool is_open(const ci_planned_count *count, int64_t value, int64_t step)
{
    if (value == count->today_milli)
        return true;
    if (count->is_hidden)
        return value >= 0 && value <= count->all_milli;
    return value >= step && value <= count->all_milli - step;
}

static bool is_kept(const ci_planned_count *count, int64_t value)
{
    return (value >= count->least_milli) ==
           (count->planned_milli >= count->least_milli);
}

/* How much is against a count: first that it is a step off, then that it is
 * on the other side of its rule, then how far it is from what is aimed at. */
static int64_t fault_of(const ci_planned_count *count, int64_t value,
                        int64_t aim, int64_t step)
{
    int64_t far = INT64_MAX / 4;
    int64_t fault = distance(value, aim);

    if (distance(value, count->planned_milli) >= step)
        fault += far;
    if (count->least_milli >= 0 && !is_kept(count, value))
        fault += far / 2;
    return fault;
}

int64_t ci_planned_count_round(const ci_planned_count *count,
                               int64_t step_milli, int64_t *carry_milli)
{
    int64_t none = 0;
    int64_t *carry = carry_milli ? carry_milli : &none;
    int64_t aim = count->planned_milli + *carry;
    int64_t steps = (count->planned_milli - count->today_milli) / step_milli;
    int64_t best = count->today_milli;

    if (!count->is_hidden && (count->planned_milli == count->all_milli ||
                              count->planned_milli == 0))
        return count->planned_milli;
    for (int64_t i = steps - 3; i <= steps + 3; i++) {
        int64_t value = count->today_milli + i * step_milli;

        if (is_open(count, value, step_milli) &&
            fault_of(count, value, aim, step_milli) <
                fault_of(count, best, aim, step_milli))
            best = value;
    }
    *carry = aim - best;
    return best;
}
