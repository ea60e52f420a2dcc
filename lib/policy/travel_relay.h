/*
 * A source of travel times belongs to the thread that judges; others ask it
 * through a relay, and wait until that thread has answered. A source that is
 * shared is asked on any thread.
 */
#ifndef CI_POLICY_TRAVEL_RELAY_H
#define CI_POLICY_TRAVEL_RELAY_H

#include <circlet/reach.h>

typedef struct ci_travel_relay ci_travel_relay;

/* `source` (NULL: nobody asks) must outlive the relay. NULL: no memory. */
ci_travel_relay *ci_travel_relay_new(const circlet_travel *source);
void ci_travel_relay_free(ci_travel_relay *relay);

/* A source for any number of threads but that of the relay's source; it can
 * do what that one can, but find streets. Valid as long as the relay. */
circlet_travel ci_travel_relay_travel(ci_travel_relay *relay);

/* On the thread of the source: waits until a question or a knock comes, and
 * answers the question. Questions are answered in the order they came. */
void ci_travel_relay_serve(ci_travel_relay *relay);

/* Ends the wait of one ci_travel_relay_serve(), this or the next. */
void ci_travel_relay_knock(ci_travel_relay *relay);

/* On any thread: all further questions are answered with
 * CIRCLET_E_CANCELLED. */
void ci_travel_relay_refuse(ci_travel_relay *relay);

#endif
