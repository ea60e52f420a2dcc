#include "io/osm_header.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/protobuf.h"

enum { HEADER_BBOX = 1, HEADER_REQUIRED_FEATURE = 4 };
enum { BBOX_LEFT = 1, BBOX_RIGHT = 2, BBOX_TOP = 3, BBOX_BOTTOM = 4 };

#define NANODEGREES 1e9
#define FEATURE_SIZE ((size_t)64)

static bool is_known(const char *feature)
{
    static const char *const known[] = {"OsmSchema-V0.6", "DenseNodes",
                                        "LocationsOnWays"};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (strcmp(feature, known[i]) == 0)
            return true;
    return false;
}

static circlet_status check_feature(const ci_bytes *bytes,
                                    circlet_error *error)
{
    char feature[FEATURE_SIZE];
    size_t size = ci_bytes_left(bytes);

    if (size >= sizeof(feature))
        size = sizeof(feature) - 1;
    memcpy(feature, bytes->at, size);
    feature[size] = '\0';
    ci_text_cut_at_character(feature);
    if (!is_known(feature))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "the file needs the feature '%s', which cannot be read",
                       feature);
    return CIRCLET_OK;
}

/* A box that is turned over or lies off the Earth is as good as none. */
static bool is_box(const ci_box *box)
{
    return box->west >= -180 && box->west <= box->east && box->east <= 180 &&
           box->south >= -90 && box->south <= box->north && box->north <= 90;
}

static circlet_status decode_box(ci_osm_header *out, ci_bytes in,
                                 circlet_error *error)
{
    ci_wire_field field;
    unsigned seen = 0;

    while (ci_next_field(&in, &field)) {
        double value = (double)ci_zigzag(field.value) / NANODEGREES;

        if (field.wire != CI_WIRE_VARINT || field.number > BBOX_BOTTOM)
            continue;
        seen |= 1U << field.number;
        if (field.number == BBOX_LEFT)
            out->box.west = value;
        else if (field.number == BBOX_RIGHT)
            out->box.east = value;
        else if (field.number == BBOX_TOP)
            out->box.north = value;
        else
            out->box.south = value;
    }
    if (in.failed)
        return ci_fail(error, CIRCLET_E_FORMAT, "malformed bounding box");
    out->has_box = seen == 0x1e && is_box(&out->box);
    return CIRCLET_OK;
}

circlet_status ci_osm_header_decode(ci_osm_header *out, const void *bytes,
                                    size_t size, circlet_error *error)
{
    ci_bytes in = ci_bytes_of(bytes, size);
    ci_osm_header header = {0};
    circlet_status status = CIRCLET_OK;
    ci_wire_field field;

    while (!status && ci_next_field(&in, &field)) {
        if (ci_field_is(&field, HEADER_BBOX, CI_WIRE_BYTES))
            status = decode_box(&header, field.bytes, error);
        else if (ci_field_is(&field, HEADER_REQUIRED_FEATURE, CI_WIRE_BYTES))
            status = check_feature(&field.bytes, error);
    }
    if (!status && in.failed)
        status = ci_fail(error, CIRCLET_E_FORMAT, "malformed header");
    if (!status)
        *out = header;
    return status;
}
