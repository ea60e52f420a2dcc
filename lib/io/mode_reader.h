/* Reading a travel mode file: what its parts share. Texts are copied into
 * the mode's arena; every failure names file, line and column. */
#ifndef CI_IO_MODE_READER_H
#define CI_IO_MODE_READER_H

#include "io/yaml_tree.h"
#include "network/travel_mode.h"

#define CI_MODE_FACTOR_MIN 0.01
#define CI_MODE_FACTOR_MAX 100.0
#define CI_MODE_DELAY_MAX_S 86400.0

typedef struct ci_mode_reader {
    ci_yaml_tree tree;
    circlet_travel_mode *mode;
    ci_steepest steepest; /* narrows what an unknown incline may be of ways
                             built to the standard of roads */
    circlet_error *error;
} ci_mode_reader;

/* ---- mode_file_values.c ------------------------------------------------- */

/* Memory of the mode, cleared; a failure if there is none. */
circlet_status ci_mode_take(void *out, ci_mode_reader *reader, size_t count,
                            size_t size);

/* A copy of a text that lives as long as the mode. */
circlet_status ci_mode_copy(const char **out, ci_mode_reader *reader,
                            const char *text);

/* The entry under a key; fails if there is none. */
circlet_status ci_mode_need(const ci_yaml_node **out, ci_mode_reader *reader,
                            const ci_yaml_node *map, const char *key);

/* The text under a key that must be there. */
circlet_status ci_mode_text(const char **out, ci_mode_reader *reader,
                            const ci_yaml_node *map, const char *key);

/* The `source` or `assumed` of a map: never both, and one of them where
 * `is_needed`. */
circlet_status ci_mode_origin(ci_origin *out, ci_mode_reader *reader,
                              const ci_yaml_node *map, bool is_needed);

/* A word or a list of words, at least one. */
circlet_status ci_mode_words(const char *const **out, size_t *out_count,
                             ci_mode_reader *reader, const ci_yaml_node *node);

/* The tests of a map of tags that is not empty. */
circlet_status ci_mode_tests(const ci_tag_test **out, size_t *out_count,
                             ci_mode_reader *reader, const ci_yaml_node *when);

/* Whether a test asks for a number. */
bool ci_mode_tests_have_number(const ci_tag_test *tests, size_t count);

/* ---- mode_file_rules.c -------------------------------------------------- */

/* `roadway`, `turn_share`, `links` and `nodes`. */
circlet_status ci_mode_read_rules(ci_mode_reader *reader,
                                  const ci_yaml_node *root);

/* ---- mode_file_slope.c -------------------------------------------------- */

/* `slope`, which may be missing. */
circlet_status ci_mode_read_slope(ci_mode_reader *reader,
                                  const ci_yaml_node *root);

/* ---- mode_file_unknown.c ------------------------------------------------ */

/* `unknown`, which may be missing. The rules and the slope come first. */
circlet_status ci_mode_read_unknowns(ci_mode_reader *reader,
                                     const ci_yaml_node *root);

/* `harmless`, which may be missing. The unknowns come first. */
circlet_status ci_mode_read_harmless(ci_mode_reader *reader,
                                     const ci_yaml_node *root);

/* ---- mode_file_words.c -------------------------------------------------- */

/* "highway=steps, ramp absent, incline above 8"; no tests: nothing. */
void ci_mode_tests_in_words(ci_buffer *out, const ci_tag_test *tests,
                            size_t count);

/* "raised or lowered". */
void ci_mode_list_in_words(ci_buffer *out, const char *const *words,
                           size_t count);

/* Keeps what a buffer holds in the mode and frees the buffer. */
circlet_status ci_mode_keep_words(const char **out, ci_mode_reader *reader,
                                  ci_buffer *words);

/* ---- mode_file_figures.c ------------------------------------------------ */

/* Fills the mode's figures from all that was read. */
circlet_status ci_mode_list_figures(ci_mode_reader *reader);

#endif
