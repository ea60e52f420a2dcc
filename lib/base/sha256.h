/* The hash SHA-256 (FIPS 180-4), to say which file a city was made from. */
#ifndef CI_BASE_SHA256_H
#define CI_BASE_SHA256_H

#include <circlet/error.h>

#include <stddef.h>
#include <stdint.h>

/* 64 hexadecimal digits in lower case and a final 0. */
#define CI_SHA256_TEXT_SIZE 65

typedef struct ci_sha256 {
    uint32_t state[8];
    uint64_t size; /* bytes hashed so far */
    uint8_t block[64]; /* what does not fill a block yet */
} ci_sha256;

void ci_sha256_start(ci_sha256 *hash);
void ci_sha256_add(ci_sha256 *hash, const void *bytes, size_t size);

/* Writes the hash of all that was added; start again before adding more. */
void ci_sha256_finish(char out[CI_SHA256_TEXT_SIZE], ci_sha256 *hash);

/* HMAC-SHA-256 (RFC 2104): a hash of `text` that nobody without the key can
 * make, of any number of bytes each. */
void ci_sha256_keyed(char out[CI_SHA256_TEXT_SIZE], const void *key,
                     size_t key_size, const void *text, size_t text_size);

/* The hash of a file. CIRCLET_E_INPUT if it cannot be opened or is a folder,
 * CIRCLET_E_IO if reading fails; both name the file. */
circlet_status ci_sha256_file(char out[CI_SHA256_TEXT_SIZE], const char *path,
                              circlet_error *error);

#endif
