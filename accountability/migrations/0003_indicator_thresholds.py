import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accountability', '0002_row_level_security'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndicatorThresholdEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('indicator', models.CharField(max_length=30, verbose_name='指标')),
                ('green_at', models.FloatField(verbose_name='绿（不低于）')),
                ('yellow_at', models.FloatField(verbose_name='黄（不低于）')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='终止日期')),
                ('source', models.CharField(max_length=200, verbose_name='依据')),
                ('is_official', models.BooleanField(default=False, verbose_name='正式口径')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IndicatorThreshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=30, verbose_name='指标')),
                ('green_at', models.FloatField(verbose_name='绿（不低于）')),
                ('yellow_at', models.FloatField(verbose_name='黄（不低于）')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='终止日期')),
                ('source', models.CharField(max_length=200, verbose_name='依据')),
                ('is_official', models.BooleanField(default=False, verbose_name='正式口径')),
            ],
            options={
                'verbose_name': '红黄绿标准',
                'verbose_name_plural': '红黄绿标准',
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('indicator',), name='indicator_threshold_one_current'), models.CheckConstraint(condition=models.Q(('yellow_at__lte', models.F('green_at'))), name='indicator_threshold_ordered')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorthreshold',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accountability_indicatorthresholdevent" ("green_at", "id", "indicator", "is_official", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "yellow_at") VALUES (NEW."green_at", NEW."id", NEW."indicator", NEW."is_official", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."yellow_at"); RETURN NULL;', hash='21a2d997853d00423ff7f6c00985cd4cb7ead39b', operation='INSERT', pgid='pgtrigger_insert_insert_25f77', table='accountability_indicatorthreshold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorthreshold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accountability_indicatorthresholdevent" ("green_at", "id", "indicator", "is_official", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid_from", "valid_to", "yellow_at") VALUES (NEW."green_at", NEW."id", NEW."indicator", NEW."is_official", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."valid_from", NEW."valid_to", NEW."yellow_at"); RETURN NULL;', hash='c4da738ea346fabebd7f208237140c25c5e8951c', operation='UPDATE', pgid='pgtrigger_update_update_6fe63', table='accountability_indicatorthreshold', when='AFTER')),
        ),
        migrations.AddField(
            model_name='indicatorthresholdevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='indicatorthresholdevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accountability.indicatorthreshold'),
        ),
    ]
