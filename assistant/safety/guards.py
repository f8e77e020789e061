"""What only sounds like a disclosure: idioms, talk about a topic, and what is said not to be so."""

from __future__ import annotations

import re

from assistant.safety.rule import Rule, rule

_PLANS = (
    r"(?:slides?|decks?|meetings?|ideas?|projects?|sessions?|items?|features?|plans?|bullets?|agenda|pages?|process\w*|tabs?|app|call|topic|font|text|paragraph|joke|section|lights?"
    r"|time|buzz|mood|vibe|momentum|conversation|story|budget|email|thread|server|job|script|reel|video|part|point|clock|bug|branch|build|draft|question)"
)
_IDIOMS: tuple[Rule, ...] = (
    rule("kill", r"\b(?:is|are|was|were|be|been) (?:\w+ )?killing (?:me|us|it|time|him|her)\b(?! (?:and|slowly|himself))|\bkill\w* (?:for|off) (?:a|an|some|my|that|the|this)\b|\bkill\w* (?:(?:the|this|that|my|our|his|her|a|one|some|of|first|second|third|last|next|whole|two|those|these) ){0,4}" + _PLANS + r"\b"
         r"|\bkill\w* two birds\b|\b(?:would|will|is going to|are going to|going to) kill me (?:for|if i (?:am|forget|miss|cancel|do not|send|show|bring|change|use|turn|lose|say no|bail|post|mess))\b|\bkiller (?:\w+)\b|\bkill\w* <SELF> (?:laughing|trying|working|over|for (?:this|that|a|the)|with (?:work|laughter)|at work|to (?:get|meet|finish|please|impress|make))\b|\bdressed to kill\b|\bcuriosity killed\b|\bwould it kill\b"),
    rule("dying die died dead death", r"\bdying (?:to|for (?:a|some|the|more))\b(?! me)|\bdi(?:e|ed|es|ing) (?:\w+ )?(?:of|from|with) (?:\w+ ){0,2}?(?:embarrass\w*|boredom|shame|laugh\w*|laughter|curiosity|heat|cringe|cold|nerves|happiness|hunger|thirst|excitement)\b|\b(?:rather|sooner) die than\b|\bdie (?:laughing|on (?:that|this|the) hill|hard)\b|\bdead (?:tired|line|end|ends|easy|good|keen|on time|simple|serious|wrong|right|certain|boring|weight|slow|wood|beat|link|links|nervous|air|silence|last)\b|\bdeadlines?\b|\b(?:sick|bored|scared|worried|frightened|thrilled|work\w*|stress\w*|starv\w*) (?:\w+ )?to death\b|\bto death (?:of|by)\b|\bover my dead body\b"
         r"|\b(?:chat|thread|laptop|phone|battery|call|conversation|connection|wifi|mic|microphone|projector|joke|idea|momentum|link|email|app|screen|meeting|session|topic) (?:\w+ ){0,3}?(?:died|dies|die|dead|dying|died a death|is dead|has died)\b|\bnearly died\b|\b(?:wanted|want|could have) (?:to )?(?:just )?(?:die|died|disappear|sink|curl up) (?:and die )?(?:when|as|after) (?:the|my|he|she|i|everyone|someone|they|WHO) (?:\w+ ){0,3}?(?:slides?|projector|video|mic\w*|screen|phone|demo|present\w*|laughed|asked|corrected|called on|froze|mixed|forgot|sent|said his name|read|praised|unmuted|zoom|camera|joke|typo|spelled|tripped|muted|sang|introduced|noticed)\b"),
    rule("shoot shot bullet", r"\b(?:shoot|shoots|shot|shooting) (?:me|him|her|us|them|over|you|the WHO|my WHO|a WHO|WHO)? ?(?:an?|the|some|that|off an?) (?:\w+ )?(?:e ?mail|mail|message|note|text|line|look|glance|question|smile|invite|dm|ping|link|video|reel|clip|photo|scene|film|list|draft|messenger|breeze)\b|\bshoot\w* (?:the )?(?:messenger|breeze|for|from the hip)\b|\bshot (?:me|him|her|it|my \w+|us|them|the idea|his \w+|her \w+) down\b|\bshot down (?:my|his|her|the|our|every)\b|\bshoot <SELF> in the foot\b|\bbite the bullet\b|\bbullet ?(?:proof|points?)\b|\b(?:photo|video|film) shoot\b|\bshot in the dark\b|\btrigger happy\b|\bshoot myself in\b|\bshoot (?:me|him|her|us|them)(?= (?:when|if|once|over|by) )"),
    rule("cut cutting", r"\bcut\w* (?:<SELF> (?:off|short|some slack|a break|shaving|on (?:a |the )?paper)|(?:me|him|her|us|them) (?:some|a bit of|off|short|out of the)|to the chase|corners|in half|back|down|it fine|it short|(?:my|the|our|his|her) (?:slides?|session|talk|speech|text|budget|deck|list|presentation|words|time|costs))\b"),
    rule("hurt hit beat punch attack smash crush kick slap burn stab", r"\b(?:feedback|comment|remark|criticism|silence|question|words?|review|email|news|reply|joke|truth|it|that|what (?:he|she) said) (?:\w+ )?(?:hit|hits|hurt|hurts|stung|burned|slapped|hit) (?:me|him|her|us)\b|\bhit (?:me|him|her|us) (?:hard|that|up|how|then|on (?:linkedin|slack|teams)|like|with (?:a |an |the )?(?:question|idea|request|task|list|number|jargon))\b|\bhurt (?:my|his|her|their) (?:feelings|pride|ego|confidence|career|feet|back|PART)\b"
         r"|\bbeat (?:me|him|her|us|them) (?:\w+ )?(?:to|at|by|in (?:the|a|every|our)|on (?:the|points|price))\b|\bbeat (?:around|about)\b|\bbeat\w* <SELF> up (?:about|over|for)?\b|\bkick(?:s|ed|ing)? (?:<SELF>|off|it off|us off|things off|me off)\b|\bpunch\w* (?:above|up|line|lines)\b|\btak\w* a stab\b|\bhit (?:the|a|an|my|our|his|her) (?:target|wall|ground|road|nerve|nail|deadline|goal|goals|number|numbers|spot|pause|snag|bump|roof|mark|brakes)\b|\battack\w* (?:my|the|his|her|our|this|that) (?:proposal|plan|idea|argument|task|problem|agenda|backlog|list|draft|slides|position|question|topic|work)\b|\bstabbed? in the back\b|\bhurt <SELF> (?:at|in|playing|running|lifting|skiing|on (?:the|my)|falling|doing (?:yoga|sport))\b|\bburn\w* <SELF> out\b|\bslap on the\b|\bkicked (?:me |him |her |us )?(?:out of|off) the (?:call|meeting|zoom|room|wifi|team|channel|chat)\b|\bbeat the\b"),
    rule("jump", r"\bjump\w* (?:on|off|onto|to|from|in|into|out of) (?:a|the|this|that|my|another|our|an) (?:\w+ )?(?:call|zoom|teams|meeting|train of thought|topic|conclusion\w*|bandwagon|next|queue|session|chat|wagon|slide|idea|detail)\b|\bjump\w* through\b|\bjump\w* out of my skin\b|\bthrow\w* <SELF> (?:into|in to|in at) (?:it|the|my|this|his|her|work|a new)\b|\bthrow\w* (?:me|him|her) under the bus\b|\bthrew (?:me|him|her) under the bus\b"),
    rule("touch", r"\btouch\w* (?:on|upon|base|wood|up|typing|screen)\b|\bin touch\b|\b(?:story|words|speech|honesty|letter|gift|card|song|kindness|note|message|gesture|thanks|trust|question|it|which|that) (?:\w+ ){0,2}touched (?:me|him|her|us)\b"),
    rule("heart stroke attack breakdown meltdown coma", r"\b(?:nearly|almost|practically|about to|mini) (?:\w+ )?(?:heart attack|panic attack|stroke|meltdown|breakdown)\b|\b(?:nearly|almost|practically) (?:\w+ ){0,3}(?:heart attack|panic attack|a stroke|breakdown|meltdown)\b|\b(?:brain|server|system|laptop|it|website|app) (?:meltdown|breakdown)\b|\bbreakdown (?:of|by)\b|\bpanic (?:button|mode|buying)\b"),
    rule("tears cry crying laugh", r"\btears of (?:laughter|joy)\b|\bcr(?:y|ied|ying) (?:with|from) laugh\w*|\bcry\w* (?:\w+ )?laughing\b|\b(?:cry|crying) over spilt\b|\bcry wolf\b|\bcrying out for\b|\bburst out laughing\b|\bfar cry\b|\blaugh\w* (?:so \w+ )?(?:until|till|that) (?:i|we) (?:\w+ )?cried\b"),
    rule("bully bullied", r"\bbully for (?:you|him|her|punctuality)\b|\bbully pulpit\b"),
    rule("fake forg fiddl cheat doctor steal stole cook massag rob murder", r"\bfak(?:e|ed|ing) (?:it|interest|enthusiasm|a smile|confidence|news|my way|background|laugh|grin)\b|\bforg(?:e|ed|es|ing) (?:a|an|new|good|strong|the|ahead|our|links|ties|bonds|trust|relationships?|connections?|better)\b|\bfake news\b|\bdoctor (?:appointment|visit)\b|\bst(?:eal|eals|ole|ealing|olen) (?:\w+ ){0,2}?(?:idea|ideas|thunder|show|spotlight|limelight|heart|hearts|scene|time|minute|moment|glance|joke|tricks?|line|format|template|from the best)\b|\bdaylight robbery\b|\b(?:tell|spot|recogni[sz]e|detect) (?:a |an |whether (?:a|an) )?(?:\w+ )?(?:fake|fakes|forged|bogus)\b(?: \w+)?|\b(?:feels|feel|felt) like (?:fiddling|cooking|cheating)\b|\bcrime against (?:fonts|design|powerpoint|fashion|good)\b|\bmurder\w* (?:the|a|my|that) (?:song|language|accent|pronunciation)\b|\bcriminal (?:waste|not to|how good)\b"),
    rule("suicid", r"\b(?:suicide|suicidal) (?:timetable|schedule|deadline|pace|mission|squad|run|prevention|awareness)\b|\bcareer suicide\b|\b(?:political|commercial|social|professional|brand) suicide\b"),
    rule("blow bomb fire explod slaughter war execut hang drown slave torture bloody massacre assassin battle", r"\bblow\w* (?:up )?(?:the|my|this|our) " + _PLANS + r"(?: up)?\b|\bblown away\b|\bphoto ?bomb\w*|\bbomb(?:ed|ing|s)? (?:the|my|his|her|in|at the|that|a) (?:presentation|interview|pitch|demo|talk|exam|test|quiz|joke|session)\b|\bfir(?:ed|e|ing) (?:up|off|away|drill)\b|\bslave driver\b|\bdrown\w* in\b|\bbloodbath\b"),
    rule("scared afraid terrif petrif fear", r"\b(?:scared|afraid|terrified|petrified|frightened|fear\w*) of (?:\w+ ){0,2}?(?:being|looking|making|getting (?:it|things|his|her) wrong|saying|asking|losing (?:my|the) (?:thread|place|train)|sounding|offending|speaking|presenting|failing|messing|failure|silence|rejection|judgement|change|tech\w*|ai|public|heights)\b|\b(?:scared|afraid|terrified) to (?:ask|speak|say|tell him (?:that|about|the)|disagree|challenge|interrupt|contradict|present|share|admit|cancel)\b|\bfear of (?:judgement|judgment|failure|missing out|change|speaking)\b"),
    rule("live living life alive", r"\b(?:can|could) not live without\b|\blive (?:in the past|up to|stream\w*|event|chat|session|demo|poll|music)\b|\blife support\b|\blife ?saver\b|\bfor the life of me\b|\bsave\w* my life\b|\bnot on your life\b|\bstory of my life\b|\bhate my life on\b|\btak\w* on a life\b"),
    rule("burn bridge break fall", r"\b(?:burn\w* |)bridges\b(?! (?:lately|tonight|online))(?<!up bridges)(?<!for bridges)|\bbreak(?:ing)? (?:it|this|that|them|things|the \w+|tasks?|goals?|work) down\b|\bbreak\w* down (?:the|this|a|an|my|our|tasks?|goals?|silos|barriers|each|into|big|complex)\b|\bbreak a leg\b|\bbroke\w* the ice\b"),
    rule("fraud impostor imposter", r"\b(?:feel|feels|felt|feeling) (?:\w+ )?(?:like )?(?:such )?(?:a|an) (?:\w+ )?(?:fraud|fake|impostor|imposter|criminal|thief)\b|\bfraud (?:detection|awareness|prevention|team|model|analytics|department|month|week)\b"),
    rule("cover", r"\bcover\w* up (?:the|my|their|his|her) (?:lack|nerves|camera|whiteboard|logo)\b|\bcover letter\b"),
    rule("gun knife weapon WEAPON hammer bat", r"\bWEAPON (?:to a|edge|fight|sharp)\b|\b(?:jump|jumped|jumping) the WEAPON\b|\b(?:secret|best) WEAPON\b|\bWEAPON of choice\b|\bunder the hammer\b|\b(?:butter|cake|palette|pen|paper|kitchen|bread|cheese|army) WEAPON\b|\bhammer (?:home|out)\b|\bnot bat an\b|\bright off the WEAPON\b|\bold WEAPON\b|\btop WEAPON\b|\bstick to (?:my|his|her|our) WEAPON\b"),
    rule("harass", r"\bharass\w* (?:the|my) (?:printer|inbox|help ?desk|calendar)\b"),
    rule("threaten", r"\bthreaten\w* (?:me |him |her |us |them )?(?:to (?:make|use|cancel|leave|stop|send|join|post|learn|teach|sing|dance|resign|quit|skip|retire|bring|wear)|with (?:(?:a|an|the|another|more) )?(?:\w+ )?(?:spreadsheet|karaoke|workshop|powerpoint|quiz|cake|slides?|meeting|icebreaker|emojis?))\b"),
    rule("grab", r"\bgrabb?\w* (?:me|him|her|us|you) (?:a|an|some|the|one|for (?:a|coffee|lunch|five))\b|\bgrabb?\w* (?:my|his|her) (?:attention|interest|laptop|phone|coat|coffee|bag)\b"),
    rule("alone", r"\b(?:let|leave) alone\b|\balone (?:with|in) (?:the|this|my) (?:plan\w*|slides?|spreadsheet|app|thinking|view)\b|\bnot alone\b"),
)  # fmt: skip

_BEFORE = re.compile(
    r"\b(?:training|sessions?|talk|talks|talking|talked|discuss\w*|conversations?|questions?|topics?|themes?|cards?|policy|policies|module|workshops?|webinars?|articles?|books?|podcasts?|films?|read|reading|learn|learning"
    r"|awareness|prevention|prevent|preventing|anti|course|courses|week|month|define|definition|defin\w*|meaning|mean|means|explain|difference|guidance|law|laws|rules|research|statistics|study|studies|campaign|history|tackle|tackling|tackled|address|combat|against|cover|covers|covering|around|agenda"
    r"|presentation|slide|slides|seminar|lecture|debate|news|theme|panel|legislation|what is|what are|how to spot|spotting|zero tolerance)"
    r"(?: (?:about|on|of|around|of the|between|is|what|the|and|for|against|into|regarding|how|how to|to|in|workplace|sexual|online|gender|race|racial|age|cyber|handle|deal with|card|topic|theme|subject|a|an|any|some|issues?|like|or|racism|sexism|bullying|discrimination|harassment|money|tax|insider|anti|unconscious|bias|modern|everyday|systemic|structural|domestic)){0,6} $"
)
_AFTER = re.compile(
    r"^ (?:(?:and|or) \w+ )?(?:\w+ )?(?:training|policy|policies|awareness|prevention|week|month|session|sessions|workshop|workshops|module|course|courses|talk|panel|e ?learning|campaign|laws?|rules|procedures?|hotline|statistics|stats|research|detection|risks?|webinar|topic|theme|card|cards"
    r"|expert|network|act|legislation|regulations|directive|quiz|slides?|presentation|guidelines|toolkit|charter|seminar|lecture|day|survey|film|book|podcast|article|as a (?:topic|theme|subject)|in (?:hiring|recruitment|ai|algorithms|society|history|sport|literature|films|the (?:workplace|industry|sector|news|media|abstract))|at school|model|models|compliance)\b"
)
_PERSONAL = re.compile(
    r"^(?: \w+){0,4} (?:me|i am|i have|i was|happening|getting|from him|from her|by my|by our|against me|against her|he|she)\b"
)
_TOPICAL = re.compile(
    r"\b(?:how (?:do|can|should|could|would|might) (?:we|i|you|one|they) (?:\w+ )?(?:talk|speak|discuss|bring up|raise|approach|address|open|start|explain|cover|teach|ask|prevent|handle talking)|what (?:is|are|counts as|does|do you mean|would count)|explain|define|difference between|questions? (?:about|on|for)|agenda|topic|theme|plan)\b"
)
_NEGATION = re.compile(
    r"\b(?:not|never|nobody|none of (?:us|them)|no one|without|no|neither|nor|stopped|hardly)"
    r"(?: (?:being|been|getting|feeling|saying|that|a|the|actually|really|even|trying|going|planning|ever|thinking|think|about|at all|i am|am|he|she|they|is|are|was|were|has|have|any|of|to|him|her|them|anyone|anybody|suggest\w*|claim\w*|mean|it is|this|this is|me|here|my|WHO|KIN|in|personally|remotely|at|like|kind|an|say|would|call|it|exactly|someone|i|got|get|own)){0,5} $"
)
_UNSURE = re.compile(r"\b(?:not|never) (?:sure|know|certain|decided|clear)\b|\bno idea\b|\b(?:would|will|can|could) not (?:stop|let)\b|\bnot (?:only|just|stop\w*|the first|once|alone)\b|\bno (?:way|doubt|secret)\b|\bis it not\b|\b(?:is|are|was|does|do) not (?:it|this|that)\b")  # fmt: skip


def without_idioms(text: str) -> str:
    """`text` with each idiom as " _ ", so that what stands beside it is still read."""
    for one in _IDIOMS:
        if any(stem in text for stem in one.stems):
            text = one.compiled.sub("_", text)
    return text


def about_a_topic(text: str, start: int, end: int) -> bool:
    """Whether what stands there is named as a matter to talk of, not told as having happened."""
    clause_start = max(text.rfind(" . ", 0, start + 1), text.rfind("_", 0, start + 1), start - 160)
    before, after = text[max(clause_start, 0) : start], text[end : end + 60]
    if _AFTER.match(after):
        return True
    if _PERSONAL.match(after.split(" .")[0]):
        return False
    return bool(_BEFORE.search(before) or _TOPICAL.search(before))


def negated(text: str, start: int, end: int) -> bool:
    """Whether the words just before say that it is not so."""
    before = text[max(0, start - 80) : start]
    before = before[before.rfind(" . ") + 1 :]
    before = before[before.rfind(" , ") + 1 :]
    found = _NEGATION.search(before)
    return found is not None and not _UNSURE.search(before[found.start() :] + text[start:end])
