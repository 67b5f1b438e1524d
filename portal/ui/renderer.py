"""Django's forms in our markup (setting FORM_RENDERER)."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` render like `{% field form.name %}`."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
