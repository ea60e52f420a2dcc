#include "page/details.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

void ci_details_free(ci_details *details)
{
    free(details->items);
    *details = (ci_details){0};
}

bool ci_page_is_few(double persons)
{
    return persons > 0 && persons < CIRCLET_PAGE_SMALL;
}

static bool is_broken(const circlet_finding *finding)
{
    return finding->verdict == CIRCLET_VERDICT_FAIL &&
           finding->force != CIRCLET_FORCE_MAY;
}

/* ---- the same finding, with the plan ------------------------------------ */

static int compare_words(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare_findings(const circlet_finding *a, const circlet_finding *b)
{
    int order = strcmp(a->rule, b->rule);

    if (order == 0)
        order = compare_words(a->mode, b->mode);
    if (order == 0)
        order = strcmp(a->unit, b->unit);
    if (order == 0)
        order = (int)a->subject - (int)b->subject;
    return order ? order : compare_words(a->subject_id, b->subject_id);
}

static int compare_handles(const void *left, const void *right)
{
    return compare_findings(*(const circlet_finding *const *)left,
                            *(const circlet_finding *const *)right);
}

/* Findings that fail, to be searched. */
typedef struct broken_list {
    const circlet_finding **items;
    size_t count;
} broken_list;

static circlet_status list_broken(broken_list *out,
                                  const circlet_findings *findings,
                                  circlet_error *error)
{
    size_t count = findings ? circlet_findings_count(findings) : 0;

    out->items = malloc((count + 1) * sizeof(const circlet_finding *));
    if (!out->items)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        if (is_broken(circlet_findings_at(findings, i)))
            out->items[out->count++] = circlet_findings_at(findings, i);
    qsort(out->items, out->count, sizeof(const circlet_finding *),
          compare_handles);
    return CIRCLET_OK;
}

static bool has_finding(const broken_list *list,
                        const circlet_finding *finding)
{
    return bsearch(&finding, list->items, list->count,
                   sizeof(const circlet_finding *), compare_handles) != NULL;
}

/* ---- by unit ------------------------------------------------------------ */

static circlet_unit row_of(const ci_page *page, const circlet_finding *finding)
{
    circlet_unit unit =
        circlet_city_find_unit(page->content->city, finding->unit);

    return unit == CIRCLET_NONE || finding->level < page->level
               ? unit
               : ci_map_ancestor(page->content->city, unit, page->level);
}

/* A share and the number of people would tell how many are outside. */
static bool tells_of_few(const ci_page *page, const circlet_finding *finding,
                         circlet_unit row)
{
    const ci_page_unit *unit = ci_page_unit_of(page, row);
    const ci_rule *rule =
        ci_policy_find_rule(page->content->policy, finding->rule);
    bool is_hidden = unit && (unit->is_hidden[0] ||
                              (page->state_count > 1 && unit->is_hidden[1]));

    return ci_page_is_few(finding->persons) ||
           ci_page_is_few(finding->persons - finding->persons_covered) ||
           (finding->shortfall_unit &&
            strcmp(finding->shortfall_unit, "persons") == 0 &&
            ci_page_is_few(finding->shortfall)) ||
           (is_hidden && rule && ci_map_is_circle(rule, NULL));
}

static circlet_status add(ci_details *out, const ci_page *page, size_t i,
                          size_t state, bool fails_after, circlet_error *error)
{
    const circlet_finding *finding =
        circlet_findings_at(page->findings[state], i);
    ci_detail *items = ci_array_reserve_one(out->items, out->count,
                                            &out->capacity, sizeof(*items));
    circlet_unit row = row_of(page, finding);

    if (!items)
        return ci_fail_nomem(error);
    out->items = items;
    items[out->count] = (ci_detail){
        .row = row,
        .order = out->count,
        .finding = finding,
        .fails = {state == 0, fails_after},
        .is_hidden = circlet_privacy_hides(page->privacy, state == 1, i) ||
                     tells_of_few(page, finding, row)};
    out->count++;
    return CIRCLET_OK;
}

static circlet_status add_all(ci_details *out, const ci_page *page,
                              const broken_list lists[CI_PAGE_STATES],
                              circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t s = 0; s < page->state_count; s++) {
        size_t count = circlet_findings_count(page->findings[s]);

        for (size_t i = 0; i < count && !status; i++) {
            const circlet_finding *finding =
                circlet_findings_at(page->findings[s], i);

            if (is_broken(finding) &&
                (s == 0 || !has_finding(&lists[0], finding)))
                status = add(out, page, i, s,
                             s == 1 || has_finding(&lists[1], finding), error);
        }
    }
    return status;
}

/* What one sentence hides, the sum of a rule would tell. */
static void hide_others(ci_details *details)
{
    for (size_t i = 0; i < details->count; i++) {
        const char *rule = details->items[i].finding->rule;
        ci_detail *least = NULL;
        size_t hidden = 0;

        if (i > 0 && strcmp(details->items[i - 1].finding->rule, rule) == 0)
            continue;
        for (size_t k = i; k < details->count &&
                           strcmp(details->items[k].finding->rule, rule) == 0;
             k++) {
            ci_detail *item = &details->items[k];

            hidden += item->is_hidden;
            if (!item->is_hidden && item->finding->persons_covered >= 0 &&
                (!least || item->finding->persons < least->finding->persons))
                least = item;
        }
        if (hidden == 1 && least)
            least->is_hidden = true;
    }
}

static int compare_details(const void *left, const void *right)
{
    const ci_detail *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

circlet_status ci_details_find(ci_details *out, const ci_page *page,
                               circlet_error *error)
{
    broken_list lists[CI_PAGE_STATES] = {{.items = NULL}};
    circlet_status status = CIRCLET_OK;

    for (size_t s = 0; s < CI_PAGE_STATES && !status; s++)
        status = list_broken(&lists[s], page->findings[s], error);
    if (!status)
        status = add_all(out, page, lists, error);
    for (size_t s = 0; s < CI_PAGE_STATES; s++)
        free(lists[s].items);
    if (status)
        return status;
    hide_others(out);
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(*out->items), compare_details);
    return CIRCLET_OK;
}

const ci_detail *ci_details_of(const ci_details *details, circlet_unit row,
                               size_t *count)
{
    size_t low = 0, high = details->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (details->items[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < details->count &&
           details->items[low + *count].row == row)
        ++*count;
    return *count > 0 ? details->items + low : NULL;
}
