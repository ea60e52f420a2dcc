/* How messages call a thing of an array: by its id where the caller gave
 * ids, else by its position. */
#ifndef CI_BASE_NAMING_H
#define CI_BASE_NAMING_H

#include <stddef.h>
#include <stdint.h>

/* Longer ids are cut at a character. */
#define CI_NAME_SIZE 128

/* Writes and returns "'ID'", or the position where `ids` is NULL. */
const char *ci_name(char out[CI_NAME_SIZE], const char *const *ids,
                    size_t position);

#define CI_DECIMAL_SIZE 48

/* Writes value / 10^decimals exactly, without zeros at the end; returns
 * `out`. */
const char *ci_decimal_text(char out[CI_DECIMAL_SIZE], int64_t value,
                            int decimals);

#endif
