/*
 * A parent's area is overlaid with those of all its children, if one of them
 * is of this import; each child's with it only if there is reason to.
 */
#include "io/unit_review.h"

#include <stdlib.h>

#include "base/error.h"

typedef struct kinship {
    size_t parent, child;
} kinship;

/* The children of one parent, whose area is in the review's `a`. */
typedef struct family {
    ci_unit_review *review;
    const kinship *members;
    size_t count;
    ci_geometry *areas; /* of the children */
} family;

static int compare_kinship(const void *left, const void *right)
{
    const kinship *a = left, *b = right;

    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    return a->child < b->child ? -1 : a->child > b->child;
}

/* ---- children out of their parent --------------------------------------- */

static circlet_status say_outside(ci_unit_review *review, const kinship *kin,
                                  const ci_overlay *excess,
                                  circlet_error *error)
{
    const ci_unit_box *units = review->areas.units;
    ci_overlay_text text = ci_review_write(excess);
    circlet_status status = ci_review_name(review, units[kin->child].fid,
                                           units[kin->parent].fid, error);

    if (status != CIRCLET_OK)
        return status;
    ci_reason_add(&review->reason,
                  "%s m2 of unit %s lie outside its parent %s, at %s,%s",
                  text.area_m2, review->first.text, review->second.text,
                  text.lon, text.lat);
    return ci_review_note(review, units[kin->child].fid, "outside_parent",
                          NULL, &review->outside, excess->area_m2, error);
}

static circlet_status compare_child(family *f, size_t i, circlet_error *error)
{
    ci_unit_review *review = f->review;
    circlet_area parent = ci_geometry_area(&review->a);
    circlet_area child = ci_geometry_area(&f->areas[i]);
    circlet_error why = {CIRCLET_OK, ""};
    ci_overlay excess = {.part_count = 0};
    circlet_status status = ci_polygon_excess(&excess, &child, &parent, &why);

    if (excess.part_count == 0) /* the family's slivers are counted */
        excess.sliver_m2 = 0;
    status = ci_review_count(review, status, &why, &excess, error);
    if (status != CIRCLET_OK || excess.part_count == 0)
        return status;
    return say_outside(review, &f->members[i], &excess, error);
}

static circlet_status compare_children(family *f, circlet_error *error)
{
    const ci_unit_box *units = f->review->areas.units;
    bool is_parent_new = units[f->members->parent].is_new;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < f->count && status == CIRCLET_OK; i++)
        if (is_parent_new || units[f->members[i].child].is_new)
            status = compare_child(f, i, error);
    return status;
}

/* ---- families ----------------------------------------------------------- */

static circlet_status say_gap(ci_unit_review *review, int64_t fid,
                              const ci_overlay *excess, circlet_error *error)
{
    ci_overlay_text text = ci_review_write(excess);
    circlet_status status = ci_review_name(review, fid, 0, error);

    if (status != CIRCLET_OK)
        return status;
    ci_reason_add(&review->reason,
                  "%s m2 of unit %s are covered by none of the units below "
                  "it, at %s,%s",
                  text.area_m2, review->first.text, text.lon, text.lat);
    return ci_review_note(review, fid, "gap", NULL, &review->gaps,
                          excess->area_m2, error);
}

static circlet_status read_family(family *f, circlet_error *error)
{
    ci_unit_review *review = f->review;
    circlet_status status = ci_unit_areas_read(&review->a, &review->areas,
                                               f->members->parent, error);

    for (size_t i = 0; i < f->count && status == CIRCLET_OK; i++)
        status = ci_unit_areas_read(&f->areas[i], &review->areas,
                                    f->members[i].child, error);
    return status;
}

static circlet_status overlay_family(family *f, ci_overlay *gap,
                                     ci_overlay *excess, circlet_error *error)
{
    circlet_area parent = ci_geometry_area(&f->review->a);
    circlet_area *children = calloc(f->count, sizeof(*children));
    circlet_status status;

    if (!children)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < f->count; i++)
        children[i] = ci_geometry_area(&f->areas[i]);
    status = ci_polygon_fit(gap, excess, &parent, children, f->count, error);
    free(children);
    return status;
}

/* Only if the children reach out together, each has to be looked at. A child
 * without an area may be what lies in a gap. */
static circlet_status compare_family(family *f, circlet_error *error)
{
    ci_unit_review *review = f->review;
    const ci_unit_box *parent = &review->areas.units[f->members->parent];
    circlet_error why = {CIRCLET_OK, ""};
    ci_overlay gap = {.part_count = 0}, excess = {.part_count = 0};
    circlet_status status = read_family(f, error);

    if (status != CIRCLET_OK)
        return status;
    status = overlay_family(f, &gap, &excess, &why);
    status = ci_review_count(review, status, &why, &excess, error);
    if (status == CIRCLET_OK && excess.part_count > 0)
        status = compare_children(f, error);
    if (status != CIRCLET_OK || parent->has_bare_child)
        return status;
    status = ci_review_count(review, CIRCLET_OK, &why, &gap, error);
    if (status == CIRCLET_OK && gap.part_count > 0)
        status = say_gap(review, parent->fid, &gap, error);
    return status;
}

static bool is_new(const family *f)
{
    const ci_unit_box *units = f->review->areas.units;
    bool found = units[f->members->parent].is_new;

    for (size_t i = 0; i < f->count && !found; i++)
        found = units[f->members[i].child].is_new;
    return found;
}

static circlet_status look_at_family(family *f, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (!is_new(f))
        return CIRCLET_OK;
    f->areas = calloc(f->count, sizeof(*f->areas));
    if (!f->areas)
        return ci_fail_nomem(error);
    status = ci_import_report(f->review->import, 0.98, error);
    if (status == CIRCLET_OK)
        status = compare_family(f, error);
    for (size_t i = 0; i < f->count; i++)
        ci_geometry_free(&f->areas[i]);
    free(f->areas);
    return status;
}

circlet_status ci_review_families(ci_unit_review *review, circlet_error *error)
{
    const ci_unit_areas *areas = &review->areas;
    kinship *kin = calloc(areas->count + 1, sizeof(*kin));
    size_t count = 0;
    circlet_status status = kin ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; kin && i < areas->count; i++)
        if (areas->units[i].parent != CI_NO_UNIT)
            kin[count++] = (kinship){areas->units[i].parent, i};
    if (count > 0)
        qsort(kin, count, sizeof(*kin), compare_kinship);
    for (size_t i = 0, end; i < count && status == CIRCLET_OK; i = end) {
        family f = {.review = review, .members = kin + i};

        for (end = i; end < count && kin[end].parent == kin[i].parent; end++)
            continue;
        f.count = end - i;
        status = look_at_family(&f, error);
    }
    free(kin);
    return status;
}
