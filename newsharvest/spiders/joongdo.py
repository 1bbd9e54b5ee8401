"""중도일보. Not checked live; a page capture is of this host. The section codes are seen in public crawlers."""

from newsharvest.platforms.ncid import NcidSpider


class JoongdoSpider(NcidSpider):
    """중도일보, of the ncid/key CMS."""

    name = "joongdo"
    title = "중도일보"
    host = "www.joongdo.co.kr"
    region = "대전·충남·세종"
    sections = {
        "정치행정": "N01", "경제과학": "N02", "사회교육": "N03", "전국": "N05", "수도권": "N05_21", "부산/영남": "N05_22", "충북": "N05_16",
        "광주/호남": "N05_23", "강원": "N05_26", "문화": "N06", "스포츠": "N07", "사람들": "N08", "오피니언": "N09", "기획/연재": "N10",
    }  # fmt: skip
