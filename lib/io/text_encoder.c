#include "io/text_encoder.h"

#include <iconv.h>
#include <string.h>

#include "base/error.h"

/* The bytes of the character that a UTF-8 text begins with. */
static size_t character_size(const char *text)
{
    size_t size = 1;

    while (((unsigned char)text[size] & 0xc0) == 0x80)
        size++;
    return size;
}

/* Character by character, so that each is whole. */
circlet_status ci_text_encode(ci_buffer *out, const char *encoding,
                              const char *text, size_t room, bool *is_cut,
                              circlet_error *error)
{
    iconv_t handle = iconv_open(encoding, "UTF-8");
    size_t used = 0;

    *is_cut = false;
    if (handle == (iconv_t)-1)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "this machine cannot write text as %s", encoding);
    while (*text && !*is_cut) {
        char bytes[16], *to = bytes;
        char *from = (char *)(uintptr_t)text;
        size_t size = character_size(text), left = size;
        size_t free_bytes = sizeof(bytes);

        if (iconv(handle, &from, &left, &to, &free_bytes) == (size_t)-1) {
            bytes[0] = '?';
            free_bytes = sizeof(bytes) - 1;
        }
        if (used + (sizeof(bytes) - free_bytes) > room) {
            *is_cut = true;
            break;
        }
        ci_buffer_add_n(out, bytes, sizeof(bytes) - free_bytes);
        used += sizeof(bytes) - free_bytes;
        text += size;
    }
    iconv_close(handle);
    return out->failed ? ci_fail_nomem(error) : CIRCLET_OK;
}
