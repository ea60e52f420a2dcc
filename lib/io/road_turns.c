#include "io/road_turns.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "io/container.h"

#define KIND_NO "no"
#define KIND_ONLY "only"

/* ---- storing ------------------------------------------------------------ */

/* NULL for a list of nothing. */
static const char *stored_list(const char *list)
{
    return list[0] != '\0' ? list : NULL;
}

static circlet_status insert_turn(ci_statement *insert, const ci_roads *roads,
                                  const ci_road_turn *turn,
                                  circlet_error *error)
{
    const char *const texts[] = {turn->id,
                                 roads->links[turn->from_link].id,
                                 roads->nodes[turn->via].id,
                                 roads->links[turn->to_link].id,
                                 turn->is_only ? KIND_ONLY : KIND_NO,
                                 stored_list(turn->except),
                                 stored_list(turn->vehicle)};
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < 7 && status == CIRCLET_OK; i++)
        status = ci_bind_text(insert, i + 1, texts[i], error);
    return status == CIRCLET_OK ? ci_statement_step(insert, NULL, error)
                                : status;
}

circlet_status ci_road_turns_store(ci_import *import, const ci_roads *roads,
                                   circlet_error *error)
{
    ci_statement *insert = NULL;
    circlet_status status = ci_db_prepare(
        &insert, import->db,
        "INSERT INTO road_turn (turn_id, from_link_id, via_node_id, "
        "to_link_id, kind, exempt, vehicle) VALUES (?, ?, ?, ?, ?, ?, ?)",
        error);

    for (size_t i = 0; i < roads->turn_count && status == CIRCLET_OK; i++)
        status = insert_turn(insert, roads, &roads->turns[i], error);
    ci_statement_free(insert);
    if (status == CIRCLET_OK)
        status = ci_container_touch_table(import->db, "road_turn", error);
    return status;
}

void ci_road_turns_remark(const ci_import *import, const ci_roads *roads)
{
    static const char *const reasons[CI_TURN_FAULT_COUNT] = {
        [CI_TURN_TIMED] = CI_TRANSLATED(
            "%" PRIu64 " turn restrictions are not used: they hold at certain "
            "times or on conditions"),
        [CI_TURN_UNKNOWN] = CI_TRANSLATED(
            "%" PRIu64 " turn restrictions are not used: they are of another "
            "kind or lack a member"),
        [CI_TURN_VIA] = CI_TRANSLATED(
            "%" PRIu64 " turn restrictions are not used: they lead over a "
            "way or several nodes"),
        [CI_TURN_ABSENT] = CI_TRANSLATED(
            "%" PRIu64 " turn restrictions are not used: they name a way or "
            "node that is none of the streets here"),
        [CI_TURN_LOOSE] = CI_TRANSLATED(
            "%" PRIu64 " turn restrictions are not used: a way of theirs does "
            "not end at their node"),
    };

    if (roads->turn_restriction_count == 0)
        return;
    ci_import_remark(
        import,
        "%" PRIu64 " turn restrictions were seen, %" PRIu64 " are used",
        roads->turn_restriction_count, roads->turn_restriction_used_count);
    for (size_t i = 0; i < CI_TURN_FAULT_COUNT; i++)
        if (roads->turn_faults[i] > 0)
            ci_import_remark(import, reasons[i], roads->turn_faults[i]);
}

/* ---- reading ------------------------------------------------------------ */

typedef struct turn_reader {
    circlet_network_builder *builder;
    ci_db *db;
    ci_statement *rows;
} turn_reader;

static const char *text_at(const turn_reader *reader, int position)
{
    const char *text = ci_column_text(reader->rows, position);

    return text ? text : "";
}

static const char *node_id(const circlet_network_builder *builder, size_t i)
{
    return builder->nodes[i].id;
}

static const char *link_id(const circlet_network_builder *builder, size_t i)
{
    return builder->link_ids[i];
}

/* The position of an id among `count` in ascending order; `count`: it is not
 * there. */
static size_t find_id(const circlet_network_builder *builder, size_t count,
                      const char *(*id_at)(const circlet_network_builder *,
                                           size_t),
                      const char *id)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *there = id_at(builder, middle);

        if (strcmp(there ? there : "", id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && id_at(builder, low) &&
                   strcmp(id_at(builder, low), id) == 0
               ? low
               : count;
}

static circlet_status find_link(uint32_t *out, const turn_reader *reader,
                                int position, circlet_error *error)
{
    const circlet_network_builder *builder = reader->builder;
    const char *id = text_at(reader, position);
    size_t link = find_id(builder, builder->link_count, link_id, id);

    if (link == builder->link_count)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: turn '%s' names link '%s', which is not there",
                       ci_db_path(reader->db), text_at(reader, 0), id);
    *out = (uint32_t)link;
    return CIRCLET_OK;
}

static circlet_status find_via(uint32_t *out, const turn_reader *reader,
                               circlet_error *error)
{
    const circlet_network_builder *builder = reader->builder;
    const char *id = text_at(reader, 2);
    size_t node = find_id(builder, builder->node_count, node_id, id);

    if (node == builder->node_count)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: turn '%s' is at node '%s', which is not there",
                       ci_db_path(reader->db), text_at(reader, 0), id);
    *out = (uint32_t)node;
    return CIRCLET_OK;
}

static circlet_status check_meeting(const turn_reader *reader,
                                    const circlet_turn_record *turn,
                                    circlet_error *error)
{
    const uint32_t links[2] = {turn->from_link, turn->to_link};

    for (size_t i = 0; i < 2; i++) {
        const ci_link *link = &reader->builder->links[links[i]];

        if (link->from != turn->via && link->to != turn->via)
            return ci_fail(error, CIRCLET_E_DATA,
                           "%s: turn '%s' is at node '%s', where link '%s' "
                           "does not end",
                           ci_db_path(reader->db), text_at(reader, 0),
                           text_at(reader, 2), text_at(reader, i ? 3 : 1));
    }
    return CIRCLET_OK;
}

static circlet_status read_kind(circlet_turn_kind *out,
                                const turn_reader *reader,
                                circlet_error *error)
{
    const char *kind = text_at(reader, 4);

    if (strcmp(kind, KIND_NO) != 0 && strcmp(kind, KIND_ONLY) != 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: turn '%s' is of no kind: '%s'",
                       ci_db_path(reader->db), text_at(reader, 0), kind);
    *out = strcmp(kind, KIND_ONLY) == 0 ? CIRCLET_TURN_ONLY
                                        : CIRCLET_TURN_FORBIDDEN;
    return CIRCLET_OK;
}

static circlet_status read_turn(const turn_reader *reader,
                                circlet_error *error)
{
    circlet_turn_record turn = {.except = text_at(reader, 5),
                                .vehicle = text_at(reader, 6)};
    circlet_status status = find_link(&turn.from_link, reader, 1, error);

    if (status == CIRCLET_OK)
        status = find_via(&turn.via, reader, error);
    if (status == CIRCLET_OK)
        status = find_link(&turn.to_link, reader, 3, error);
    if (status == CIRCLET_OK)
        status = check_meeting(reader, &turn, error);
    if (status == CIRCLET_OK)
        status = read_kind(&turn.kind, reader, error);
    if (status == CIRCLET_OK)
        status =
            circlet_network_builder_add_turn(reader->builder, &turn, error);
    return status;
}

circlet_status ci_road_turns_read(circlet_network_builder *builder, ci_db *db,
                                  circlet_error *error)
{
    turn_reader reader = {.builder = builder, .db = db};
    circlet_status status = ci_db_prepare(
        &reader.rows, db,
        "SELECT turn_id, from_link_id, via_node_id, to_link_id, kind, exempt, "
        "vehicle FROM road_turn ORDER BY turn_id",
        error);
    bool has_row = true;

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(reader.rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = read_turn(&reader, error);
    }
    ci_statement_free(reader.rows);
    return status;
}
