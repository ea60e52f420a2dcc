#include "io/encoding.h"

#include <errno.h>
#include <iconv.h>

#include "base/error.h"

static circlet_status convert(ci_buffer *out, iconv_t converter,
                              const char *encoding, char *bytes, size_t size,
                              circlet_error *error)
{
    char *start = bytes;
    size_t result;

    do {
        char block[512];
        char *end = block;
        size_t room = sizeof(block);

        errno = 0;
        result = iconv(converter, &bytes, &size, &end, &room);
        ci_buffer_add_n(out, block, (size_t)(end - block));
    } while (result == (size_t)-1 && errno == E2BIG);
    if (out->failed)
        return ci_fail_nomem(error);
    if (result == (size_t)-1)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "byte %zu is no character of %s",
                       (size_t)(bytes - start) + 1, encoding);
    return CIRCLET_OK;
}

circlet_status ci_decode(ci_buffer *out, const char *encoding,
                         const char *bytes, size_t size, circlet_error *error)
{
    size_t size_before = out->size;
    iconv_t converter = iconv_open("UTF-8", encoding);
    circlet_status status;

    if (converter == (iconv_t)-1 && errno == ENOMEM)
        return ci_fail_nomem(error);
    if (converter == (iconv_t)-1)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "text encoding '%s' is not known", encoding);
    /* iconv() moves a pointer along; it writes nothing there. */
    status = convert(out, converter, encoding, (char *)bytes, size, error);
    iconv_close(converter);
    if (status != CIRCLET_OK && out->text) {
        out->size = size_before;
        out->text[size_before] = '\0';
    }
    return status;
}
