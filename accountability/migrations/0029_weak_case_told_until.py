from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accountability", "0028_weak_breaches")]
    operations = [
        migrations.AddField(
            model_name="weakcase",
            name="told_until",
            field=models.DateField(null=True, verbose_name="截至"),
        ),
    ]
