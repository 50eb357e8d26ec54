"""`python -m chats.replies`: the child."""

from chats.replies.child import main

main()
