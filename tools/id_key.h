/* The key in a file, which ids are hashed with. */
#ifndef TOOLS_ID_KEY_H
#define TOOLS_ID_KEY_H

#include <circlet.h>

#define ID_KEY_MAX 4096 /* bytes */

typedef struct id_key {
    unsigned char bytes[ID_KEY_MAX + 3]; /* with an end of line and one more */
    size_t size; /* 0: none was asked for */
} id_key;

/* Reads the bytes of a file without one end of line after them. An empty or
 * overlong key is CIRCLET_E_INPUT. */
circlet_status id_key_read(id_key *out, const char *path,
                           circlet_error *error);

#endif
