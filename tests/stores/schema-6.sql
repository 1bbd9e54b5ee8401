BEGIN TRANSACTION;
CREATE TABLE run(
  id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, started_at TEXT NOT NULL,
  ended_at TEXT,          -- null: still running, or killed
  status INTEGER,         -- the exit status
  figures TEXT            -- JSON: what the closing table shows, and what later runs are compared with
);
INSERT INTO "run" VALUES(1,'gyeonggitv','2026-11-27T04:15:00+09:00','2026-11-27T04:15:00+09:00',1,'{}');
INSERT INTO "run" VALUES(2,'gyeonggitv','2026-11-28T04:15:00+09:00','2026-11-28T04:15:00+09:00',0,'{}');
CREATE TABLE article(
  id TEXT PRIMARY KEY, outlet TEXT NOT NULL, url TEXT NOT NULL,
  day TEXT NOT NULL,      -- published, else as the list had it, else first seen: for choosing, never for show
  content_hash TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run(id),  -- the run that brought this text
  record TEXT NOT NULL    -- JSON: the Article as it came
) WITHOUT ROWID;
INSERT INTO "article" VALUES('gyeonggitv:1','gyeonggitv','http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=1','2026-11-26','d2b7d26ca66d642bbde291f42c91c81407348fb68594df82a1044653eef3ea07','2026-11-27T04:15:00+09:00','2026-11-28T04:15:00+09:00',2,'{"id": "gyeonggitv:1", "outlet": "gyeonggitv", "outlet_name": "경기티비종합뉴스", "url": "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=1", "section": [], "title": "나눔장터 (종합)", "subtitle": [], "authors": [], "author_emails": [], "published_at": "2026-11-26T09:00:00+09:00", "modified_at": null, "published_raw": null, "modified_raw": null, "body": "가온시는 나눔장터를 12월로 미룬다.", "images": [], "tags": [], "rights": null, "story_id": null, "duplicate_of": null, "similarity": null, "content_hash": "d2b7d26ca66d642bbde291f42c91c81407348fb68594df82a1044653eef3ea07", "layout": "netpro/theme", "fetched_at": "2026-11-28T04:15:00+09:00", "doubts": [], "schema_version": 2}');
INSERT INTO "article" VALUES('gyeonggitv:2','gyeonggitv','http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=2','2026-11-27','bee7a6b8caa6543bf4aed7529074865f1a8228340562b27c154b7681fcd7ab10','2026-11-27T04:15:00+09:00','2026-11-27T04:15:00+09:00',1,'{"id": "gyeonggitv:2", "outlet": "gyeonggitv", "outlet_name": "경기티비종합뉴스", "url": "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=2", "section": [], "title": "축제", "subtitle": [], "authors": [], "author_emails": [], "published_at": null, "modified_at": null, "published_raw": null, "modified_raw": null, "body": "가온시는 축제를 연다.", "images": [], "tags": [], "rights": null, "story_id": null, "duplicate_of": null, "similarity": null, "content_hash": "bee7a6b8caa6543bf4aed7529074865f1a8228340562b27c154b7681fcd7ab10", "layout": "netpro/theme", "fetched_at": "2026-11-27T04:15:00+09:00", "doubts": ["short_body"], "schema_version": 2}');
CREATE TABLE revision(    -- what an edited article was before
  article TEXT NOT NULL REFERENCES article(id), replaced_at TEXT NOT NULL, content_hash TEXT NOT NULL, record TEXT NOT NULL
);
INSERT INTO "revision" VALUES('gyeonggitv:1','2026-11-28T04:15:00+09:00','cdc69e6d6d35b3904483c897842f1bec2fbd2a922be00079fcbc30f730501a86','{"id": "gyeonggitv:1", "outlet": "gyeonggitv", "outlet_name": "경기티비종합뉴스", "url": "http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=1", "section": [], "title": "나눔장터", "subtitle": [], "authors": [], "author_emails": [], "published_at": "2026-11-26T09:00:00+09:00", "modified_at": null, "published_raw": null, "modified_raw": null, "body": "가온시는 나눔장터를 연다.", "images": [], "tags": [], "rights": null, "story_id": null, "duplicate_of": null, "similarity": null, "content_hash": "cdc69e6d6d35b3904483c897842f1bec2fbd2a922be00079fcbc30f730501a86", "layout": "netpro/theme", "fetched_at": "2026-11-27T04:15:00+09:00", "doubts": [], "schema_version": 2}');
CREATE TABLE sighting(    -- the addresses that lists linked an article by
  article TEXT NOT NULL, url TEXT NOT NULL, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL, PRIMARY KEY(article, url)
) WITHOUT ROWID;
CREATE TABLE listing(     -- the rows of lists; covered: a pass that saw the row came to a clean end
  outlet TEXT NOT NULL, article TEXT NOT NULL, listed_at TEXT, run INTEGER NOT NULL, covered INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(outlet, article)
) WITHOUT ROWID;
CREATE TABLE reach(       -- the day down to which an outlet's list is to be harvested, and to which a pass has come that ended clean
  outlet TEXT PRIMARY KEY, target TEXT NOT NULL, covered TEXT
) WITHOUT ROWID;
CREATE TABLE failure(
  outlet TEXT NOT NULL, url TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, article TEXT,
  times INTEGER NOT NULL, first_at TEXT NOT NULL, last_at TEXT NOT NULL, run INTEGER NOT NULL,
  status INTEGER,         -- HTTP, where the site answered with one that is no page
  standing INTEGER NOT NULL DEFAULT 0,  -- see newsharvest.store.Standing
  PRIMARY KEY(outlet, url)
) WITHOUT ROWID;
INSERT INTO "failure" VALUES('gyeonggitv','http://gyeonggitv.com/bbs/board.php?bo_table=news&wr_id=3','no_body','','gyeonggitv:3',1,'2026-11-27T04:15:00+09:00','2026-11-27T04:15:00+09:00',1,NULL,1);
CREATE TABLE warning(     -- open warnings, and since when
  outlet TEXT NOT NULL, name TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY(outlet, name)
) WITHOUT ROWID;
CREATE TABLE checkup(     -- what `scrapy outlets --check` found
  outlet TEXT NOT NULL, at TEXT NOT NULL, status INTEGER NOT NULL,  -- the exit status
  findings TEXT NOT NULL  -- JSON: see newsharvest.run.checkup
);
CREATE TABLE piece(       -- which articles hold a body, a paragraph or a picture: numbers, see newsharvest.doubts.outlet
  hash INTEGER NOT NULL, article TEXT NOT NULL, PRIMARY KEY(hash, article)
) WITHOUT ROWID;
INSERT INTO "piece" VALUES(-6250918868689329305,'gyeonggitv:1');
INSERT INTO "piece" VALUES(-6067508758582044200,'gyeonggitv:2');
INSERT INTO "piece" VALUES(2151570933588545171,'gyeonggitv:1');
INSERT INTO "piece" VALUES(5194204382373146367,'gyeonggitv:2');
CREATE TABLE shared(      -- the paragraphs and pictures that three articles of an outlet hold, and the run that brought the third
  outlet TEXT NOT NULL, hash INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(outlet, hash)
) WITHOUT ROWID;
CREATE TABLE searched(    -- the articles of the index of pairs
  doc INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice
  article TEXT NOT NULL UNIQUE,
  unread INTEGER NOT NULL -- its record could not be read: what it holds is not known
);
INSERT INTO "searched" VALUES(2,'gyeonggitv:2',0);
INSERT INTO "searched" VALUES(3,'gyeonggitv:1',0);
CREATE TABLE digest(at TEXT NOT NULL);
CREATE TABLE unmerged(here INTEGER NOT NULL);
CREATE TABLE dedupe_parameter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "dedupe_parameter" VALUES('beginning',120);
INSERT INTO "dedupe_parameter" VALUES('passage',12);
INSERT INTO "dedupe_parameter" VALUES('scheme',2);
INSERT INTO "dedupe_parameter" VALUES('shingle',5);
INSERT INTO "dedupe_parameter" VALUES('short',40);
INSERT INTO "dedupe_parameter" VALUES('sketch_max',256);
INSERT INTO "dedupe_parameter" VALUES('window',32);
CREATE TABLE printed(
  doc INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, outlet TEXT NOT NULL,
  published INTEGER,                -- seconds since 1970, UTC
  seen INTEGER,                     -- likewise: when it was first seen, for one that states no date
  letters INTEGER NOT NULL, text_hash BLOB NOT NULL,
  story INTEGER NOT NULL,           -- doc of the article that tells it first
  kind TEXT NOT NULL, duplicate_of INTEGER, similarity REAL  -- doc of an earlier one; share of the shorter text in the longer
);
INSERT INTO "printed" VALUES(1,'gyeonggitv:1','gyeonggitv',1795651200,1795618800,16,X'7C0FF92FF4891DAC13814AE5CB294EFA',1,'new',NULL,NULL);
INSERT INTO "printed" VALUES(2,'gyeonggitv:2','gyeonggitv',NULL,1795705200,9,X'05FAC2530B3F8EEE8287B272692D85F8',2,'new',NULL,NULL);
CREATE TABLE story(
  number INTEGER PRIMARY KEY, canonical INTEGER NOT NULL  -- docs
);
INSERT INTO "story" VALUES(1,1);
INSERT INTO "story" VALUES(2,2);
CREATE TABLE sketch(
  doc INTEGER PRIMARY KEY, level INTEGER NOT NULL, notice INTEGER NOT NULL,
  passages BLOB NOT NULL, passages_at BLOB NOT NULL, shingles BLOB NOT NULL, shingles_at BLOB NOT NULL,  -- little-endian; uint8
  numbers TEXT NOT NULL, actors TEXT NOT NULL, rounds TEXT NOT NULL, places TEXT NOT NULL, towns TEXT NOT NULL,
  title TEXT NOT NULL  -- words
);
INSERT INTO "sketch" VALUES(1,0,0,X'A0764051',X'33',X'111615B63E1781CE4271F349254452D96661E50B6892C76C8F7FAEC738BA7406D9F9AEEE',X'7F3FAAD4BFE92A001594556A','12','','','','','나눔');
INSERT INTO "sketch" VALUES(2,0,0,X'',X'',X'F28A3F80F77B528CA403CFDB7F2DDE',X'663300CC99','','','','','','축제');
CREATE TABLE passage(               -- who prints it
  hash INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY(hash, doc)
) WITHOUT ROWID;
INSERT INTO "passage" VALUES(1363179168,1);
CREATE TABLE stock(                 -- passages that too many stories print to find anything for what was printed after `since`
  hash INTEGER PRIMARY KEY, since INTEGER NOT NULL  -- seconds since 1970, UTC
);
CREATE TABLE unsettled(             -- what came or changed since the stories were settled, and what was found like it
  doc INTEGER PRIMARY KEY
);
CREATE INDEX run_outlet ON run(outlet, id);
CREATE INDEX article_day ON article(outlet, day);
CREATE INDEX article_first_seen ON article(outlet, first_seen);
CREATE INDEX article_latest ON article(day DESC, outlet, id DESC);
CREATE INDEX article_run ON article(run);
CREATE INDEX article_text ON article(outlet, content_hash, first_seen);
CREATE INDEX revision_article ON revision(article);
CREATE INDEX searched_unread ON searched(article) WHERE unread;
CREATE INDEX printed_text ON printed(text_hash);
CREATE INDEX printed_story ON printed(story);
CREATE VIEW marked AS
  SELECT printed.article, printed.doc, printed.published, printed.story, name.article AS story_id, printed.kind,
    first.article AS duplicate_of, printed.similarity, story.canonical=printed.doc AS canonical
  FROM printed JOIN story ON story.number=printed.story JOIN printed AS name ON name.doc=printed.story
    LEFT JOIN printed AS first ON first.doc=printed.duplicate_of;
CREATE VIRTUAL TABLE pair USING fts5(pairs, content='', columnsize=0, detail=none, tokenize='ascii');
INSERT INTO pair(rowid, pairs) VALUES(3,'12 2월  나눔  눔장  장터  종합  터　（  합）  （종  ） 가온 나눔 눔장 는　나 다． 로　미 룬다 를　1 미룬 시는 온시 월로 장터 종합 터　（ 터를 합） （종 ） ．');
INSERT INTO pair(rowid, pairs) VALUES(2,' 제  축제 가온 는　축 다． 를　연 시는 연다 온시 제 제를 축제 ．');
COMMIT;
