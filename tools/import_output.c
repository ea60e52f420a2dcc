#include "import_output.h"

#include "locale.h"

/* ---- JSON --------------------------------------------------------------- */

static void write_layer_counts(json *out, const import_result *result)
{
    const circlet_import_counts *counts = &result->counts;

    if (result->layer == CIRCLET_LAYER_ROADS) {
        json_integer(out, "nodes", (int64_t)counts->nodes);
        json_integer(out, "links", (int64_t)counts->links);
        json_integer(out, "turn_restrictions",
                     (int64_t)counts->turn_restrictions);
        json_integer(out, "turn_restrictions_used",
                     (int64_t)counts->turn_restrictions_used);
    } else if (result->layer == CIRCLET_LAYER_ELEVATION) {
        json_integer(out, "links", (int64_t)counts->links);
    } else {
        json_integer(out, "entered", (int64_t)counts->entered);
        json_integer(out, "left", (int64_t)counts->left);
        json_integer(out, "changed", (int64_t)counts->changed);
    }
    if (result->layer == CIRCLET_LAYER_TOTALS)
        json_integer(out, "modelled", (int64_t)counts->modelled);
}

void import_print_json(const import_result *result)
{
    const circlet_import_counts *counts = &result->counts;
    json out;

    json_start(&out, stdout);
    json_text(&out, "layer", circlet_layer_name(result->layer));
    json_integer(&out, "rows", (int64_t)counts->rows);
    json_integer(&out, "imported", (int64_t)counts->imported);
    json_integer(&out, "rejected", (int64_t)counts->rejected);
    json_integer(&out, "repaired", (int64_t)counts->repaired);
    json_integer(&out, "doubtful", (int64_t)counts->doubtful);
    json_integer(&out, "replaced", (int64_t)counts->replaced);
    write_layer_counts(&out, result);
    if (result->layer != CIRCLET_LAYER_ROADS &&
        result->layer != CIRCLET_LAYER_ELEVATION)
        news_write_json(&result->changes, &out);
    rejects_write_json(&result->notes, &out);
    json_array(&out, "remarks");
    for (size_t i = 0; i < result->remark_count; i++)
        json_text(&out, NULL, result->remarks[i]);
    json_end(&out);
    json_end(&out);
}

/* ---- text --------------------------------------------------------------- */

static void print_notes(const import_result *result)
{
    const circlet_import_counts *counts = &result->counts;

    if (counts->rejected)
        printf(ngettext("%llu row refused\n", "%llu rows refused\n",
                        (unsigned long)counts->rejected),
               (unsigned long long)counts->rejected);
    rejects_print(&result->notes, CIRCLET_ROW_REFUSED);
    if (counts->repaired)
        printf(ngettext("%llu row repaired\n", "%llu rows repaired\n",
                        (unsigned long)counts->repaired),
               (unsigned long long)counts->repaired);
    rejects_print(&result->notes, CIRCLET_ROW_REPAIRED);
    if (counts->doubtful)
        printf(ngettext("%llu row is doubtful and was kept\n",
                        "%llu rows are doubtful and were kept\n",
                        (unsigned long)counts->doubtful),
               (unsigned long long)counts->doubtful);
    rejects_print(&result->notes, CIRCLET_ROW_DOUBTFUL);
}

static void print_replaced(const import_result *result)
{
    const circlet_import_counts *counts = &result->counts;

    if (!counts->replaced)
        return;
    printf(ngettext("%llu row of an earlier import replaced\n",
                    "%llu rows of an earlier import replaced\n",
                    (unsigned long)counts->replaced),
           (unsigned long long)counts->replaced);
    if (result->layer != CIRCLET_LAYER_ROADS)
        printf(_("compared with it %llu entered, %llu left, %llu changed\n"),
               (unsigned long long)counts->entered,
               (unsigned long long)counts->left,
               (unsigned long long)counts->changed);
    news_print(&result->changes);
}

/* What is not known is said by the remarks: no row was refused. */
static void print_heights(const circlet_import_counts *counts)
{
    printf(ngettext("heights of %llu of %llu places along streets found, "
                    "%llu link has them\n",
                    "heights of %llu of %llu places along streets found, "
                    "%llu links have them\n",
                    (unsigned long)counts->links),
           (unsigned long long)counts->imported,
           (unsigned long long)counts->rows,
           (unsigned long long)counts->links);
    if (counts->replaced)
        printf(ngettext("heights of %llu link replaced\n",
                        "heights of %llu links replaced\n",
                        (unsigned long)counts->replaced),
               (unsigned long long)counts->replaced);
}

void import_print(const import_result *result)
{
    const circlet_import_counts *counts = &result->counts;
    const char *layer = circlet_layer_name(result->layer);

    if (result->layer == CIRCLET_LAYER_ELEVATION) {
        print_heights(counts);
        return;
    }
    if (result->layer == CIRCLET_LAYER_ROADS)
        printf(_("%llu nodes and %llu links imported into %s, %llu rows "
                 "read\n"),
               (unsigned long long)counts->nodes,
               (unsigned long long)counts->links, layer,
               (unsigned long long)counts->rows);
    else
        printf(_("%llu of %llu rows imported into %s\n"),
               (unsigned long long)counts->imported,
               (unsigned long long)counts->rows, layer);
    if (counts->modelled)
        printf(ngettext("%llu place of people modelled from totals\n",
                        "%llu places of people modelled from totals\n",
                        (unsigned long)counts->modelled),
               (unsigned long long)counts->modelled);
    print_notes(result);
    print_replaced(result);
}
