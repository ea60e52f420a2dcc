/* The random draw of an audit, the same for the same seed. */
#ifndef CI_POLICY_AUDIT_SAMPLE_H
#define CI_POLICY_AUDIT_SAMPLE_H

#include <circlet/error.h>
#include <circlet/types.h>

/* How many of `count` things are a share of at least so many millionths:
 * ceil(count x share); `share_micro` is from 0 to a million. */
size_t ci_audit_sample_size(size_t count, int64_t share_micro);

/*
 * Draws that many of `from`, each set of them as likely as any other; they
 * come in the order of `from`. The caller frees `out`.
 */
circlet_status ci_audit_sample_draw(uint32_t **out, size_t *out_count,
                                    const uint32_t *from, size_t count,
                                    int64_t share_micro, uint64_t seed,
                                    circlet_error *error);

#endif
