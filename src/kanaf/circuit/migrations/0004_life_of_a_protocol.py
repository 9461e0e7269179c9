"""A protocol is written, approved, signed and put in force by those who may; a file moves by its leading desk."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import kanaf.foundation.ids
from kanaf.circuit.seats import REVIEWERS, REVIEWERS_OF_EVERYWHERE, SIGNERS, WRITERS, WRITERS_ANYWHERE
from kanaf.foundation.rls import EnableRowSecurity, Policy, SqlFunction


def listed(roles):
    return ", ".join(f"'{role.value}'" for role in sorted(roles))


def holds(roles):
    return f"EXISTS (SELECT FROM kanaf_posts() p WHERE p.role IN ({listed(roles)}))"


def sits(roles):
    """The twin of ``policies._sits``: a role at a desk that lies in one of the places."""
    return f"""EXISTS (
    SELECT FROM kanaf_posts() p JOIN actors_desk d ON d.id = p.desk JOIN territory_place here ON here.id = d.place_id
    JOIN territory_place part ON part.id = ANY (here.lineage)
    WHERE p.role IN ({listed(roles)}) AND here.country_id = country_ AND part.code = ANY (places_))"""


WRITES = f"BEGIN RETURN {holds(WRITERS_ANYWHERE)} OR {sits(WRITERS)}; END"
REVIEWS = f"""
BEGIN
  IF cardinality(places_) = 0 THEN RETURN {holds(REVIEWERS_OF_EVERYWHERE)}; END IF;
  RETURN {sits(REVIEWERS)};
END
"""
SIGNS_FOR = f"""
BEGIN
  RETURN EXISTS (SELECT FROM kanaf_posts() p JOIN actors_desk d ON d.id = p.desk
                 WHERE d.organisation_id = ANY (organisations_) AND p.role IN ({listed(SIGNERS)}));
END
"""

# The protocol of a territory is continued by those who write it there, and by nobody who merely has the same word.
IS_OURS = """
BEGIN
  RETURN NOT EXISTS (SELECT FROM circuit_protocolversion v WHERE v.dispositif = dispositif_ AND v.status = 'published'
                     AND NOT kanaf_writes_protocol(v.country, v.places));
END
"""

WHERE_ = "country, places"
SHOWN = f"""
status IN ('published', 'superseded') OR kanaf_writes_protocol({WHERE_}) OR kanaf_reviews_protocol({WHERE_})
OR (status IN ('review', 'approved') AND kanaf_signs_for(members))
"""
BEGUN = f"""
status = 'draft' AND written_by = kanaf_actor() AND writers = ARRAY[kanaf_actor()] AND members = '{{}}'
AND published_at IS NULL AND kanaf_writes_protocol({WHERE_}) AND kanaf_dispositif_is_ours(dispositif)
"""
IN_PEN = f"status = 'draft' AND kanaf_writes_protocol({WHERE_})"

# Whoever changes a text has a hand in it, whatever else she says; a text that was sent stays as it was sent.
STAYS = """
BEGIN
  IF OLD.published_at IS NOT NULL AND (to_jsonb(OLD) - 'status' IS DISTINCT FROM to_jsonb(NEW) - 'status'
     OR NEW.status <> OLD.status AND (OLD.status, NEW.status) <> ('published', 'superseded'))
  THEN RAISE EXCEPTION 'a published protocol never changes: publish a newer version'; END IF;
  IF NEW.text IS DISTINCT FROM OLD.text THEN
    IF OLD.status <> 'draft' THEN RAISE EXCEPTION 'a protocol that was sent to the committee stays as it is'; END IF;
    NEW.writers := ARRAY(SELECT DISTINCT w FROM unnest(OLD.writers || kanaf_actor()) w WHERE w IS NOT NULL ORDER BY w);
  END IF;
  RETURN NEW;
END
"""

# Each answers whether it happened: false when somebody else was quicker, or when the actor may not.
SUBMIT = f"""
BEGIN
  UPDATE circuit_protocolversion v
  SET status = 'review', digest = digest_, country = country_, places = places_, members = members_,
      version = v.version + 1
  WHERE v.id = version_ AND v.version = seen_ AND v.status = 'draft' AND cardinality(members_) > 0
    AND kanaf_writes_protocol(v.country, v.places) AND kanaf_writes_protocol(country_, places_);
  RETURN FOUND;
END
"""
REVIEW = """
DECLARE digest_ text;
BEGIN
  UPDATE circuit_protocolversion v
  SET status = CASE WHEN decision_ = 'approved' THEN 'approved' ELSE 'draft' END, version = v.version + 1
  WHERE v.id = version_ AND v.version = seen_ AND CASE WHEN decision_ = 'approved'
    THEN v.status = 'review' AND kanaf_reviews_protocol(v.country, v.places) AND NOT kanaf_actor() = ANY (v.writers)
    ELSE v.status IN ('review', 'approved')
         AND (kanaf_reviews_protocol(v.country, v.places) OR kanaf_writes_protocol(v.country, v.places)) END
  RETURNING v.digest INTO digest_;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO circuit_review (id, version_id, digest, decision, remark, decided_by, decided_at)
  VALUES (id_, version_, digest_, decision_, remark_, kanaf_actor(), at_);
  RETURN true;
END
"""
WITHDRAW = """
BEGIN
  UPDATE circuit_protocolversion v SET status = 'withdrawn', version = v.version + 1
  WHERE v.id = version_ AND v.version = seen_ AND v.status = 'draft' AND kanaf_writes_protocol(v.country, v.places);
  RETURN FOUND;
END
"""
PUBLISH = """
DECLARE found_ circuit_protocolversion;
BEGIN
  SELECT * INTO found_ FROM circuit_protocolversion v
  WHERE v.id = version_ AND v.version = seen_ AND v.status = 'approved' AND NOT kanaf_actor() = ANY (v.writers)
    AND kanaf_reviews_protocol(v.country, v.places) FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM unnest(found_.members) m WHERE NOT EXISTS (
       SELECT FROM circuit_signature s
       WHERE s.version_id = found_.id AND s.organisation_id = m AND s.digest = found_.digest))
  THEN RAISE EXCEPTION 'not every member has signed' USING ERRCODE = 'check_violation',
    CONSTRAINT = 'protocol_signed_by_all'; END IF;
  UPDATE circuit_protocolversion v SET status = 'superseded'
  WHERE v.dispositif = found_.dispositif AND v.status = 'published';
  UPDATE circuit_protocolversion v
  SET status = 'published', published_by = kanaf_actor(), published_at = at_, version = v.version + 1
  WHERE v.id = version_;
  RETURN true;
END
"""

SIGNED = """
signed_by = kanaf_actor() AND kanaf_signs_for(ARRAY[organisation_id]) AND EXISTS (
    SELECT FROM circuit_protocolversion v WHERE v.id = circuit_signature.version_id AND v.status = 'approved'
      AND circuit_signature.organisation_id = ANY (v.members) AND v.digest = circuit_signature.digest)
"""
OF_A_VERSION_WE_READ = "EXISTS (SELECT FROM circuit_protocolversion v WHERE v.id = version_id)"
OF_A_VERSION_WE_WORK_ON = """
EXISTS (SELECT FROM circuit_protocolversion v WHERE v.id = version_id
        AND (kanaf_writes_protocol(v.country, v.places) OR kanaf_reviews_protocol(v.country, v.places)))
"""

# What a preview counts: the leading desk alone asks, and whoever may not is answered nothing.
FILE_STATE = """
BEGIN
  IF NOT kanaf_can(file_, 'core', 'write') THEN RETURN NULL; END IF;
  RETURN jsonb_build_object(
    'protocol', (SELECT f.protocol_id FROM circuit_followedprotocol f WHERE f.file = file_),
    'events', (SELECT jsonb_agg(jsonb_build_object(
                 'at', floor(extract(epoch FROM e.at))::bigint, 'kind', e.kind, 'subject', e.subject, 'desk', e.desk,
                 'kept', e.kept) ORDER BY e.id)
               FROM journal_entry e WHERE e.file = file_ AND e.kind <> ALL (quiet_)));
END
"""

# Silence before the move is held against nobody: rungs already past are not climbed again under the newer version.
FOLLOW = """
DECLARE before_ circuit_obligation[];
BEGIN
  IF NOT kanaf_can(file_, 'core', 'write') OR NOT EXISTS (
       SELECT FROM journal_entry e WHERE e.xid = pg_current_xact_id() AND e.file = file_ AND e.actor = kanaf_actor()
         AND e.kind = 'circuit.file_moved' AND e.kept ->> 'version_to' = protocol_::text)
     OR NOT EXISTS (SELECT FROM circuit_protocolversion v WHERE v.id = protocol_ AND v.status = 'published')
  THEN RAISE EXCEPTION 'this file does not move' USING ERRCODE = '42501'; END IF;
  UPDATE circuit_followedprotocol f SET protocol_id = protocol_, since = at_, reason = reason_
  WHERE f.file = file_ AND f.protocol_id <> protocol_;
  IF NOT FOUND THEN RAISE EXCEPTION 'this file does not move' USING ERRCODE = '42501'; END IF;
  before_ := ARRAY(SELECT o FROM circuit_obligation o WHERE o.file = file_);
  DELETE FROM circuit_obligation o WHERE o.file = file_;
  PERFORM kanaf_keep_obligations(file_, protocol_, rows_);
  UPDATE circuit_obligation o
  SET steps_done = t.done, next_step_at = CASE WHEN o.ended_at IS NULL THEN o.steps_at[t.done + 1] END
  FROM (SELECT n.number, coalesce(
          (SELECT b.steps_done FROM unnest(before_) b
           WHERE (b.rule, b.about, b.began_at, b.steps_at) = (n.rule, n.about, n.began_at, n.steps_at) LIMIT 1),
          (SELECT count(*) FROM unnest(n.steps_at) s WHERE s <= at_)) AS done
        FROM circuit_obligation n WHERE n.file = file_) t
  WHERE o.file = file_ AND o.number = t.number;
END
"""


def function(signature, returns, body):
    return SqlFunction(signature, returns, body, volatility="VOLATILE")


class Migration(migrations.Migration):
    dependencies = [("circuit", "0003_standard"), ("cases", "0005_profiles_of_the_circuits"), ("actors", "0005_signin")]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('decision', models.CharField(choices=[('approved', 'Approve: the members may sign'), ('returned', 'Send back to whoever wrote it, with a reason')], max_length=8)),
                ('remark', models.CharField(blank=True, max_length=2000, verbose_name='remark')),
                ('decided_by', models.UUIDField()),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-decided_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('signed_by', models.UUIDField()),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['signed_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='protocolversion',
            name='protocol_published_by_somebody',
        ),
        migrations.AddField(
            model_name='protocolversion',
            name='based_on',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circuit.protocolversion'),
        ),
        migrations.AddField(
            model_name='protocolversion',
            name='members',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='protocolversion',
            name='writers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, editable=False, size=None),
        ),
        migrations.AlterField(
            model_name='protocolversion',
            name='status',
            field=models.CharField(choices=[('draft', 'being written'), ('review', 'read by the committee'), ('approved', 'waiting for signatures'), ('published', 'in force'), ('superseded', 'replaced by a newer version'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='status'),
        ),
        migrations.AddConstraint(
            model_name='protocolversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'review', 'approved'))), fields=('dispositif',), name='protocol_one_in_preparation'),
        ),
        migrations.AddConstraint(
            model_name='protocolversion',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'review', 'approved', 'withdrawn']), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='protocol_published_by_somebody'),
        ),
        migrations.AddField(
            model_name='review',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circuit.protocolversion'),
        ),
        migrations.AddField(
            model_name='signature',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.organisation'),
        ),
        migrations.AddField(
            model_name='signature',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circuit.protocolversion'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('version', 'organisation', 'digest'), name='protocol_signed_once'),
        ),
        SqlFunction("kanaf_writes_protocol(country_ text, places_ text[])", "boolean", WRITES),
        SqlFunction("kanaf_reviews_protocol(country_ text, places_ text[])", "boolean", REVIEWS),
        SqlFunction("kanaf_signs_for(organisations_ uuid[])", "boolean", SIGNS_FOR),
        SqlFunction("kanaf_dispositif_is_ours(dispositif_ text)", "boolean", IS_OURS),
        EnableRowSecurity("circuit_protocolversion", Policy(select=SHOWN, insert=BEGUN, update=IN_PEN)),
        EnableRowSecurity("circuit_review", Policy(select=OF_A_VERSION_WE_WORK_ON)),
        EnableRowSecurity("circuit_signature", Policy(select=OF_A_VERSION_WE_READ, insert=SIGNED)),
        migrations.RunSQL(
            "REVOKE UPDATE ON circuit_protocolversion FROM kanaf_runtime;"
            " GRANT UPDATE (text, written_at, version) ON circuit_protocolversion TO kanaf_runtime",
            migrations.RunSQL.noop,
        ),
        function("kanaf_protocol_stays()", "trigger", STAYS),
        function(
            "kanaf_submit_protocol(version_ uuid, seen_ integer, digest_ text, country_ text, places_ text[],"
            " members_ uuid[])",
            "boolean",
            SUBMIT,
        ),
        function(
            "kanaf_review_protocol(id_ uuid, version_ uuid, seen_ integer, decision_ text, remark_ text,"
            " at_ timestamptz)",
            "boolean",
            REVIEW,
        ),
        function("kanaf_withdraw_protocol(version_ uuid, seen_ integer)", "boolean", WITHDRAW),
        function("kanaf_publish_protocol(version_ uuid, seen_ integer, at_ timestamptz)", "boolean", PUBLISH),
        function("kanaf_file_state(file_ uuid, quiet_ text[])", "jsonb", FILE_STATE),
        function(
            "kanaf_follow_protocol(file_ uuid, protocol_ uuid, reason_ text, rows_ jsonb, at_ timestamptz)",
            "void",
            FOLLOW,
        ),
    ]
