import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, max_length=80, verbose_name='简称')),
                ('initials', models.CharField(blank=True, max_length=80, verbose_name='简拼')),
                ('sort_key', models.CharField(blank=True, max_length=160)),
                ('level', models.CharField(choices=[('province', '省'), ('city', '市'), ('county', '县'), ('township', '乡'), ('village', '村')], max_length=10, verbose_name='级别')),
                ('kind', models.CharField(choices=[('division', '行政区划'), ('zone', '统计用区')], default='division', max_length=10, verbose_name='性质')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='终止日期')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示数据')),
                ('county', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='within', to='villages.division')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='villages.division')),
            ],
            options={
                'verbose_name': '区划',
                'verbose_name_plural': '区划',
            },
        ),
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('form', models.CharField(default='支部', max_length=10, verbose_name='形式')),
                ('secretary_name', models.CharField(blank=True, max_length=50, verbose_name='书记')),
                ('secretary_source', models.CharField(blank=True, choices=[('local', '本村'), ('sent', '机关选派'), ('first_secretary', '第一书记兼任')], max_length=20, verbose_name='书记来源')),
                ('members_count', models.IntegerField(blank=True, null=True, verbose_name='党员数')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='villages.division')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='villages.division')),
            ],
            options={
                'verbose_name': '党组织',
                'verbose_name_plural': '党组织',
            },
        ),
        migrations.CreateModel(
            name='DivisionAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='别名')),
                ('source', models.CharField(blank=True, max_length=80, verbose_name='来源')),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='villages.division')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='villages.division')),
            ],
            options={
                'verbose_name': '别名',
                'verbose_name_plural': '别名',
            },
        ),
        migrations.CreateModel(
            name='DivisionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_on', models.DateField()),
                ('change', models.CharField(max_length=20, verbose_name='变更')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='villages.division')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='villages.division')),
            ],
            options={
                'verbose_name': '区划变更',
                'verbose_name_plural': '区划变更',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('initials', models.CharField(blank=True, max_length=50)),
                ('sex', models.CharField(blank=True, max_length=1, verbose_name='性别')),
                ('ethnicity', models.CharField(blank=True, max_length=20, verbose_name='民族')),
                ('birth_month', models.CharField(blank=True, max_length=7, verbose_name='出生年月')),
                ('party_status', models.CharField(blank=True, max_length=20, verbose_name='政治面貌')),
                ('education', models.CharField(blank=True, max_length=20, verbose_name='学历')),
                ('id_fingerprint', models.CharField(max_length=64, unique=True)),
                ('id_sealed', models.BinaryField()),
                ('id_masked', models.CharField(max_length=18, verbose_name='身份证号')),
                ('phone_sealed', models.BinaryField(null=True)),
                ('phone_masked', models.CharField(blank=True, max_length=20, verbose_name='联系电话')),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': '干部',
                'verbose_name_plural': '干部',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name'], name='person_name_trgm', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(choices=[('county_secretary', '县委书记'), ('county_head', '县长'), ('township_secretary', '乡镇党委书记'), ('township_head', '乡镇长')], max_length=20, verbose_name='职务')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='villages.division')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='villages.division')),
            ],
            options={
                'verbose_name': '职位',
                'verbose_name_plural': '职位',
            },
        ),
        migrations.CreateModel(
            name='PovertyStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('national', '国定'), ('provincial', '省定')], max_length=10, verbose_name='类型')),
                ('is_deep', models.BooleanField(default=False, verbose_name='深度贫困')),
                ('listed_on', models.DateField(verbose_name='列入日期')),
                ('batch_year', models.IntegerField(blank=True, null=True, verbose_name='摘帽批次')),
                ('delisted_on', models.DateField(blank=True, null=True, verbose_name='批准日期')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='来源')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='poverty', to='villages.division')),
            ],
            options={
                'verbose_name': '贫困县情况',
                'verbose_name_plural': '贫困县情况',
            },
        ),
        migrations.CreateModel(
            name='ReportingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporting_lines', to='villages.division')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporters', to='villages.division')),
            ],
            options={
                'verbose_name': '报送关系',
                'verbose_name_plural': '报送关系',
            },
        ),
        migrations.CreateModel(
            name='Tenure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='任职日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='离任日期')),
                ('end_reason', models.CharField(blank=True, max_length=20, verbose_name='去向')),
                ('approval_number', models.CharField(blank=True, max_length=60, verbose_name='批准文号')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='villages.person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='villages.post')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='单位名称')),
                ('level', models.CharField(choices=[('central', '中央'), ('province', '省'), ('city', '市'), ('county', '县')], max_length=10, verbose_name='层级')),
                ('is_demo', models.BooleanField(default=False)),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='villages.division')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('first_secretary', '第一书记'), ('leader', '队长'), ('member', '队员')], max_length=20, verbose_name='队内职务')),
                ('level', models.CharField(choices=[('central', '中央'), ('province', '省'), ('city', '市'), ('county', '县')], max_length=10, verbose_name='派驻层级')),
                ('rank', models.CharField(blank=True, max_length=40, verbose_name='职务职级')),
                ('is_detached', models.BooleanField(null=True, verbose_name='与原单位脱钩')),
                ('is_relation_moved', models.BooleanField(null=True, verbose_name='组织关系转入')),
                ('started_on', models.DateField(verbose_name='到村日期')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='任期届满日期')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='离任日期')),
                ('end_reason', models.CharField(blank=True, choices=[('expired', '期满'), ('adjusted', '调整'), ('recalled', '召回'), ('promoted', '提拔'), ('other', '其他')], max_length=10, verbose_name='离任原因')),
                ('source_revision_id', models.BigIntegerField(blank=True, null=True, verbose_name='来源版本')),
                ('source_row', models.IntegerField(blank=True, null=True, verbose_name='来源行')),
                ('source_note', models.CharField(blank=True, max_length=120, verbose_name='来源说明')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='villages.division')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='villages.person')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='villages.division')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='villages.unit')),
            ],
            options={
                'verbose_name': '驻村',
                'verbose_name_plural': '驻村',
            },
        ),
        migrations.CreateModel(
            name='VillageType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('poor', '贫困村'), ('deep', '深度贫困村'), ('weak', '软弱涣散村'), ('key', '重点非贫困村'), ('other', '其他')], max_length=10, verbose_name='类型')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='来源')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='villages.division')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='types', to='villages.division')),
            ],
            options={
                'verbose_name': '村类型',
                'verbose_name_plural': '村类型',
            },
        ),
        migrations.AddIndex(
            model_name='division',
            index=models.Index(fields=['county', 'level', 'code'], name='division_county_level'),
        ),
        migrations.AddIndex(
            model_name='division',
            index=models.Index(fields=['level', 'code'], name='division_level_code'),
        ),
        migrations.AddIndex(
            model_name='division',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name'], name='division_name_trgm', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='division',
            constraint=models.UniqueConstraint(fields=('code', 'valid_from'), name='division_code_from'),
        ),
        migrations.AddConstraint(
            model_name='division',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='division_code_current'),
        ),
        migrations.AddConstraint(
            model_name='division',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='division_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='branch',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('village',), name='branch_one_current'),
        ),
        migrations.AddConstraint(
            model_name='divisionalias',
            constraint=models.UniqueConstraint(fields=('county', 'name', 'division'), name='division_alias_once'),
        ),
        migrations.AddConstraint(
            model_name='divisionchange',
            constraint=models.UniqueConstraint(fields=('predecessor', 'successor'), name='division_change_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('division', 'title'), name='post_once'),
        ),
        migrations.AddConstraint(
            model_name='povertystatus',
            constraint=models.UniqueConstraint(fields=('division',), name='poverty_status_one_a_county'),
        ),
        migrations.AddConstraint(
            model_name='reportingline',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('division',), name='reporting_line_one_current'),
        ),
        migrations.AddConstraint(
            model_name='tenure',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('post',), name='tenure_one_current'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('name', 'division'), name='unit_name_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['county', 'role', 'ended_on'], name='posting_county_role'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['source_revision_id'], name='posting_source_revision'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gt', models.F('started_on')), _connector='OR'), name='posting_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'first_secretary')), expressions=[(models.F('village'), '='), (models.Func(models.F('started_on'), models.F('ended_on'), models.Value('[)'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='posting_one_first_secretary_a_village'),
        ),
        migrations.AddIndex(
            model_name='villagetype',
            index=models.Index(fields=['county', 'kind'], name='village_type_county_kind'),
        ),
        migrations.AddConstraint(
            model_name='villagetype',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('village', 'kind'), name='village_type_one_current'),
        ),
    ]
