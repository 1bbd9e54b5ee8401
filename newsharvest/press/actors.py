"""Who acts in a text, by name: persons, who have a post, and firms, clubs and schools. It tells two stories of one form apart."""

from __future__ import annotations

import re

from newsharvest.press.names import SURNAME, is_person
from newsharvest.press.places import is_place

_POST = (
    "(?:회|과|국|부|팀|원|총|교|학|센터|위원|단|소|서|청|군|시|읍|면|동|통|이|반|조|점|사|본부|의|관|실|처|대|촌|조합|공|선)장"
    "|(?:사무|담당|서기|비서|보좌|외교|법무|소방|경찰|교도|정책|행정|감사|장|차)관|대표|이사|의원|위원|대원|교수|교사|강사|박사|변호사|기사|약사|미용사|조리사|상담사|총재|교감"
    "|교육감|감독|코치|선수|작가|화백|명인|장인|농업인|상인|목사|신부|스님|후보|시장|군수|지사|어르신|할머니|할아버지"
)
_PARTICLE = "(?:[은는이가의와과을를도께]|에게|께서|에서|으로|로)?"
_NAMED = re.compile(
    rf"([{SURNAME}](?<![가-힣].)[가-힣]{{2}})(?<![의을를에한])"  # a letter first: a search that begins with a look behind is slow
    rf"(?=(?:\([0-9]{{1,3}}[^()]{{0,10}}\))?(?: ?씨| (?:[가-힣]{{1,8}} ){{0,2}}?[가-힣]{{0,8}}?(?:{_POST})){_PARTICLE}(?![가-힣]))"
)
_POST_FIRST = re.compile(
    r"(?:후보|선수|감독|작가|대표|대표이사|회장|위원장|의원|시장|군수|구청장|이장|통장|회원|조합원|사무국장|주민) ([가-힣]{3})"
    r"(?:[은는이가의와과을를도]|씨)?(?![가-힣])"
)
_WORD = re.compile("[들된객급말년맡]$|아$(?<=맡아)|^지난|^정부|^문화|^방과|^유소|^노인|^방문|^오래|^우리")  # begins as a surname does
_FIRM = re.compile(
    r"(?:㈜|\((?:주|유)\)|주식회사|유한회사|농업회사법인|사단법인|재단법인|의료법인) ?([가-힣A-Za-z0-9&]{2,20}?)"
    r"(?:[은는이가와과을를의도에]|에서|으로)?(?![가-힣A-Za-z0-9&])"
)
_LED = re.compile(rf"\([가-힣]{{0,4}}(?:{_POST})[ ·]?([가-힣]{{2,4}})\)")  # who stands before it is found from here: much faster
_KIND = re.compile(
    r"(?:건설|산업|전자|식품|상사|금고|농협|축협|수협|신협|교회|성당|병원|한의원|치과|약국|재단|협회|연합회|클럽|어린이집"
    r"|유치원|초등학교|중학교|고등학교|대학교|봉사단|봉사회|동호회|동문회|향우회|노인회|부녀회|조합|마트|농장"
    r"|칼국수|식당|반점|횟집|갈비|분식|치킨|제과|제과점|빵집|베이커리|떡집|정육점|카페|미용실|안경원|꽃집|서점|세탁소|주유소|사진관|태권도|학원|요양원"
    r"|공업사|엔지니어링|테크|푸드|케미칼|바이오|제약|물산|화학|철강|중공업)"
    r"(?=[은는이가와과의도에,·’'”\" (]|$)"
)
_BEFORE = re.compile(r"(?<![가-힣A-Za-z])[가-힣A-Za-z0-9]{2,14}$")
_BEFORE_LED = re.compile(r"[가-힣A-Za-z0-9·&]{2,20}$")
_OWN_KIND = frozenset("새마을부녀회 새마을금고 자원봉사단 적십자봉사회".split())


def actors(text: str) -> set[str]:
    """Return the persons (by a post before or behind the name) and the firms, clubs and schools that a text names, without their posts."""
    people = {name for found in (_NAMED, _POST_FIRST) for name in found.findall(text) if is_person(name) and not _WORD.search(name)}
    led = [name for found in _LED.finditer(text) for name in (*_before(found, _BEFORE_LED), found[1])]
    kinds = [before + found[0] for found in _KIND.finditer(text) for before in _before(found, _BEFORE)]
    firms = {name for name in (*_FIRM.findall(text), *kinds, *led) if not is_place(name)}
    return people | (firms - _OWN_KIND)


def _before(found: re.Match[str], word: re.Pattern[str]) -> list[str]:
    """Return the word that ends where something was found, if there is one."""
    before = word.search(found.string, max(0, found.start() - 20), found.start())
    return [before[0]] if before else []
