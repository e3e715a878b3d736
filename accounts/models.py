"""Who is asking: users, the organisation tree, and the rights that users hold in organisations."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

SYSTEM_USERNAME = "jarjestelma"

validate_organisaatio_oid = RegexValidator(
    r"^1\.2\.246\.562\.10\.\d+\Z", _("Anna organisaation OID (1.2.246.562.10.…).")
)
validate_henkilo_oid = RegexValidator(r"^1\.2\.246\.562\.24\.\d+\Z", _("Anna henkilön OID (1.2.246.562.24.…)."))


class UserManager(BaseUserManager["User"]):
    """Makes users and finds the system actor."""

    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        """Save and return a user; without a password the account cannot sign in."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def system_actor(self) -> "User":
        """The named actor of imports and scheduled work; made on first use, can never sign in."""
        told = {
            "kayttaja_tyyppi": User.Tyyppi.JARJESTELMA,
            "sukunimi": "Järjestelmä",
            "password": make_password(None),
        }
        return self.get_or_create(username=SYSTEM_USERNAME, defaults=told)[0]


class User(AbstractBaseUser):
    """An account. Its type and its Kayttooikeus rows decide what it may do (accounts.permissions)."""

    class Tyyppi(models.TextChoices):
        VIRKAILIJA = "VIRKAILIJA", _("Virkailija")
        PALVELU = "PALVELU", _("Palvelukäyttäjä")
        OPPIJA = "OPPIJA", _("Oppija")
        JARJESTELMA = "JARJESTELMA", _("Järjestelmä")

    username = models.CharField(_("käyttäjätunnus"), max_length=150, unique=True)
    oid_henkilo = models.CharField(
        _("henkilön OID"), max_length=64, null=True, blank=True, db_index=True, validators=[validate_henkilo_oid]
    )
    kayttaja_tyyppi = models.CharField(_("käyttäjätyyppi"), max_length=11, choices=Tyyppi.choices)
    etunimet = models.CharField(_("etunimet"), max_length=200, blank=True)
    sukunimi = models.CharField(_("sukunimi"), max_length=200, blank=True)
    is_active = models.BooleanField(_("käytössä"), default=True)
    session_epoch = models.PositiveIntegerField(_("istuntojen päätöskerrat"), default=0, editable=False)

    USERNAME_FIELD = "username"

    objects = UserManager()

    class Meta:
        verbose_name = _("käyttäjä")
        verbose_name_plural = _("käyttäjät")
        ordering = ["username"]
        constraints = [
            # The same person may be an official of one school and a learner of another.
            models.UniqueConstraint(
                fields=["oid_henkilo", "kayttaja_tyyppi"],
                name="user_oid_henkilo_kerran",
                violation_error_message=_("Tällä henkilön OID:lla on jo tämän tyyppinen käyttäjä."),
            ),
            models.CheckConstraint(
                condition=models.Q(kayttaja_tyyppi__in=["VIRKAILIJA", "PALVELU", "OPPIJA"])
                & ~models.Q(username=SYSTEM_USERNAME)
                | models.Q(kayttaja_tyyppi="JARJESTELMA", username=SYSTEM_USERNAME),
                name="user_yksi_jarjestelma",
                violation_error_message=_("Tunnus on varattu järjestelmälle."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kayttaja_tyyppi="OPPIJA") | models.Q(oid_henkilo__isnull=False),
                name="user_oppijalla_oid",
                violation_error_message=_("Oppijalla on oltava henkilön OID."),
            ),
        ]

    def __str__(self) -> str:
        return self.nimi

    def clean(self):
        super().clean()
        self.oid_henkilo = self.oid_henkilo or None

    @property
    def nimi(self) -> str:
        """First names and surname; the username of an account without a name."""
        return f"{self.etunimet} {self.sukunimi}".strip() or self.username

    @property
    def is_staff(self) -> bool:
        """Django admin's question; plans are not kept there, users, organisations and codes are."""
        from accounts.permissions import is_paakayttaja, is_virkailija

        return is_virkailija(self) and is_paakayttaja(self)

    def has_perm(self, perm, obj=None) -> bool:
        """Django admin's question about one model: a paakayttaja keeps whatever is registered there."""
        return self.is_staff

    def has_module_perms(self, app_label) -> bool:
        """Django admin's question about an app; see has_perm."""
        return self.is_staff

    def _get_session_auth_hash(self, secret=None) -> str:
        """Sessions hold this; raising session_epoch makes every session of the user worthless at once."""
        return salted_hmac(
            "accounts.User.session", f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Organisaatio(models.Model):
    """An organisation of the national organisation service: provider, school or site."""

    oid = models.CharField(_("OID"), max_length=64, primary_key=True, validators=[validate_organisaatio_oid])
    nimi = models.JSONField(_("nimi"), default=dict, blank=True, help_text=_("Kielittäin: fi, sv, en."))
    tyypit = ArrayField(models.CharField(max_length=64), verbose_name=_("tyypit"), default=list, blank=True)
    tila = models.CharField(_("tila"), max_length=32, default="AKTIIVINEN", blank=True)
    parent_oid = models.CharField(
        _("yläorganisaation OID"), max_length=64, null=True, blank=True, validators=[validate_organisaatio_oid]
    )
    polku = ArrayField(
        models.CharField(max_length=64),
        verbose_name=_("polku"),
        help_text=_("Kaikkien yläorganisaatioiden OIDit ja oma OID; käyttöoikeudet periytyvät polkua alas."),
    )

    class Meta:
        verbose_name = _("organisaatio")
        verbose_name_plural = _("organisaatiot")
        ordering = ["oid"]
        indexes = [GinIndex(fields=["polku"], name="organisaatio_polku_gin")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(polku__contains=[models.F("oid")]), name="organisaatio_polussa_itse"
            )
        ]

    KOULUTUSTOIMIJA = "organisaatiotyyppi_01"
    OPPILAITOS = "organisaatiotyyppi_02"
    TOIMIPISTE = "organisaatiotyyppi_03"

    # An organisation that nobody has told the state of is taken to be alive.
    TOIMIVAT_TILAT = ("AKTIIVINEN", "")

    def __str__(self) -> str:
        return self.display_name

    @property
    def on_toiminnassa(self) -> bool:
        """Not closed down, nor merely planned."""
        return self.tila in self.TOIMIVAT_TILAT

    @property
    def display_name(self) -> str:
        """Name in the language of the page; else in Finnish, Swedish, English; else the OID."""
        languages = [(get_language() or "fi")[:2], "fi", "sv", "en"]
        return next((self.nimi[language] for language in languages if self.nimi.get(language)), self.oid)

    def place_under_parent(self) -> None:
        """Make polku follow parent_oid, and move everything below along; saves the descendants, not this row.

        An unknown parent is taken for a root.
        """
        parent = Organisaatio.objects.filter(oid=self.parent_oid).first() if self.parent_oid else None
        above = parent.polku if parent else [self.parent_oid] if self.parent_oid else []
        self.polku = [*above, self.oid]
        below = Organisaatio.objects.select_for_update().filter(polku__contains=[self.oid]).exclude(oid=self.oid)
        for organisaatio in below:
            organisaatio.polku = self.polku + organisaatio.polku[organisaatio.polku.index(self.oid) + 1 :]
            organisaatio.save(update_fields=["polku"])


class Kayttooikeus(models.Model):
    """One right of a user in an organisation and, by inheritance, in all below it (domain.md 4.1-4.2)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kayttooikeudet", verbose_name=_("käyttäjä"))
    # Text, not a foreign key: a role may name an organisation that has not been imported yet.
    organisaatio_oid = models.CharField(_("organisaation OID"), max_length=64, validators=[validate_organisaatio_oid])
    oikeus = models.CharField(
        _("oikeus"), max_length=64, help_text=_("CRUD, READ, HOKS_DELETE tai OPHPAAKAYTTAJA; muut eivät anna mitään.")
    )

    class Meta:
        verbose_name = _("käyttöoikeus")
        verbose_name_plural = _("käyttöoikeudet")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisaatio_oid", "oikeus"], name="kayttooikeus_kerran")
        ]

    def __str__(self) -> str:
        return f"{self.oikeus} {self.organisaatio_oid}"

    def clean(self):
        super().clean()
        if "\x00" in self.oikeus:
            raise ValidationError({"oikeus": _("Oikeudessa on kielletty merkki.")})


class TicketGrantingTicket(models.Model):
    """A machine's sign-in by the CAS protocol: whoever holds the ticket gets service tickets until it expires.

    Tickets are kept as digests only (accounts.tickets): what stands here opens nothing.
    """

    digest = models.BinaryField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    # As sessions do: a new password or session_epoch makes the ticket worthless.
    session_auth_hash = models.CharField(max_length=64)
    expires = models.DateTimeField()


class ServiceTicket(models.Model):
    """Lets one request of one service through. Its table is unlogged: a crash may cost tickets that live a minute."""

    digest = models.BinaryField(primary_key=True)
    granted_by = models.ForeignKey(TicketGrantingTicket, on_delete=models.CASCADE)
    service_digest = models.BinaryField()
    expires = models.DateTimeField()


class RequestCount(models.Model):
    """How many requests a key has made since the window began (accounts.rate_limit). Its table is unlogged.

    The key is a digest, since it may name an address.
    """

    key_digest = models.BinaryField(primary_key=True)
    window_start = models.DateTimeField()
    hits = models.IntegerField()


class LastWrite(models.Model):
    """How far the database's write-ahead log had come, in bytes, when the user last wrote (ehoks_portal.replica).

    Kept where there is a replica to read from.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    lsn = models.BigIntegerField()
