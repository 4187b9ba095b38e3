"""Short forms of first names, and names so common that sharing one says little.

Both tables are general knowledge, kept small; a name that is missing is only taken for rarer than
it is.
"""

from __future__ import annotations

from collections import defaultdict

_SHORT = """
abigail abbie abby/ alexander alex alec sasha sandy xander sascha/ alexandra alex sasha sandra lexi/
alfred al fred alf/ amanda mandy/ andrew andy drew/ anthony tony/ antonio toni tony/ barbara barb babs/
benjamin ben benji benny/ bernard bernie/ catherine kate cathy cath katie kat/ katherine kate kathy
katie kat kathi/ charles charlie chuck chas/ christopher chris kit topher/ christina chris tina chrissi/
christine chris tina chrissi/ daniel dan danny/ david dave davie/ deborah deb debbie/ dmitri dima mitia/
donald don donnie/ dorothy dot dottie/ edward ed eddie ned ted/ eduardo edu lalo/ elena lena/
elizabeth liz beth betty eliza lizzie libby/ emmanuel manu manny/ eugene gene/ francisco paco pancho
fran/ frederick fred freddie/ friedrich fritz/ gabriel gabe/ gabriela gabi/ geoffrey geoff/ gerald
gerry jerry/ gianluca luca/ giovanni gianni/ giuseppe beppe peppe pino/ gregory greg/ guillermo memo/
harold harry hal/ heinrich heinz/ henry hank harry/ ignacio nacho/ isabella bella izzy/ ivan vania/
jacob jake/ james jim jimmy jamie/ jennifer jen jenny/ jessica jess jessie/ jesus chuy/ johannes hans
jo/ john jack johnny jon/ jonathan jon jonny/ joseph joe joey/ jose pepe/ joshua josh/ judith judy/
kenneth ken kenny/ kimberly kim/ laurence larry/ lawrence larry/ leonard len lenny leo/ lillian lily/
louis lou/ luis lucho/ madeleine maddie/ manuel manolo manu/ margaret peggy meg maggie marge greta/
maria mia/ matthew matt/ mathias matt/ maximilian max/ maxwell max/ melissa mel/ michael mike mick
mickey misha/ mikhail misha/ nathaniel nate nathan/ natalia natasha/ nicholas nick nicky nico/ nicole
nikki/ oliver ollie/ pamela pam/ patricia pat patty trish tricia/ patrick pat paddy/ peter pete/
philip phil/ phillip phil/ rebecca becky becca/ richard rick dick rich ricky/ robert bob rob bobby
robbie bert/ ronald ron ronnie/ rosa rosita/ samantha sam/ samuel sam sammy/ sebastian seb basti/
sergei serge seriozha/ stephanie steph/ stephen steve/ steven steve/ susan sue susie/ susanna sue susie/ susannah sue susie/ svetlana sveta/
tatiana tania/ theodore ted teddy theo/ theresa terry tess/ thomas tom tommy/ timothy tim/ valerie
val/ vanessa nessa/ victoria vicky tori/ vincent vince vinny/ vladimir vova volodia/ walter walt/
wilhelm willi/ william bill will billy liam/ zachary zach/
"""


def _plain(name: str) -> str:
    return name.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("y", "i")


COMMON = frozenset(
    _plain(name)
    for name in """
        john james robert michael william david richard joseph thomas charles daniel mary anna
        ann maria jose juan luis carlos antonio laura sarah sara emma anne marie jan peter paul
        mark andreas mohammed mohamed muhammad mohammad ahmed ahmad ali hassan fatima wei jing
        li min lei fang na kim lee park choi jung nguyen tran le pham van smith johnson williams
        brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson
        anderson taylor moore jackson martin white harris clark lewis khan singh kumar sharma
        patel gupta wang zhang liu chen yang huang zhao wu zhou muller schmidt schneider fischer
        weber meier jansen jensen nielsen hansen johansson andersson silva santos oliveira souza
        pereira ferreira costa rossi russo ferrari bianchi dubois dupont bernard ivanov ivanova
        smirnov petrov novak nowak kowalski tanaka sato suzuki ito watanabe perez sanchez
        ramirez torres cohen levi priya rahul amit anh ana olga elena sofia lucas lukas leo
        kevin brian chris alex sam adam eric andrew steven matthew joshua
        """.split()
)
"""Words of names that many people share; two of them make a common name."""


def _short_forms() -> dict[str, tuple[str, ...]]:
    """Return short form → itself and the names it may stand for, name → itself and its namesakes."""
    formal: dict[str, list[str]] = defaultdict(list)
    for line in _SHORT.replace("\n", " ").split("/"):
        names = [_plain(name) for name in line.split()]
        for name in names:
            formal[name] += [names[0]]
    return {name: tuple(dict.fromkeys(full)) for name, full in formal.items()}


SHORT_FORMS = _short_forms()
