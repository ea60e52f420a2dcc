/* A small writer of OpenStreetMap .pbf files for tests: whatever the reader
 * must cope with can be said, however odd. Memory is never short in it. */
#ifndef TESTS_PBF_WRITER_H
#define TESTS_PBF_WRITER_H

#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#include <zlib.h>

#include "base/text.h"

static inline void pbf_varint(ci_buffer *out, uint64_t value)
{
    while (value >= 0x80) {
        char byte = (char)(value | 0x80);

        ci_buffer_add_n(out, &byte, 1);
        value >>= 7;
    }
    ci_buffer_add_n(out, (const char[]){(char)value}, 1);
}

static inline uint64_t pbf_zigzag(int64_t value)
{
    return ((uint64_t)value << 1) ^ (uint64_t)(value < 0 ? -1 : 0);
}

static inline void pbf_number(ci_buffer *out, unsigned field, uint64_t value)
{
    pbf_varint(out, field << 3);
    pbf_varint(out, value);
}

static inline void pbf_bytes(ci_buffer *out, unsigned field, const void *bytes,
                             size_t size)
{
    pbf_varint(out, field << 3 | 2);
    pbf_varint(out, size);
    ci_buffer_add_n(out, bytes, size);
}

/* Adds a message and frees it. */
static inline void pbf_message(ci_buffer *out, unsigned field,
                               ci_buffer *message)
{
    pbf_bytes(out, field, message->text ? message->text : "", message->size);
    ci_buffer_free(message);
}

/* A packed list of sint64, as differences or as they are. */
static inline void pbf_list(ci_buffer *out, unsigned field,
                            const int64_t *values, size_t count)
{
    ci_buffer list = {0};

    for (size_t i = 0; i < count; i++)
        pbf_varint(&list, pbf_zigzag(values[i] - (i ? values[i - 1] : 0)));
    pbf_message(out, field, &list);
}

static inline void pbf_plain_list(ci_buffer *out, unsigned field,
                                  const uint32_t *values, size_t count)
{
    ci_buffer list = {0};

    for (size_t i = 0; i < count; i++)
        pbf_varint(&list, values[i]);
    pbf_message(out, field, &list);
}

/* Adds a blob of a type, whose content is `field` of the blob, and frees it.
 * Field 3 is zlib: then the content is packed here. */
static inline void pbf_blob(ci_buffer *file, const char *type, unsigned field,
                            ci_buffer *content)
{
    ci_buffer blob = {0}, header = {0};
    uint8_t length[4];

    if (field == 3) {
        uLongf size = compressBound((uLong)content->size);
        uint8_t *packed = malloc(size);

        assert_non_null(packed);
        assert_int_equal(compress(packed, &size,
                                  (const uint8_t *)content->text,
                                  (uLong)content->size),
                         Z_OK);
        pbf_number(&blob, 2, content->size);
        pbf_bytes(&blob, 3, packed, size);
        free(packed);
        ci_buffer_free(content);
    } else {
        pbf_message(&blob, field, content);
    }
    pbf_bytes(&header, 1, type, strlen(type));
    pbf_number(&header, 3, blob.size);
    for (size_t i = 0; i < 4; i++)
        length[i] = (uint8_t)(header.size >> (24 - 8 * i));
    ci_buffer_add_n(file, (const char *)length, 4);
    ci_buffer_add_n(file, header.text, header.size);
    ci_buffer_add_n(file, blob.text, blob.size);
    ci_buffer_free(&header);
    ci_buffer_free(&blob);
}

/* A header that requires one feature besides the usual, and has a box. */
static inline void pbf_header(ci_buffer *file, const char *feature,
                              const int64_t *box)
{
    ci_buffer header = {0}, edges = {0};

    for (unsigned i = 0; box && i < 4; i++)
        pbf_number(&edges, i + 1, pbf_zigzag(box[i]));
    if (box)
        pbf_message(&header, 1, &edges);
    pbf_bytes(&header, 4, "OsmSchema-V0.6", 14);
    pbf_bytes(&header, 4, "DenseNodes", 10);
    if (feature)
        pbf_bytes(&header, 4, feature, strlen(feature));
    pbf_blob(file, "OSMHeader", 1, &header);
}

/* A block of strings, number 0 being empty, and one group; frees it. */
static inline void pbf_block(ci_buffer *file, const char *const *strings,
                             size_t count, ci_buffer *group, bool is_packed)
{
    ci_buffer block = {0}, table = {0};

    pbf_bytes(&table, 1, "", 0);
    for (size_t i = 0; i < count; i++)
        pbf_bytes(&table, 1, strings[i], strlen(strings[i]));
    pbf_message(&block, 1, &table);
    pbf_message(&block, 2, group);
    pbf_blob(file, "OSMData", is_packed ? 3 : 1, &block);
}

#endif
