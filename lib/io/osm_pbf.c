/*
 * The file is read three times, so that only the nodes that streets need are
 * ever in memory: relations, which say what ways bound a water and what turns
 * are forbidden, and stand behind the ways in files of the usual order; ways;
 * then nodes. The later readings keep to the stretch of the file that holds
 * ways, and that which holds nodes.
 */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "io/osm_header.h"
#include "io/osm_pbf_file.h"
#include "io/osm_streets.h"
#include "io/osm_turns.h"
#include "io/osm_water.h"

#define REPORT_COUNT 100
#define PASS_COUNT 3

/* Bytes of the file, from the start of a blob to the end of one. */
typedef struct stretch {
    uint64_t start, end;
} stretch;

typedef struct reader {
    ci_osm_pbf_file file;
    ci_osm_decoder decoder;
    ci_osm_streets *streets;
    ci_osm_water water;
    ci_osm_turns turns;
    ci_osm_header header;
    const circlet_progress *progress;
    unsigned reported; /* hundredths of the work that were told */
    unsigned pass; /* from 0 */
    stretch nodes, ways; /* where the file holds them */
    uint64_t node_count, way_count;
    uint64_t highway_count; /* ways */
} reader;

static circlet_status visit_way(const ci_osm_way *found, void *user,
                                circlet_error *error)
{
    reader *r = user;
    ci_osm_way way = *found;
    bool is_wanted = false, is_highway = false;

    r->way_count++;
    if (ci_osm_water_mark(&r->water, &way, &is_wanted, error))
        return CIRCLET_E_NOMEM;
    for (size_t i = 0; i < way.tag_count; i++) {
        is_wanted = is_wanted || ci_osm_is_street_tag(&way.tags[i]);
        is_highway = is_highway || strcmp(way.tags[i].key, "highway") == 0;
    }
    r->highway_count += is_highway;
    return is_wanted ? ci_osm_streets_add_way(r->streets, &way, error)
                     : CIRCLET_OK;
}

static circlet_status visit_relation(const ci_osm_relation *relation,
                                     void *user, circlet_error *error)
{
    reader *r = user;
    circlet_status status = ci_osm_turns_add(&r->turns, relation, error);

    return status ? status : ci_osm_water_add(&r->water, relation, error);
}

static circlet_status visit_node(const ci_osm_node *node, void *user,
                                 circlet_error *error)
{
    reader *r = user;

    r->node_count++;
    return ci_osm_streets_add_node(r->streets, node, error);
}

/* Tells how far the reading is, if that is a hundredth more than before. */
static circlet_status report(reader *r, circlet_error *error)
{
    double size = (double)r->file.size;
    double fraction = (r->pass + (double)r->file.next_at / size) / PASS_COUNT;
    unsigned hundredths = (unsigned)(fraction * REPORT_COUNT);

    if (!r->progress || !r->progress->report || hundredths <= r->reported)
        return CIRCLET_OK;
    r->reported = hundredths;
    if (!r->progress->report("read streets", fraction, r->progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "%s: reading was cancelled",
                       r->file.path);
    return CIRCLET_OK;
}

static circlet_status decode_blob(reader *r, const ci_osm_visitor *visitor,
                                  circlet_error *error)
{
    circlet_status status;

    if (r->file.type == CI_BLOB_DATA)
        status = ci_osm_decode_block(&r->decoder, r->file.bytes,
                                     r->file.byte_count, visitor, error);
    else
        status = ci_osm_header_decode(&r->header, r->file.bytes,
                                      r->file.byte_count, error);
    if (status && status != CIRCLET_E_NOMEM)
        return ci_osm_pbf_file_fail(&r->file, status, error);
    return status;
}

static void note(const reader *r, stretch *holds)
{
    if (holds->end == 0)
        holds->start = r->file.blob_at;
    holds->end = r->file.next_at;
}

/* Shows the blobs of a stretch to a visitor. */
static circlet_status read_blobs(reader *r, stretch of,
                                 const ci_osm_visitor *visitor,
                                 circlet_error *error)
{
    circlet_status status = ci_osm_pbf_file_go_back(&r->file, of.start, error);
    bool has_blob = true;

    while (!status && r->file.next_at < of.end) {
        status = ci_osm_pbf_file_next(&r->file, &has_blob, error);
        if (status || !has_blob)
            break;
        if (r->file.type != CI_BLOB_OTHER)
            status = decode_blob(r, visitor, error);
        if (!status && r->pass == 0 && r->file.type == CI_BLOB_DATA) {
            if (r->decoder.has_nodes)
                note(r, &r->nodes);
            if (r->decoder.has_ways)
                note(r, &r->ways);
        }
        if (!status)
            status = report(r, error);
    }
    return status;
}

static circlet_status fail_file(const reader *r, circlet_status status,
                                circlet_error *error)
{
    return status == CIRCLET_E_NOMEM
               ? status
               : ci_fail_within(error, status, r->file.path);
}

static circlet_status read_streets(reader *r, circlet_error *error)
{
    ci_osm_visitor relations = {NULL, NULL, visit_relation, r};
    ci_osm_visitor ways = {NULL, visit_way, NULL, r};
    ci_osm_visitor nodes = {visit_node, NULL, NULL, r};
    circlet_status status =
        read_blobs(r, (stretch){0, r->file.size}, &relations, error);

    if (status)
        return status;
    status = ci_osm_turns_end(&r->turns, error);
    if (status)
        return fail_file(r, status, error);
    ci_osm_water_sort(&r->water);
    r->pass = 1;
    status = read_blobs(r, r->ways, &ways, error);
    if (status)
        return status;
    if (r->highway_count == 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: no street: none of %" PRIu64
                       " ways has the tag highway",
                       r->file.path, r->way_count);
    status = ci_osm_streets_end_ways(r->streets, error);
    if (status)
        return fail_file(r, status, error);
    r->pass = 2;
    return read_blobs(r, r->nodes, &nodes, error);
}

static circlet_status finish(ci_roads **out, reader *r, circlet_error *error)
{
    ci_roads *roads;
    circlet_status status = ci_osm_streets_cut(&roads, r->streets, error);

    if (status)
        return fail_file(r, status, error);
    status = ci_osm_turns_find(roads, &r->turns, r->streets, error);
    if (status) {
        ci_roads_free(roads);
        return status;
    }
    roads->has_box = r->header.has_box;
    roads->box = r->header.box;
    roads->node_row_count = r->node_count;
    roads->way_row_count = r->way_count;
    *out = roads;
    return CIRCLET_OK;
}

circlet_status ci_osm_pbf_read(ci_roads **out, const char *path,
                               const circlet_progress *progress,
                               circlet_error *error)
{
    reader r = {.progress = progress};
    circlet_status status = ci_osm_pbf_file_open(&r.file, path, error);

    if (status)
        return status;
    r.streets = ci_osm_streets_new();
    status = r.streets ? read_streets(&r, error) : ci_fail_nomem(error);
    if (!status)
        status = finish(out, &r, error);
    ci_osm_streets_free(r.streets);
    ci_osm_decoder_free(&r.decoder);
    ci_osm_water_free(&r.water);
    ci_osm_turns_free(&r.turns);
    ci_osm_pbf_file_close(&r.file);
    return status;
}
