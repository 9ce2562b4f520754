-- title = "Correlates of War, Intergovernmental Organizations v3"
-- about = """
-- Who is a member or an observer of which organization. The tables by state and year (state_year_format3), and by
-- organization and year (igo_year_format3) for the names of organizations, which may be left away; say how you cite them
-- there. Years on end are one membership, and one that reaches the last year of the file goes on. An associate member is a
-- member too (its status is an attribute). A number that means another state from some year on (345) begins another
-- membership there; -9 (missing) and -1 (no organization yet) are no values.
-- """
-- [tables.state_years]
-- columns = ["ccode", "year", "state"]
-- delimiter = ","
-- [tables.organizations]
-- columns = ["ioname", "orgname", "year"]
-- delimiter = ","
-- needed = false
WITH told AS (
    UNPIVOT (SELECT * EXCLUDE (file, file_row) FROM state_years)
    ON COLUMNS(* EXCLUDE (ccode, year, state)) INTO NAME organization VALUE status
),
known AS (
    SELECT coalesce(state_names.iri, 'cow:' || ccode) AS member, CAST(year AS INT) AS year, organization, status
    FROM told LEFT JOIN state_names
        ON system = 'cow' AND state_names.name = ccode AND CAST(year AS INT) BETWEEN first AND coalesce(last, 9999)
    WHERE status IN ('1', '2', '3')
),
placed AS (SELECT year, row_number() OVER (ORDER BY year) AS place FROM (SELECT DISTINCT CAST(year AS INT) AS year FROM state_years)),
runs AS (
    SELECT *, place - row_number() OVER (PARTITION BY member, organization, status ORDER BY year) AS run
    FROM known JOIN placed USING (year)
),
spans AS (
    SELECT member, organization, status, min(year) AS first, max(year) AS last
    FROM runs GROUP BY member, organization, status, run
),
names AS (SELECT lower(ioname) AS organization, max(orgname) AS name FROM organizations GROUP BY lower(ioname))
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
    CASE status WHEN '1' THEN 'full' WHEN '2' THEN 'associate' ELSE 'observer' END AS status
FROM spans LEFT JOIN names USING (organization)
