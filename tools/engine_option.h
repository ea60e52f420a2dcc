/* --threads and --memory: how travel times are searched for. */
#ifndef TOOLS_ENGINE_OPTION_H
#define TOOLS_ENGINE_OPTION_H

#include <circlet.h>

#include "option.h"

/* What the options say. CIRCLET_E_ARGUMENT for a value that is none. */
circlet_status engine_option_read(circlet_engine_options *out,
                                  const arguments *read, circlet_error *error);

#endif
