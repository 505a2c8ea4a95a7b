//! Files that are no text, told by name where their first bytes give them away.

use crate::Error;

/// A well-known format: how its files begin, what to call it, and how to get at its text.
struct Format {
    magic: &'static [u8],
    name: &'static str,
    remedy: &'static str,
}

const NONE: &str = "it holds no text to analyse";
const UNPACK: &str = "unpack it first";
const SAVE: &str = "open it in the program it is made for and save it as plain text or HTML";

/// Formats whose first bytes hardly begin a text.
const FORMATS: &[Format] = &[
    Format { magic: b"\x89PNG\r\n\x1a\n", name: "a PNG image", remedy: NONE },
    Format { magic: b"\xFF\xD8\xFF", name: "a JPEG image", remedy: NONE },
    Format { magic: b"GIF87a", name: "a GIF image", remedy: NONE },
    Format { magic: b"GIF89a", name: "a GIF image", remedy: NONE },
    Format { magic: b"II*\0", name: "a TIFF image", remedy: NONE },
    Format { magic: b"MM\0*", name: "a TIFF image", remedy: NONE },
    Format { magic: b"%PDF-", name: "a PDF document", remedy: SAVE },
    Format { magic: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", name: "an old Microsoft Office document", remedy: SAVE },
    Format { magic: b"PK\x03\x04", name: "a ZIP archive", remedy: UNPACK },
    Format { magic: b"PK\x05\x06", name: "an empty ZIP archive", remedy: NONE },
    Format { magic: b"\x1F\x8B", name: "a gzip archive", remedy: UNPACK },
    Format { magic: b"BZh91AY&SY", name: "a bzip2 archive", remedy: UNPACK },
    Format { magic: b"\xFD7zXZ\0", name: "an xz archive", remedy: UNPACK },
    Format { magic: b"\x28\xB5\x2F\xFD", name: "a Zstandard archive", remedy: UNPACK },
    Format { magic: b"7z\xBC\xAF\x27\x1C", name: "a 7z archive", remedy: UNPACK },
    Format { magic: b"Rar!\x1A\x07", name: "a RAR archive", remedy: UNPACK },
    Format { magic: b"\x7FELF", name: "an ELF program", remedy: NONE },
    Format { magic: b"\0asm", name: "a WebAssembly module", remedy: NONE },
    Format { magic: b"\xCA\xFE\xBA\xBE", name: "a Java class or Mach-O program", remedy: NONE },
    Format { magic: b"\xCF\xFA\xED\xFE", name: "a Mach-O program", remedy: NONE },
    Format { magic: b"SQLite format 3\0", name: "an SQLite database", remedy: "export its tables as text" },
    Format { magic: b"OggS\0", name: "an Ogg recording", remedy: NONE },
    Format { magic: b"ID3\x03", name: "an MP3 recording", remedy: NONE },
    Format { magic: b"ID3\x04", name: "an MP3 recording", remedy: NONE },
    Format { magic: b"fLaC\0", name: "a FLAC recording", remedy: NONE },
    Format { magic: b"\0\0\xFE\xFF", name: "UTF-32 text", remedy: "save it as UTF-8" },
    Format { magic: b"\xFF\xFE\0\0", name: "UTF-32 text", remedy: "save it as UTF-8" },
];

/// Documents that are ZIP archives, told by a name that stands in their first bytes.
const PACKED: &[(&[u8], &str)] = &[
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an EPUB book"),
];

/// How far into a file names and zeros are looked for.
const PEEK: usize = 4096;

/// The error that names the format of `bytes`, if their first bytes are those of a well-known binary one.
pub(super) fn recognize(bytes: &[u8]) -> Option<Error> {
    let format = FORMATS.iter().find(|format| bytes.starts_with(format.magic))?;
    let head = bytes.get(..PEEK).unwrap_or(bytes);
    if format.magic.starts_with(b"GIF") && !head.contains(&0) {
        // A text about pictures may begin so, a picture has zeros.
        return None;
    }
    if format.magic.starts_with(b"PK") {
        let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        if let Some((_, name)) = PACKED.iter().find(|(inside, _)| holds(inside)) {
            return Some(refusal(name, SAVE));
        }
    }
    Some(refusal(format.name, format.remedy))
}

/// The error for bytes that no well-known format and no encoding explains.
#[cfg(feature = "source")]
pub(super) fn unknown() -> Error {
    Error::input(
        "the file is binary, not text: too many of its bytes are control characters; \
         if it is text after all, save it as UTF-8",
    )
}

fn refusal(name: &str, remedy: &str) -> Error {
    Error::input(format!("the file is {name}, not plain text or HTML: {remedy}"))
}
