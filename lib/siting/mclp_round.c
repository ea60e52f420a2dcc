/*
 * Few rows say where sites are to be about, more rows where exactly: from
 * coarse to fine a search meets fewer bad local optima than on the whole
 * cover, besides each of its steps costing a fraction. Where a sketch is
 * wrong about its best choice, the next one is wrong elsewhere (I. Charon
 * and O. Hudry, The noising method, Operations Research Letters 14 (1993)).
 */
#include "siting/mclp_round.h"

#include "siting/mclp_improve.h"
#include "siting/mclp_sketch.h"

/* Entries of a cover from which on rounds pay. */
#define ENTRIES_MIN ((size_t)2 << 20)

/* Rows of a sketch that the average site covers. */
static const size_t column_rows[] = {60, 60, 120, 240, 480, 120, 240};

#define COLUMN_ROWS_COUNT (sizeof(column_rows) / sizeof(*column_rows))

/* Steps on a sketch, in passes over all entries of the cover, and at least. */
#define ROUND_PASSES 8
#define ROUND_STEPS_MIN ((uint64_t)100000000)

/* A sketch has not more of the rows than one in so many. */
#define SKETCH_SHARE 2

bool ci_mclp_has_rounds(const ci_cover *cover)
{
    return cover->entry_count >= ENTRIES_MIN;
}

static size_t sketch_rows(const ci_cover *cover, uint64_t round)
{
    double rows = (double)column_rows[round % COLUMN_ROWS_COUNT] *
                  (double)cover->site_count * (double)cover->row_count /
                  (double)cover->entry_count;
    size_t most = cover->row_count / SKETCH_SHARE + 1;

    return rows < (double)most ? (size_t)rows + 1 : most;
}

static uint64_t steps_of_round(const ci_cover *cover)
{
    uint64_t steps = ROUND_PASSES * (uint64_t)cover->entry_count;

    return steps > ROUND_STEPS_MIN ? steps : ROUND_STEPS_MIN;
}

/* The best choice of the sketch becomes the one of the cover. */
static bool search_sketch(ci_mclp_search *search, const ci_cover *sketch,
                          uint64_t draw)
{
    ci_effort *effort = search->effort;
    ci_mclp_search small;

    if (!ci_mclp_search_make(&small, sketch, search->side, effort))
        return false;
    small.random = ci_random_start(draw, "search of a sketch");
    ci_mclp_search_set(&small, search->best);
    ci_mclp_search_note(&small);
    ci_mclp_improve(&small, UINT64_MAX,
                    effort->work + steps_of_round(search->cover));
    if (effort->is_over)
        ci_mclp_search_claim(search, small.best);
    else
        ci_mclp_search_set(search, small.best);
    ci_mclp_search_clear(&small);
    return !effort->is_over;
}

bool ci_mclp_round(ci_mclp_search *search)
{
    ci_effort *effort = search->effort;
    uint64_t round = search->rounds++;
    uint64_t draw = effort->options.seed + round;
    ci_cover sketch;
    bool is_searched;

    if (!search->has_best ||
        !ci_mclp_sketch_make(&sketch, search->cover,
                             sketch_rows(search->cover, round), draw, effort))
        return false;
    is_searched = search_sketch(search, &sketch, draw);
    ci_cover_clear(&sketch);
    if (!is_searched)
        return false;
    ci_mclp_search_note(search);
    ci_mclp_descend(search);
    return !effort->is_over;
}

void ci_mclp_rounds(ci_mclp_search *search, size_t count)
{
    for (size_t i = 0; i < count && ci_mclp_round(search); i++)
        ;
}
