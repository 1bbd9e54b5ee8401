BEGIN TRANSACTION;
CREATE TABLE article(
  id TEXT PRIMARY KEY, outlet TEXT NOT NULL, url TEXT NOT NULL,
  day TEXT NOT NULL,      -- published, else as the list had it, else first seen: for choosing, never for show
  content_hash TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run(id),  -- the run that brought this text
  record TEXT NOT NULL    -- JSON: the Article as it came
) WITHOUT ROWID;
INSERT INTO "article" VALUES('joongdo:20200213010005265','joongdo','http://www.joongdo.co.kr/web/view.php?key=20200213010005265','2020-02-16','2199c275e5a4138f09310f05b94dc942be5d7d37fc1c49bb351df02b2c7247cc','2026-11-29T01:50:16+09:00','2026-11-29T01:50:16+09:00',1,'{"id": "joongdo:20200213010005265", "outlet": "joongdo", "outlet_name": "중도일보", "url": "http://www.joongdo.co.kr/web/view.php?key=20200213010005265", "section": ["전국", "부산/영남"], "title": "하동군, 혁신공유·붐업 도모 간담회 개최", "subtitle": ["분야별 혁신 우수사례 발표… 경남도, 2019 시·군 혁신평가 공유"], "authors": ["배병일"], "author_emails": [], "published_at": "2020-02-16T14:27:00+09:00", "modified_at": null, "published_raw": "2020-02-16 14:27", "modified_raw": null, "body": "경남 하동군은 지난 12일 군청 상설회의장에서 박금석 부군수를 비롯한 전 부서 관계 공무원이 참석한 가운데 혁신 붐업을 위한 혁신공유 간담회를 개최했다고 13일 밝혔다.\n\n경남도와 하동군은 이날 간담회에서 2019년 혁신 추진실적 및 2020년 주요업무계획을 설명하고 혁신 우수사례를 공유하는 등 자유로운 분위기에서 혁신 붐업에 대해 논의하는 시간을 가졌으며, 경남도 주관으로 2019년 시·군 혁신평가도 함께 진행했다.\n\n군은 이날 △협업활성화 분야에 한중 지방정부 간 공존의 첫발을 딛다(한중도시발전연맹), 하동·남해 지역갈등에 화합의 다리를 놓다 △사회적 가치 기반 자율혁신 분야에 도시의 흉물을 도시의 랜드마크로 탈바꿈시키다(폐철도 공원화사업), 국내 최초 공기구 무인 공유센터 뚝딱뚝딱 공구소 개소 등 6가지의 혁신 우수사례를 발표했다.\n\n또한 △적극행정 분야에는 시외버스 운행노선 역 변경으로 승객들의 불편을 해소, 우리의 이웃은 우리가 돌본다(행복1004이음뱅크) 사례를 소개했다.\n\n군은 지난해 GRDP 경남 1위·전국 11위, 기업하기 좋은 도시 전국 3위 등 혁신분야에 많은 성과를 남겼다.\n\n김상원 경남도 도정혁신추진단장은 \"하동군의 혁신에 대한 강한 의지를 체감할 수 있었다\"며 \"경남도와 하동군이 더욱 협업해 혁신분위기 확산을 위해 앞으로도 지속적으로 우수사례를 상호 공유하고 주민이 체감할 수 있는 혁신사례 발굴에 최선을 다하자\"고 말했다.\n\n박금석 부군수는 군민이 체감할 수 있는 혁신, 지속 가능한 혁신, 혁신의 내재화를 강조하며 \"혁신 및 적극행정의 선도 자치단체로서 자발적 혁신 분위기를 조성하기 위해 더욱 노력할 것\"이라고 밝혔다.", "images": [], "tags": [], "rights": "중도일보(www.joongdo.co.kr), 무단전재 및 수집, 재배포 금지", "story_id": null, "duplicate_of": null, "similarity": null, "content_hash": "2199c275e5a4138f09310f05b94dc942be5d7d37fc1c49bb351df02b2c7247cc", "layout": "ncid/key", "fetched_at": null, "schema_version": 1}');
INSERT INTO "article" VALUES('krnews21:305345','krnews21','http://krnews21.co.kr/article/305345','2022-12-06','0000000000000000000000000000000000000000000000000000000000000000','2026-11-29T01:50:16+09:00','2026-11-27T04:15:00+09:00',3,'{"id": "krnews21:305345", "outlet": "krnews21", "outlet_name": "뉴스21통신", "url": "http://krnews21.co.kr/article/305345", "section": [], "title": "연천군, 군정 효율성 제고 ‘현장행정’ 구현 (종합)", "subtitle": ["기획감사담당관 등 25개 부서 177개 팀별 업무혁신안 마련"], "authors": ["김서인"], "author_emails": [], "published_at": "2022-12-06T15:24:49+09:00", "modified_at": null, "published_raw": "2022-12-06 15:24:49", "modified_raw": null, "body": "연천군이 업무의 효율성을 높이고 군민이 체감할 수 있는 행정서비스를 구현하기 위해 군정 혁신에 나선다.\n\n군은 본청 및 외청의 현행업무 처리실태를 파악한 뒤 기획감사담당관 등 25개 부서, 177개 팀별 업무혁신안을 마련했다고 6일 밝혔다.\n\n이는 기존의 관행적인 업무실태를 개선하고 군정의 변화와 혁신을 통해 군민이 체감할 수 있는 ‘현장행정’을 구현하기 위해서다.\n\n우선 매주 열리는 과장 이상 간부회의부터 달라진다. 군은 기존 보고 위주의 회의에서 토론 및 의견공유 방식으로 회의를 진행해 군정 현안과 관련한 심도 있는 논의가 이뤄질 수 있도록 할 예정이다. 또한 부서간 칸막이를 없애 군정 현안에 대한 업무공유 및 소통하는 유연한 조직문화를 조성하기로 했다.\n\n이와 함께 디지털 행정서비스 시대에 발맞춰 예산 절감 및 업무능률 향상을 위해 5급 및 신규 임용자를 제외한 임용대상자는 종이 임용장 대신 모바일 임용장을 도입할 계획이다.\n\n더불어 관광상품도 기존의 공산품 제작 방식에서 벗어나 연천군에서 생산하는 농특산물 및 가공품 등 연천만의 특별한 기념품을 제작해 지역 인지도 및 이미지를 제고하기로 했다.\n\n이밖에도 법률자문 정보 데이터 구축 및 활용, 문화유산의 가치확보 및 활용사업, 사회보장급여신청 보장결정 민원 처리기간 단축, 사회복지시설 평가 방법 개선, 상속재산 취득세 납부 사전안내, 지출반납·세입세출외현금 수납시 가상계좌서비스 도입, 위생점검 사전예고제 실시, 연천에 맞는 조사료 실증시험포 확대 등의 업무혁신안을 내년부터 도입할 방침이다.\n\n김덕현 연천군수는 “팀별 업무혁신 방안을 더욱 정교하게 다듬어 군정의 효율성을 극대화하겠다”며 “관행적인 현행업무 시스템을 혁신해 군민들이 피부로 체감할 수 있는 ‘현장행정’을 구현하겠다”고 말했다.", "images": [], "tags": [], "rights": null, "story_id": null, "duplicate_of": null, "similarity": null, "content_hash": "0000000000000000000000000000000000000000000000000000000000000000", "layout": "dadamedia/article", "fetched_at": null, "schema_version": 1}');
CREATE TABLE checkup(     -- what `scrapy outlets --check` found
  outlet TEXT NOT NULL, at TEXT NOT NULL, status INTEGER NOT NULL,  -- the exit status
  findings TEXT NOT NULL  -- JSON: see newsharvest.checkup
);
CREATE TABLE dedupe_parameter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "dedupe_parameter" VALUES('beginning',120);
INSERT INTO "dedupe_parameter" VALUES('passage',12);
INSERT INTO "dedupe_parameter" VALUES('scheme',1);
INSERT INTO "dedupe_parameter" VALUES('shingle',5);
INSERT INTO "dedupe_parameter" VALUES('short',40);
INSERT INTO "dedupe_parameter" VALUES('sketch_max',256);
INSERT INTO "dedupe_parameter" VALUES('window',32);
CREATE TABLE failure(
  outlet TEXT NOT NULL, url TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, article TEXT,
  times INTEGER NOT NULL, first_at TEXT NOT NULL, last_at TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(outlet, url)
) WITHOUT ROWID;
INSERT INTO "failure" VALUES('joongdo','http://www.joongdo.co.kr/web/view.php?key=20200213010005297','http_status','HTTP 500','joongdo:20200213010005297',1,'2026-11-27T04:15:00+09:00','2026-11-27T04:15:00+09:00',3);
INSERT INTO "failure" VALUES('joongdo','http://www.joongdo.co.kr/web/view.php?key=20200213010005298','deleted','','joongdo:20200213010005298',1,'2026-11-27T04:15:00+09:00','2026-11-27T04:15:00+09:00',3);
INSERT INTO "failure" VALUES('joongdo','http://www.joongdo.co.kr/web/view.php?key=20200213010005299','deleted','HTTP 404','joongdo:20200213010005299',1,'2026-11-27T04:15:00+09:00','2026-11-27T04:15:00+09:00',3);
CREATE TABLE listing(     -- the rows of lists; covered: a pass that saw the row came to a clean end
  outlet TEXT NOT NULL, article TEXT NOT NULL, listed_at TEXT, run INTEGER NOT NULL, covered INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(outlet, article)
) WITHOUT ROWID;
INSERT INTO "listing" VALUES('joongdo','joongdo:20200213010005265','2020-02-16T00:00:00+09:00',1,1);
INSERT INTO "listing" VALUES('krnews21','krnews21:305345','2022-12-06T00:00:00+09:00',2,1);
CREATE TABLE passage(               -- who prints it; doc 0 alone: too many stories do
  hash INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY(hash, doc)
) WITHOUT ROWID;
INSERT INTO "passage" VALUES(8074820,1);
INSERT INTO "passage" VALUES(9132558,2);
INSERT INTO "passage" VALUES(24104967,1);
INSERT INTO "passage" VALUES(29998112,2);
INSERT INTO "passage" VALUES(30382673,1);
INSERT INTO "passage" VALUES(31639620,1);
INSERT INTO "passage" VALUES(33012626,1);
INSERT INTO "passage" VALUES(39757431,1);
INSERT INTO "passage" VALUES(42172365,1);
INSERT INTO "passage" VALUES(49918767,2);
INSERT INTO "passage" VALUES(59007936,2);
INSERT INTO "passage" VALUES(68589514,2);
INSERT INTO "passage" VALUES(76567871,2);
INSERT INTO "passage" VALUES(77382563,2);
INSERT INTO "passage" VALUES(78411261,1);
INSERT INTO "passage" VALUES(78457388,2);
INSERT INTO "passage" VALUES(101194743,2);
INSERT INTO "passage" VALUES(109958220,1);
INSERT INTO "passage" VALUES(111208803,2);
INSERT INTO "passage" VALUES(117148107,2);
INSERT INTO "passage" VALUES(117266175,2);
INSERT INTO "passage" VALUES(125260067,1);
INSERT INTO "passage" VALUES(127198215,2);
INSERT INTO "passage" VALUES(127669033,1);
INSERT INTO "passage" VALUES(131087504,1);
INSERT INTO "passage" VALUES(143472268,2);
INSERT INTO "passage" VALUES(148354451,2);
INSERT INTO "passage" VALUES(165433617,2);
INSERT INTO "passage" VALUES(171804614,1);
INSERT INTO "passage" VALUES(181966500,2);
INSERT INTO "passage" VALUES(203623954,2);
INSERT INTO "passage" VALUES(211216120,1);
INSERT INTO "passage" VALUES(216135302,1);
INSERT INTO "passage" VALUES(247410935,2);
INSERT INTO "passage" VALUES(336517535,1);
INSERT INTO "passage" VALUES(361343618,1);
CREATE TABLE printed(
  doc INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, outlet TEXT NOT NULL,
  published INTEGER,                -- seconds since 1970, UTC
  seen INTEGER,                     -- likewise: when it was first seen, for one that states no date
  letters INTEGER NOT NULL, text_hash BLOB NOT NULL, story INTEGER NOT NULL,
  kind TEXT NOT NULL, duplicate_of INTEGER, similarity REAL  -- doc of an earlier one; share of the shorter text in the longer
);
INSERT INTO "printed" VALUES(1,'joongdo:20200213010005265','joongdo',1581830820,1581778800,600,X'11A08695643618DD207F6A29826233BE',1,'new',NULL,NULL);
INSERT INTO "printed" VALUES(2,'krnews21:305345','krnews21',1670307889,1670252400,640,X'62A551BFC171B65C47D388CCCEAF6906',2,'new',NULL,NULL);
CREATE TABLE reach(       -- the day down to which an outlet's list is to be harvested, and to which a pass has come that ended clean
  outlet TEXT PRIMARY KEY, target TEXT NOT NULL, covered TEXT
) WITHOUT ROWID;
INSERT INTO "reach" VALUES('joongdo','2009-01-01','2009-01-01');
INSERT INTO "reach" VALUES('krnews21','2009-01-01','2009-01-01');
CREATE TABLE revision(    -- what an edited article was before
  article TEXT NOT NULL REFERENCES article(id), replaced_at TEXT NOT NULL, content_hash TEXT NOT NULL, record TEXT NOT NULL
);
INSERT INTO "revision" VALUES('krnews21:305345','2026-11-27T04:15:00+09:00','0f20e3afa5f20cca8c9b57de9446b7547365520fc881fd38ac1e9b1a0d84d6a2','{"id": "krnews21:305345", "outlet": "krnews21", "outlet_name": "뉴스21통신", "url": "http://krnews21.co.kr/article/305345", "section": [], "title": "연천군, 군정 효율성 제고 ‘현장행정’ 구현", "subtitle": ["기획감사담당관 등 25개 부서 177개 팀별 업무혁신안 마련"], "authors": ["김서인"], "author_emails": [], "published_at": "2022-12-06T15:24:49+09:00", "modified_at": null, "published_raw": "2022-12-06 15:24:49", "modified_raw": null, "body": "연천군이 업무의 효율성을 높이고 군민이 체감할 수 있는 행정서비스를 구현하기 위해 군정 혁신에 나선다.\n\n군은 본청 및 외청의 현행업무 처리실태를 파악한 뒤 기획감사담당관 등 25개 부서, 177개 팀별 업무혁신안을 마련했다고 6일 밝혔다.\n\n이는 기존의 관행적인 업무실태를 개선하고 군정의 변화와 혁신을 통해 군민이 체감할 수 있는 ‘현장행정’을 구현하기 위해서다.\n\n우선 매주 열리는 과장 이상 간부회의부터 달라진다. 군은 기존 보고 위주의 회의에서 토론 및 의견공유 방식으로 회의를 진행해 군정 현안과 관련한 심도 있는 논의가 이뤄질 수 있도록 할 예정이다. 또한 부서간 칸막이를 없애 군정 현안에 대한 업무공유 및 소통하는 유연한 조직문화를 조성하기로 했다.\n\n이와 함께 디지털 행정서비스 시대에 발맞춰 예산 절감 및 업무능률 향상을 위해 5급 및 신규 임용자를 제외한 임용대상자는 종이 임용장 대신 모바일 임용장을 도입할 계획이다.\n\n더불어 관광상품도 기존의 공산품 제작 방식에서 벗어나 연천군에서 생산하는 농특산물 및 가공품 등 연천만의 특별한 기념품을 제작해 지역 인지도 및 이미지를 제고하기로 했다.\n\n이밖에도 법률자문 정보 데이터 구축 및 활용, 문화유산의 가치확보 및 활용사업, 사회보장급여신청 보장결정 민원 처리기간 단축, 사회복지시설 평가 방법 개선, 상속재산 취득세 납부 사전안내, 지출반납·세입세출외현금 수납시 가상계좌서비스 도입, 위생점검 사전예고제 실시, 연천에 맞는 조사료 실증시험포 확대 등의 업무혁신안을 내년부터 도입할 방침이다.\n\n김덕현 연천군수는 “팀별 업무혁신 방안을 더욱 정교하게 다듬어 군정의 효율성을 극대화하겠다”며 “관행적인 현행업무 시스템을 혁신해 군민들이 피부로 체감할 수 있는 ‘현장행정’을 구현하겠다”고 말했다.", "images": [], "tags": [], "rights": null, "story_id": null, "duplicate_of": null, "similarity": null, "content_hash": "0f20e3afa5f20cca8c9b57de9446b7547365520fc881fd38ac1e9b1a0d84d6a2", "layout": "dadamedia/article", "fetched_at": null, "schema_version": 1}');
CREATE TABLE run(
  id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, started_at TEXT NOT NULL,
  ended_at TEXT,          -- null: still running, or killed
  status INTEGER,         -- the exit status
  figures TEXT            -- JSON: what the closing table shows, and what later runs are compared with
);
INSERT INTO "run" VALUES(1,'joongdo','2026-11-29T01:50:15+09:00','2026-11-29T01:50:16+09:00',0,'{"new": 1, "edited": 0, "known": 3, "duplicates": 0, "failed": {}, "seconds": 1.2, "list_pages": 2, "list_links": 7, "filled": {"section": 1, "subtitle": 1, "authors": 1, "published_at": 1, "rights": 1}, "lengths": [820], "fallbacks": {}}');
INSERT INTO "run" VALUES(2,'krnews21','2026-11-29T01:50:15+09:00','2026-11-29T01:50:16+09:00',0,'{"new": 1, "edited": 0, "known": 3, "duplicates": 0, "failed": {}, "seconds": 1.2, "list_pages": 2, "list_links": 7, "filled": {"subtitle": 1, "authors": 1, "published_at": 1}, "lengths": [876], "fallbacks": {}}');
INSERT INTO "run" VALUES(3,'joongdo','2026-11-27T04:15:00+09:00','2026-11-27T04:15:00+09:00',1,'{"new": 0, "edited": 1, "known": 3, "duplicates": 0, "failed": {"http_status": 1}, "seconds": 2.5, "list_pages": 1, "list_links": 4, "filled": {"title": 1, "section": 1}, "lengths": [800], "fallbacks": {"ncid/key title //ul/preceding-sibling::*[self::h1 or self::h2][last()]": 1}}');
CREATE TABLE sighting(    -- the addresses that lists linked an article by
  article TEXT NOT NULL, url TEXT NOT NULL, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL, PRIMARY KEY(article, url)
) WITHOUT ROWID;
INSERT INTO "sighting" VALUES('joongdo:20200213010005265','http://www.joongdo.co.kr/main/view.php?key=20200213010005265',1,1);
INSERT INTO "sighting" VALUES('joongdo:20200213010005265','http://www.joongdo.co.kr/web/view.php?key=20200213010005265',1,1);
INSERT INTO "sighting" VALUES('krnews21:305345','http://krnews21.co.kr/article/305345',2,2);
INSERT INTO "sighting" VALUES('krnews21:305345','http://krnews21.co.kr/article/305345?sm=w_total&stx=%ED%96%89%EC%A0%95',2,2);
INSERT INTO "sighting" VALUES('krnews21:305345','http://krnews21.co.kr/m/view.php?idx=305345',2,2);
INSERT INTO "sighting" VALUES('krnews21:305345','http://krnews21.co.kr/news/305345',2,2);
INSERT INTO "sighting" VALUES('krnews21:305345','http://krnews21.co.kr/news/view.php?idx=305345',2,2);
INSERT INTO "sighting" VALUES('krnews21:305345','http://krnews21.co.kr/news/view.php?idx=305345&mcode=m247tk9',2,2);
INSERT INTO "sighting" VALUES('krnews21:305345','http://www.krnews21.co.kr/article/305345?mcode=m247tk9',2,2);
CREATE TABLE sketch(
  doc INTEGER PRIMARY KEY, level INTEGER NOT NULL, notice INTEGER NOT NULL,
  passages BLOB NOT NULL, shingles BLOB NOT NULL,  -- little-endian uint32
  numbers TEXT NOT NULL, rounds TEXT NOT NULL, places TEXT NOT NULL, towns TEXT NOT NULL  -- words
);
INSERT INTO "sketch" VALUES(1,2,0,X'519ACF01F8E6960C07D06F01C6873D0A82AA89159FD90E1486F6E10C44367B00FD75AC044CD48D06CD7F830244C8E20192BBF701903CD00729139C0777A65E0223517707',X'165E7600A1BB08013B1C4F01DC981E02B9FF4E026D2081027695A30269C43403E5403703254F8503AFC48C034E4CED0374348D04D6BFA4049A02BE044176ED048BA3050593A73E07FFBF600870A0BB08C94DD708F8DC3409D259040A69A0760A8BC28A0A0F071E0B3110860BE238B10BC6B1430CC6DF870C921C9D0C273AAC0C08F0C40C31E8150D3A7C4D0D143E980E1B979B0EC369CC0E331ED10E25D3780FEF3DA20FEA8FF00F969C19100A40E410DDE5EE100FF335116B545E11160D71118E71A01163C844120F5E711216D502131C6027139C0E1D14550FA9140F95D5145AE2FE148D42B415B012CE168827E516749B3E1796EFB517E3BB05181D32331820319A184ED0F718FBE6151956494319A1CBC91951D9151AF8D35C1B97938D1B186B861CA06FE21CCF50161EBB192A1ECA9C4B1E69A7A21E83FBAF1E80FCB31E2F99E21EAA9F19204D2A7A2024709C209010E120379924210022702112C0A522A8858F239C7D9C2395E33B2517911D26A2556C26C7CC2F276B45432766C6BF27170EE9277147ED2727FBCB282066312902E980294006C329CDE4C9299E9E462A0128182BF0EB2B2C1580BD2CB19C3D2D9EA7B92F5532E42F05B60D30C6F80D302D643A304AB9F730EF61C831B35FCD31572FE733778A23341FE32434EE629F34FC3DAB34C185E1348165E234D889EF34939C7B358288E83558D38E36756C37387A7855384326DF38316BE238C437E6384C210F39798AF739EB109D3AC637783B6A38D23B066DD83BCF650B3C8ADB143CE0FE593C20050B3DE9DE233D7B01383D8B01C93E45A3E63F','12 13 2019 2020 2019 6 1004 1 11 3','','하동군','');
INSERT INTO "sketch" VALUES(2,2,0,X'2FB3F902CB89FB06F730BF0E1151DC0963E9A006FF56FD06A3C39C040E5A8B00CA9716042C2AAD04C06384033F55900420BCC901F71B080607E494078C368D08A496D80A120E230C93B5D708',X'3C4F2B000B6E32005CB28E006951B000EF98F80031A3FB00ECBA2F01C2BC82015F0EAB018031E601F7FA5D02C5659E02D51CAC026D23B6028E857E03782009046C971104354548047A8B57044CABB0049A353905312AAA059982DB05F78D3D06F16BB20630F00A0748A31107EA5E410702BAAC08DC472609352F82099230AC091696FE0925F49E0A0A23EC0A52DAAC0B22F3CE0B91437A0CDECF500DB20A5A0D92ED5A0D42F93A0E4EEC2D0FB8C44B0FC72DF90F876A2E1014A233106C379B105F48DF10CC842B11B5C89711D5870312BCD9B71230BD8A139371EE13E82768141C32AE15D6CF4D165DB975168A9DAC1651CD08179158101719043517749B3E17678B911717B0FA17E3BB0518CAA12D189F792D19C4FAA319BCF2EE196709601A47667C1A0C72D61A9B20F61A8ACA2C1BC69A6B1B1C677B1B2B20B81B0F89021CDCA60A1CBB59391CA557FE1CAA3C621D60B28E1ED3899C1EC1A8DC1ECA41F61E96F1FE1E6A69241F3AE3C81FBFFDEB1F87FC0420C60AC1203559602141CA5022D6ACC522D3FAE72280C62E24B0776A24E32D84245D32D2252945C626ED101C275C8A3528F12A1329CA0B2129A7F4562950276329278FC9294419F729A06D082AC7D5BE2AE2DDE02AA4AC052CC331262C462A462CA56FB42D7081452E21AF022F6C390F2F65BE7C30F4798A30629E9F30757FF73091136B31F9DE91315E40B931EEFDEB31B1221332550E3533B9CB86337FC6D333A6140035D64E1035B7D40136A4FA503682C5C4364D94D3365B853B37E9955B39623A87398AEADE397A2A843A5660B53BCF650B3CFAAD723CD7DF863CF23AB13C6D0DB13DA7EAEF3DB9158D3E44E4623F48B3B43F45A3E63F2259EA3FA920F53F','25 177 6 5','','연천군','');
CREATE TABLE story(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  canonical INTEGER NOT NULL,       -- doc
  joined INTEGER                    -- the story that it was found to be; its own id still leads there
);
INSERT INTO "story" VALUES(1,'joongdo:20200213010005265',1,NULL);
INSERT INTO "story" VALUES(2,'krnews21:305345',2,NULL);
CREATE TABLE warning(     -- open warnings, and since when
  outlet TEXT NOT NULL, name TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY(outlet, name)
) WITHOUT ROWID;
INSERT INTO "warning" VALUES('joongdo','fallback:ncid/key title //ul/preceding-sibling::*[self::h1 or self::h2][last()]','2026-11-27T04:15:00+09:00');
CREATE INDEX run_outlet ON run(outlet, id);
CREATE INDEX article_day ON article(outlet, day);
CREATE INDEX article_first_seen ON article(outlet, first_seen);
CREATE INDEX article_latest ON article(day DESC, outlet, id DESC
  -- an export reads along it: nothing is sorted first
);
CREATE INDEX article_run ON article(run);
CREATE INDEX article_text ON article(outlet, content_hash, first_seen);
CREATE INDEX revision_article ON revision(article);
CREATE INDEX printed_text ON printed(text_hash);
CREATE INDEX printed_story ON printed(story);
CREATE VIEW marked AS
  SELECT printed.article, printed.doc, story.id AS story_id, story.number AS story, first.article AS duplicate_of, printed.similarity,
    printed.kind, story.canonical=printed.doc AS canonical
  FROM printed JOIN story ON story.number=printed.story LEFT JOIN printed AS first ON first.doc=printed.duplicate_of;
COMMIT;
