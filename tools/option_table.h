/* What the options of all commands are called. */
#ifndef TOOLS_OPTION_TABLE_H
#define TOOLS_OPTION_TABLE_H

#include "option.h"

typedef struct option_facts {
    const char *name;
    const char *argument; /* NULL: none */
    const char *help;
    char letter; /* 0: none */
    bool is_list; /* may be given several times */
} option_facts;

extern const option_facts option_table[OPTION_END];

#endif
