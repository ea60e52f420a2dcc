#include "page/told_numbers.h"

#include <math.h>
#include <string.h>

#include <circlet/privacy.h>

#include "page/details.h"
#include "report/planned_count.h"

#define STEP_MILLI (INT64_C(1000) * CIRCLET_PAGE_SMALL)

static int64_t milli_of(double persons)
{
    return (int64_t)llround(persons * 1000);
}

static double round_count(double all, double today, double planned,
                          bool is_hidden, int64_t *carry)
{
    const ci_planned_count count = {.all_milli = milli_of(all),
                                    .today_milli = milli_of(today),
                                    .planned_milli = milli_of(planned),
                                    .least_milli = -1,
                                    .is_hidden = is_hidden};

    return (double)ci_planned_count_round(&count, STEP_MILLI, carry) / 1000;
}

/* ---- hiding ------------------------------------------------------------- */

/* The smallest band that is shown and has people; `to`: none. */
static size_t smallest(const ci_told_bands *bands, size_t from, size_t to)
{
    size_t least = to;

    for (size_t b = from; b < to; b++)
        if (!bands->is_hidden[b] && bands->persons[b] > 0 &&
            (least == to || bands->persons[b] < bands->persons[least]))
            least = b;
    return least;
}

static double hidden_sum(const ci_told_bands *bands, size_t from, size_t to,
                         size_t *count)
{
    double sum = 0;

    *count = 0;
    for (size_t b = from; b < to; b++)
        if (bands->is_hidden[b]) {
            sum += bands->persons[b];
            ++*count;
        }
    return sum;
}

/* Bands whose sum can be known: those that are hidden must be two at least,
 * and come to none or many. */
static void hide(ci_told_bands *bands, size_t from, size_t to)
{
    size_t count, another;
    double sum;

    for (size_t b = from; b < to; b++)
        bands->is_hidden[b] = ci_page_is_few(bands->persons[b]);
    sum = hidden_sum(bands, from, to, &count);
    while ((count == 1 || ci_page_is_few(sum)) &&
           (another = smallest(bands, from, to)) < to) {
        bands->is_hidden[another] = true;
        sum = hidden_sum(bands, from, to, &count);
    }
    if (count == 1) /* the others are empty: one of them goes, too */
        for (size_t b = from; b < to; b++)
            if (!bands->is_hidden[b]) {
                bands->is_hidden[b] = true;
                break;
            }
}

/* Those that are hidden look alike. */
static void level_hidden(ci_told_bands *bands, size_t from, size_t to)
{
    size_t count;
    double sum = hidden_sum(bands, from, to, &count);

    for (size_t b = from; b < to; b++)
        if (bands->is_hidden[b])
            bands->persons[b] = sum / (double)count;
}

/* ---- bands -------------------------------------------------------------- */

static bool is_tellable(const ci_page_band_row *row)
{
    return row->all >= CIRCLET_PAGE_SMALL && !ci_page_is_few(row->within) &&
           !ci_page_is_few(row->all - row->within);
}

/* The bands within the limit; 0: it ends none, or what is within is hidden. */
static size_t split_of(const ci_page_band_row *row)
{
    for (size_t b = 0; b + 1 < CI_TIME_BANDS; b++)
        if (row->limit_min == (double)ci_time_band_end(b))
            return is_tellable(row) ? b + 1 : 0;
    return 0;
}

static double sum_of(const double persons[], size_t count)
{
    double sum = 0;

    for (size_t b = 0; b < count; b++)
        sum += persons[b];
    return sum;
}

static ci_told_bands hide_all(const ci_page_band_row *today)
{
    ci_told_bands out = {.within = (double)NAN};
    size_t split = split_of(today);

    memcpy(out.persons, today->persons, sizeof(out.persons));
    hide(&out, 0, split);
    hide(&out, split, CI_TIME_BANDS);
    return out;
}

/* What is drawn and where the limit is follow from what is told. */
static void finish(ci_told_bands *out, const ci_page_band_row *today,
                   double within)
{
    size_t split = split_of(today);
    double all = sum_of(out->persons, CI_TIME_BANDS);

    level_hidden(out, 0, split);
    level_hidden(out, split, CI_TIME_BANDS);
    if (is_tellable(today) && all > 0)
        out->within = split > 0 ? sum_of(out->persons, split) / all : within;
}

ci_told_bands ci_told_bands_of(const ci_page_band_row *today)
{
    ci_told_bands out = hide_all(today);

    finish(&out, today, ci_told_share(today, NULL));
    return out;
}

static bool are_same_people(const ci_page_band_row *a,
                            const ci_page_band_row *b)
{
    return milli_of(a->all) == milli_of(b->all);
}

bool ci_told_bands_planned(ci_told_bands *out, const ci_page_band_row *today,
                           const ci_page_band_row *planned)
{
    int64_t carry = 0;

    if (!are_same_people(today, planned))
        return false;
    *out = hide_all(today);
    for (size_t b = 0; b < CI_TIME_BANDS; b++)
        out->persons[b] =
            round_count(today->all, today->persons[b], planned->persons[b],
                        out->is_hidden[b], &carry);
    finish(out, today, ci_told_share(today, planned));
    return true;
}

double ci_told_share(const ci_page_band_row *today,
                     const ci_page_band_row *planned)
{
    if (!is_tellable(today) || (planned && !are_same_people(today, planned)))
        return (double)NAN;
    return planned ? round_count(today->all, today->within, planned->within,
                                 false, NULL) /
                         today->all
                   : today->within / today->all;
}

/* ---- cells -------------------------------------------------------------- */

static bool is_before(const ci_outside_cell *a, const ci_outside_cell *b)
{
    return a->row != b->row ? a->row < b->row : a->column < b->column;
}

void ci_told_cells_round(ci_outside *planned, const ci_outside *today)
{
    const double everybody = 1e9; /* who lives in a cell is not told */
    size_t at = 0;

    for (size_t i = 0; i < planned->count; i++) {
        ci_outside_cell *cell = &planned->items[i];
        bool is_known;

        while (at < today->count && is_before(&today->items[at], cell))
            at++;
        is_known = at < today->count && !is_before(cell, &today->items[at]);
        cell->persons =
            round_count(everybody, is_known ? today->items[at].persons : 0,
                        cell->persons, false, NULL);
    }
}
