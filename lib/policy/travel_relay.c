#include "policy/travel_relay.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"

typedef enum question_kind {
    ASK_NEAREST,
    ASK_WITHIN,
    ASK_KNOWS,
    ASK_EDGE,
    ASK_GAPS
} question_kind;

/* A call of the source; it lies with the thread that waits for it. */
typedef struct question {
    question_kind kind;
    const circlet_travel_query *query;
    const circlet_gap_query *gap_query;
    uint32_t *times_ms;
    circlet_snap *snaps;
    circlet_od_matrix **matrix;
    circlet_gaps **gaps;
    circlet_point at;
    bool knows;
    circlet_status status;
    circlet_error *error;
    bool is_answered;
    struct question *next; /* that came after this one */
} question;

struct ci_travel_relay {
    const circlet_travel *source;
    pthread_mutex_t lock;
    pthread_cond_t came; /* a question or a knock */
    pthread_cond_t went; /* an answer */
    question *first, *last;
    bool is_knocked;
    atomic_bool refuses;
};

ci_travel_relay *ci_travel_relay_new(const circlet_travel *source)
{
    ci_travel_relay *relay = calloc(1, sizeof(*relay));

    if (!relay)
        return NULL;
    relay->source = source;
    atomic_init(&relay->refuses, false);
    if (pthread_mutex_init(&relay->lock, NULL)) {
        free(relay);
        return NULL;
    }
    if (pthread_cond_init(&relay->came, NULL)) {
        pthread_mutex_destroy(&relay->lock);
        free(relay);
        return NULL;
    }
    if (pthread_cond_init(&relay->went, NULL)) {
        pthread_cond_destroy(&relay->came);
        pthread_mutex_destroy(&relay->lock);
        free(relay);
        return NULL;
    }
    return relay;
}

void ci_travel_relay_free(ci_travel_relay *relay)
{
    if (!relay)
        return;
    pthread_cond_destroy(&relay->went);
    pthread_cond_destroy(&relay->came);
    pthread_mutex_destroy(&relay->lock);
    free(relay);
}

static circlet_status answer(const circlet_travel *source, question *one)
{
    void *user = source->user;

    switch (one->kind) {
    case ASK_NEAREST:
        return source->find_nearest(one->times_ms, one->snaps, one->query,
                                    user, one->error);
    case ASK_WITHIN:
        return source->find_within(one->matrix, one->query, user, one->error);
    case ASK_KNOWS:
        one->knows = source->knows(one->at, user);
        return CIRCLET_OK;
    case ASK_EDGE:
        return source->find_edge(one->times_ms, one->query, user, one->error);
    case ASK_GAPS:
    default:
        return source->find_gaps(one->gaps, one->query, one->gap_query, user,
                                 one->error);
    }
}

static circlet_status answer_or_refuse(const ci_travel_relay *relay,
                                       question *one)
{
    return atomic_load(&relay->refuses)
               ? ci_fail(one->error, CIRCLET_E_CANCELLED,
                         "judging was cancelled")
               : answer(relay->source, one);
}

/* ---- on the threads that ask -------------------------------------------- */

/* A source that is shared is asked where one is. */
static circlet_status ask(ci_travel_relay *relay, question *one)
{
    if (relay->source->is_shared)
        return answer_or_refuse(relay, one);
    pthread_mutex_lock(&relay->lock);
    if (relay->last)
        relay->last->next = one;
    else
        relay->first = one;
    relay->last = one;
    pthread_cond_signal(&relay->came);
    while (!one->is_answered)
        pthread_cond_wait(&relay->went, &relay->lock);
    pthread_mutex_unlock(&relay->lock);
    return one->status;
}

static circlet_status ask_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    question one = {.kind = ASK_NEAREST,
                    .query = query,
                    .times_ms = times_ms,
                    .snaps = snaps,
                    .error = error};

    return ask(user, &one);
}

static circlet_status ask_within(circlet_od_matrix **out,
                                 const circlet_travel_query *query, void *user,
                                 circlet_error *error)
{
    question one = {
        .kind = ASK_WITHIN, .query = query, .matrix = out, .error = error};

    return ask(user, &one);
}

static bool ask_knows(circlet_point at, void *user)
{
    question one = {.kind = ASK_KNOWS, .at = at};

    ask(user, &one);
    return one.knows;
}

static circlet_status ask_edge(uint32_t *times_ms,
                               const circlet_travel_query *query, void *user,
                               circlet_error *error)
{
    question one = {.kind = ASK_EDGE,
                    .query = query,
                    .times_ms = times_ms,
                    .error = error};

    return ask(user, &one);
}

static circlet_status ask_gaps(circlet_gaps **out,
                               const circlet_travel_query *query,
                               const circlet_gap_query *gap_query, void *user,
                               circlet_error *error)
{
    question one = {.kind = ASK_GAPS,
                    .query = query,
                    .gap_query = gap_query,
                    .gaps = out,
                    .error = error};

    return ask(user, &one);
}

circlet_travel ci_travel_relay_travel(ci_travel_relay *relay)
{
    const circlet_travel *source = relay->source;
    circlet_travel travel = *source;

    travel.find_nearest = source->find_nearest ? ask_nearest : NULL;
    travel.find_within = source->find_within ? ask_within : NULL;
    travel.knows = source->knows ? ask_knows : NULL;
    travel.find_edge = source->find_edge ? ask_edge : NULL;
    travel.find_gaps = source->find_gaps ? ask_gaps : NULL;
    travel.find_streets = NULL; /* no rule asks for them */
    travel.user = relay;
    return travel;
}

/* ---- on the thread of the source ---------------------------------------- */

/* The question that came first, once something came; NULL: a knock. */
static question *wait_for_one(ci_travel_relay *relay)
{
    question *one;

    pthread_mutex_lock(&relay->lock);
    while (!relay->first && !relay->is_knocked)
        pthread_cond_wait(&relay->came, &relay->lock);
    relay->is_knocked = false;
    one = relay->first;
    if (one) {
        relay->first = one->next;
        if (!relay->first)
            relay->last = NULL;
    }
    pthread_mutex_unlock(&relay->lock);
    return one;
}

void ci_travel_relay_serve(ci_travel_relay *relay)
{
    question *one = wait_for_one(relay);

    if (!one)
        return;
    one->status = answer_or_refuse(relay, one);
    pthread_mutex_lock(&relay->lock);
    one->is_answered = true;
    pthread_cond_broadcast(&relay->went);
    pthread_mutex_unlock(&relay->lock);
}

void ci_travel_relay_knock(ci_travel_relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    relay->is_knocked = true;
    pthread_cond_signal(&relay->came);
    pthread_mutex_unlock(&relay->lock);
}

void ci_travel_relay_refuse(ci_travel_relay *relay)
{
    atomic_store(&relay->refuses, true);
}
