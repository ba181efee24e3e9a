"""The words that tell how a sentence is built; all folded to lower-case ASCII."""

BE = frozenset("am is are was were isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had hasn't haven't hadn't".split())
DO = frozenset("did does do didn't doesn't don't".split())
MODALS = frozenset(
    "will would can could must may might shall should cannot won't wouldn't can't couldn't "
    "shouldn't mustn't".split()
)
PAST_ONLY = frozenset(
    "went took gave came became began fell rose wrote saw drew grew knew ran spoke flew threw "
    "broke chose shook swore sang sank swam drank woke wore tore drove rode froze stole ate "
    "forgave forgot overthrew withdrew undertook arose hid bit shrank sprang overran overtook "
    "outran overcame foresaw underwent".split()
)
PARTICIPLE_ONLY = frozenset(
    "taken given written seen drawn grown known spoken flown thrown broken chosen shaken sworn "
    "born driven ridden frozen stolen eaten forgiven forgotten fallen risen begun gone done "
    "been beaten overthrown withdrawn hidden bitten shown worn torn undergone".split()
)
PAST_OR_PARTICIPLE = frozenset(
    "won lost said told made led left met held found built sent hit cut put set paid sold "
    "bought spent struck shot stood kept fought taught thought brought caught sought upheld let "
    "laid dealt bled fled fed read quit spread split hurt shut cost cast beat heard felt meant "
    "slept swept lent hung dug stuck slid lit got had sped agreed freed guaranteed "
    "disagreed".split()
)
PRESENT = frozenset(
    "says plans wants supports opposes remains leads owns makes costs lies holds knows "
    "congratulates refuses denies wins loses rejects accuses confirms announces becomes takes "
    "gets goes comes gives sends tells controls dies kills admits agrees believes continues "
    "declares expects insists keeps contains consists belongs writes thinks recognizes "
    "recognises resigns happens exists weighs carries begins flies means seems lives works "
    "serves runs includes calls shows needs claims alleges suggests considers describes "
    "requires allows provides faces say think believe want know hope fear expect argue accuse "
    "allege suspect consider".split()
)
NO_VERBS = frozenset(
    "united limited alleged hundred unprecedented so-called sacred wicked naked rugged indeed "
    "embed infrared need speed seed breed creed greed weed exceed proceed succeed bed red shed "
    "kindred wed sled used aged".split()
)
# After "was arrested and", these are deeds of their own: nobody "was resigned".
INTRANSITIVE = frozenset(
    "died resigned waited refused survived escaped fled voted remained appeared arrived "
    "returned pleaded apologised apologized failed continued agreed dissented objected stayed "
    "lived worked served studied retired departed collapsed crashed emerged disappeared "
    "vanished conceded lasted disagreed graduated stepped rained snowed fell rose came went "
    "began spoke shrank grew ended".split()
)
REPORTING = frozenset(
    "mentioned mentions observed recalled heard felt feels meant means understood realized "
    "realised guessed decided decides ruled rules ordered requested recommended urged "
    "ensured worried worries thought noticed discovered suspected suspects said says say "
    "saying told tells claimed claims claiming argued argues insisted insists alleged "
    "alleges believed believes believe think thinks hoped hope hopes feared fears fear "
    "suggested suggests predicted warned warns tweeted stated states declared announced "
    "announces added adds noted notes explained reported reports confirmed confirms found "
    "concluded showed shows promised vowed testified speculated maintained acknowledged "
    "admitted admits denied denies revealed estimated estimates indicated indicates expect "
    "expects expected know knows knew learned demanded demands proposed asked wrote "
    "commented remarked stressed emphasized agreed".split()
)
SUBORDINATORS = frozenset(
    "that who whom whose which when where why how what whether if because as while whereas "
    "after before although though since until unless than to once so".split()
)
NEGATIONS = frozenset("not never no nobody none neither nor hardly without cannot nothing".split())
DETERMINERS = frozenset(
    "the a an its his her their our my your this that these those some many most several all "
    "any another each every no two three four five six seven eight nine ten eleven twelve "
    "dozens hundreds thousands both more nearly about over".split()
)
PREPOSITIONS = frozenset(
    "of in on at by to from with for against into over under after before during since until "
    "through about as between among near along across toward towards upon within without "
    "despite amid per around off out up down via like behind above below inside outside "
    "following".split()
)
PLACE = frozenset("in at on near from across outside inside throughout over above".split())
ADVERBS = frozenset(
    "never also later then even soon twice once still now again already often always "
    "subsequently not just first thus therefore instead yet since ever formerly".split()
)
NO_ADVERBS = frozenset(
    "family assembly monopoly anomaly homily lily jelly butterfly july italy reply supply only "
    "ally bully rally early belly fly".split()
)
ROLES = frozenset(
    "president minister leader head chief governor senator mayor spokesman spokeswoman "
    "spokesperson director chairman chairwoman chair secretary founder co-founder author judge "
    "justice general commander captain candidate son daughter wife husband widow brother sister "
    "father mother adviser advisor lawyer attorney lawmaker journalist actor actress singer "
    "pilot professor scientist doctor ambassador king queen prince princess officer executive "
    "ceo owner coach player striker winner champion activist critic opponent member student "
    "teacher politician congressman congresswoman representative historian expert economist "
    "epidemiologist driver speaker chancellor premier prosecutor whistleblower astronaut "
    "engineer manager deputy nominee rival colleague man woman boy girl victim suspect attacker "
    "predecessor successor aide envoy".split()
)
NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve dozens hundreds thousands some "
    "many most several all this that these those".split()
)
# What may stand before a noun as an adjective: "automated weapons", not "raised wages".
ATTRIBUTIVE = frozenset(
    "armed automated injured wounded damaged elected appointed retired suspected increased "
    "reduced improved related advanced fixed mixed organized planned proposed educated trained "
    "skilled closed detained displaced infected affected abandoned accused convicted burned "
    "broken stolen experienced married occupied disputed registered licensed imported fried "
    "dried cooked processed integrated combined continued renewed repeated heated crowded "
    "disabled unarmed hidden written spoken frozen known cut set split spread hurt beat cost "
    "read hit let put shut cast failed inherited overcrowded collapsed escaped".split()
)
# Of these, "was … and" can be repeated.
PASSIVE = frozenset(
    "arrested charged convicted sentenced released jailed detained killed injured wounded fined "
    "elected given shot found held hospitalized hospitalised banned suspended fired removed "
    "impeached acquitted cancelled canceled postponed taken flown thrown born raised named "
    "appointed nominated sworn expelled deported extradited imprisoned executed beaten stabbed "
    "buried treated evacuated destroyed damaged grounded recalled cleared freed rescued "
    "questioned indicted replaced rejected approved adopted published withdrawn overturned "
    "upheld delayed transferred brought sent put made built designed founded awarded educated "
    "forced ordered told asked seen driven chosen accused kidnapped tortured murdered".split()
)
# Whom these are done to may get something by it: "was jailed and denied a lawyer", "was elected and
# named chairman".
TWO_OBJECTS = frozenset(
    "fined paid awarded denied refused offered promised granted given handed sent sold lent "
    "told taught asked shown charged allowed assigned loaned guaranteed spared allotted allocated "
    "owed cost named renamed called dubbed elected appointed declared crowned made considered "
    "found nicknamed labeled labelled designated ordered".split()
)
# In another sentence nobody knows whom these mean.
POINTING = frozenset(
    "he she him her they them it this these those there such others so one ones another "
    "themselves theirs hers former latter same else".split()
)
POSSESSIVES = frozenset("his its their whose".split())
# Alone these say too little to be looked up: "La Riva agreed", "and won".
INCOMPLETE = frozenset(
    "agreed disagreed failed continued refused declined voted objected served worked stayed "
    "remained appeared won lost".split()
)
