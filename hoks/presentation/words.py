"""What nodes, stages and sections are called, for officials and, plainer, for learners."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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
    "vaatimuksista-tai-tavoitteista-poikkeaminen": gettext_noop("Mistä vaatimuksesta tai tavoitteesta poiketaan"),
    "koulutuksen-jarjestaja-oid": gettext_noop("Opiskelen tämän oppilaitoksessa"),
    "opetus-ja-ohjaus-maara": gettext_noop("Opetusta ja ohjausta"),
    "jarjestajan-edustaja": gettext_noop("Oppilaitoksen edustaja"),
    "hankkijan-edustaja": gettext_noop("Opetuksen hankkineen oppilaitoksen edustaja"),
    "osa-aikaisuustieto": gettext_noop("Työaika kokopäivätyöstä"),
}


def laji(cls: type[contract.Node]) -> str:
    """What a node of this class is."""
    return _(_LAJIT[cls])


def for_learner(row: Row, node: TreeNode) -> Row:
    """The row in a learner's words; those that have none keep the contract's label."""
    own = (_OPPIJAN_SANAT_OSISSA if node.path else _OPPIJAN_SANAT).get(row.spec.wire)
    return replace(row, label=_(own)) if own else row


def vaihe(stage: Vaihe, learner: bool) -> tuple[str, str]:
    """(title, what is said when nothing is at the stage)."""
    if learner:
        return {
            Vaihe.SUUNNITELTU: (_("Suunnitellut opintoni"), _("Ei suunniteltuja opintoja.")),
            Vaihe.AIKATAULUTETTU: (_("Aikataulutetut opintoni"), _("Ei aikataulutettuja opintoja.")),
            Vaihe.VALMIS: (_("Valmiit opintoni"), _("Ei valmiita opintoja.")),
        }[stage]
    return {
        Vaihe.SUUNNITELTU: (_("Suunniteltu"), _("Ei suunniteltuja opintoja.")),
        Vaihe.AIKATAULUTETTU: (_("Aikataulutettu"), _("Ei aikataulutettuja opintoja.")),
        Vaihe.VALMIS: (_("Valmis"), _("Ei valmiita opintoja.")),
    }[stage]


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
