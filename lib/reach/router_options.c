#include "reach/router_options.h"

#include <unistd.h>

#include "base/error.h"
#include "base/options.h"
#include "base/parallel.h"

/* Where the machine does not tell how much it has. */
#define USUAL_MEMORY (UINT64_C(1) << 30)

static uint64_t default_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES);
    long page_bytes = sysconf(_SC_PAGESIZE);

    if (pages <= 0 || page_bytes <= 0)
        return USUAL_MEMORY;
    return (uint64_t)pages * (uint64_t)page_bytes / 2;
}

ci_router_options ci_router_options_default(void)
{
    ci_router_options options = {.thread_count = ci_parallel_threads(0),
                                 .memory_bytes = default_memory(),
                                 .choice = CI_ENGINE_AUTO};

    return options;
}

static circlet_status read_choice(ci_engine_choice *out,
                                  circlet_engine_kind kind,
                                  circlet_error *error)
{
    switch (kind) {
    case CIRCLET_ENGINE_AUTO:
        *out = CI_ENGINE_AUTO;
        return CIRCLET_OK;
    case CIRCLET_ENGINE_NEAR:
        *out = CI_ENGINE_NEAR;
        return CIRCLET_OK;
    case CIRCLET_ENGINE_FAR:
        *out = CI_ENGINE_FAR;
        return CIRCLET_OK;
    }
    return ci_fail(error, CIRCLET_E_ARGUMENT, "no such engine: %d", (int)kind);
}

circlet_status circlet_router_set_engine(circlet_router *router,
                                         const circlet_engine_options *options,
                                         circlet_error *error)
{
    ci_router_options made = ci_router_options_default();
    circlet_engine_options read;
    circlet_status status =
        ci_options_read(&read, sizeof(read), options, error);

    if (!status)
        status = ci_options_check("threads", read.threads, 0, CI_THREADS_MAX,
                                  error);
    if (!status)
        status = read_choice(&made.choice, read.kind, error);
    if (status)
        return status;
    made.thread_count = ci_parallel_threads(read.threads);
    if (read.memory_bytes > 0)
        made.memory_bytes = read.memory_bytes;
    router->engine_options = made;
    return CIRCLET_OK;
}
