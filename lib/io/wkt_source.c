#include "io/wkt_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/id_map.h"
#include "io/source_crs.h"
#include "io/wkt.h"

/* Bytes of the shortest point in well-known binary, written in hex digits. */
#define HEX_SIZE_MIN 42

typedef struct wkt_source {
    ci_source inner; /* with all fields */
    uint32_t field; /* that holds the geometries */
    const char **values; /* of the other fields */
    bool checks_srs; /* nobody has overridden what the texts say */
    int32_t srs_id; /* of the first text; 0: it says none */
    ci_transform *transform;
    ci_geometry geometry;
    circlet_error problem; /* of the record */
} wkt_source;

static void close_wkt(void *state)
{
    wkt_source *wkt = state;

    ci_source_free_parts(&wkt->inner);
    ci_transform_free(wkt->transform);
    ci_geometry_free(&wkt->geometry);
    free(wkt->values);
    free(wkt);
}

/* ---- records ------------------------------------------------------------ */

static circlet_status read_geometry(wkt_source *wkt, const char *text,
                                    circlet_error *error)
{
    int32_t srs_id = 0;
    circlet_status status;

    ci_geometry_clear(&wkt->geometry, CI_GEOMETRY_NONE);
    if (!text || !*text)
        return CIRCLET_OK;
    status = ci_wkt_read(&wkt->geometry, &srs_id, text, error);
    if (status == CIRCLET_OK && wkt->checks_srs && srs_id != wkt->srs_id)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "geometry has SRID %d, but the first one %d",
                         (int)srs_id, (int)wkt->srs_id);
    if (status == CIRCLET_OK)
        status = ci_transform_points(wkt->transform, wkt->geometry.points,
                                     wkt->geometry.point_count, error);
    if (status != CIRCLET_OK)
        ci_geometry_clear(&wkt->geometry, CI_GEOMETRY_NONE);
    return status;
}

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    wkt_source *wkt = state;
    ci_record record;
    size_t count = 0;
    circlet_status status =
        ci_source_next(&wkt->inner, &record, has_row, error);

    if (status != CIRCLET_OK || !*has_row)
        return status;
    for (size_t i = 0; i < wkt->inner.field_count; i++)
        if (i != wkt->field)
            wkt->values[count++] = record.values[i];
    status = read_geometry(wkt, record.values[wkt->field], &wkt->problem);
    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status != CIRCLET_OK && !record.problem) {
        record.problem = wkt->problem.message;
        record.problem_field = CI_NOWHERE;
    } else if (record.problem_field != CI_NOWHERE) {
        if (record.problem_field == wkt->field)
            record.problem_field = CI_NOWHERE;
        else if (record.problem_field > wkt->field)
            record.problem_field--;
    }
    record.values = wkt->values;
    record.geometry = &wkt->geometry;
    *out = record;
    return CIRCLET_OK;
}

/* ---- looking for the field ---------------------------------------------- */

/* How OGR and QGIS, PostGIS, and people name it. */
static bool is_geometry_name(const char *name)
{
    static const char *const names[] = {"wkt",      "geometry", "geom",
                                        "the_geom", "wkt_geom", "_wkt"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

static uint32_t find_field(const ci_source *source)
{
    for (size_t i = 0; i < source->field_count; i++)
        if (is_geometry_name(source->fields[i]))
            return (uint32_t)i;
    return CI_NOWHERE;
}

/* Well-known binary, as PostGIS exports it. */
static bool is_hex(const char *text)
{
    size_t size = strspn(text, "0123456789abcdefABCDEF");

    return size >= HEX_SIZE_MIN && text[size] == '\0' && *text == '0';
}

/* What the first rows show of a field. */
typedef struct wkt_look {
    bool is_wkt, is_hex; /* its first value is */
    int32_t srs_id; /* of that */
    ci_crs_sample sample;
} wkt_look;

static void look_at_text(wkt_look *look, ci_geometry *geometry,
                         const char *text)
{
    int32_t srs_id = 0;

    if (ci_wkt_read(geometry, &srs_id, text, NULL) != CIRCLET_OK)
        return;
    if (look->sample.count == 0)
        look->srs_id = srs_id;
    if (geometry->point_count > 0)
        ci_crs_sample_add(&look->sample, geometry->points[0]);
}

static circlet_status look_at_rows(wkt_look *look, const char *path,
                                   const ci_source_options *options,
                                   uint32_t field, circlet_error *error)
{
    ci_source *source = NULL;
    ci_geometry geometry = {0};
    bool has_row = true;
    circlet_status status =
        ci_source_open_table(&source, path, options, error);

    for (int i = 0; i < CI_CRS_SAMPLE_MAX && status == CIRCLET_OK; i++) {
        ci_record record;
        const char *text;

        status = ci_source_next(source, &record, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        text = record.values ? record.values[field] : NULL;
        if (!text || !*text)
            continue;
        if (!look->is_wkt) {
            look->is_wkt = ci_wkt_is_likely(text);
            look->is_hex = is_hex(text);
        }
        if (!look->is_wkt)
            break;
        look_at_text(look, &geometry, text);
    }
    ci_geometry_free(&geometry);
    ci_source_close(source);
    return status;
}

/* ---- wrapping ----------------------------------------------------------- */

static circlet_status open_crs(wkt_source *wkt, ci_source *source,
                               const char *path,
                               const ci_source_options *options,
                               const wkt_look *look, circlet_error *error)
{
    char code[32];
    const char *said = ci_source_table_crs(&look->sample);

    wkt->checks_srs = !options->crs;
    wkt->srs_id = look->srs_id;
    if (look->srs_id > 0) {
        snprintf(code, sizeof(code), "EPSG:%d", (int)look->srs_id);
        said = code;
    }
    return ci_source_transform(&wkt->transform, source, path, options, said,
                               &look->sample, error);
}

static circlet_status add_fields(ci_source *out, const ci_source *inner,
                                 uint32_t field, circlet_error *error)
{
    for (size_t i = 0; i < inner->field_count; i++)
        if (i != field && !ci_source_add_field(out, inner->fields[i]))
            return ci_fail_nomem(error);
    return ci_source_add_remark(out, "geometries are read from field %s",
                                inner->fields[field])
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status wrap(ci_source *source, uint32_t field, const char *path,
                           const ci_source_options *options,
                           const wkt_look *look, circlet_error *error)
{
    wkt_source *wkt = calloc(1, sizeof(*wkt));
    ci_source made = {.format = {next_record, close_wkt},
                      .state = wkt,
                      .has_geometry = true};
    circlet_status status;

    if (!wkt)
        return ci_fail_nomem(error);
    wkt->field = field;
    wkt->values = calloc(source->field_count, sizeof(*wkt->values));
    status = wkt->values ? add_fields(&made, source, field, error)
                         : ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = open_crs(wkt, &made, path, options, look, error);
    if (status != CIRCLET_OK) {
        ci_source_free_parts(&made);
        return status;
    }
    wkt->inner = *source;
    *source = made;
    return CIRCLET_OK;
}

/* The remarks of the table itself come first. */
static void move_remarks(ci_source *source)
{
    wkt_source *wkt = source->state;
    ci_source_remark_text own[CI_SOURCE_REMARK_MAX];
    size_t count = 0, i = 0;

    memcpy(own, source->remarks, sizeof(own));
    memcpy(source->remarks, wkt->inner.remarks, sizeof(own));
    memset(wkt->inner.remarks, 0, sizeof(own));
    while (count < CI_SOURCE_REMARK_MAX && source->remarks[count].english)
        count++;
    for (; i < CI_SOURCE_REMARK_MAX && own[i].english; i++) {
        if (count < CI_SOURCE_REMARK_MAX) {
            source->remarks[count++] = own[i];
        } else {
            free(own[i].english);
            free(own[i].translated);
        }
    }
}

circlet_status ci_wkt_source_wrap(ci_source *source, const char *path,
                                  const ci_source_options *options,
                                  circlet_error *error)
{
    uint32_t field = find_field(source);
    wkt_look look = {.srs_id = 0};
    circlet_status status;

    if (source->has_geometry || source->name_sizes || field == CI_NOWHERE)
        return CIRCLET_OK;
    status = look_at_rows(&look, path, options, field, error);
    if (status != CIRCLET_OK)
        return status;
    if (look.is_hex &&
        !ci_source_add_remark(source,
                              "field %s holds geometries as binary, which are "
                              "not read: let them be exported as text (WKT)",
                              source->fields[field]))
        return ci_fail_nomem(error);
    if (!look.is_wkt)
        return CIRCLET_OK;
    status = wrap(source, field, path, options, &look, error);
    if (status == CIRCLET_OK)
        move_remarks(source);
    return status;
}
