"""Money in English: names, signs and ISO 4217 codes of currencies."""

from __future__ import annotations

from serai.engines.claims.languages.homes import shared

_NAMED = {
    "dollar": "USD American=USD US=USD U.S.=USD Australian=AUD Canadian=CAD Singapore=SGD "
    "Singaporean=SGD Hong-Kong=HKD Taiwan=TWD New-Taiwan=TWD New-Zealand=NZD Fijian=FJD Fiji=FJD "
    "Jamaican=JMD Namibian=NAD Namibia=NAD Barbadian=BBD Barbados=BBD Bahamian=BSD Belize=BZD "
    "Bermudian=BMD Brunei=BND Guyanese=GYD Guyana=GYD Liberian=LRD Surinamese=SRD "
    "Trinidadian=TTD Solomon-Islands=SBD Zimbabwean=ZWL Zimbabwe=ZWL East-Caribbean=XCD",
    "pound": "GBP British=GBP Egyptian=EGP Lebanese=LBP Sudanese=SDG South-Sudanese=SSP Syrian=SYP",
    "franc": "XOF CFA=XOF West-African-CFA=XOF Central-African-CFA=XAF Swiss=CHF Rwandan=RWF "
    "Rwanda=RWF Burundian=BIF Burundi=BIF Congolese=CDF Guinean=GNF Djiboutian=DJF Djibouti=DJF "
    "Comorian=KMF CFP=XPF Pacific=XPF",
    "shilling": "KES Kenyan=KES Kenya=KES Tanzanian=TZS Tanzania=TZS Ugandan=UGX Uganda=UGX "
    "Somali=SOS",
    "rupee": "INR Indian=INR Pakistani=PKR Pakistan=PKR Sri-Lankan=LKR Sri-Lanka=LKR "
    "Nepalese=NPR Nepali=NPR Mauritian=MUR Mauritius=MUR Seychellois=SCR",
    "peso": "MXN Mexican=MXN Philippine=PHP Philippines=PHP Argentine=ARS Argentinian=ARS "
    "Chilean=CLP Colombian=COP Uruguayan=UYU Cuban=CUP Dominican=DOP",
    "dinar": "RSD Serbian=RSD Algerian=DZD Tunisian=TND Jordanian=JOD Kuwaiti=KWD Iraqi=IQD "
    "Libyan=LYD Bahraini=BHD Bahrain=BHD",
    "dirham": "AED UAE=AED Emirati=AED Moroccan=MAD",
    "riyal": "SAR Saudi=SAR Qatari=QAR Qatar=QAR Yemeni=YER",
    "rial": "IRR Iranian=IRR Omani=OMR Yemeni=YER",
    "ruble": "RUB Russian=RUB Belarusian=BYN Belarus=BYN",
    "rouble": "RUB Russian=RUB Belarusian=BYN Belarus=BYN",
    "won": "KRW South-Korean=KRW Korean=KRW North-Korean=KPW",
    "yen": "JPY Japanese=JPY",
    "yuan": "CNY Chinese=CNY RMB=CNY",
    "krona": "SEK Swedish=SEK Icelandic=ISK",
    "krone": "NOK Norwegian=NOK Danish=DKK",
    "lira": "TRY Turkish=TRY",
    "manat": "AZN Azerbaijani=AZN Turkmen=TMT",
    "kwacha": "ZMW Zambian=ZMW Malawian=MWK Malawi=MWK",
    "leu": "RON Romanian=RON Moldovan=MDL",
    "lei": "RON Romanian=RON Moldovan=MDL",
    "som": "Kyrgyz=KGS Uzbek=UZS",
    "sum": "Uzbek=UZS",
    "real": "Brazilian=BRL",
    "sol": "Peruvian=PEN",
}
"""Nouns that several countries share: the currency of the noun alone, then of each with a country."""

_PLAIN = {
    "AED": "uae-dirham", "AFN": "afghani", "ALL": "lek leke", "AMD": "dram", "AOA": "kwanza",
    "ARS": "", "AUD": "a$ au$", "AZN": "", "BAM": "", "BBD": "", "BDT": "taka tk tk.", "BGN": "leva lev",
    "BHD": "", "BIF": "fbu", "BND": "", "BOB": "boliviano bolivianos", "BRL": "reais r$", "BTN": "ngultrum nu.",
    "BWP": "pula", "BYN": "", "BZD": "", "CAD": "c$ ca$", "CDF": "", "CHF": "", "CLP": "",
    "CNY": "¥ ￥ rmb renminbi rmb-yuan yuan-rmb yuan-renminbi cn¥ rmb¥", "COP": "",
    "CRC": "colones", "CUP": "", "CVE": "", "CZK": "koruna koruny", "DJF": "", "DKK": "",
    "DOP": "", "DZD": "", "EGP": "", "ETB": "birr br", "EUR": "€ euro euros", "FJD": "fj$ f$",
    "GBP": "£ pound-sterling sterling stg£", "GEL": "lari", "GHS": "cedi cedis gh₵ gh¢ ghc ₵",
    "GMD": "dalasi dalasis", "GNF": "", "GTQ": "quetzal quetzales", "GYD": "", "HKD": "hk$",
    "HNL": "lempira lempiras", "HTG": "gourde gourdes", "HUF": "forint forints", "IDR": "rupiah rp rp.",
    "ILS": "shekel shekels ₪ nis", "INR": "₹ rs rs.", "IQD": "", "IRR": "", "ISK": "",
    "JMD": "j$", "JOD": "jd", "JPY": "jp¥", "KES": "ksh kshs sh sh. shs", "KGS": "soms", "KHR": "riel riels",
    "KMF": "", "KRW": "₩", "KWD": "", "KZT": "tenge ₸", "LAK": "kip", "LBP": "", "LKR": "",
    "LRD": "", "LSL": "loti maloti", "LYD": "", "MAD": "", "MDL": "", "MGA": "ariary", "MKD": "denar denars",
    "MMK": "kyat kyats", "MNT": "tugrik tugriks", "MOP": "pataca patacas", "MRU": "ouguiya", "MUR": "",
    "MVR": "rufiyaa", "MWK": "mk", "MXN": "mex$ mx$", "MYR": "ringgit rm", "MZN": "metical meticais",
    "NAD": "n$", "NGN": "naira ₦", "NIO": "córdoba córdobas", "NOK": "", "NPR": "", "NZD": "nz$", "OMR": "",
    "PEN": "soles s/ s/.", "PGK": "kina", "PHP": "₱", "PKR": "", "PLN": "zloty zlotys złoty", "PYG": "guarani guaranies ₲",
    "QAR": "", "RON": "", "RSD": "", "RUB": "₽", "RWF": "frw rfr rwf", "SAR": "", "SBD": "",
    "SCR": "", "SDG": "", "SEK": "", "SGD": "s$", "SLE": "leone leones", "SOS": "", "SRD": "",
    "SSP": "", "SYP": "", "SZL": "emalangeni lilangeni", "THB": "baht bahts ฿", "TJS": "somoni", "TMT": "",
    "TND": "", "TRY": "₺", "TTD": "tt$", "TWD": "nt$", "TZS": "tsh tshs",
    "UAH": "hryvnia hryvnias ₴", "UGX": "ush ugsh", "USD": "$ us$ us-$ u.s.$ u.s.-$ united-states-dollar "
    "united-states-dollars us-dollars'", "UYU": "", "UZS": "soum soums", "VES": "bolívares", "VND": "dong ₫",
    "VUV": "vatu", "WST": "tala", "XAF": "", "XCD": "ec$", "XDR": "sdr sdrs", "XOF": "fcfa f-cfa", "XPF": "",
    "YER": "", "ZAR": "rand rands", "ZMW": "", "ZWL": "zw$", "ZWG": "zig",
}  # fmt: skip
"""ISO 4217 codes, and the names and signs that no other country shares."""

_LETTERS = {"r": "ZAR", "k": "ZMW", "n": "NGN", "p": "BWP", "le": "SLE", "ar": "MGA"}
"""R3.6 billion, K1.2 million, N500,000."""
DOUBTFUL = frozenset([*"amd bam cop cup cve gel mad mop pen sdg sos try zig".split(), *_LETTERS])
"""What is something else too and money only on a sum: COP28, SDG 17, to *try*, R&D."""


SHARED = shared(
    """
    shilling, sh, sh., shs = KES: Kenya Nairobi Mombasa
    ... = TZS: Tanzania Dodoma Zanzibar
    ... = UGX: Uganda Kampala
    ... = SOS: Somalia
    cfa franc, franc = XOF: Senegal Dakar Mali Ivoire Ivory Benin Togo Niger Burkina
    ... = XAF: Cameroon Douala Yaound Gabon Chad Brazzaville Bangui Malabo
    ... = RWF: Rwanda Kigali
    ... = BIF: Burundi
    ... = CDF: Kinshasa
    ... = GNF: Conakry
    ... = DJF: Djibouti
    ... = CHF: Swiss Switzerland Geneva Zurich
    ... = KMF: Comoros
    rupee, rs, rs. = INR: India Delhi Mumbai Kerala Gujarat Karnataka Bengaluru Chennai Hyderabad Kolkata Tamil Lok
    ... = PKR: Pakistan Islamabad Karachi Lahore
    ... = LKR: Lanka Colombo
    ... = NPR: Nepal Kathmandu
    ... = MUR: Mauritius
    ... = SCR: Seychelles
    peso, ₱ = MXN: Mexic
    ... = PHP: Philippine Manila Filipino
    ... = ARS: Argentin Aires
    ... = CLP: Chile Santiago
    ... = COP: Colombia Bogot
    ... = UYU: Uruguay Montevideo
    ... = CUP: Cuba Havana
    ... = DOP: Dominican
    dinar = DZD: Algeria Algiers
    ... = TND: Tunisia Tunis
    ... = JOD: Jordan Amman
    ... = KWD: Kuwait
    ... = IQD: Iraq Baghdad
    ... = LYD: Libya Tripoli
    ... = BHD: Bahrain
    ... = RSD: Serbia Belgrade
    dirham = AED: Emirat UAE Dubai Dhabi
    ... = MAD: Morocc Rabat Casablanca
    riyal = SAR: Saudi Riyadh Jeddah
    ... = QAR: Qatar Doha
    ... = YER: Yemen
    rial = IRR: Iran Tehran
    ... = OMR: Oman Muscat
    ... = YER: Yemen
    p = BWP: Botswana Gaborone
    ... = PHP: Philippine Manila Filipino
    pound = GBP: Brit London England U.K. UK
    ... = EGP: Egypt Cairo
    ... = SDG: Khartoum
    ... = SSP: Juba
    ... = LBP: Leban Beirut
    ... = SYP: Syria Damascus
    kwacha, k = ZMW: Zambia Lusaka
    ... = MWK: Malawi Lilongwe Blantyre
    ... = PGK: Papua
    krona = SEK: Swed Stockholm
    ... = ISK: Iceland
    krone, kroner = NOK: Norw Oslo
    ... = DKK: Denmark Danish Copenhagen
    manat = AZN: Azerbaijan Baku
    ... = TMT: Turkmen
    """
)
"""Names that several countries share, and by what a text tells whose they are."""


def currencies() -> dict[str, str]:
    """Return names, signs and codes in lower case → ISO 4217."""
    table: dict[str, str] = {}
    for code, forms in _PLAIN.items():
        table |= dict.fromkeys([code.lower(), *(_spaced(form) for form in forms.split())], code)
    del table["all"]
    for noun, members in _NAMED.items():
        for member in members.split():
            country, _, code = member.rpartition("=")
            name = f"{_spaced(country)} {noun}".strip()
            table |= {name: code, _plural(name): code}
    return table | _LETTERS


def _spaced(form: str) -> str:
    return form.replace("-", " ").lower()


def _plural(name: str) -> str:
    same = ("won", "yen", "yuan", "lei", "leu", "kwacha", "krona", "krone", "som", "sum")
    return {"krona": "kronor", "krone": "kroner"}.get(
        name, name if name.endswith(same) else f"{name}s"
    )
