#include "study.h"

#include <string.h>

#include "interrupt.h"

circlet_status study_check_interrupt(circlet_error *error)
{
    if (!interrupt_came())
        return CIRCLET_OK;
    *error = (circlet_error){.status = CIRCLET_E_CANCELLED};
    return CIRCLET_E_CANCELLED;
}

/* The streets and who travels on them. */
static circlet_status read_travel(study *s, circlet_error *error)
{
    circlet_snap_options snap = circlet_policy_snap(s->policy);
    circlet_status status =
        circlet_read_network(&s->network, s->path, &s->progress, error);

    if (status == CIRCLET_E_NOT_FOUND)
        return CIRCLET_OK;
    if (status || (status = study_check_interrupt(error)))
        return status;
    status = circlet_router_new(&s->router, s->network, &snap, error);
    if (!status)
        status = circlet_read_policy_modes(s->router, s->policy, error);
    if (!status)
        s->travel = circlet_router_travel(s->router);
    return status;
}

circlet_status study_open(study *out, const arguments *from,
                          circlet_error *error)
{
    circlet_status status;

    memset(out, 0, sizeof(*out));
    out->path = from->operands[0];
    out->progress =
        progress_start(&out->bar, option_given(from, OPTION_QUIET));
    status = circlet_read_policy(&out->policy,
                                 option_value(from, OPTION_POLICY), error);
    if (!status)
        status =
            circlet_read_city(&out->city, out->path, &out->progress, error);
    if (!status)
        status = study_check_interrupt(error);
    if (!status)
        status = read_travel(out, error);
    progress_end(&out->bar);
    return status;
}

void study_close(study *s)
{
    progress_end(&s->bar);
    circlet_router_free(s->router);
    circlet_network_free(s->network);
    circlet_city_free(s->city);
    circlet_policy_free(s->policy);
}

const circlet_travel *study_travel(const study *s)
{
    return s->router ? &s->travel : NULL;
}
