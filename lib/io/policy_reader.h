/* Reading a policy file: what its parts share. Texts are copied into the
 * policy's arena; every failure names line and column. */
#ifndef CI_IO_POLICY_READER_H
#define CI_IO_POLICY_READER_H

#include "io/yaml_tree.h"
#include "policy/policy.h"

#define CI_YEAR_MAX 9999

typedef struct ci_policy_reader {
    ci_yaml_tree tree;
    circlet_policy *policy;
    int first_year; /* of rules that do not say from when */
    circlet_error *error;
} ci_policy_reader;

/* ---- policy_people.c ---------------------------------------------------- */

/* Fails where the slow mode of a row is faster than its fast one.
 * `speeds_mps`: of each mode of the policy, on the flat. */
circlet_status ci_policy_check_speeds(const circlet_policy *policy,
                                      const double *speeds_mps,
                                      circlet_error *error);

/* ---- policy_keys.c ------------------------------------------------------ */

/* The English name of a key that is given in Chinese; else `key`. */
const char *ci_policy_key(const char *key);

/* The Chinese name of an English key, or NULL. */
const char *ci_policy_key_zh(const char *key);

/* The entry of a map under its English or Chinese key, or NULL. */
const ci_yaml_node *ci_policy_find(const ci_yaml_node *map, const char *key);

/* Fails unless `map` is a map whose keys stand in the NULL-ended list, each
 * at most once in either language. */
circlet_status ci_policy_check(ci_policy_reader *reader,
                               const ci_yaml_node *map,
                               const char *const *keys);

/* The entry under a key; fails if there is none. */
circlet_status ci_policy_need(const ci_yaml_node **out,
                              ci_policy_reader *reader,
                              const ci_yaml_node *map, const char *key);

/* ---- policy_values.c ---------------------------------------------------- */

/* Memory of the policy, cleared; a failure if there is none. */
circlet_status ci_policy_take(void *out, ci_policy_reader *reader,
                              size_t count, size_t size);

/* Each reads the value under a key. The text that must be there; a text,
 * number or list that may be missing leaves `out` as it was. */
circlet_status ci_policy_text(const char **out, ci_policy_reader *reader,
                              const ci_yaml_node *map, const char *key);
/* The level under the key `level`, which is below that of the rule. */
circlet_status ci_policy_level_below(circlet_level *out,
                                     ci_policy_reader *reader,
                                     const ci_rule *rule,
                                     const ci_yaml_node *node);

/* No cutoff is nothing, or longer than a day. */
#define CI_POLICY_MINUTES_MIN 0.001
#define CI_POLICY_MINUTES_MAX 1440.0

/* The minutes under a key that must be there, in milliseconds. */
circlet_status ci_policy_minutes(uint32_t *out_ms, ci_policy_reader *reader,
                                 const ci_yaml_node *map, const char *key);

/* A path that is relative to the folder of the policy. */
circlet_status ci_policy_path(const char **out, ci_policy_reader *reader,
                              const ci_yaml_node *map, const char *key);
circlet_status ci_policy_optional_text(const char **out,
                                       ci_policy_reader *reader,
                                       const ci_yaml_node *map,
                                       const char *key);
circlet_status ci_policy_optional_number(double *out, ci_policy_reader *reader,
                                         const ci_yaml_node *map,
                                         const char *key, double min,
                                         double max);
circlet_status ci_policy_optional_whole(int *out, ci_policy_reader *reader,
                                        const ci_yaml_node *map,
                                        const char *key, int min, int max);
circlet_status ci_policy_optional_answer(circlet_answer *out,
                                         ci_policy_reader *reader,
                                         const ci_yaml_node *map,
                                         const char *key);
circlet_status ci_policy_optional_words(ci_words *out,
                                        ci_policy_reader *reader,
                                        const ci_yaml_node *map,
                                        const char *key);

/* The position in a NULL-ended list of the word under a key. */
circlet_status ci_policy_optional_choice(int *out, ci_policy_reader *reader,
                                         const ci_yaml_node *map,
                                         const char *key,
                                         const char *const *choices);

/* The measure of facilities that a node names. */
circlet_status ci_policy_measure(circlet_measure *out,
                                 ci_policy_reader *reader,
                                 const ci_yaml_node *node);

/* The `source` or `assumed: yes` of what is no rule: one of them is needed. */
circlet_status ci_policy_origin(ci_origin *out, ci_policy_reader *reader,
                                const ci_yaml_node *map);

/* A text under a key in both languages: {zh: ..., en: ...}. */
circlet_status ci_policy_title(const char **zh, const char **en,
                               ci_policy_reader *reader,
                               const ci_yaml_node *map);

/* Fails at `node` unless the policy names the word. */
circlet_status ci_policy_check_word(ci_policy_reader *reader,
                                    const ci_yaml_node *node,
                                    const char *word);

/* A word, or words, that the policy names, under a key that may be
 * missing. */
circlet_status ci_policy_optional_known_word(const char **out,
                                             ci_policy_reader *reader,
                                             const ci_yaml_node *map,
                                             const char *key);
circlet_status ci_policy_optional_known_words(ci_words *out,
                                              ci_policy_reader *reader,
                                              const ci_yaml_node *map,
                                              const char *key);

/* The entry that holds the word at a position of a word or list of words. */
const ci_yaml_node *ci_policy_word_at(const ci_yaml_node *node,
                                      size_t position);

/* ---- policy_words.c, policy_people.c, policy_facilities.c --------------- */

/* Words, and the titles of groups and types, which are words too. */
circlet_status ci_policy_read_words(ci_policy_reader *reader,
                                    const ci_yaml_node *root);

circlet_status ci_policy_read_groups(ci_policy_reader *reader,
                                     const ci_yaml_node *root);
circlet_status ci_policy_read_own_modes(ci_policy_reader *reader,
                                        const ci_yaml_node *root);

/* The position of the mode under a key, which is added if it is new;
 * CI_NO_POSITION for "own". */
circlet_status ci_policy_read_mode(size_t *out, ci_policy_reader *reader,
                                   const ci_yaml_node *map, const char *key);

circlet_status ci_policy_read_types(ci_policy_reader *reader,
                                    const ci_yaml_node *root);

/* Fails at `node` unless the policy has the type of facility. */
circlet_status ci_policy_check_type(ci_policy_reader *reader,
                                    const ci_yaml_node *node,
                                    const char *type);

/* Keys of a selection of facilities: those that it may narrow by, and all. */
#define CI_POLICY_FLAG_KEYS                                                   \
    "services", "tier", "is_comprehensive", "is_pilot", "is_reformed",        \
        "is_reform_base"
#define CI_POLICY_SELECTION_KEYS                                              \
    "type", "service", "any", CI_POLICY_FLAG_KEYS, "word"

/* The facilities of a rule; `keys` are those it may use. */
circlet_status ci_policy_read_selection(ci_selection *out,
                                        ci_policy_reader *reader,
                                        const ci_yaml_node *rule,
                                        const char *const *keys);

/* What narrows a selection: the entries of `node` under
 * CI_POLICY_FLAG_KEYS. */
circlet_status ci_policy_read_flags(ci_selection *out,
                                    ci_policy_reader *reader,
                                    const ci_yaml_node *node);

/* ---- policy_rules.c ----------------------------------------------------- */

/* Where a rule or fund stands: `document`, `clause` and `quote`. */
circlet_status ci_policy_read_source(const ci_document **document,
                                     const char **citation, const char **quote,
                                     ci_policy_reader *reader,
                                     const ci_yaml_node *node);

/* Whether the rules need their documents, words, groups and types first. */
circlet_status ci_policy_read_rules(ci_policy_reader *reader,
                                    const ci_yaml_node *root);

/* ---- policy_catalogue.c, policy_actions.c ------------------------------- */

/* After the types: what can be built. */
circlet_status ci_policy_read_catalogue(ci_policy_reader *reader,
                                        const ci_yaml_node *root);

/* After the types: what else can be done, and for how much. */
circlet_status ci_policy_read_actions(ci_policy_reader *reader,
                                      const ci_yaml_node *root);

/* No sum is larger. */
#define CI_POLICY_CNY_MAX 1e12

/* No work takes longer, in months. */
#define CI_POLICY_LEAD_MAX 240

/* Where a price of `name` comes from: `source` or `assumed: yes`, one of
 * which is needed, and `yearly_source` for the running cost, else the
 * same. */
circlet_status ci_policy_price_origins(ci_origin *once, ci_origin *yearly,
                                       ci_policy_reader *reader,
                                       const ci_yaml_node *map,
                                       const char *name);

/* Fails if a running cost that is not given has a source. */
circlet_status ci_policy_check_no_yearly_source(ci_policy_reader *reader,
                                                const ci_yaml_node *map);

/* ---- policy_funds.c ----------------------------------------------------- */

/* After the rules, whose circles they name. */
circlet_status ci_policy_read_funds(ci_policy_reader *reader,
                                    const ci_yaml_node *root);

/* ---- policy_kinds.c ----------------------------------------------------- */

/* Keys of every rule. */
#define CI_POLICY_COMMON_KEYS                                                 \
    "id", "kind", "title", "document", "clause", "quote", "force", "from",    \
        "due", "until", "level", "setting", "group", "facility"

/* What is particular to the kind of a rule. */
circlet_status ci_policy_read_kind(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node);

/* Fails unless the rule names a group. */
circlet_status ci_policy_need_group(ci_policy_reader *reader,
                                    const ci_rule *rule,
                                    const ci_yaml_node *node);

/* ---- policy_kind_*.c ---------------------------------------------------- */

circlet_status ci_policy_read_circle(ci_rule *rule, ci_policy_reader *reader,
                                     const ci_yaml_node *node);
circlet_status ci_policy_read_count(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node);
circlet_status ci_policy_read_ratio(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node);
circlet_status ci_policy_read_class_count(ci_rule *rule,
                                          ci_policy_reader *reader,
                                          const ci_yaml_node *node);
circlet_status ci_policy_read_each(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node);
circlet_status ci_policy_read_phase(ci_rule *rule, ci_policy_reader *reader,
                                    const ci_yaml_node *node);
circlet_status ci_policy_read_group_size(ci_rule *rule,
                                         ci_policy_reader *reader,
                                         const ci_yaml_node *node);
circlet_status ci_policy_read_near(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node);
circlet_status ci_policy_read_received(ci_rule *rule, ci_policy_reader *reader,
                                       const ci_yaml_node *node);

/* What makes a variant of a received rule: its title and circles, under
 * `reach`. */
circlet_status ci_policy_read_reach(ci_rule *variant, ci_policy_reader *reader,
                                    const ci_yaml_node *reach);

/* The list `circles`: `cutoff_min`, `mode` and, but for one for all, the
 * `setting` of each. */
circlet_status ci_policy_read_setting_circles(ci_setting_circles *out,
                                              ci_policy_reader *reader,
                                              const ci_yaml_node *rule);
circlet_status ci_policy_read_places(ci_rule *rule, ci_policy_reader *reader,
                                     const ci_yaml_node *node);
circlet_status ci_policy_read_evenness(ci_rule *rule, ci_policy_reader *reader,
                                       const ci_yaml_node *node);
circlet_status ci_policy_read_list(ci_rule *rule, ci_policy_reader *reader,
                                   const ci_yaml_node *node);

#endif
