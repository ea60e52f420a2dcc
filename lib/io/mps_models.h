/* The location models as mixed integer programs. */
#ifndef CI_IO_MPS_MODELS_H
#define CI_IO_MPS_MODELS_H

#include "io/mps.h"
#include "siting/side.h"

/* What a program is made of. */
typedef struct ci_mps_job {
    ci_mps mps;
    circlet_model model;
    const circlet_location *location;
    const circlet_siting *from; /* the answer to start from; NULL: none */
    ci_side side;
    uint8_t *is_open; /* of each site, in the answer to start from */
    uint32_t *column_of; /* of each site; CI_MPS_NO_SITE: it has none */
} ci_mps_job;

/* Adds columns and rows of what the model covers or serves. The sites have
 * their columns already. */
circlet_status ci_mps_add_cover(ci_mps_job *job, circlet_error *error);
circlet_status ci_mps_add_service(ci_mps_job *job, circlet_error *error);
circlet_status ci_mps_add_center(ci_mps_job *job, circlet_error *error);

#endif
