"""Fills the empty database of DATABASE_URL with a provider, its accounts and some plans; run it with python -m."""

import django

PASSWORD = "salasana-testissa"
PLANS = 60
OFFICIALS = ("virkailija", "toinen")


def main() -> None:
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from accounts.models import Kayttooikeus, Organisaatio, User
    from ehoks_portal.bench import documents, world
    from hoks import services
    from hoks.models import Kanava

    call_command("migrate", verbosity=0)
    world.make_organisations()
    Organisaatio.objects.filter(parent_oid=documents.organisaatio_oid(0)).update(tyypit=[Organisaatio.OPPILAITOS])
    world.make_study_rights(range(PLANS))
    password = make_password(PASSWORD)
    provider = documents.organisaatio_oid(0)
    for username, kind in [*((name, User.Tyyppi.VIRKAILIJA) for name in OFFICIALS), ("palvelu", User.Tyyppi.PALVELU)]:
        user = User.objects.create(username=username, kayttaja_tyyppi=kind, password=password)
        Kayttooikeus.objects.create(user=user, organisaatio_oid=provider, oikeus="CRUD")
    user = User.objects.create(username="paakayttaja", kayttaja_tyyppi=User.Tyyppi.VIRKAILIJA, password=password)
    Kayttooikeus.objects.create(user=user, organisaatio_oid=world.OPH_OID, oikeus="OPHPAAKAYTTAJA")
    by = User.objects.system_actor()
    for number in range(PLANS):
        services.create_hoks(documents.hoks(number, 2), by=by, kanava=Kanava.TUONTI)


if __name__ == "__main__":
    django.setup()
    main()
