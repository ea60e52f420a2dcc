/* The multipliers of a level's question: whatever they are changed to, no
 * bound above the optimum is proved. */
#include "forged_plan.h"

/* ---- multipliers -------------------------------------------------------- */

/* Where the numbers of a list of a certificate begin. */
static const char *list_of(const char *text, const char *key)
{
    const char *at = strstr(text, key);

    assert_non_null(at);
    return at + strlen(key);
}

/* A number of a list; the list must have it. */
static long long number_at(const char *text, const char *key, size_t k)
{
    const char *at = list_of(text, key);

    for (; k > 0; k--)
        at = strchr(at, ',') + 1;
    return strtoll(at, NULL, 10);
}

/* The text with another number there; the caller frees it. */
static char *renumbered(const char *text, const char *key, size_t k,
                        long long number)
{
    const char *from = list_of(text, key);
    size_t before;
    char *end, *out = malloc(strlen(text) + 32);

    for (; k > 0; k--)
        from = strchr(from, ',') + 1;
    before = (size_t)(from - text);
    (void)strtoll(from, &end, 10);
    assert_non_null(out);
    memcpy(out, text, before);
    sprintf(out + before, "%lld%s", number, end);
    return out;
}

typedef struct multipliers {
    size_t changed, refused, raised;
} multipliers;

/* The certificate with the last level's bound raised above the optimum, with
 * whatever multipliers. */
static void raise_too(forged *of, size_t level, multipliers *out)
{
    circlet_plan_level *last = &of->levels[level];
    const char *text = last->program_certificate;
    circlet_verification *found;
    char *raised = renumbered(text, "\"bound\":", 0,
                              number_at(text, "\"bound\":", 0) + 1);

    last->program_certificate = raised;
    found = verify(of);
    assert_int_equal(find_claim(found, "bound", last->name)->state,
                     CIRCLET_CLAIM_DIFFERS);
    circlet_verification_free(found);
    out->raised++;
    last->program_certificate = text;
    free(raised);
}

/* One number of a list of each certificate is less: what is proved then is
 * none the more, and no bound above the optimum. */
static void change_list(forged *of, const char *key, bool is_less,
                        multipliers *out)
{
    for (size_t level = 1; level < BOUND_LEVELS; level++) {
        const char *text = of->levels[level].program_certificate;

        for (size_t k = 0; text && k < level; k++) {
            long long number = number_at(text, key, k);
            char *changed =
                renumbered(text, key, k, is_less ? number / 2 : number + 3);
            circlet_verification *found;

            of->levels[level].program_certificate = changed;
            if ((number > 0 || !is_less) &&
                of->levels[level].proof == CIRCLET_PROOF_OPTIMAL) {
                const circlet_claim *bound;

                found = verify(of);
                bound = find_claim(found, "bound", bound_levels[level]);
                out->changed++;
                out->refused += bound->state == CIRCLET_CLAIM_DIFFERS;
                assert_false(bound->found > of->levels[level].objective);
                circlet_verification_free(found);
                raise_too(of, level, out);
            }
            of->levels[level].program_certificate = text;
            free(changed);
        }
    }
}

static void lower_multipliers(forged *of, uint64_t seed, void *user)
{
    (void)seed;
    change_list(of, "\"times\":[", true, user);
}

static void raise_multipliers(forged *of, uint64_t seed, void *user)
{
    (void)seed;
    change_list(of, "\"times\":[", false, user);
}

/* That levels before come to less than they do. */
static void lower_before(forged *of, uint64_t seed, void *user)
{
    (void)seed;
    change_list(of, "\"before\":[", true, user);
}

static void raise_before(forged *of, uint64_t seed, void *user)
{
    (void)seed;
    change_list(of, "\"before\":[", false, user);
}

static void other_multipliers_prove_no_more(void **state)
{
    const town_fn changes[] = {lower_multipliers, raise_multipliers,
                               lower_before, raise_before};

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        multipliers found = {0, 0, 0};

        for_towns(TOWN_OF_ALL, WITH_BUDGET, 1000, 1055, changes[i], &found);
        print_message("%zu: %zu changed, %zu of them refused, %zu raised\n", i,
                      found.changed, found.refused, found.raised);
        if (unit_tries_all())
            assert_true(found.raised > 40 && found.refused > 40);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_multipliers_prove_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
