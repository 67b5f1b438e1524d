import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from portal.access import rls


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('villages', '0001_initial'),
    ]

    operations = [
        rls.create_role(),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('province_officer', '省级业务管理'), ('province_signer', '省级签发'), ('city_reviewer', '市级审核'), ('county_officer', '县级填报'), ('county_signer', '县级审核'), ('leader', '部领导'), ('viewer', '只读'), ('attendee', '与会人员'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('auditor', '审计管理员')], max_length=32)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('granted_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': '授权',
                'verbose_name_plural': '授权',
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='类型')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('state', models.CharField(choices=[('queued', '排队中'), ('running', '进行中'), ('done', '已完成'), ('failed', '未成功'), ('cancelled', '已取消')], default='queued', max_length=10, verbose_name='状态')),
                ('payload', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('done_count', models.IntegerField(default=0, verbose_name='已处理')),
                ('total_count', models.IntegerField(default=0, verbose_name='总数')),
                ('progress_text', models.CharField(blank=True, max_length=200, verbose_name='进度')),
                ('error', models.TextField(blank=True, verbose_name='原因')),
                ('attempts', models.IntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '后台任务',
                'verbose_name_plural': '后台任务',
            },
        ),
        migrations.CreateModel(
            name='ScheduleSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schedule', models.CharField(max_length=60)),
                ('due_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(verbose_name='字节数')),
                ('stored_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('full_name', models.CharField(max_length=50, verbose_name='姓名')),
                ('unit_name', models.CharField(blank=True, max_length=100, verbose_name='单位')),
                ('post_title', models.CharField(blank=True, max_length=50, verbose_name='职务')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='首次登录须改密码')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True)),
                ('session_key', models.CharField(blank=True, max_length=40)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor', models.CharField(max_length=150, verbose_name='操作人')),
                ('verb', models.CharField(max_length=64, verbose_name='动作')),
                ('subject_type', models.CharField(blank=True, max_length=64)),
                ('subject_id', models.CharField(blank=True, max_length=64)),
                ('county_id', models.BigIntegerField(null=True)),
                ('sentence', models.TextField(verbose_name='说明')),
                ('detail', models.JSONField(default=dict)),
                ('ip', models.GenericIPAddressField(null=True)),
                ('request_id', models.CharField(blank=True, max_length=36)),
                ('refused', models.BooleanField(default=False, verbose_name='被拒绝')),
            ],
            options={
                'verbose_name': '审计日志',
                'verbose_name_plural': '审计日志',
                'indexes': [models.Index(fields=['subject_type', 'subject_id', 'at'], name='audit_subject_at'), models.Index(fields=['actor_id', 'at'], name='audit_actor_at'), models.Index(fields=['-at'], name='audit_at')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='64b1ff1525537d033f7fddd690c0749a52b9e8e4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2e7be', table='portal_auditevent', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='grant',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='villages.division'),
        ),
        migrations.AddField(
            model_name='grant',
            name='granted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='grant',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='job',
            name='originator',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='scheduleslot',
            constraint=models.UniqueConstraint(fields=('schedule', 'due_at'), name='schedule_slot_once'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='grant_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['state', 'sent_at'], name='job_unfinished'),
        ),
    ]
