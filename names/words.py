"""The words around names, and family names that stand first: facts for `names`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    # of doctors, professors and engineers
    "dr dra drs dott dottssa dottore dottoressa doctor doctora docteur doktor prof profa professor "
    "professora profesor profesora professore professoressa professeur "
    'professorin profin doktorin drin drª profª д-р דר ד״ר ד"ר '
    "univ-prof univ-profin privatdozent priv-doz pd assoc dipl-ing dipl-inf dipl mag mgr ing ir "
    # of anybody
    "mr mrs ms mx miss mister sir madam dame lord lady "
    "herr herrn frau frl fräulein hr fr fru fröken "
    "m mme mlle monsieur madame mademoiselle "
    "sr sra srta sig sigra signa dna me mª señor señora señorita senhor senhora signor signora "
    "signorina "
    "dhr heer mevr mevrouw meneer maître maitre familie "
    # of offices
    "rev reverend captain capt lt col maj cmdr sgt cllr rabbi emeritus emerita juniorprofessor "
    "juniorprofessorin jprof bapak ibu pani sayın "
    "ambassador rt excellency monsignor msgr prinzessin veuve encik puan cik khun "
    # in other scripts
    "проф профессор доц доцент акад г-н г-жа господин госпожа пан пані "
    "δρ καθ κα κος κύριος κυρία "
    """מר גב' גב׳ גברת פרופ פרופ' פרופ׳ עו"ד עו״ד """
    "د دكتور دكتورة الدكتور الدكتورة أستاذ أستاذة الأستاذ الأستاذة السيد السيدة مهندس المهندس "
    "المهندسة"
)
"""What stands before a name: in lower case, without its dots."""

TITLES_OR_NAMES = _words(
    "don doña dona hon pr pastor father sister judge senator imam chief coach graf gräfin freiherr "
    "shri shree smt datuk dato dato' alhaji hajia haji sheikh shaikh sheikha ustadh ustaz tun "
    "kumari bay bayan major brother mother swami "
    "president justice baron baroness baronin prinz princess sri pandit ustad daw ato minister "
    "governor countess duchess bishop archbishop cardinal commissioner mayor colonel lieutenant "
    "sergeant admiral congressman congresswoman dato’ datin tengku"
)
"""A title where more follows, and a name else: `Don Alejandro Ruiz`, `Ruiz, Don`."""

FEMININE = _words("in a ssa ra ª º")
"""`Dr.in`, `Mag.a`, `Prof.ssa` and `Sig.ra`."""

FIELDS = _words("hc eth mult med dent vet rer nat phil iur jur ing oec pol sc theol habil")
"""Of a doctor, and neither shortened nor a name: `Dr. h.c. mult.`, `Dr med`, `Dr. sc. ETH`."""

FIELDS_OR_NAMES = _words("phil nat pol")
"""A name where it has a capital: `Dr. Phil McGraw`."""

AFTERWARDS = _words(
    "jr sr junior ii iii iv phd dphil md mba msc ma ba bsc ms mph llm llb jd esq cpa rn cfa pmp "
    "obe mbe cbe"
)
"""What follows a name and is none of it, written alike."""

WORK = _words(
    "accountant advisor adviser analyst architect assistant associate attorney auditor ceo cfo "
    "chair "
    "chief cmo consultant coo coordinator cto designer developer director editor engineer "
    "engineering "
    "executive founder co-founder freelance freelancer head intern journalist lawyer lead lecturer "
    "leader manager marketing nurse officer operations owner partner president principal producer "
    "product project recruiter researcher sales scientist senior software specialist strategist "
    "student teacher technician vp writer ag bv corp corporation gmbh group inc kg limited llc ltd "
    "nv plc sa sarl se university "
    # elsewhere
    "leiter leiterin leitung berater beraterin entwickler entwicklerin ingenieur ingenieurin "
    "inhaber inhaberin gründer gründerin vorstand professur lehrer lehrerin anwalt anwältin "
    "rechtsanwalt rechtsanwältin ärztin arzt direktor direktorin bereich abteilung "
    "directeur directrice ingénieur ingénieure gérant gérante fondateur fondatrice avocat avocate "
    "responsable chargé chargée chercheur chercheuse directora ingeniero ingeniera abogado abogada "
    "gerente fundador fundadora profesor profesora diretor diretora engenheiro engenheira "
    "direttore direttrice ingegnere avvocato socio socia universität université universidad "
    "università universiteit hochschule institut institute instituto college school bank stiftung "
    "research development"
)
"""Of posts and companies, which some write behind their name."""

GIVEN = _words(
    "agnieszka aisha alexandra alice alicia amelie amina amy ana andrea andrzej angela angelika "
    "anita anja anke ann anna anne anneke annette antje antonia astrid barbara beate beatrix "
    "birgit bjorn brigitte camille carla carlos carmen carolina caroline catherine cecile "
    "charlotte chiara christina christine christoph claire clara claudia cristina daniela "
    "deborah diana diego dirk dorothea eduardo ekaterina elena eleni elisabeth elizabeth ellen "
    "emily emma enrique erik ernesto esther eva fatima federico fernando fiona francesca "
    "francisco frederik friederike gabriela gabriele geoffrey gerhard giovanni gisela giulia "
    "giuseppe hannah heidi heike helen helena helga hiroshi holger ines ingrid irene isabel "
    "isabella ivan jacqueline janina javier jennifer jessica joana joanna johanna johannes "
    "jorge jose juan julia juliana julie jutta karin karsten katarzyna katharina katherine "
    "kathrin katja kerstin kirsten laura lea lena leonie lisa lucia luisa lukas magdalena "
    "malgorzata manuela margaret margarete maria mariana marie marina marta martina matthias "
    "melanie michelle mohammed monica monika nadia nadine natalia nicole nina olga olivia "
    "patricia paula pedro petra priya rachel rebecca renate rita roberto sabine samantha sandra "
    "sara sarah silke silvia sofia sophia sophie stefan stefanie stephanie susan susanne svenja "
    "tatjana teresa theresa thorsten tobias torsten ulrike ursula valentina vanessa vera "
    "veronika victoria wiebke wolfgang xavier yasmin yvonne zoe"
)
"""Given names that are hardly ever family names."""

POSTS = (
    "manager",
    "managerin",
    "führer",
    "führerin",
    "leiter",
    "leiterin",
    "ingenieurin",
    "chefin",
)
"""At the end of a word for a post: `Produktmanagerin`."""

PRONOUNS = _words("she her hers he him his they them theirs")
"""How somebody is spoken of, behind the name or its comma."""

COUPLING = _words("and und et og och & +")
"""Between two of one name."""

COUPLING_TITLES = _words("y e i en ja и та")
"""The same between titles, and part of a name else: `Ortega y Gasset`."""

RUSSIAN = ("ов", "ова", "ев", "ева", "ёв", "ёва", "ин", "ина", "ко", "ский", "ская", "чук")
"""At the end of a family name in Cyrillic."""

PARTICLES = _words(
    "van von vom zu zur de del della di da dos das du la le el al den der ter ten af av bin ibn "
    "binti abu abd abdul abdel umm ben bar mac st saint "
    "md mohd muhd the"
)
"""A first word that is no name without what follows."""

SURNAMES_FIRST = _words(
    # Chinese, as in pinyin, Cantonese and Wade-Giles
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng "
    "liang xie song tang deng feng han cao zeng peng xiao cai pan tian dong yuan yu ye du su wei "
    "xi gu ouyang "
    "mao fu fan xue yan dai jia zou xiong hao kong qiu hou shao long wan duan yin yi qiao gong "
    "wen lei "
    "tao "
    "goh teo chua koh toh seah soh quek "
    "cheng lu lü ding ren shen yao jiang cui zhong tan wong chan cheung lau leung ng kwok lam ho "
    "chow chu tse yip yeung chiang tsai hsu hsieh liao lai qian fang shi jin xia qin bai meng "
    # Korean
    "kim lee park pak choi choe jung jeong chung kang cho jo yoon yun jang chang lim im han oh seo "
    "cha ha joo min woo heo noh byun kwak bang sung "
    "suh shin kwon hwang ahn an song ryu yoo hong ko go moon son bae baek nam rhee "
    # Vietnamese, without their marks
    "truong doan mai luong dao luu vuong trieu ta to "
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ngo duong ly dinh trinh phung "
    # Japanese
    "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada "
    "sasaki yamaguchi matsumoto inoue kimura hayashi shimizu saito mori abe ikeda hashimoto "
    "yamashita ishikawa nakajima maeda fujita ogawa goto okada hasegawa murakami kondo ishii "
    "sakamoto endo aoki fujii nishimura fukuda ota miura fujiwara okamoto matsuda nakagawa nakano "
    "harada ono tamura takeuchi kaneko wada nakayama ishida ueda morita "
    "miyazaki kurosawa miyamoto murata sakai yokoyama kudo masuda sugiyama maruyama otsuka imai "
    "takada "
    "fujimoto taniguchi kojima arai matsui nomura hirano kubo chiba sakurai iwasaki noguchi matsuo "
    "kikuchi sano onishi sugawara ichikawa hamada komatsu matsumura kinoshita ando shimada "
    "sugimoto "
    "nishida kawaguchi yamauchi yasuda higuchi hirai tsuchiya araki nagai koyama minami nakata "
    "hoshino ueno uchida takagi kawamura takano oshima iwata kawasaki honda kawai kuroda asano "
    "nagata hattori tanabe yano kitamura naito ozawa shibata "
    "oda ohtani otani osaka oshiro ohno ohta ookubo okubo kurokawa tokugawa toyota nishi "
    "higashi hara seki hori kubota murayama kishida koizumi fukushima nagasawa hosokawa iida "
    "katayama ebihara kawabata ishiguro mishima oe dazai akutagawa tanizaki kusama ishihara "
    "takemura matsubara yonezawa shirai sawada kuwabara eguchi kitagawa hirose "
    # Hungarian
    "nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz "
    "lakatos meszaros olah racz fekete szilagyi torok feher szucs kocsis orban "
    "magyar kertesz puskas bartok kodaly petofi marai esterhazy kadar rakosi gyurcsany "
    "fodor pinter hegedus boros fazekas somogyi katona sipos biro "
    "lengyel orsos pap soos szalai szekely vass veres "
    "vincze "
)
"""Family names that stand first where they are at home, and last elsewhere. Some are given names
too."""
