"""Whether somebody left for good, as they or a program of theirs say it.

A person must be spoken of, and an employer: a telephone may be no longer in use, an inbox no longer
read, somebody may have left a team or the office.
"""

import re

_PERSON = (
    r"(?:\b(?:I|we|he|she|they|who|(?:person|colleague|employee|user|recipient)[^.\n]{0,40})|"
    r"\b(?-i:(?!This|That|It|There|Here|My|Our|The|Which)[A-ZÀ-Þ][\w’'-]{1,30}[a-zß-ÿ.])"
    r"(?: ?[(,][^()\n]{1,60}[),])?)"
    r"(?:[ ’'](?:am|m|is|s|are|re|has|have|ve))?(?: (?:now|also|sadly|unfortunately|since))?"
)
_FIRM = r"(?:compan|firm|organi[sz]ation|business\b(?! c)|universit|school|agency|bank|contoso)"
_FIRMA = (
    r"(?:unternehmen|firma|gesellschaft|kanzlei|betrieb|konzern|bank|behörde|universität|"
    r"hochschule|institut|schule|klinik|verlag|verein|organisation|unser haus|\w{1,30} gmbh|\w+ ag)"
)
_SOCIETE = (
    r"(?:société|entreprise|compagnie|cabinet|groupe|université|école|organisation|association|"
    r"banque|agence|fonctions|poste|établissement)"
)
_EMPRESA = r"(?:empresa|compañía|organización|institución|universidad|companhia|organização)"

_ENGLISH = (
    rf"{_PERSON} no longer (?:"
    rf"work(?:s|ing)? (?:at|for|with|here|in)\b|employed|with (?!me\b)|"
    rf"at (?!my|the|home)|(?:a )?(?:part|member) of (?:the |our )?(?:{_FIRM}|staff|faculty)|"
    r"belongs? to|in (?:this|that|my former) (?:role|position|job)|"
    r"(?:reachable|available) at this (?:e-?mail )?address)|"
    rf"{_PERSON} left (?:the |our |my |\w+ )?(?:{_FIRM}|position|job)|"
    r"\b(?:has|have) (?:now )?left (?:the |our |my |\w+ )?(?:"
    rf"{_FIRM}|position|job)|"
    r"\b(?:has|have) (?:now )?left (?-i:[A-ZÄÖÜ]\w+)(?! for)|"
    r"\bnot work(?:ing)? (?:here|at|for) [^.\n]{0,40}(?:any ?more|any longer)|"
    rf"{_PERSON} (?:now )?(?:retired|moved on)\b"
)
_GERMAN = (
    r"nicht mehr (?:bei|für|in der|im|am|in|an)\b[^.\n]{0,60}(?:tätig|beschäftigt|angestellt)|"
    r"nicht mehr (?:tätig|beschäftigt) (?:bei|für)|nicht mehr bei [^.\n]{0,60}erreichbar|"
    r"nicht mehr (?:im unternehmen|unter dieser (?:e-?mail-?)?adresse erreichbar)|"
    r"arbeitet?e? [^.\n]{0,30}nicht mehr (?:bei|für|hier)|"
    rf"ha(?:t|be) [^.\n]{{0,40}}{_FIRMA}[^.\n]{{0,20}} verlassen|"
    r"\baus [^.\n]{1,60} ausgeschieden|"
    r"\b(?:bin|ist) [^.\n]{0,40}(?:im|in den) (?:wohlverdienten )?ruhestand"
)
_FRENCH = (
    r"ne travaill(?:e|ons) plus (?:chez|à|pour|au|dans|ici)\b|"
    r"ne fai[ts] plus partie d(?:e |u |es )(?!l.équipe|notre équipe)|"
    r"(?:n.est|ne suis) plus (?:employée?|en poste|chez)\b|"
    rf"(?:a|ai) quitté (?:définitivement )?(?:la |l.|le |notre |mon |ma |mes |ses |son |sa )?"
    rf"{_SOCIETE}|(?:a|ai) quitté (?-i:[A-ZÀ-Þ]\w+)"
)
_OTHERS = (
    r"ya no (?:trabaj\w+ (?:en|para|con|aquí)|form\w+ parte de (?!l equipo)|pertenec\w+ a)|"
    rf"ya no est(?:á|oy|a) en (?:la|esta|nuestra) {_EMPRESA}|"
    rf"\bh[ae] dejado (?:de trabajar|(?:la|nuestra) {_EMPRESA})|"
    r"non lavor[ao] più|non fa(?:ccio)? più parte d(?!el team)|non (?:è|sono) più dipendente|"
    r"\bh[ao] lasciato (?:l.azienda|la (?:società|ditta|nostra)|il (?:gruppo|nostro))|"
    r"werkt? niet (?:meer|langer) (?:bij|voor|hier)|"
    r"niet (?:meer|langer) (?:werkzaam|in dienst)|"
    r"(?:não trabalh\w+ mais|já não trabalh\w+) (?:na|no|em|para|com|aqui|nesta|neste)\b|"
    rf"deix(?:ou|ei) a {_EMPRESA}|"
    r"(?:nie pracuj\w+ już|już nie pracuj\w+) (?:w|we|dla|na|u)\b|"
    r"arbetar inte längre (?:på|hos|för|här|i)\b|har slutat (?:på|hos|i|vid|min|sin)\b"
)
GONE = re.compile("|".join((_ENGLISH, _GERMAN, _FRENCH, _OTHERS)), re.I)
MAX_LENGTH = 4_000


def has_gone(subject: str, text: str) -> bool:
    """Whether they left for good, rather than for a while."""
    return bool(GONE.search(f"{subject}\n{text[:MAX_LENGTH]}"))
