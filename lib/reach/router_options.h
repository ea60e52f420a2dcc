/* With how many threads, how much memory and which engine a router works. */
#ifndef CI_REACH_ROUTER_OPTIONS_H
#define CI_REACH_ROUTER_OPTIONS_H

#include "reach/router.h"

/* A thread per processor, half of the machine's memory, the quicker
 * engine. */
ci_router_options ci_router_options_default(void);

#endif
