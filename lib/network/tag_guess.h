/* What a missing tag may truly be. */
#ifndef CI_NETWORK_TAG_GUESS_H
#define CI_NETWORK_TAG_GUESS_H

#include "network/travel_mode.h"

typedef struct ci_tag_guess {
    const char *key;
    const char *value; /* NULL, and no number: there is no such tag */
    bool is_number;
    double number; /* what tests see: it stands for a part of the range */
    double reading; /* what speeds are read from: an end of that part */
} ci_tag_guess;

/* What is known of a link beside its tags. */
typedef struct ci_beside {
    bool has_heights; /* `incline` is not missing */
    ci_unknown_mask at_ends; /* bit i: a node at an end answers unknowns[i];
                                of nodes: it is not asked here */
} ci_beside;

/* A link or node and the rules for it. */
typedef struct ci_scene {
    const ci_tag_rule *rules;
    size_t rule_count;
    const ci_unknown *unknowns;
    size_t unknown_count;
    const ci_tag_test *harmless;
    size_t harmless_count;
    const circlet_tag *tags;
    size_t tag_count;
    ci_beside beside;
    ci_unknown_mask asked, missing; /* bit i: unknowns[i] */
    ci_unknown_mask plausible; /* of these, what they name may be the truth;
                                  of the others, what rules name alone */
    bool has_full_delays; /* nothing is spared at best: the bounds differ by
                             what is missing alone */
} ci_scene;

/*
 * Fills asked, missing and plausible. An unknown whose `when` asks for a key
 * that is itself missing is asked if anything that this key may be fits. A
 * word that is not understood is in doubt wherever it stands.
 */
void ci_scene_find_missing(ci_scene *scene);

/* The first of the missing unknowns with this key, which stands for all of
 * them; CI_UNKNOWN_MAX: the key is not missing. */
uint32_t ci_scene_missing_key(const ci_scene *scene, const char *key);

/* What a visitor of guesses gets; NULL: the tags are as they stand. */
typedef void (*ci_guess_fn)(const ci_tag_guess *guess, void *user);

/*
 * Visits all that the key of a missing unknown may be, the tags as they
 * stand first. Of a range it visits the limits that rules put on the key and
 * a number between any two, twice: with the reading of either end. Where the
 * tag is a list ("gravel;mud") of which every part is understood, the truth
 * is one of them. Where it is garbled ("Bad"), the truth may also be whatever
 * the rules name.
 */
void ci_scene_visit(const ci_scene *scene, uint32_t unknown, ci_guess_fn visit,
                    void *user);

/* The same tests as ci_tag_tests_hold(), under a guess (NULL: none). */
bool ci_scene_tests_hold(const ci_scene *scene, const ci_tag_test *tests,
                         size_t test_count, const ci_tag_guess *guess);

/* The speed that a tag says under a guess; false if none. */
bool ci_scene_read_speed(double *out_mps, const ci_scene *scene,
                         const char *key, const ci_tag_guess *guess);

#endif
