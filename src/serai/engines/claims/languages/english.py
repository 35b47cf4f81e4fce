"""The grammar tables of English."""

from __future__ import annotations

from serai.engines.claims.languages import Language, Qualifier
from serai.engines.claims.languages.english_money import DOUBTFUL, SHARED, currencies
from serai.engines.claims.languages.english_nouns import SAME_IN_BOTH, is_plural, singular
from serai.engines.claims.languages.english_units import DURATIONS, MEASURES

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth "
    "fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth last"
).split()
_MONTHS = (
    "january february march april may june july august september october november december"
).split()

_BEFORE: dict[str, Qualifier] = {
    **dict.fromkeys(
        [
            "more than", "more", "over", "above", "at least", "no fewer than", "no less than",
            "not fewer than", "not less than", "not fewer", "not less", "no less", "no fewer",
            "a minimum of", "minimum of", "minimum", "in excess of", "upwards of", "upward of",
            "exceeding", "exceeds", "exceed", "exceeded", "exceeding the", "to exceed",
            "greater than", "higher than", "larger than", "bigger than", "longer than",
            "older than", "better than", "surpassing", "surpassed", "surpasses", "surpass",
            "topping", "topped", "tops", "passed the", "well over", "well above", "just over",
            "slightly over", "slightly more than", "just above", "a little over", "a little more than",
            "a bit over", "far more than", "much more than", "well in excess of",
            "crossed", "crossed the", "exceeded the", "surpassed the", "topped the", "further than",
            "upwards to", "some more than", "more then", "north of",
            "any more than", "outnumbering", "as few as", "starting from", "starting at", "or more than",
            "not below", "no lower than", "not lower than", "no smaller than", "broke through", "break through", "breaks through",
            "breaking through", "has reached over", "a good", "at the very least", "at a minimum",
            ">", "≥", ">=", "＞",
        ],
        "at_least",
    ),
    **dict.fromkeys(
        [
            "less than", "fewer than", "under", "below", "at most", "up to", "as many as",
            "as much as", "no more than", "not more than", "not exceeding", "a maximum of",
            "maximum of", "maximum", "at the most", "not over", "not above", "lower than",
            "smaller than", "shorter than", "just under", "slightly less than",
            "slightly under", "well under", "well below", "just below", "no longer than",
            "not to exceed", "not exceed", "not exceeded", "no higher than", "a ceiling of",
            "as high as", "as long as", "within", "no later than", "less then", "limited to",
            "capped at", "no greater than", "upto", "not longer than", "slightly below", "younger than",
            "<", "≤", "<=", "＜",
        ],
        "at_most",
    ),
    **dict.fromkeys(
        [
            "about", "around", "some", "roughly", "approximately", "approx", "approx.", "circa",
            "c.", "ca.", "ca", "an estimated", "estimated", "estimated at", "in the region of",
            "in the order of", "on the order of", "of the order of", "in the neighborhood of",
            "in the neighbourhood of", "in the vicinity of", "somewhere around", "give or take",
            "an estimate of", "an average of about", "about some", "some about", "or so",
            "at about", "at around", "the equivalent of about", "broadly", "an approximate",
            "at approximately", "at roughly", "what amounts to", "another about", "a rough", "~", "≈",
            "∼", "±", "±", "somewhat over and under", "estimated to be", "more or less", "or about",
            "a reported", "an expected", "an anticipated",
        ],
        "about",
    ),
    **dict.fromkeys(
        [
            "nearly", "almost", "close to", "approaching", "close on", "nigh on", "virtually",
            "practically", "near", "approached", "just about", "just short of", "a little less than",
            "getting on for", "verging on", "nearing", "not quite", "well nigh", "coming up to",
        ],
        "nearly",
    ),
    **dict.fromkeys(
        ["exactly", "precisely", "over and above", "just", "only", "a total of", "altogether", "a full", "fully",
         "a mere", "merely", "some exactly", "a combined", "a combined total of", "a record",
         "an additional", "a further", "another", "as little as"],
        "exact",
    ),
}  # fmt: skip
for _phrase in ("as little as",):
    _BEFORE[_phrase] = "at_least"

_AFTER: dict[str, Qualifier] = {
    **dict.fromkeys(
        [
            "plus", "- plus", "+", "or more", "or above", "and above", "or over", "and over",
            "and more", "or greater", "or higher", "or better", "at least", "at the least",
            "at a minimum", "odd", "- odd", "- some", "some odd", "and counting", "or longer", "and up",
            "at the very least", "minimum", "upwards",
        ],
        "at_least",
    ),
    **dict.fromkeys(
        ["or less", "or fewer", "or under", "or below", "and below", "and under", "at most",
         "at the most", "or lower", "maximum", "and less", "tops"],
        "at_most",
    ),
    **dict.fromkeys(
        ["or so", "or thereabouts", "approximately", "give or take", "more or less", "- ish"],
        "about",
    ),
}  # fmt: skip
_AFTER["odd"] = _AFTER["- odd"] = _AFTER["- some"] = _AFTER["some odd"] = "about"


_PREPOSITIONS = """of for from in on with at to by between among amongst across under within into
onto via per than through throughout during after before since until till against about around along
without toward towards upon above below over beneath beside besides beyond despite except inside
outside near off out like as unlike regarding concerning including excluding following versus vs
amid because alongside aboard worldwide nationwide globally abroad overall respectively
domestically internationally altogether combined apiece each alone ago later earlier onward onwards
annually daily weekly monthly yearly""".split()

_FUNCTION_WORDS = """that which who whom whose where when while whereas if although though unless
whether so but nor yet then there here this these those his her its their our your my it he she
they we you i them us him me himself herself itself themselves ourselves what how why because is are was were be been being am has
have had having do does did will would shall should can could may might must cannot not no n't
also already still now just even only ever never again too very rather quite once soon always
often usually currently recently today yesterday tomorrow tonight last next every any all both
either neither each another such same said says say saying told tell added noted stated announced
according thus hence therefore however meanwhile moreover furthermore namely e.g i.e etc the a an some
an up down away back together apart up-to-date vis-a-vis due thanks compared rose fell grew dropped
attended participated build provide belong contain remain speak
operate participate attend receive come become involve take give get want think believe know see depend
deal relate refer go say agree took came went gathered arrived visited met joined became remain remained
make made makes making take takes taking come comes get gets got give given gave go goes
agree agreed decided established signed held reached include includes included
cover covers involve involves received won lost died began begin begins started start
accounted accounting totaled totalled totaling totalling worth aged averaging""".split()

_PRE_HEAD_PARTICIPLES = frozenset("signed established held given included".split())

_ENDS = frozenset(_PREPOSITIONS) | (frozenset(_FUNCTION_WORDS) - _PRE_HEAD_PARTICIPLES)

_LABELS = """article articles section sections chapter chapters page pages pp p no no. nos nos. № fig
figs figure table tables annex annexes appendix clause clauses paragraph para paras vol vol. volume
item version phase level resolution decree directive regulation rule act law room hall booth gate
suite flight route highway platform channel grade class category module protocol amendment verse
isbn issn doi zip tel fax phone telephone hotline p.o. apt interstate top fortune agenda horizon
apollo shenzhou tiangong tianwen boeing airbus windows art sec chap § # n° paragraph sdg sdgs
principle footnote ref schedule exhibit sub-paragraph pavilion magnitude stands aged
age ages unit qty qty. building block plot ward reactor stage bay lot order serial port ext ext. extension
kilometre kilometer""".split()

_ANAPHORIC = """sides countries parties nations peoples states governments leaders presidents ministers
heads neighbors neighbours economies republics powers delegations capitals partners allies
foreign-ministers premiers foreign continents cities organizations universities regions groups
chambers societies civilizations civilisations cultures militaries armies institutions sister
brothers friends companies firms teams sides' governments' sister-cities""".split()

LANGUAGE = Language(
    code="en",
    cardinals={word: value for value, word in enumerate(_ONES)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {"fourty": 40, "ninty": 90},
    multipliers={
        "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9,
        "trillion": 10**12, "quadrillion": 10**15, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7,
        "crores": 10**7, "bn": 10**9, "mn": 10**6, "mln": 10**6, "bln": 10**9, "trn": 10**12, "trln": 10**12,
        "tn": 10**12, "mio": 10**6, "millions": 10**6, "billions": 10**9, "thousands": 1_000,
        "trillions": 10**12, "hundreds": 100,
    },
    glued={"k": 1_000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9,
           "tn": 10**12, "trn": 10**12, "bln": 10**9, "million": 10**6, "billion": 10**9,
           "trillion": 10**12},
    fractions={"half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "thirds": 1 / 3,
               "quarter": 1 / 4, "quarters": 1 / 4, "fourth": 1 / 4, "fourths": 1 / 4}
    | {f"{word}{ending}": 1 / number
       for number, word in enumerate(_ORDINALS[4:19], start=5) for ending in ("", "s")}
    | {"hundredth": 0.01, "hundredths": 0.01, "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4,
       "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5, "⅛": 1 / 8},
    vague={"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000,
           "millions": 10**6, "billions": 10**9, "trillions": 10**12, "several": 1, "few": 1,
           "many": 1},
    collectives={"dozen": 12, "score": 20},
    proportions=(["out", "of"], ["out", "of", "every"], ["in", "every"], ["of", "every"], ["in"]),
    articles=frozenset({"a", "an"}),
    determiners=frozenset(
        "the these those our their both its his her your my this all other".split()
    ),
    joiners=frozenset({"and"}),
    ordinal_suffixes=("st", "nd", "rd", "th"),
    ordinals=frozenset(_ORDINALS),
    one=frozenset({"one", "zero"}),
    before=_BEFORE,
    after=_AFTER,
    ranges={"between": "and", "from": "to"},
    range_joiners=frozenset({"-", "–", "—", "‑", "‐", "~", "～", "to", "or"}),
    changes=frozenset(
        """rise rises rose risen rising grow grows grew grown growing increase increases increased
        increasing expand expands expanded expanding fall falls fell fallen falling drop drops
        dropped dropping decline declines declined declining climb climbs climbed climbing jump
        jumps jumped jumping soar soars soared soaring surge surged surging shrink shrank shrunk
        cut cuts cutting reduce reduces reduced reducing slip slipped slide slid up down raise
        raised raising boost boosted boosting lower lowered upgrade upgraded change changed
        decrease decreased decreasing go went gone move moved improve improved double doubled
        extend extended extending widen widened narrow narrowed swell swelled rocket rocketed
        plunge plunged tumble tumbled lift lifted bring brought leap leapt leaped rebound rebounded
        rising's drove driven pushed evolve evolved develop developed""".split()
    ),
    currencies=currencies(),
    doubtful_currencies=DOUBTFUL,
    shared_currencies=SHARED,
    percent={"%": "%", "％": "%", "percent": "%", "per cent": "%", "pct": "%", "per-cent": "%",
             "percentage": "%", "percents": "%", "‰": "‰",
             "percentage points": "percentage point", "percentage point": "percentage point",
             "bps": "basis point", "basis points": "basis point"},
    durations=DURATIONS,
    measures=MEASURES,
    powers=frozenset({"square", "cubic"}),
    singular=singular,
    is_plural=is_plural,
    nouns=SAME_IN_BOTH,
    ends=_ENDS,
    adverbs=frozenset(
        """daily weekly monthly yearly earlier later overall combined inside outside near then now
        only very even still once past like above quite rather highly often always never soon
        through off such next last same abroad""".split()
    ),
    verbs=frozenset(
        """shows lives leaves works needs plays means calls moves walks reads speaks eats smokes uses
        owns earns lacks suffers attends gets dies drops drives cooks rents travels finds""".split()
    ),
    plural_verbs=frozenset("are were have come live work own speak use say want remain go".split()),
    countable=frozenset(
        """agreement memorandum document contract deal project programme program laboratory lab center
        centre base park zone platform institute institution university college school hospital
        factory plant company enterprise firm bank organization organisation association team group
        delegation delegate member partner country nation state region province city county town
        village district expert scientist researcher scholar academician engineer technician teacher
        student trainee worker farmer official minister representative participant guest visitor
        exhibitor patent paper article book report result achievement product technology item activity
        event meeting forum conference seminar workshop session exhibition visit exchange area field
        case measure step aspect point ship train flight route road bridge port airport station car
        vehicle household family household job post household person child woman man patient volunteer
        journalist policy law standard award prize course class language sample species unit set
        device satellite system network fund batch section stage venue hall branch office department tower
        brand variety market mine farm garden museum library theatre theater church temple hotel
        restaurant shop boat aircraft locomotive wagon bus truck tractor machine instrument
        proposal application question answer letter treaty protocol convention resolution panel
        committee council commission bureau agency ministry embassy consulate club society union
        prefecture commune brigade regiment division army soldier officer worker peasant teacher
        doctor nurse lawyer judge artist author writer reporter entrepreneur businessman leader
        container warehouse locomotive carriage cargo
        package parcel piece ton batch lot tank silo pipeline canal dam reservoir reactor turbine
        generator transformer computer server robot drone camera sensor telescope microscope sample
        seed tree cow pig sheep horse animal plant crop variety strain vaccine dose test trial
        operation treatment clinic ward pharmacy kindergarten classroom dormitory apartment house
        flat villa building bridge tunnel kilometer checkpoint border crossing terminal berth dock
        pier shipyard airline airplane plane helicopter passenger tourist immigrant refugee citizen
        resident villager migrant employee staffer manager director chairman president king queen
        prince ambassador consul diplomat spokesman lawmaker deputy senator governor mayor partner
        supplier buyer seller customer client investor shareholder borrower lender donor sponsor
        subsidiary startup incubator accelerator cluster alliance consortium federation
        consultation negotiation round dialogue summit ceremony concert film movie song show
        kind type programme head broadcast channel newspaper magazine website page chapter volume word sentence
        expedition mission tour match goal medal prize record error case accident""".split()
    ),
    people=frozenset(
        """dead injured wounded missing killed died drowned hospitalized hospitalised displaced
        arrested homeless perished strong""".split()
    ),
    plural_modifiers=SAME_IN_BOTH | frozenset(
        """sports arms goods savings systems rights communications operations results materials sales
        services resources customs telecommunications women men savings's human-rights electronics
        economics politics sciences securities arts crafts logistics physics mechanics robotics statistics news overseas process business access press
        progress congress wireless address mass class express's business's basis status focus bus
        gas virus campus glass grass cross less works humanities settlements contents""".split()
    ),
    compounds=frozenset(
        """member nation country seat storey story room bed person man point page volume part episode
        strong ship player team state province city company turbine stop lane berth unit family
        passenger vehicle aircraft kilometer kilometre km meter metre mile hectare acre ton tonne
        megawatt mw gigawatt gw kilowatt kw kv liter litre foot inch square dollar""".split()
    ),
    linkers=frozenset({"of"}),
    coordinators=frozenset({"and", "or", "&", "as well as"}),
    anaphors=frozenset({"them", "which", "these", "those", "whom"}),
    pronouns=frozenset({"others", "other", "more", "ones", "fewer", "less"}),
    further=frozenset({"further", "another", "additional", "other", "remaining", "last", "first"}),
    number_nouns=frozenset("number numbers total tally count figure quantity".split()),
    stating=frozenset(
        "and or with including only has have had is are was were be than now that while but which at to against us them yet already".split()
    ),
    copulas=frozenset("is are was were".split()),
    wholes=frozenset({"of"}),
    contrasts=frozenset({"while", "whereas", "but"}),
    targets=frozenset("target goal quota forecast average".split()),
    spreading=frozenset(
        "spread spreads spreading sprawl sprawls sprawled sprawling scattered dispersed".split()
    ),
    subjects=frozenset("we they it i he she you who which there".split()),
    expletives=frozenset({"there"}),
    counting_verbs={"employ": "person", "employs": "person", "employed": "person",
                    "employing": "person", "seats": "seat"},
    rates=frozenset({"per"}),
    prepositions=frozenset("from in among across within at by for to".split()),
    participle_endings=("ed", "kept", "dug", "built", "sold", "bought", "taught", "written", "given",
                        "grown", "laid", "spent", "bred", "ing"),
    year_leads=frozenset(
        """in by between since until till during before after of from to year fiscal fy spring summer autumn
        fall winter early late mid 's and through q1 q2 q3 q4 quarter half end around circa
        for""".split()
    ),
    groups={"staff": "staff", "workforce": "worker", "class": "student"}
    | dict.fromkeys(
        "team delegation crew party group committee board panel secretariat family jury".split(),
        "member",
    ),
    totals=frozenset(
        """numbered numbering totaled totalled totaling totalling number total reached reaching
        hit""".split()
    ),
    standing=frozenset("stand stands stood standing amount amounts amounted amounting came".split()),
    verb_particles=frozenset({"at", "to"}),
    complements=frozenset("for in from on between among at".split()),
    purposes=frozenset("of in for on worth".split()),
    valued=frozenset(
        """exports imports sales revenues profits earnings prices costs reserves assets investments
        expenditures expenses loans deposits receipts losses outlays remittances inflows outflows
        shares stocks wages salaries incomes debts liabilities funds taxes tariffs payments
        rates""".split()
    ),
    population={"strong": "person", "population": "person", "populace": "person", "membership": "member",
                "attendance": "person", "toll": "person", "workforce": "person", "headcount": "person",
                "populations": "person", "enrollment": "student", "enrolment": "student", "readership": "reader", "audience": "person",
                "turnout": "person", "crowd": "person", "intake": "student", "ridership": "passenger",
                "viewership": "viewer"},
    labels=frozenset(_LABELS),
    anaphoric_nouns=frozenset(_ANAPHORIC),
    fixed=frozenset(
        {"five - year plan", "five year plan", "five - year plans", "five years plan", "5 - year plan", "5 year plan", "5 years plan", "journey of a thousand miles", "a thousand and one", "group of 77", "group of 20", "group of seven", "group of eight", "24 hours a day", "seven days a week", "7 days a week", "365 days a year",
         "one country , two systems", "one country two systems", "two-state", "24/7",
         "five continents", "seven seas", "four corners", "four seasons", "two - way",
         "two way", "two - state", "one - way", "three - dimensional", "two - dimensional",
         "3 d", "three - pronged", "two - pronged", "first - class", "second - hand",
         "third - party", "zero - sum", "one - stop", "one - off", "one - on",
         "fifty - fifty", "50 - 50", "a thousand words", "one hundred percent sure",
         "ten - day war", "four - wheel", "two - wheel", "two - wheeled", "three - wheeled",
         "four - letter", "five - star", "four - star", "three - star", "five - starred",
         "two - tier", "two - thirds majority", "360 degrees", "360 - degree", "180 degrees",
         "on all fours", "at sixes and sevens", "nine to five", "two sessions", "twenty - first",
         "four modernizations", "seven wonders", "five eyes", "big three", "big four", "big five",
         "one by one", "two by two", "one or two", "between the two", "of the two", "the two -",
         "one two", "two fold", "double - digit", "three - way", "four - way", "two - sided",
         "24 - hour", "24 x 7", "24 × 7", "twenty-four seven", "404"}
    ),
    furniture=frozenset(
        """views view clicks click reads hits comments comment shares likes downloads visits replies
        retweets followers read""".split()
    ),
    months={word: number for number, word in enumerate(_MONTHS, start=1)}
    | {word[:3]: number for number, word in enumerate(_MONTHS, start=1)}
    | {"sept": 9, "sept.": 9}
    | {f"{word[:3]}.": number for number, word in enumerate(_MONTHS, start=1)},
    weekdays=frozenset(
        """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs
        fri sat sun""".split()
    ),
    now=frozenset({"so far", "to date", "currently", "at present", "by now", "until now", "up to now",
                   "to this day", "as of now", "at the moment", "presently", "today", "now",
                   "as of today", "thus far"}),
    scopes={"foreign": "foreign", "overseas": "foreign", "international": "international",
            "domestic": "domestic", "local": "local", "total": "total", "altogether": "total",
            "combined": "total", "overall": "total", "in all": "total", "additional": "additional",
            "further": "additional", "another": "additional", "new": "new", "worldwide": "worldwide",
            "global": "worldwide", "average": "average", "record": "record"},
    states={"invited": "invited", "invite": "invited", "attended": "attended",
            "attend": "attended", "participated": "attended", "attending": "attended",
            "gathered": "attended", "registered": "registered", "planned": "planned",
            "plan": "planned", "plans": "planned", "will": "planned", "expected": "planned",
            "aims": "planned", "built": "built", "build": "built", "established": "built",
            "set": "built", "launched": "launched", "completed": "completed",
            "signed": "signed", "sign": "signed", "displayed": "exhibited",
            "displaying": "exhibited", "exhibited": "exhibited", "showcased": "exhibited",
            "trained": "trained", "held": "held", "hold": "held", "approved": "approved",
            "proposed": "proposed", "under construction": "under construction"},
)  # fmt: skip
