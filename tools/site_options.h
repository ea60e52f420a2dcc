/* What the command line of `circlet site` asks a plan for. */
#ifndef TOOLS_SITE_OPTIONS_H
#define TOOLS_SITE_OPTIONS_H

#include <circlet.h>

#include "option.h"

typedef struct site_options {
    circlet_plan_options plan;
    char *keep, *forbid, *budgets; /* the lists that `plan` points to */
    double *steps; /* likewise */
    int *years; /* likewise */
    bool holds; /* it is to hold in a share of draws */
    circlet_hold_options hold;
} site_options;

/* ARGUMENTS_ARE_READ, or an exit status once it is said what is wrong.
 * site_options_free() in any case. */
int site_options_read(site_options *out, const arguments *read);
void site_options_free(site_options *options);

#endif
