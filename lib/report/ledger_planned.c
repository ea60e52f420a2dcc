#include "report/ledger_planned.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* The columns of a rule, from its first on. */
enum coverage_column { CONCERNED, COVERED, COVERED_LOW, COVERED_HIGH };

typedef struct publishing {
    circlet_ledger *ledger;
    const circlet_ledger *today;
    const circlet_city *city;
    const circlet_findings *findings;
} publishing;

/* What findings come to in a row. */
typedef struct finding_sum {
    int64_t persons_milli, covered_milli;
} finding_sum;

static bool is_of_people(const circlet_ledger *ledger, size_t column)
{
    return ledger->columns[column].section <= CIRCLET_LEDGER_COVERAGE;
}

static bool is_same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static size_t people_columns(const circlet_ledger *ledger)
{
    size_t count = 0;

    while (count < ledger->column_count && is_of_people(ledger, count))
        count++;
    return count;
}

static bool has_same_people(const circlet_ledger *a, const circlet_ledger *b)
{
    size_t columns = people_columns(a);

    if (!b->hidden || a->level != b->level || a->row_count != b->row_count ||
        columns != people_columns(b))
        return false;
    for (size_t c = 0; c < columns; c++)
        if (a->columns[c].section != b->columns[c].section ||
            strcmp(a->columns[c].word, b->columns[c].word) != 0 ||
            !is_same_text(a->columns[c].rule, b->columns[c].rule))
            return false;
    for (size_t r = 0; r < a->row_count; r++)
        if (!is_same_text(a->rows[r].code, b->rows[r].code))
            return false;
    return true;
}

/* ---- findings ----------------------------------------------------------- */

/* Whether a unit is that of a row, or lies in it; all lie in the total. */
static bool is_in_row(const publishing *p, const char *code, size_t row)
{
    const circlet_ledger_row *item;
    circlet_unit unit;

    if (row == p->ledger->row_count)
        return true;
    item = &p->ledger->rows[row];
    unit = circlet_city_find_unit(p->city, code);
    while (unit != CIRCLET_NONE && item->code &&
           strcmp(circlet_city_unit(p->city, unit)->code, item->code) != 0)
        unit = circlet_city_unit_parent(p->city, unit);
    return unit != CIRCLET_NONE && item->code;
}

static finding_sum add_findings(const publishing *p, size_t column, size_t row)
{
    const circlet_ledger_column *rule = &p->ledger->columns[column];
    finding_sum sum = {0, 0};

    for (size_t i = 0; i < circlet_findings_count(p->findings); i++) {
        const circlet_finding *finding = circlet_findings_at(p->findings, i);

        if (finding->subject != CIRCLET_SUBJECT_UNIT ||
            strcmp(finding->rule, rule->rule) != 0 ||
            !is_same_text(finding->mode, rule->mode) ||
            !isfinite(finding->persons) ||
            !isfinite(finding->persons_covered) ||
            !is_in_row(p, finding->unit, row))
            continue;
        sum.persons_milli += llround(finding->persons * 1000);
        sum.covered_milli += llround(finding->persons_covered * 1000);
    }
    return sum;
}

/* ---- figures ------------------------------------------------------------ */

static bool is_modelled(const circlet_ledger *ledger, size_t cell)
{
    return ledger->modelled_milli && ledger->modelled_milli[cell] != 0;
}

static bool has_doubts(const circlet_ledger *ledger, size_t first)
{
    for (size_t c = CONCERNED; c <= COVERED_HIGH; c++)
        if (ledger->flags[first + c] & CI_FIGURE_UNKNOWN ||
            is_modelled(ledger, first + c))
            return true;
    return ledger->values_milli[first + COVERED_LOW] !=
               ledger->values_milli[first + COVERED] ||
           ledger->values_milli[first + COVERED_HIGH] !=
               ledger->values_milli[first + COVERED];
}

static bool is_few(const circlet_ledger *ledger, int64_t milli)
{
    return milli > 0 && milli < ledger->hidden_below * 1000;
}

/* Who is surely or perhaps covered is told where nobody is in doubt. */
static void put_coverage(const publishing *p, size_t column, size_t row)
{
    circlet_ledger *ledger = p->ledger;
    size_t first = row * ledger->column_count + column;
    finding_sum sum = add_findings(p, column, row);
    bool is_told = !ledger->hidden[first] &&
                   !ledger->hidden[first + COVERED] &&
                   !is_modelled(ledger, first) &&
                   sum.persons_milli == ledger->values_milli[first] &&
                   !is_few(ledger, sum.covered_milli) &&
                   !is_few(ledger, sum.persons_milli - sum.covered_milli);
    bool is_sure =
        is_told && !has_doubts(ledger, first) &&
        !has_doubts(p->today, row * p->today->column_count + column);

    for (size_t c = COVERED; c <= COVERED_HIGH; c++) {
        ledger->hidden[first + c] = c == COVERED ? !is_told : !is_sure;
        ledger->values_milli[first + c] = sum.covered_milli;
    }
}

circlet_status ci_ledger_publish_planned(circlet_ledger *ledger,
                                         const circlet_city *city,
                                         const circlet_ledger_options *options,
                                         circlet_error *error)
{
    const circlet_ledger *today = options->today;
    const publishing p = {ledger, today, city, options->findings};
    size_t people = people_columns(ledger);

    if (!options->findings || !has_same_people(ledger, today))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the ledger without the plan is of other people");
    ledger->hidden = calloc((ledger->row_count + 1) * ledger->column_count + 1,
                            sizeof(bool));
    if (!ledger->hidden)
        return ci_fail_nomem(error);
    for (size_t r = 0; r <= ledger->row_count; r++)
        for (size_t c = 0; c < people; c++)
            ledger->hidden[r * ledger->column_count + c] =
                today->hidden[r * today->column_count + c];
    for (size_t r = 0; r <= ledger->row_count; r++)
        for (size_t c = 0; c < people; c++)
            if (ledger->columns[c].section == CIRCLET_LEDGER_COVERAGE &&
                strcmp(ledger->columns[c].word, "concerned") == 0)
                put_coverage(&p, c, r);
    return CIRCLET_OK;
}
