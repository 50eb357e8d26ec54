"""The words around names, and family names that stand first: facts for `accounts.names`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    # of doctors, professors and engineers
    "dr dra drs dott dottssa dottore dottoressa doctor prof profa professor professora professeur "
    "univ-prof univ-profin privatdozent pd dipl-ing dipl-inf dipl mag ing ir "
    # of anybody
    "mr mrs ms mx miss mister sir madam dame lord lady "
    "herr herrn frau frl fräulein hr fr fru fröken "
    "m mme mlle monsieur madame mademoiselle "
    "sr sra srta señor señora señorita senhor senhora signor signora signorina "
    "dhr mevr mevrouw meneer "
    # of offices
    "rev reverend captain capt rabbi"
)
"""What stands before a name: in lower case, without its dots."""

FIELDS = _words("med phil jur ing rer nat habil hc vet dent oec pol theol techn")
"""What a doctor is of: `Dr. rer. nat.`, always with the dot, as Phil is a name."""

AFTERWARDS = _words(
    "jr sr junior ii iii iv phd dphil md mba msc ma ba bsc ms mph llm llb jd esq cpa rn cfa pmp "
    "obe mbe cbe"
)
"""What follows a name and is none of it, written alike."""

PARTICLES = _words(
    "van von vom zu zur de del della di da dos das du la le el al den der ter ten af av bin ibn "
    "binti abu abd abdul abdel umm ben bar mac st saint"
)
"""A first word that is no name without what follows."""

SURNAMES_FIRST = _words(
    # Chinese, as in pinyin, Cantonese and Wade-Giles
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng "
    "liang xie song tang deng feng han cao zeng peng xiao cai pan tian dong yuan yu ye du su wei "
    "cheng lu lü ding ren shen yao jiang cui zhong tan wong chan cheung lau leung ng kwok lam ho "
    "chow chu tse yip yeung chiang tsai hsu hsieh liao lai qian fang shi jin xia qin bai meng "
    # Korean
    "kim lee park pak choi choe jung jeong chung kang cho jo yoon yun jang chang lim im han oh seo "
    "suh shin kwon hwang ahn an song ryu yoo hong ko go moon son bae baek nam "
    # Vietnamese, without their marks
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ngo duong ly dinh trinh "
    # Japanese
    "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada "
    "sasaki yamaguchi matsumoto inoue kimura hayashi shimizu saito mori abe ikeda hashimoto "
    "yamashita ishikawa nakajima maeda fujita ogawa goto okada hasegawa murakami kondo ishii "
    "sakamoto endo aoki fujii nishimura fukuda ota miura fujiwara okamoto matsuda nakagawa nakano "
    "harada ono tamura takeuchi kaneko wada nakayama ishida ueda morita"
)
"""Family names that stand first where they are at home, and last elsewhere. Some are given names
too."""
