/* Reading the wire format of protocol buffers. */
#ifndef CI_IO_PROTOBUF_H
#define CI_IO_PROTOBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that are yet to be read. Nothing is read beyond `end`. */
typedef struct ci_bytes {
    const uint8_t *at, *end;
    bool failed; /* the bytes broke off or are no protocol buffer */
} ci_bytes;

typedef enum ci_wire {
    CI_WIRE_VARINT = 0,
    CI_WIRE_FIXED64 = 1,
    CI_WIRE_BYTES = 2,
    CI_WIRE_FIXED32 = 5
} ci_wire;

typedef struct ci_wire_field {
    uint32_t number;
    ci_wire wire;
    uint64_t value; /* of a varint */
    ci_bytes bytes; /* of a text, message or packed list; borrowed */
} ci_wire_field;

ci_bytes ci_bytes_of(const void *start, size_t size);
size_t ci_bytes_left(const ci_bytes *bytes);

/* The next varint; false at the end, or with `failed` set. */
bool ci_next_varint(ci_bytes *in, uint64_t *out);

/* The next field of a message; false at the end, or with `failed` set. */
bool ci_next_field(ci_bytes *in, ci_wire_field *out);

/* A varint as sint64. */
int64_t ci_zigzag(uint64_t value);

/* Whether a field has this number and form. */
bool ci_field_is(const ci_wire_field *field, uint32_t number, ci_wire wire);

#endif
