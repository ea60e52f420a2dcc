/*
 * A file that takes the place of another when it is whole. It is written
 * beside it as .FILE.circlet-new, under a lock, and renamed at the end:
 * whoever opens FILE sees what was there before or all that is new.
 */
#ifndef CI_IO_REPLACEMENT_H
#define CI_IO_REPLACEMENT_H

#include <circlet/error.h>
#include <circlet/types.h>

typedef enum ci_replacement_rule {
    CI_REPLACEMENT_NEW, /* FILE must not be there */
    CI_REPLACEMENT_ANY, /* FILE may be there */
    CI_REPLACEMENT_COPY /* FILE is there, is locked and copied first */
} ci_replacement_rule;

/* Starts as {0}. */
typedef struct ci_replacement {
    char *path; /* as messages name it */
    char *target; /* without symbolic links */
    char *temporary; /* what to write to */
    int target_lock, temporary_lock; /* descriptors + 1; 0: none */
    bool is_made; /* `temporary` is this run's */
    ci_replacement_rule rule;
} ci_replacement;

/*
 * Makes .FILE.circlet-new with mode 0600; what a killed run left there is
 * dropped with its journals. What is no regular file, either of the two, is
 * refused with CIRCLET_E_INPUT, one that another run writes with
 * CIRCLET_E_IO.
 */
circlet_status ci_replacement_begin(ci_replacement *out, const char *path,
                                    ci_replacement_rule rule,
                                    circlet_error *error);

/* Syncs the file and puts it in place. After a failure it must still be
 * ended. Nobody may have it open any more. */
circlet_status ci_replacement_commit(ci_replacement *replacement,
                                     circlet_error *error);

/* Lets go of the locks; removes .FILE.circlet-new unless it was committed. */
void ci_replacement_end(ci_replacement *replacement);

#endif
