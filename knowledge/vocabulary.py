"""The field's terms as closed lists: what a card, a block or a question may say of itself."""

from __future__ import annotations

from enum import StrEnum


class Theme(StrEnum):
    """A shelf of the guide; also the folder a card lives in."""

    TRUST = "trust"
    HUMILITY = "humility"
    TOPICS = "topics"
    CHALLENGES = "challenges"
    CRAFT = "craft"
    GOALS = "goals"
    RECIPROCITY = "reciprocity"
    STARTING = "starting"
    REMOTE = "remote"
    PROGRAMME = "programme"
    MISCONCEPTIONS = "misconceptions"
    ENDING = "ending"
    BOUNDARIES = "boundaries"
    PRACTICE = "practice"


class CardKind(StrEnum):
    """What a card is: guidance for a pair, or a drill that one person does alone."""

    GUIDANCE = "guidance"
    DRILL = "drill"


class Side(StrEnum):
    """Who a card, a try or a question speaks to. The mentor is the junior, the mentee the senior."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"
    COORDINATOR = "coordinator"

    def hears(self, other: Side) -> bool:
        """Whether somebody reading as this side is spoken to by something meant for `other`."""
        return self is Side.BOTH or other is Side.BOTH or other is self


class Lead(StrEnum):
    """Who leads an agenda item."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


class Stage(StrEnum):
    """How far a pair has come, in the order in which pairs live through it."""

    BEFORE = "before"
    FIRST = "first"
    EARLY = "early"
    ESTABLISHED = "established"
    STUCK = "stuck"
    CLOSING = "closing"


class BlockKind(StrEnum):
    """What an agenda block is for; a skeleton asks for kinds, cards offer blocks of a kind."""

    PREPARE = "prepare"
    OPEN = "open"
    GROUND = "ground"
    LEARN = "learn"
    GIVE_BACK = "give_back"
    REFLECT = "reflect"
    REPAIR = "repair"
    CLOSE = "close"


class QuestionType(StrEnum):
    """What a reflection question is after."""

    READINESS = "readiness"
    NOTICING = "noticing"
    POWER = "power"
    VOICE = "voice"
    CRAFT = "craft"
    ASSUMPTION = "assumption"
    APPLICATION = "application"
    RECIPROCITY = "reciprocity"
    REPAIR = "repair"
    LIMITS = "limits"
    PROGRESS = "progress"
    TRANSFER = "transfer"


class Grade(StrEnum):
    """Strength of evidence, strongest first.

    A: meta-analysis or large review. B: survey or measured study. C: interviews, theory or case.
    P: practitioner advice. S: often said, not checked. OWN: our own drafting judgement.
    """

    A = "A"
    B = "B"
    C = "C"
    P = "P"
    S = "S"
    OWN = "own"

    @property
    def rank(self) -> int:
        """0 for the strongest grade, rising as the evidence gets weaker."""
        return list(Grade).index(self)


class Topic(StrEnum):
    """What a conversation or a session can be about."""

    TRUST = "trust"
    CONFIDENTIALITY = "confidentiality"
    POWER_DYNAMICS = "power_dynamics"
    FEAR_OF_JUDGEMENT = "fear_of_judgement"
    GOALS = "goals"
    FIRST_SESSION = "first_session"
    LISTENING = "listening"
    FEEDBACK = "feedback"
    COMMUNICATION_STYLES = "communication_styles"
    CHALLENGES = "challenges"
    SCHEDULING = "scheduling"
    MOMENTUM = "momentum"
    AI_TOOLS = "ai_tools"
    DIGITAL_TOOLS = "digital_tools"
    SOCIAL_MEDIA = "social_media"
    DATA_ANALYTICS = "data_analytics"
    DEI = "dei"
    GENERATIONAL = "generational"
    CULTURE_TRENDS = "culture_trends"
    REMOTE_HYBRID = "remote_hybrid"
    WELLBEING = "wellbeing"
    SUSTAINABILITY = "sustainability"
    CAREER = "career"
    MEASURING = "measuring"
    CLOSING = "closing"
    RECIPROCITY = "reciprocity"
    MATCHING = "matching"
