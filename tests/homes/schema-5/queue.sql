BEGIN TRANSACTION;
CREATE TABLE batches (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            sources TEXT NOT NULL,
            out BLOB,
            rules TEXT NOT NULL,
            options TEXT NOT NULL,
            cards TEXT NOT NULL,
            profile TEXT,
            created_at REAL NOT NULL,
            finished_at REAL,
            paused INTEGER NOT NULL DEFAULT 0,
            watch INTEGER NOT NULL DEFAULT 0,
            done INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0
        , walked INTEGER NOT NULL DEFAULT 1, only_these TEXT, retry_of TEXT) STRICT
        ;
INSERT INTO "batches" VALUES('20261129-151729-093781-327af5','papers','["/home/ada/papers"]',X'2F686F6D652F6164612F6F7574','{"include": [], "exclude": [], "max_depth": null, "hidden": false}','{"engine": "auto", "pages": null, "ocr": "auto", "lang": "en", "formula": true, "table": true, "if_exists": "skip", "timeout_s": null, "memory_limit_mb": null}','[]',NULL,1.79596544909389185902e+09,1.79596545291551017761e+09,0,0,1,0,1,1,NULL,NULL);
INSERT INTO "batches" VALUES('20261129-151732-961909-d350a0','later.pdf','["/home/ada/papers/later.pdf"]',X'2F686F6D652F6164612F6F7574','{"include": [], "exclude": [], "max_depth": null, "hidden": false}','{"engine": "auto", "pages": null, "ocr": "auto", "lang": "en", "formula": true, "table": true, "if_exists": "skip", "timeout_s": null, "memory_limit_mb": null}','[]',NULL,1.79596545296204829211e+09,NULL,0,0,0,0,0,1,NULL,NULL);
CREATE TABLE jobs (
            id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            source BLOB NOT NULL,
            out_parent BLOB NOT NULL,
            stem BLOB NOT NULL,
            rank INTEGER NOT NULL,
            options TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at REAL NOT NULL,
            started_at REAL,
            finished_at REAL,
            engine TEXT,
            card TEXT,
            pages INTEGER,
            seconds REAL,
            markdown BLOB,
            failure TEXT,
            warnings TEXT NOT NULL DEFAULT '[]',
            deaths INTEGER NOT NULL DEFAULT 0
        , batch TEXT, size INTEGER, paused INTEGER NOT NULL DEFAULT 0) STRICT
        ;
INSERT INTO "jobs" VALUES('d3aa22d3f03d4228',1,X'2F686F6D652F6164612F7061706572732F62726F6B656E2E706466',X'2F686F6D652F6164612F6F7574',X'62726F6B656E',1,'{"engine": "auto", "pages": null, "ocr": "auto", "lang": "en", "formula": true, "table": true, "if_exists": "skip", "timeout_s": null, "memory_limit_mb": null}','failed',1.7959654490966258049e+09,1.79596544915929150578e+09,1.79596545229447245592e+09,'flash','cpu',NULL,NULL,NULL,'{"kind": "damaged", "message": {"template": "{name} is damaged: it cannot be read as a PDF.", "facts": {"name": "broken.pdf"}}, "hint": {"template": "Copy or download it again, or repair it with a PDF program.", "facts": {}}}','[]',0,'20261129-151729-093781-327af5',9,0);
INSERT INTO "jobs" VALUES('55d952e081435c91',2,X'2F686F6D652F6164612F7061706572732F646F6E652E706466',X'2F686F6D652F6164612F6F7574',X'646F6E65',1,'{"engine": "auto", "pages": null, "ocr": "auto", "lang": "en", "formula": true, "table": true, "if_exists": "skip", "timeout_s": null, "memory_limit_mb": null}','done',1.7959654490966258049e+09,1.79596544915569734579e+09,1.79596545287683486942e+09,'flash','cpu',2,0.518,X'2F686F6D652F6164612F6F75742F646F6E652F646F6E652E6D64',NULL,'[]',0,'20261129-151729-093781-327af5',3525,0);
INSERT INTO "jobs" VALUES('c8240271e3847f3e',3,X'2F686F6D652F6164612F7061706572732F6C617465722E706466',X'2F686F6D652F6164612F6F7574',X'6C61746572',1,'{"engine": "auto", "pages": null, "ocr": "auto", "lang": "en", "formula": true, "table": true, "if_exists": "skip", "timeout_s": null, "memory_limit_mb": null}','queued',1.79596545296846079827e+09,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[]',0,'20261129-151732-961909-d350a0',4725,0);
CREATE TABLE queue (paused INTEGER NOT NULL) STRICT;
INSERT INTO "queue" VALUES(1);
CREATE INDEX jobs_by_state ON jobs (state, position);
CREATE INDEX jobs_by_position ON jobs (position);
CREATE INDEX jobs_by_batch ON jobs (batch, state);
CREATE INDEX jobs_by_end ON jobs (batch, finished_at);
COMMIT;
PRAGMA user_version = 5;
