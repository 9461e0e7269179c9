"""The whole life of a referral, transfers between territories, case conferences, and sheets on paper."""

import django.db.models.deletion
import kanaf.foundation.ids
import kanaf.foundation.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0005_signin'),
        ('cases', '0004_file_doors'),
        ('referrals', '0002_row_security'),
    ]

    operations = [
        # A column that a trigger names cannot change its type: the trigger comes back in the next migration.
        migrations.RunSQL(
            "DROP TRIGGER referrals_rests_on_consent ON referrals_referral",
            "CREATE TRIGGER referrals_rests_on_consent BEFORE INSERT OR UPDATE OF status ON referrals_referral"
            " FOR EACH ROW WHEN (NEW.status IN ('sent', 'accepted')) EXECUTE FUNCTION kanaf_rests_on_consent()",
        ),
        migrations.CreateModel(
            name='Conference',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('case_code', models.CharField(max_length=16)),
                ('planned_at', models.DateTimeField(verbose_name='day and hour')),
                ('where', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='where we meet')),
                ('agenda', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='agenda')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('cancelled', 'cancelled')], default='planned', max_length=9)),
                ('called_by', models.UUIDField()),
                ('called_at', models.DateTimeField()),
                ('held_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='ConferenceDecision',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='what is to be done')),
                ('due_at', models.DateTimeField(verbose_name='before')),
                ('decided_by', models.UUIDField()),
                ('decided_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ConferenceDesk',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('came', models.BooleanField(null=True, verbose_name='was there')),
            ],
        ),
        migrations.CreateModel(
            name='ConferenceMinute',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('compartment', models.CharField(choices=[('core', 'core: code, stage, risk, deadlines'), ('identity', 'identity'), ('social', 'social'), ('psychological', 'psychological'), ('medical', 'medical'), ('judicial', 'judicial')], max_length=20)),
                ('text', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='what was said')),
                ('written_by', models.UUIDField()),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='ReferralQuestion',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('question', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='what we need to know')),
                ('asked_by', models.UUIDField()),
                ('asked_at', models.DateTimeField()),
                ('answer', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='what we answer')),
                ('answered_by', models.UUIDField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.UUIDField(default=kanaf.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('language', models.CharField(choices=[('fr', 'French'), ('ar', 'Arabic'), ('en', 'English')], max_length=2)),
                ('phone', models.CharField(max_length=32, verbose_name='registered number')),
                ('link_blind', models.BinaryField(max_length=16, unique=True)),
                ('code_blind', models.BinaryField(max_length=16)),
                ('code', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='code to read aloud')),
                ('file', models.CharField(max_length=80)),
                ('digest', models.CharField(help_text='SHA-256 of the paper that was sent', max_length=64)),
                ('made_by', models.UUIDField()),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('answer', models.CharField(blank=True, choices=[('received', 'we have received it'), ('accepted', 'we can take this'), ('declined', 'we cannot take this')], max_length=8)),
                ('answered_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='TransferSummary',
            fields=[
                ('id', models.UUIDField(editable=False, help_text='a subject of grants', primary_key=True, serialize=False)),
                ('text', kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='id', null=True, verbose_name='summary')),
                ('facts', kanaf.foundation.vault.fields.SealedJSON(blank=True, editable=True, key='id', null=True, verbose_name='where the file stood')),
                ('kept_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_one_waiting',
        ),
        migrations.AddField(
            model_name='referral',
            name='access_until',
            field=models.DateTimeField(null=True, verbose_name='the old team reads the file until'),
        ),
        migrations.AddField(
            model_name='referral',
            name='assigned_to',
            field=models.UUIDField(null=True, verbose_name='followed by'),
        ),
        migrations.AddField(
            model_name='referral',
            name='expired_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='expires_at',
            field=models.DateTimeField(null=True, verbose_name='lapses without an answer at'),
        ),
        migrations.AddField(
            model_name='referral',
            name='follows',
            field=models.UUIDField(help_text='the referral that was declined, missed or forgotten before it', null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='result',
            field=models.CharField(blank=True, choices=[('given', 'the service was given'), ('partly', 'the service was given in part'), ('passed_on', 'the child was sent on to another service'), ('not_needed', 'the need was gone')], max_length=12),
        ),
        migrations.AddField(
            model_name='referral',
            name='started_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='summary',
            field=kanaf.foundation.vault.fields.SealedText(blank=True, editable=True, key='case_id', null=True, verbose_name='what the new team must know'),
        ),
        migrations.AddField(
            model_name='referral',
            name='transfer_reason',
            field=models.CharField(blank=True, choices=[('family_moved', 'the family moves'), ('placed_elsewhere', 'the child is placed in another territory'), ('court', 'a court decided so'), ('nearer', 'the other team is nearer to the child')], max_length=16),
        ),
        migrations.AlterField(
            model_name='referral',
            name='kind',
            field=models.CharField(choices=[('service', 'asks for a service; we keep the lead'), ('handover', 'hands the whole file over'), ('transfer', 'transfers the file to another territory')], default='service', max_length=8),
        ),
        migrations.AlterField(
            model_name='referral',
            name='status',
            field=models.CharField(choices=[('sent', 'sent'), ('received', 'received'), ('asked', 'question asked'), ('accepted', 'accepted'), ('in_progress', 'in progress'), ('declined', 'declined'), ('done', 'done'), ('not_attended', 'not attended'), ('revoked', 'revoked'), ('expired', 'expired')], default='sent', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['sent', 'received', 'asked'])), fields=('case', 'desk_to', 'category'), name='referral_one_waiting'),
        ),
        migrations.AddField(
            model_name='conference',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='conference',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.desk', verbose_name='called by'),
        ),
        migrations.AddField(
            model_name='conferencedecision',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='conferencedecision',
            name='conference',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.conference'),
        ),
        migrations.AddField(
            model_name='conferencedecision',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.desk', verbose_name='who does it'),
        ),
        migrations.AddField(
            model_name='conferencedesk',
            name='conference',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.conference'),
        ),
        migrations.AddField(
            model_name='conferencedesk',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.desk'),
        ),
        migrations.AddField(
            model_name='conferenceminute',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='conferenceminute',
            name='conference',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.conference'),
        ),
        migrations.AddField(
            model_name='referralquestion',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='referralquestion',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='transfersummary',
            name='referral',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral'),
        ),
        migrations.AddIndex(
            model_name='conference',
            index=models.Index(fields=['case', 'planned_at'], name='conference_by_case'),
        ),
        migrations.AddIndex(
            model_name='conference',
            index=models.Index(fields=['desk', 'status', 'planned_at'], name='conference_of_desk'),
        ),
        migrations.AddConstraint(
            model_name='conference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', False), ('status', 'held')), models.Q(models.Q(('status', 'held'), _negated=True), ('held_at__isnull', True)), _connector='OR'), name='conference_held_has_a_moment'),
        ),
        migrations.AddIndex(
            model_name='conferencedecision',
            index=models.Index(fields=['desk', 'done_at', 'due_at'], name='decision_of_desk'),
        ),
        migrations.AddConstraint(
            model_name='conferencedecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='decision_done_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='conferencedesk',
            constraint=models.UniqueConstraint(fields=('conference', 'desk'), name='conferencedesk_once'),
        ),
        migrations.AddConstraint(
            model_name='conferenceminute',
            constraint=models.UniqueConstraint(fields=('conference', 'compartment'), name='conferenceminute_one_a_part'),
        ),
        migrations.AddConstraint(
            model_name='referralquestion',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('referral',), name='referral_one_open_question'),
        ),
        migrations.AddIndex(
            model_name='sheet',
            index=models.Index(fields=['referral', 'made_at'], name='sheet_by_referral'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='sheet_answered_once'),
        ),
    ]
