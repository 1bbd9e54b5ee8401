"""평택자치신문. Not checked live. Host and addresses are in public sources; masthead and region are general knowledge.

Which of the family's skins it wears is not known.
"""

from newsharvest.platforms.viewno import ViewNoSpider


class PtlnewsSpider(ViewNoSpider):
    """평택자치신문, of the `/news/view.php?no=N` CMS."""

    name = "ptlnews"
    title = "평택자치신문"
    host = "ptlnews.kr"
