"""Messages that no card answers: danger, harm, mistreatment, distress, wrongdoing. They get people.

Patterns favour recall and are looked at before anything else; no model is needed.
"""

from assistant.safety.asked import SIGNPOSTS, concern_of, matter, reply_to
from assistant.safety.detect import find, prepare
from assistant.safety.finding import Category, Finding
from assistant.safety.finding import Category as Concern
from assistant.safety.likeness import nearest, with_similarity

__all__ = [
    "SIGNPOSTS",
    "Category",
    "Concern",
    "Finding",
    "concern_of",
    "find",
    "matter",
    "nearest",
    "prepare",
    "reply_to",
    "with_similarity",
]
