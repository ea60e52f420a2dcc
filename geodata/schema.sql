-- The tables of a city file, in plain SQL (ASCII alone). The GeoPackage's own
-- tables are made by the container, which registers each table below: as a
-- layer if it has a column `geom`, whose type is that of the geometry, else
-- as a table of attributes. All coordinates are WGS 84, longitude first.
--
-- NULL is "unknown" everywhere. Lists are words divided by ';'. `attributes`
-- and `tags` are JSON objects of strings with sorted keys. `source` is the
-- fid of the row of the table `source` that a row came from, `source_row`
-- the line of a CSV file, else the record counted from 1.

-- What the file says of itself: schema_version.
CREATE TABLE circlet (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
);

-- ---- where rows came from ---------------------------------------------

-- Each run that wrote into the file. No clock, folder or thread count.
CREATE TABLE run (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    command TEXT NOT NULL, -- import, plan, findings
    layer TEXT, -- of an import
    plan TEXT, -- name, of a plan or of findings
    policy TEXT, -- id
    year INTEGER,
    seed INTEGER,
    options TEXT, -- a JSON object; unchanged_since: nothing changed since run
    version TEXT NOT NULL -- of circlet
);

-- Each file whose rows are in the layers.
CREATE TABLE source (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    run INTEGER NOT NULL,
    layer TEXT NOT NULL, -- units, people, facilities, sites, roads ...
    file TEXT NOT NULL, -- without its folder
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, -- bytes
    rows INTEGER NOT NULL,
    imported INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    repaired INTEGER NOT NULL, -- imported with something changed
    doubtful INTEGER NOT NULL, -- imported as they came, with something odd
    is_complete BOOLEAN NOT NULL, -- it lists all there is
    turn_restrictions INTEGER, -- roads: seen
    turn_restrictions_used INTEGER, -- of these, that are in road_turn
    nodes_missing INTEGER, -- roads: named by a way, not in the file
    remark TEXT,
    UNIQUE (layer, file)
);

-- ---- the city ---------------------------------------------------------

-- A city, district, street or township, community or village.
CREATE TABLE unit (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON, -- a community may have none
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    level TEXT NOT NULL, -- city, district, street, community
    parent_code TEXT,
    kind TEXT, -- street, town, township, area, neighbourhood, village
    setting TEXT, -- urban, plain, mountain ...
    tags TEXT, -- list: urban_six, difficult ...
    residents INTEGER,
    lon DOUBLE, -- of a unit that has a point and no polygon
    lat DOUBLE,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

-- A person, or a weighted point of people.
CREATE TABLE demand (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    household TEXT,
    unit_code TEXT, -- where they are registered
    weight_milli INTEGER NOT NULL, -- persons in thousandths
    certified BOOLEAN,
    kind TEXT, -- list: visual, hearing, speech, physical ...
    grade INTEGER, -- 1 to 4
    age INTEGER, -- years
    birth_year INTEGER,
    aid TEXT, -- none, stick, crutches, manual_wheelchair ...
    needs TEXT, -- list of services
    received TEXT, -- list of services
    old_carer BOOLEAN,
    poor BOOLEAN,
    modelled BOOLEAN, -- 1: nobody's known home: of a total or a fraction
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

-- People of a unit that are only counted, to be spread over grid cells.
CREATE TABLE totals (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    unit_code TEXT NOT NULL,
    count INTEGER NOT NULL,
    kind TEXT,
    grade INTEGER,
    age_from INTEGER,
    age_to INTEGER,
    aid TEXT,
    needs TEXT,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

-- Weights for spreading totals: cells, and buildings with their outline.
CREATE TABLE grid (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    weight DOUBLE NOT NULL,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

CREATE TABLE building (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON,
    lon DOUBLE NOT NULL,
    lat DOUBLE NOT NULL,
    weight DOUBLE NOT NULL,
    floors INTEGER,
    dwellings INTEGER,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

-- A building or institution that serves.
CREATE TABLE facility (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL, -- warm_home ...
    status TEXT, -- open, planned, closed; NULL: open
    building_id TEXT,
    tier TEXT, -- street, village
    area_m2 DOUBLE,
    is_comprehensive BOOLEAN,
    is_pilot BOOLEAN,
    is_reformed BOOLEAN,
    is_reform_base BOOLEAN,
    stars DOUBLE,
    directors DOUBLE,
    physicians DOUBLE,
    therapists DOUBLE,
    nurses DOUBLE,
    rehab_workers DOUBLE,
    mental_staff DOUBLE,
    opened TEXT, -- a year, a month or a day: 2019, 2019-05, 2019-05-01
    closed TEXT,
    address TEXT,
    phone TEXT,
    hours TEXT,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

-- What a facility says that it offers.
CREATE TABLE facility_service (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    facility TEXT NOT NULL, -- its id
    service TEXT NOT NULL,
    places INTEGER,
    beds INTEGER,
    occupied INTEGER,
    UNIQUE (facility, service)
);

-- The entrances of a facility.
CREATE TABLE facility_access (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    facility TEXT NOT NULL, -- its id
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

CREATE INDEX facility_access_facility ON facility_access (facility);

-- A candidate place.
CREATE TABLE site (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    name TEXT,
    types TEXT, -- list of facility types; NULL: any
    max_area_m2 DOUBLE,
    max_beds DOUBLE,
    cost_cny DOUBLE, -- once, if anything is built
    base_score DOUBLE,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

-- A place that a rule names.
CREATE TABLE venue (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);

-- ---- the street network -----------------------------------------------

CREATE TABLE road_node (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    node_id TEXT NOT NULL UNIQUE,
    tags TEXT
);

CREATE TABLE road_link (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING NOT NULL, -- with both ends
    link_id TEXT NOT NULL UNIQUE,
    from_node_id TEXT NOT NULL,
    to_node_id TEXT NOT NULL,
    length DOUBLE NOT NULL, -- metres along the street
    tags TEXT,
    heights TEXT, -- list: metres at both ends and between, at equal distances
    -- Metres between the points of the grid they are out of; more beside
    -- bridges and tunnels, whose heights are those of their ends.
    height_cell DOUBLE
);

-- A turn that a sign forbids, or the only one that it allows. It binds the
-- travel modes that obey turns.
CREATE TABLE road_turn (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    turn_id TEXT NOT NULL UNIQUE,
    from_link_id TEXT NOT NULL,
    via_node_id TEXT NOT NULL, -- an end of both links
    to_link_id TEXT NOT NULL,
    kind TEXT NOT NULL, -- no: it is forbidden; only: all others from there are
    exempt TEXT, -- list: vehicles that need not heed it: bus, psv ...
    vehicle TEXT -- list: the only ones that must: hgv ...; NULL: all
);

-- In which order hierarchies are built over the nodes. At most one row.
CREATE TABLE road_order (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    topology TEXT NOT NULL, -- SHA-256 of who is joined to whom, and of the ranks
    ranks BLOB NOT NULL -- of each node in order of node_id, 4 bytes each
);

-- Where the network is complete: outside it nothing is known. One row.
CREATE TABLE network_extent (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON NOT NULL,
    origin TEXT NOT NULL -- option, source, nodes: what it was taken from
);

-- ---- plans ------------------------------------------------------------

CREATE TABLE plan (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    policy TEXT NOT NULL, -- id; empty: made by hand
    year INTEGER, -- that it was computed for; made by hand: the last in which anything is done
    run INTEGER NOT NULL,
    cautious BOOLEAN NOT NULL DEFAULT 0, -- persons count where they surely are covered
    years TEXT, -- over which it is carried out, "2018;2019;2020"
    budgets TEXT, -- of these years and of units, as the user gave them
    allow_loss BOOLEAN NOT NULL DEFAULT 0, -- persons may lose cover in a year
    hold_share DOUBLE, -- of draws of what is in doubt, in which what must be holds; NULL: it is for none
    hold_draws INTEGER, -- so many were planned for
    hold_seed INTEGER, -- of these
    services TEXT, -- that alone it was asked to mend, "warm_home;mental_care"; NULL: all
    persons_step INTEGER -- it was published: persons are told in whole steps of so many; NULL: exact
);

-- What is to be done, in order of `position`.
CREATE TABLE plan_action (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    plan TEXT NOT NULL, -- name
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    facility TEXT,
    site TEXT,
    service TEXT,
    from_service TEXT, -- of a section: whose beds it takes
    type TEXT,
    tier TEXT,
    places INTEGER,
    beds INTEGER,
    area_m2 DOUBLE,
    year INTEGER, -- from when on it counts
    start_year INTEGER, -- of a plan over years: in which work begins
    cost_cny DOUBLE,
    fixed BOOLEAN NOT NULL, -- the user asked for it
    mends TEXT, -- list of rules
    persons_gained DOUBLE,
    persons_modelled DOUBLE, -- of them: nobody's known home
    mode TEXT, -- list: the travel modes that these are counted by
    text_zh TEXT,
    text_en TEXT,
    proposed BOOLEAN NOT NULL DEFAULT 0, -- its site is one of plan_site
    UNIQUE (plan, id)
);

-- Sites that a plan proposes: nobody gave them.
CREATE TABLE plan_site (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT NOT NULL,
    plan TEXT NOT NULL, -- name
    id TEXT NOT NULL,
    name TEXT,
    proposed BOOLEAN NOT NULL, -- always 1
    UNIQUE (plan, id)
);

-- What a plan aims at, in order: value reached, bound and gap.
CREATE TABLE plan_level (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    plan TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    objective DOUBLE,
    bound DOUBLE,
    gap DOUBLE,
    proof TEXT NOT NULL, -- optimal, bound
    reason TEXT, -- why it is not optimal: ways_left_out
    mode TEXT, -- list: the travel modes that persons are counted by
    UNIQUE (plan, position)
);

-- What a plan leaves: people whom no facility and no site can reach, or what is
-- missing in a unit.
CREATE TABLE plan_impossible (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    plan TEXT NOT NULL,
    position INTEGER NOT NULL,
    rule TEXT,
    unit TEXT,
    persons DOUBLE,
    persons_modelled DOUBLE, -- of them: nobody's known home
    mode TEXT, -- of travel: that of the rule
    reason TEXT, -- none_in_reach, none_in_unit, sites_taken, beyond_budget, too_late, too_dear, not_planned, in_doubt
    missing DOUBLE,
    missing_unit TEXT, -- facilities, m2, beds ...
    UNIQUE (plan, position)
);

-- What proves a plan's bounds: text that a program can check.
CREATE TABLE plan_certificate (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    plan TEXT NOT NULL,
    level TEXT NOT NULL, -- name in plan_level
    certificate TEXT NOT NULL,
    UNIQUE (plan, level)
);

-- ---- verdicts ---------------------------------------------------------

-- An area from which places are reached in time, to look at.
CREATE TABLE service_area (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON, -- NULL: nothing is reached
    places TEXT NOT NULL, -- which: "type warm_home", "facility W01" ...
    facility TEXT, -- its id, of an area of one
    mode TEXT NOT NULL,
    bound TEXT NOT NULL, -- nominal, min, max
    direction TEXT NOT NULL, -- to, from
    minutes DOUBLE NOT NULL,
    place_count INTEGER NOT NULL,
    lon DOUBLE, -- of the place, if it is one
    lat DOUBLE,
    area_km2 DOUBLE NOT NULL,
    persons_reached DOUBLE NOT NULL, -- counted by travel times
    persons_modelled DOUBLE NOT NULL, -- of these: nobody's known home
    run INTEGER NOT NULL
);

-- How densely people live in a cell of a grid. Only cells with people.
CREATE TABLE density_cell (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON NOT NULL, -- the whole cell
    id TEXT NOT NULL, -- the same in every run of this grid
    subject TEXT NOT NULL, -- who: "all", "group child", "uncovered B-CIRCLE-15"
    shape TEXT NOT NULL, -- square, hexagon
    cell_m DOUBLE NOT NULL, -- side, or distance between opposite sides
    kernel TEXT NOT NULL, -- quartic, gaussian, none: counted
    bandwidth_m DOUBLE, -- NULL: counted
    persons DOUBLE NOT NULL,
    persons_low DOUBLE NOT NULL, -- surely
    persons_high DOUBLE NOT NULL, -- perhaps
    area_km2 DOUBLE NOT NULL, -- of the part in the city
    per_km2 DOUBLE, -- NULL: no part of it is in the city
    internal BOOLEAN NOT NULL, -- few persons: not to be published
    run INTEGER NOT NULL
);

-- The same in a unit; its polygon is that of the unit.
CREATE TABLE density_unit (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    unit TEXT NOT NULL, -- code
    level TEXT NOT NULL,
    subject TEXT NOT NULL,
    persons DOUBLE NOT NULL,
    persons_low DOUBLE NOT NULL,
    persons_high DOUBLE NOT NULL,
    area_km2 DOUBLE, -- NULL: the unit has no polygon
    per_km2 DOUBLE,
    per_1000 DOUBLE, -- residents; NULL: these are not known
    internal BOOLEAN NOT NULL,
    run INTEGER NOT NULL
);

-- A rule judged in a unit; `plan` is NULL for the city as it is.
CREATE TABLE finding (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    plan TEXT,
    policy TEXT NOT NULL,
    year INTEGER NOT NULL,
    date TEXT NOT NULL, -- the day in that year: 2020-12-31
    position INTEGER NOT NULL, -- in the order of the judging
    rule TEXT NOT NULL,
    unit TEXT,
    unit_name TEXT,
    level TEXT,
    subject TEXT NOT NULL, -- unit, facility, venue
    subject_id TEXT,
    force TEXT NOT NULL, -- must, should, may
    due INTEGER,
    mode TEXT,
    verdict TEXT NOT NULL, -- pass, fail, advice, undecided, no_data
    measured DOUBLE,
    measured_low DOUBLE,
    measured_high DOUBLE,
    required DOUBLE,
    measured_unit TEXT,
    shortfall DOUBLE,
    shortfall_unit TEXT,
    reasons TEXT NOT NULL, -- a JSON array
    citation TEXT,
    persons DOUBLE,
    persons_covered DOUBLE,
    persons_unreached DOUBLE,
    persons_modelled DOUBLE, -- of them: nobody's known home
    sentence TEXT,
    arguments TEXT NOT NULL, -- a JSON object: numbers and words
    text_zh TEXT,
    text_en TEXT,
    run INTEGER NOT NULL
);

CREATE INDEX finding_subject ON finding (rule, subject_id);

-- Exceptions granted, with the document that grants them.
CREATE TABLE waiver (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    rule TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    document TEXT NOT NULL,
    "from" DATE,
    until DATE,
    attributes TEXT,
    source INTEGER,
    source_row INTEGER
);
