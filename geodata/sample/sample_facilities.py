"""Facilities and candidate sites of the sample town, set by hand so that
each rule meets a unit that keeps it and one that breaks it."""

from sample_base import km, lon_lat, write_csv

COLUMNS = ["id", "name", "type", "lon", "lat", "status", "building_id",
           "tier", "area_m2", "services", "is_comprehensive", "is_pilot",
           "is_reformed", "is_reform_base", "stars", "directors",
           "physicians", "therapists", "nurses", "rehab_workers",
           "mental_staff", "opened", "closed", "address", "phone", "hours",
           "training_new_h", "training_year_h"]

DAY_CARE = "warm_home;day_care:24:17;rehabilitation"
FULL = "warm_home;day_care:30:22;mental_care:12:9;severe_care:10:10"

# Warm Homes: id, name, km, area m2 (None: unknown), comprehensive,
# services, further columns.
WARM_HOMES = [
    ("W01", "湖滨温馨家园", (10.61, 11.62), 62, 1, FULL,
     dict(directors=1, stars=4, is_pilot=1, is_reformed=1, rehab_workers=2,
          mental_staff=1, opened="2012-05-18", training_new_h=48,
          training_year_h=20, phone="010-5550101",
          address="湖滨东街12号", is_reform_base=1)),
    ("W02", "柏树温馨家园", (11.01, 12.73), 48, 1, DAY_CARE,
     dict(directors=1, stars=3, opened="2016-09-01", is_pilot=0,
          is_reformed=0, is_reform_base=0)),
    ("W03", "书院温馨家园", (12.62, 12.88), 210, 1, FULL,
     dict(directors=1, stars=5, is_pilot=1, is_reformed=1, is_reform_base=1,
          rehab_workers=4, mental_staff=2, opened="2009-12-03",
          training_new_h=40, training_year_h=16)),
    ("W04", "北关温馨家园", (13.62, 12.63), 70, 0, DAY_CARE,
     dict(directors=0, opened="2011-03-15", is_pilot=0, is_reformed=0,
          is_reform_base=0)),
    ("W05", "北关东里温馨家园", (15.06, 12.90), 120, 1, FULL,
     dict(status="planned")),
    ("W06", "听泉温馨家园", (13.88, 10.13), 180, 1,
     "warm_home;day_care:90:12;mental_care:12:9;severe_care:10:10",
     dict(directors=1, is_pilot=1, is_reformed=1, stars=4, rehab_workers=3,
          mental_staff=1, opened="2017-06-26", training_new_h=60,
          training_year_h=12, is_reform_base=1)),
    ("W07", "石桥温馨家园", (15.26, 11.50), 90, 1, DAY_CARE,
     dict(status="closed", opened="2008-04-01", closed="2018-10-31")),
    ("W08", "南塘温馨家园", (11.26, 9.74), None, 1, DAY_CARE,
     dict(directors=1, rehab_workers=1, is_reform_base=1)),
    ("W09", "高新温馨家园", (15.24, 9.62), 40, 0, "warm_home",
     dict(rehab_workers=0, mental_staff=0, is_reform_base=1)),
    ("W10", "东原温馨家园", (18.05, 14.45), 140, 1, FULL,
     dict(directors=0, mental_staff=1, rehab_workers=3, is_pilot=1,
          opened="2014-07-20", training_new_h=30, training_year_h=18,
          is_reform_base=1)),
    ("W11", "铁桥村温馨家园", (18.22, 10.57), 60, 0, DAY_CARE,
     dict(tier="village", is_pilot=0, is_reform_base=1)),
    ("W12", "柳河温馨家园", (12.78, 7.05), 95, 1, DAY_CARE,
     dict(directors=1, opened="2013-10-10", is_pilot=0, is_reform_base=1)),
    ("W13", "云岭温馨家园", (8.52, 20.55), 30, 1, DAY_CARE,
     dict(directors=1, is_reform_base=1)),
    ("W14", "石泉温馨家园", (18.03, 19.02), 50, 1, FULL,
     dict(directors=1, mental_staff=1, opened="2015-11-11", is_reform_base=1)),
    ("W15", "松坪温馨家园", (23.47, 20.98), 36, 1, DAY_CARE,
     dict(is_reform_base=1)),
]

# Village homes that were open in 2019 alone, when with them 20 homes were
# bases of the reform: id, name, km.
MERGED_HOMES = [
    ("W16", "麦场村温馨家园", (22.08, 7.92)),
    ("W17", "东沙村温馨家园", (25.18, 4.58)),
    ("W18", "枣园村温馨家园", (14.18, 4.13)),
    ("W19", "柳河村温馨家园", (5.08, 7.02)),
    ("W20", "北岭村温馨家园", (13.62, 26.52)),
    ("W21", "雪涧村温馨家园", (19.08, 26.42)),
    ("W22", "关外村温馨家园", (13.42, 15.68)),
    ("W23", "青崖村温馨家园", (5.08, 15.53)),
    ("W24", "云上村温馨家园", (5.42, 26.92)),
]

# Everything else: id, name, type, km, further columns.
OTHERS = [
    ("F01", "澄湖精神残疾人日间康复照料站", "mental_day_station",
     (10.77, 11.38), dict(services="mental_day:20:12", mental_staff=1)),
    ("F02", "文昌精神残疾人日间康复照料站", "mental_day_station",
     (12.28, 12.62), dict(services="mental_day:30:30", mental_staff=2)),
    ("F03", "听泉精神残疾人日间康复照料站", "mental_day_station",
     (13.53, 10.87), dict(services="mental_day:15")),
    ("F04", "南塘精神残疾人日间康复照料站", "mental_day_station",
     (11.52, 10.04), dict(services="mental_day", mental_staff=1)),
    ("F05", "东原精神残疾人日间康复照料站", "mental_day_station",
     (17.92, 14.31), dict(services="mental_day:12:5")),
    ("F06", "石泉精神残疾人日间康复照料站", "mental_day_station",
     (18.07, 18.94), dict(services="mental_day:10")),
    ("F07", "沙窝精神残疾人日间康复照料站", "mental_day_station",
     (17.53, 6.85), dict(status="planned", opened="2021-06-01")),
    ("F08", "澄湖辅助器具服务站", "assistive_device_station",
     (10.62, 11.60), dict(building_id="B01")),
    ("F09", "北关辅助器具服务站", "assistive_device_station",
     (13.87, 12.29), {}),
    ("F10", "听泉辅助器具服务站", "assistive_device_station",
     (14.03, 9.88), {}),
    ("F11", "高新辅助器具服务站", "assistive_device_station",
     (15.02, 9.88), dict(rehab_workers=0, mental_staff=0)),
    ("F12", "东原辅助器具服务站", "assistive_device_station",
     (18.12, 14.50), {}),
    ("F13", "柳河辅助器具服务站", "assistive_device_station",
     (12.86, 6.92), {}),
    ("F14", "青崖辅助器具服务站", "assistive_device_station",
     (5.05, 15.63), {}),
    ("F15", "文昌日间照料站", "day_care_station", (12.79, 11.62),
     dict(services="day_care:40:31")),
    ("F16", "柳河日间照料站", "day_care_station", (12.71, 6.98),
     dict(services="day_care:18:18")),
    ("F17", "澄湖职业康复站", "vocational_station", (10.29, 12.37),
     dict(services="vocational_rehabilitation:25:20;day_care:10:8")),
    ("F18", "东原职业康复站", "vocational_station", (18.20, 14.28),
     dict(services="vocational_rehabilitation:20;day_care")),
    ("F19", "书院养老服务驿站", "elderly_service_station", (12.78, 12.88),
     dict(services="day_care:15:6;home_service")),
    ("F20", "北关养老服务驿站", "elderly_service_station", (14.28, 12.87),
     dict(services="day_care:12:12")),
    ("F21", "石桥养老服务驿站", "elderly_service_station", (15.53, 11.22),
     dict(services="day_care:10:2;home_service")),
    ("F22", "湖滨养老院", "elderly_institution", (11.03, 10.87),
     dict(services="residential:beds=100;special_welfare:beds=50",
          nurses=14, building_id="B02")),
    ("F23", "东坡敬老院", "elderly_institution", (26.03, 14.63),
     dict(services="residential:beds=60:44;respite:beds=6", nurses=5)),
    ("F24", "栖云精神卫生福利院", "mental_welfare_institution",
     (10.04, 9.65), dict(services="mental_welfare:beds=120", nurses=22,
                        mental_staff=9, physicians=6)),
    ("F25", "澄湖专门福利院", "special_welfare_institution",
     (13.03, 10.38), dict(services="special_welfare:beds=56", nurses=8)),
    ("F26", "石门专门福利院", "special_welfare_institution",
     (14.63, 20.03), dict(services="special_welfare:beds=38", nurses=4)),
    ("F27", "栖云康复医院", "rehabilitation_hospital", (12.79, 12.13),
     dict(services="rehabilitation:beds=80;rehabilitation_assessment",
          physicians=14, therapists=26, nurses=25, area_m2=6200)),
    ("F28", "澄湖康复中心", "rehabilitation_institution", (13.29, 9.62),
     dict(services="rehabilitation:beds=40;assistive_device",
          physicians=5, therapists=12, nurses=12)),
    ("F29", "东原康复中心", "rehabilitation_institution", (18.00, 14.20),
     dict(services="rehabilitation:beds=30", physicians=6, therapists=8,
          nurses=10)),
    ("F30", "沙窝托养中心", "residential_institution", (17.62, 6.70),
     dict(services="residential:beds=105:88;respite:beds=4:1", nurses=3)),
]

SITE_COLUMNS = ["id", "lon", "lat", "name", "types", "max_area_m2",
                "max_beds", "cost_cny", "base_score"]

# id, name, km, types, m2, beds, CNY, score
SITES = [
    ("S01", "河西小学旧址", (11.76, 12.13), "warm_home", 400, 0, 1450000, 8),
    ("S02", "河西邮局", (11.88, 11.27), "warm_home;mental_day_station",
     180, 0, 900000, 6),
    ("S03", "北关东里空地", (15.04, 12.87), "warm_home", 350, 0, 1800000, 7),
    ("S04", "北关菜市场", (14.78, 12.37), "warm_home", 260, 0, 1250000, 5),
    ("S05", "石桥旧园", (15.04, 11.37),
     "warm_home;assistive_device_station", 300, 0, 600000, 9),
    ("S06", "石桥厂区", (15.54, 10.87), "", 1200, 60, 5200000, 4),
    ("S07", "南塘西里", (10.28, 9.87), "warm_home", 220, 0, 1100000, 6),
    ("S08", "南塘东里", (12.37, 9.53), "warm_home;day_care_station", 240, 0,
     1150000, 6),
    ("S09", "文昌路口", (12.63, 11.73), "warm_home", 200, 0, 1350000, 5),
    ("S10", "文昌幼儿园旧址", (12.29, 13.13), "warm_home;mental_day_station",
     260, 0, 1000000, 7),
    ("S11", "高新人才公寓", (15.53, 10.13), "warm_home", 150, 0, 800000, 4),
    ("S12", "澄湖旧粮站", (10.28, 13.12), "warm_home", 160, 0, 700000, 5),
    ("S13", "听泉文化站", (13.28, 11.62), "warm_home;vocational_station",
     300, 0, 1400000, 5),
    ("S14", "沙窝村委会", (17.45, 6.90), "warm_home;mental_day_station",
     280, 20, 520000, 8),
    ("S15", "麦场村小学", (22.05, 7.95), "warm_home", 200, 0, 380000, 7),
    ("S16", "东沙村部", (25.15, 4.55), "warm_home", 160, 0, 360000, 6),
    ("S17", "枣园村部", (14.15, 4.10), "warm_home", 170, 0, 350000, 5),
    ("S18", "湖心村部", (22.05, 14.05), "warm_home", 190, 0, 420000, 6),
    ("S19", "柳河村文化室", (5.05, 7.05), "warm_home", 210, 0, 430000, 7),
    ("S20", "云上村小学", (5.45, 26.95), "warm_home", 120, 10, 480000, 9),
    ("S21", "北岭村部", (13.65, 26.55), "warm_home", 110, 0, 400000, 5),
    ("S22", "雪涧村部", (19.05, 26.45), "warm_home", 110, 0, 410000, 6),
    ("S23", "青崖乡旧政府", (5.05, 15.50), "", 600, 40, 950000, 9),
    ("S24", "关外村部", (13.45, 15.65), "warm_home", 150, 0, 390000, 6),
    ("S25", "东原工业园", (18.34, 14.20), "rehabilitation_institution;"
     "special_welfare_institution", 4000, 120, 16000000, 5),
    ("S26", "松坪旧粮库", (23.55, 21.05), "special_welfare_institution",
     1500, 50, 3100000, 4),
]

VENUE_COLUMNS = ["id", "name", "lon", "lat", "kind"]

# id, name, km, kind
VENUES = [
    ("V01", "石泉滑雪场", (18.20, 19.10), "competition"),
    ("V02", "松坪接待宾馆", (23.60, 21.10), "hotel"),
    ("V03", "云上冰场", (5.30, 26.80), "competition"),
    ("V04", "湖滨体育馆", (10.72, 11.52), "competition"),
]

WAIVER_COLUMNS = ["rule", "unit_code", "document", "from", "until"]

# rule, unit, the document that grants it, from and until when
WAIVERS = [
    ("B-HOME-URBAN", "990101006", "栖残发〔2019〕8号", "2019-07-01",
     "2021-06-30"),
    ("A-ASSISTIVE", "990103001", "栖残函〔2018〕21号", "2018-09-01",
     "2019-08-31"),
]


def home_places():
    """Where open Warm Homes of the town stand."""
    return [km(*home[2]) for home in WARM_HOMES
            if home[6].get("status", "open") == "open"]


def facility_rows():
    for id_, name, place, area, comprehensive, services, more in WARM_HOMES:
        lon, lat = lon_lat(km(*place))
        row = dict(id=id_, name=name, type="warm_home", lon=lon, lat=lat,
                   status="open", tier="street", services=services,
                   area_m2="" if area is None else area,
                   is_comprehensive=comprehensive, hours="Mo-Fr 08:30-17:00")
        row.update(more)
        yield row
    for id_, name, place in MERGED_HOMES:
        lon, lat = lon_lat(km(*place))
        yield dict(id=id_, name=name, type="warm_home", lon=lon, lat=lat,
                   status="closed", tier="village", area_m2=40,
                   services="warm_home;day_care:8", is_comprehensive=0,
                   is_pilot=0, is_reformed=1, is_reform_base=1,
                   opened="2019-03-01", closed="2020-06-30",
                   hours="Mo-Fr 08:30-17:00")
    for id_, name, type_, place, more in OTHERS:
        lon, lat = lon_lat(km(*place))
        row = dict(id=id_, name=name, type=type_, lon=lon, lat=lat,
                   status="open")
        row.update(more)
        yield row


def write_facilities(path):
    write_csv(path, COLUMNS, facility_rows())


def write_sites(path):
    rows = []
    for id_, name, place, types, area, beds, cost, score in SITES:
        lon, lat = lon_lat(km(*place))
        rows.append(dict(id=id_, lon=lon, lat=lat, name=name, types=types,
                         max_area_m2=area, max_beds=beds, cost_cny=cost,
                         base_score=score))
    write_csv(path, SITE_COLUMNS, rows)


def write_venues(path):
    rows = []
    for id_, name, place, kind in VENUES:
        lon, lat = lon_lat(km(*place))
        rows.append(dict(id=id_, name=name, lon=lon, lat=lat, kind=kind))
    write_csv(path, VENUE_COLUMNS, rows)


def write_waivers(path):
    write_csv(path, WAIVER_COLUMNS,
              [dict(zip(WAIVER_COLUMNS, waiver)) for waiver in WAIVERS])
