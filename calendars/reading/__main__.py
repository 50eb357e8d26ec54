"""`python -m calendars.reading`: the child."""

from calendars.reading.child import main

main()
