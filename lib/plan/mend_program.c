#include "plan/mend_program.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

void ci_mend_program_clear(ci_mend_program *program)
{
    free(program->first);
    free(program->rows);
    free(program->amounts);
    free(program->prices);
    free(program->choices);
    free(program->needs);
    free(program->unavoidable);
    free(program->dear);
    free(program->weights);
}

/* ---- entries ------------------------------------------------------------ */

typedef struct entry {
    uint32_t row;
    int64_t amount;
} entry;

typedef struct entry_list {
    entry *items; /* of all columns */
    size_t count, capacity;
} entry_list;

static bool add_entry(entry_list *list, size_t row, int64_t amount)
{
    entry *items = ci_array_reserve_one(list->items, list->count,
                                        &list->capacity, sizeof(*items));

    if (!items)
        return false;
    list->items = items;
    items[list->count++] = (entry){(uint32_t)row, amount};
    return true;
}

static bool add_goal_entries(entry_list *list, const ci_mend *mend,
                             const ci_mend_column *column)
{
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++) {
        circlet_unit unit =
            ci_mend_place_unit(mend, column->place, (circlet_level)level);

        if (unit == CIRCLET_NONE)
            continue;
        for (size_t i = mend->first_goal[unit]; i < mend->first_goal[unit + 1];
             i++) {
            size_t position = mend->goals_of_unit[i];
            const ci_mend_goal *goal = &mend->goals[position];

            if (goal->need > 0 && column->gains[goal->slot] > 0 &&
                ci_mend_place_serves(mend, column->place, goal) &&
                !add_entry(list, mend->row_of_goal[position],
                           column->gains[goal->slot]))
                return false;
        }
    }
    return true;
}

static bool add_reached(entry_list *list, const ci_mend *mend,
                        const ci_mend_column *column)
{
    const ci_mend_reach *reach = &mend->reach;

    for (size_t i = reach->first[column->place];
         i < reach->first[column->place + 1]; i++) {
        uint32_t row = reach->rows[i];

        if (column->gains[mend->goals[mend->rows[row].goal].slot] > 0 &&
            !add_entry(list, row, 1))
            return false;
    }
    return true;
}

static int compare_entries(const void *left, const void *right)
{
    const entry *a = left, *b = right;

    return (a->row > b->row) - (a->row < b->row);
}

/* `kept_row` of each site: its own row, or CI_MEND_NONE. */
static bool add_column_entries(entry_list *list, const ci_mend *mend,
                               const ci_mend_column *column,
                               const size_t *kept_row)
{
    size_t before = list->count;

    if (!add_goal_entries(list, mend, column) ||
        !add_reached(list, mend, column))
        return false;
    if (ci_mend_is_site(mend, column->place) &&
        kept_row[column->place] != CI_MEND_NONE &&
        !add_entry(list, kept_row[column->place], 1))
        return false;
    if (list->count > before)
        qsort(list->items + before, list->count - before, sizeof(*list->items),
              compare_entries);
    return true;
}

/* ---- columns ------------------------------------------------------------ */

static bool allocate_columns(ci_mend_program *out)
{
    size_t count = out->mend->column_count + 1;

    out->first = calloc(count + 1, sizeof(*out->first));
    out->prices = calloc(count, sizeof(*out->prices));
    out->choices = calloc(count, sizeof(*out->choices));
    return out->first && out->prices && out->choices;
}

/* A place has one choice of what is done there. */
static void fill_choices(ci_mend_program *out)
{
    const ci_mend *mend = out->mend;
    uint32_t choice = 0;

    for (size_t j = 0; j < mend->column_count; j++) {
        if (j > 0 && mend->columns[j].place != mend->columns[j - 1].place)
            choice++;
        out->choices[j] = choice;
        out->prices[j] = mend->columns[j].price_cny;
    }
}

static bool split_entries(ci_mend_program *out, const entry_list *list)
{
    out->rows = calloc(list->count + 1, sizeof(*out->rows));
    out->amounts = calloc(list->count + 1, sizeof(*out->amounts));
    if (!out->rows || !out->amounts)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        out->rows[i] = list->items[i].row;
        out->amounts[i] = list->items[i].amount;
    }
    return true;
}

static circlet_status fill_columns(ci_mend_program *out,
                                   const size_t *kept_row,
                                   circlet_error *error)
{
    const ci_mend *mend = out->mend;
    entry_list list = {NULL, 0, 0};
    bool is_filled = allocate_columns(out);

    for (size_t j = 0; is_filled && j < mend->column_count; j++) {
        is_filled =
            add_column_entries(&list, mend, &mend->columns[j], kept_row);
        out->first[j + 1] = list.count;
    }
    if (is_filled) {
        fill_choices(out);
        is_filled = split_entries(out, &list);
    }
    free(list.items);
    return is_filled ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- rows --------------------------------------------------------------- */

/* Gives each site that is to be built on a row. */
static size_t *find_kept(ci_mend_program *out)
{
    const ci_mend *mend = out->mend;
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city);
    size_t *kept_row = calloc(sites + 1, sizeof(*kept_row));

    out->row_count = mend->row_count;
    for (size_t i = 0; kept_row && i < sites; i++)
        kept_row[i] =
            ci_rule_is_listed(mend->options->keep,
                              circlet_city_site(city, (circlet_site)i)->id)
                ? out->row_count++
                : CI_MEND_NONE;
    return kept_row;
}

/* A finding counts for the persons whom it is about, a venue for one; the
 * parts of it by their share, rounded down. */
static int64_t weight_of(const ci_mend *mend, const ci_mend_row *row)
{
    const ci_mend_goal *goal = &mend->goals[row->goal];
    int64_t weight = row->weight_milli;

    if (goal->need > 0)
        weight = goal->persons_milli;
    else if (weight == 0)
        weight = 1000;
    weight = weight * 1000 / (goal->need > 0 ? goal->required : 1);
    return weight > 0 ? weight : 1;
}

/* What so much of a row counts for, without rounding; who counts for less
 * than a millionth of a person counts for that. */
static double persons_of(const ci_mend_program *program, size_t i,
                         int64_t missing)
{
    const ci_mend_row *row = &program->mend->rows[i];
    const ci_mend_goal *goal = &program->mend->goals[row->goal];

    if (goal->need > 0 && goal->persons_milli * 1000 >= goal->required)
        return (double)missing * (double)goal->persons_milli /
               (double)goal->required / 1000;
    return (double)missing * (double)program->weights[i] / 1000000;
}

double ci_mend_program_shortfall(const ci_mend_program *program,
                                 const int64_t *got, bool of_must)
{
    const ci_mend *mend = program->mend;
    double sum = 0;

    for (size_t i = 0; i < mend->row_count; i++) {
        bool is_must = mend->goals[mend->rows[i].goal].finding->force ==
                       CIRCLET_FORCE_MUST;

        if (is_must == of_must && got[i] < program->needs[i])
            sum += persons_of(program, i, program->needs[i] - got[i]);
    }
    return sum;
}

void ci_mend_list_available(double *out, const ci_mend_program *program)
{
    const ci_mend *mend = program->mend;

    for (size_t i = 0; i < mend->findings->count; i++)
        out[i] = 0;
    for (size_t i = 0; i < mend->row_count; i++) {
        const ci_mend_goal *goal = &mend->goals[mend->rows[i].goal];

        out[goal->finding - mend->findings->items] +=
            persons_of(program, i, program->needs[i]);
    }
}

static void fill_needs(ci_mend_program *out)
{
    const ci_mend *mend = out->mend;

    for (size_t i = 0; i < out->row_count; i++) {
        bool is_kept = i >= mend->row_count;

        out->needs[i] = is_kept ? 1 : mend->rows[i].need;
        out->weights[i] = is_kept ? 1 : weight_of(mend, &mend->rows[i]);
    }
}

/* Beds that rules compete for may come free when others are added: nothing is
 * known to be out of the question. */
static bool is_contested(const ci_mend_program *program, size_t row)
{
    const ci_mend *mend = program->mend;

    return row < mend->row_count &&
           mend->goals[mend->rows[row].goal].is_contested;
}

/* What each row can get: the most out of every choice. Columns of a choice
 * follow one another. */
bool ci_mend_find_unavoidable(ci_mend_program *out)
{
    int64_t *room = calloc(out->row_count + 1, sizeof(*room));
    int64_t *most = calloc(out->row_count + 1, sizeof(*most));
    uint32_t *choice = calloc(out->row_count + 1, sizeof(*choice));
    bool is_found;

    for (size_t j = 0; room && most && choice && j < out->mend->column_count;
         j++)
        for (size_t e = out->first[j]; e < out->first[j + 1]; e++) {
            uint32_t row = out->rows[e];
            int64_t amount = out->amounts[e] < out->needs[row]
                                 ? out->amounts[e]
                                 : out->needs[row];

            if (choice[row] != out->choices[j] + 1) {
                choice[row] = out->choices[j] + 1;
                most[row] = 0;
            }
            if (amount > most[row] && room[row] < out->needs[row]) {
                room[row] += amount - most[row];
                most[row] = amount;
            }
        }
    is_found = room && most && choice && ci_mend_limit_to_hosts(room, out);
    for (size_t i = 0; is_found && i < out->row_count; i++) {
        if (room[i] >= out->needs[i] || is_contested(out, i))
            continue;
        out->unavoidable[i] += out->needs[i] - room[i];
        out->needs[i] = room[i];
    }
    free(room);
    free(most);
    free(choice);
    return is_found;
}

circlet_status ci_mend_program_make(ci_mend_program *out, const ci_mend *mend,
                                    circlet_error *error)
{
    size_t *kept_row;
    circlet_status status;

    *out = (ci_mend_program){.mend = mend};
    kept_row = find_kept(out);
    out->needs = calloc(out->row_count + 1, sizeof(*out->needs));
    out->unavoidable = calloc(out->row_count + 1, sizeof(*out->unavoidable));
    out->dear = calloc(out->row_count + 1, sizeof(*out->dear));
    out->weights = calloc(out->row_count + 1, sizeof(*out->weights));
    status =
        kept_row && out->needs && out->unavoidable && out->dear && out->weights
            ? fill_columns(out, kept_row, error)
            : ci_fail_nomem(error);
    free(kept_row);
    if (status)
        return status;
    fill_needs(out);
    return ci_mend_find_unavoidable(out) ? CIRCLET_OK : ci_fail_nomem(error);
}
