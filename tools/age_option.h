/* --ages: where bands of age begin. */
#ifndef TOOLS_AGE_OPTION_H
#define TOOLS_AGE_OPTION_H

#include "option.h"

#define AGE_LIMIT_MAX 30

typedef struct age_limits {
    int ages[AGE_LIMIT_MAX];
    size_t count; /* 0: not given */
} age_limits;

/* Reads "7,16,18,60"; else says what is wrong and returns EXIT_USAGE. */
int option_ages(age_limits *out, const arguments *read);

#endif
