/* APPNOTE.TXT of PKWARE, 4.3: local header, data, central directory. */
#include "io/deflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"

#define NAME_IS_UTF8 0x0800
#define METHOD_DEFLATE 8
#define DATE_1980 0x0021 /* 1 January */

static void add_number(ci_buffer *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        char byte = (char)(value >> 8 * i & 255);

        ci_buffer_add_n(out, &byte, 1);
    }
}

/* Bare deflate data, without zlib's header. */
static circlet_status compress_bytes(char **out, size_t *out_size,
                                     const char *bytes, size_t size,
                                     circlet_error *error)
{
    z_stream stream = {0};
    size_t room;
    char *packed;

    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return ci_fail_nomem(error);
    room = deflateBound(&stream, (uLong)size);
    packed = malloc(room);
    if (!packed) {
        deflateEnd(&stream);
        return ci_fail_nomem(error);
    }
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)room;
    deflate(&stream, Z_FINISH); /* the room is enough */
    *out_size = stream.total_out;
    *out = packed;
    deflateEnd(&stream);
    return CIRCLET_OK;
}

/* What both headers of a file have, from the needed version on. */
static void add_facts(ci_buffer *out, const char *name, uint32_t crc,
                      size_t packed, size_t size)
{
    add_number(out, 20, 2);
    add_number(out, NAME_IS_UTF8, 2);
    add_number(out, METHOD_DEFLATE, 2);
    add_number(out, 0, 2); /* midnight */
    add_number(out, DATE_1980, 2);
    add_number(out, crc, 4);
    add_number(out, (uint32_t)packed, 4);
    add_number(out, (uint32_t)size, 4);
    add_number(out, (uint32_t)strlen(name), 2);
    add_number(out, 0, 2); /* nothing extra */
}

static void add_directory(ci_buffer *out, const char *name, uint32_t crc,
                          size_t packed, size_t size, size_t start)
{
    size_t from = out->size;

    ci_buffer_add_n(out, "PK\1\2", 4);
    add_number(out, 20, 2);
    add_facts(out, name, crc, packed, size);
    add_number(out, 0, 2); /* no comment */
    add_number(out, 0, 2); /* disk */
    add_number(out, 0, 2);
    add_number(out, 0, 4);
    add_number(out, (uint32_t)start, 4);
    ci_buffer_add(out, name);
    add_number(out, 0x06054b50, 4);
    add_number(out, 0, 4); /* this disk, and that of the directory */
    add_number(out, 1, 2);
    add_number(out, 1, 2);
    add_number(out, (uint32_t)(out->size - 12 - from), 4);
    add_number(out, (uint32_t)(from - start), 4);
    add_number(out, 0, 2);
}

circlet_status ci_zip_one(ci_buffer *out, const char *name, const char *bytes,
                          size_t size, circlet_error *error)
{
    uint32_t crc;
    char *packed = NULL;
    size_t packed_size = 0, start = out->size;
    circlet_status status;

    if (size > UINT32_MAX / 2)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s is too large for a zip archive", name);
    crc = (uint32_t)crc32(0, (const Bytef *)bytes, (uInt)size);
    status = compress_bytes(&packed, &packed_size, bytes, size, error);
    if (status != CIRCLET_OK)
        return status;
    ci_buffer_add_n(out, "PK\3\4", 4);
    add_facts(out, name, crc, packed_size, size);
    ci_buffer_add(out, name);
    ci_buffer_add_n(out, packed, packed_size);
    free(packed);
    add_directory(out, name, crc, packed_size, size, start);
    return out->failed ? ci_fail_nomem(error) : CIRCLET_OK;
}
