-- title = "POLECAT events"
-- about = """
-- Events that a program coded from news in many languages, by the files of Harvard Dataverse, doi:10.7910/DVN/AJGVIT; say
-- how you cite them there. Relation and modality follow from type and mode of PLOVER (plover.csv): AGREE is what is
-- planned. An event whose contexts say that it is in the future or hypothetical is planned or doubtful, one that is negated did
-- not take place, and of one that is historical it is not known when it did: its date is that of a report, and is
-- kept as an attribute. An actor is a state where it is called as its country is; one that has neither a country nor a page
-- of Wikipedia, such as the police, is another one in each event. None is nothing known.
-- """
-- lookups = ["plover"]
-- [tables.events]
-- columns = ["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Contexts", "Actor Name", "Actor Country", "Recipient Name", "Recipient Country"]
-- optional = ["Quad Code", "Actor COW", "Recipient COW", "Wikipedia Actor ID", "Wikipedia Recipient ID", "Source", "City", "Country"]
-- delimiter = "\t"
-- quote = ""
-- nulls = ["None", "NA"]
WITH called AS (
    SELECT DISTINCT codes.name AS country, names.name
    FROM state_names AS codes JOIN state_names AS names ON codes.iri = names.iri AND codes.system = 'iso3' AND names.system = 'name'
),
told AS (
    SELECT *,
        coalesce(regexp_matches(lower(Contexts), '\bhistorical\b'), false) AS historical,
        "Actor Name" = "Actor Country" OR ("Actor Country", regexp_replace(lower(strip_accents("Actor Name")), '^the |[^a-z0-9]', '', 'g')) IN (FROM called) AS state1,
        "Recipient Name" = "Recipient Country" OR ("Recipient Country", regexp_replace(lower(strip_accents("Recipient Name")), '^the |[^a-z0-9]', '', 'g')) IN (FROM called) AS state2,
        "Actor Country" IS NULL AND "Wikipedia Actor ID" IS NULL AS role1,
        "Recipient Country" IS NULL AND "Wikipedia Recipient ID" IS NULL AS role2
    FROM events
)
SELECT
    "Event ID" AS act_id,
    CASE WHEN state1 THEN 'iso3:' || "Actor Country" WHEN role1 THEN "Actor Name" || ' in event ' || "Event ID" ELSE "Actor Name" END AS actor,
    CASE WHEN state1 THEN 'State' ELSE 'Actor' END AS actor_kind,
    "Actor Name" AS actor_label,
    'iso3:' || "Actor Country" AS actor_state,
    coalesce(exact.relation, by_type.relation) AS relation,
    CASE WHEN state2 THEN 'iso3:' || "Recipient Country" WHEN role2 THEN "Recipient Name" || ' in event ' || "Event ID" ELSE "Recipient Name" END AS object,
    CASE WHEN state2 THEN 'State' ELSE 'Actor' END AS object_kind,
    "Recipient Name" AS object_label,
    'iso3:' || "Recipient Country" AS object_state,
    CASE WHEN NOT historical THEN "Event Date" END AS "from",
    "from" AS until,
    CASE WHEN regexp_matches(lower(Contexts), '\bfuture\b') THEN 'planned' ELSE coalesce(exact.modality, by_type.modality) END AS modality,
    CASE WHEN regexp_matches(lower(Contexts), '\bnegated\b') THEN 'negative' END AS polarity,
    CASE WHEN regexp_matches(lower(Contexts), '\bhypothetical\b') THEN 'doubtful' END AS certainty,
    Intensity AS intensity,
    'plover:' || "Event Type" AS code,
    Source AS source,
    CASE WHEN "Actor Name" IS NULL THEN 'who acts is not coded' WHEN "Recipient Name" IS NULL THEN 'on whom is not coded' END AS left_out,
    role1 OR role2 AS named_once,
    file,
    "Event ID" AS row,
    "Event Mode",
    Contexts,
    CASE WHEN historical THEN "Event Date" END AS "Event Date"
FROM told
LEFT JOIN plover AS exact ON exact.code = "Event Type" || '-' || "Event Mode"
LEFT JOIN plover AS by_type ON by_type.code = "Event Type"
