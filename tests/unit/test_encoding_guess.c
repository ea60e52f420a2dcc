#include "unit.h"

#include <ctype.h>
#include <stdio.h>

#include "encoded_text.h"
#include "io/text_file.h"
#include "scratch.h"

static scratch_folder folder;
static char path[SCRATCH_PATH_SIZE];

/* Names as they stand in the files of planners. */
static const char *const chinese[] = {"建外街道",
                                      "展览路街道",
                                      "天桥街道",
                                      "亦庄镇",
                                      "长哨营满族乡",
                                      "潞城镇",
                                      "朝阳区",
                                      "高碑店地区",
                                      "垡头街道",
                                      "圪塔村",
                                      "残疾人温馨家园",
                                      "男",
                                      "女",
                                      "一级",
                                      "视力",
                                      "肢体",
                                      "海淀区中关村大街27号",
                                      "A座3单元",
                                      "西三旗街道",
                                      "㐂乐里社区",
                                      "堃园小区",
                                      "2号楼",
                                      "（北京）有限公司",
                                      "是",
                                      "无",
                                      "张家湾镇",
                                      "北七家镇",
                                      "大栅栏街道",
                                      "什刹海街道",
                                      "妙峰山镇",
                                      "漷县镇",
                                      "琉璃河地区",
                                      "喇叭沟门满族乡",
                                      "团结湖",
                                      "枣营路",
                                      "八里庄",
                                      NULL};
static const char *const portuguese[] = {"São João",
                                         "Conceição",
                                         "Praça da Liberdade",
                                         "Rua do Açúcar",
                                         "Estação",
                                         "Município",
                                         "Avenida Júlio de Castilhos",
                                         "Belém",
                                         "Câmara",
                                         "Três Corações",
                                         "Maranhão",
                                         "Ribeirão Preto",
                                         "Niterói",
                                         "Goiânia",
                                         "Rua Antônio",
                                         "Órgão",
                                         "Ação Social",
                                         "Saúde",
                                         NULL};
static const char *const german[] = {
    "Straße",    "München",    "Köln",   "Düsseldorf", "Große Bäckergasse",
    "Übergang",  "Schöneberg", "Fußweg", "Nürnberg",   "Ärztehaus",
    "Mühlenweg", "Österreich", "Süd",    "Völklingen", "Weißenfels",
    NULL};
static const char *const french[] = {"Hôpital",
                                     "Église",
                                     "Mairie de Créteil",
                                     "Évry",
                                     "Rue de la Forêt",
                                     "Besançon",
                                     "Orléans",
                                     "Gare de l'Est à pied",
                                     "Saint-Étienne",
                                     "Noël",
                                     "Château",
                                     "Île-de-France",
                                     "Cœur",
                                     "Âge",
                                     "Été",
                                     NULL};
static const char *const russian[] = {"Москва",
                                      "улица Ленина",
                                      "Больница",
                                      "ПЛОЩАДЬ",
                                      "проспект Мира",
                                      "Санкт-Петербург",
                                      "Школа",
                                      "Новосибирск",
                                      "УЛИЦА",
                                      "Река",
                                      NULL};
static const char *const japanese[] = {
    "東京都千代田区", "さくら通り", "病院",     "大阪市役所",
    "ひまわり園",     "バス停",     "渋谷駅前", "公園の入口",
    "福祉センター",   "横浜市",     NULL};
static const char *const korean[] = {
    "서울특별시", "강남구", "종로",     "부산광역시", "복지관", "병원",
    "대한민국",   "시청역", "공원입구", "학교앞",     NULL};
static const char *const traditional[] = {
    "臺北市信義區", "高雄市",   "復健中心", "無障礙設施", "國際醫院", "圖書館",
    "區公所",       "殘障福利", "學校",     "愛國東路",   NULL};

static void capitals(ci_buffer *out, const char *text)
{
    /* Accented capitals of Latin-1 are 32 below the small ones, and so is
     * the last byte of their UTF-8. */
    ci_buffer_add(out, text);
    for (size_t i = 0; i < out->size; i++) {
        unsigned char c = (unsigned char)out->text[i];

        if (c < 0x80)
            out->text[i] = (char)toupper(c);
        else if (i > 0 && (unsigned char)out->text[i - 1] == 0xC3 &&
                 c >= 0xA0 && c != 0xB7 && c != 0xBF)
            out->text[i] = (char)(c - 0x20);
    }
}

/* A file with some of the names, one a row; those from `first` on. */
static void make_file(ci_buffer *out, const char *const *names, size_t count,
                      size_t first, size_t rows, bool in_capitals)
{
    ci_buffer_add(out, "id,name,age\r\n");
    for (size_t i = 0; i < rows; i++) {
        ci_buffer name = {0};

        if (in_capitals)
            capitals(&name, names[(first + i) % count]);
        else
            ci_buffer_add(&name, names[(first + i) % count]);
        ci_buffer_add_int(out, (int64_t)i + 1);
        ci_buffer_add(out, ",");
        ci_buffer_add(out, name.text);
        ci_buffer_add(out, ",42\r\n");
        ci_buffer_free(&name);
    }
}

/* What files were taken for. */
typedef struct tally {
    size_t files, right, refused, doubtful;
    size_t wrong; /* as text that it is not, with a remark */
} tally;

static void count_file(tally *counts, const ci_buffer *bytes,
                       const char *encoding)
{
    ci_text_file *file = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    const ci_encoding_choice *choice;

    assert_true(scratch_write(&folder, "text", bytes->text, bytes->size));
    scratch_path(&folder, path, "text");
    counts->files++;
    if (ci_text_file_open(&file, path, NULL, 0, &error) != CIRCLET_OK) {
        assert_int_equal(error.status, CIRCLET_E_FORMAT);
        assert_non_null(strstr(error.message, "say its encoding"));
        counts->refused++;
        return;
    }
    choice = ci_text_file_choice(file);
    counts->right += ci_encoding_is(&choice->encoding, encoding);
    counts->doubtful += choice->ground == CI_ENCODING_AMBIGUOUS;
    /* What is wrong must at least be told. */
    if (!ci_encoding_is(&choice->encoding, encoding) &&
        choice->ground != CI_ENCODING_AMBIGUOUS) {
        assert_int_equal(choice->ground, CI_ENCODING_GUESSED);
        counts->wrong++;
    }
    ci_text_file_close(file);
}

/* Files of `rows` of the names, starting with each; names that the encoding
 * has not are no part of it. Prints and returns the counts. */
static tally measure(const char *language, const char *const *names,
                     const char *encoding, size_t rows, bool in_capitals)
{
    tally counts = {0};
    size_t count = 0;

    while (names[count])
        count++;
    for (size_t first = 0; first < count; first++) {
        ci_buffer text = {0}, bytes = {0};

        make_file(&text, names, count, first, rows, in_capitals);
        if (add_encoded(&bytes, encoding, &text))
            count_file(&counts, &bytes, encoding);
        ci_buffer_free(&text);
        ci_buffer_free(&bytes);
    }
    print_message("# %-11s %-10s %2zu rows%s: %2zu files, %2zu right, %2zu "
                  "refused, %zu wrong, %zu said to be doubtful\n",
                  language, encoding, rows, in_capitals ? ", capitals" : "",
                  counts.files, counts.right, counts.refused, counts.wrong,
                  counts.doubtful);
    return counts;
}

static void chinese_is_known_in_each_of_its_encodings(void **state)
{
    static const char *const encodings[] = {"UTF-8", "GB18030", "UTF-16LE",
                                            "UTF-16BE"};

    (void)state;
    for (size_t e = 0; e < 4; e++) {
        static const size_t rows[] = {1, 3, 10, 36};

        for (size_t r = 0; r < 4; r++) {
            tally counts =
                measure("Chinese", chinese, encodings[e], rows[r], false);

            /* The bytes of one of the words alone are UTF-8 as well. */
            assert_int_equal(counts.wrong, 0);
            assert_int_equal(counts.refused, 0);
            assert_in_range(counts.doubtful, 0, e == 1 && r == 0 ? 1 : 0);
        }
    }
}

static void accented_letters_are_never_taken_for_chinese(void **state)
{
    static const struct {
        const char *language;
        const char *const *names;
    } cases[] = {
        {"Portuguese", portuguese}, {"German", german}, {"French", french}};
    static const char *const encodings[] = {"UTF-8", "ISO-8859-1", "CP1252"};
    static const size_t rows[] = {1, 3, 10};

    (void)state;
    for (size_t c = 0; c < 3; c++)
        for (size_t e = 0; e < 3; e++)
            for (size_t r = 0; r < 3; r++)
                for (int in_capitals = 0; in_capitals < 2; in_capitals++) {
                    tally counts = measure(cases[c].language, cases[c].names,
                                           encodings[e], rows[r], in_capitals);

                    assert_int_equal(counts.wrong, 0);
                    assert_int_equal(e == 0 ? counts.right : counts.refused,
                                     counts.files);
                    assert_int_equal(counts.doubtful, 0);
                }
}

/* A file of a row may be mistaken, with a remark; of ten, none. */
static void other_scripts_are_told_from_chinese(void **state)
{
    static const struct {
        const char *language;
        const char *const *names;
        const char *encoding;
    } cases[] = {
        {"Russian", russian, "CP1251"},     {"Russian", russian, "KOI8-R"},
        {"Russian", russian, "ISO-8859-5"}, {"Japanese", japanese, "EUC-JP"},
        {"Japanese", japanese, "CP932"},    {"Korean", korean, "CP949"},
        {"Taiwanese", traditional, "BIG5"}};
    static const size_t rows[] = {1, 10};

    (void)state;
    for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++)
        for (size_t r = 0; r < 2; r++) {
            tally counts = measure(cases[c].language, cases[c].names,
                                   cases[c].encoding, rows[r], false);

            assert_int_equal(counts.right, 0);
            if (r == 1)
                assert_int_equal(counts.wrong, 0);
        }
    for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
        tally counts =
            measure(cases[c].language, cases[c].names, "UTF-8", 3, false);

        assert_int_equal(counts.right, counts.files);
    }
}

/* The real names of all streets of Beijing, where they are at hand. */
static void real_street_names_are_known(void **state)
{
    static const char *const encodings[] = {"UTF-8", "GB18030", "UTF-16LE",
                                            "UTF-16BE"};
    const char *shared = getenv("CIRCLET_SHARED"), *top = getenv("srcdir");
    char name[SCRATCH_PATH_SIZE];
    char *bytes = malloc(200000);
    ci_buffer text = {0};
    FILE *file;

    (void)state;
    assert_non_null(bytes);
    snprintf(name, sizeof(name), "%s%s/data/beijing_streets/%s",
             shared ? shared : (top ? top : "."), shared ? "" : "/../shared",
             "beijing_streets.csv");
    file = fopen(name, "rb");
    if (file) {
        ci_buffer_add_n(&text, bytes, fread(bytes, 1, 200000, file));
        fclose(file);
        for (size_t e = 0; e < 4; e++) {
            tally counts = {0};
            ci_buffer encoded = {0};

            assert_true(add_encoded(&encoded, encodings[e], &text));
            count_file(&counts, &encoded, encodings[e]);
            assert_int_equal(counts.right, 1);
            ci_buffer_free(&encoded);
        }
    } else {
        print_message("# no street names of Beijing in %s\n", name);
    }
    ci_buffer_free(&text);
    free(bytes);
}

/* Signs must not depend on where the bytes are divided. */
static void pieces_of_any_size_give_the_same_signs(void **state)
{
    (void)state;
    for (uint64_t first = 1; first <= 300; first++) {
        static const char *const encodings[] = {"UTF-8", "GB18030", "CP1251"};
        const char *encoding = encodings[first % 3];
        uint64_t seed = first;
        ci_buffer utf8 = {0}, bytes = {0};
        ci_encoding_signs whole = {0}, pieces = {0};

        make_encoded(&utf8, &bytes, encoding, 80, &seed);
        ci_encoding_signs_add_utf8(&whole, bytes.text, bytes.size);
        ci_encoding_signs_add_gb18030(&whole, bytes.text, bytes.size);
        ci_encoding_signs_end_piece(&whole, false);
        for (size_t i = 0; i < bytes.size;) {
            size_t size = 1 + unit_random_below(&seed, 5);

            if (size > bytes.size - i)
                size = bytes.size - i;
            ci_encoding_signs_add_utf8(&pieces, bytes.text + i, size);
            ci_encoding_signs_add_gb18030(&pieces, bytes.text + i, size);
            i += size;
        }
        ci_encoding_signs_end_piece(&pieces, false);
        assert_int_equal(whole.is_no_utf8, pieces.is_no_utf8);
        assert_int_equal(whole.utf8_bad_at, pieces.utf8_bad_at);
        assert_int_equal(whole.is_no_ascii, pieces.is_no_ascii);
        assert_int_equal(whole.is_no_gb18030, pieces.is_no_gb18030);
        assert_int_equal(whole.common, pieces.common);
        assert_int_equal(whole.rare, pieces.rare);
        assert_int_equal(whole.characters, pieces.characters);
        if (first % 3 == 0)
            assert_false(whole.is_no_utf8);
        if (first % 3 == 1)
            assert_false(whole.is_no_gb18030);
        ci_buffer_free(&utf8);
        ci_buffer_free(&bytes);
    }
}

static void a_sample_is_a_word_of_the_heading(void **state)
{
    ci_encoding_choice choice = {.sample = "?"};

    (void)state;
    ci_encoding_set_sample(&choice, "id,name", 7);
    assert_string_equal(choice.sample, "");
    ci_encoding_set_sample(&choice, "id;户籍 code;街道", 23);
    assert_string_equal(choice.sample, "户籍 code");
    ci_encoding_set_sample(&choice, "id, 备注 ,b", 13);
    assert_string_equal(choice.sample, "备注");
    ci_encoding_set_sample(
        &choice, "一二三四五六七八九十一二三四五六七八九十一二三四五", 75);
    assert_string_equal(choice.sample,
                        "一二三四五六七八九十一二三四五六七八九十一");
}

static int make_folder(void **state)
{
    (void)state;
    return scratch_make(&folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    scratch_remove(&folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_is_known_in_each_of_its_encodings),
        cmocka_unit_test(accented_letters_are_never_taken_for_chinese),
        cmocka_unit_test(other_scripts_are_told_from_chinese),
        cmocka_unit_test(real_street_names_are_known),
        cmocka_unit_test(pieces_of_any_size_give_the_same_signs),
        cmocka_unit_test(a_sample_is_a_word_of_the_heading),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
