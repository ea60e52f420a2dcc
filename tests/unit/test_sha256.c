#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/sha256.h"

static void hash_of(char out[CI_SHA256_TEXT_SIZE], const char *text)
{
    ci_sha256 hash;

    ci_sha256_start(&hash);
    ci_sha256_add(&hash, text, strlen(text));
    ci_sha256_finish(out, &hash);
}

/* From NIST's examples of FIPS 180-4 and its CAVP short messages. */
static void published_messages_have_their_published_hashes(void **state)
{
    static const char *const cases[][2] = {
        {"",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"\xbd",
         "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
         "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"}};
    char hash[CI_SHA256_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        hash_of(hash, cases[i][0]);
        assert_string_equal(hash, cases[i][1]);
    }
}

static void a_million_letters_in_uneven_parts_have_their_hash(void **state)
{
    static char letters[1000];
    char text[CI_SHA256_TEXT_SIZE];
    size_t left = 1000000, part = 1;
    ci_sha256 hash;

    (void)state;
    memset(letters, 'a', sizeof(letters));
    ci_sha256_start(&hash);
    while (left > 0) {
        size_t size = part < left ? part : left;

        ci_sha256_add(&hash, letters, size);
        left -= size;
        part = part * 7 % 997 + 1;
    }
    ci_sha256_finish(text, &hash);

    assert_string_equal(
        text,
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void parts_of_any_size_give_the_hash_of_the_whole(void **state)
{
    char whole[CI_SHA256_TEXT_SIZE], parts[CI_SHA256_TEXT_SIZE];
    char text[201];
    uint64_t seed = 1;

    (void)state;
    for (size_t size = 0; size < sizeof(text); size++) {
        size_t cut = size ? unit_random_below(&seed, (uint32_t)size) : 0;
        ci_sha256 hash;

        for (size_t i = 0; i < size; i++)
            text[i] = (char)(unit_random_below(&seed, 255) + 1);
        text[size] = '\0';
        hash_of(whole, text);
        ci_sha256_start(&hash);
        ci_sha256_add(&hash, text, cut);
        ci_sha256_add(&hash, text + cut, size - cut);
        ci_sha256_finish(parts, &hash);
        assert_string_equal(parts, whole);
    }
}

static void a_file_has_the_hash_of_its_bytes(void **state)
{
    char path[] = "/tmp/circlet-sha256-XXXXXX";
    char hash[CI_SHA256_TEXT_SIZE];
    int file = mkstemp(path);

    (void)state;
    assert_true(file >= 0);
    assert_int_equal(write(file, "abc", 3), 3);
    close(file);
    assert_ok(ci_sha256_file(hash, path, error));
    unlink(path);

    assert_string_equal(
        hash,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void a_file_that_is_missing_or_a_folder_is_refused(void **state)
{
    char hash[CI_SHA256_TEXT_SIZE] = "as before";

    (void)state;
    assert_fails(ci_sha256_file(hash, "/no/such/file", error), CIRCLET_E_INPUT,
                 "/no/such/file: ");
    assert_fails(ci_sha256_file(hash, "/", error), CIRCLET_E_INPUT, "/: ");
    assert_string_equal(hash, "as before");
}

/* RFC 4231, test cases 1, 2 and 6: keys shorter and longer than a block. */
static void published_keyed_hashes_come_out(void **state)
{
    unsigned char key[131];
    char hash[CI_SHA256_TEXT_SIZE];

    (void)state;
    memset(key, 0x0b, 20);
    ci_sha256_keyed(hash, key, 20, "Hi There", 8);
    assert_string_equal(
        hash,
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    ci_sha256_keyed(hash, "Jefe", 4, "what do ya want for nothing?", 28);
    assert_string_equal(
        hash,
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, 131);
    ci_sha256_keyed(hash, key, 131,
                    "Test Using Larger Than Block-Size Key - Hash Key First",
                    54);
    assert_string_equal(
        hash,
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_messages_have_their_published_hashes),
        cmocka_unit_test(a_million_letters_in_uneven_parts_have_their_hash),
        cmocka_unit_test(parts_of_any_size_give_the_hash_of_the_whole),
        cmocka_unit_test(a_file_has_the_hash_of_its_bytes),
        cmocka_unit_test(published_keyed_hashes_come_out),
        cmocka_unit_test(a_file_that_is_missing_or_a_folder_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
