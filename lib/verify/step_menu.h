/*
 * What the policy lets be done to a facility for what fails around it, step by
 * step. Of sums (area, beds, places) a facility may take all that is missing,
 * all that it has room for, or any number of steps where these are few.
 */
#ifndef CI_VERIFY_STEP_MENU_H
#define CI_VERIFY_STEP_MENU_H

#include "policy/fix_option.h"
#include "verify/rebuilt_program.h"

#define CI_STEP_KEY_MAX 12
#define CI_STEP_MAX 64

/* What may be done for one service, or to the area: one of these. */
typedef struct ci_step_key {
    const char *service; /* NULL: its area */
    ci_option_step steps[CI_STEP_MAX];
    size_t count;
} ci_step_key;

typedef struct ci_step_menu {
    const ci_lacks *lacks;
    ci_step_key keys[CI_STEP_KEY_MAX];
    size_t count;
    bool has_too_many; /* some are left out */
} ci_step_menu;

/* Fills `out` for an open facility. CIRCLET_E_NOMEM. */
circlet_status ci_step_menu_find(ci_step_menu *out, const ci_lacks *lacks,
                                 circlet_facility facility,
                                 circlet_error *error);

#endif
