"""Users, rights and organisations as a paakayttaja keeps them."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import upkeep
from accounts.models import Kayttooikeus, Organisaatio, User

admin.site.unregister(Group)


class KayttooikeusInline(admin.TabularInline):
    model = Kayttooikeus
    extra = 1


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("username", "kayttaja_tyyppi", "oid_henkilo", "etunimet", "sukunimi")


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = ("username", "kayttaja_tyyppi", "oid_henkilo", "etunimet", "sukunimi", "password")


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts are deactivated, never deleted: versions and audit name them."""

    form = UserForm
    add_form = NewUserForm
    inlines = [KayttooikeusInline]
    list_display = ("username", "nimi", "kayttaja_tyyppi", "is_active", "last_login")
    list_filter = ("kayttaja_tyyppi", "is_active")
    search_fields = ("username", "etunimet", "sukunimi", "oid_henkilo")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("is_active", "last_login")
    fieldsets = (
        (None, {"fields": ("username", "kayttaja_tyyppi", "oid_henkilo", "etunimet", "sukunimi", "password")}),
        (_("Tila"), {"fields": ("is_active", "last_login")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "kayttaja_tyyppi",
                    "oid_henkilo",
                    "etunimet",
                    "sukunimi",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )
    actions = ["lock", "unlock", "deactivate", "activate", "end_sessions"]

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kayttaja_tyyppi":
            kwargs["choices"] = [choice for choice in User.Tyyppi.choices if choice[0] != User.Tyyppi.JARJESTELMA]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """The system actor is only looked at."""
        is_system = obj is not None and obj.kayttaja_tyyppi == User.Tyyppi.JARJESTELMA
        return super().has_change_permission(request, obj) and not is_system

    def _act(self, request, queryset, act, done):
        """Do the act to each chosen account but the system actor and the paakayttaja's own, and say to how many."""
        users = queryset.exclude(kayttaja_tyyppi=User.Tyyppi.JARJESTELMA).exclude(pk=request.user.pk)
        for user in users:
            act(user, by=request.user)
        self.message_user(request, done % {"count": len(users)}, messages.SUCCESS)
        if queryset.filter(pk=request.user.pk).exists():
            self.message_user(request, _("Omaan tunnukseesi toiminto ei koske."), messages.WARNING)

    @admin.action(description=_("Lukitse kirjautuminen määräajaksi ja päätä istunnot"))
    def lock(self, request, queryset):
        self._act(request, queryset, upkeep.lock, _("Lukittiin %(count)d tunnusta."))

    @admin.action(description=_("Avaa lukitus"))
    def unlock(self, request, queryset):
        self._act(request, queryset, upkeep.unlock, _("Avattiin %(count)d tunnuksen lukitus."))

    @admin.action(description=_("Poista käytöstä"))
    def deactivate(self, request, queryset):
        self._act(request, queryset, upkeep.deactivate, _("Poistettiin käytöstä %(count)d tunnusta."))

    @admin.action(description=_("Ota käyttöön"))
    def activate(self, request, queryset):
        self._act(request, queryset, upkeep.activate, _("Otettiin käyttöön %(count)d tunnusta."))

    @admin.action(description=_("Päätä istunnot"))
    def end_sessions(self, request, queryset):
        self._act(request, queryset, upkeep.end_sessions, _("Päätettiin %(count)d tunnuksen istunnot."))


class OrganisaatioForm(forms.ModelForm):
    """The three names as three fields; the path in the tree follows from the parent."""

    nimi_fi = forms.CharField(label=_("Nimi suomeksi"), max_length=500)
    nimi_sv = forms.CharField(label=_("Nimi ruotsiksi"), max_length=500, required=False)
    nimi_en = forms.CharField(label=_("Nimi englanniksi"), max_length=500, required=False)

    class Meta:
        model = Organisaatio
        fields = ("oid", "tyypit", "tila", "parent_oid")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in ("fi", "sv", "en"):
            self.fields[f"nimi_{language}"].initial = self.instance.nimi.get(language, "")

    def clean_parent_oid(self):
        """A parent must be known and not be below the organisation itself."""
        parent_oid = self.cleaned_data["parent_oid"] or None
        if parent_oid:
            parent = Organisaatio.objects.filter(oid=parent_oid).first()
            if parent is None:
                raise forms.ValidationError(_("Tätä organisaatiota ei ole. Tarkista OID."))
            if (self.instance.oid or self.cleaned_data.get("oid")) in parent.polku:
                raise forms.ValidationError(_("Organisaatio ei voi olla itsensä alla."))
        return parent_oid

    def clean(self):
        names = {language: self.cleaned_data.get(f"nimi_{language}") for language in ("fi", "sv", "en")}
        self.instance.nimi = {language: name for language, name in names.items() if name}
        return super().clean()


@admin.register(Organisaatio)
class OrganisaatioAdmin(admin.ModelAdmin):
    """Organisations come by import; here one is corrected or added by hand, and is never deleted."""

    form = OrganisaatioForm
    list_display = ("oid", "display_name", "tila", "parent_oid")
    list_filter = ("tila",)
    search_fields = ("oid", "nimi__fi", "nimi__sv")
    fields = ("oid", "nimi_fi", "nimi_sv", "nimi_en", "tyypit", "tila", "parent_oid", "polku")

    def get_readonly_fields(self, request, obj=None):
        return ("oid", "polku") if obj else ("polku",)

    def has_delete_permission(self, request, obj=None):
        return False

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        obj.place_under_parent()
        super().save_model(request, obj, form, change)
