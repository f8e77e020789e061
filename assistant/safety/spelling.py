"""Words as people type them in a hurry, in slang or past a filter, and what they stand for."""

from __future__ import annotations

from functools import cache


def _words(listed: str) -> list[str]:
    return listed.split()


SLANG = {
    "kms": "kill myself", "kys": "kill yourself", "ctb": "kill myself", "unalive": "kill",
    "unalived": "killed", "unaliving": "killing", "unaliven": "kill", "sewerslide": "suicide",
    "sewercide": "suicide", "suislide": "suicide", "sueycide": "suicide", "toaster bath": "suicide",
    "sewerslidal": "suicidal", "suiside": "suicide", "suisidal": "suicidal", "graped": "raped",
    "wanna": "want to", "wana": "want to", "waana": "want to", "gonna": "going to", "gotta": "have to", "gunna": "going to",
    "im": "i am", "iam": "i am", "ive": "i have", "ill": "ill", "hes": "he is", "shes": "she is",
    "theyre": "they are", "theyve": "they have", "theyd": "they would", "youre": "you are",
    "dont": "do not", "dnt": "do not", "dunno": "do not know", "doesnt": "does not",
    "didnt": "did not", "cant": "can not", "cannot": "can not", "wont": "will not",
    "isnt": "is not", "isn": "is not", "wasnt": "was not", "arent": "are not", "aint": "is not",
    "werent": "were not", "havent": "have not", "hasnt": "has not", "hadnt": "had not",
    "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not", "shan": "shall not",
    "shant": "shall not", "nobodys": "nobody is", "whats": "what is", "thats": "that is",
    "theres": "there is", "whos": "who is", "itll": "it will", "noone": "nobody",
    "somebody": "someone", "some1": "someone", "sum1": "someone", "smb": "someone",
    "everybody": "everyone", "every1": "everyone", "any1": "anyone", "anybody": "anyone",
    "any1s": "anyone", "rn": "right now", "atm": "right now", "2nite": "tonight",
    "tonite": "tonight", "2day": "today", "u": "you", "ur": "your", "r": "are", "bc": "because",
    "cuz": "because", "coz": "because", "cos": "because", "ppl": "people", "thru": "through",
    "w": "with", "anymore": "anymore", "k1ll": "kill", "mum's": "mum", "ok": "okay", "oke": "okay",
    "kinda": "kind of", "sorta": "sort of", "lemme": "let me", "themself": "themselves",
    "meself": "myself", "misself": "myself", "hisself": "himself", "killin": "killing",
    "hittin": "hitting", "cuttin": "cutting", "livin": "living", "cryin": "crying",
    "bullyin": "bullying", "touchin": "touching", "beatin": "beating", "nothin": "nothing",
    "sb": "someone", "pls": "please", "plz": "please", "tho": "though", "wsh": "wish",
    "mgr": "manager", "mngr": "manager", "coworkers": "coworker", "hv": "have", "bin": "been",
    "wnt": "want", "ded": "dead", "dieing": "dying", "lyf": "life", "lief": "life",
    "bullyed": "bullied", "bulied": "bullied", "bullyied": "bullied", "bulling": "bullying",
    "bulliying": "bullying", "harras": "harass", "harased": "harassed", "harrased": "harassed",
    "harrassed": "harassed", "harrasing": "harassing", "harrassing": "harassing",
    "harasing": "harassing", "harrasment": "harassment", "harrassment": "harassment",
    "harasment": "harassment", "descriminated": "discriminated", "sucide": "suicide",
    "suicde": "suicide", "sucidal": "suicidal", "suisidial": "suicidal", "opressed": "depressed",
    "despressed": "depressed", "treatened": "threatened", "thretened": "threatened",
    "thretening": "threatening", "theatened": "threatened", "raceist": "racist",
    "sexualy": "sexually", "frightend": "frightened", "forgeing": "forging", "stabed": "stabbed",
    "slaped": "slapped", "groaped": "groped", "strangeled": "strangled", "fiddeling": "fiddling",
}  # fmt: skip

_MISTYPED = _words(
    "suicide suicidal myself himself herself themselves killing kill hurting harming cutting overdose "
    "overdosed tablets pills living alive dying burden noose jumping harass harassed harassing harassment "
    "bullied bullying bullies discriminated discrimination humiliated humiliates humiliating belittles "
    "touched touching groped molested raped assault assaulted sexual sexually racist sexist homophobic "
    "threatened threatens threatening threaten punched slapped kicked strangled choked attacked stabbed "
    "weapon knife bruises stalking stalked following frightened terrified afraid abused abusive violent "
    "blackmailed blackmailing retaliation retaliating falsified falsifying falsify faking forged forging "
    "doctored fraud bribes bribing bribery embezzling laundering stealing covering whistleblowing "
    "whistleblower backdate backdated depressed depression hopeless worthless crying breakdown panic "
    "desperate despair nobody anymore tonight husband girlfriend boyfriend manager director mentor "
    "mentee colleague supervisor records invoices inspection regulator auditors"
)
# Real words that a slip of one of the words above would give.
_REAL = frozenset(_words(
    "kil kills skill bullet bulling bulled hoping roped gored ripped raced rapid drying dyeing dine tying "
    "lining loving leaving giving lying alike olive live lives pill pils hurling hunting hurtling charming "
    "farming caning putting shutting cuttings jumpin dumping pumping hiking filling kiting kneeing slipped "
    "snapped slaped licked picked kickd ticked booked chocked cloaked attached stacked stubbed tabbed "
    "falling flowing flowering followings allowing fried afield abase abusing fogged gorged forget forger "
    "foraged fading baking making taking raking framing fang fakin faring rating bridges bribe tribes bride "
    "birding briding crying trying cring curing picnic panics manager mange mentor mentors mentees menter "
    "direct directory directors managers managed manages record recodes invoice inspections auditor "
    "sealing stealing teasing dealing healing peeling clearing overing coving hovering blush sexes sexual "
    "knives knie knifed bruise cruises brushes buses touch touching toched couching watched coached "
    "harness harnessed harnessing depress depresses pressed despise sallow living punch punches lunched "
    "kicker threats threaded desparate tablet tables tables tabled table fruad raps rape abuse assaults "
    "herself hersel hopes hoped homeless noise nose noos goose loose moose husbands girlfriends boyfriends "
    "covering recovering covers discriminates discriminate discriminating"
))  # fmt: skip


def _slips(word: str) -> set[str]:
    """One letter left out, doubled or changed over with its neighbour; the first letter holds."""
    found = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    found |= {word[:at] + word[at] + word[at:] for at in range(1, len(word))}
    found |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return {one for one in found if len(one) >= 4}


@cache
def slips() -> dict[str, str]:
    """Mistyped words and what was meant; a slip that is a word, or of two words, is left alone."""
    known = set(_MISTYPED) | _REAL | SLANG.keys()
    meant: dict[str, str] = {}
    twice: set[str] = set()
    for word in _MISTYPED:
        for slip in _slips(word) - known:
            if meant.setdefault(slip, word) != word:
                twice.add(slip)
    return {slip: word for slip, word in meant.items() if slip not in twice}


@cache
def sensitive() -> frozenset[str]:
    """The words that people hide from filters, in letters of their own."""
    return frozenset(_MISTYPED) | frozenset(
        _words(
            "die dead death rape hate hit kill cut harm self pills rapist porn nude sex slut bitch whore "
            "fuck"
        )
    )
