-- title = "UN General Assembly roll-call votes"
-- about = """
-- Who voted how on what. The tables of the R package unvotes (un_votes and un_roll_calls), of the data of Voeten,
-- Strezhnev and Bailey; say how you cite them there. A vote is an act on its roll call and at it. Who was absent has no
-- row, or code 8, and makes a negative act of attending; who was no member (9) makes none. With the table un_roll_call_issues
-- too, acts have the issues of their roll call: --where "issue LIKE '%Palestinian%'" takes those of one.
-- The published similarity of 2015 is that of relgraph project agreement --over all, of what --years 2015 imports.
-- """
-- [tables.votes]
-- columns = ["rcid", "country", "vote"]
-- optional = ["country_code"]
-- delimiter = ","
-- [tables.roll_calls]
-- columns = ["rcid", "session", "date"]
-- optional = ["unres", "short", "descr"]
-- delimiter = ","
-- nulls = ["NA"]
-- [tables.issues]
-- columns = ["rcid", "short_name", "issue"]
-- delimiter = ","
-- needed = false
WITH known AS (
    -- What several rows tell of a roll call differently is not known of it.
    SELECT
        rcid,
        CASE WHEN count(DISTINCT date) = 1 THEN min(date) END AS date,
        CASE WHEN count(DISTINCT unres) = 1 THEN min(unres) END AS unres,
        CASE WHEN count(DISTINCT coalesce(short, descr)) = 1 THEN min(coalesce(short, descr)) END AS told
    FROM roll_calls GROUP BY rcid
),
concerned AS (SELECT rcid, string_agg(DISTINCT issue, '; ' ORDER BY issue) AS issue FROM issues GROUP BY rcid)
SELECT
    coalesce(votes.rcid || '-' || country, 'row ' || votes.file_row) AS act_id,
    country AS actor,
    'State' AS actor_kind,
    CASE lower(vote)
        WHEN 'yes' THEN 'votesFor' WHEN '1' THEN 'votesFor'
        WHEN 'abstain' THEN 'abstainsOn' WHEN '2' THEN 'abstainsOn'
        WHEN 'no' THEN 'votesAgainst' WHEN '3' THEN 'votesAgainst'
        WHEN 'absent' THEN 'attends' WHEN '8' THEN 'attends'
    END AS relation,
    CASE WHEN lower(vote) IN ('absent', '8') THEN 'negative' ELSE 'positive' END AS polarity,
    'roll call ' || votes.rcid AS object,
    'Vote' AS object_kind,
    coalesce('roll call ' || votes.rcid || ': ' || coalesce(unres || ', ', '') || told, 'roll call ' || votes.rcid) AS object_label,
    'roll call ' || votes.rcid AS event,
    'Vote' AS event_kind,
    object_label AS event_label,
    known.date AS "from",
    known.date AS until,
    CASE WHEN lower(vote) IN ('9', 'not a member') THEN 'no member' END AS left_out,
    votes.file,
    votes.file_row AS row,
    concerned.issue
FROM votes LEFT JOIN known USING (rcid) LEFT JOIN concerned USING (rcid)
