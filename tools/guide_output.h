/* A policy in words: tables for people, JSON for programs. */
#ifndef TOOLS_GUIDE_OUTPUT_H
#define TOOLS_GUIDE_OUTPUT_H

#include <circlet.h>

#include "json.h"

/* What is shown: the rules and funds of a list of ids divided by commas;
 * NULL: all. */
typedef struct guide_output {
    const circlet_policy *policy;
    const circlet_guide *guide;
    const char *rules;
} guide_output;

/* On stdout; false if memory ran out. */
bool guide_print(const guide_output *output);

/* One object. */
void guide_write(const guide_output *output, FILE *file);

#endif
