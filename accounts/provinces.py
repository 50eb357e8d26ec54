"""States and provinces by the zones they live by, each with the code an address has for it. Where
a name says more than one place, "Paris, Texas" is found by them."""

PROVINCES = {
    "America/Anchorage": "Alaska AK",
    "America/Boise": "Idaho ID",
    "America/Chicago": "Alabama AL, Arkansas AR, Florida FL, Illinois IL, Indiana IN, Iowa IA, "
    "Kansas KS, Kentucky KY, Louisiana LA, Minnesota MN, Mississippi MS, Missouri MO, "
    "Nebraska NE, North Dakota ND, Oklahoma OK, South Dakota SD, Tennessee TN, Texas TX, "
    "Wisconsin WI",
    "America/Denver": "Colorado CO, Kansas KS, Montana MT, Nebraska NE, New Mexico NM, "
    "North Dakota ND, South Dakota SD, Texas TX, Utah UT, Wyoming WY",
    "America/Detroit": "Michigan MI",
    "America/Edmonton": "Alberta AB, Northwest Territories NT",
    "America/Halifax": "Nova Scotia NS, Prince Edward Island PE",
    "America/Indiana/Indianapolis": "Indiana IN",
    "America/Iqaluit": "Nunavut NU",
    "America/Los_Angeles": "California CA, Idaho ID, Nevada NV, Oregon OR, Washington State WA, "
    "Washington WA",
    "America/Moncton": "New Brunswick NB",
    "America/New_York": "Connecticut CT, Delaware DE, District of Columbia DC, Florida FL, "
    "Georgia GA, Kentucky KY, Maine ME, Maryland MD, Massachusetts MA, New Hampshire NH, "
    "New Jersey NJ, New York NY, North Carolina NC, Ohio OH, Pennsylvania PA, Rhode Island RI, "
    "South Carolina SC, Tennessee TN, Vermont VT, Virginia VA, West Virginia WV",
    "America/Phoenix": "Arizona AZ",
    "America/Regina": "Saskatchewan SK",
    "America/St_Johns": "Newfoundland NL, Newfoundland and Labrador NL",
    "America/Toronto": "Ontario ON, Quebec QC",
    "America/Vancouver": "British Columbia BC",
    "America/Whitehorse": "Yukon YT",
    "America/Winnipeg": "Manitoba MB",
    "Australia/Adelaide": "South Australia SA",
    "Australia/Brisbane": "Queensland QLD",
    "Australia/Darwin": "Northern Territory NT",
    "Australia/Hobart": "Tasmania TAS",
    "Australia/Melbourne": "Victoria VIC",
    "Australia/Perth": "Western Australia WA",
    "Australia/Sydney": "New South Wales NSW, Australian Capital Territory ACT",
    "Pacific/Honolulu": "Hawaii HI",
}
