#include "io/protobuf.h"

ci_bytes ci_bytes_of(const void *start, size_t size)
{
    ci_bytes bytes = {start, NULL, false};

    bytes.end = bytes.at + size;
    return bytes;
}

size_t ci_bytes_left(const ci_bytes *bytes)
{
    return (size_t)(bytes->end - bytes->at);
}

static bool fail(ci_bytes *in)
{
    in->failed = true;
    return false;
}

bool ci_next_varint(ci_bytes *in, uint64_t *out)
{
    const uint8_t *at = in->at;
    uint64_t value = 0;

    if (at == in->end || in->failed)
        return false;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte;

        if (at == in->end)
            return fail(in);
        byte = *at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            in->at = at;
            *out = value;
            return true;
        }
    }
    return fail(in); /* more than ten bytes */
}

static bool skip(ci_bytes *in, uint64_t size)
{
    if (size > ci_bytes_left(in))
        return fail(in);
    in->at += size;
    return true;
}

bool ci_next_field(ci_bytes *in, ci_wire_field *out)
{
    uint64_t tag, size;

    if (!ci_next_varint(in, &tag))
        return false;
    if (tag >> 3 == 0 || tag >> 3 > UINT32_MAX)
        return fail(in);
    *out = (ci_wire_field){
        (uint32_t)(tag >> 3), CI_WIRE_VARINT, 0, {in->at, in->at, false}};
    switch (tag & 7) {
    case CI_WIRE_VARINT:
        return ci_next_varint(in, &out->value) || fail(in);
    case CI_WIRE_FIXED64:
        out->wire = CI_WIRE_FIXED64;
        return skip(in, 8);
    case CI_WIRE_BYTES:
        out->wire = CI_WIRE_BYTES;
        if (!ci_next_varint(in, &size))
            return fail(in);
        out->bytes.at = in->at;
        if (!skip(in, size))
            return false;
        out->bytes.end = in->at;
        return true;
    case CI_WIRE_FIXED32:
        out->wire = CI_WIRE_FIXED32;
        return skip(in, 4);
    default:
        return fail(in); /* groups, which nobody writes any more */
    }
}

int64_t ci_zigzag(uint64_t value)
{
    return (int64_t)((value >> 1) ^ (0 - (value & 1)));
}

bool ci_field_is(const ci_wire_field *field, uint32_t number, ci_wire wire)
{
    return field->number == number && field->wire == wire;
}
