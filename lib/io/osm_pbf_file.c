/* The format: https://wiki.openstreetmap.org/wiki/PBF_Format */
#include "io/osm_pbf_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <zlib.h>

#include "base/error.h"
#include "io/protobuf.h"

#define HEADER_SIZE_MAX ((uint64_t)64 * 1024)
#define BLOB_SIZE_MAX ((uint64_t)32 * 1024 * 1024)

enum { HEADER_TYPE = 1, HEADER_DATASIZE = 3 };
enum { BLOB_RAW = 1, BLOB_RAW_SIZE = 2, BLOB_ZLIB = 3 };

circlet_status ci_osm_pbf_file_fail(const ci_osm_pbf_file *file,
                                    circlet_status status,
                                    circlet_error *error)
{
    char prefix[CIRCLET_MESSAGE_SIZE];

    snprintf(prefix, sizeof(prefix), ci_translate("%s: blob at byte %" PRIu64),
             file->path, file->blob_at);
    return ci_fail_within(error, status, prefix);
}

/* `reason` is said in the user's language. */
static circlet_status fail_blob(const ci_osm_pbf_file *file,
                                const char *reason, circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT, "%s: blob at byte %" PRIu64 ": %s",
                   file->path, file->blob_at, ci_translate(reason));
}

circlet_status ci_osm_pbf_file_open(ci_osm_pbf_file *out, const char *path,
                                    circlet_error *error)
{
    ci_osm_pbf_file file = {0};
    struct stat facts;

    file.path = path;
    file.file = fopen(path, "rb");
    if (!file.file || fstat(fileno(file.file), &facts) != 0) {
        ci_fail(error, CIRCLET_E_INPUT, "%s: %s", path, strerror(errno));
        ci_osm_pbf_file_close(&file);
        return CIRCLET_E_INPUT;
    }
    /* It is read twice, which a pipe does not allow. */
    if (!S_ISREG(facts.st_mode)) {
        ci_osm_pbf_file_close(&file);
        return ci_fail(error, CIRCLET_E_INPUT, "%s: no regular file", path);
    }
    if (facts.st_size == 0) {
        ci_osm_pbf_file_close(&file);
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: file is empty", path);
    }
    file.size = (uint64_t)facts.st_size;
    *out = file;
    return CIRCLET_OK;
}

void ci_osm_pbf_file_close(ci_osm_pbf_file *file)
{
    if (file->file)
        fclose(file->file);
    free(file->packed);
    free(file->bytes);
    memset(file, 0, sizeof(*file));
}

circlet_status ci_osm_pbf_file_go_back(ci_osm_pbf_file *file, uint64_t at,
                                       circlet_error *error)
{
    if (fseeko(file->file, (off_t)at, SEEK_SET) != 0)
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", file->path,
                       strerror(errno));
    file->next_at = at;
    return CIRCLET_OK;
}

static bool make_room(uint8_t **bytes, size_t *capacity, size_t size)
{
    uint8_t *grown;

    if (size < *capacity)
        return true;
    grown = realloc(*bytes, size + 1);
    if (!grown)
        return false;
    *bytes = grown;
    *capacity = size + 1;
    return true;
}

/* Reads `size` bytes into file->packed. */
static circlet_status read_bytes(ci_osm_pbf_file *file, uint64_t size,
                                 circlet_error *error)
{
    if (!make_room(&file->packed, &file->packed_capacity, (size_t)size))
        return ci_fail_nomem(error);
    errno = 0;
    file->packed_size = fread(file->packed, 1, (size_t)size, file->file);
    file->next_at += file->packed_size;
    if (file->packed_size == size)
        return CIRCLET_OK;
    if (ferror(file->file))
        return ci_fail(error, CIRCLET_E_IO, "%s: %s", file->path,
                       strerror(errno));
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: file is cut off at byte %" PRIu64
                   ", within the blob at byte %" PRIu64,
                   file->path, file->next_at, file->blob_at);
}

static ci_blob_type type_of(const ci_bytes *name)
{
    size_t size = ci_bytes_left(name);

    if (size == 9 && memcmp(name->at, "OSMHeader", size) == 0)
        return CI_BLOB_HEADER;
    if (size == 7 && memcmp(name->at, "OSMData", size) == 0)
        return CI_BLOB_DATA;
    return CI_BLOB_OTHER;
}

/* The header of a blob stands in file->packed. */
static circlet_status parse_header(ci_osm_pbf_file *file, uint64_t *out_size,
                                   circlet_error *error)
{
    ci_bytes in = ci_bytes_of(file->packed, file->packed_size);
    bool has_type = false, has_size = false;
    ci_wire_field field;

    while (ci_next_field(&in, &field)) {
        if (ci_field_is(&field, HEADER_TYPE, CI_WIRE_BYTES)) {
            file->type = type_of(&field.bytes);
            has_type = true;
        } else if (ci_field_is(&field, HEADER_DATASIZE, CI_WIRE_VARINT)) {
            *out_size = field.value;
            has_size = true;
        }
    }
    if (in.failed || !has_type || !has_size)
        return fail_blob(file, "malformed header", error);
    if (*out_size > BLOB_SIZE_MAX)
        return fail_blob(file, "longer than 32 MiB", error);
    if ((file->blob_at == 0) != (file->type == CI_BLOB_HEADER))
        return file->blob_at == 0
                   ? fail_blob(file, "no OSMHeader at the start", error)
                   : fail_blob(file, "a second OSMHeader", error);
    return CIRCLET_OK;
}

static circlet_status inflate_blob(ci_osm_pbf_file *file,
                                   const ci_bytes *packed, uint64_t raw_size,
                                   circlet_error *error)
{
    uLongf size = (uLongf)raw_size;
    int result;

    if (raw_size == 0 || raw_size > BLOB_SIZE_MAX)
        return fail_blob(file, "unpacked size is not 1 byte to 32 MiB", error);
    if (!make_room(&file->bytes, &file->byte_capacity, (size_t)raw_size))
        return ci_fail_nomem(error);
    result = uncompress(file->bytes, &size, packed->at,
                        (uLong)ci_bytes_left(packed));
    if (result == Z_MEM_ERROR)
        return ci_fail_nomem(error);
    if (result != Z_OK || size != raw_size)
        return fail_blob(file, "damaged zlib data", error);
    file->byte_count = (size_t)size;
    return CIRCLET_OK;
}

static circlet_status copy_blob(ci_osm_pbf_file *file, const ci_bytes *raw,
                                circlet_error *error)
{
    size_t size = ci_bytes_left(raw);

    if (!make_room(&file->bytes, &file->byte_capacity, size))
        return ci_fail_nomem(error);
    memcpy(file->bytes, raw->at, size);
    file->byte_count = size;
    return CIRCLET_OK;
}

/* The compression that a field of a blob stands for, or NULL. */
static const char *other_compression(const ci_wire_field *field)
{
    static const char *const names[] = {"lzma", "bzip2", "lz4", "zstd"};

    return field->wire == CI_WIRE_BYTES && field->number > BLOB_ZLIB &&
                   field->number <= BLOB_ZLIB + 4
               ? names[field->number - BLOB_ZLIB - 1]
               : NULL;
}

/* The blob stands in file->packed. */
static circlet_status unpack_blob(ci_osm_pbf_file *file, circlet_error *error)
{
    ci_bytes in = ci_bytes_of(file->packed, file->packed_size);
    ci_bytes raw = {0}, zlib = {0};
    uint64_t raw_size = 0;
    ci_wire_field field;

    while (ci_next_field(&in, &field)) {
        if (ci_field_is(&field, BLOB_RAW, CI_WIRE_BYTES))
            raw = field.bytes;
        else if (ci_field_is(&field, BLOB_RAW_SIZE, CI_WIRE_VARINT))
            raw_size = field.value;
        else if (ci_field_is(&field, BLOB_ZLIB, CI_WIRE_BYTES))
            zlib = field.bytes;
        else if (other_compression(&field))
            return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                           "%s: blob at byte %" PRIu64
                           ": compression %s cannot be read (zlib can)",
                           file->path, file->blob_at,
                           other_compression(&field));
    }
    if (in.failed || !raw.at == !zlib.at)
        return fail_blob(file, "malformed blob", error);
    return raw.at ? copy_blob(file, &raw, error)
                  : inflate_blob(file, &zlib, raw_size, error);
}

/* The length of the header of the next blob; 0 at the end of the file. */
static circlet_status read_header_size(ci_osm_pbf_file *file, uint64_t *out,
                                       circlet_error *error)
{
    const uint8_t *b;
    circlet_status status;

    *out = 0;
    file->blob_at = file->next_at;
    if (file->next_at >= file->size)
        return CIRCLET_OK;
    status = read_bytes(file, 4, error);
    if (status)
        return status;
    b = file->packed;
    *out = (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 |
           b[3];
    if (*out == 0 || *out > HEADER_SIZE_MAX)
        return file->blob_at == 0
                   ? ci_fail(error, CIRCLET_E_FORMAT,
                             "%s: byte 0: not an OpenStreetMap .pbf file",
                             file->path)
                   : fail_blob(file, "header is not 1 byte to 64 KiB", error);
    return CIRCLET_OK;
}

circlet_status ci_osm_pbf_file_next(ci_osm_pbf_file *file, bool *has_blob,
                                    circlet_error *error)
{
    uint64_t header_size, size = 0;
    circlet_status status = read_header_size(file, &header_size, error);

    if (status)
        return status;
    *has_blob = header_size > 0;
    if (!*has_blob)
        return CIRCLET_OK;
    status = read_bytes(file, header_size, error);
    if (!status)
        status = parse_header(file, &size, error);
    if (!status)
        status = read_bytes(file, size, error);
    file->byte_count = 0;
    if (!status && file->type != CI_BLOB_OTHER)
        status = unpack_blob(file, error);
    return status;
}
