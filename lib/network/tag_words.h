/*
 * Values of tags that a mode understands: those that its rules for links, or
 * for nodes, ask for, those that may be the truth of its unknowns, those
 * that it calls harmless, and numbers where it asks for a number. What else
 * stands in a tag ("rock", "Bad", "0,5") says no more than no tag would.
 */
#ifndef CI_NETWORK_TAG_WORDS_H
#define CI_NETWORK_TAG_WORDS_H

#include "network/tag_guess.h"

/* Whether the value of a tag that is there is understood. */
bool ci_tag_is_understood(const ci_scene *scene, const char *key);

/* Whether an unknown names a value among those that may be the truth. */
bool ci_unknown_names(const ci_unknown *unknown, const char *value);

/* Whether a tag is there that is not understood, so that the truth may be
 * whatever the rules name. Slopes have no such words. A list is understood
 * part by part alone. */
bool ci_tag_is_garbled(const ci_scene *scene, const char *key);

/* Whether an unknown names a value as saying no more than none. */
bool ci_unknown_is_vague(const ci_unknown *unknown, const char *value);

/* Where a tag is a list of parts between `;`, all of which are understood:
 * and none of them vague: visits each of them. False, without a visit, where
 * it is not. */
bool ci_tag_visit_parts(const ci_scene *scene, const char *key,
                        ci_guess_fn visit, void *user);

#endif
