#include "io/line_roads_finish.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/line_roads_cross.h"
#include "io/line_roads_evidence.h"

#define NEAR_MISS_M 0.5

typedef struct finisher {
    ci_line_reader *r;
    ci_line_nodes nodes;
    uint32_t *link_records; /* of each link */
    uint32_t *record_levels;
    uint32_t *link_levels;
} finisher;

static void note(ci_line_reader *r, circlet_row_outcome outcome,
                 const char *kind, uint64_t row, const char *reason)
{
    circlet_row_note said = {.outcome = outcome,
                             .kind = kind,
                             .source = r->path,
                             .row = row,
                             .reason = reason};

    ci_import_note(r->import, &said);
}

/* ---- tags and ids ------------------------------------------------------- */

static circlet_status add_oneway(ci_line_reader *r, ci_line_record *record,
                                 const char *word, circlet_error *error)
{
    const circlet_tag *before = record->tags;
    size_t count = record->tag_count;
    circlet_tag *tags = malloc((count + 1) * sizeof(*tags));
    bool is_kept;

    if (!tags)
        return ci_fail_nomem(error);
    if (count > 0)
        memcpy(tags, before, count * sizeof(*tags));
    tags[count] = (circlet_tag){"oneway", word};
    is_kept = ci_tag_store_keep(&r->store, tags, count + 1, &record->tags,
                                &record->tag_count);
    free(tags);
    return is_kept ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status settle_oneway(ci_line_reader *r, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; status == CIRCLET_OK && i < r->record_count; i++) {
        ci_line_record *record = &r->records[i];
        const char *word = record->oneway;

        if (!word)
            continue;
        word = ci_line_oneway(r->oneway_words, record->oneway);
        if (!word) {
            circlet_row_note said = {
                CIRCLET_ROW_DOUBTFUL,
                "unknown_oneway",
                r->path,
                record->row,
                "oneway",
                record->oneway,
                ci_translate("nobody knows which way this is open")};

            ci_import_note(r->import, &said);
            word = record->oneway;
        }
        status = add_oneway(r, record, word, error);
    }
    return status;
}

static circlet_status settle_ids(ci_line_reader *r, circlet_error *error)
{
    bool has_field = r->mapping.id.field_count > 0;

    if (!r->ids_are_rows)
        return CIRCLET_OK;
    for (size_t i = 0; i < r->record_count; i++) {
        char id[24];

        snprintf(id, sizeof(id), "%" PRIu64, r->records[i].row);
        r->records[i].id = ci_arena_copy(&r->roads->arena, id);
        if (!r->records[i].id)
            return ci_fail_nomem(error);
    }
    if (has_field &&
        !ci_source_add_remark(
            r->source,
            "field '%s' is empty or the same in several rows: links are "
            "named by their rows",
            ci_source_field(r->source, r->mapping.id.fields[0])))
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

/* ---- lines that stand twice --------------------------------------------- */

/* Tags are sorted by key. */
static bool has_same_tags(const ci_line_record *a, const ci_line_record *b)
{
    if (a->tag_count != b->tag_count)
        return false;
    for (size_t i = 0; i < a->tag_count; i++)
        if (strcmp(a->tags[i].key, b->tags[i].key) != 0 ||
            strcmp(a->tags[i].value, b->tags[i].value) != 0)
            return false;
    return true;
}

static void tell_twin(ci_line_reader *r, ci_line_record *record,
                      const ci_line_record *twin, bool is_dropped)
{
    char reason[CIRCLET_MESSAGE_SIZE];

    snprintf(reason, sizeof(reason),
             is_dropped
                 ? ci_translate("row %" PRIu64 " has the same line and tags")
                 : ci_translate("row %" PRIu64
                                " has the same line with other tags"),
             twin->row);
    if (is_dropped && --record->part_count == 0)
        note(r, CIRCLET_ROW_REFUSED, "duplicate_line", record->row, reason);
    else
        note(r, is_dropped ? CIRCLET_ROW_REPAIRED : CIRCLET_ROW_DOUBTFUL,
             "duplicate_line", record->row, reason);
}

static circlet_status drop_twins(ci_line_reader *r, circlet_error *error)
{
    uint32_t *twins = ci_line_set_find_twins(&r->set);
    bool *drop = calloc(r->set.line_count + 1, sizeof(*drop));

    for (size_t i = 0; twins && drop && i < r->set.line_count; i++) {
        ci_line_record *record = &r->records[r->set.lines[i].record];
        const ci_line_record *twin;

        if (twins[i] == CI_NOWHERE)
            continue;
        twin = &r->records[r->set.lines[twins[i]].record];
        drop[i] = has_same_tags(record, twin);
        tell_twin(r, record, twin, drop[i]);
    }
    if (twins && drop)
        ci_line_set_drop(&r->set, drop);
    free(drop);
    if (!twins || !drop) {
        free(twins);
        return ci_fail_nomem(error);
    }
    free(twins);
    return CIRCLET_OK;
}

/* ---- joining ------------------------------------------------------------ */

static circlet_status remark_on_shared(ci_line_reader *r, circlet_error *error)
{
    uint64_t count = 0;
    circlet_status status = ci_line_set_count_shared(&count, &r->set, error);

    if (status != CIRCLET_OK || count == 0)
        return status;
    return ci_source_add_remark(r->source,
                                "at %" PRIu64 " places lines share a vertex "
                                "where none of them ends: they are not joined "
                                "there unless crossings are split",
                                count)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status join_lines(finisher *f, circlet_error *error)
{
    ci_line_reader *r = f->r;
    circlet_status status =
        r->import->options.split_crossings
            ? ci_line_set_split_crossings(&r->set, r->snap_m, error)
            : remark_on_shared(r, error);

    if (status == CIRCLET_OK)
        status = ci_line_set_join(&f->nodes, &r->set, r->snap_m, error);
    if (status == CIRCLET_OK)
        status = ci_line_links_cut(r->roads, &f->link_records, &r->set,
                                   &f->nodes, r->records, error);
    if (status == CIRCLET_OK && r->roads->link_count == 0)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "%s: no line is longer than 1 cm", r->path);
    return status;
}

static void tell_short_lines(ci_line_reader *r)
{
    for (size_t i = 0; i < r->record_count; i++)
        if (r->records[i].part_count > 0 && r->records[i].link_count == 0)
            note(r, CIRCLET_ROW_REFUSED, "zero_length", r->records[i].row,
                 ci_translate("the line is shorter than 1 cm"));
}

/* ---- evidence ----------------------------------------------------------- */

static circlet_status list_levels(finisher *f, circlet_error *error)
{
    const ci_line_reader *r = f->r;
    size_t count = r->roads->link_count;

    f->record_levels = calloc(r->record_count + 1, sizeof(uint32_t));
    f->link_levels = malloc((count + 1) * sizeof(uint32_t));
    if (!f->record_levels || !f->link_levels)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < r->set.line_count; i++)
        f->record_levels[r->set.lines[i].record] = r->set.lines[i].level;
    for (size_t i = 0; i < count; i++)
        f->link_levels[i] = f->record_levels[f->link_records[i]];
    return CIRCLET_OK;
}

static circlet_status tell_misses(finisher *f, circlet_error *error)
{
    ci_line_reader *r = f->r;
    ci_near_miss *misses = NULL;
    size_t count = 0;
    circlet_status status = ci_near_misses_find(
        &misses, &count, r->roads, f->link_levels, NEAR_MISS_M, error);

    for (size_t i = 0; status == CIRCLET_OK && i < count; i++) {
        const ci_line_record *other =
            &r->records[f->link_records[misses[i].other]];
        char distance[CI_NUMBER_SIZE], reason[CIRCLET_MESSAGE_SIZE];

        ci_format_fixed(distance, misses[i].distance_m, 2);
        snprintf(reason, sizeof(reason),
                 ci_translate("the line ends %s m from that of row %" PRIu64
                              " without meeting it"),
                 distance, other->row);
        note(r, CIRCLET_ROW_DOUBTFUL, "near_miss",
             r->records[f->link_records[misses[i].link]].row, reason);
    }
    free(misses);
    if (status == CIRCLET_OK && count > 0 &&
        !ci_source_add_remark(r->source,
                              "%zu lines end within 0.5 m of another without "
                              "meeting it",
                              count))
        return ci_fail_nomem(error);
    return status;
}

static circlet_status tell_circles(finisher *f, circlet_error *error)
{
    const ci_roads *roads = f->r->roads;
    uint32_t *degrees = calloc(roads->node_count + 1, sizeof(*degrees));

    if (!degrees)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < roads->link_count; i++) {
        degrees[roads->links[i].from]++;
        degrees[roads->links[i].to]++;
    }
    for (size_t i = 0; i < roads->link_count; i++)
        if (roads->links[i].from == roads->links[i].to &&
            degrees[roads->links[i].from] == 2)
            note(f->r, CIRCLET_ROW_DOUBTFUL, "loop",
                 f->r->records[f->link_records[i]].row,
                 ci_translate("the line runs in a circle that no other line "
                              "meets"));
    free(degrees);
    return CIRCLET_OK;
}

static circlet_status tell_parts(ci_line_reader *r, circlet_error *error)
{
    const ci_roads *roads = r->roads;
    char percent[CI_NUMBER_SIZE];
    ci_road_parts parts;

    if (!ci_road_parts_find(&parts, roads))
        return ci_fail_nomem(error);
    ci_format_fixed(
        percent, 100.0 * (double)parts.largest / (double)roads->node_count, 1);
    return ci_source_add_remark(
               r->source,
               "the lines make %zu nodes; number of parts that do not hang "
               "together: %zu; the largest has %s %% of the nodes",
               roads->node_count, parts.count, percent)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* Remarks are told in the user's language and kept in English. */
static circlet_status tell_remarks(ci_line_reader *r, circlet_error *error)
{
    const ci_source_remark_text *remark;
    ci_buffer text = {0};

    for (size_t i = 0; (remark = ci_source_remark(r->source, i)); i++) {
        ci_import_remark(r->import, "%s", remark->translated);
        ci_buffer_add(&text, i > 0 ? "; " : "");
        ci_buffer_add(&text, remark->english);
    }
    if (text.text)
        r->roads->remark = ci_arena_copy(&r->roads->arena, text.text);
    ci_buffer_free(&text);
    return text.failed || !r->roads->remark ? ci_fail_nomem(error)
                                            : CIRCLET_OK;
}

static circlet_status tell_evidence(finisher *f, circlet_error *error)
{
    circlet_status status;

    tell_short_lines(f->r);
    status = list_levels(f, error);
    if (status == CIRCLET_OK)
        status = tell_circles(f, error);
    if (status == CIRCLET_OK)
        status = tell_parts(f->r, error);
    if (status == CIRCLET_OK)
        status = tell_misses(f, error);
    return status == CIRCLET_OK ? tell_remarks(f->r, error) : status;
}

circlet_status ci_line_roads_finish(ci_line_reader *reader,
                                    circlet_error *error)
{
    finisher f = {.r = reader};
    circlet_status status = settle_oneway(reader, error);

    if (status == CIRCLET_OK)
        status = settle_ids(reader, error);
    if (status == CIRCLET_OK)
        status = drop_twins(reader, error);
    if (status == CIRCLET_OK)
        status = join_lines(&f, error);
    if (status == CIRCLET_OK)
        status = tell_evidence(&f, error);
    ci_line_nodes_free(&f.nodes);
    free(f.link_records);
    free(f.record_levels);
    free(f.link_levels);
    return status;
}
