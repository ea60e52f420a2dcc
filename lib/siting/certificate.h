/* Writing down a proof while a search tree is walked. */
#ifndef CI_SITING_CERTIFICATE_H
#define CI_SITING_CERTIFICATE_H

#include <circlet/certificate.h>

/* More is not kept (duals of 12 bytes, nodes of 12 bytes). */
#define CI_PROOF_BYTES_MAX ((size_t)256 << 20)

/* All calls take NULL: no certificate is wanted, and nothing is done. After
 * memory ran out or too much was written they do nothing either. */
typedef struct ci_proof ci_proof;

ci_proof *ci_proof_new(void); /* NULL: no memory */
void ci_proof_free(ci_proof *proof);

/* Takes a copy of a vector of duals, sorted by row, all above 0. Returns its
 * position, to be used by as many leaves as it serves. */
uint32_t ci_proof_duals(ci_proof *proof, const circlet_dual *duals,
                        size_t count, int64_t theta);

/* Nodes; each returns its position. Children before their parent, every node
 * but the last the child of one node. */
uint32_t ci_proof_leaf(ci_proof *proof, uint32_t duals);
uint32_t ci_proof_branch(ci_proof *proof, uint32_t site, uint32_t without,
                         uint32_t with);

/* `site` is left out because `by` stays and is as good. */
void ci_proof_dominated(ci_proof *proof, uint32_t site, uint32_t by);

/* What the proof rests on cannot be written down: no more is kept. */
void ci_proof_give_up(ci_proof *proof);

/* The certificate of the answer, which then owns the proof; NULL: no memory,
 * and the proof is still the caller's. */
struct circlet_siting;
circlet_certificate *ci_proof_finish(ci_proof *proof, int64_t scale,
                                     const struct circlet_siting *siting);
void ci_certificate_free(circlet_certificate *certificate);

#endif
