#include "io/import_action.h"

#include <math.h>

#include "base/error.h"
#include "city/plan_action.h"

static const ci_value *value_of(const ci_row_import *r, const char *column)
{
    return &r->values[ci_layer_find_column(r->table, column)];
}

static const char *text_of(const ci_row_import *r, const char *column)
{
    const ci_value *value = value_of(r, column);

    return value->state == CI_VALUE_IS_NULL ? NULL : value->text.text;
}

static int64_t whole_of(const ci_row_import *r, const char *column)
{
    const ci_value *value = value_of(r, column);

    return value->state == CI_VALUE_IS_INT ? value->whole : -1;
}

static double real_of(const ci_row_import *r, const char *column)
{
    const ci_value *value = value_of(r, column);

    return value->state == CI_VALUE_IS_REAL ? value->real : (double)NAN;
}

/* The row as an action; its texts are borrowed. */
static circlet_plan_action action_of(const ci_row_import *r)
{
    int start_year = (int)whole_of(r, "start_year");

    return (circlet_plan_action){
        .id = text_of(r, "id"),
        .kind = text_of(r, "kind"),
        .facility = text_of(r, "facility"),
        .site = text_of(r, "site"),
        .service = text_of(r, "service"),
        .from_service = text_of(r, "from_service"),
        .type = text_of(r, "type"),
        .tier = text_of(r, "tier"),
        .at = r->has_point ? r->at : (circlet_point){(double)NAN, (double)NAN},
        .places = whole_of(r, "places"),
        .beds = whole_of(r, "beds"),
        .area_m2 = real_of(r, "area_m2"),
        .year = (int)whole_of(r, "year"),
        .start_year = start_year > 0 ? start_year : 0,
        .cost_cny = real_of(r, "cost_cny")};
}

void ci_action_row_check(ci_row_import *r)
{
    circlet_plan_action action = action_of(r);
    const char *column = NULL;
    ci_buffer reason = {0};

    /* What is built gets an id of its own. */
    if (ci_action_kind_of(action.kind) == CI_ACTION_BUILD && !action.facility)
        action.facility = action.id;
    if (!ci_action_check(&action, &column, &reason)) {
        bool is_empty =
            !reason.failed && value_of(r, column)->state == CI_VALUE_IS_NULL;

        ci_buffer_add(ci_record_blame(r,
                                      ci_layer_find_column(r->table, column),
                                      is_empty ? "empty" : "out_of_range"),
                      reason.failed ? "" : reason.text);
        if (is_empty)
            r->fault.value = NULL;
        r->fault.reason.failed |= reason.failed;
    }
    ci_buffer_free(&reason);
}

void ci_action_row_doubt(ci_row_import *r, uint64_t row)
{
    const circlet_plan_action action = action_of(r);
    const char *column = ci_action_idle_column(&action);

    if (!column)
        return;
    ci_reason_add(ci_record_blame(r, ci_layer_find_column(r->table, column),
                                  "contradiction"),
                  "an action of kind '%s' has no use for %s", action.kind,
                  column);
    ci_record_note(r, row, CIRCLET_ROW_DOUBTFUL);
}
