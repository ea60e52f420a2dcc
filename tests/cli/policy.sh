#!/bin/sh
# circlet policy: a policy file is checked and said in words.
. "${srcdir:-.}/tests/cli/setup"

# ---- text -------------------------------------------------------------------

expect_lines 0 '^Beijing: service circles for disabled people (2018-2020) (beijing-2018), judged on 31 December 2020 unless told otherwise$
^京残发〔2017〕72号 关于温馨家园综合改革的实施意见（试行）$
^RULE  *KIND  *FORCE  *YEARS  *DUE  *TITLE  *MEANING$
^B-CIRCLE-15  *circle  *must  *2018-  *2020  *15-minute circle in the city  *In every urban street or township: at least 100 % of its certified residents reach a Warm Home within 15 min (own mode)\.$
^B-CIRCLE-30/own  *circle  *advice
^B-VENUE  *near  *should  *2018-2022 
^B-HOME-PLAIN  *京残发〔2017〕72号 二(四)  *农村平原乡镇以覆盖4至5个行政村,
^certified  *certified resident  *certified$
^manual_wheelchair  *aid: manual wheelchair' '' circlet policy "$policy"

expect 0 'Beijing: service circles for disabled people (2018-2020) (beijing-2018), judged on 31 December 2020 unless told otherwise
京残工委〔2018〕1号 北京市残疾人精准帮扶专项行动计划（2018—2020年）
京残发〔2017〕72号 关于温馨家园综合改革的实施意见（试行）

RULE         KIND  FORCE YEARS DUE TITLE                     MEANING
A-MENTAL-DAY count must  2018-     mental-health day station In every street or township: mental-health day stations: at least 1.

RULE         CLAUSE                           QUOTE
A-MENTAL-DAY 京残工委〔2018〕1号 附件1 三(二) 每个街乡镇至少建立一个精神残疾人日间康复照料站和辅助器具服务站

' '' circlet policy "$policy" --rule A-MENTAL-DAY

# In Chinese for those who read it.
mkdir -p catalogues/zh_CN/LC_MESSAGES
msgfmt --output-file=catalogues/zh_CN/LC_MESSAGES/circlet.mo \
    "$srcdir/po/zh_CN.po"
env LC_ALL=C.UTF-8 LANGUAGE=zh_CN CIRCLET_LOCALEDIR="$scratch/catalogues" \
    "$CIRCLET" policy "$policy" --rule A-MENTAL-DAY > out
grep -q '每个街道乡镇：精神残疾人日间康复照料站不少于1个。$' out

# ---- JSON -------------------------------------------------------------------

# Every rule has both languages, its clause and its quote; what it asks for
# stands in the parameters.
circlet policy "$policy" --json > out
jq -e '.policy == "beijing-2018" and .default_year == 2020
    and (.documents | length) == 2
    and (.rules | length) > 9
    and all(.rules[]; .text_zh != "" and .text_en != "" and .quote != ""
        and .citation != "" and (.from | type) == "number"
        and ([.force] | inside(["must", "should", "may"])))
    and (.rules[] | select(.rule == "B-CIRCLE-15")
        | .parameters.minutes == 15 and .parameters.mode == "own"
          and .settings == ["urban"] and .group == "certified"
          and .due == 2020 and .until == null)
    and (.rules[] | select(.rule == "B-HOME-PLAIN")
        | .parameters.from == 4 and .parameters.to == 5
          and .parameters.mode == "drive")
    and (.groups[0] | .group == "certified" and .when_zh == "持证")
    and (.own_modes | length) > 9
    and .own_modes[-1].when_en == "everyone"' out > said

# Lists that are made here are outputs, which no verdict can fail; it is said
# of them alone.
jq -e '[.rules[] | select(.text_en | test("an output that cannot fail"))
        | .rule] == ["A-VILLAGE-PLAN", "B-AUDIT"]
    and ([.rules[] | select(.text_zh | test("本条只是输出")) | .rule]
        == ["A-VILLAGE-PLAN", "B-AUDIT"])' out > said

jq -e '[.funds[].fund] == ["B-FUND/basic", "B-FUND/projects", "B-FUND/stars",
        "B-FUND/reform-base"]
    and .funds[0].per_facility_cny == 200000
    and .funds[1].per_person_cny == 500 and .funds[1].text_zh != ""
    and .funds[3].paid == "once" and .funds[3].from == 2019
    and (.rules[] | select(.rule == "B-PILOT")
        | .force == "should" and .forces == ["must", "should"])
    and (.rules[] | select(.rule == "B-HOME-MOUNTAIN")
        | .parameters.tier == "street")' out > said
expect_lines 0 '^B-PILOT  *phase  *must/should  *2018-
^B-FUND/stars  *reward for five stars  *京残发〔2017〕72号 三(二)2  *Yearly, for each Warm Home (5 stars): 300000 CNY\.$' \
    '' circlet policy "$policy"

# ---- what can be built and done ---------------------------------------------

# Every sum says where it comes from; what a document states is not assumed.
circlet policy "$policy" --json > out
jq -e '[.catalogue[] | select(.type == "warm_home") | .area_m2]
        == [100, 300, 500, 800]
    and [.catalogue[] | select(.type == "warm_home" and .is_standard)
        | [.area_m2, .cost_cny, .yearly_cny, .tier, .is_comprehensive]]
        == [[300, 1000000, 200000, "street", true]]
    and all(.catalogue[]; .is_assumed and .text_zh != "" and .text_en != ""
        and (.type == "warm_home") == (.yearly_source != null
            and (.is_yearly_assumed | not)))
    and (.catalogue[] | select(.type == "special_welfare_institution")
        | select(.is_standard)
        | .services == [{service: "special_welfare", places: null, beds: 50}]
            and .area_max_m2 == null and .is_comprehensive == null)
    and ([.prices[].kind] | unique) == ["add_service", "close", "designate",
        "enlarge", "move", "partition"]
    and all(.prices[]; .is_assumed and .text_zh != "" and .text_en != "")
    and (.prices[0] | .kind == "enlarge" and .per_m2_cny == 4000
        and .per_bed_cny == null and .area_step_m2 == 50
        and .place_step == 5 and .types[0] == "warm_home")' out > said
expect_lines 0 '^Warm Home  *300  *1000000  *200000 Offers Warm Home, day care (30 places), 
^special welfare institution  *2000  *12000000  *4000000 Offers special welfare (50 beds);
^close  *Closing (Warm Home, .*): 50000 CNY; takes 1 month; sums: assumed' '' \
    circlet policy "$policy"
env LC_ALL=C.UTF-8 LANGUAGE=zh_CN CIRCLET_LOCALEDIR="$scratch/catalogues" \
    "$CIRCLET" policy "$srcdir/geodata/policies/life-circle.yaml" > out
grep -q '^幼儿园  *600  *4200000  *1400000 提供托幼（60个名额）；' out
grep -q '关闭（任何设施）：20000元；金额来源：假设。$' out
sed 's/    area_max_m2: 600/    area_max_m2: 60/' "$policy" > small.yaml
status=0
circlet policy small.yaml > out 2> err || status=$?
[ "$status" -eq 3 ]
[ ! -s out ]
grep -q "^circlet policy: small.yaml:[0-9]*:14: 'area_m2' is over 'area_max_m2', 60$" err

circlet policy "$policy" --rule B-AREA,B-CIRCLE-15 --json > out
jq -e '[.rules[].rule] == ["B-CIRCLE-15", "B-AREA"]' out > said

# A fund is explained like a rule, alone or among rules.
expect 0 'Beijing: service circles for disabled people (2018-2020) (beijing-2018), judged on 31 December 2020 unless told otherwise
京残工委〔2018〕1号 北京市残疾人精准帮扶专项行动计划（2018—2020年）
京残发〔2017〕72号 关于温馨家园综合改革的实施意见（试行）

FUND         TITLE               SOURCE                     PAYS                                    QUOTE
B-FUND/basic basic running costs 京残发〔2017〕72号 三(二)1 Yearly, for each Warm Home: 200000 CNY. 每个温馨家园每年不少于20万元

' '' circlet policy "$policy" --rule B-FUND/basic
circlet policy "$policy" --rule B-FUND/stars,B-AREA --json > out
jq -e '[.rules[].rule] == ["B-AREA"] and [.funds[].fund] == ["B-FUND/stars"]' \
    out > said
circlet policy "$policy" --rule B-FUND/stars,B-AREA > out
grep -q '^B-AREA ' out
grep -q '^B-FUND/stars .*五星级温馨家园,' out
[ "$(grep -c '^B-FUND' out)" -eq 1 ]

# ---- what is wrong ----------------------------------------------------------

expect 3 '' "circlet policy: policy 'beijing-2018' has no rule or fund 'B-NONE'\n" \
    circlet policy "$policy" --rule B-AREA,B-NONE
expect 2 '' "circlet policy: too few arguments: FILE
Try 'circlet policy --help' for more information.\n" circlet policy
sed 's/force: must/force: perhaps/' "$policy" > wrong.yaml
status=0
circlet policy wrong.yaml > out 2> err || status=$?
[ "$status" -eq 3 ]
[ ! -s out ]
grep -q "^circlet policy: wrong.yaml:[0-9]*:[0-9]*: 'force' cannot be 'perhaps'$" err

# A mode that the policy names, but whose file is not there.
mkdir moved
cp "$policy" moved/policy.yaml
status=0
circlet policy moved/policy.yaml > out 2> err || status=$?
[ "$status" -eq 3 ]
[ ! -s out ]
grep -q '^circlet policy: .*modes/[a-z_]*\.yaml' err

# A misspelt mode is named with its line and column.
mkdir -p spelt/policies
cp -r "$srcdir/geodata/modes" spelt/modes
sed '/id: B-CIRCLE-30$/,/mode: drive/s/mode: drive/mode: fly/' "$policy" \
    > spelt/policies/wrong.yaml
line=$(grep -n 'mode: fly' spelt/policies/wrong.yaml | cut -d: -f1)
status=0
circlet policy spelt/policies/wrong.yaml > out 2> err || status=$?
[ "$status" -eq 3 ]
[ ! -s out ]
grep -q "^circlet policy: spelt/policies/wrong.yaml:$line:11: .*fly\.yaml" err

if [ -w /dev/full ]; then
    status=0
    circlet policy "$policy" > /dev/full 2> err || status=$?
    [ "$status" -eq 5 ]
fi
