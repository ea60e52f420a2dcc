/* Words that stand in several parts of a page. */
#ifndef CI_PAGE_PAGE_WORDS_H
#define CI_PAGE_PAGE_WORDS_H

#include <circlet/page.h>

#include "page/markup.h"

ci_phrase ci_page_level_word(circlet_level level); /* of many */
ci_phrase ci_page_force_word(circlet_force force);
ci_phrase ci_page_action_word(const char *kind);
ci_phrase ci_page_reason_word(const char *reason);
ci_phrase ci_page_plan_level_word(const char *name);
ci_phrase ci_page_doubt_word(const char *name);
ci_phrase ci_page_layer_word(const char *layer);

/* A travel mode, "own" and NULL too. */
ci_phrase ci_page_mode_word(const char *mode);

#endif
