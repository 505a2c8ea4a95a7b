//! The `hamisi` command, run as people run it.

use serde_json::Value as Json;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The command, with nothing of the terminal or the machine about it.
fn hamisi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hamisi"));
    command.stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

/// Runs with `arguments` in the folder, `input` on standard input.
fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = hamisi();
    command.current_dir(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The command may stop reading; that is its right.
    let feeding = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = feeding.join().unwrap();
    output
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// Standard output of a run without complaints.
fn fine(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let output = run(folder, arguments, input);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
    assert_eq!(said(&output), "", "{arguments:?}");
    out(&output).to_owned()
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A folder with a few documents, a hidden one, and one below.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).unwrap();
    write("b.txt", "Salam, Bakı!\nHamısı".as_bytes());
    write("a.txt", "😀 First. Second <b>.".as_bytes());
    write(".hidden.txt", b"never read");
    fs::create_dir_all(folder.path().join("c/.git")).unwrap();
    write("c/page.html", b"<!doctype html><title>T</title><p>One.</p>");
    write("c/.git/x.txt", b"never read");
    folder
}

fn names(lines: &str) -> Vec<String> {
    lines.lines().map(|line| json(line)["source"]["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn reads_standard_input_when_no_file_is_named() {
    let folder = folder();
    for arguments in [&["--format", "json"][..], &["--format", "json", "-"], &["-", "--format=json", "--input", "text"]]
    {
        let answer = json(&fine(folder.path(), arguments, "Salam 😀 Bakı".as_bytes()));
        assert_eq!(answer["schema"], "hamisi/1");
        assert_eq!(answer["id"], Json::Null);
        assert_eq!(answer["source"]["name"], Json::Null);
        assert_eq!(answer["length"], 12);
        assert_eq!(answer.get("text"), None);
    }
}

#[test]
fn answers_a_file_with_an_object_and_a_folder_with_a_sorted_list() {
    let folder = folder();
    let one = json(&fine(folder.path(), &["a.txt", "--format", "json"], b""));
    assert_eq!(one["source"]["name"], "a.txt");
    let all = json(&fine(folder.path(), &[".", "--format", "json"], b""));
    let all: Vec<_> = all.as_array().unwrap().iter().map(|one| one["source"]["name"].as_str().unwrap()).collect();
    let place =
        |parts: &[&str]| Path::new(".").join(parts.iter().collect::<std::path::PathBuf>()).display().to_string();
    assert_eq!(all, [place(&["a.txt"]), place(&["b.txt"]), place(&["c", "page.html"])]);
    assert_eq!(names(&fine(folder.path(), &["b.txt", "a.txt", "--format", "jsonl"], b"")), ["b.txt", "a.txt"]);
}

#[test]
fn offsets_come_in_the_unit_asked_for() {
    let folder = folder();
    for (unit, length) in [("codepoint", 20), ("utf8", 23), ("utf16", 21)] {
        let answer = json(&fine(folder.path(), &["a.txt", "--format", "json", "--offsets", unit], b""));
        assert_eq!(answer["offsets"], unit);
        assert_eq!(answer["length"], length);
    }
    assert_eq!(json(&fine(folder.path(), &["a.txt", "--format", "json"], b""))["offsets"], "codepoint");
}

#[test]
fn gives_only_the_stages_asked_for() {
    let folder = folder();
    let filled = |arguments: &[&str]| {
        let arguments: Vec<_> = ["b.txt", "--format", "json"].iter().chain(arguments).copied().collect();
        let answer = json(&fine(folder.path(), &arguments, b""));
        ["blocks", "sentences", "words"].map(|key| !answer[key].as_array().unwrap().is_empty())
    };
    assert_eq!(filled(&[]), [true, true, false]);
    assert_eq!(filled(&["--stages", "words"]), [false, false, true]);
    assert_eq!(filled(&["--stages", "blocks, sentences,words,languages,entities"]), [true, true, true]);
    assert_eq!(filled(&["--stages", "languages"]), [false, false, false]);
}

#[test]
fn puts_the_text_into_the_answer_when_asked() {
    let folder = folder();
    let answer = json(&fine(folder.path(), &["a.txt", "--format", "jsonl", "--text"], b""));
    assert_eq!(answer["text"], "😀 First. Second <b>.");
}

#[test]
fn writes_every_format() {
    let folder = folder();
    let begins = [
        ("text", "a.txt\n"),
        ("json", "{\n  \"schema\": \"hamisi/1\","),
        ("jsonl", "{\"schema\":\"hamisi/1\","),
        ("csv", "id,source,start,end,kind,text,"),
        ("conll", "# newdoc id = a.txt\n# text = 😀 First.\n"),
        ("brat", ""),
        ("webannotation", "{\n  \"@context\": \"http://www.w3.org/ns/anno.jsonld\","),
        ("html", "<!doctype html>\n"),
    ];
    for (format, beginning) in begins {
        let answer = fine(folder.path(), &["a.txt", "--format", format], b"");
        assert!(answer.starts_with(beginning), "{format}: {answer}");
    }
}

#[test]
fn several_documents_share_one_header() {
    let folder = folder();
    let table = fine(folder.path(), &["a.txt", "b.txt", "--format", "csv"], b"");
    assert_eq!(table.matches("id,source").count(), 1);
    let tokens = fine(folder.path(), &["a.txt", "b.txt", "--format", "conll"], b"");
    assert_eq!(tokens.matches("# newdoc id = ").count(), 2);
}

#[test]
fn formats_for_one_document_need_a_folder_for_more() {
    let folder = folder();
    for (format, ending) in [("html", "html"), ("brat", "ann"), ("webannotation", "jsonld")] {
        let refused = run(folder.path(), &["a.txt", "b.txt", "--format", format], b"");
        assert_eq!(refused.status.code(), Some(2));
        assert!(said(&refused).contains("--output DIR"), "{}", said(&refused));
        assert_eq!(fine(folder.path(), &["a.txt", "b.txt", "c", "--format", format, "--output", "out"], b""), "");
        for name in ["a.txt", "b.txt", "page.html"] {
            assert!(folder.path().join("out").join(format!("{name}.{ending}")).is_file(), "{name}.{ending}");
        }
    }
    assert_eq!(fs::read_to_string(folder.path().join("out/a.txt.txt")).unwrap(), "😀 First. Second <b>.");
}

#[test]
fn writes_to_a_file_or_into_a_folder() {
    let folder = folder();
    let expected = fine(folder.path(), &["a.txt", "b.txt", "--format", "jsonl"], b"");
    fine(folder.path(), &["a.txt", "b.txt", "--format", "jsonl", "--output", "all.jsonl"], b"");
    assert_eq!(fs::read_to_string(folder.path().join("all.jsonl")).unwrap(), expected);
    fs::write(folder.path().join("c/records.jsonl"), "{\"text\":\"one\"}\n{\"text\":\"two\"}\n").unwrap();
    fine(folder.path(), &["b.txt", "c", "--format", "json", "--output", "each/deep/"], b"");
    let read = |name: &str| json(&fs::read_to_string(folder.path().join("each/deep").join(name)).unwrap());
    assert_eq!(read("b.txt.json")["source"]["name"], "b.txt");
    assert_eq!(read("page.html.json")["schema"], "hamisi/1");
    assert_eq!(read("records.jsonl.json").as_array().unwrap().len(), 2);
}

#[test]
fn never_writes_over_what_it_reads() {
    let folder = folder();
    let refused = run(folder.path(), &["a.txt", "--format", "json", "--output", "./a.txt"], b"");
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("a.txt")).unwrap(), "😀 First. Second <b>.");
    fs::write(folder.path().join("c/a.txt"), "other").unwrap();
    let refused = run(folder.path(), &["a.txt", "c/a.txt", "--format", "json", "--output", "out/"], b"");
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("would both become a.txt.json"), "{}", said(&refused));
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = folder();
    fs::write(folder.path().join("aa.bin"), b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0\xFF\xFE\0\0")
        .unwrap();
    for arguments in
        [&[".", "--format", "jsonl"][..], &["a.txt", "aa.bin", "missing.txt", "b.txt", "c", "--format", "jsonl"]]
    {
        let output = run(folder.path(), arguments, b"");
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(out(&output).lines().count(), 3, "{}", out(&output));
        assert!(said(&output).lines().all(|line| line.starts_with("hamisi: ")), "{}", said(&output));
        assert!(said(&output).contains("aa.bin: "), "{}", said(&output));
    }
    let alone = run(folder.path(), &["aa.bin"], b"");
    assert_eq!((alone.status.code(), out(&alone)), (Some(1), ""));
    let missing = run(folder.path(), &["missing.txt"], b"");
    assert_eq!(missing.status.code(), Some(1));
    assert_eq!(said(&missing), "hamisi: missing.txt: there is no such file or folder; check its name\n");
}

#[test]
fn an_empty_folder_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).unwrap();
    let output = run(folder.path(), &["empty"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).starts_with("hamisi: empty: there is no file"), "{}", said(&output));
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = folder();
    std::os::unix::fs::symlink("..", folder.path().join("c/up")).unwrap();
    std::os::unix::fs::symlink("../a.txt", folder.path().join("c/linked.txt")).unwrap();
    assert_eq!(names(&fine(folder.path(), &["c", "--format", "jsonl"], b"")).len(), 4);
}

#[test]
fn an_empty_file_has_an_empty_analysis() {
    let folder = folder();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let answer = json(&fine(folder.path(), &["empty.txt", "--format", "json"], b""));
    assert_eq!((&answer["length"], &answer["blocks"]), (&0.into(), &Json::Array(vec![])));
    assert!(fine(folder.path(), &["empty.txt"], b"").contains("The text is empty."));
    for format in ["csv", "conll", "brat", "webannotation", "html", "jsonl"] {
        fine(folder.path(), &["empty.txt", "--format", format], b"");
    }
}

#[test]
fn malformed_utf8_is_read_and_the_text_shown() {
    let folder = folder();
    let answer =
        json(&fine(folder.path(), &["--format", "json"], b"Malformed \xC3( and \xF0\x9F bytes, then a sentence."));
    assert!(answer["text"].as_str().unwrap().ends_with("then a sentence."));
}

#[test]
fn a_line_of_ten_megabytes_is_answered() {
    let folder = folder();
    let line = "Prices in Bakı rose again, and nobody knew why; ".repeat(10 << 20 >> 6).repeat(64 / 48 + 1);
    fs::write(folder.path().join("long.txt"), &line).unwrap();
    let answer = json(&fine(folder.path(), &["long.txt", "--format", "jsonl", "--stages", "blocks,sentences"], b""));
    assert_eq!(answer["length"], line.chars().count());
    let record = serde_json::json!({ "id": 1, "text": line }).to_string();
    let answer = json(&fine(folder.path(), &["--input", "jsonl", "--stages", "blocks"], record.as_bytes()));
    assert_eq!((&answer["id"], &answer["length"]), (&1.into(), &line.chars().count().into()));
}

#[test]
fn records_are_answered_in_order_whatever_the_threads() {
    let folder = folder();
    let records: String = (0..1500)
        .map(|id| {
            format!("{}\n", serde_json::json!({ "id": id, "text": "Salam. 😀 ".repeat(id * 31 % 97), "more": [id] }))
        })
        .collect();
    let one = fine(folder.path(), &["--input", "jsonl", "--stages", "sentences", "--threads", "1"], records.as_bytes());
    let ids: Vec<_> = one.lines().map(|line| json(line)["id"].as_u64().unwrap() as usize).collect();
    assert!(ids.into_iter().eq(0..1500));
    assert!(
        one == fine(
            folder.path(),
            &["--input", "jsonl", "--stages", "sentences", "--threads", "4"],
            records.as_bytes()
        )
    );
    fs::write(folder.path().join("records.ndjson"), &records).unwrap();
    assert!(one == fine(folder.path(), &["records.ndjson", "--stages", "sentences"], b""));
    let array = json(&fine(folder.path(), &["records.ndjson", "--format", "json", "--stages", "sentences"], b""));
    assert_eq!(array.as_array().unwrap().len(), 1500);
}

#[test]
fn a_record_is_answered_while_the_next_is_awaited() {
    for threads in ["1", "3"] {
        let mut child = hamisi()
            .args(["--input", "jsonl", "--threads", threads])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        for id in ["a", "b", "c"] {
            writeln!(stdin, r#"{{"id":"{id}","text":"Salam"}}"#).unwrap();
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            assert_eq!(json(&line)["id"], id);
        }
        drop(stdin);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn a_wrong_record_is_answered_in_its_place() {
    let folder = folder();
    let records = "\u{FEFF}{\"id\":\"a\",\"text\":\"x\"}\r\n\n{\"id\":7}\nnonsense\n{\"id\":\"d\",\"text\":\"\\ud800\"}\n{\"text\":\"end\"}";
    let output = run(folder.path(), &["--input", "jsonl"], records.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let answers: Vec<_> = out(&output).lines().map(json).collect();
    let ids: Vec<_> = answers.iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(ids, [Json::from("a"), 7.into(), Json::Null, "d".into(), Json::Null]);
    let failed: Vec<_> = answers.iter().map(|answer| answer["error"].is_string()).collect();
    assert_eq!(failed, [false, true, true, true, false]);
    let problems: Vec<_> = said(&output).lines().collect();
    assert!(problems[0].starts_with("hamisi: standard input:3: column 8: missing field `text`; "), "{problems:?}");
    assert!(problems[1].starts_with("hamisi: standard input:4: column "), "{problems:?}");
    assert!(problems[2].starts_with("hamisi: standard input:5: column "), "{problems:?}");
    assert_eq!(problems.len(), 3);

    let array = run(folder.path(), &["--input", "jsonl", "--format", "json"], b"nonsense\n{\"text\":\"\"}\n");
    let array = json(out(&array));
    assert!(array[0]["error"].is_string() && array[1]["length"] == 0, "{array}");
}

#[test]
fn records_have_no_place_in_formats_for_one_document() {
    let folder = folder();
    let refused = run(folder.path(), &["--input", "jsonl", "--format", "html"], b"");
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("--format jsonl"), "{}", said(&refused));
}

#[test]
fn ends_quietly_when_nobody_reads() {
    let mut child = hamisi()
        .args(["--input", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    stdin.write_all(b"{\"text\":\"one\"}\n").unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    // As long as the command has not noticed, it may still read.
    while stdin.write_all(b"{\"text\":\"another\"}\n").is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), said(&output)), (Some(0), ""));
}

#[test]
fn colours_only_when_asked() {
    let folder = folder();
    assert!(!fine(folder.path(), &["a.txt"], b"").contains('\x1b'));
    assert!(!fine(folder.path(), &["a.txt", "--color", "never"], b"").contains('\x1b'));
    assert!(fine(folder.path(), &["a.txt", "--color", "always"], b"").contains("\x1b[1m"));
    let nasty = fine(folder.path(), &["--stages", "blocks"], b"Title \x1b[2J and more\n");
    assert!(!nasty.contains('\x1b'), "{nasty:?}");
}

#[test]
fn reports_on_many_documents_are_short_and_summed_up() {
    let folder = folder();
    for number in 0..40 {
        fs::write(folder.path().join(format!("n{number}.txt")), format!("Story {number}\n\nIt was a day.")).unwrap();
    }
    let report = fine(folder.path(), &["."], b"");
    assert!(report.contains("\n43 documents · "), "{report}");
    assert!(report.lines().count() < 43 * 5, "{report}");
}

#[test]
fn names_what_is_wrong_with_the_command_line() {
    let folder = folder();
    for (arguments, part) in [
        (&["a.txt", "--stages", "nouns"][..], "there are blocks, sentences, words, languages, entities"),
        (&["a.txt", "--stages", ""], "at least one stage"),
        (&["a.txt", "--languages", "en"], "three letters, such as eng or aze"),
        (&["a.txt", "--languages", "eng,und"], "\"und\" is no"),
        (&["a.txt", "--languages", "eng,zzz"], "no language \"zzz\" can be answered"),
        (&["a.txt", "--languages", "cmn"], "write zho"),
        (&["a.txt", "--reference-date", "2023-02-29"], "write it as 2024-02-29"),
        (&["a.txt", "--reference-date", "yesterday"], "write it as 2024-02-29"),
        (&["a.txt", "--threads", "0"], "1..=1024"),
        (&["a.txt", "--format", "xml"], "webannotation"),
        (&["a.txt", "--offsets", "byte"], "utf16"),
        (&["a.txt", "--input", "pdf"], "jsonl"),
        (&["a.txt", "--tagger", "slow"], "accurate"),
        (&["a.txt", "--dictionary", "missing.csv"], "hamisi: missing.csv: there is no such file"),
        (&["a.txt", "--dictionary", "c/page.html"], "page.html: "),
        (&["a.txt", "--nonsense"], "--nonsense"),
    ] {
        let output = run(folder.path(), arguments, b"");
        assert_eq!((output.status.code(), out(&output)), (Some(2), ""), "{arguments:?}");
        assert!(said(&output).contains(part), "{arguments:?}: {}", said(&output));
    }
}

#[test]
fn takes_every_option_of_the_contract() {
    let folder = folder();
    let names = r#"[{"text":"Bakı","kind":"location","id":"q9248"}]"#;
    fs::write(folder.path().join("names.json"), names).unwrap();
    let arguments = [
        "--format",
        "json",
        "--input",
        "text",
        "--stages",
        "blocks,sentences,words,languages,entities",
        "--offsets",
        "utf16",
        "--languages",
        "eng,aze",
        "--reference-date",
        "2024-02-29",
        "--dictionary",
        "names.json",
        "--tagger",
        "fast",
        "--text",
        "--threads",
        "2",
        "b.txt",
    ];
    assert_eq!(json(&fine(folder.path(), &arguments, b""))["text"], "Salam, Bakı!\nHamısı");
}

#[test]
fn helps() {
    let folder = folder();
    let help = fine(folder.path(), &["--help"], b"");
    for option in [
        "--format",
        "--input",
        "--stages",
        "--offsets",
        "--languages",
        "--reference-date",
        "--dictionary",
        "--tagger",
        "--text",
        "--threads",
        "--output",
        "--color",
        "Examples:",
        "Exit status:",
    ] {
        assert!(help.contains(option), "{option}");
    }
    assert!(fine(folder.path(), &["-h"], b"").lines().count() < help.lines().count());
    assert_eq!(fine(folder.path(), &["--version"], b""), format!("hamisi {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn finds_the_names_of_a_dictionary_in_csv_or_json() {
    let folder = folder();
    fs::write(folder.path().join("names.json"), r#"[{"text":"Bakı","kind":"location","id":"q9248"}]"#).unwrap();
    fs::write(folder.path().join("names.csv"), "text,kind,id\nBakı,location,q9248\n").unwrap();
    for names in ["names.json", "names.csv"] {
        let answer = json(&fine(folder.path(), &["b.txt", "--format", "json", "--dictionary", names], b""));
        let entity = answer["entities"].as_array().unwrap().iter().find(|entity| entity["text"] == "Bakı").unwrap();
        assert_eq!(entity["kind"], "location");
        let name = &answer["names"][entity["name"].as_u64().unwrap() as usize];
        assert_eq!(name["links"]["id"], "q9248");
    }
}

#[test]
fn explains_languages_when_asked() {
    let folder = folder();
    let arguments = ["--format", "json", "--languages", "aze,tur", "--stages", "languages"];
    let answer = |more: &[&str]| json(&fine(folder.path(), &[&arguments[..], more].concat(), "Hamısı".as_bytes()));
    assert_eq!(answer(&["--explain"])["runs"][0]["explanation"]["runner_up"], "tur");
    assert!(answer(&[])["runs"][0].get("explanation").is_none());
}

#[test]
fn explains_where_sentences_end_when_asked() {
    let folder = folder();
    let text = "Dr. Ayla Weber 𝄞 kam. Sie bleibt.";
    let arguments = ["--format", "json", "--stages", "sentences"];
    let answer = |more: &[&str]| json(&fine(folder.path(), &[&arguments[..], more].concat(), text.as_bytes()));
    let told = answer(&["--explain"]);
    let bounds = told["sentences"][0]["explanation"]["bounds"].as_array().unwrap();
    let places: Vec<_> = bounds.iter().map(|bound| (bound["at"].as_u64(), bound["ends"].as_bool())).collect();
    assert_eq!(places, [(Some(3), Some(false)), (Some(21), Some(true))]);
    assert!(bounds[0]["features"][0]["weight"].as_f64().unwrap() < 0.0, "{}", bounds[0]);
    assert!(told["sentences"][1].get("explanation").is_none(), "the text's end ends it");
    assert!(answer(&[])["sentences"][0].get("explanation").is_none());
}

#[test]
fn answers_only_the_languages_allowed() {
    let folder = folder();
    let arguments = ["--format", "json", "--languages", "aze,deu", "--stages", "languages"];
    let answer = json(&fine(folder.path(), &arguments, "Bu gün hava çox gözəldir, biz dənizə gedirik.".as_bytes()));
    assert_eq!(answer["language"]["code"], "aze");
    let arguments = ["--format", "json", "--languages", "deu,fra", "--stages", "languages"];
    let answer = json(&fine(folder.path(), &arguments, "Bu gün hava çox gözəldir, biz dənizə gedirik.".as_bytes()));
    assert!(["deu", "fra", "und"].contains(&answer["language"]["code"].as_str().unwrap()), "{answer}");
}

#[test]
fn finds_names_with_the_accurate_tagger() {
    let folder = folder();
    let text = "Anna Petrova met Jean-Luc Moreau in Lisbon on Tuesday.";
    let arguments = ["--tagger", "accurate", "--format", "json"];
    let answer = json(&fine(folder.path(), &arguments, text.as_bytes()));
    let found: Vec<_> =
        answer["entities"].as_array().unwrap().iter().map(|entity| (&entity["kind"], &entity["text"])).collect();
    let expected =
        [("person", "Anna Petrova"), ("person", "Jean-Luc Moreau"), ("location", "Lisbon"), ("date", "Tuesday")];
    assert_eq!(
        found.iter().map(|(kind, text)| (kind.as_str().unwrap(), text.as_str().unwrap())).collect::<Vec<_>>(),
        expected
    );
    let fast = json(&fine(folder.path(), &["--format", "json"], text.as_bytes()));
    assert_ne!(answer["entities"][0]["confidence"], fast["entities"][0]["confidence"]);
}

#[test]
fn explains_what_names_hang_on_with_either_tagger() {
    let folder = folder();
    let text = "Jean-Luc Moreau kam.";
    let features = |tagger: &str| {
        let arguments = ["--tagger", tagger, "--explain", "--format", "json", "--stages", "entities"];
        let answer = json(&fine(folder.path(), &arguments, text.as_bytes()));
        let entities = answer["entities"].as_array().unwrap();
        let person = entities.iter().find(|entity| entity["kind"] == "person").unwrap();
        assert_eq!(person["explanation"]["by"], "tagger");
        person["explanation"]["features"].as_array().unwrap().clone()
    };
    let [fast, accurate] = ["fast", "accurate"].map(features);
    for features in [&fast, &accurate] {
        let weights = features.iter().filter_map(|feature| feature["weight"].as_f64());
        assert!(weights.clone().any(|weight| weight > 0.0), "{features:?}");
        assert!(weights.into_iter().all(|weight| (-1.0..=1.0).contains(&weight)), "{features:?}");
    }
    assert_ne!(fast, accurate);
}
