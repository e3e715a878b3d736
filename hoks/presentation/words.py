"""What nodes, stages and sections are called, for officials and, plainer, for learners."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from hoks import contract
from hoks.presentation.grouping import Vaihe
from hoks.presentation.rows import Row
from hoks.tree import TreeNode

_LAJIT = {
    contract.HoksPost: gettext_noop("Perustiedot"),
    contract.HankittavaAmmatillinen: gettext_noop("Ammatillinen tutkinnon osa"),
    contract.HankittavaPaikallinen: gettext_noop("Paikallinen tutkinnon osa"),
    contract.HankittavaYhteinen: gettext_noop("Yhteinen tutkinnon osa"),
    contract.HankittavaOsaAlue: gettext_noop("Yhteisen tutkinnon osan osa-alue"),
    contract.AiemminHankittuAmmatillinen: gettext_noop("Ammatillinen tutkinnon osa"),
    contract.AiemminHankittuPaikallinen: gettext_noop("Paikallinen tutkinnon osa"),
    contract.AiemminHankittuYhteinen: gettext_noop("Yhteinen tutkinnon osa"),
    contract.AiemminHankittuOsaAlue: gettext_noop("Yhteisen tutkinnon osan osa-alue"),
    contract.OsaamisenHankkimistapa: gettext_noop("Osaamisen hankkimistapa"),
    contract.OsaamisenOsoittaminen: gettext_noop("Osaamisen osoittaminen"),
    contract.HankittavaKoulutuksenOsa: gettext_noop("Koulutuksen osa"),
    contract.OppimisenTuki: gettext_noop("Oppimisen tuki"),
    contract.OpiskeluvalmiuksiaTukevaOpinto: gettext_noop("Opiskeluvalmiuksia tukeva opinto"),
}
# On a learner's own page; the contract's labels are officials' words.
_OPPIJAN_SANAT = {
    "urasuunnitelma-koodi-uri": gettext_noop("Oma tavoitteeni"),
    "sahkoposti": gettext_noop("Sähköpostini"),
    "puhelinnumero": gettext_noop("Puhelinnumeroni"),
    "ensikertainen-hyvaksyminen": gettext_noop("Suunnitelmani hyväksyttiin ensimmäisen kerran"),
    "hyvaksytty": gettext_noop("Suunnitelmani hyväksyttiin viimeksi"),
    "paivitetty": gettext_noop("Suunnitelmaani päivitettiin"),
    "osaamisen-hankkimisen-tarve": gettext_noop("Opiskelen uutta osaamista"),
    "osaamisen-saavuttamisen-pvm": gettext_noop("Olen saavuttanut osaamisen"),
}
_OPPIJAN_SANAT_OSISSA = {
    "valittu-todentamisen-prosessi-koodi-uri": gettext_noop("Miten osaamiseni todetaan"),
    "olennainen-seikka": gettext_noop("Arvioinnissa otetaan jotain erityistä huomioon"),
    "vaatimuksista-tai-tavoitteista-poikkeaminen": gettext_noop("Miten vaatimuksista tai tavoitteista poiketaan"),
    "tutkinnon-osan-perusteen-diaarinro": gettext_noop("Tutkinnon perusteiden numero"),
    "aiemmin-hankitun-osaamisen-arvioijat": gettext_noop("Osaamiseni arvioijat"),
    "sisallon-kuvaus": gettext_noop("Mitä näytössä teen"),
    "koulutuksen-jarjestaja-osaamisen-arvioijat": gettext_noop("Arvioijat oppilaitoksesta"),
    "tyoelama-osaamisen-arvioijat": gettext_noop("Arvioijat työelämästä"),
    "osa-alueet": gettext_noop("Näytössä osoitetaan myös"),
    "yksilolliset-kriteerit": gettext_noop("Miten näyttöni arvioidaan"),
    "ajanjakson-tarkenne": gettext_noop("Tarkennus aikaan"),
    "oppisopimuksen-perusta-koodi-uri": gettext_noop("Mihin oppisopimukseni perustuu"),
    "vastuullinen-tyopaikka-ohjaaja": gettext_noop("Työpaikkaohjaajani"),
    "keskeiset-tyotehtavat": gettext_noop("Mitä teen työpaikalla"),
    "muut-oppimisymparistot": gettext_noop("Missä muualla opiskelen"),
    "tutkinnon-osan-tyyppi-koodi-uri": gettext_noop("Mihin opintoihin tuki liittyy"),
    "koulutuksen-jarjestaja-oid": gettext_noop("Koulutuksen järjestää"),
    "opetus-ja-ohjaus-maara": gettext_noop("Opetusta ja ohjausta"),
    "jarjestajan-edustaja": gettext_noop("Oppilaitoksen edustaja"),
    "hankkijan-edustaja": gettext_noop("Opetuksen hankkineen oppilaitoksen edustaja"),
    "osa-aikaisuustieto": gettext_noop("Työaika kokopäivätyöstä"),
}
_OPPIJAN_SANAT_NAYTOSSA = {
    "nimi": gettext_noop("Missä näyttö tehdään"),
    "y-tunnus": gettext_noop("Näyttöpaikan Y-tunnus"),
    "kuvaus": gettext_noop("Millainen näyttöpaikka on"),
    "oppilaitos-oid": gettext_noop("Näytön järjestää"),
}
# Names of codes that say little to those who don't use the code lists at work.
_OPPIJAN_KOODIT = {
    "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus": gettext_noop("Opiskelu oppilaitoksessa"),
    "osaamisenhankkimistapa_muu": gettext_noop("Muu tapa oppia"),
    "osaamisentodentamisenprosessi_0001": gettext_noop("Suoraan asiakirjojen perusteella"),
    "osaamisentodentamisenprosessi_0002": gettext_noop("Arvioijat arvioivat osaamiseni"),
    "osaamisentodentamisenprosessi_0003": gettext_noop("Osoitan osaamiseni näytössä"),
}


def laji(cls: type[contract.Node], learner: bool = False) -> str:
    """What a node of this class is; for a learner's sub-area, what follows is the unit it is part of."""
    if learner and cls is contract.HankittavaOsaAlue:
        return _("Kuuluu tutkinnon osaan")
    return _(_LAJIT[cls])


def koodi_for_learner(uri: object) -> str | None:
    """A code's name in a learner's words; None when the code list's own will do."""
    own = _OPPIJAN_KOODIT.get(uri) if isinstance(uri, str) else None
    return _(own) if own else None


def for_learner(row: Row, node: TreeNode) -> Row:
    """The row in a learner's words; what has none keeps the contract's label and the code list's name."""
    own = (_OPPIJAN_SANAT_OSISSA if node.path else _OPPIJAN_SANAT).get(row.spec.wire)
    if node.cls is contract.OsaamisenOsoittaminen:
        own = _OPPIJAN_SANAT_NAYTOSSA.get(row.spec.wire, own)
    koodi = koodi_for_learner(node.data.get(row.spec.wire))
    return row._replace(label=_(own) if own else row.label, values=(koodi,) if koodi else row.values)


def vaihe(stage: Vaihe, learner: bool) -> tuple[str, str]:
    """(title, what is said when nothing is at the stage)."""
    if learner:
        return {
            Vaihe.SUUNNITELTU: (_("Ajat vielä sopimatta"), _("Kaikille opinnoille on sovittu ajat.")),
            Vaihe.AIKATAULUTETTU: (_("Ajat sovittu"), _("Ei opintoja, joille on sovittu ajat.")),
            Vaihe.VALMIS: (_("Valmiina"), _("Ei valmiita opintoja.")),
        }[stage]
    return {
        Vaihe.SUUNNITELTU: (_("Suunniteltu"), _("Ei suunniteltuja opintoja.")),
        Vaihe.AIKATAULUTETTU: (_("Aikataulutettu"), _("Ei aikataulutettuja opintoja.")),
        Vaihe.VALMIS: (_("Valmis"), _("Ei valmiita opintoja.")),
    }[stage]


def progress(counts: dict[Vaihe, int]) -> str:
    """How many units are at each stage, in a learner's words; empty when there are none."""
    done, scheduled, planned = (counts[stage] for stage in (Vaihe.VALMIS, Vaihe.AIKATAULUTETTU, Vaihe.SUUNNITELTU))
    told = {
        ngettext("%(n)s osa on valmiina", "%(n)s osaa on valmiina", done): done,
        ngettext("%(n)s osan ajat on sovittu", "%(n)s osan ajat on sovittu", scheduled): scheduled,
        ngettext("%(n)s osan ajat ovat vielä sopimatta", "%(n)s osan ajat ovat vielä sopimatta", planned): planned,
    }
    *first, last = [text % {"n": number} for text, number in told.items() if number] or [""]
    if not last:
        return ""
    whole = _("%(alku)s ja %(loppu)s") % {"alku": ", ".join(first), "loppu": last} if first else last
    return _("Opinnoistasi %(tilanne)s.") % {"tilanne": whole}


def section_titles(learner: bool) -> dict[str, str]:
    """Title of each section of the plan page by its name."""
    if learner:
        return {
            "perustiedot": _("Oma tavoitteeni ja perustiedot"),
            "aiemmin_hankittu": _("Mitä osaan jo"),
            "opintosuunnitelma": _("Opintosuunnitelmani"),
            "aikajana": _("Aikajana"),
            "tyopaikkajaksot": _("Opiskelu työpaikalla"),
            "naytot": _("Näyttöni"),
            "oppimisen_tuki": _("Tuki oppimiseeni"),
            "opiskeluvalmiudet": _("Opiskelua helpottavat opinnot"),
        }
    return {
        "perustiedot": _("Tavoite ja perustiedot"),
        "aiemmin_hankittu": _("Aiemmin hankittu osaaminen"),
        "opintosuunnitelma": _("Opintosuunnitelma"),
        "aikajana": _("Aikajana"),
        "tyopaikkajaksot": _("Työpaikkajaksot"),
        "naytot": _("Näytöt"),
        "oppimisen_tuki": _("Oppimisen tuki"),
        "opiskeluvalmiudet": _("Opiskeluvalmiuksia tukevat opinnot"),
    }
