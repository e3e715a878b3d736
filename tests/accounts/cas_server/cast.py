"""The accounts, for both processes: attributes as the national CAS tells them, a text or a list of texts."""

PASSWORD = "yhteinen"

SCHOOL = "1.2.246.562.10.10000000002"
OTHER_SCHOOL = "1.2.246.562.10.20000000002"

ACCOUNTS = {
    "monta-roolia": {
        "oidHenkilo": "1.2.246.562.24.10000000011",
        "kayttajaTyyppi": "PALVELU",
        "roles": [
            f"ROLE_APP_EHOKS_CRUD_{SCHOOL}",
            f"ROLE_APP_EHOKS_TIEDONSIIRTO_{SCHOOL}",
            f"ROLE_APP_EHOKS_READ_{OTHER_SCHOOL}",
            "ROLE_APP_EHOKS",
            "ROLE_APP_EHOKS_CRUD",
            f"ROLE_APP_KOSKI_READ_{SCHOOL}",
            f"ROLE_APP_EHOKS_HOKS_DELETE_{SCHOOL}x",
            f"xROLE_APP_EHOKS_HOKS_DELETE_{SCHOOL}",
            "ROLE_APP_EHOKS_READ_1.2.246.562.28.10000000002",
            "ROLE_APP_EHOKS_READ_1.2.246.562.10.１",
        ],
    },
    "yksi-rooli": {
        "oidHenkilo": "1.2.246.562.24.10000000022",
        "kayttajaTyyppi": "PALVELU",
        "roles": f"ROLE_APP_EHOKS_READ_{SCHOOL}",
    },
    "ei-rooleja": {"oidHenkilo": "1.2.246.562.24.10000000033", "kayttajaTyyppi": "PALVELU"},
    "huono-oid": {"oidHenkilo": "ei oid", "kayttajaTyyppi": "PALVELU"},
    "virkailija": {
        "oidHenkilo": "1.2.246.562.24.10000000044",
        "kayttajaTyyppi": "VIRKAILIJA",
        "roles": f"ROLE_APP_EHOKS_CRUD_{SCHOOL}",
    },
    "tyypiton": {"oidHenkilo": "1.2.246.562.24.10000000055", "roles": f"ROLE_APP_EHOKS_CRUD_{SCHOOL}"},
}
