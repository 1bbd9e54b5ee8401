"""평택자치신문. Not checked live; its skin is unknown. Host and addresses are in public sources, masthead and region general knowledge."""

from newsharvest.platforms.viewno import ViewNoSpider


class PtlnewsSpider(ViewNoSpider):
    """평택자치신문, of the `/news/view.php?no=N` CMS."""

    name = "ptlnews"
    title = "평택자치신문"
    host = "ptlnews.kr"
    region = "경기 평택"
