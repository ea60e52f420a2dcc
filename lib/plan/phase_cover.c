#include "plan/phase_cover.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "city/city.h"
#include "plan/mend_run.h"
#include "plan/phases.h"

void ci_cover_rows_clear(ci_cover_rows *rows)
{
    free(rows->rows);
    free(rows->first);
    free(rows->chosen);
}

/* ---- who comes first ---------------------------------------------------- */

bool ci_phase_is_first(const ci_mend *mend, circlet_unit unit)
{
    const circlet_city *city = mend->judgement.city;
    const char *tag = mend->judgement.policy->first_tag;

    if (!tag || unit == CIRCLET_NONE)
        return false;
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++) {
        circlet_unit above = city->ancestors[unit].of[level];

        if (above != CIRCLET_NONE &&
            circlet_list_has(circlet_city_unit(city, above)->tags, tag))
            return true;
    }
    return false;
}

/* ---- one year ----------------------------------------------------------- */

typedef struct year_work {
    ci_cover_rows *out;
    ci_mend *year; /* the city of the year */
    const ci_mend *mend;
    const ci_mend_answer *answer;
    int64_t *gains; /* of each chosen column x slot of the year */
    size_t *order; /* chosen columns by place: they ascend by place */
} year_work;

static circlet_status find_gains(year_work *work, circlet_error *error)
{
    size_t slots = work->year->slot_count;
    circlet_status status = CIRCLET_OK;

    for (size_t k = 0; !status && k < work->answer->chosen_count; k++) {
        const ci_mend_column *column =
            &work->mend->columns[work->answer->chosen[k]];

        status =
            ci_phase_gains(&work->gains[k * slots], work->year, column, error);
        for (size_t slot = 0; slot < slots; slot++)
            work->year->may_serve[column->place * slots + slot] |=
                work->gains[k * slots + slot] > 0;
    }
    return status;
}

static bool add_row(ci_cover_rows *out, const year_work *work,
                    const ci_mend_row *row)
{
    ci_cover_row *rows = ci_array_reserve_one(out->rows, out->count,
                                              &out->capacity, sizeof(*rows));

    if (!rows)
        return false;
    out->rows = rows;
    rows[out->count++] = (ci_cover_row){
        work->year->judgement.year, row->weight_milli,
        ci_phase_is_first(work->mend, row->street) ||
            ci_phase_is_first(work->mend, work->year->goals[row->goal].unit)};
    return true;
}

/* A pair of a row of the year and a chosen column. */
typedef struct link {
    uint32_t row, chosen;
} link;

static int compare_links(const void *left, const void *right)
{
    const link *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->chosen > b->chosen) - (a->chosen < b->chosen);
}

/* NULL: no memory. */
static link *list_links(size_t *count, const year_work *work)
{
    const ci_mend *year = work->year;
    const ci_mend_reach *reach = &year->reach;
    size_t room = 1;
    link *list;

    *count = 0;
    for (size_t k = 0; k < work->answer->chosen_count; k++) {
        size_t p = work->mend->columns[work->answer->chosen[k]].place;

        room += reach->first[p + 1] - reach->first[p];
    }
    list = calloc(room, sizeof(*list));
    for (size_t k = 0; list && k < work->answer->chosen_count; k++) {
        size_t p = work->mend->columns[work->answer->chosen[k]].place;

        for (size_t i = reach->first[p]; i < reach->first[p + 1]; i++) {
            const ci_mend_row *row = &year->rows[reach->rows[i]];

            if (work->gains[k * year->slot_count +
                            year->goals[row->goal].slot] > 0)
                list[(*count)++] = (link){reach->rows[i], (uint32_t)k};
        }
    }
    if (list && *count > 0)
        qsort(list, *count, sizeof(*list), compare_links);
    return list;
}

static bool add_rows(year_work *work)
{
    ci_cover_rows *out = work->out;
    const ci_mend *year = work->year;
    size_t count = 0, next = 0, before = out->count;
    link *links = list_links(&count, work);
    bool is_added = links != NULL;
    size_t *first = realloc(out->first, (out->count + year->row_count + 2) *
                                            sizeof(*first));

    out->first = first ? first : out->first;
    is_added = is_added && first;
    for (size_t r = 0; is_added && r < year->row_count; r++) {
        is_added = add_row(out, work, &year->rows[r]);
        first[before + r] = out->link_count;
        for (; is_added && next < count && links[next].row == r; next++) {
            uint32_t *chosen =
                ci_array_reserve_one(out->chosen, out->link_count,
                                     &out->link_capacity, sizeof(*chosen));

            is_added = chosen != NULL;
            if (!chosen)
                break;
            out->chosen = chosen;
            chosen[out->link_count++] = links[next].chosen;
        }
    }
    if (is_added)
        first[out->count] = out->link_count;
    free(links);
    return is_added;
}

static circlet_status look_at_year(year_work *work, circlet_error *error)
{
    ci_mend *year = work->year;
    const circlet_progress silent = {.report = NULL};
    circlet_status status;

    work->gains = calloc(work->answer->chosen_count * year->slot_count + 1,
                         sizeof(*work->gains));
    year->may_serve = calloc(ci_mend_place_count(year) * year->slot_count + 1,
                             sizeof(*year->may_serve));
    if (!work->gains || !year->may_serve)
        return ci_fail_nomem(error);
    status = ci_mend_find_sizes(year, error);
    if (!status)
        status = find_gains(work, error);
    if (!status)
        status = ci_mend_find_reach(year, &silent, error);
    return status || add_rows(work) ? status : ci_fail_nomem(error);
}

circlet_status ci_cover_rows_find(ci_cover_rows *out, ci_mend *mend,
                                  const ci_mend_answer *answer,
                                  circlet_error *error)
{
    const circlet_plan_options *options = mend->options;
    circlet_status status = CIRCLET_OK;

    *out = (ci_cover_rows){.first = calloc(1, sizeof(*out->first))};
    if (!out->first)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i + 1 < options->year_count; i++) {
        ci_mend year = {.options = options, .aims = CI_MEND_COVER};
        year_work work = {
            .out = out, .year = &year, .mend = mend, .answer = answer};

        status =
            ci_mend_start(&year, &mend->judgement, options->years[i], error);
        if (!status && year.goal_count > 0)
            status = look_at_year(&work, error);
        free(work.gains);
        ci_mend_clear(&year);
    }
    return status;
}
