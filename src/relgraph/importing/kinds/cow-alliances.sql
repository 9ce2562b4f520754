-- title = "Correlates of War, formal alliances v4.1 by member"
-- about = """
-- Who is in which alliance: the table by member of correlatesofwar.org; say how you cite it there. An alliance is a
-- group of states; a membership that the data cut off at their end goes on.
-- """
-- [tables.members]
-- columns = ["version4id", "ccode", "mem_st_day", "mem_st_month", "mem_st_year", "mem_end_day", "mem_end_month", "mem_end_year", "right_censor"]
-- optional = ["ss_type", "left_censor", "defense", "neutrality", "nonaggression", "entente"]
-- delimiter = ","
-- nulls = ["-9", ".", "NA"]
SELECT
    coalesce(version4id || '-' || ccode, 'row ' || file_row) || '-' || coalesce(mem_st_year, '') || '-' || coalesce(mem_st_month, '') AS act_id,
    'cow:' || ccode AS actor,
    'State' AS actor_kind,
    'memberOf' AS relation,
    'alliance ' || version4id AS object,
    'StateGroup' AS object_kind,
    object AS object_label,
    mem_st_year || coalesce('-' || lpad(mem_st_month, 2, '0') || coalesce('-' || lpad(mem_st_day, 2, '0'), ''), '') AS "from",
    CASE WHEN right_censor = '1' THEN NULL ELSE mem_end_year || coalesce('-' || lpad(mem_end_month, 2, '0') || coalesce('-' || lpad(mem_end_day, 2, '0'), ''), '') END AS until,
    ss_type,
    defense,
    neutrality,
    nonaggression,
    entente,
    left_censor,
    file,
    file_row AS row
FROM members
