/* What every unit test needs: cmocka and a check with the error's text. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <circlet/error.h>

/* Calls with `error` in scope: assert_ok(circlet_x_new(&x, error)); */
#define assert_ok(call)                                                       \
    do {                                                                      \
        circlet_error ok_error = {CIRCLET_OK, ""};                            \
        circlet_error *error = &ok_error;                                     \
        if ((call) != CIRCLET_OK)                                             \
            fail_msg("%s: %s", #call, ok_error.message);                      \
        (void)error;                                                          \
    } while (0)

/* A call that must fail with this status and this text in its message. */
#define assert_fails(call, want_status, want_text)                            \
    do {                                                                      \
        circlet_error fails_error = {CIRCLET_OK, ""};                         \
        circlet_error *error = &fails_error;                                  \
        assert_int_equal((call), (want_status));                              \
        assert_int_equal(fails_error.status, (want_status));                  \
        if (!strstr(fails_error.message, (want_text)))                        \
            fail_msg("%s: message is '%s'", #call, fails_error.message);      \
    } while (0)

/* A seeded generator (SplitMix64), so that a failing case can be made
 * again: print the seed. */
static inline uint64_t unit_random(uint64_t *state)
{
    uint64_t x = (*state += UINT64_C(0x9e3779b97f4a7c15));

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static inline uint32_t unit_random_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)(unit_random(state) % limit);
}

/*
 * The per cent of long series of seeded cases that are tried: all of them, or
 * CIRCLET_TEST_SHARE, which CI sets under sanitizers and valgrind. These look
 * at how memory is used, in which each case is much like the next; whether
 * what comes out is right, and whether the series has enough of every sort, is
 * seen where all are tried.
 */
static inline unsigned unit_test_share(void)
{
    const char *text = getenv("CIRCLET_TEST_SHARE");
    unsigned long share = text ? strtoul(text, NULL, 10) : 100;

    return share >= 1 && share <= 100 ? (unsigned)share : 100;
}

/* How many of `count` cases are tried, at least one. */
static inline uint64_t unit_cases(uint64_t count)
{
    return (count * unit_test_share() + 99) / 100;
}

static inline bool unit_tries_all(void)
{
    return unit_test_share() == 100;
}

#endif
