/* A file for what does not fit into memory. */
#ifndef CI_BASE_SPILL_H
#define CI_BASE_SPILL_H

#include <circlet/error.h>

#include <stddef.h>
#include <stdint.h>

/*
 * It has no name, so that it is gone with the process at the latest, and
 * lies in the folder TMPDIR, or /tmp. Writing and reading may be done by any
 * number of threads at the same time.
 */
typedef struct ci_spill ci_spill;

circlet_status ci_spill_new(ci_spill **out, circlet_error *error);
void ci_spill_free(ci_spill *spill);

/* Appends bytes; `offset` becomes where they lie. CIRCLET_E_IO: no room. */
circlet_status ci_spill_write(ci_spill *spill, const void *bytes, size_t size,
                              uint64_t *offset, circlet_error *error);

/* Reads bytes that were written. */
circlet_status ci_spill_read(const ci_spill *spill, void *bytes, size_t size,
                             uint64_t offset, circlet_error *error);

/* All that was written, in memory as far as it is looked at; nothing may be
 * written afterwards. Borrowed from the spill. */
circlet_status ci_spill_map(const void **out, ci_spill *spill,
                            circlet_error *error);

#endif
