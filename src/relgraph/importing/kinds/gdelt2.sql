-- title = "GDELT 2.0 events"
-- about = """
-- Events that a program coded from news, one file per 15 minutes: data.gdeltproject.org/gdeltv2. Any use is free with a link to the GDELT
-- project. A row can be of a day long before the file. Relation and modality follow from the CAMEO code (cameo.csv),
-- rg:intensity is the Goldstein scale. A role without a country, an ethnic group or a known group (COP, GOV) is another actor
-- in each event; codes of regions (AFR, EUR, SEA) are actors, and no states. A year has 10^8 rows: add them up
-- with --by and --states-only, as a role is added up with nothing.
-- """
-- lookups = ["cameo"]
-- [tables.events]
-- columns = ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode", "Actor1Religion1Code", "Actor1Religion2Code", "Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code", "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode", "Actor2Religion1Code", "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code", "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", "Actor1Geo_Type", "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code", "Actor1Geo_ADM2Code", "Actor1Geo_Lat", "Actor1Geo_Long", "Actor1Geo_FeatureID", "Actor2Geo_Type", "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code", "Actor2Geo_ADM2Code", "Actor2Geo_Lat", "Actor2Geo_Long", "Actor2Geo_FeatureID", "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_ADM2Code", "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID", "DATEADDED", "SOURCEURL"]
-- optional = []
-- delimiter = "\t"
-- quote = ""
-- header = false
WITH told AS (
    SELECT *,
        Actor1CountryCode IS NULL AND Actor1KnownGroupCode IS NULL AND Actor1EthnicCode IS NULL AS role1,
        Actor2CountryCode IS NULL AND Actor2KnownGroupCode IS NULL AND Actor2EthnicCode IS NULL AS role2,
        Actor1CountryCode IN ('AFR', 'ASA', 'BLK', 'CRB', 'CAU', 'CFR', 'CAS', 'CEU', 'EIN', 'EAF', 'EEU', 'EUR', 'LAM', 'MEA', 'MDT', 'NAF', 'NMR', 'PGS', 'SCN', 'SAM', 'SAS', 'SEA', 'SAF', 'WAF', 'WST') AS region1,
        Actor2CountryCode IN ('AFR', 'ASA', 'BLK', 'CRB', 'CAU', 'CFR', 'CAS', 'CEU', 'EIN', 'EAF', 'EEU', 'EUR', 'LAM', 'MEA', 'MDT', 'NAF', 'NMR', 'PGS', 'SCN', 'SAM', 'SAS', 'SEA', 'SAF', 'WAF', 'WST') AS region2
    FROM events
)
SELECT
    GLOBALEVENTID AS act_id,
    CASE WHEN role1 THEN Actor1Code || ' in event ' || GLOBALEVENTID WHEN Actor1Code = Actor1CountryCode AND NOT region1 THEN 'cameo:' || Actor1Code ELSE Actor1Code END AS actor,
    CASE WHEN Actor1Code = Actor1CountryCode AND NOT region1 THEN 'State' ELSE 'Actor' END AS actor_kind,
    CASE WHEN role1 THEN Actor1Name WHEN Actor1Code <> coalesce(Actor1CountryCode, '') THEN Actor1Code END AS actor_label,
    CASE WHEN NOT region1 THEN 'cameo:' || Actor1CountryCode END AS actor_state,
    coalesce(c4.relation, c3.relation, c2.relation) AS relation,
    CASE WHEN role2 THEN Actor2Code || ' in event ' || GLOBALEVENTID WHEN Actor2Code = Actor2CountryCode AND NOT region2 THEN 'cameo:' || Actor2Code ELSE Actor2Code END AS object,
    CASE WHEN Actor2Code = Actor2CountryCode AND NOT region2 THEN 'State' ELSE 'Actor' END AS object_kind,
    CASE WHEN role2 THEN Actor2Name WHEN Actor2Code <> coalesce(Actor2CountryCode, '') THEN Actor2Code END AS object_label,
    CASE WHEN NOT region2 THEN 'cameo:' || Actor2CountryCode END AS object_state,
    left(SQLDATE, 4) || '-' || SQLDATE[5:6] || '-' || SQLDATE[7:8] AS "from",
    "from" AS until,
    coalesce(c4.modality, c3.modality, c2.modality) AS modality,
    GoldsteinScale AS intensity,
    'cameo:' || EventCode AS code,
    SOURCEURL AS source,
    CASE WHEN Actor1Code IS NULL AND Actor2Code IS NULL THEN 'no actor is coded' WHEN Actor1Code IS NULL THEN 'who acts is not coded' WHEN Actor2Code IS NULL THEN 'on whom is not coded' WHEN EventCode = '---' THEN 'what is done is not coded' END AS left_out,
    role1 OR role2 AS named_once,
    file,
    GLOBALEVENTID AS row
FROM told
LEFT JOIN cameo AS c4 ON c4.code = EventCode
LEFT JOIN cameo AS c3 ON c3.code = left(EventCode, 3) AND length(EventCode) > 3
LEFT JOIN cameo AS c2 ON c2.code = left(EventCode, 2) AND length(EventCode) > 2
