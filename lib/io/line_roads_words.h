/* Words of line layers in OpenStreetMap's vocabulary. */
#ifndef CI_IO_LINE_ROADS_WORDS_H
#define CI_IO_LINE_ROADS_WORDS_H

#include <circlet/network.h>

#define CI_LINE_WORD_TAGS 2 /* that one field becomes, at most */

/*
 * The tags that a field stands for; 0: none. As it is, but bridge, tunnel
 * and covered with F, N, 0, no or false are none, and with T, Y, 1 or true
 * are yes; maxspeed 0 is none; highway track_grade3 is track and grade3.
 */
size_t ci_line_words(circlet_tag out[CI_LINE_WORD_TAGS], const char *key,
                     const char *value);

/* Which words a layer has for one-way streets, found by those it uses. */
typedef enum ci_oneway_words {
    CI_ONEWAY_PLAIN, /* yes, no, -1; T, F, 1, 0: true, false */
    CI_ONEWAY_LETTERS, /* B both, F along the line, T against it (Geofabrik) */
    CI_ONEWAY_NUMBERS /* 0, 1 both, 2 along, 3 against (NavInfo) */
} ci_oneway_words;

/* What one value says about the layer, given what was known before. */
ci_oneway_words ci_line_oneway_words(ci_oneway_words before,
                                     const char *value);

/* "yes", "no" or "-1"; NULL if the word is not known. */
const char *ci_line_oneway(ci_oneway_words words, const char *value);

/* Whether OpenStreetMap has this value of `highway`; travel modes are silent
 * on others, which closes them. */
bool ci_line_knows_highway(const char *value);

/* Writes what tells levels apart: layer, bridge, tunnel. */
void ci_line_level(char out[64], const circlet_tag *tags, size_t count);

#endif
