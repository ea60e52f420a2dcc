/* What stands on a map, in both languages. */
#ifndef CI_MAP_MAP_WORDS_H
#define CI_MAP_MAP_WORDS_H

#include "map/marks.h"
#include "map/palette.h"

typedef enum ci_map_word {
    CI_WORD_VERDICT,
    CI_WORD_VERDICT_NOTE,
    CI_WORD_COVERAGE,
    CI_WORD_UNITS,
    CI_WORD_BELOW_TARGET,
    CI_WORD_FACILITIES,
    CI_WORD_OTHER_TYPES,
    CI_WORD_PLAN,
    CI_WORD_SITES,
    CI_WORD_SITES_LEFT,
    CI_WORD_OUTSIDE,
    CI_WORD_PERSONS,
    CI_WORD_CELLS,
    CI_WORD_CELLS_HIDDEN,
    CI_WORD_CELLS_NONE,
    CI_WORD_BORDERS,
    CI_WORD_ROADS,
    CI_WORD_MAIN_ROADS,
    CI_WORD_NORTH,
    CI_WORD_MAP,
    CI_WORD_VERDICTS_OF,
    CI_WORD_COVERAGE_OF,
    CI_WORD_TODAY,
    CI_WORD_WITH_PLAN,
    CI_WORD_RULE,
    CI_WORD_COUNT
} ci_map_word;

/* Templates have their arguments as {0}, {1}. */
const char *ci_map_word_text(ci_map_word word, bool is_chinese);

/* Appends a template with its arguments; NULL: none. */
void ci_map_format(ci_buffer *out, const char *template_text,
                   const char *first, const char *second);

#endif
