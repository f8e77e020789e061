"""Patterns of violence and danger: done, threatened, feared, or felt coming from oneself."""

from __future__ import annotations

from assistant.safety.rule import rule, soft

_HITS = (
    r"(?:hit|hits|hitting|punch\w*|slap\w*|attack\w*|chok\w*|strangl\w*|kick\w*|shov(?:e|es|ed|ing)|beat|beats|beating"
    r"|smack\w*|headbutt\w*|throttl\w*|batter\w*|stab\w*|spat|spits|bit|bites|burn(?:s|t|ed)|belts?|hurts?|assault\w*)"
)
_AFTER = (
    r"(?! (?:with (?!a |an |his |her |the )|with (?:a|an|the|his|her) (?:\w+ )?(?:question|idea|number|figure|request"
    r"|task|list|joke|deadline|smile|compliment|jargon|fact|bill|kindness|argument|surprise)s?"
    r"|to|at (?!home|work|the (?:party|office|off))|up(?! badly)|as|out of|for (?:six|being so)|hard (?:with|that)"
    r"|like|by (?:\w+ )?(?:points|minutes|goals|miles|\d)|that|how|then that|back by) )"
)
_HURT = r"(?:hit|hurt|kill|beat|stab|shoot|attack|punch|slap|strangle|smash|murder|break|rape|burn|harm|batter|choke)"
_THING = (
    r"(?:WHO|chair|mug|cup|laptop|phone|stapler|things|stuff|bottle|glass|plate|books?|keyboard|objects|files?|pens?"
    r"|punch|punches|monitor|stool|shoe|ashtray|scissors|tools?|spanner|coffee|folder|binder|vase|brick|stones?|pan)"
)

RULES = (
    rule("hit punch slap attack chok strangl kick shov beat smack headbutt throttl batter stab spat spit bit burn belt hurt assault",
         r"\b<HE> <ADV>" + _HITS + r" <OBJ>" + _AFTER),
    rule("hitting beating punching kicking slapping choking hurting pushing shoving", r"\b(?:keep|keeps|kept|stop|stops|stopped|started|starts|been|begun|always) "
         r"(?:hitting|beating|punching|kicking|slapping|choking|hurting|shoving) <OBJ>(?! (?:with|to|at|up|on) )"),
    rule("hit punch slap attack beaten strangl stab mugg kick assault spat", r"\b(?:was|been|got|get|being|gets|is|were) "
         r"(?:\w+ )?(?:hit|punched|slapped|attacked|beaten(?: up)?|stabbed|mugged|strangled|kicked|jumped|choked|assaulted"
         r"|spat at|spat on) (?:by (?:him|her|someone|(?:my|his|her|a|our|the) (?:\w+ )?(?:WHO|KIN))|at (?:home|work)"
         r"|last night|again|yesterday|on the way|in the (?:face|street|car park|stomach|head))\b(?! in the (?:ratings|polls))"),
    rule("push slam pin drag thr grab cornered", r"\b(?:push\w*|slam\w*|pin|pinned|pins|pinning|drag\w*|threw|throws|thrown|knock\w*|hurl\w*) "
         r"<OBJ> (?:\w+ ){0,2}?(?:against|into (?:a|the|my) (?:\w+ )?(?:wall|door|desk|car|table|locker|cupboard|fence|lift)"
         r"|down (?!on)|over (?!the edge of)|to the (?:floor|ground)|by the PART|off (?:a|the) (?:chair|ladder)|about the room)"),
    rule("grab seiz twist pull yank grip held squeez throat", r"\b(?:grab\w*|seiz\w*|twist\w*|pull\w*|yank\w*|grip\w*|held|squeez\w*) "
         r"(?:me|him|her|them|us) (?:\w+ ){0,2}by (?:the|my|his|her) PART\b"
         r"|\b(?:grab\w*|twist\w*|yank\w*|squeez\w*|pull\w*) (?:my|her) (?:throat|PART)\b|\b(?:around|round|at) (?:my|her) throat\b"
         r"|\bheld (?:me|her|him) down\b"),
    rule("held pinned sat_on", r"\b(?:held|pinned|pin|holds|sat) (?:me|her|him|on me|on her) down\b(?! (?:to|on) (?:a|the) (?:date|topic|answer|price|time))"),
    rule("threatened frighten scares creepy creep", r"\b(?:was|been|being|am|is|got|feel|feels) (?:\w+ )?threatened by (?:my|him|her|a|the|our|someone)\b(?! (?:\w+ )?(?:knowledge|skills|questions|success|idea|change|confidence|age))|\bthreatened by (?:my|his|her) own (?:WHO|KIN)\b|\b(?:WHO|KIN|he|she) (?:really |truly )?(?:frightens|terrifies) me\b(?! (?:with (?:his|her)|into))"),
    rule("hands throat PART", r"\bhands? (?:around|round) (?:my|her|his) PART\b"),
    rule("threaten", r"\bthreaten\w* (?:that )?(?:(?:me|him|her|us|them|my (?:KIN|family|life)|the KIN|<OBJ>)(?: with (?:a |an |the |his |her )?"
         r"(?:WEAPON|violence|fist|worse|acid|police|death|bottle))?)(?! (?:with|to (?:make|use|cancel|leave|stop|send|join|post"
         r"|learn|teach|sing|dance|resign|quit|go|take|move|skip)|into|that he would (?:cancel|leave)))"),
    rule("threaten threat", r"\bthreat\w* (?:\w+ ){0,2}to (?:" + _HURT + r"|come (?:for|after|round)|find (?:me|her|him|us|them)"
         r"|destroy (?:me|her|him)|ruin (?:me|my|her|his))\b(?! (?:the|my) (?:record|slides?|bank|ice|model|server))"),
    rule("threat", r"\bdeath threats?\b|\bthreatening (?:letters?|messages?|calls?|texts?|notes?|e ?mails?|phone|voicemails?)\b"
         r"|\b(?:got|received|getting|receiving|had|have had|sends?|sent|made|makes|making) (?:\w+ ){0,2}threats\b(?! (?:and|analysis|assess))"
         r"|\bbomb threat\b|\bthreats (?:to|against) (?:me|my|her|him|us)\b"),
    rule("kill hurt hit beat stab shoot attack punch get_me come_for come_after strangle murder", r"\b(?:going|will|gon|about|want\w*|"
         r"plan\w*|swore|vowed|promised) (?:to )?(?:\w+ )?(?:" + _HURT + r"|get|come for|come after) (?:me|us)\b"
         r"(?! (?:a|an|some|the|with|up|to|out|into|through|back|from|more|there|there|on|for|at|over) )"),
    rule("kill hurt hit beat stab shoot attack punch strangle murder smash harm",
         r"\b(?:going|want|wants|wanted|plan\w*|tempted|urge|like|intend\w*|will|gon|dream\w* of|threat\w*|talk\w* (?:about|of)|fantasi\w* about)"
         r" (?:to )?(?:\w+ )?(?:" + _HURT + r"|hurting|killing|stabbing|shooting|beating|hitting) (?:him|her|them|someone|everyone|people|"
         r"(?:my|his|the|that|her|a) (?:\w+ )?(?:WHO|KIN)|(?:his|her|my) (?:\w+ )?(?:PART|head|brains|teeth|nose))\b"
         r"(?! (?:with|up|to|out|an|a|some|at|over|hard with|into shape|if (?:he|she) (?:says|sends|shows|asks|is late)) )"),
    soft("kill strangle murder throttle", r"\b(?:could|would|might) (?:\w+ )?(?:have )?(?:kill|killed|strangle|strangled|murder|throttle)"
         r" (?:him|her|them|my (?:\w+ )?(?:WHO|KIN))\b|\bkill me<END>"),
    rule("said told says", r"\b(?:said|says|told|swore|promis\w*|warn\w*|texted|wrote|saying|telling)(?: \w+){0,3}? (?:he|she|they|him|her|i) "
         r"(?:would|will|is going to|are going to|wants to|wanted to|was going to|could have) (?:\w+ ){0,2}?(?:" + _HURT + r"|come for|"
         r"come after|find|get someone|have (?:me|him|her) (?:killed|beaten|sorted)|make (?:me|her|him) pay|cut|finish) "
         r"(?:me|my|him|her|us|them|his|someone|everyone|the place|the office|whoever)\b"
         r"(?! (?:a|an|some|the|at|to|if i (?:forget|am late)) )"),
    rule("break smash cave kick", r"\b(?:break|smash|broke|smashed|cave|kick|knock) (?:my|his|her|your|their) "
         r"(?:PART|head|jaw|nose|teeth|bones|fingers|skull|ribs)(?: in| off| out)?\b(?! (?:around|about|over))"),
    rule("regret pay_for accident know where", r"\bmake (?:me|him|her|us) regret\b|\baccidents (?:can |do )?happen to\b"
         r"|\bknows? where (?:i|we|my (?:KIN|family)|she|he) (?:\w+ )?lives?\b"
         r"|\bmake (?:me|his ex|her|him|my KIN|his KIN|KIN) pay for\b|\b(?:watch my back|sleep with one eye)\b"),
    rule("shoot blow bomb acid", r"\b(?:shoot|shooting) (?:up )?(?:the (?:place|office|school|building)|everyone|everybody|people|someone|himself)\b"
         r"|\bshoot (?:the )?(?:\w+ )?up\b(?! the)|\bblow (?:up )?the (?:office|building|place|school)(?: up)?\b|\ba bomb (?:in|at|under)\b|\bacid (?:in|at|on) (?:my|her|his)\b"),
    rule("WEAPON", r"\b(?:has|had|have|having|bring|brings|brought|bringing|carry|carries|carrying|carried|own|owns|owned|got|keep|keeps|kept"
         r"|pull|pulls|pulled|waving|waved|with|get|gets|holding|held|point|pointed|pointing|showed me|buy|bought) "
         r"(?:\w+ )?(?:a|an|his|her|the|my|out a) (?:\w+ )?WEAPON\b(?! (?:edge|fight|to a gun|show|of choice|sharp|signal|drawer|sharpen|and (?:fork|nail)|for the cake|against))"
         r"|\bWEAPON (?:to|at|against) (?:my|her|his) (?:PART|head|stomach)\b", now=False),
    rule("bruis black_eye", r"\bbruises\b|\bbruised (?!ego|pride|feelings|confidence|banana|apple)|\bbruise (?:on|under|round|across)\b"
         r"|\b(?:gave|given|got|has|have|had|with) (?:me |him |her )?a black eye\b"),
    rule("lock shut_me trap", r"\block(?:s|ed|ing)? (?:me|her|him|them|the KIN|my KIN|his KIN|<OBJ>) (?:in|inside|out of the house|up)\b(?! (?:a |an )?"
         r"(?:contract|agreement|role|calendar|long meeting))|\btrapped (?:me|her) (?:in|inside) (?!a (?:meeting|call|conversation|discussion))"),
    rule("let_ letting allow block pinned", r"\b(?:would|will|did|does|do|is|was) not (?:let|letting|allow|allowing) (?:me|her|him) (?:to )?(?:out|leave(?: the)?|go home|go outside"
         r"|see my (?:family|friends|KIN)|go anywhere|have my phone|have money)\b(?! (?:of (?:a |the )?(?:call|meeting|chat|session|contract|agreement)|early|a comment|feedback|the|him|her|out of))"
         r"|\bblock(?:s|ed|ing)? (?:the|my) (?:door|doorway|exit|way out)\b|\bpinned (?:me|her) (?:against|down|to|up)\b"),
    rule("follow", r"\bfollow(?:s|ed|ing)? (?:me|her)(?: \w+){0,2}? (?:home|from|to my|to work|to the (?:car|station|toilet|bathroom|ladies|bus)|"
         r"after work|at night|into the|down the|in (?:his|a) car)\b"
         r"|\b(?:keeps|kept|is|been|was|am|being) (?:\w+ )?(?:following (?:me|her)|being followed|followed)(?= (?:[.,]|again|every|everywhere|around|round|and|by a) )"),
    rule("stalk", r"\bstalk(?:s|ed|ing)? (?:me|her|him|my KIN)\b(?! (?:on linkedin|linkedin|online profile))|\bstalker\b|\bbeing stalked\b"),
    rule("wait outside turn show", r"\b(?:wait\w*|stands?|standing|turn\w* up|show\w* up|sits?|sitting|parked|came|comes?|appear\w*|hang\w* around|lurk\w*) "
         r"(?:\w+ ){0,2}?(?:outside|at|to|for me at|for me outside|by) (?:my|her) (?:house|home|flat|apartment|door|front door|car|place|gym|KIN)\b"
         r"|\boutside (?:my|the|her) (?:\w+ )?(?:waiting|watching)\b|\boutside (?:\w+ ){0,3}waiting for me\b|\bwait\w* for me (?:outside|in the car park|after work|at my)\b"),
    rule("safe", r"\b(?:not|never) (?:\w+ )?(?:feel |feeling |be |felt |really )?safe (?:alone|around|with(?! her to| him to| them to)|at home|here|in my own|"
         r"anymore|tonight|going home|walking|being near|near|in (?:his|her) (?:car|office|house)|physically|at night|to go home|to be alone|in (?:my|this|that|our) "
         r"(?:house|home|flat|relationship|marriage|building))\b(?! (?:\w+ ){0,6}(?:to share|to say|to speak|to ask|sharing|speaking|saying|asking|ideas|opinions?|feedback|honest))"),
    rule("unsafe", r"\bfeel\w* (?:\w+ )?unsafe(?= (?:[.,]|and|but|at (?:home|night|work)|alone|around|near|with|in (?:his|her|my own|the car|my house|the building)|walking|going|when he|when she|because he|because she) )"
         r"(?! (?:\w+ ){0,6}(?:to share|to say|to speak|to ask|sharing|speaking|saying|asking|ideas|opinions?|feedback|honest))|\bunsafe (?:at home|with (?:him|her|my KIN)|tonight)\b"),
    soft("unsafe safe", r"\b(?:feel\w* (?:\w+ )?unsafe|not (?:feel |feeling )?(?:\w+ )?safe)\b"),
    rule("scared afraid frighten terrif fear petrified", r"(?<!a bit )(?<!bit )(?<!little )(?<!slightly )(?<!kind of )(?<!sort of )(?<!not )(?<!so )"
         r"\b(?:scared|afraid|frightened|terrified|petrified|frightens) of (?:him|her|them|(?:my|her|his|our|the) (?:\w+ )?(?:WHO|KIN))"
         r"(?! (?:\w+ )?(?:judg|think|find|say|read|see|ask|know|laugh|being|not|noticing|getting bored|wasting|cancel|reject|is going to laugh|opinion|opinions|reaction|feedback))"
         r"(?= (?:[.,]|and|but|because|when|since|he|she|they|now|so|at|anymore|after|i am|i work|i mentor|what|coming|turning|hurting|it) )"),
    rule("scared afraid frighten terrif fear think worr", r"\b(?:scared|afraid|frightened|terrified|fear|think|thinks|worried|believe|sure|convinced|know)"
         r" (?:that )?(?:he|she|they|my (?:WHO|KIN)|his KIN|her KIN) (?:\w+ ){0,2}?(?:will|is going to|might|would|could|may|going to) "
         r"(?:\w+ )?(?:" + _HURT + r"|lash out at|come after|find) (?:me|her|him|them|someone|us|my|the KIN|his|himself|herself)\b(?! (?:feelings|career|confidence|a |an |with))"),
    rule("go_home be_alone open_the leave_the leave_him walk", r"\b(?:scared|afraid|frightened|terrified|too scared|dare not|do not dare) to "
         r"(?:\w+ )?(?:go home|be alone|open the door|leave (?:the house|him|her|my KIN)|walk (?:home|to)|go outside|be in the same|sleep|answer the door|go back (?:home|to (?:him|her)))\b"),
    rule("for_my for_her for_his for_their", r"\b(?:fear\w*|afraid|scared|frightened|worried|terrified) for (?:my|his|her|their|our|the) (?:\w+ )?(?:life|lives|safety|KIN)\b"),
    rule("danger", r"(?<!write that )(?<!type that )\b(?:i am|is|are|she|he|life is|lives are|we are|me|her|him|them|us|someone|KIN) (?:really |actually |now |all )?in (?:real |serious |immediate |great |terrible )?danger\b"
         r"(?! of (?!being (?:hurt|killed)|his|her|violence|dying))|\bput\w* (?:me|her|us|people|lives|<OBJ>) (?:\w+ )?in danger\b"),
    rule("thr chuck hurl lob", r"\b(?:threw|throws|throwing|chuck\w*|hurl\w*|launched|lob\w*) (?:\w+ ){0,3}?" + _THING + r" (?:\w+ ){0,2}?(?:at|past|towards) (?:me|him|her|us|people|staff|them|WHO|the wall|my head|my PART)\b"
         r"|\bthrows things\b"),
    rule("punch fist hole raised", r"\bpunch\w* (?:a|the|my|his) (?:hole|wall|door|desk|window|locker|car)\b|\bfist through\b"
         r"|\braised? (?:his|her|a) (?:hand|fist|fists) (?:at|to|against|over)\b|\bhole in the (?:door|wall)\b|\bin my face screaming\b"),
    rule("violen abus controls beaten", r"\b(?:is|was|gets|got|been|being|becomes|became|turned|turns|WHO|KIN) (?:\w+ )?(?:physically )?(?:violent|abusive)(?! (?:reaction|film|game|video|cough|or anything))\b"
         r"|\babus(?:es|ed|ing) (?:me|her|him|us|them|<OBJ>)\b|\b(?:violent|abusive) (?:KIN|WHO|relationship|marriage|home|household|towards|to)\b"
         r"|\b(?:physical|physically|emotional|emotionally|verbally|sexual|sexually) abus\w+"),
    rule("domestic", r"\bdomestic (?:violence|abuse)\b", noun=True),
    rule("controls tracks", r"\b(?:controls|tracks|takes|monitors|checks) (?:everything i (?:do|spend|wear)|(?:all )?my money|who i (?:see|talk to)|my phone and|where i am all)\b|\bcoercive control\b"),
    rule("child KIN girl_ boy_ resident lady old", r"\b(?:KIN|pupil|resident|elderly \w+|old (?:man|lady|WHO)|little (?:girl|boy)|vulnerable adult|WHO on (?:my|her|his) ward) "
         r"(?:\w+ ){0,4}?(?:being (?:\w+ )?(?:beaten|hit|hurt|abused|harmed|neglected|hurt|mistreated|starved|touched)|is (?:beaten|hit|abused|locked|starving|in danger)|locked in|at risk|being harmed|has bruises)\b"),
    rule("hit beat hurt smack kick slap", r"\b(?:hits|beats|hurts|hitting|beating|hurting|smacks|slaps|kicks|beat|kicked|slapped|hit) "
         r"(?:his|her|their|my|the) (?:\w+ )?KIN\b(?! (?:at|record|to|with a question|in the|up))"),
    rule("hurting hurt_ harm", r"\b(?:talked|talks|talking|spoke|joked|wrote) (?:about|of) (?:hurting|killing|stabbing|shooting|beating|attacking) (?!himself|herself|the|my slide)"),
    rule("police ambulance 911 999 112", r"\bshould i (?:call|ring|phone) (?:the )?(?:police|ambulance|911|999|112)\b|\bneed (?:the police|an ambulance)\b", now=True),
    rule("coming_for trying_to_get at_the_door breaking_in in_the_house outside_my", r"\b(?:he|she|someone|they) (?:is|are) (?:trying to get in|at the door|breaking in|in the house|coming for me|outside my)\b", now=True),
    rule("sort_out teach him a lesson sort", r"\b(?:sort out (?:his|her|my) ex|teach (?:him|her) a lesson (?:with|tonight|outside))\b"),
    rule("weapon work shoot", r"\b(?:knows who to blame|make them all pay|they will all pay|they will all be sorry)\b"),
    soft("cornered", r"\bcornered (?:me|her)\b"),
    soft("intimidat", r"\bintimidat\w+ (?:me|her|him|us)\b"),
)  # fmt: skip
