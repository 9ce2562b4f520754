-- title = "Correlates of War, Intergovernmental Organizations v3"
-- about = """
-- Who is a member or an observer of which organization. The tables by state and year (state_year_format3), and by
-- organization and year (igo_year_format3) for the names of organizations, which may be left away; say how you cite them
-- there. Years on end are one membership, and one that reaches the last year of the file goes on. An associate member is a
-- member too (its status is an attribute). A number that means another state from some year on (345) begins another
-- membership there; -9 (missing) and -1 (no organization yet) are no values, and a membership before -9 says so (end).
-- """
-- [tables.state_years]
-- columns = ["ccode", "year", "state"]
-- delimiter = ","
-- [tables.organizations]
-- columns = ["ioname", "orgname", "year"]
-- delimiter = ","
-- needed = false
WITH read AS (
    -- Spreadsheets write numbers as decimals, or with zeros before them.
    SELECT * REPLACE (regexp_replace(ccode, '^0*([0-9]+)([.]0+)?$', '\1') AS ccode, regexp_replace(year, '[.]0+$', '') AS year),
        regexp_matches(coalesce(ccode, ''), '^[0-9.]+$') AND regexp_matches(coalesce(year, ''), '^[0-9]{4}([.]0+)?$') AS is_whole
    FROM state_years
),
told AS (
    UNPIVOT (SELECT * EXCLUDE (file, file_row, is_whole) FROM read WHERE is_whole)
    ON COLUMNS(* EXCLUDE (ccode, year, state)) INTO NAME organization VALUE status
),
known AS (
    SELECT DISTINCT coalesce(state_names.iri, 'cow:' || ccode) AS member, CAST(year AS INT) AS year, organization, status
    FROM told LEFT JOIN state_names
        ON system = 'cow' AND state_names.name = ccode AND CAST(year AS INT) BETWEEN first AND coalesce(last, 9999)
    WHERE status NOT IN ('0', '-1')
),
placed AS (SELECT year, row_number() OVER (ORDER BY year) AS place FROM (SELECT DISTINCT CAST(year AS INT) AS year FROM read WHERE is_whole)),
runs AS (
    SELECT *, place - row_number() OVER (PARTITION BY member, organization, status ORDER BY year) AS run
    FROM known JOIN placed USING (year) WHERE status <> '-9'
),
spans AS (
    SELECT member, organization, status, min(year) AS first, max(year) AS last, max(place) + 1 AS place
    FROM runs GROUP BY member, organization, status, run
),
missing AS (SELECT member, organization, place FROM known JOIN placed USING (year) WHERE status = '-9'),
names AS (SELECT lower(ioname) AS name_of, max(orgname) AS name FROM organizations GROUP BY lower(ioname))
SELECT
    regexp_extract(member, '[^/:]*$') || '-' || organization || '-' || status || '-' || first AS act_id,
    member AS actor,
    'State' AS actor_kind,
    CASE status WHEN '3' THEN 'observerOf' ELSE 'memberOf' END AS relation,
    organization AS object,
    'InternationalOrganization' AS object_kind,
    coalesce(name, organization) AS object_label,
    CAST(first AS VARCHAR) AS "from",
    CASE WHEN last < (SELECT max(year) FROM placed) THEN CAST(last AS VARCHAR) END AS until,
    CASE status WHEN '1' THEN 'full' WHEN '2' THEN 'associate' WHEN '3' THEN 'observer' END AS status,
    CASE WHEN missing.place IS NOT NULL THEN 'it is not known whether it went on (-9)' END AS "end",
    CASE WHEN status NOT IN ('1', '2', '3') THEN 'status ' || status || ' of ' || organization || ' is none of 0 to 3, -1, -9' END AS left_out,
    NULL AS file,
    NULL AS row
FROM spans LEFT JOIN names ON name_of = lower(organization) LEFT JOIN missing USING (member, organization, place)
UNION ALL BY NAME
SELECT
    'row ' || file_row AS act_id,
    'cow:' || ccode AS actor,
    'memberOf' AS relation,
    'any' AS object,
    coalesce(year, 'no year') AS "from",
    file,
    file_row AS row
FROM read WHERE NOT is_whole
