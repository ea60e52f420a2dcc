#include "id_key.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "locale.h"

static circlet_status fail(circlet_error *error, const char *path,
                           const char *why)
{
    error->status = CIRCLET_E_INPUT;
    snprintf(error->message, sizeof(error->message), "%s: %s", path, why);
    return error->status;
}

static size_t without_line_end(const unsigned char *bytes, size_t size)
{
    if (size > 0 && bytes[size - 1] == '\n')
        size--;
    if (size > 0 && bytes[size - 1] == '\r')
        size--;
    return size;
}

circlet_status id_key_read(id_key *out, const char *path, circlet_error *error)
{
    FILE *file = fopen(path, "rb");
    bool has_failed;
    int number;

    if (!file)
        return fail(error, path, strerror(errno));
    errno = 0;
    out->size = fread(out->bytes, 1, sizeof(out->bytes), file);
    has_failed = ferror(file) != 0;
    number = errno;
    fclose(file);
    if (has_failed)
        return fail(error, path, strerror(number));
    out->size = without_line_end(out->bytes, out->size);
    if (out->size == 0)
        return fail(error, path, _("the key is empty"));
    if (out->size > ID_KEY_MAX)
        return fail(error, path, _("the key is over 4096 bytes long"));
    return CIRCLET_OK;
}
