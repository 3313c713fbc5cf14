"""What waits for a coach though nothing is held, in doubt or alerted, as parts of SQL.

Today and the list of people count by the same parts, so that whoever needs somebody on
the one needs somebody on the other; what is only to be celebrated is nobody's need.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file
from __future__ import annotations

from service.store.tables.plans import NEWS as LOOKED_FOR

# Decisions that are good news, by their rule.
GLAD = ("L3-word", "S-kept")
# Whom a coach talks with needs nobody else, and that coach when she wrote last.
TALK = (
    "SELECT p.id AS person, 'talk' AS source,"
    " CASE WHEN t.account_id = CAST(:me AS uuid) THEN 'mine' ELSE 'theirs' END AS kind,"
    " '' AS reason, heard.last AS id, heard.at, CAST(NULL AS uuid) AS coach_id,"
    " t.account_id IS DISTINCT FROM CAST(:me AS uuid) AS had"
    " FROM take_overs t JOIN participants p ON p.id = t.participant_id"
    " LEFT JOIN handlings h ON h.participant_id = p.id"
    " CROSS JOIN LATERAL (SELECT min(i.received_at) AS at,"
    " (array_agg(i.id ORDER BY i.received_at DESC, i.id DESC))[1] AS last FROM inbox i"
    " WHERE i.organisation_id = :organisation AND i.participant_id = p.id"
    " AND i.received_at > greatest(t.began_at, h.settled_at)) heard"
    " WHERE t.organisation_id = :organisation AND t.ended_at IS NULL"
    " AND heard.at IS NOT NULL AND p.hold = 'take_over' AND p.wrapped_key IS NOT NULL"
    " AND p.consent <> 'stopped'"
)
NEWS = (
    "SELECT p.id AS person, 'news' AS source, d.rule AS kind, '' AS reason, d.id, d.at,"
    " CAST(NULL AS uuid) AS coach_id, false AS had"
    f" FROM (SELECT * FROM decisions WHERE {LOOKED_FOR}) d"
    " JOIN participants p ON p.id = d.participant_id"
    " WHERE d.organisation_id = :organisation AND d.at >= :week"
    " AND d.verdict IN ('send', 'grown', 'rung') AND p.wrapped_key IS NOT NULL"
)
_WEEK = "handrail_now() - interval '7 days'"
_GLAD = ", ".join(f"'{rule}'" for rule in GLAD)
# Who is among them, once, but for what a coach has put away; it is asked for whoever
# looks, and a talk is somebody's need whoever leads it.
WAITING = (
    f"SELECT w.person FROM ({TALK} UNION ALL {NEWS}) w"
    f" WHERE NOT (w.source = 'news' AND w.kind IN ({_GLAD}))"
    " AND NOT EXISTS (SELECT 1 FROM audits u WHERE u.organisation_id = :organisation"
    f" AND u.subject = w.id AND u.action LIKE 'put away: %' AND u.at >= {_WEEK}"
    " AND NOT EXISTS (SELECT 1 FROM audits b WHERE b.organisation_id = :organisation"
    " AND b.subject = u.subject AND b.at > u.at AND b.action LIKE 'put back: %'))"
    " GROUP BY w.person"
).replace(":me", "NULL").replace(":week", _WEEK)  # fmt: skip
