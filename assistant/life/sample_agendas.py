"""The agendas of the sample pair, of blocks that the guide has."""

from __future__ import annotations

from assistant.agenda import Agenda, AgendaItem
from assistant.wording import BlockKind, Lead, Stage

_Row = tuple[str, str, str, str, tuple[str, ...], str]
"""Minutes, who leads and what for; title, card, purpose, prompts, why it is there."""

_CLOSE: _Row = (
    "5 both close",
    "One thing taken, one thing to do, one date",
    "craft/close-with-a-date",
    "Leave with one action each and the next session in both calendars.",
    ("Each says one thing they take from today.",),
    "Every session ends with actions and the next date.",
)
_CHECK_IN: _Row = (
    "5 mentor open",
    "How we are, and what today should give",
    "craft/check-in",
    "Put the last meeting down, look at the last action and hear what is wanted from today.",
    ("The action from last time: done, half done or not done?",),
    "A short check-in lands you both in the room and picks up the last action.",
)


def _agenda(stage: Stage, focus: str, *rows: _Row) -> Agenda:
    items = tuple(_item(*row) for row in (*rows, _CLOSE))
    minutes = sum(one.minutes for one in items)
    return Agenda(stage=stage, minutes=minutes, focus=focus, items=items)


def _item(
    what: str, title: str, card: str, purpose: str, prompts: tuple[str, ...], because: str
) -> AgendaItem:
    minutes, lead, kind = what.split()
    return AgendaItem(
        title=title,
        minutes=int(minutes),
        lead=Lead(lead),
        purpose=purpose,
        prompts=prompts,
        cards=(card,),
        because=because,
        kind=BlockKind(kind),
    )


FIRST = _agenda(
    Stage.FIRST,
    "",
    (
        "5 mentee open",
        "Why I came, and what I don't know",
        "starting/first-hour",
        "The mentee says first what they want to learn and where they are lost.",
        ("I said yes because …",),
        "The one with more power goes first and says what they do not know.",
    ),
    (
        "10 both ground",
        "A story each from before the job title",
        "starting/first-hour",
        "Meet as people before any topic is opened.",
        ("Three minutes each, mentee first: a day at work when you were new and lost.",),
        "People come before topics.",
    ),
    (
        "15 mentor ground",
        "Half a page, written together",
        "starting/half-page-charter",
        "Agree the few lines that make the rest of the sessions easier.",
        ("Dates, place, how we cancel, when we write to each other in between.",),
        "What stays here, when you meet and how either can stop is agreed before anything delicate "
        "is said.",
    ),
    (
        "10 mentor learn",
        "One small task, as it goes today",
        "goals/baseline-task",
        "Do one real task without help and keep the result, so that there is something to compare.",
        ("The mentee does it alone; the mentor keeps time and does not help.",),
        "One small live task shows where you start, and breaks the ice better than small talk.",
    ),
)

SHARED = _agenda(
    Stage.EARLY,
    "working in one shared document",
    _CHECK_IN,
    (
        "20 mentor learn",
        "Move one file to a shared place",
        "topics/shared-documents",
        "Turn one attachment that goes round by email into one document that several people can use.",
        ("Which file is going round this week, and how many copies are there?",),
        "It is near your focus, “working in one shared document”.",
    ),
    (
        "10 mentee give_back",
        "What would make it worth your while?",
        "reciprocity/what-the-mentor-wants-back",
        "Hear what the mentor would like to have from this and write it beside the mentee's goals.",
        ("What would make these hours worth it for you?",),
        "About a quarter of the time goes back to the mentor.",
    ),
    (
        "5 both reflect",
        "Three lines in silence",
        "craft/quick-reflection",
        "Write three lines each before the hour is gone.",
        ("What: one line on what happened.",),
        "What is written down in the room is still there next week.",
    ),
)

DASHBOARD = _agenda(
    Stage.EARLY,
    "reading the sales dashboard",
    _CHECK_IN,
    (
        "20 mentor learn",
        "One number, back to its source",
        "topics/read-a-dashboard",
        "Read one real page and question one figure that matters this month.",
        ("What does this figure count, who is missing from it, and how fresh is it?",),
        "It is near your focus, “reading the sales dashboard”.",
    ),
    (
        "10 mentee give_back",
        "How one decision was made",
        "reciprocity/context-in-return",
        "Explain one decision, rule or custom from the inside, chosen by the mentor.",
        ("The mentor names something here that puzzles them.",),
        "About a quarter of the time goes back to the mentor.",
    ),
    (
        "5 both reflect",
        "Useful, free to speak, going somewhere",
        "craft/how-are-we-working",
        "Take a light look at how the sessions work and change one thing.",
        ("Say aloud only what you choose to, mentee first.",),
        "Small corrections to how you work are cheapest now.",
    ),
)

KEYBOARD = _agenda(
    Stage.EARLY,
    "filters and a view of one's own",
    (
        "5 mentor open",
        "What we said we would do",
        "trust/small-promises",
        "Go through last time's promises in one sentence each.",
        ("Mine first. Then yours.",),
        "Opening with what became of the last actions keeps talk tied to work.",
    ),
    (
        "20 mentor learn",
        "Your turn at the keyboard",
        "craft/demo-then-drive",
        "Take one task from watching to doing it alone.",
        ("The mentee takes the keyboard and does it; help comes when asked for.",),
        "Early sessions have to prove useful: shown once, then done by the learner.",
    ),
    (
        "10 mentee give_back",
        "Four minutes, mistake included",
        "reciprocity/stories-from-experience",
        "Tell one story that fits a question of the mentor's and see what it yields today.",
        ("The mentee, four minutes: a time I got something like it wrong.",),
        "About a quarter of the time goes back to the mentor.",
    ),
    (
        "5 mentee reflect",
        "One thing that helped, one to try",
        "reciprocity/feedback-on-mentoring",
        "Tell the mentor which part of the teaching worked and what could be tried next time.",
        ("It became clear to me when you …",),
        "Feedback on the teaching is a gift that mentors rarely get.",
    ),
)

REPAIR = _agenda(
    Stage.STUCK,
    "",
    (
        "10 mentee repair",
        "What left the room",
        "trust/after-a-breach",
        "Each says what they repeated outside, if anything, the mentee first and without reasons.",
        ("What I told, to whom and when.",),
        "Repair comes before content, and the one with more power owns a share first.",
    ),
    (
        "10 mentor repair",
        "How it stands for me now",
        "trust/after-a-breach",
        "The mentor says how things stand, without interruption; the mentee takes notes.",
        ("What do I want to leave alone for now?",),
        "The mentor gets an uninterrupted hearing.",
    ),
    (
        "15 both repair",
        "New limits or a way out",
        "trust/after-a-breach",
        "Choose how to go on; stopping is one of the answers and nobody's fault.",
        ("Which line of our agreement do we rewrite?",),
        "Once both were heard, look at what could change.",
    ),
    (
        "5 both reflect",
        "One promise each, under ten minutes",
        "trust/small-promises",
        "Leave with one thing each that is small enough to be done this week.",
        ("What I will send or do, and by which day.",),
        "Small promises that are kept carry further than a long talk.",
    ),
)

BOARD_PACK = _agenda(
    Stage.ESTABLISHED,
    "the printed board pack",
    _CHECK_IN,
    (
        "20 mentor learn",
        "Same job, methods swapped",
        "challenges/old-way-new-way",
        "Do one job both ways on a real file, and see what each way is good for.",
        ("What would be lost if the old way stopped tomorrow?",),
        "It is near your focus, “the printed board pack”.",
    ),
    (
        "10 mentee give_back",
        "Drafts that stay closed",
        "topics/shared-documents",
        "Explain which papers are open to few, for how long, and what that protects.",
        ("Who must have seen a paper here before it counts?",),
        "Priya asked who reads the board pack, and when.",
    ),
    (
        "5 mentee reflect",
        "One thing to watch, and where",
        "craft/invite-upward-feedback",
        "Choose one behaviour to be watched, and settle where and when it will be told.",
        ("The mentee names one thing that can be seen or counted.",),
        "Upward feedback grows where it is invited in small doses.",
    ),
)

NEXT = _agenda(
    Stage.ESTABLISHED,
    "reading the sales dashboard",
    (
        "5 mentor open",
        "What became of the last actions",
        "craft/check-in",
        "Hear where the last actions were used before anything new is started.",
        ("How did the Monday question go?",),
        "Martin's action “Ask Ines how the pipeline figures are made” is still open.",
    ),
    (
        "20 mentor learn",
        "Explain it as if I were new",
        "craft/teach-back",
        "The learner does a task on a file of their own and explains it while doing it.",
        (
            "Open a file of yours that nobody has prepared.",
            "Which number here would you defend, and which would you check?",
        ),
        "Martin's goal on the sales dashboard was last worked on in session 4.",
    ),
    (
        "10 mentee give_back",
        "Used, parked, turned down",
        "reciprocity/what-changed-because-of-you",
        "Report what became of things the mentor said or showed.",
        ("Take the last three things the mentor brought and say used, parked or turned down.",),
        "The mentor hears what became of what they brought.",
    ),
    (
        "5 mentor reflect",
        "One thing I saw, in three lines",
        "craft/situation-behaviour-impact",
        "Give one piece of feedback on something done, and hear what was meant by it.",
        ("When and where was it?",),
        "Martin asked in session 6 to have the Monday meeting watched.",
    ),
)
