/* Names and constants are those of FIPS 180-4, sections 4.1.2 and 6.2. */
#include "base/sha256.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

#define BLOCK_SIZE ((size_t)64)
#define HASH_SIZE ((size_t)32)
/* Where the length of all stands in the last block. */
#define LENGTH_AT ((size_t)56)

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, unsigned bits)
{
    return (x >> bits) | (x << (32 - bits));
}

static void schedule(uint32_t w[64], const uint8_t *block)
{
    for (size_t t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 |
               (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    for (size_t t = 16; t < 64; t++) {
        uint32_t s0 =
            rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3);
        uint32_t s1 =
            rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10);

        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

static void add_block(uint32_t state[8], const uint8_t *block)
{
    uint32_t w[64], v[8]; /* v: a to h */

    schedule(w, block);
    memcpy(v, state, sizeof(v));
    for (size_t t = 0; t < 64; t++) {
        uint32_t s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t t1 = v[7] + s1 + choice + K[t] + w[t];
        uint32_t s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);

        memmove(v + 1, v, 7 * sizeof(*v));
        v[4] += t1;
        v[0] = t1 + s0 + majority;
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += v[i];
}

void ci_sha256_start(ci_sha256 *hash)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                      0xa54ff53a, 0x510e527f, 0x9b05688c,
                                      0x1f83d9ab, 0x5be0cd19};

    memset(hash, 0, sizeof(*hash));
    memcpy(hash->state, first, sizeof(first));
}

void ci_sha256_add(ci_sha256 *hash, const void *bytes, size_t size)
{
    const uint8_t *from = bytes;
    size_t held = (size_t)(hash->size % BLOCK_SIZE);

    hash->size += size;
    while (size > 0) {
        size_t room = BLOCK_SIZE - held;
        size_t part = size < room ? size : room;

        memcpy(hash->block + held, from, part);
        from += part;
        size -= part;
        held += part;
        if (held == BLOCK_SIZE) {
            add_block(hash->state, hash->block);
            held = 0;
        }
    }
}

static void finish_bytes(uint8_t out[HASH_SIZE], ci_sha256 *hash)
{
    uint64_t bits = hash->size * 8;
    uint8_t length[8];

    for (size_t i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    ci_sha256_add(hash, "\x80", 1);
    while (hash->size % BLOCK_SIZE != LENGTH_AT)
        ci_sha256_add(hash, "", 1);
    ci_sha256_add(hash, length, sizeof(length));
    for (size_t i = 0; i < HASH_SIZE; i++)
        out[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}

void ci_sha256_finish(char out[CI_SHA256_TEXT_SIZE], ci_sha256 *hash)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[HASH_SIZE];

    finish_bytes(bytes, hash);
    for (size_t i = 0; i < HASH_SIZE; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * HASH_SIZE] = '\0';
}

/* A key that is longer than a block stands for its hash. */
static void fill_key(uint8_t out[BLOCK_SIZE], const void *key, size_t key_size)
{
    ci_sha256 hash;

    memset(out, 0, BLOCK_SIZE);
    if (key_size <= BLOCK_SIZE) {
        memcpy(out, key, key_size);
        return;
    }
    ci_sha256_start(&hash);
    ci_sha256_add(&hash, key, key_size);
    finish_bytes(out, &hash);
}

void ci_sha256_keyed(char out[CI_SHA256_TEXT_SIZE], const void *key,
                     size_t key_size, const void *text, size_t text_size)
{
    uint8_t block[BLOCK_SIZE], inner[HASH_SIZE];
    ci_sha256 hash;

    fill_key(block, key, key_size);
    for (size_t i = 0; i < BLOCK_SIZE; i++)
        block[i] ^= 0x36;
    ci_sha256_start(&hash);
    ci_sha256_add(&hash, block, BLOCK_SIZE);
    ci_sha256_add(&hash, text, text_size);
    finish_bytes(inner, &hash);
    for (size_t i = 0; i < BLOCK_SIZE; i++)
        block[i] ^= 0x36 ^ 0x5c;
    ci_sha256_start(&hash);
    ci_sha256_add(&hash, block, BLOCK_SIZE);
    ci_sha256_add(&hash, inner, HASH_SIZE);
    ci_sha256_finish(out, &hash);
}

circlet_status ci_sha256_file(char out[CI_SHA256_TEXT_SIZE], const char *path,
                              circlet_error *error)
{
    FILE *file = fopen(path, "rb");
    char bytes[16384];
    ci_sha256 hash;
    size_t size;
    int cause;

    if (!file)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: %s", path,
                       strerror(errno));
    ci_sha256_start(&hash);
    errno = 0;
    while ((size = fread(bytes, 1, sizeof(bytes), file)) > 0)
        ci_sha256_add(&hash, bytes, size);
    cause = ferror(file) ? errno : 0;
    fclose(file);
    if (cause)
        return ci_fail(error, cause == EISDIR ? CIRCLET_E_INPUT : CIRCLET_E_IO,
                       "%s: %s", path, strerror(cause));
    ci_sha256_finish(out, &hash);
    return CIRCLET_OK;
}
