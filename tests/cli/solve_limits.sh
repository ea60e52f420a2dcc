#!/bin/sh
# circlet solve: what limits leave without a site, targets, backup, and that
# messages speak of the ids and units of the file.
. "${srcdir:-.}/tests/cli/setup"

command -v jq > /dev/null 2>&1 || { echo 'jq is not installed' >&2; exit 77; }

# b is reached by s2 alone, which is too near to s1; c by nobody.
printf '%s\n' origin,destination,seconds a,s1,60 a,s3,90 b,s2,50 d,s3,70 \
    > times.csv
printf '%s\n' id,weight a,1.5 b,2 c,4 d,1 > demand.csv
printf '%s\n' id,cost,group,x,y s1,1.5,north,0,0 s2,2,north,100,0 \
    s3,1,south,900,0 > sites.csv
files='--demand demand.csv --sites sites.csv'
apart='--spacing 150 --fix s1'

# figures WANT ARGUMENT...: objective, bound, unreachable, unserved.
figures() {
    want=$1
    shift
    circlet solve "$@" --json > .json
    jq -c '[.objective, .bound, .report.unreachable, .report.unserved]' \
        .json > .got
    printf '%s\n' "$want" | diff -u - .got || {
        echo "of: circlet solve $*" >&2
        exit 1
    }
}

# holds MODEL ARGUMENT...: the certificate of an answer passes its checker.
holds() {
    rm -f proof.json
    circlet solve "$@" --certificate proof.json > said
    circlet solve "$@" --verify proof.json > said
    grep -q '^the certificate holds' said
}

# ---- demand that spacing leaves without a site -------------------------------

# It stays in the objective, which can be compared with and without --fix.
figures '[4.5,4.5,1,1]' mclp times.csv $files --p 3
figures '[2.5,2.5,1,2]' mclp times.csv $files --p 3 $apart
figures '[260,260,1,1]' p-median times.csv $files --p 3
figures '[340,340,1,2]' p-median times.csv $files --p 3 $apart
figures '[2.5,2.5,1,2]' capacitated-mclp times.csv $files --p 3 $apart
figures '[340,340,1,2]' capacitated-p-median times.csv $files --p 3 $apart
for model in mclp p-median capacitated-mclp capacitated-p-median; do
    holds $model times.csv $files --p 3 $apart
done
# What must be covered cannot be, which is said of whom.
reason="times.csv: of the sites that reach demand point 'b', spacing from \
fixed and existing ones leaves 0; 1 must cover it"
expect 4 '' "circlet solve: $reason\\n" circlet solve lscp times.csv $files \
    $apart
expect 4 '' "circlet solve: $reason\\n" circlet solve p-center times.csv \
    $files --p 3 $apart
expect 4 '' "circlet solve: $reason\\n" circlet solve lscp times.csv $files \
    $apart --mps a.mps
expect 4 '' "circlet solve: $reason\\n" circlet solve p-center times.csv \
    $files --p 3 $apart --mps a.mps
[ ! -e a.mps ]
# The limit that is too narrow is named, with what would do.
narrow() {
    reason="circlet solve: times.csv: $1\\n"
    shift
    expect 4 '' "$reason" circlet solve lscp times.csv $files "$@"
}
narrow 'p is 1, and no choice of so many sites covers what it must; one of 2 '\
'does' --p 1
narrow 'no choice of sites within the budget 2.5 covers what it must; one that '\
'costs 3 does' --budget 2.5
narrow "group 'south' allows 0 sites, with which no choice covers what it "\
'must; with 1 of its sites one does' --group-max south=0
narrow 'no choice of sites that are apart as they must be covers what it '\
'must; without spacing one does' --spacing 850
figures '[2.5,2.5,1,2]' lscp times.csv $files $apart --target 50%
holds lscp times.csv $files $apart --target 50%
# A site that may not be chosen at all reaches nobody.
figures '[2.5,2.5,2,2]' mclp times.csv $files --p 3 --forbid s2

# ---- targets ----------------------------------------------------------------

# A share is one of what can be reached: all of it is what no target asks for.
figures '[3,3,1,1]' lscp times.csv $files
figures '[3,3,1,1]' lscp times.csv $files --target 1
jq -e '.target == 4.5' .json > said
figures '[1,1,1,2]' lscp times.csv $files --target 40%
figures '[1,1,2,2]' lscp times.csv $files --target 100% --forbid s2
expect_lines 0 '^weight to be covered  *4.5$
^out of reach  *1 point, weight 4$' '' circlet solve lscp times.csv $files \
    --target 100%
expect 4 '' "circlet solve: times.csv: the target 4.5 is over the weight 2.5 that all sites together cover\\n" \
    circlet solve lscp times.csv $files $apart --target 100%

# ---- backup -----------------------------------------------------------------

printf '%s\n' id,backup a,1 b,1 c,1 d,2 > twice.csv
for model in p-median facility-location capacitated-mclp \
    capacitated-p-median; do
    expect 3 '' "circlet solve: twice.csv: demand 'd' asks for backup 2, \
which says nothing to $model\\n" circlet solve $model times.csv --p 2 \
        --demand twice.csv
done
figures '[2,2,2,2]' mclp times.csv --p 2 --demand twice.csv

# ---- ids and units ----------------------------------------------------------

expect 4 '' "circlet solve: times.csv: sites 's1' and 's2' are both fixed, but must be apart\\n" \
    circlet solve mclp times.csv $files --p 3 $apart --fix s2
expect 4 '' "circlet solve: times.csv: site 's2' exists already and site 's1' is fixed, but must be apart from it\\n" \
    circlet solve mclp times.csv $files --p 3 $apart --existing s2
expect 4 '' "circlet solve: times.csv: the fixed sites cost 3.5, the budget is 2.5\\n" \
    circlet solve mclp times.csv $files --budget 2.5 --fix s1 --fix s2
expect 4 '' "circlet solve: times.csv: group 'north' needs 2 sites and allows 1\\n" \
    circlet solve mclp times.csv $files --p 3 --group-min north=2 \
    --group-max 1
expect 4 '' "circlet solve: times.csv: group 'south' needs 2 sites, 1 can be chosen\\n" \
    circlet solve mclp times.csv $files --p 3 --group-min south=2
expect 4 '' "circlet solve: times.csv: group 'north' has 2 fixed and 0 existing sites and allows 1\\n" \
    circlet solve mclp times.csv $files --p 3 --group-max north=1 --fix s1 \
    --fix s2
much=999999999999999999
printf '%s\n' id,cost s1,$much s2,$much s3,$much > dearest.csv
expect 3 '' "circlet solve: times.csv: site 's3' makes the sum of costs too large\\n" \
    circlet solve mclp times.csv --sites dearest.csv --p 1

hint="Try 'circlet solve --help' for more information.\\n"
expect 2 '' "circlet solve: option '--group-min': no site is in a group\\n$hint" \
    circlet solve mclp times.csv --p 1 --group-min 1
expect 2 '' "circlet solve: option '--bands' takes longer times with smaller shares, one after the other, not '50=0.5'\\n$hint" \
    circlet solve mclp times.csv --p 1 --bands 60=1,50=0.5
expect 2 '' "circlet solve: lscp has a frontier only with '--target'\\n$hint" \
    circlet solve lscp times.csv --frontier 1:2

# The checker names them, too.
circlet solve mclp times.csv $files --p 2 --certificate m.json > said
sed 's/"sites":\[[^]]*\]/"sites":[1]/' m.json > other.json
expect 1 "the certificate does not hold: site 's1' is fixed, but not chosen\\n" '' \
    circlet solve mclp times.csv $files --p 2 --fix s1 --verify other.json
expect 1 "the certificate does not hold: site 's2' is existing or forbidden, it cannot be chosen\\n" '' \
    circlet solve mclp times.csv $files --p 2 --forbid s2 --verify other.json

# ---- --quiet ----------------------------------------------------------------

# A target with a need of two has a proof like any other.
printf '%s\n' origin,destination,seconds a,s1,60 a,s2,60 b,s2,70 b,s3,60 \
    c,s1,10 c,s3,10 > pairs.csv
printf '%s\n' id,backup a,2 b,1 c,1 > needs.csv
figures '[1,1,0,1]' lscp pairs.csv --demand needs.csv --target 60%
figures '[2,2,0,0]' lscp pairs.csv --demand needs.csv --target 90%
holds lscp pairs.csv --demand needs.csv --target 90%
holds lscp pairs.csv --demand needs.csv --target 60%
holds lscp pairs.csv --demand needs.csv --target 60% --backup 1 --fix s1

# Where a whole knapsack is too large for a table no proof is written down,
# which --quiet does not hear.
printf '%s\n' origin,destination,seconds a,s1,60 b,s1,70 > large.csv
printf '%s\n' id,weight a,300000001 b,200000000 > heavy.csv
printf '%s\n' id,capacity s1,400000000 > room.csv
whole='--demand heavy.csv --sites room.csv --p 1 --whole'
circlet solve capacitated-p-median large.csv $whole \
    --certificate q.json > said 2> err
grep -q '^circlet solve: remark: the proof is too large' err
circlet solve capacitated-p-median large.csv $whole --quiet --force \
    --certificate q.json > said 2> err
[ ! -s err ]

# ---- what groups need, and what is left for it ------------------------------

# One site of each group within 8: no branch without s1 or s2 has room.
printf '%s\n' origin,destination,seconds d,s3,10 d,s1,40 > two.csv
printf '%s\n' id,cost,group s1,2,east s2,2,west s3,9,west > halves.csv
holds p-median two.csv --sites halves.csv --budget 8 --group-min 1 \
    --unserved 60
holds facility-location two.csv --sites halves.csv --budget 10 \
    --group-min 1 --unserved 1000

# Existing sites serve a minimum above the maximum: s4 for 1 is left, and a
# proof that 5 is best is none.
printf '%s\n' origin,destination,seconds a,s1,5 b,s2,5 c,s3,5 c,s4,5 > old.csv
printf '%s\n' id,cost,group,state s1,1,g,existing s2,1,g,existing s3,5,,free \
    s4,1,,free > standing.csv
cat > forged.json << 'END'
{"circlet_certificate":1,"model":"lscp","objective":5,"bound":5,"scale":1,
"too_large":false,"sites":[2],"nodes":[[]],"duals":[],"dominated":[]}
END
expect 1 'the certificate does not hold: a leaf without duals holds choices\n' \
    '' circlet solve lscp old.csv --sites standing.csv --cutoff 10 \
    --group-min g=2 --group-max g=1 --verify forged.json
