-- title = "POLECAT events"
-- about = """
-- Events that a program coded from news in many languages, by the files of Harvard Dataverse, doi:10.7910/DVN/AJGVIT; say
-- how you cite them there. Relation and modality follow from type and mode of PLOVER (plover.csv): AGREE is what is
-- planned. An event whose contexts say that it is in the future or hypothetical is planned or doubtful, one that is negated did
-- not take place, and of one that is historical it is not known when it did: its date is that of a report, and is
-- kept as an attribute. None is nothing known.
-- """
-- lookups = ["plover"]
-- [tables.events]
-- columns = ["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Contexts", "Actor Name", "Actor Country", "Recipient Name", "Recipient Country"]
-- optional = ["Quad Code", "Actor COW", "Recipient COW", "Primary Actor Sector", "Primary Recipient Sector", "Source", "City", "Country"]
-- delimiter = "\t"
-- quote = ""
-- nulls = ["None", "NA"]
SELECT
    "Event ID" AS act_id,
    CASE WHEN "Actor Country" IS NULL AND "Primary Actor Sector" IS NOT NULL AND "Actor Name" = "Primary Actor Sector" THEN "Actor Name" || ' in event ' || "Event ID" ELSE "Actor Name" END AS actor,
    CASE WHEN "Actor Name" = "Actor Country" THEN 'State' ELSE 'Actor' END AS actor_kind,
    "Actor Name" AS actor_label,
    'iso3:' || "Actor Country" AS actor_state,
    coalesce(exact.relation, by_type.relation) AS relation,
    CASE WHEN "Recipient Country" IS NULL AND "Primary Recipient Sector" IS NOT NULL AND "Recipient Name" = "Primary Recipient Sector" THEN "Recipient Name" || ' in event ' || "Event ID" ELSE "Recipient Name" END AS object,
    CASE WHEN "Recipient Name" = "Recipient Country" THEN 'State' ELSE 'Actor' END AS object_kind,
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
    file,
    "Event ID" AS row,
    "Event Mode",
    Contexts,
    CASE WHEN historical THEN "Event Date" END AS "Event Date"
FROM (SELECT *, coalesce(regexp_matches(lower(Contexts), '\bhistorical\b'), false) AS historical FROM events)
LEFT JOIN plover AS exact ON exact.code = "Event Type" || '-' || "Event Mode"
LEFT JOIN plover AS by_type ON by_type.code = "Event Type"
