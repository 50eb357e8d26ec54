"""The made-up people of the sample, and what they write to each other."""

from dataclasses import dataclass, field

from chats.states import Way
from followups.debrief.debriefing import Named
from outcomes.states import Kind

SELF_INTRODUCTION = """I’m Robin, and I teach biology in Berlin. Last year my class built a river \
station from old phones, and I noticed that I liked the data more than the frogs.

I am looking for a way into climate work where explaining things still counts. I asked you because \
you made that move, and I would love to hear how the first year was."""

SEEKER = {
    "name": "Robin Sample",
    "about": "Biology teacher, on the way to climate work",
    "video_link": "https://meet.example.org/robin",
    "phone": "+49 30 5550 142",
    "place": "Café Morgenrot, Berlin",
    "self_introduction": SELF_INTRODUCTION,
}
CALENDAR, CALENDAR_NAME = "https://calendar.example.com/robin/timetable.ics", "School timetable"


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    role: str
    company: str
    zone: str
    connection: str
    research: str
    tags: list[str] = field(default_factory=list)
    subject: str = ""
    message: str = ""
    brief: dict[str, str] = field(default_factory=dict)
    """Path, recent work, common ground and what is public, where they are known."""
    notes: str = ""
    noted: list[tuple[str, str, bool]] = field(default_factory=list)
    """Of the chat: a question, a note to it, and whether it has a star."""

    @property
    def link(self) -> str:
        return f"https://{self.key}.example.com/about"


PRIYA = Person(
    "priya",
    "Priya Raman",
    "Sustainability lead",
    "Northlight Foods",
    "Asia/Kolkata",
    "Her essay on canteens and carbon",
    "Moved from teaching chemistry to food policy. Ask what she would skip.",
    ["food", "career change"],
)
TOMAS = Person(
    "tomas",
    "Tomás Vega",
    "Founder",
    "Raíz Forest School",
    "Europe/Madrid",
    "Same university, ten years apart",
    "Runs a forest school with a waiting list. How did he find the first families?",
    ["education"],
)
LENA = Person(
    "lena",
    "Lena Hofmann",
    "Programme manager",
    "Moor & Meadow Trust",
    "Europe/Berlin",
    "Heard her on a panel about peat",
    "Said that volunteers taught her more than her degree.",
    ["peat", "volunteering"],
    "Peat, volunteers, and a short chat",
    "Dear Lena,\n\nI teach biology in Berlin and heard you say that volunteers taught you more "
    "than your degree. I am finding my way into climate work and would love to hear how "
    "that began.\n\n",
)
AMARA = Person(
    "amara",
    "Amara Osei",
    "Climate educator",
    "Blue Ridge Museum",
    "America/New_York",
    "We both taught at village schools",
    "Built an exhibition that children run themselves.",
    ["museum", "education"],
    "From classroom to museum: 25 minutes?",
    "Dear Amara,\n\nwe both began in a village school, and you went on to build an exhibition that "
    "children run themselves. I would love to hear how you took the first step out of the "
    "classroom.\n\nCould we talk for 25 minutes? Any of the times below suits me, and no is fine."
    "\n\nRobin",
)
JONAS = Person(
    "jonas",
    "Jonas Weber",
    "Hydrologist",
    "Flusswerk",
    "Europe/Zurich",
    "His talk on cheap river sensors",
    "Chooses the cheapest part first. Works with schools along the river.",
    ["water", "sensors"],
    "Your river sensors in schools",
    "Dear Jonas,\n\nyour talk on cheap river sensors is still on my whiteboard. You work with "
    "schools along the river; I am a teacher who would like to do that from the other side.\n\n"
    "Could we talk for 25 minutes? If not, no is completely fine.\n\nRobin",
)
RUTH = Person(
    "ruth",
    "Ruth Amsel",
    "Programme lead",
    "Klimabildung e.V.",
    "Europe/Berlin",
    "Met at the teachers’ fair in Potsdam",
    "Trains teachers in summer; answers on LinkedIn rather than by e-mail.",
    ["education", "training"],
    "Our talk at the fair, continued",
    "Dear Ruth,\n\nwe spoke at the fair in Potsdam, between seed bombs and coffee. You said "
    "that most of your trainers once left a classroom, and I would love to hear how.\n\n"
    "Could we talk for 25 minutes? No is fine.\n\nRobin",
)
MEI = Person(
    "mei",
    "Mei Lin",
    "Head of learning",
    "Open Climate Lab",
    "Europe/London",
    "Introduced by Nora Beck",
    "Hires former teachers on purpose. Ask what she looks for.",
    ["hiring", "education"],
    "Nora Beck says hello, and a question",
    "Dear Mei,\n\nNora Beck thought we should meet. You hire former teachers on purpose, and I "
    "would love to hear what they bring and what they have to learn.\n\n"
    "Could we talk for 25 minutes next week? No is fine.\n\nRobin",
    notes="* Former teachers explain well and plan badly: practise with small projects\n"
    "* She starts newcomers on one workshop they run alone\n"
    "Suggested the course notes of the Open Climate Lab",
    noted=[
        ("Was it hard to leave the classroom?", "The first winter, then never again.", False),
        (
            "What do former teachers have to learn?",
            "Planning small: one workshop they run alone, then the next.",
            True,
        ),
        ("Who else should I speak to?", "Anyone on the forum of the Open Climate Lab.", True),
    ],
)
DANA = Person(
    "dana",
    "Dana Okafor",
    "Data lead",
    "Windpark Nord",
    "Europe/Copenhagen",
    "Answered my question in a forum",
    "From geography teacher to wind data in three years.",
    ["wind", "career change"],
    "Your forum answer, and the path behind it",
    "Dear Dana,\n\nyour answer in the forum sent me to my first open wind data set, thank you. You "
    "taught geography once; I would love to hear about the three years in between.\n\n"
    "Could we talk for 25 minutes? If not, that is fine.\n\nRobin",
    brief={
        "path": "Taught geography for six years, then an evening course in statistics, then wind.",
        "recent_work": "A talk on what turbines say before they break; the open data set of 2026.",
        "common_ground": "We both left a classroom, and both still explain things with chalk.",
        "already_public": "Her courses and the dates of her jobs are on her profile.",
    },
)
NORA = Person(
    "nora",
    "Nora Beck",
    "Editor",
    "Feldpost Magazine",
    "Europe/Vienna",
    "Coached my school's newspaper",
    "Knows everybody who writes about soil.",
    ["writing"],
    "Writing about soil for people who do not care yet",
    "Dear Nora,\n\nyou coached our school newspaper years ago. I would like to write about soil "
    "for people who do not care yet, and wonder where you would start.\n\n"
    "Could we talk for 25 minutes? No is fine.\n\nRobin",
    notes="* Begin with the worm, not with the carbon\n"
    "* Readers come for the farmer and stay for the field\n"
    "Suggested that I write to Mei Lin",
    noted=[
        ("Where would you start?", "With the worm, not with the carbon.", True),
        ("Who reads about soil?", "Gardeners first, and then their neighbours.", False),
        ("Who else should I speak to?", "Mei Lin, who hires former teachers.", True),
    ],
)
ILSE = Person(
    "ilse",
    "Ilse Brandt",
    "City planner",
    "City of Leipzig",
    "Europe/Berlin",
    "Her schoolyard project was in the paper",
    "Turns car parks into schoolyards. Very busy until spring.",
    ["city"],
    "Schoolyards instead of car parks",
    "Dear Ilse,\n\nI read about the schoolyard that was a car park. I teach biology and would love "
    "to hear how a school can start such a thing.\n\nCould we talk for 25 minutes? No is fine."
    "\n\nRobin",
)

OTTO = Person(
    "otto",
    "Otto Lindqvist",
    "Head of gardens",
    "Botaniska",
    "Europe/Stockholm",
    "",
    "Opens the glasshouses to schools every Thursday.",
    ["education"],
    "Thursdays in the glasshouse",
    "Dear Otto,\n\nI read that you open the glasshouses to schools every Thursday. I teach biology "
    "and wonder how that began.\n\nCould we talk for 25 minutes? No is fine.\n\nRobin",
)
SARA = Person(
    "sara",
    "Sara Conti",
    "Field officer",
    "Laguna Viva",
    "Europe/Rome",
    "",
    "Counts seagrass with volunteers.",
    ["water", "volunteering"],
    "Counting seagrass with volunteers",
    "Dear Sara,\n\nyou count seagrass with people who have never held a quadrat. I would love to "
    "hear what you tell them on the first morning.\n\nCould we talk for 25 minutes? No is fine."
    "\n\nRobin",
)

WAYS = [Way.VIDEO, Way.PHONE, Way.IN_PERSON]
COUNTER_LINE = "Mornings are full of school groups. Would one of these do?"
ANSWERED_LINE = "On LinkedIn: gladly, from next week on. I will send you some times."
DECLINE_LINE = "A lovely idea, but I am under water until spring. Do ask again then."

HOPE = "How the first year after teaching was, and what you would learn first today."
CLIPPING = "“A turbine tells you weeks before it stops. The hard part is to listen.”"
CLIPPING_LINK = "https://dana.example.com/talks/listening"
GOAL = "Leave with one thing to learn first, and one name."
QUESTIONS = [
    ("path-first-year", True),
    ("insights-newcomers", False),
    ("advice-gap", True),
    ("trends-skills", False),
    ("resources-tools", False),
    ("closing-who-else", True),
]
"""Of our bank, and whether it must be asked."""

STARRED = "She starts newcomers on one workshop they run alone"
SURPRISED = "That she reads lesson plans before she reads a résumé."
NEXT_STEP = "Plan one small workshop on peat and try it with my own class."
I_OWE = "Send her my plan for the first workshop"
THEY_OFFERED = "Her list of schools that look for partners"
NAMED = Named("Ines Carvalho", "Workshop lead", "Harbour School Lab")

THANKS = """Dear Nora,

thank you for yesterday. "Begin with the worm, not with the carbon" has already changed my first \
paragraph. I will send it to you once it stands, and I have written to Mei as you suggested.

Robin"""

SHARED_LINK = "https://example.org/earthworms-at-school"
SHARED = """Dear Nora,

I came across this and thought of you: a class that counts earthworms and writes about them.

No need to answer.

Robin"""
OUTCOMES = [
    (Kind.INSIGHT, "Begin with the worm, not with the carbon"),
    (Kind.INTRODUCTION, "To Mei Lin, who hires former teachers"),
]
