#include "siting/siting.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/options.h"
#include "siting/certificate.h"
#include "siting/demand.h"

static bool has_backup(circlet_model model)
{
    return model == CIRCLET_MODEL_LSCP || model == CIRCLET_MODEL_MCLP ||
           model == CIRCLET_MODEL_P_CENTER;
}

circlet_status ci_siting_begin(ci_siting_start *out, circlet_model model,
                               const circlet_location *location,
                               const circlet_siting_options *options,
                               circlet_error *error)
{
    circlet_status status;

    if (!location)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a location problem and a place for its answer are "
                       "needed");
    status = ci_options_read(&out->location, sizeof(out->location), location,
                             error);
    if (status != CIRCLET_OK)
        return status;
    if (!out->location.reach)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a location problem needs a matrix of times");
    if (!has_backup(model))
        status =
            ci_refuse_backup(&out->location, circlet_model_name(model), error);
    if (status == CIRCLET_OK)
        status = ci_effort_start(&out->effort, options, error);
    return status == CIRCLET_OK
               ? ci_side_make(&out->side, &out->location, error)
               : status;
}

circlet_status ci_siting_add_start(ci_choice *choice,
                                   const circlet_siting_options *options,
                                   circlet_error *error)
{
    size_t sites = choice->side->site_count;

    for (size_t i = 0; options->start && i < options->start_count; i++) {
        if (options->start[i] >= sites)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "site %zu to start from is %" PRIu32
                           " of %zu sites",
                           i, options->start[i], sites);
        if (ci_choice_may_add(choice, options->start[i]))
            ci_choice_add(choice, options->start[i]);
    }
    return CIRCLET_OK;
}

circlet_siting *ci_siting_new(circlet_model model, size_t capacity)
{
    circlet_siting *siting = calloc(1, sizeof(*siting));

    if (!siting)
        return NULL;
    siting->model = model;
    siting->is_maximised =
        model == CIRCLET_MODEL_MCLP || model == CIRCLET_MODEL_CAPACITATED_MCLP;
    siting->proof = CIRCLET_PROOF_BOUND;
    siting->sites = calloc(capacity + 1, sizeof(*siting->sites));
    if (model == CIRCLET_MODEL_MCLP)
        siting->gains = calloc(capacity + 1, sizeof(*siting->gains));
    if (!siting->sites || (model == CIRCLET_MODEL_MCLP && !siting->gains)) {
        circlet_siting_free(siting);
        return NULL;
    }
    return siting;
}

void circlet_siting_free(circlet_siting *siting)
{
    if (!siting)
        return;
    free(siting->sites);
    free(siting->gains);
    free(siting->assignments);
    ci_certificate_free(siting->certificate);
    free(siting);
}

void ci_siting_finish(circlet_siting *siting, const ci_choice *choice,
                      const ci_effort *effort)
{
    const ci_side *side = choice->side;

    siting->count = 0;
    for (size_t site = 0; site < side->site_count; site++)
        if (choice->is_chosen[site] &&
            side->states[site] != CIRCLET_SITE_EXISTING)
            siting->sites[siting->count++] = (uint32_t)site;
    siting->report.work = effort->work;
    siting->report.stop =
        effort->is_over ? effort->stop : CIRCLET_STOP_EXHAUSTED;
    siting->proof = CIRCLET_PROOF_BOUND;
    if (siting->objective == siting->bound) {
        siting->proof = CIRCLET_PROOF_OPTIMAL;
        siting->report.stop = CIRCLET_STOP_PROVED;
    }
}

static uint32_t cutoff_of(const circlet_location *location, size_t point)
{
    if (location->bands && location->band_count > 0)
        return location->bands[location->band_count - 1].cutoff_ms;
    return ci_point_cutoff_ms(location, point);
}

/* The nearest open site of a point; NULL: fewer than `need` are within the
 * cutoff. */
static const circlet_od_entry *nearest_open(const circlet_location *location,
                                            size_t point,
                                            const uint8_t *is_open,
                                            uint32_t cutoff_ms, uint32_t need)
{
    size_t count;
    const circlet_od_entry *row =
        circlet_od_matrix_row(location->reach, point, &count);
    const circlet_od_entry *nearest = NULL;

    for (size_t k = 0; k < count && row[k].time_ms <= cutoff_ms; k++) {
        if (!is_open[row[k].destination])
            continue;
        if (!nearest)
            nearest = &row[k];
        if (--need == 0)
            return nearest;
    }
    return NULL;
}

bool ci_siting_assign(circlet_siting *siting, const circlet_location *location,
                      const uint8_t *is_open, bool has_cutoff)
{
    size_t count = circlet_od_matrix_origin_count(location->reach);

    siting->assignments = calloc(count + 1, sizeof(*siting->assignments));
    if (!siting->assignments)
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t weight = location->weights ? location->weights[i] : 1;
        uint32_t cutoff =
            has_cutoff ? cutoff_of(location, i) : CIRCLET_TIME_MAX;
        uint32_t need =
            has_cutoff && location->backup ? location->backup[i] : 1;
        const circlet_od_entry *nearest;

        if (weight == 0)
            continue;
        nearest = nearest_open(location, i, is_open, cutoff, need);
        if (nearest) {
            siting->assignments[siting->assignment_count++] =
                (circlet_assignment){(uint32_t)i, nearest->destination,
                                     nearest->time_ms, weight};
            continue;
        }
        siting->report.unserved++;
        siting->report.unserved_weight += weight;
    }
    return true;
}

circlet_model circlet_siting_model(const circlet_siting *siting)
{
    return siting->model;
}

circlet_proof circlet_siting_proof(const circlet_siting *siting)
{
    return siting->proof;
}

int64_t circlet_siting_objective(const circlet_siting *siting)
{
    return siting->objective;
}

int64_t circlet_siting_bound(const circlet_siting *siting)
{
    return siting->bound;
}

double circlet_siting_gap(const circlet_siting *siting)
{
    return ci_gap(siting->objective, siting->bound);
}

const uint32_t *circlet_siting_sites(const circlet_siting *siting,
                                     size_t *count)
{
    *count = siting->count;
    return siting->sites;
}

const int64_t *circlet_siting_gains(const circlet_siting *siting)
{
    return siting->gains;
}

const circlet_assignment *circlet_siting_assignments(
    const circlet_siting *siting, size_t *count)
{
    *count = siting->assignment_count;
    return siting->assignments;
}

circlet_siting_report circlet_siting_get_report(const circlet_siting *siting)
{
    return siting->report;
}

const circlet_certificate *circlet_siting_certificate(
    const circlet_siting *siting)
{
    return siting->certificate;
}
