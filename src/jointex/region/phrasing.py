"""What no text of a weighing or of a statement may claim, in one list: a forecast of war, that somebody was moved, one score.

Patterns run on each sentence by itself, in small letters, with hyphens and underscores as spaces. They name what a sentence
claims, not single words: the risk of a bird strike, a conflict of tracks or an offset of two miles pass.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Forbidden(NamedTuple):
    """What a text would claim, the way out, and the words that claim it."""

    claim: str
    hint: str
    phrase: str


_GAP = r"(?:\s+[\w'%%.,]+){0,%d}\s+"
_NUMBER = (
    r"(?:probabilit(?:y|ies)|(?:im)?probable|chances?|odds|risks?|likelihood|(?:un)?likel(?:y|ier|iest)|"
    r"dangers?|prospects?)"
)
_CLASH = (
    r"(?:conflicts?(?! (?:with|of|between) (?:the |other |two |any )?(?:\w+ )?(?:flights?|tracks?|routes?|"
    r"aircraft|times?|airspace|levels?|plan|interest)))"
)
_WAR = (
    rf"(?:(?:war|wars|warfare|ww ?(?:3|iii)|invasions?|hostilities|bloodshed|nuclear exchange|armed attacks?|"
    rf"armed clash(?:es)?|{_CLASH}))\b(?! (?:game|games|gaming|gamers?|reserves?|insurance|premiums?))"
)
_STRUCK = r"(?:attacks?|attacked|(?:military|nuclear|missile|air|first|pre ?emptive) strikes?)"
_ACTOR = (
    r"(?:beijing|china|chinese|moscow|russians?|russia|pyongyang|(?:north |south )?koreans?|(?:north |"
    r"south )?korea|kim|putin|xi|kremlin|"
    r"tokyo|japan|japanese|washington|taiwan|adversar(?:y|ies)|aggressors?|enem(?:y|ies)|foes?|"
    r"neighbou?ring (?:states?|countries)|rivals?|"
    r"(?<!flight )(?<!element )leaders?|governments?|regimes?|capitals?)"
)
_SOMEBODY = rf"(?:{_ACTOR}|neighbou?rs?|anybody|anyone|everybody|everyone|nobody|no one|them)"
_THE = r"(?:(?:the|its|all|any|their|our|potential|possible|would be|foreign|either|both|other)\s+)*"
_HOLD = (
    r"(?:discourag|intimidat|scar(?:e|ed|es|ing)\b|frighten|cow(?:ed|s)\b|restrain|contain(?:ed|s|ing)?\b|"
    r"provok|embolden|silenc|reassur|incit|antagoni[sz]|"
    r"compel|coerc|persuad|convinc|(?:hold|held|holds|keep|kept|keeps|push|pushed|pushes|scare|scared|warn|"
    r"warned|ward|warded|drove|drive|drives|fend|fended)\s+(?:off|back|down|away|at bay|in check|quiet)\b)"
)
_STOP = r"(?:forc(?:e|ed|es|ing)|prevent(?:ed|s|ing)?|stop(?:ped|s|ping)?|halt(?:ed|s|ing)?)"
_ACTS = (
    r"(?:launch\w*|patrols?(?! hours)|incursions?|intrusions?|encounters?|aggression|provocations?|(?:missile|"
    r"nuclear) tests?|threats?|tensions?|attacks?)"
)
_DRILL = (
    r"(?:exercises?|drills?|flights?|bombers?|b 52s?h?|manoeuv\w+|maneuv\w+|patrols?|shows? of force|training|"
    r"deployments?|sorties?|alliance|f 35b?s?)"
)
_CAUSE = (
    r"(?:because(?: of)?|due to|thanks to|owing to|on account of|as a (?:result|consequence) of|for fear|"
    r"out of fear|in the face of|when faced|under the impression)"
)

_WAR_HINT = "Name a count that can be seen, such as encounters, with its date."
_DETER_HINT = "Say what was done and what was counted after it, each with its date."
_SCORE_HINT = "Keep outcomes apart, each with its unit."
_NET_HINT = "Write a line for each town and figure, such as lmax_dba.SHINTOMI and money.fuel_usd."

_OF_WAR, _OF_DETERRENCE = "a probability of war", "that anybody is deterred, provoked or moved by an exercise"
_OF_SCORE, _OF_NET = "one score for everything", "that what one gains makes up for what another bears"
_OF_LEADERS = "what leaders will do"

CLAIMS: tuple[tuple[str, str, str], ...] = (
    (rf"\b{_NUMBER}\b{_GAP % 5}{_WAR}", _OF_WAR, _WAR_HINT),
    (rf"\b{_NUMBER}\b{_GAP % 3}{_STRUCK}\b", _OF_WAR, _WAR_HINT),
    (rf"\b{_WAR}(?:'s)?(?:\s+[\w'%]+){{0,5}}?\s+{_NUMBER}\b", _OF_WAR, _WAR_HINT),
    (r"\b(?:invasion|strike|attack)\s+(?:probabilit\w+|odds|likelihood|chances?)\b", _OF_WAR, _WAR_HINT),
    (
        rf"\b{_WAR}\s+(?:will|would|could|can|may|might|is about to|is going to|soon)\s+(?:\w+\s+)?"
        r"(?:break|breaks|erupt|erupts|start|begin|come|loom|follow|happen|spread)\b",
        _OF_WAR,
        _WAR_HINT,
    ),
    (
        rf"\b{_WAR}\s+(?:breaks out|erupts|looms|is (?:coming|near|nearer|closer|imminent|inevitable|unavoidable))\b",
        _OF_WAR,
        _WAR_HINT,
    ),
    (
        r"\b(?:prevent|avert|avoid|stop|caus|trigger|spark|provok|start|hasten|forestall|end up in|lead|led|bring|"
        r"brought|risk|mean)(?:s|ed|es|ing|e|ped|ping)?"
        rf"\s+(?:to\s+)?(?:(?:a|an|the|any|all|open|new|another|regional|world|nuclear|to)\s+){{0,3}}{_WAR}",
        _OF_WAR,
        _WAR_HINT,
    ),
    (
        r"\b(?:fighting|shooting|violence)\s+(?:will |would |could |may |might )?(?:breaks?|erupts?)\b",
        _OF_WAR,
        _WAR_HINT,
    ),
    (rf"\b(?:closer|nearer)\s+to\s+(?:\w+\s+)?{_WAR}", _OF_WAR, _WAR_HINT),
    (rf"\b(?:how many|(?:number|count)s? of|expected)\s+(?:\w+\s+)?{_WAR}", _OF_WAR, _WAR_HINT),
    (rf"\b{_NUMBER}\b{_GAP % 3}(?:shooting|fighting)\b", _OF_WAR, _WAR_HINT),
    (rf"\b{_NUMBER}\s+(?:of|for)\s+(?:\w+\s+)?escalation\b", _OF_WAR, _WAR_HINT),
    (rf"\bthere\s+(?:will|would|could|may|might)\s+(?:not\s+)?be\s+(?:\w+\s+)?{_WAR}", _OF_WAR, _WAR_HINT),
    (r"\b(?:ensur|assur|guarante)\w+\s+(?:the\s+)?peace\b", _OF_WAR, _WAR_HINT),
    (
        r"\bpeace\s+(?:is|was|will be|has been)\s+(?:\w+\s+)?(?:assured|secured|safer?|kept|preserved|guaranteed|ensured|saved)\b",
        _OF_WAR,
        _WAR_HINT,
    ),
    (rf"\b(?:{_NUMBER}\b{_GAP % 3}peace|peace\b(?:\s+\w+){{0,3}}?\s+{_NUMBER})\b", _OF_WAR, _WAR_HINT),
    (rf"\b(?:brink|edge|verge) of\s+(?:\w+\s+)?{_WAR}", _OF_WAR, _WAR_HINT),
    (
        r"\b(?:keeps?|kept|keeping|preserv\w+|secur(?:es|ed|ing)|sav(?:es|ed|ing))\s+(?:the\s+)?peace\b",
        _OF_WAR,
        _WAR_HINT,
    ),
    (r"\b(?:un)?deter(?:s|red|rence|rences|rents?|ring|rable)?\b", _OF_DETERRENCE, _DETER_HINT),
    (r"\bdissua\w+", _OF_DETERRENCE, _DETER_HINT),
    (rf"\b{_HOLD}\w*\s+{_THE}{_SOMEBODY}\b", _OF_DETERRENCE, _DETER_HINT),
    (rf"\b{_STOP}\s+{_THE}{_ACTOR}\b", _OF_DETERRENCE, _DETER_HINT),
    (rf"\b{_ACTS}\b(?:\s+\w+){{1,6}}?\s+{_CAUSE}(?:\s+\w+){{0,3}}\s+{_DRILL}\b", _OF_DETERRENCE, _DETER_HINT),
    (
        rf"\b{_DRILL}\b(?:\s+\w+){{0,3}}?\s+(?:reduc\w+|lower\w*|rais(?:e|ed|es)|increas\w+|stopped|stops|end(?:ed|"
        rf"s)|prevent\w*|"
        rf"caus\w+|trigger\w*|prompt\w*|spark\w*|provok\w+|eas(?:e|ed|es)|calm(?:ed|s)?|worsen\w*|stok\w+|defus\w+)\s+{_THE}(?:\w+\s+){{0,3}}?{_ACTS}\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b(?:keep|keeps|kept|keeping)\s+{_THE}{_ACTOR}\s+(?:in line|in check|quiet|calm|at bay|away|out|down|off)\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b{_ACTOR}\s+(?:has\s+|have\s+|had\s+)?(?:flinch(?:ed|es)|stood down|back(?:ed|s) (?:off|down)|took the hint|"
        r"got the message|held (?:his|her|its|their) fire|(?:\w+\s+){0,4}heeded)\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b{_ACTS}\s+(?:\w+\s+)?(?:was|were|is|are|been)\s+(?:\w+\s+)?"
        rf"(?:caused|triggered|provoked|prompted|sparked|stopped|prevented|averted)\s+by(?:\s+\w+){{0,3}}\s+{_DRILL}\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b(?:fired|tested|{_ACTS})\b(?:\s+\w+){{0,5}}?\s+in (?:reaction|response|answer) to(?:\s+\w+){{0,3}}\s+{_DRILL}\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b{_CAUSE}(?:\s+\w+){{0,3}}\s+{_DRILL}\b,?(?:\s+\w+){{0,4}}?\s+(?:no|fewer|less|more)\s+(?:\w+\s+)?{_ACTS}\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b{_DRILL}\b(?:\s+\w+){{0,3}}?\s+work(?:ed|s)\s+(?:against|on)\s+{_THE}(?:{_ACTS}|{_ACTOR})\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        r"\bdar(?:e|es|ed|ing)\b(?:\s+\w+){0,4}\s+(?:attack|invade|strike|provoke|test|launch)\w*\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b(?:{_ACTOR}|neighbou?rs?)\s+(?:\w+\s+)?(?:was|were|is|are|be|been|being|felt|got)\s+(?:\w+\s+)?"
        r"(?:put off|silenced|swayed|impressed|chastened|discouraged|intimidated|scared|frightened|cowed|restrained|contained|"
        r"provoked|emboldened|"
        r"antagoni[sz]ed|coerced|"
        r"(?:forced|compelled|persuaded|convinced)\s+to|held back|scared off|warned off|kept (?:quiet|from|at bay|"
        r"in check))\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b(?:keep|keeps|kept|keeping|stopping|stopped|stops)\s+{_THE}{_ACTOR}\s+(?:\w+\s+)?from\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        rf"\b{_ACTOR}\b(?:\s+\w+){{0,4}}\s+"
        r"(?:backs?|backed|backing|steps?|stepped|stood|stands?|drew|pulled|pulls?|climbed|gave|gives?|held|holds|"
        r"shied|shies|stayed|stays|"
        r"refrain\w*|retreat\w*|yield\w*|withdrew|withdraws|desist\w*|hesitat\w*|thought|thinks|blink\w*|relent\w*|"
        r"calmed)"
        rf"\b(?:\s+\w+){{0,6}}?\s+{_CAUSE}\b",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (rf"\b{_ACTOR}\s+(?:\w+\s+)?(?:thought|thinks?|think)\s+twice\b", _OF_DETERRENCE, _DETER_HINT),
    (rf"\b{_ACTOR}\s+(?:\w+\s+)?(?:blinked|climbed down|gave in|was taught a lesson)\b", _OF_DETERRENCE, _DETER_HINT),
    (rf"\b{_ACTOR}\b(?:\s+\w+){{1,8}}?\s+{_CAUSE}(?:\s+\w+){{0,3}}\s+{_DRILL}\b", _OF_DETERRENCE, _DETER_HINT),
    (rf"\b{_CAUSE}(?:\s+\w+){{0,3}}\s+{_DRILL}\b[,\s]+(?:\w+\s+){{0,3}}{_ACTOR}\b", _OF_DETERRENCE, _DETER_HINT),
    (
        rf"\b{_DRILL}\b(?:\s+\w+){{0,4}}?\s+(?:made|makes|make|caused?|causes|led|leads|drove|drives|got|prompted|"
        rf"prompts|moved|pushed|taught|"
        rf"induced|encouraged|told|gave)\s+{_THE}{_ACTOR}\s+(?:to\b|think|back|stop|hold|stay|react|act|fear|pause|"
        rf"refrain|a lesson)",
        _OF_DETERRENCE,
        _DETER_HINT,
    ),
    (
        r"(?<!no bundle has )\b(?:escalation|overall|total|single|one|combined|composite|aggregate|tension|danger|"
        r"threat|stability|peace|harm|hostility|aggression)"
        r"\s+(?:score|index|rating|meter|gauge|grade)\b",
        _OF_SCORE,
        _SCORE_HINT,
    ),
    (r"\bescalation\s+levels?\b|\blevels?\s+of\s+escalation\b", _OF_SCORE, _SCORE_HINT),
    (
        r"\b(?:sum|total|score|index|tally)\s+(?:of|over)\s+(?:all|every|everything|the)?\s*(?:\w+\s+)?"
        r"(?:harms?|outcomes?|burdens?|effects?|consequences|damages?|goods?|welfare|escalation)\b",
        _OF_SCORE,
        _SCORE_HINT,
    ),
    (
        r"\b(?:total|overall|combined|aggregate|all in)\s+(?:harms?|welfare|badness|escalation|suffering)\b",
        _OF_SCORE,
        _SCORE_HINT,
    ),
    (
        r"\b(?:everything|all (?:the )?(?:outcomes|harms?|burdens|effects)|outcomes|harms?|burdens)\s+(?:\w+\s+){0,2}"
        r"(?:summed|added up|added together|in one number|in total|rolled into one)\b",
        _OF_SCORE,
        _SCORE_HINT,
    ),
    (
        r"\bnet\s+(?:gains?|loss(?:es)?|benefits?|burdens?|effects?|harms?)\b(?!\s+of\s+(?:fuel|mass|weight|height|"
        r"speed))",
        _OF_NET,
        _NET_HINT,
    ),
    (r"\boutweigh(?:s|ed|ing)?\b", _OF_NET, _NET_HINT),
    (
        r"\b(?:offsets?|offsetting|makes? up for|made up for|compensates? for)\s+(?:the\s+|their\s+|its\s+|any\s+|"
        r"what\s+)*(?:\w+\s+)?"
        r"(?:noise|burdens?|costs?|harms?|loss(?:es)?|damages?|nuisance|suffer\w*|bears?|towns?)\b",
        _OF_NET,
        _NET_HINT,
    ),
    (
        rf"\b(?:{_ACTOR}|they|he|she)\s+(?<!leader )(?<!leaders )(?:will|shall|is going to|are going to|is about to|"
        rf"are about to)\s+(?:not\s+|surely\s+|soon\s+)?"
        r"(?:attack|retaliate|invade|react|escalate|strike|respond|back down|give in)\b",
        _OF_LEADERS,
        "Say under which theory, or what was counted.",
    ),
    (
        r"\b(?:will|(?:is|are)\s+likely\s+to|likely\s+to)\s+(?:retaliate|invade|escalate)\b",
        _OF_LEADERS,
        "Say under which theory, or what was counted.",
    ),
    (r"\blikely\s+to\s+(?:attack|react|strike)\b", _OF_LEADERS, "Say under which theory, or what was counted."),
)
"""Pattern, what it would claim, and the way out."""

_RULES = tuple((re.compile(pattern), claim, hint) for pattern, claim, hint in CLAIMS)
_ENDS = re.compile(r"(?<!\d)[.!?;:](?=\s|$)|[\r\n]+|[|•·]")


def forbidden_claim(text: str) -> Forbidden | None:
    """Return what a text would claim that nothing here can carry; None if it claims nothing of the kind.

    Parameters
    ----------
    text : str
        Of people or a name; hyphens and underscores count as spaces, and each sentence stands by itself.

    Returns
    -------
    Forbidden, or None
        `claim`, `hint` (the way out) and `phrase` (the words).
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    for sentence in _ENDS.split(re.sub(r"[\u200b-\u200d\u2060\ufeff\u00ad]", "", plain)):
        words = " ".join(re.sub(r"[\s_\-\u2010-\u2015\"“”()\[\]]+", " ", sentence).split())
        for pattern, claim, hint in _RULES:
            found = pattern.search(words)
            if found:
                return Forbidden(claim, hint, found[0].strip())
    return None
