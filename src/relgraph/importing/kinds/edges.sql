-- title = "edges of your own: who, to whom, and what else is told of it"
-- about = """
-- Any table with a column for each end. Columns are found by their names, by another usual name where one of these
-- alone is there, or told with --columns source=ccode1,target=ccode2. A column that is none of these becomes an
-- attribute of the act and of its edges.
-- """
-- [tables.edges]
-- columns = ["source", "target"]
-- optional = ["relation", "date", "from", "until", "weight", "sign", "intensity", "modality", "polarity", "certainty", "event", "code", "source_kind", "target_kind", "source_label", "target_label"]
-- [tables.edges.also]
-- source = ["sender", "exporter", "origin", "donor", "initiator", "reporter", "state1", "country1", "actor1"]
-- target = ["receiver", "importer", "destination", "recipient", "partner", "state2", "country2", "actor2"]
-- date = ["year"]
SELECT
    CASE WHEN file = 0 THEN '' ELSE file || '-' END || file_row AS act_id,
    source AS actor,
    coalesce(relation, 'linked to') AS relation,
    target AS object,
    source_kind AS actor_kind,
    source_label AS actor_label,
    target_kind AS object_kind,
    target_label AS object_label,
    coalesce("from", date) AS "from",
    CASE WHEN "from" IS NULL AND until IS NULL THEN date ELSE until END AS until,
    modality,
    polarity,
    certainty,
    sign,
    weight,
    intensity,
    code,
    event,
    file,
    file_row AS row,
    * EXCLUDE (source, target, relation, date, "from", until, weight, sign, intensity, modality, polarity, certainty, event, code, source_kind, target_kind, source_label, target_label, file, file_row)
FROM edges
