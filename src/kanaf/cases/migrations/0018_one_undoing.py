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
    AND r.record IS NOT NULL;
  GET DIAGNOSTICS rewritten_ = ROW_COUNT;
  IF rewritten_ <> cardinality(later_) THEN
    RAISE EXCEPTION 'kanaf: refused' USING ERRCODE = 'raise_exception';
  END IF;
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
        migrations.RunSQL(
            f"REVOKE EXECUTE ON FUNCTION {UNMERGE} FROM kanaf_runtime",
            f"GRANT EXECUTE ON FUNCTION {UNMERGE} TO kanaf_runtime",
        ),
        migrations.RunSQL(f"DROP FUNCTION {REWRITE}", migrations.RunSQL.noop),
    ]  # fmt: skip
