/* The location models by name and number. */
#include <circlet/siting.h>

#include "base/error.h"

typedef circlet_status (*solve_fn)(circlet_siting **out,
                                   const circlet_location *location,
                                   const circlet_siting_options *options,
                                   circlet_error *error);

static const struct {
    const char *name;
    solve_fn solve;
} models[] = {
    [CIRCLET_MODEL_LSCP] = {"lscp", circlet_solve_lscp},
    [CIRCLET_MODEL_MCLP] = {"mclp", circlet_solve_mclp},
    [CIRCLET_MODEL_P_MEDIAN] = {"p-median", circlet_solve_p_median},
    [CIRCLET_MODEL_P_CENTER] = {"p-center", circlet_solve_p_center},
    [CIRCLET_MODEL_FACILITY_LOCATION] = {"facility-location",
                                         circlet_solve_facility_location},
    [CIRCLET_MODEL_CAPACITATED_MCLP] = {"capacitated-mclp",
                                        circlet_solve_capacitated_mclp},
    [CIRCLET_MODEL_CAPACITATED_P_MEDIAN] =
        {"capacitated-p-median", circlet_solve_capacitated_p_median},
};

#define MODEL_COUNT (sizeof(models) / sizeof(models[0]))

const char *circlet_model_name(circlet_model model)
{
    return (size_t)model < MODEL_COUNT ? models[model].name : NULL;
}

circlet_status circlet_solve(circlet_siting **out, circlet_model model,
                             const circlet_location *location,
                             const circlet_siting_options *options,
                             circlet_error *error)
{
    if ((size_t)model >= MODEL_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "there is no location model %d", (int)model);
    return models[model].solve(out, location, options, error);
}
