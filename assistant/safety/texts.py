"""What is said to a disclosure: plain, honest, with people to turn to, and nothing else.

Each has three wordings at least, taken in turn. No number stands here: those are the organisation's.
"""

from __future__ import annotations

from assistant.safety.finding import Category

THANKS: dict[Category, tuple[str, ...]] = {
    Category.SELF_HARM: (
        "Thank you for telling me. That sounds serious, and it's good that you put it into words.",
        "I'm glad you wrote that down. It matters, and it needs a person.",
        "Thank you for saying it. This is more important than anything else here.",
    ),
    Category.VIOLENCE: (
        "Thank you for telling me. That sounds serious.",
        "Thank you for writing that. Your safety comes before anything else here.",
        "It's good that you said so. This matters more than any session.",
    ),
    Category.MISTREATMENT: (
        "Thank you for telling me. That sounds serious.",
        "Thank you for writing that down. Nobody should have to put up with that.",
        "It took something to write that. It matters, whoever is involved.",
    ),
    Category.DISTRESS: (
        "Thank you for telling me. That sounds very hard.",
        "Thank you for writing that. It sounds like a lot to carry.",
        "It's good that you said so. That is more than a bad day.",
    ),
    Category.WRONGDOING: (
        "Thank you for telling me. That sounds serious.",
        "Thank you for writing that down. It sounds like something that matters.",
        "That is a serious thing to know about, and not an easy one to hold.",
    ),
}

HONEST = (
    "I'm a program on this machine. Nobody has been told, and I'm no substitute for a person.",
    "You should know what I am: software. I can't tell anyone, and I can't take a person's place.",
    "I'm software and can't call anyone. What you wrote has gone to nobody.",
)

SAFE_NOW = (
    "Are you safe right now?",
    "One question only: are you safe right now?",
    "Can you tell me one thing: are you safe right now?",
)

OTHERS = {
    Category.SELF_HARM: (
        "If it's about somebody else, stay with them, in person or on the line, and bring in help."
    ),
    Category.VIOLENCE: (
        "If it's about somebody else, help them reach a safe place and people who can act."
    ),
    Category.MISTREATMENT: (
        "If it's about somebody else, they choose what happens next; you can go along with them."
    ),
    Category.DISTRESS: (
        "If it's about somebody else, staying near and asking who could help them is enough for now."
    ),
    Category.WRONGDOING: (
        "If somebody else told you, ask what they want to do before you take it further, unless "
        "anyone could be hurt."
    ),
}

GENERIC = {
    Category.SELF_HARM: "A crisis line, a doctor or someone you trust can listen today.",
    Category.VIOLENCE: (
        "After that, the police, a support line, or your organisation's security or safeguarding "
        "contact can help you decide what comes next."
    ),
    Category.MISTREATMENT: (
        "People who can help: a named HR or speak-up contact, a union or staff network, an adviser "
        "outside the organisation, the police where a crime is possible."
    ),
    Category.DISTRESS: (
        "A doctor, an employee assistance line, a support line or someone you trust can listen today."
    ),
    Category.WRONGDOING: (
        "People who can help: a speak-up or whistleblowing line, compliance or internal audit, a "
        "union, an adviser outside the organisation, a regulator."
    ),
}

DANGER = "If there is danger right now, call your local emergency number, or go to somebody nearby."
DANGER_LATER = (
    "If it ever comes to danger, call your local emergency number, or go to somebody nearby."
)

CHOICE: dict[Category, tuple[str, ...]] = {
    Category.MISTREATMENT: (
        "Which of them, and when, is yours to choose. You don't have to sort it out in a session, and "
        "a coordinator can pause the pairing.",
        "You can talk to one of them, keep a note of what happened, or leave it for now. It's your "
        "choice.",
        "Nothing has to be decided today. Any of these people can go through the options with you.",
    ),
    Category.DISTRESS: (
        "You can talk to one of them, take a break, or stay here for a while. It's your choice.",
        "Nothing here is urgent. The plan and the sessions can wait.",
        "You don't have to explain it to anyone first. It's enough to say that things are hard.",
    ),
    Category.WRONGDOING: (
        "Whom you talk to, and when, is yours to choose. Many of these lines let you ask first without "
        "giving a name.",
        "You can ask one of them what would follow before you decide anything.",
        "Nothing has to be decided today. An adviser can say how you'd be protected where you work.",
    ),
}

SAFE = (
    "Good. Thank you for answering. The people below are there later as well.",
    "All right. If it changes, don't wait: reach a person.",
    "All right. Keep the number of somebody near you, for later.",
)
UNSAFE = (
    "Then please reach a person now, before anything else here.",
    "Please stop here and get to a person now.",
    "Then this comes first: somebody with you, or on the line, now.",
)
SILENT = (
    "You don't have to answer. The people below are there whenever you want them.",
    "We can leave it there. I won't ask again.",
    "That's all right. Nothing has to be said here.",
    "There's no hurry. The people below can be reached later too.",
)
MISREAD = (
    "All right, I misread that.",
    "Thanks for putting me right.",
    "Understood. I took it for something else.",
)
STAYS = (
    "I'll leave one line about help at the end of what I say today.",
    "One line about help stays below for the rest of this conversation.",
    "The line about help stays where it is; the rest is as before.",
)
AGAIN = (
    "Thank you for going on. That's more than one thing, and it still needs a person rather than me.",
    "Thank you for telling me that too. I can't judge it, but a person can.",
    "I've read that as well. I can listen to more, but people can do something.",
)
WELCOME = (
    "You're welcome. The people below are there later as well.",
    "Of course. Take your time.",
    "You're welcome. You can come back to this whenever you like.",
)
PRIVATE = (
    "I'm software: I don't send what you write to anyone, and I can't. Somebody who can open your files "
    "could read what is kept. A person you tell may have a duty to pass some things on.",
    "Nobody is told by me. I can't promise what others would have to do with it if you tell them; you "
    "can ask them that first.",
    "I'm a program, and nothing is sent from here. A person you tell can say first what they'd have to "
    "pass on.",
)
WORK = (
    "All right, back to work. You can return to this whenever you like.",
    "Of course. We'll go on; this isn't closed unless you want it to be.",
    "Yes, let's go on with that.",
)
NOTE = (
    "Your note isn't lost: say “save it” and it goes into your journal as you wrote it.",
    "If you want to keep the note, say “save it”. It stays yours.",
    "It's still your journal. Say “save it” and your note is kept, word for word.",
)
HINTS = {
    Category.SELF_HARM: "If any of this is about not wanting to live, a person can help today.",
    Category.VIOLENCE: "If anyone isn't safe, that comes first; say so and I'll show who can help.",
    Category.MISTREATMENT: (
        "If somebody is treating you badly, that's a different matter; say so and I'll show who can help."
    ),
    Category.DISTRESS: "If it's more than this, say so and I'll show who can help.",
    Category.WRONGDOING: (
        "If something at work is seriously wrong, say so and I'll show who can help."
    ),
}
PAUSE = "Let's pause here"


def turned(wordings: tuple[str, ...], turn: int) -> str:
    """The wording for `turn`: the same turn gives the same one, the next turn another."""
    return wordings[turn % len(wordings)]


WHOM = (
    "These are people who can help. You can ask them what would follow before you decide anything.",
    "A person can go through that with you better than I can.",
    "I can't choose for you, but I can show who is there.",
)
GENERIC_LINE = {
    Category.SELF_HARM: (
        "If you need someone: a crisis line, a doctor or somebody you trust; in danger, your local "
        "emergency number."
    ),
    Category.VIOLENCE: (
        "If you need someone: your local emergency number in danger; the police, security or a "
        "support line otherwise."
    ),
    Category.MISTREATMENT: (
        "If you need someone: an HR or speak-up contact, a union or staff network, an outside adviser."
    ),
    Category.DISTRESS: (
        "If you need someone: a doctor, an employee assistance line, a support line, somebody you trust."
    ),
    Category.WRONGDOING: (
        "If you need someone: a speak-up line, compliance, a union, an outside adviser, a regulator."
    ),
}
