"""Patterns of self-harm and suicide, one's own or somebody else's."""

from __future__ import annotations

from assistant.safety.rule import rule, soft

_PLACES = (
    "(?:roof|bridge|building|cliff|balcony|platform|motorway|railway|train tracks?|tracks|ledge|window|tower"
    "|car park|multi ?storey|overpass|pier)"
)
_GONE = "(?:was|were|am|is|are|had|just|simply|suddenly|ever|i|he|she) (?:\\w+ ){0,2}"

RULES = (
    rule("self selves",
         r"\b(?:kill|hurt|harm|cut|hang|drown|shoot|starv|burn|stab|poison|unaliv|strangl|injur|scratch"
         r"|punish|suffocat)\w* <SELF>\b"),
    rule("self selves", r"\b(?:top|off|end|neck|ending|topping|offing|topped) <SELF>\b"),
    rule("self selves", r"\b(?:do|doing|did|done) <SELF> in\b|\baway with <SELF>\b"),
    rule("self", r"\b(?:throw\w*|threw|fling\w*|flung) <SELF> (?:off|from|in front of|under|out of|into)\b"),
    rule("cut slit", r"\b(?:been|started|am|is|back to|began|stop|keep|keeps|to|was|start) cutting"
         r"(?= (?:[.,]|again|at night|to cope|because|when i|when he|when she|since|my PART|her PART|his PART)[ .,])"
         r"|\b(?:cut|cuts|cutting|slit|slits|slitting|burn|burned|burnt|burning) <MY> (?:own )?(?:PART|skin)\b"),
    rule("scars marks cuts burns", r"\b(?:scars|marks|cuts|burns|cut marks) (?:\w+ ){0,2}(?:on|up|down|all over) "
         r"(?:both )?<MY> (?:PART)\b"),
    rule("overdos OD od_", r"\boverdos\w*\b(?! (?:on|of) (?!PILL))|\bod ed\b|\btake an od\b", now=False),
    rule("PILL", r"\b(?:packets?|bottle|box|handful|load|loads|whole lot|stash|pile|bunch|strip|all|many|too many) "
         r"(?:of )?(?:\w+ ){0,2}PILL\b|\bPILL (?:\w+ ){0,2}(?:lined up|ready|in my hand|in front of|saved up|stashed"
         r"|counted|next to me)\b|\b(?:sav|hoard|stash|collect|count|stockpil|swallow)\w* (?:\w+ ){0,3}PILL\b"
         r"|\btake (?:all|too many) (?:\w+ ){0,3}PILL\b"),
    rule("PILL", r"\b(?:taken|took|swallowed|taking) (?:up )?(?:a load|a lot|loads|all|a bottle|a box|a packet|a handful"
         r"|too many|so many|a bunch|the|\d+) (?:of )?(?:\w+ ){0,3}PILL\b", now=True),
    rule("die dead dying death exist disappear unalive",
         r"\b(?:want|wants|wanted|wish|wishes|wishing|ready|love|need|needs|hope|hopes|hoping|like|prefer|deserve"
         r"|deserves|going|planning|plan|better off|prays?|praying) (?:\w+ ){0,3}?(?:to die|to be dead|was dead|were dead"
         r"|dead|would die|could die|to stop existing|to not exist|could stop existing|stopped existing)\b"
         r"(?! (?:of|from|on that|on this|laughing|a little|inside|tired|serious|line|right|before i|trying|last|weight"
         r"|wood|link|links|time|end|ends) )"),
    rule("dying death die dead kill not_being", r"\b(?:think|thinks|thinking|thought|thoughts|dream|dreams|dreaming|fantasi\w+|obsess\w+"
         r"|keeps? thinking|talk|talks|talking|talked|google|googling|joke|jokes|jokes a lot|joking) (?:\w+ ){0,2}"
         r"(?:about|of) (?:\w+ )?(?:dying|death|wanting to die|being dead|not being (?:here|alive|around)|killing)\b"
         r"(?! (?:by|of|in the|scenes?|metaphors?|star|rates?) )"),
    rule("live alive wake exist_ exist be_here go_on carry_on be_around",
         r"\b(?:not|no longer|never|nor) (?:\w+ )?(?:want|wants|wanted|wanna|wish|feel like|see why i should|care to|care if i)"
         r" (?:to )?(?:live|living|be alive|being alive|wake up|exist|existing)\b"
         r"(?! (?:in|with|near|by|at|off|without|up|on|for|early|through|together|there|here in|to|next|far|before) )"),
    rule("be_here be_around carry_on go_on keep_going", r"\b(?:not|no longer|never) (?:want|wants|wanted) to "
         r"(?:be here|be around|carry on|go on|keep going|be on this (?:earth|planet)|be in this world)"
         r"(?: anymore| any more| any longer| at all| living)?(?= (?:[.,]|and|but|because) )"),
    rule("living alive exist life going carrying go_on carry_on waking being_here anything",
         r"\b(?:no|not see (?:the|a|any)|not see much|is the|was the|without|any|what) (?:point|reason|sense)s? "
         r"(?:(?:of|in|to|for|me|him|her|left) ){0,3}(?:living|live|being alive|being here|existing|exist|going on|go on"
         r"|carrying on|carry on|waking up|life|keep going|staying alive|anything anymore)\b"
         r"(?! (?:about|with|at|to|in|on|until|after|for|without) )"),
    rule("living life existing alive waking", r"\b(?:tired|sick|weary|done|finished|fed up|had enough|give up|giving up|given up)"
         r" (?:of|with|on) (?:living|life|being alive|existing|waking up every|waking up)\b(?! (?:in|out of|with|at|early) )"
         r"|\bnot worth (?:living|being alive)\b|\blife is not worth\b|\bnothing (?:left )?to live for\b"),
    rule("wake waking", r"\b(?:never|not|to not|did not|would not|without ever) (?:have to )?(?:wake|waking|woken|woke) up"
         r"(?: again| anymore| tomorrow| at all| any more)?(?= (?:[.,]|and|but) )"),
    rule("born exist alive here_any around disappear", r"\bwish\w* (?:that )?(?:i|he|she|they) (?:\w+ ){0,2}"
         r"(?:been born|born|not exist|stop existing|not alive|not here anymore|not around anymore|disappear forever)\b"),
    rule("better happier easier cope fine miss notice care", r"\b(?:better|happier|easier|cope|fine|best|relieved|worse)"
         r" (?:\w+ ){0,2}(?:if|when|once|without) (?:(?:i|he|she) )?(?:" + _GONE + r")?"
         r"(?:gone|dead|not here|not around|not alive|disappeared|not exist|no longer here)\b"
         r"|\bbetter off without (?:me|him|her)\b(?= *(?:[.,]|if |and |anyway ))"
         r"|\b(?:world|everyone|family|they|kids) (?:\w+ ){0,4}better(?: place| off)? without (?:me|her|him)(?= (?:[.,]|and|but|in it) )"),
    rule("notice miss care_if bother", r"\b(?:nobody|anyone|who|not|no one|none of them) (?:\w+ ){0,3}"
         r"(?:notice|miss me|care|bothered|cry|sad) (?:\w+ )?if (?:i|he|she) (?:\w+ ){0,2}"
         r"(?:gone|dead|died|disappeared|not here|vanished|not around|were not|was not|killed|jumped)\b(?! from the call)"),
    rule("worth_more better_off", r"\bworth more (?:to \w+ (?:\w+ )?)?dead\b|\bbetter off dead\b"),
    rule("suicid", r"\bsuicid\w*\b(?! (?:timetable|schedule|deadline|pace|mission|run|squad|plan for the|by powerpoint))",
         noun=True),
    rule("life lives", r"\b(?:end|ending|ended|take|taking|took|taken|ends) (?:my|his|her|their|your) (?:own )?(?:life|lives)\b"
         r"(?! (?:in|into|forward|back|to|seriously|easy|as|slow))"),
    rule("end_ ending finish", r"\b(?:end|ending|finish|finishing) (?:it all|everything|it) (?:tonight|today|now|soon|for good"
         r"|tomorrow|once and for all|this (?:weekend|week))\b|\b(?:end|ending) it all\b(?! (?:with|by|at (?:five|six|\d)|on a|in (?:style|time)) )"
         r"|\b(?:end|ending) things (?:tonight|for good|once and for all|permanently)\b"),
    rule("ending_it end_it", r"\b(?:think\w*|thought|plan\w*|consider\w*|dream\w*|ways?) (?:\w+ ){0,2}ending it(?= [.,])"),
    soft("ending_it end_it ending_things", r"\b(?:think\w*|thought|plan\w*|want\w*|consider\w*) (?:\w+ ){0,2}(?:ending|end) "
         r"(?:it|things)<END>"),
    rule("bridge ways_to method hang rope noose", r"\b(?:look\w*|googl\w*|search\w*|research\w*|read\w*) (?:\w+ ){0,3}"
         r"(?:bridges|high bridges|ways to (?:die|go|do it|end)|methods|painless|how to (?:die|hang|overdose))\b|\bnoose\b"
         r"|\b(?:bought|buy|tied|got) (?:a|the|some) rope\b"),
    rule("jump step", r"\b(?:jump\w*|step\w*|walk\w*) (?:off|from|in front of|under|out of|into) (?:a|an|the|my|his|her|that) "
         r"(?:\w+ ){0,2}(?:" + _PLACES + r"|train|bus|car|lorry|truck|tube|traffic|metro|tram|van|river)\b"
         r"(?! (?:of opportunity|to the airport|to london|home))"),
    rule("bridge railway track platform cliff roof ledge motorway window", r"\b" + _PLACES + r"(?: (?:\w+|,)){0,8}? "
         r"(?:jumping|jump|do it|doing it|letting go|step off|end it)\b"),
    rule("crash drive driving steer", r"\b(?:crash|crashing|drive|driving|steer|steering) (?:\w+ ){0,3}(?:into|off) (?:a|the) "
         r"(?:\w+ )?(?:wall|tree|bridge|road|cliff|river|barrier|oncoming)\b"),
    rule("letter note goodbye farewell", r"\b(?:wrote|written|writing|write|leave|left|leaving) (?:\w+ ){0,4}"
         r"(?:suicide|goodbye|farewell|last) (?:letters?|notes?) (?:to|for) (?:my|the|his|her|their) (?:\w+ )?(?:KIN|family)\b"
         r"|\b(?:written|writing|wrote) (?:\w+ ){0,2}letters (?:to|for) (?:my|the|his|her) (?:\w+ )?(?:KIN|family)\b"
         r"|\bsuicide notes?\b|\bfound a goodbye (?:note|letter)\b"),
    rule("giving gave given", r"\b(?:giving|gave|given|gives) (?:away )?(?:all |everything )?(?:of )?(?:my|his|her|their) "
         r"(?:things|stuff|belongings|possessions|watch|pets?|dog|cat) away\b"
         r"|\b(?:giving|gave|given) away (?:all |everything )(?:of )?(?:(?:my|his|her|their) )?"
         r"|\b(?:not|never) be (?:here|around)(?: \w+){0,4} and (?:gave|giving|has given|wants me to have)\b"),
    rule("much_longer around_for see_christ", r"\bnot be (?:here|around) (?:for )?(?:very )?much longer\b"),
    rule("future", r"\b(?:no|not (?:see|imagine|picture) (?:a|any|my|the)|without a) future (?:for (?:me|myself)|anymore|any more"
         r"|with me in it|at all)\b"),
    rule("way_out", r"\b(?:no|only|any) (?:other )?way out(?= (?:[.,]|and|but|for me|is to die|anymore) )", own=False),
    rule("stop over end go_away", r"\b(?:want|wants|wish|wishes|wanted|need) (?:it|everything|it all|all of it|the pain|my pain"
         r"|life|all this|the hurt) (?:(?:all|just|would|could|to) ){0,3}(?:stop|end|be over|go away)"
         r"(?= (?:[.,]|and|but|forever|tonight|already) )"),
    rule("self_harm self_injur", r"\bself (?:harm|injur)\w*\b", noun=True),
    rule("urge self safe stupid", r"\b(?:not (?:feel )?safe|scared to be alone|do not trust myself|afraid to be alone) "
         r"(?:from|with|by|on|around)? ?(?:myself|my own thoughts|my thoughts)\b|\bstupid to <SELF>\b"
         r"|\b(?:scared|afraid|frightened|worried) (?:of|about) what (?:i|he|she) (?:might|may|could|will) do"
         r"(?= (?:to <SELF>|tonight|next|if|[.,]|and|but|now|with) ?)"),
    rule("sick purg starv", r"\b(?:mak|forc)(?:e|es|ing) <SELF> (?:sick|throw up|vomit)\b|\bpurging after\b"),
    rule("attempt tried own_li", r"\b(?:suicide|his life|her life|my life) attempts?\b|\b(?:end|take|took|taking|ended) (?:my|his|her|their) own (?:life|lives)\b|\battempt\w* (?:on|to end|to take) "
         r"(?:my|his|her|their) (?:own )?life\b"),
    rule("go_on", r"\b(?:i|he|she|they) can not go on(?: anymore| any more| any longer| living| with life)?(?= [.,]|  *$)"),
    rule("disappear vanish", r"\b(?:want|wants|wish|like) (?:\w+ ){0,3}(?:disappear|vanish) (?:forever|for good|from this "
         r"(?:world|earth)|off the face|and never come back)\b"),
    rule("goodbye", r"\b(?:sent|said|saying|left|message|text) (?:\w+ ){0,4}goodbye(?: \w+){0,6} (?:scared|fear|afraid"
         r"|frightened|worried|not answer\w*)\b|\b(?:sounded|sounds|looks|read) like a (?:farewell|goodbye)\b|\bgoodbye sort of message\b|\bnot think (?:she|he) is safe\b"),
    soft("burden", r"\b(?:i|he|she) (?:am|is|feels?|would be) (?:\w+ ){0,2}(?:just |such )?a burden\b"),
    soft("wake_up die disappear", r"\bwanted to (?:die|disappear)\b|\bwish i could disappear\b"),
    soft("point", r"\bwhat is the point(?: of (?:it all|anything|any of it))?(?= [.,])"),
)  # fmt: skip
