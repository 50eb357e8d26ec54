"""What months, days of the week and small numbers are called by people who write e-mail."""

_MONTHS = """
january jan januar jänner janvier janv enero ene gennaio gen januari janeiro
february feb februar févr fév février febrero febbraio febbr februari fevereiro fev
march mar mars märz mär marzo maart mrt março
april apr avril avr abril abr aprile
may mai mayo maggio mag mei maio maj
june jun juni juin junio giugno giu junho
july jul juli juil juillet julio luglio lug julho
august aug août aout agosto ago augustus agosto augusti
september sept sep septembre septiembre settembre set setembro
october oct oktober okt octobre octubre ottobre ott outubro
november nov novembre noviembre novembro
december dec dezember dez décembre déc diciembre dic dicembre dezembro
"""
MONTHS = {
    name: number
    for number, names in enumerate(_MONTHS.strip().split("\n"), start=1)
    for name in names.split()
}

_WEEKDAYS = """
monday mon montag mo lundi lun lunes lunedì maandag ma segunda måndag mandag
tuesday tue tues dienstag di mardi mar martes martedì dinsdag terça tisdag tirsdag
wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì woensdag wo quarta onsdag
thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio donderdag quinta torsdag
friday fri freitag fr vendredi ven viernes vie venerdì vrijdag sexta fredag
saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab zaterdag lördag lørdag
sunday sun sonntag so dimanche dim domingo dom domenica zondag zo söndag søndag
"""
WEEKDAYS = {
    name: number
    for number, names in enumerate(_WEEKDAYS.strip().split("\n"))
    for name in names.split()
}
AMBIGUOUS = {"mo", "ma", "di", "mi", "do", "fr", "sa", "so", "mar", "mon", "sun", "sat", "wed"}
AMBIGUOUS |= {"gen", "dom", "dim", "mer", "ven", "sam", "vie", "lun", "jue", "jeu", "wo", "zo"}
"""Short names that are words as well: a day only beside a date, or with a dot."""

NUMBERS = {
    name: number
    for number, names in enumerate(
        """
        one ein eins une una un uno één uma
        two zwei deux dos due twee duas
        three drei trois tres tre drie três
        four vier quatre cuatro quattro
        five fünf cinq cinco cinque vijf
        six sechs seis sei zes
        seven sieben sept siete sette zeven
        eight acht huit ocho otto oito
        nine neun neuf nueve nove negen
        ten zehn dix diez dieci tien dez
        eleven elf onze undici
        twelve zwölf douze doce dodici twaalf doze
        """.strip().split("\n"),
        start=1,
    )
    for name in names.split()
}
