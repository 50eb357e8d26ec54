"""What somebody is called, from names as people have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from names import beyond_guess, called, is_title

GUESSES = {
    "Anna Weber": "Anna",
    "Dr. Anna Weber": "Anna",
    "Dr.Anna Weber": "Anna",
    "Prof. Dr. Anna Weber": "Anna",
    "Univ.-Prof. Dr. Anna Weber": "Anna",
    "Dipl.-Ing. Anna Weber": "Anna",
    "PD Dr. med. Anna Weber": "Anna",
    "Dr. rer. nat. Anna Weber": "Anna",
    "Mr John Smith": "John",
    "Ms. Ana Lima": "Ana",
    "Herr Jonas Weber": "Jonas",
    "Frau Anna Weber": "Anna",
    "Mme Claire Dupont": "Claire",
    "M. Jean Dupont": "Jean",
    "Dott.ssa Giulia Rossi": "Giulia",
    "Dr. Phil McGraw": "Phil",
    "Weber, Anna": "Anna",
    "Weber,Anna": "Anna",
    "Weber, Dr. Anna Maria": "Anna",
    "Weber, Anna, PhD": "Anna",
    "Anna Weber, PhD": "Anna",
    "Anna Weber, M.D.": "Anna",
    "Smith, Jr., John": "John",
    "Kim, Min-jun": "Min-jun",
    "García Márquez, Gabriel": "Gabriel",
    "WEBER Anna": "Anna",
    "Anna WEBER": "Anna",
    "J. Robert Miles": "Robert",
    'Robert "Bob" Miles': "Bob",
    "Ana Lima (she/her)": "Ana",
    "Min-jun Kim": "Min-jun",
    "José-María Pérez": "José-María",
    "דנה כהן": "דנה",
    "Madonna": "Madonna",
    "Dr.-Ing. Anna Weber": "Anna",
    "Dipl.-Kfm. Jonas Weber": "Jonas",
    "Dr.in Anna Weber": "Anna",
    "Prof.in Dr.in Anna Weber": "Anna",
    "Mag.a Anna Weber": "Anna",
    "Dr.rer.nat. Anna Weber": "Anna",
    "Dr. iur. Anna Weber": "Anna",
    "Dr. sc. ETH Anna Weber": "Anna",
    "Dr. h.c. Anna Weber": "Anna",
    "Prof. em. Dr. Anna Weber": "Anna",
    "Pr. Anna Weber": "Anna",
    "Pr Anna Weber": "Anna",
    "Priv.-Doz. Dr. Anna Weber": "Anna",
    "Assoc. Prof. Anna Weber": "Anna",
    "Mgr. Anna Nováková": "Anna",
    "Mgr Anna Nováková": "Anna",
    "Lt. Col. Anna Weber": "Anna",
    "Lt Col Anna Weber": "Anna",
    "Hon. Anna Weber": "Anna",
    "Maître Claire Dupont": "Claire",
    "Don Alejandro Ruiz": "Alejandro",
    "Ruiz, Don": "Don",
    "Weber, Anna.": "Anna.",
    "Weber， Anna": "Anna",
    "Weber、Anna": "Anna",
    "Weber; Anna": "Anna",
    "Weber；Anna": "Anna",
    "M.-C. Marie Dupont": "Marie",
    "anna.weber": "anna.weber",
    "ANNA WEBER": "Anna",
    "WEBER, ANNA": "Anna",
    "JEAN-LUC DUPONT": "Jean-Luc",
    "JK Miles": "JK",
    "Anna Weber, RN, BSN": "Anna",
    "Anna Weber, SHRM-CP": "Anna",
    "Anna Weber, Ph.D., CFA®": "Anna",
    "Anna Weber, PMP, SAFe": "Anna",
    "García Márquez, Ana María": "Ana",
    "Miles, AJ": "AJ",
    "Pastor Anna Weber": "Anna",
    "Alhaji Musa Bello": "Musa",
    "Shri Ravi Kumar": "Ravi",
    "Anna Nagy": "Anna",
    "Иван Иванов": "Иван",
    "Bogdan Pătrașcu": "Bogdan",
    "Anđela Đorđević": "Anđela",
    "Jonas Nagy": "Jonas",
    "Naomi Osaka": "Naomi",
    "Dr. Phil Spencer Jones": "Phil",
    "McDONALD Ronald": "Ronald",
    "Ronald McDONALD": "Ronald",
    "Weber, geb. Müller, Anna": "Anna",
    "Weber, née Müller, Anna": "Anna",
    "Anna Weber, geb. Müller": "Anna",
    "Anna Weber geb. Müller": "Anna",
    "'Weber, Anna'": "Anna",
    "‘Anna Weber’": "Anna",
    "Tatjana Иванова": "Tatjana",
    "Иван Шевченко": "Иван",
    "Мария Сидорова": "Мария",
    "Ирина Петрова": "Ирина",
    "Константин Иванов": "Константин",
    "Мартин": "Мартин",
    "José Ortega y Gasset": "José",
    "Anna Weber, Research and Development": "Anna",
    "Ronald MacDONALD": "Ronald",
}
UNSURE = {
    "Dr. Weber": "Dr. Weber",
    "Weber, Dr.": "Dr. Weber",
    "Frau Weber": "Frau Weber",
    "M. Dupont": "M. Dupont",
    "J. Miles": "J. Miles",
    "J.R.R. Miles": "J.R.R. Miles",
    "Weber, A.": "A. Weber",
    "van der Berg": "van der Berg",
    "Abdul Rahman Khan": "Abdul Rahman Khan",
    "王小明": "王小明",
    "김민준": "김민준",
    "山田 太郎": "山田 太郎",
    "李, 小明": "李 小明",
    "Zhang Wei": "Zhang Wei",
    "Kim Min-jun": "Kim Min-jun",
    "Nguyễn Thị Mai": "Nguyễn Thị Mai",
    "Tanaka Yuki": "Tanaka Yuki",
    "Dr. Zhang Wei": "Zhang Wei",
    "Dr.": "Dr.",
    "Judge Judy": "Judge Judy",
    "Md Rahim Khan": "Md Rahim Khan",
    "The Weber Team": "The Weber Team",
    "Nagy Anna": "Nagy Anna",
    "Szabó Péter": "Szabó Péter",
    "Иванов Иван Иванович": "Иванов Иван Иванович",
    "Иванова Анна Петровна": "Иванова Анна Петровна",
    "J. de Vries": "J. de Vries",
    "A. van Dijk": "A. van Dijk",
    "Mr. J. van Dam": "J. van Dam",
    "Dijk, A. van": "A. van Dijk",
    "Dr.-Ing. Weber": "Dr.-Ing. Weber",
    "Dr.in Weber": "Dr.in Weber",
    "Dr. rer. nat. Weber": "Dr. Weber",
    "Weber, Dr. rer. nat.": "Dr. Weber",
    "Familie Weber": "Familie Weber",
    "Don Draper": "Don Draper",
    "Chr. Andersen": "Chr. Andersen",
    "St. Vincent": "St. Vincent",
    "M.-C. Dupont": "M.-C. Dupont",
    "李，小明": "李 小明",
    "Ban Ki-moon": "Ban Ki-moon",
    "Xi Jinping": "Xi Jinping",
    "Gu Ailing": "Gu Ailing",
    "Ouyang Xiu": "Ouyang Xiu",
    "Rhee Syngman": "Rhee Syngman",
    "Phùng Quang Thanh": "Phùng Quang Thanh",
    "Miyazaki Hayao": "Miyazaki Hayao",
    "Kurosawa Akira": "Kurosawa Akira",
    "Mr. and Mrs. Weber": "Mr. and Mrs. Weber",
    "Herr und Frau Weber": "Herr und Frau Weber",
    "M. et Mme Dupont": "M. et Mme Dupont",
    "Dr. and Dr. Smith": "Dr. and Dr. Smith",
    "Mr & Mrs Weber": "Mr & Mrs Weber",
    "Anna und Jonas Weber": "Anna und Jonas Weber",
    "Dr. von Weber": "Dr. von Weber",
    "Mevr. de Vries": "Mevr. de Vries",
    "Monsieur le Professeur Dupont": "Monsieur le Professeur Dupont",
    "Петров Пётр": "Петров Пётр",
    "Кузнецов Иван": "Кузнецов Иван",
    "Сидорова Мария": "Сидорова Мария",
    "Шевченко Тарас": "Шевченко Тарас",
    "Пушкин Александр": "Пушкин Александр",
    "Достоевский Фёдор": "Достоевский Фёдор",
    "Goh Chok Tong": "Goh Chok Tong",
    "Teo Wei": "Teo Wei",
    "Justice Smith": "Justice Smith",
}
"""The family name may come first, or nothing stands beside it: all of it, as it is said."""


ODD_TITLES = [
    *("Dr med", "Dr. med", "Dr rer nat", "Dr. h. c. mult.", "Dr. h.c.", "Professorin", "Doktorin"),
    *("Sig.ra", "Drª", "Me", 'ד"ר', "Д-р"),
    *("Dr Dent", "Dr. rer. nat. habil.", "dr hab. n. med.", "Prof. Emeritus", "Juniorprofessorin"),
    *("Engª", "Eng.", "Sheikh", "Ustadh", "Major", "Cllr", "Cmdr", "Bapak", "Sayın", "Pani"),
    *("Ambassador", "President", "Justice", "Rt Hon", "Rt. Hon.", "Baron", "Prinz"),
    *("Prinzessin", "Veuve", "Sri", "Dato'", "Dato’", "Pandit", "Ustad", "Encik", "Puan", "Cik"),
    *("Khun", "Daw", "Ato", "Minister", "Governor", "Countess", "Bishop", "Admiral"),
    *("Г-н", "Госпожа", "пан", "Κα", "د.", "دكتور", "الأستاذ", "מר", "גב'", "פרופ'", 'עו"ד'),
]


@pytest.mark.parametrize("title", ODD_TITLES)
def test_no_title_is_a_given_name_however_it_is_written(title: str) -> None:
    assert called(f"{title} Anna Weber") == "Anna"
    assert called(f"{title} Weber").split()[-1] == "Weber"


WORK = [
    *(
        "Product Manager",
        "Engineer",
        "Acme GmbH",
        "CEO",
        "VP Sales",
        "Data Lead",
        "Head of Product",
    ),
    *(
        "Leiterin Vertrieb",
        "Geschäftsführerin",
        "Produktmanagerin",
        "Abteilungsleiter",
        "Directrice",
    ),
    *("Ingeniera", "Universität Bonn", "she/her", "they/them", "She / Her"),
]


@pytest.mark.parametrize("work", WORK)
def test_neither_a_post_nor_a_company_nor_a_pronoun_is_a_given_name(work: str) -> None:
    assert called(f"Anna Weber, {work}") == "Anna"


@pytest.mark.parametrize("behind", ["Siemens", "Berlin", "Zürich", "Bosch", "SIEMENS"])
def test_a_company_or_a_town_behind_a_comma_is_no_given_name(behind: str) -> None:
    assert called(f"Anna Weber, {behind}") == called(f"Dr. Anna Weber, {behind}") == "Anna"
    assert called(f"Anna Maria Weber, {behind}") == "Anna"


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("Martin Weber, Anna", "Anna"),
        ("García Márquez, Siemens", "Siemens"),
        ("Martin, Xanthippe", "Xanthippe"),
        ("Martin Weber, Anna Maria", "Anna"),
        ("Martin Weber, Ngozi", "Ngozi"),
        ("Thomas Mann, J.", "Thomas"),
    ],
)
def test_what_may_be_a_given_name_behind_a_comma_stays_one(name: str, guess: str) -> None:
    assert called(name) == guess


@pytest.mark.parametrize("given", ["Chase", "Parker", "Elle", "Bogdan", "Jonas", "Mª"])
def test_what_sounds_like_a_post_is_a_name_where_it_stands_for_one(given: str) -> None:
    assert called(f"García Márquez, {given} Ana") in {given, "Ana"}
    assert called(f"{given} Ana Weber") in {given, "Ana"}


@pytest.mark.parametrize(
    "name",
    [
        "Mao Zedong",
        "Fan Bingbing",
        "Yan Li",
        "Trương Mỹ Lan",
        "Đoàn Văn Hậu",
        "Cha Eunwoo",
        "Miyamoto Musashi",
        "Oda Nobunaga",
        "Ohtani Shohei",
        "Ōtani Shōhei",
        "Ngọc Anh",
        "Thích Nhất Hạnh",
        "Kertész Imre",
        "Puskás Ferenc",
    ],
)
def test_common_family_names_that_stand_first_are_no_given_names(name: str) -> None:
    assert called(name) == name


@pytest.mark.parametrize(("name", "guess"), GUESSES.items())
def test_a_given_name_is_found(name: str, guess: str) -> None:
    assert called(name) == guess


@pytest.mark.parametrize(("name", "guess"), UNSURE.items())
def test_where_unsure_it_is_the_whole_name(name: str, guess: str) -> None:
    assert called(name) == guess


PARTS = [
    "Dr.",
    "Prof.",
    "Herr",
    "Mme",
    "Anna",
    "Weber",
    "WEBER",
    "Kim",
    "J.",
    "van",
    "PhD",
    "王",
    ",",
]
typed = st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=6).map(" ".join)


@given(typed)
def test_a_guess_is_part_of_the_name_and_never_a_list(name: str) -> None:
    guess = called(name)
    letters = [one for one in name if one.isalnum()]
    said, whole = guess.casefold(), name.casefold()
    assert all(said.count(one) <= whole.count(one) for one in said if one.isalnum())
    if letters:
        assert any(one.isalnum() for one in guess)
        assert "," not in guess
        assert guess == guess.strip()


@given(typed.filter(lambda name: '"' not in name))
def test_nobody_is_called_a_title_who_has_a_name(name: str) -> None:
    if "Anna" in name.split():
        assert not is_title(called(name))


def test_only_what_the_guess_does_not_say_is_kept() -> None:
    assert beyond_guess("Anna", "Dr. Anna Weber") == ""
    assert beyond_guess("Annie", "Anna Weber") == "Annie"
    assert beyond_guess("Anna", "Anna Weber", "Beate Weber") == ""
