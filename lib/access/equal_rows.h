/* People who reach the same, and which of them are alike. */
#ifndef CI_ACCESS_EQUAL_ROWS_H
#define CI_ACCESS_EQUAL_ROWS_H

#include <circlet/reach.h>

/* The destinations of one origin, by ascending time; borrowed. */
typedef struct ci_od_row {
    const circlet_od_entry *entries;
    size_t count;
} ci_od_row;

/* Words beside each other; spans are equal if tag and words are. */
typedef struct ci_span {
    const void *words; /* of 4 bytes */
    size_t word_count;
    uint32_t tag;
} ci_span;

/* Numbers the spans: equal ones get one number, and new numbers follow in
 * order of position from 0 on. */
circlet_status ci_number_equal_spans(uint32_t *numbers, size_t *number_count,
                                     const ci_span *spans, size_t count,
                                     circlet_error *error);

#endif
