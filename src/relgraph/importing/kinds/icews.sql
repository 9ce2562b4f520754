-- title = "ICEWS coded events"
-- about = """
-- Events that a program coded from news reports, by the files events.YEAR.tab of Harvard Dataverse, doi:10.7910/DVN/28075;
-- say how you cite them there. NA is nothing known. Relation and modality follow from the CAMEO code (cameo.csv): an intent
-- to meet is a planned meeting. The state for which an actor acts is its country. Who is not told (Unspecified Actor,
-- Unidentified State Actor), and a role without a country (Citizen (International)), is another actor in each event.
-- """
-- lookups = ["cameo"]
-- [tables.events]
-- columns = ["Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Intensity", "Target Name", "Target Country"]
-- optional = ["Source Sectors", "Target Sectors", "Event Text", "Story ID", "Sentence Number", "Publisher", "City", "Country"]
-- delimiter = "\t"
-- quote = ""
-- nulls = ["NA"]
WITH told AS (
    SELECT *,
        CASE WHEN "Source Country" IS NULL THEN regexp_full_match("Source Name", '(.* \()?(Unspecified Actor|Unidentified State Actor|International|International Government Organizations|Non-Governmental Organizations)\)?') ELSE false END AS untold1,
        CASE WHEN "Target Country" IS NULL THEN regexp_full_match("Target Name", '(.* \()?(Unspecified Actor|Unidentified State Actor|International|International Government Organizations|Non-Governmental Organizations)\)?') ELSE false END AS untold2
    FROM events
)
SELECT
    "Event ID" AS act_id,
    CASE WHEN untold1 THEN "Source Name" || ' in event ' || "Event ID" ELSE "Source Name" END AS actor,
    CASE WHEN "Source Name" = "Source Country" THEN 'State' WHEN untold1 THEN 'Actor' WHEN "Source Sectors" IS NULL THEN NULL WHEN "Source Sectors" LIKE '%International Government Organization%' AND "Source Country" IS NULL THEN 'Organization' ELSE 'Actor' END AS actor_kind,
    "Source Name" AS actor_label,
    "Source Country" AS actor_state,
    coalesce(c4.relation, c3.relation, c2.relation) AS relation,
    CASE WHEN untold2 THEN "Target Name" || ' in event ' || "Event ID" ELSE "Target Name" END AS object,
    CASE WHEN "Target Name" = "Target Country" THEN 'State' WHEN untold2 THEN 'Actor' WHEN "Target Sectors" IS NULL THEN NULL WHEN "Target Sectors" LIKE '%International Government Organization%' AND "Target Country" IS NULL THEN 'Organization' ELSE 'Actor' END AS object_kind,
    "Target Name" AS object_label,
    "Target Country" AS object_state,
    "Event Date" AS "from",
    "Event Date" AS until,
    coalesce(c4.modality, c3.modality, c2.modality) AS modality,
    "Intensity" AS intensity,
    'cameo:' || "CAMEO Code" AS code,
    "Publisher" AS source,
    untold1 OR untold2 AS named_once,
    file,
    "Event ID" AS row
FROM told
LEFT JOIN cameo AS c4 ON c4.code = "CAMEO Code"
LEFT JOIN cameo AS c3 ON c3.code = left("CAMEO Code", 3) AND length("CAMEO Code") > 3
LEFT JOIN cameo AS c2 ON c2.code = left("CAMEO Code", 2) AND length("CAMEO Code") > 2
