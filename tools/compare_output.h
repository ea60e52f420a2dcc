/* A comparison as tables for people, as JSON and as CSV for programs. */
#ifndef TOOLS_COMPARE_OUTPUT_H
#define TOOLS_COMPARE_OUTPUT_H

#include <circlet.h>

#include <stdio.h>

#include "compare_plans.h"

typedef struct compare_output {
    const circlet_comparison *comparison;
    const char *names[2]; /* of the two cities */
    const circlet_policy *policies[2]; /* the same twice where it is */
    compared_plan plans[2];
    const circlet_groups *groups; /* of the same people; or NULL */
    bool shows_individuals;
} compare_output;

void compare_print_json(const compare_output *output);

/* False if memory ran out. */
bool compare_print_text(const compare_output *output);

/* A row for each rule and unit whose verdict or cover changed. */
void compare_write_csv(FILE *file, const compare_output *output);

#endif
