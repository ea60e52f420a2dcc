#include "io/stored_words.h"

#include <string.h>

bool ci_level_of_word(circlet_level *out, const char *word)
{
    for (int level = 0; word && level < CIRCLET_LEVEL_COUNT; level++)
        if (strcmp(circlet_level_name((circlet_level)level), word) == 0) {
            *out = (circlet_level)level;
            return true;
        }
    return false;
}

bool ci_facility_status_of_word(circlet_facility_status *out, const char *word)
{
    static const char *const words[] = {[CIRCLET_FACILITY_OPEN] = "open",
                                        [CIRCLET_FACILITY_PLANNED] = "planned",
                                        [CIRCLET_FACILITY_CLOSED] = "closed"};

    for (int i = 0; word && i < 3; i++)
        if (strcmp(words[i], word) == 0) {
            *out = (circlet_facility_status)i;
            return true;
        }
    return false;
}

circlet_answer ci_column_answer(ci_statement *statement, int position)
{
    if (ci_column_is_null(statement, position))
        return CIRCLET_UNKNOWN;
    return ci_column_int(statement, position) ? CIRCLET_YES : CIRCLET_NO;
}

int64_t ci_column_count_or_unknown(ci_statement *statement, int position)
{
    return ci_column_is_null(statement, position)
               ? -1
               : ci_column_int(statement, position);
}
