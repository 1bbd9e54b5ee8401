"""The agents by which robots.txt speaks of AI: whoever gathers texts for models, or has a model answer from them.

From the list of the project ai.robots.txt (https://github.com/ai-robots-txt/ai.robots.txt, its robots.txt as of commit 000552c), looked up
on 2026-11-29: of its names those of AI companies, of Common Crawl and of data sets for training. Left out are those that are search engines
or link previews first (Applebot, PetalBot, facebookexternalhit), libraries (Scrapy), and names that are no more than a word (Code, Spider).
What each does with what it fetches is its owner's word; none was checked.
"""

from __future__ import annotations

AI_AGENTS = (
    "AI2Bot", "Ai2Bot-Dolma", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ChatGLM-Spider", "ChatGPT-User",
    "Claude-SearchBot", "Claude-User", "Claude-Web", "ClaudeBot", "CloudVertexBot", "cohere-ai", "cohere-training-data-crawler", "Cotoyogi",
    "DeepSeekBot", "Diffbot", "DuckAssistBot", "FacebookBot", "Gemini-Deep-Research", "Google-CloudVertexBot", "Google-Extended",
    "Google-NotebookLM", "GPTBot", "ImagesiftBot", "img2dataset", "LAIONDownloader", "LinerBot", "Meta-ExternalAgent",
    "Meta-ExternalFetcher", "MistralAI-User", "OAI-SearchBot", "omgili", "omgilibot", "PanguBot", "Perplexity-User", "PerplexityBot",
    "SBIntuitionsBot", "TikTokSpider", "Timpibot", "Webzio-Extended", "WRTNBot", "YouBot",
)  # fmt: skip
"""Their product tokens, as RFC 9309 calls what stands in a `User-agent` line. Large and small letters are the same."""

BY_TOKEN = {agent.lower(): agent for agent in AI_AGENTS}
