#include "yaml_text.h"

#include "io/yaml_tree.h"

static circlet_status read_text(ci_yaml_tree *tree, const char *text,
                                circlet_error *error)
{
    char path[YAML_PATH_SIZE];
    circlet_status status;

    yaml_write(path, text, strlen(text));
    status = ci_yaml_read(tree, path, error);
    remove(path);
    return status;
}

static void a_tree_knows_lines_and_columns(void **state)
{
    ci_yaml_tree tree = {0};
    const ci_yaml_node *list, *map;

    (void)state;
    assert_ok(
        read_text(&tree, "# note\na: 1\n类型:\n  - x\n  - {b: no}\n", error));
    assert_int_equal(tree.root->type, CI_YAML_MAP);
    assert_int_equal(tree.root->child_count, 2);
    assert_string_equal(ci_yaml_find(tree.root, "a")->text, "1");
    list = ci_yaml_find(tree.root, "类型");
    assert_int_equal(list->type, CI_YAML_LIST);
    assert_int_equal(list->key_line, 3);
    assert_int_equal(list->key_column, 1);
    assert_int_equal(list->line, 4);
    map = list->children[1];
    assert_int_equal(map->line, 5);
    assert_int_equal(map->column, 5);
    assert_string_equal(map->children[0]->text, "no");
    assert_null(ci_yaml_find(tree.root, "none"));
    assert_null(ci_yaml_find(list, "a"));
    ci_yaml_tree_free(&tree);
}

static void what_could_surprise_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"a: &x 1\n", ":1:4: anchors are not allowed"},
        {"a: *x\n", ":1:4: aliases are not allowed"},
        {"a: !!int 1\n", ":1:4: tags are not allowed"},
        {"a: 1\n---\nb: 2\n", "a second document"},
        {"a: 1\nb: 2\na: 3\n", ":3:1: key 'a' stands twice"},
        {"? [a, b]\n: 1\n", "a key must be a text"},
        {"a:\n\t- 1\n", ":2:1: found character that cannot start any token"},
        {"a: \"x\\0y\"\n", "null character"},
        {"", "the file is empty"},
        {"# only a remark\n", "the file is empty"},
        {"a: [1, 2\n", "did not find expected"},
        {"a: \xff\xfe\n", "not UTF-8"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_yaml_tree tree = {0};

        assert_fails(read_text(&tree, cases[i].text, error), CIRCLET_E_FORMAT,
                     cases[i].message);
        assert_null(tree.root);
    }
}

static void deep_and_huge_files_are_refused(void **state)
{
    ci_yaml_tree tree = {0};
    size_t size = (size_t)5 << 20;
    char *text = malloc(size + 1);

    (void)state;
    assert_non_null(text);
    memset(text, '[', 1000);
    text[1000] = '\0';
    assert_fails(read_text(&tree, text, error), CIRCLET_E_FORMAT,
                 "nested too deeply");
    text[0] = '[';
    for (size_t i = 1; i < 60000; i += 2)
        memcpy(text + i, "1,", 2);
    text[60001] = '\0';
    assert_fails(read_text(&tree, text, error), CIRCLET_E_FORMAT,
                 "too many entries");
    memset(text, ' ', size);
    text[size] = '\0';
    assert_fails(read_text(&tree, text, error), CIRCLET_E_FORMAT,
                 "larger than");
    free(text);
}

static void a_missing_file_is_missing_input(void **state)
{
    ci_yaml_tree tree = {0};

    (void)state;
    assert_fails(ci_yaml_read(&tree, "/nowhere/at/all.yaml", error),
                 CIRCLET_E_INPUT, "cannot open '/nowhere/at/all.yaml'");
    assert_fails(ci_yaml_read(&tree, "/tmp", error), CIRCLET_E_INPUT,
                 "cannot read '/tmp'");
}

static void values_are_checked_where_they_stand(void **state)
{
    static const char *const keys[] = {"n", "t", "f", "l", NULL};
    ci_yaml_tree tree = {0};
    double number = 7;
    bool flag = false;
    const char *text = NULL;

    (void)state;
    assert_ok(read_text(&tree, "n: 12.5\nt: hello\nf: yes\nl: [1]\nodd: 1\n",
                        error));
    assert_ok(ci_yaml_number(&number, &tree, ci_yaml_find(tree.root, "n"), 0,
                             13, error));
    assert_true(number == 12.5);
    assert_ok(ci_yaml_flag(&flag, &tree, ci_yaml_find(tree.root, "f"), error));
    assert_true(flag);
    assert_fails(ci_yaml_number(&number, &tree, ci_yaml_find(tree.root, "n"),
                                0, 12, error),
                 CIRCLET_E_FORMAT, ":1:4: 'n' must be from 0 to 12, not 12.5");
    assert_true(number == 12.5);
    assert_fails(ci_yaml_number(&number, &tree, ci_yaml_find(tree.root, "t"),
                                0, 12, error),
                 CIRCLET_E_FORMAT, ":2:4: 't' must be a number");
    assert_fails(
        ci_yaml_flag(&flag, &tree, ci_yaml_find(tree.root, "t"), error),
        CIRCLET_E_FORMAT, "'t' must be yes or no");
    assert_fails(
        ci_yaml_text(&text, &tree, ci_yaml_find(tree.root, "l"), error),
        CIRCLET_E_FORMAT, ":4:4: 'l' must be a text");
    assert_fails(ci_yaml_check_keys(&tree, tree.root, keys, error),
                 CIRCLET_E_FORMAT, ":5:1: unknown key 'odd'");
    ci_yaml_tree_free(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_knows_lines_and_columns),
        cmocka_unit_test(what_could_surprise_is_refused),
        cmocka_unit_test(deep_and_huge_files_are_refused),
        cmocka_unit_test(a_missing_file_is_missing_input),
        cmocka_unit_test(values_are_checked_where_they_stand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
