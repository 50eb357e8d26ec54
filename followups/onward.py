"""Where Today leads on to (`accounts.onward`)."""

from accounts.onward import Onward

HOW_IT_GOES = Onward("how_it_goes")
OUTCOMES = Onward("what_came_of_it")
