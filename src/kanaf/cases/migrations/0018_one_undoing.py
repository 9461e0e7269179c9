"""What a joining remembers is put right only by undoing an earlier one of the same record, in one act.

By a door of its own, whoever writes the kept record could have rewritten any day what a joining would give back.
"""

from django.db import migrations

from kanaf.foundation.rls import SqlFunction

UNDO = """
DECLARE m cases_personmerge%ROWTYPE; rewritten_ int;
BEGIN
  PERFORM kanaf_unmerge_people(merge_, since_, why_, at_);
  SELECT * INTO m FROM cases_personmerge WHERE id = merge_;
  UPDATE cases_personmerge o SET record = r.record FROM unnest(later_, records_) AS r(id, record)
  WHERE o.id = r.id AND o.state = 'done' AND o.kept_id = m.kept_id AND o.decided_at > m.decided_at
    AND length(r.record) > 44 AND substring(r.record FOR 16) = uuid_send(m.kept_id);
  GET DIAGNOSTICS rewritten_ = ROW_COUNT;
  IF rewritten_ <> cardinality(later_) THEN
    RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';
  END IF;
END
"""
# Whoever may undo a joining may not read who was joined later: what that one remembers is put right all the same. It is
# sealed under the key of the record that is kept, and says of it what its page says.
LATER = """
BEGIN
  RETURN QUERY SELECT o.id, o.record FROM cases_personmerge m JOIN cases_personmerge o ON o.kept_id = m.kept_id
  WHERE m.id = merge_ AND m.state = 'done' AND o.state = 'done' AND o.decided_at > m.decided_at
    AND kanaf_can(m.kept_id, 'identity', 'read') AND kanaf_can(m.absorbed_id, 'identity', 'read')
    AND (kanaf_can(m.kept_id, 'identity', 'write') OR kanaf_can(m.absorbed_id, 'identity', 'write'))
  ORDER BY o.decided_at;
END
"""
UNMERGE = "kanaf_unmerge_people(uuid, uuid[], bytea, timestamptz)"
REWRITE = "kanaf_rewrite_merge_record(uuid, bytea)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_files_by_code")]

    operations = [
        SqlFunction(
            "kanaf_undo_merge(merge_ uuid, since_ uuid[], why_ bytea, at_ timestamptz, later_ uuid[], records_ bytea[])",
            "void", UNDO, volatility="VOLATILE",
        ),
        SqlFunction("kanaf_later_joinings(merge_ uuid)", "TABLE(id uuid, record bytea)", LATER),
        migrations.RunSQL(
            f"REVOKE EXECUTE ON FUNCTION {UNMERGE} FROM kanaf_runtime",
            f"GRANT EXECUTE ON FUNCTION {UNMERGE} TO kanaf_runtime",
        ),
        migrations.RunSQL(f"DROP FUNCTION {REWRITE}", migrations.RunSQL.noop),
    ]  # fmt: skip
