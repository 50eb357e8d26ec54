"""Invitations, their times and answers; chats and who attends them; private links."""

from chats.models.answer import Answer, AnswerQuerySet, Offer, with_what_stands
from chats.models.change import Change
from chats.models.chat import (
    Attendance,
    Chat,
    ChatFeed,
    ChatQuerySet,
    Reminder,
    new_uid,
)
from chats.models.incoming import IncomingEmail, IncomingEmailQuerySet, UnmatchedEmail
from chats.models.invitation import Invitation, InvitationQuerySet
from chats.models.link import Letter, Link
from chats.models.notification import Notification, NotificationQuerySet
from chats.models.nudge import Nudge, NudgeQuerySet
from chats.models.open_times import to_follow, with_lost_times, without_open_times
from chats.models.plan import Plan, PlanQuerySet
from chats.models.reply import CalendarReply, InboxMark
from chats.models.rules import RulesCompared
from chats.models.slot import Slot, SlotQuerySet

__all__ = [
    "Answer",
    "AnswerQuerySet",
    "Attendance",
    "CalendarReply",
    "Change",
    "Chat",
    "ChatFeed",
    "ChatQuerySet",
    "InboxMark",
    "IncomingEmail",
    "IncomingEmailQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Letter",
    "Link",
    "Notification",
    "NotificationQuerySet",
    "Nudge",
    "NudgeQuerySet",
    "Offer",
    "Plan",
    "PlanQuerySet",
    "Reminder",
    "RulesCompared",
    "Slot",
    "SlotQuerySet",
    "UnmatchedEmail",
    "new_uid",
    "to_follow",
    "with_lost_times",
    "with_what_stands",
    "without_open_times",
]
